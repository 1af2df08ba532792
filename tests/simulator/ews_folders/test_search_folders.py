"""Search folders: folders that show what lies elsewhere (MS-OXWSFOLD 2.2.4.2 SearchFolder, MS-OXWSSRCH 2.2.4.32)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.errors import NotSimulated
from simulator.exchange.folder import Folder
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.soap.faults import EwsFault
from tests.simulator.ews_folders.asking import NAMES, ask, codes, ids, names, texts
from tests.simulator.ews_folders.folder_requests import (
    create,
    element,
    empty,
    find,
    get,
    mark,
    move,
    named,
    of,
    set_field,
    update,
)
from tests.simulator.exchange_flow.organization import mailbox, message, new_organization

UNREAD = (
    '<t:IsEqualTo><t:FieldURI FieldURI="message:IsRead"/><t:FieldURIOrConstant><t:Constant Value="false"/>'
    "</t:FieldURIOrConstant></t:IsEqualTo>"
)


def parameters(folders: str, traversal: str = ' Traversal="Deep"', restriction: str = UNREAD) -> str:
    inner = f"<t:Restriction>{restriction}</t:Restriction><t:BaseFolderIds>{folders}</t:BaseFolderIds>"
    return f"<t:SearchParameters{traversal}>{inner}</t:SearchParameters>"


def search(name: str, criteria: str) -> str:
    return f"<t:SearchFolder><t:DisplayName>{name}</t:DisplayName>{criteria}</t:SearchFolder>"


def items_of(folder: str) -> str:
    shape = "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
    parents = f"<m:ParentFolderIds>{folder}</m:ParentFolderIds>"
    return f'<m:FindItem Traversal="Shallow">{shape}{parents}</m:FindItem>'


@pytest.fixture
def organization() -> ExchangeOrganization:
    return new_organization()


@pytest.fixture
def ana(organization: ExchangeOrganization) -> Mailbox:
    return mailbox(organization, "ana.silva")


def made(organization: ExchangeOrganization, ana: Mailbox, criteria: str = "") -> Folder:
    """A search folder of unread items in Inbox and below."""
    request = create(named("searchfolders"), search("Unread", criteria or parameters(named("inbox"))))
    assert codes(ask(organization, ana, request)) == ["NoError"]
    return next(one for one in ana.folders.values() if one.display_name == "Unread")


def arrive(organization: ExchangeOrganization, ana: Mailbox, folder: Folder, *, read: bool = False) -> Item:
    return ana.add_item(message(organization, "ana.silva", message__IsRead=read), folder)


def test_a_search_folder_shows_what_lies_elsewhere(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSFOLD_R33, R3302, R101; the example of Learn, "Work with search folders by using EWS in Exchange"."""
    folder, inbox = made(organization, ana), ana.distinguished("inbox")
    below = ana.create_folder(inbox, "Harbour")
    first, _, second = (
        arrive(organization, ana, inbox),
        arrive(organization, ana, inbox, read=True),
        arrive(organization, ana, below),
    )
    arrive(organization, ana, ana.distinguished("drafts"))
    answer = ask(organization, ana, items_of(of(ana, folder)))
    assert ids(answer, ".//t:ItemId") == [ana.item_id(second), ana.item_id(first)]
    answer = ask(organization, ana, get(of(ana, folder), "AllProperties"))
    assert names(answer, ".//m:Folders") == ["SearchFolder"]
    assert names(answer, ".//t:SearchFolder")[-2:] == ["UnreadCount", "SearchParameters"]
    assert texts(answer, ".//t:TotalCount") == texts(answer, ".//t:UnreadCount") == ["2"]
    shown = answer.find(".//t:SearchParameters", NAMES)
    assert shown is not None
    assert shown.get("Traversal") == "Deep"
    assert ids(answer, ".//t:BaseFolderIds/t:FolderId") == [ana.folder_id(inbox)]
    assert names(answer, ".//t:Restriction") == ["IsEqualTo"]
    assert names(ask(organization, ana, find(named("searchfolders"))), ".//t:Folders") == ["SearchFolder"]


@settings(max_examples=30, deadline=None)
@given(
    deep=st.booleans(),
    roots=st.sets(st.integers(0, 3), min_size=1),
    where=st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=8),
)
def test_each_item_that_fits_is_shown_once(deep: bool, roots: set[int], where: list[tuple[int, bool]]) -> None:
    """Whatever is searched: a folder below another searched one gives its items once."""
    organization = new_organization()
    ana = mailbox(organization, "ana.silva")
    inbox = ana.distinguished("inbox")
    one = ana.create_folder(inbox, "One")
    folders = [inbox, one, ana.create_folder(one, "Two"), ana.distinguished("drafts")]
    traversal = "Deep" if deep else "Shallow"
    criteria = parameters("".join(of(ana, folders[root]) for root in roots), f' Traversal="{traversal}"')
    folder = made(organization, ana, criteria)
    expected = set()
    for place, read in where:
        item = arrive(organization, ana, folders[place], read=read)
        above = (folders[root] for root in roots)
        if not read and any(ana.is_within(folders[place], top) if deep else top is folders[place] for top in above):
            expected.add(ana.item_id(item))
    found = ids(ask(organization, ana, items_of(of(ana, folder))), ".//t:ItemId")
    assert len(found) == len(set(found))
    assert set(found) == expected


def test_criteria_can_be_changed(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSFOLD_R540."""
    folder, drafts = made(organization, ana), ana.distinguished("drafts")
    item = arrive(organization, ana, drafts)
    change = set_field("folder:SearchParameters", parameters(named("drafts"), ""), "SearchFolder")
    assert codes(ask(organization, ana, update(of(ana, folder), change))) == ["NoError"]
    assert ids(ask(organization, ana, items_of(of(ana, folder))), ".//t:ItemId") == [ana.item_id(item)]
    change = set_field("folder:SearchParameters", parameters(named("drafts")), "SearchFolder")
    assert codes(ask(organization, ana, update(named("inbox"), change))) == ["ErrorInvalidPropertyRequest"]


def test_a_search_folder_holds_nothing_itself(organization: ExchangeOrganization, ana: Mailbox) -> None:
    folder, harbour = made(organization, ana), ana.create_folder(ana.distinguished("inbox"), "Harbour")
    item = arrive(organization, ana, harbour)
    into = of(ana, folder)
    assert codes(ask(organization, ana, create(into, element("Below")))) == ["ErrorInvalidParentFolder"]
    for operation in ("MoveFolder", "CopyFolder"):
        assert codes(ask(organization, ana, move(of(ana, harbour), into, operation))) == ["ErrorInvalidParentFolder"]
    ids_ = f'<t:ItemId Id="{ana.item_id(item)}"/>'
    request = f"<m:MoveItem><m:ToFolderId>{into}</m:ToFolderId><m:ItemIds>{ids_}</m:ItemIds></m:MoveItem>"
    assert codes(ask(organization, ana, request)) == ["ErrorInvalidFolderTypeForOperation"]
    assert item.folder == harbour.key
    assert codes(ask(organization, ana, empty(into, "HardDelete"))) == ["ErrorCannotEmptyFolder"]


def test_what_a_search_folder_shows_can_be_marked(organization: ExchangeOrganization, ana: Mailbox) -> None:
    folder = made(organization, ana)
    item = arrive(organization, ana, ana.distinguished("inbox"))
    assert codes(ask(organization, ana, mark(of(ana, folder), "true"))) == ["NoError"]
    assert item.is_read
    assert texts(ask(organization, ana, get(of(ana, folder), "Default")), ".//t:TotalCount") == ["0"]


def test_a_copy_searches_too_and_a_search_outlives_its_folder(organization: ExchangeOrganization, ana: Mailbox) -> None:
    harbour = ana.create_folder(ana.distinguished("inbox"), "Harbour")
    folder = made(organization, ana, parameters(of(ana, harbour)))
    item = arrive(organization, ana, harbour)
    (copy,) = ids(ask(organization, ana, move(of(ana, folder), named("inbox"), "CopyFolder")), ".//t:FolderId")
    request = items_of(f'<t:FolderId Id="{copy}"/>')
    assert ids(ask(organization, ana, request), ".//t:ItemId") == [ana.item_id(item)]
    ana.delete_folder(harbour, "HardDelete")
    assert ids(ask(organization, ana, request), ".//t:ItemId") == []
    answer = ask(organization, ana, get(of(ana, folder), "AllProperties"))
    assert texts(answer, ".//t:TotalCount") == ["0"]
    assert answer.find(".//t:SearchParameters", NAMES) is None


def test_synchronizing_a_search_folder_is_not_simulated(organization: ExchangeOrganization, ana: Mailbox) -> None:
    request = (
        "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
        f"<m:SyncFolderId>{of(ana, made(organization, ana))}</m:SyncFolderId>"
        "<m:MaxChangesReturned>9</m:MaxChangesReturned></m:SyncFolderItems>"
    )
    with pytest.raises(NotSimulated):
        ask(organization, ana, request)


@pytest.mark.parametrize(
    "folder",
    [
        search("Lost", ""),
        search("Lost", "<t:SearchParameters/>"),
        search("Lost", parameters("")),
        search("Lost", parameters(named("inbox"), ' Traversal="SoftDeleted"')),
        search("Lost", parameters(named("inbox"))).replace("SearchFolder>", "Folder>"),
    ],
)
def test_what_the_schema_forbids_is_a_fault(organization: ExchangeOrganization, ana: Mailbox, folder: str) -> None:
    with pytest.raises(EwsFault) as caught:
        ask(organization, ana, create(named("searchfolders"), folder))
    assert caught.value.code == "ErrorSchemaValidation"


def test_a_restriction_that_cannot_be_is_refused(organization: ExchangeOrganization, ana: Mailbox) -> None:
    broken = UNREAD.replace("message:IsRead", "item:NoSuchThing")
    request = create(named("searchfolders"), search("Lost", parameters(named("inbox"), "", broken)))
    try:
        (code,) = codes(ask(organization, ana, request))
    except EwsFault as fault:
        code = fault.code
    assert code in ("ErrorUnsupportedPathForQuery", "ErrorSchemaValidation")
    assert not ana.distinguished("searchfolders").children
