"""MoveFolder and CopyFolder (MS-OXWSFOLD 3.1.4.7 and 3.1.4.1)."""

import pytest

from simulator.exchange.folder import Folder
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.property_path import tagged
from tests.simulator.ews_folders.asking import ask, codes, ids
from tests.simulator.ews_folders.folder_requests import create, element, move, named, of
from tests.simulator.exchange_flow.organization import mailbox, message, new_organization

BLUE = tagged(0x1234, "String")
BOTH = pytest.mark.parametrize("operation", ["MoveFolder", "CopyFolder"])


@pytest.fixture
def organization() -> ExchangeOrganization:
    return new_organization()


@pytest.fixture
def ana(organization: ExchangeOrganization) -> Mailbox:
    return mailbox(organization, "ana.silva")


@pytest.fixture
def harbour(organization: ExchangeOrganization, ana: Mailbox) -> Folder:
    """A folder in Inbox with a property, an unread item, an associated one and a sub-folder."""
    folder = ana.create_folder(ana.distinguished("inbox"), "Harbour", "IPF.Note.Ships", properties={BLUE: "blue"})
    ana.add_item(message(organization, "ana.silva", message__IsRead=False), folder)
    ana.add_item(Item("Message", "IPM.Configuration.Quay", is_associated=True), folder)
    quay = ana.create_folder(folder, "Quay", "IPF.Task")
    ana.add_item(Item("Task", "IPM.Task"), quay)
    return folder


def test_a_folder_moves_with_all_in_it_and_keeps_its_id(
    organization: ExchangeOrganization, ana: Mailbox, harbour: Folder
) -> None:
    """MS-OXWSFOLD_R429, R430, R594, R595, R596, R43144, R4314."""
    identity, key, held = ana.folder_id(harbour), ana.folder_change_key(harbour), dict(harbour.items)
    answer = ask(organization, ana, move(of(ana, harbour), named("drafts")))
    assert codes(answer) == ["NoError"]
    assert ids(answer, ".//t:FolderId") == [identity]
    assert ana.folder_change_key(harbour) != key
    assert harbour.parent == ana.distinguished("drafts").key
    assert (harbour.display_name, harbour.folder_class) == ("Harbour", "IPF.Note.Ships")
    assert harbour.items == held
    assert [child.display_name for child in ana.children(harbour)] == ["Quay"]
    assert not ana.distinguished("inbox").children


def test_a_copy_has_all_in_it_under_new_ids(organization: ExchangeOrganization, ana: Mailbox, harbour: Folder) -> None:
    """MS-OXWSFOLD_R555, R1852, R185222."""
    (identity,) = ids(ask(organization, ana, move(of(ana, harbour), named("drafts"), "CopyFolder")), ".//t:FolderId")
    (copy,) = ana.children(ana.distinguished("drafts"))
    assert ana.folder_id(copy) == identity != ana.folder_id(harbour)
    assert (copy.display_name, copy.folder_class, copy.properties) == ("Harbour", "IPF.Note.Ships", {BLUE: "blue"})
    assert (copy.total, copy.unread, len(copy.associated)) == (1, 1, 1)
    assert (harbour.total, harbour.unread, len(harbour.associated)) == (1, 1, 1)
    assert not set(copy.items) & set(harbour.items)
    (quay,) = ana.children(copy)
    assert (quay.element, quay.total) == ("TasksFolder", 1)
    ana.update_folder(copy, {BLUE: "red"})
    assert harbour.properties == {BLUE: "blue"}


def test_a_distinguished_folder_can_be_copied_but_not_moved(organization: ExchangeOrganization, ana: Mailbox) -> None:
    answer = ask(organization, ana, move(named("calendar") + named("inbox"), named("drafts")))
    assert codes(answer) == ["ErrorMoveDistinguishedFolder"] * 2
    answer = ask(organization, ana, move(named("calendar"), named("drafts"), "CopyFolder"))
    assert codes(answer) == ["NoError"]
    (copy,) = ana.children(ana.distinguished("drafts"))
    assert (copy.element, copy.distinguished) == ("CalendarFolder", "")


@BOTH
def test_a_folder_goes_neither_into_itself_nor_below(
    organization: ExchangeOrganization, ana: Mailbox, harbour: Folder, operation: str
) -> None:
    """MS-OXWSFOLD_R185223, R4315."""
    (quay,) = ana.children(harbour)
    for target in (harbour, quay):
        answer = ask(organization, ana, move(of(ana, harbour), of(ana, target), operation))
        assert codes(answer) == ["ErrorMoveCopyFailed"]
    assert codes(ask(organization, ana, move(named("root"), named("inbox"), "CopyFolder"))) == ["ErrorMoveCopyFailed"]


@BOTH
def test_a_name_is_taken_once(
    organization: ExchangeOrganization, ana: Mailbox, harbour: Folder, operation: str
) -> None:
    ana.create_folder(ana.distinguished("drafts"), "harbour")
    for target in ("drafts", "inbox"):
        answer = ask(organization, ana, move(of(ana, harbour), named(target), operation))
        assert codes(answer) == ["ErrorFolderExists"]
    assert harbour.parent == ana.distinguished("inbox").key


@BOTH
def test_ids_that_lead_nowhere_have_their_own_codes(
    organization: ExchangeOrganization, ana: Mailbox, harbour: Folder, operation: str
) -> None:
    gone = ana.create_folder(ana.distinguished("inbox"), "Gone")
    lost = of(ana, gone)
    ana.delete_folder(gone, "HardDelete")
    answer = ask(organization, ana, move(of(ana, harbour) + lost, lost, operation))
    assert codes(answer) == ["ErrorToFolderNotFound"] * 2
    answer = ask(organization, ana, move(lost + of(ana, harbour), named("drafts"), operation))
    assert codes(answer) == ["ErrorFolderNotFound", "NoError"]


def test_a_thrown_away_folder_takes_a_free_name(organization: ExchangeOrganization, ana: Mailbox) -> None:
    for _ in range(3):
        (identity,) = ids(ask(organization, ana, create(named("inbox"), element("Harbour"))), ".//t:FolderId")
        request = (
            f'<m:DeleteFolder DeleteType="MoveToDeletedItems"><m:FolderIds><t:FolderId Id="{identity}"/></m:FolderIds>'
            "</m:DeleteFolder>"
        )
        assert codes(ask(organization, ana, request)) == ["NoError"]
    thrown_away = ana.children(ana.distinguished("deleteditems"))
    assert [one.display_name for one in thrown_away] == ["Harbour", "Harbour1", "Harbour2"]
