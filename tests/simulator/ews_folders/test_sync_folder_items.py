"""SyncFolderItems: replaying the pages gives exactly what is in the folder."""

import sys
from dataclasses import dataclass, field
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from simulator.ews.operations import sync_folder_items
from simulator.ews.request_context import RequestContext
from simulator.ews.sync_state import item_state
from simulator.exchange.item import Item
from simulator.exchange.item_changes import Position, next_page
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.soap.faults import EwsFault
from tests.simulator.ews_folders.asking import NAMES, ask, codes, context, names, namespaced, texts
from tests.simulator.exchange_flow.organization import mailbox, message, new_organization

INBOX = '<t:DistinguishedFolderId Id="inbox"/>'


@pytest.fixture
def organization() -> ExchangeOrganization:
    return new_organization()


@pytest.fixture
def ana(organization: ExchangeOrganization) -> Mailbox:
    return mailbox(organization, "ana.silva")


def sync(state: str = "", most: int | str = 512, folder: str = INBOX, more: str = "", scope: str = "") -> str:
    given_state = f"<m:SyncState>{state}</m:SyncState>" if state else ""
    return (
        "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
        f"<m:SyncFolderId>{folder}</m:SyncFolderId>{given_state}{more}"
        f"<m:MaxChangesReturned>{most}</m:MaxChangesReturned>{scope}</m:SyncFolderItems>"
    )


def add(ana: Mailbox, organization: ExchangeOrganization, folder: str = "inbox", read: bool = True) -> Item:
    return ana.add_item(message(organization, "ana.silva", message__IsRead=read), ana.distinguished(folder))


def state_of(answer: etree._Element) -> str:
    (state,) = texts(answer, ".//m:SyncState")
    return state


def told(answer: etree._Element) -> list[tuple[str, str]]:
    """What was told: the kind of change and the item's id."""
    changes = answer.find(".//m:Changes", NAMES)
    assert changes is not None
    found = []
    for change in changes:
        (identity,) = change.iterfind(".//t:ItemId", NAMES)
        found.append((etree.QName(change).localname, identity.get("Id", "")))
    return found


def test_a_first_synchronization_tells_what_is_there(organization: ExchangeOrganization, ana: Mailbox) -> None:
    items = [add(ana, organization) for _ in range(3)]
    answer = ask(organization, ana, sync())
    assert told(answer) == [("Create", ana.item_id(item)) for item in items]
    assert texts(answer, ".//m:IncludesLastItemInRange") == ["true"]
    assert told(ask(organization, ana, sync(state_of(answer)))) == []


def test_each_change_is_told_as_what_it_is(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSSYNC_R70, R131, R132, R134, R136, R184, R380."""
    changed, read, gone, moved = (add(ana, organization, read=False) for _ in range(4))
    state = state_of(ask(organization, ana, sync()))
    gone_id, moved_id = ana.item_id(gone), ana.item_id(moved)
    ana.update_item(changed, {"item:Subject": "New"})
    ana.update_item(read, {"message:IsRead": True})
    ana.delete_item(gone, "HardDelete")
    ana.move_item(moved, ana.distinguished("drafts"))
    new = add(ana, organization)
    ana.delete_item(add(ana, organization), "HardDelete")
    answer = ask(organization, ana, sync(state))
    assert told(answer) == [
        ("Update", ana.item_id(changed)),
        ("ReadFlagChange", ana.item_id(read)),
        ("Delete", gone_id),
        ("Delete", moved_id),
        ("Create", ana.item_id(new)),
    ]
    assert texts(answer, ".//t:ReadFlagChange/t:IsRead") == ["true"]
    drafts = ask(organization, ana, sync(folder='<t:DistinguishedFolderId Id="drafts"/>'))
    assert told(drafts) == [("Create", ana.item_id(moved))]


def test_a_read_flag_change_beside_another_is_an_update(organization: ExchangeOrganization, ana: Mailbox) -> None:
    item, other = add(ana, organization, read=False), add(ana, organization)
    state = state_of(ask(organization, ana, sync()))
    ana.update_item(item, {"item:Subject": "New"})
    ana.update_item(other, {"item:Subject": "New"})
    ana.update_item(item, {"message:IsRead": True})
    first = ask(organization, ana, sync(state, 1))
    second = ask(organization, ana, sync(state_of(first), 1))
    assert told(first) == [("Update", ana.item_id(other))]
    assert told(second) == [("Update", ana.item_id(item))]


@pytest.mark.parametrize(
    ("folder", "kind", "element"),
    [
        ("calendar", "CalendarItem", "CalendarItem"),
        ("contacts", "Contact", "Contact"),
        ("tasks", "Task", "Task"),
        ("inbox", "MeetingRequest", "MeetingRequest"),
        ("inbox", "MeetingResponse", "MeetingResponse"),
        ("inbox", "MeetingCancellation", "MeetingCancellation"),
        ("inbox", "PostItem", "PostItem"),
        ("contacts", "DistributionList", "DistributionList"),
    ],
)
def test_an_item_is_written_as_its_kind(
    organization: ExchangeOrganization, ana: Mailbox, folder: str, kind: str, element: str
) -> None:
    ana.add_item(Item(kind, "IPM.Note"), ana.distinguished(folder))
    answer = ask(organization, ana, sync(folder=f'<t:DistinguishedFolderId Id="{folder}"/>'))
    assert names(answer, ".//t:Create") == [element]


def test_ignored_items_are_not_told(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSSYNC_R385, R3851, R3852, R386, R3861, R3862."""
    ignored, other = add(ana, organization), add(ana, organization)
    more = f'<m:Ignore><t:ItemId Id="{ana.item_id(ignored)}"/></m:Ignore>'
    assert told(ask(organization, ana, sync(more=more))) == [("Create", ana.item_id(other))]


def test_associated_items_are_told_when_asked_for(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSSYNC_R347, R348."""
    hidden = ana.add_item(Item("Message", "IPM.Configuration.Views", is_associated=True), ana.distinguished("inbox"))
    scope = "<m:SyncScope>NormalAndAssociatedItems</m:SyncScope>"
    assert told(ask(organization, ana, sync())) == []
    assert told(ask(organization, ana, sync(scope=scope))) == [("Create", ana.item_id(hidden))]


def test_nobody_is_told_that_an_associated_item_he_never_saw_is_gone(
    organization: ExchangeOrganization, ana: Mailbox
) -> None:
    hidden = ana.add_item(Item("Message", "IPM.Configuration.Views", is_associated=True), ana.distinguished("inbox"))
    both = "<m:SyncScope>NormalAndAssociatedItems</m:SyncScope>"
    normal, whole = state_of(ask(organization, ana, sync())), state_of(ask(organization, ana, sync(scope=both)))
    ana.delete_item(hidden, "HardDelete")
    assert told(ask(organization, ana, sync(normal))) == []
    assert [kind for kind, _identity in told(ask(organization, ana, sync(whole, scope=both)))] == ["Delete"]


@pytest.mark.parametrize("most", [0, -1, 513, "", "many"])
def test_a_page_size_outside_the_schema_is_a_fault(
    organization: ExchangeOrganization, ana: Mailbox, most: int | str
) -> None:
    with pytest.raises(EwsFault) as caught:
        ask(organization, ana, sync(most=most))
    assert caught.value.code == "ErrorSchemaValidation"


def test_a_state_of_something_else_is_refused(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSCDATA_R518."""
    state = state_of(ask(organization, ana, sync()))
    drafts = '<t:DistinguishedFolderId Id="drafts"/>'
    other = mailbox(organization, "oliver.smith")
    for request, box in (
        (sync("nonsense"), ana),
        (sync(state[:-8] + "AAAA" + state[-4:]), ana),
        (sync(state, folder=drafts), ana),
        (sync(state), other),
    ):
        assert codes(ask(organization, box, request)) == ["ErrorInvalidSyncStateData"]


def test_a_folder_that_is_gone_has_its_own_code(organization: ExchangeOrganization, ana: Mailbox) -> None:
    folder = ana.create_folder(ana.distinguished("inbox"), "Gone")
    identity = ana.folder_id(folder)
    ana.delete_folder(folder, "HardDelete")
    answer = ask(organization, ana, sync(folder=f'<t:FolderId Id="{identity}"/>'))
    assert codes(answer) == ["ErrorSyncFolderNotFound"]


def test_the_mime_content_cannot_be_asked_for(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSSYNC_R3787."""
    shape = "<t:BaseShape>IdOnly</t:BaseShape>"
    asked = sync().replace(shape, shape + "<t:IncludeMimeContent>true</t:IncludeMimeContent>")
    assert codes(ask(organization, ana, asked)) == ["ErrorInvalidPropertyForOperation"]


def test_a_scope_is_newer_than_exchange_2007(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSSYNC_R37811008"""
    asked = sync(scope="<m:SyncScope>NormalItems</m:SyncScope>")
    assert codes(ask(organization, ana, asked, "Exchange2010")) == ["NoError"]
    with pytest.raises(EwsFault) as caught:
        ask(organization, ana, asked, "Exchange2007_SP1")
    assert caught.value.code == "ErrorIncorrectSchemaVersion"


def test_a_state_of_the_hierarchy_is_none_of_items(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSCDATA_R518"""
    shape = "<m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>"
    folder = f"<m:SyncFolderId>{INBOX}</m:SyncFolderId>"
    hierarchy = ask(organization, ana, f"<m:SyncFolderHierarchy>{shape}{folder}</m:SyncFolderHierarchy>")
    assert codes(ask(organization, ana, sync(state_of(hierarchy)))) == ["ErrorInvalidSyncStateData"]


def test_a_state_of_any_age_is_told_all_that_happened_since(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSSYNC_R504"""
    states = [state_of(ask(organization, ana, sync()))]
    items = []
    for _ in range(20):
        items.append(add(ana, organization))
        states.append(state_of(ask(organization, ana, sync(states[-1]))))
    for item in items[::2]:
        ana.delete_item(item, "HardDelete")
    for age, state in enumerate(states):
        kinds = [kind for kind, _identity in told(ask(organization, ana, sync(state)))]
        here = [item in ana.distinguished("inbox").items.values() for item in items]
        assert (kinds.count("Create"), kinds.count("Delete")) == (here[age:].count(True), here[:age].count(False))


def steps(request: etree._Element, asked: RequestContext) -> int:
    """How many Python functions are called to answer: what it costs, on any machine."""
    count = 0

    def called(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(called)
    try:
        sync_folder_items.handle(request, asked)
    finally:
        sys.setprofile(None)
    return count


def test_the_cost_grows_with_the_changes_and_not_with_the_mailbox(organization: ExchangeOrganization) -> None:
    costs: dict[tuple[int, int], int] = {}
    for size, who in ((100, "ana.silva"), (10_000, "bruno.costa")):
        whose = mailbox(organization, who)
        items = [add(whose, organization) for _ in range(size)]
        position = next_page(whose, whose.distinguished("inbox"), Position(), size + 1, lambda *_: True).position
        state = item_state(whose, whose.distinguished("inbox"), position)
        for changes in (1, 50):
            for item in items[:changes]:
                whose.update_item(item, {"item:Subject": str(changes)})
            request = etree.fromstring(namespaced(sync(state)))
            asked = context(organization, whose)
            costs[size, changes] = steps(request, asked)
            state = state_of(ask(organization, whose, sync(state)))
    assert costs[10_000, 1] <= costs[100, 1] * 1.2
    assert costs[10_000, 50] <= costs[100, 50] * 1.2
    assert costs[100, 50] > costs[100, 1]


# ---- any interleaving of edits and pages

EDITS = st.sampled_from(["add", "change", "read", "delete", "move_out", "move_in", "page", "page", "page"])


@dataclass
class Reader:
    """A client: what it believes to be in the folder, and its SyncState."""

    state: str = ""
    items: dict[str, str] = field(default_factory=dict)
    """ChangeKey by ItemId."""

    def read(self, organization: ExchangeOrganization, ana: Mailbox, most: int) -> bool:
        """Take one page in; returns whether it was the last."""
        answer = ask(organization, ana, sync(self.state, most))
        self.state = state_of(answer)
        assert len(told(answer)) <= most
        for (kind, identity), element in zip(told(answer), answer.iterfind(".//t:ItemId", NAMES), strict=True):
            if kind == "Create":
                assert identity not in self.items
            else:
                assert identity in self.items
            if kind == "Delete":
                del self.items[identity]
            else:
                self.items[identity] = element.get("ChangeKey", "")
        return texts(answer, ".//m:IncludesLastItemInRange") == ["true"]


def edit(organization: ExchangeOrganization, ana: Mailbox, what: str, which: int) -> None:
    inbox, drafts = ana.distinguished("inbox"), ana.distinguished("drafts")
    here, there = list(inbox.items.values()), list(drafts.items.values())
    if what == "add":
        add(ana, organization, read=False)
    elif what == "move_in" and there:
        ana.move_item(there[which % len(there)], inbox)
    elif here:
        item = here[which % len(here)]
        if what == "change":
            ana.update_item(item, {"item:Subject": str(which)})
        elif what == "read":
            ana.update_item(item, {"message:IsRead": not item.is_read})
        elif what == "delete":
            ana.delete_item(item, "HardDelete")
        elif what == "move_out":
            ana.move_item(item, drafts)


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(st.tuples(EDITS, st.integers(0, 9), st.integers(1, 4)), max_size=40),
    there=st.integers(0, 6),
)
def test_replaying_all_pages_gives_the_folder(steps: list[tuple[str, int, int]], there: int) -> None:
    organization = new_organization()
    ana = mailbox(organization, "ana.silva")
    for _ in range(there):
        add(ana, organization, read=False)
    reader = Reader()
    for what, which, most in steps:
        if what == "page":
            reader.read(organization, ana, most)
        else:
            edit(organization, ana, what, which)
    for _ in range(200):
        if reader.read(organization, ana, 3):
            break
    inbox = ana.distinguished("inbox").items.values()
    assert reader.items == {ana.item_id(item): ana.change_key(item) for item in inbox}
    assert told(ask(organization, ana, sync(reader.state))) == []
