"""EmptyFolder, MarkAllItemsAsRead, and where deleted folders and items go (MS-OXWSFOLD 3.1.4.4 and 3.1.4.5)."""

import pytest

from simulator.exchange.folder import Folder
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from tests.simulator.ews_folders.asking import ask, codes, ids, names, texts
from tests.simulator.ews_folders.folder_requests import delete, empty, find, get, mark, named, of
from tests.simulator.exchange_flow.organization import mailbox, message, new_organization

DELETIONS, PURGES, TRASH = "recoverableitemsdeletions", "recoverableitemspurges", "deleteditems"


@pytest.fixture
def organization() -> ExchangeOrganization:
    return new_organization()


@pytest.fixture
def ana(organization: ExchangeOrganization) -> Mailbox:
    return mailbox(organization, "ana.silva")


def fill(organization: ExchangeOrganization, ana: Mailbox) -> tuple[Folder, Folder]:
    """A folder in Inbox with two messages, and a sub-folder with one."""
    harbour = ana.create_folder(ana.distinguished("inbox"), "Harbour")
    quay = ana.create_folder(harbour, "Quay")
    for folder in (harbour, harbour, quay):
        ana.add_item(message(organization, "ana.silva", message__IsRead=False), folder)
    return harbour, quay


def where(ana: Mailbox) -> dict[str, int]:
    """How many items are in which folder."""
    return {one.display_name: one.total for one in ana.folders.values() if one.total}


@pytest.mark.parametrize(
    ("how", "to"), [("HardDelete", "Purges"), ("SoftDelete", "Deletions"), ("MoveToDeletedItems", "Deleted Items")]
)
def test_a_folder_is_emptied_without_its_subfolders(
    organization: ExchangeOrganization, ana: Mailbox, how: str, to: str
) -> None:
    """MS-OXWSFOLD_R344, R3474, R34744, R378, R37801, R37802, R37803, R381."""
    harbour, _ = fill(organization, ana)
    assert codes(ask(organization, ana, empty(of(ana, harbour), how))) == ["NoError"]
    assert where(ana) == {"Quay": 1, to: 2}
    assert (harbour.total, harbour.unread) == (0, 0)


@pytest.mark.parametrize(("how", "to"), [("HardDelete", "Purges"), ("SoftDelete", "Deletions")])
def test_a_folder_is_emptied_with_its_subfolders(
    organization: ExchangeOrganization, ana: Mailbox, how: str, to: str
) -> None:
    """MS-OXWSFOLD_R345, R3791, R380."""
    harbour, quay = fill(organization, ana)
    assert codes(ask(organization, ana, empty(of(ana, harbour), how, "true"))) == ["NoError"]
    assert where(ana) == {to: 3}
    assert quay.key not in ana.folders
    assert harbour.key in ana.folders


def test_subfolders_go_to_deleted_items_whole(organization: ExchangeOrganization, ana: Mailbox) -> None:
    harbour, quay = fill(organization, ana)
    ask(organization, ana, empty(of(ana, harbour), "MoveToDeletedItems", "true"))
    assert quay.parent == ana.distinguished(TRASH).key
    assert where(ana) == {"Deleted Items": 2, "Quay": 1}
    ask(organization, ana, empty(named(TRASH), "MoveToDeletedItems", "true"))
    assert where(ana) == {"Deletions": 3}
    assert not ana.distinguished(TRASH).children


@pytest.mark.parametrize(
    ("folder", "subfolders", "code"),
    [
        ("calendar", "false", "ErrorCannotEmptyFolder"),
        ("msgfolderroot", "true", "ErrorDeleteDistinguishedFolder"),
        ("msgfolderroot", "false", "NoError"),
        ("contacts", "true", "ErrorDeleteDistinguishedFolder"),
        ("drafts", "1", "NoError"),
        ("voicemail", "false", "ErrorFolderNotFound"),
    ],
)
def test_some_folders_cannot_be_emptied(
    organization: ExchangeOrganization, ana: Mailbox, folder: str, subfolders: str, code: str
) -> None:
    """MS-OXWSFOLD_R34745; in a folder that is refused nothing is deleted."""
    ana.add_item(Item("Contact", "IPM.Contact"), ana.distinguished("contacts"))
    assert codes(ask(organization, ana, empty(named(folder), "HardDelete", subfolders))) == [code]
    assert ana.distinguished("contacts").total == 1


def test_what_is_deleted_from_the_dumpster_goes_on_to_its_end(organization: ExchangeOrganization, ana: Mailbox) -> None:
    harbour, _ = fill(organization, ana)
    ask(organization, ana, empty(of(ana, harbour), "SoftDelete"))
    ask(organization, ana, empty(named(DELETIONS), "SoftDelete"))
    assert where(ana) == {"Quay": 1, "Purges": 2}
    ask(organization, ana, empty(named(PURGES), "SoftDelete"))
    assert where(ana) == {"Quay": 1}


def test_a_deleted_item_comes_back_by_moving_it(organization: ExchangeOrganization, ana: Mailbox) -> None:
    harbour, _ = fill(organization, ana)
    ask(organization, ana, empty(of(ana, harbour), "SoftDelete"))
    for item in list(ana.distinguished(DELETIONS).items.values()):
        ana.move_item(item, harbour)
    assert (harbour.total, harbour.unread) == (2, 2)


@pytest.mark.parametrize(
    ("version", "dumpster", "soft_deleted"), [("2007 SP1", {}, ["Harbour"]), ("2010", {"Deletions": 3}, [])]
)
def test_a_soft_deleted_folder(version: str, dumpster: dict[str, int], soft_deleted: list[str]) -> None:
    """MS-OXWSFOLD_R34303: in Exchange 2007 the folder is in the dumpster; later "folders cannot be soft deleted"."""
    organization = new_organization(version)
    ana = mailbox(organization, "ana.silva")
    harbour, _ = fill(organization, ana)
    identity = of(ana, harbour)
    assert codes(ask(organization, ana, delete(identity, "SoftDelete"))) == ["NoError"]
    assert where(ana) == dumpster
    assert codes(ask(organization, ana, get(identity))) == ["ErrorFolderNotFound"]
    answer = ask(organization, ana, find(named("inbox"), "SoftDeleted"))
    assert texts(answer, ".//t:DisplayName") == soft_deleted
    assert texts(ask(organization, ana, find(named("inbox"), "Deep")), ".//t:DisplayName") == []


@pytest.mark.parametrize(("version", "there"), [("2007 SP1", 0), ("2010", 3)])
def test_a_hard_deleted_folder_is_gone(version: str, there: int) -> None:
    """MS-OXWSFOLD_R306, R3104, R31044, R34301."""
    organization = new_organization(version)
    ana = mailbox(organization, "ana.silva")
    harbour, _ = fill(organization, ana)
    assert codes(ask(organization, ana, delete(of(ana, harbour), "HardDelete"))) == ["NoError"]
    assert len(ana.items) - len(ana.associated_keys) == there
    assert texts(ask(organization, ana, find(named("inbox"), "SoftDeleted")), ".//t:DisplayName") == []
    assert codes(ask(organization, ana, delete(of(ana, harbour), "HardDelete"))) == ["ErrorFolderNotFound"]


def test_distinguished_folders_cannot_be_deleted(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSFOLD_R308, R31045."""
    everyone = [one.distinguished for one in ana.folders.values()]
    for how in ("HardDelete", "SoftDelete", "MoveToDeletedItems"):
        answer = ask(organization, ana, delete("".join(map(named, everyone)), how))
        assert codes(answer) == ["ErrorDeleteDistinguishedFolder"] * len(everyone)
    above = ana.create_folder(ana.distinguished("inbox"), "Above")
    ana.create_folder(above, "Talks", distinguished="conversationhistory")
    assert codes(ask(organization, ana, delete(of(ana, above), "HardDelete"))) == ["ErrorDeleteDistinguishedFolder"]


def test_every_item_of_a_folder_is_marked(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSCORE 3.1.4.5: sub-folders are left alone, and so are items that are marked already."""
    harbour, quay = fill(organization, ana)
    first, second = harbour.items.values()
    ana.update_item(first, {"message:IsRead": True})
    ana.add_item(Item("Task", "IPM.Task"), harbour)
    key = ana.change_key(first)
    assert codes(ask(organization, ana, mark(of(ana, harbour), "true"))) == ["NoError"]
    assert (first.is_read, second.is_read, harbour.unread, quay.unread) == (True, True, 0, 1)
    assert ana.change_key(first) == key
    assert codes(ask(organization, ana, mark(of(ana, harbour) + named("voicemail"), "false"))) == [
        "NoError",
        "ErrorFolderNotFound",
    ]
    assert harbour.unread == 2
    assert not any("message:IsRead" in item.properties for item in harbour.items.values() if item.kind == "Task")


def test_a_client_that_synchronizes_hears_of_read_flags(organization: ExchangeOrganization, ana: Mailbox) -> None:
    harbour, _ = fill(organization, ana)
    shape = "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
    request = (
        f"<m:SyncFolderItems>{shape}<m:SyncFolderId>{of(ana, harbour)}</m:SyncFolderId>{{}}"
        "<m:MaxChangesReturned>9</m:MaxChangesReturned></m:SyncFolderItems>"
    )
    (state,) = texts(ask(organization, ana, request.format("")), ".//m:SyncState")
    ask(organization, ana, mark(of(ana, harbour), "1"))
    answer = ask(organization, ana, request.format(f"<m:SyncState>{state}</m:SyncState>"))
    assert names(answer, ".//m:Changes") == ["ReadFlagChange"] * 2
    assert len(ids(answer, ".//t:ItemId")) == 2


@pytest.mark.parametrize(("suppress", "receipts"), [("true", []), ("false", ["Read: Budget"])])
def test_receipts_are_sent_unless_they_are_suppressed(
    organization: ExchangeOrganization, ana: Mailbox, suppress: str, receipts: list[str]
) -> None:
    oliver = mailbox(organization, "oliver.smith")
    asking = message(organization, "oliver.smith", message__IsRead=False, message__IsReadReceiptRequested=True)
    ana.add_item(asking, ana.distinguished("inbox"))
    assert codes(ask(organization, ana, mark(named("inbox"), "true", suppress))) == ["NoError"]
    assert asking.is_read
    assert [item.text("item:Subject") for item in oliver.distinguished("inbox").items.values()] == receipts
