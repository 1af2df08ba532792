"""SyncFolderItems: replaying the pages gives exactly what is in the folder."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from simulator.exchange.item import Item
from simulator.exchange.item_changes import Position, next_page
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.soap.faults import EwsFault
from tests.simulator.ews_folders.asking import NAMES, ask, codes, names, texts
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
    ignored, other = add(ana, organization), add(ana, organization)
    more = f'<m:Ignore><t:ItemId Id="{ana.item_id(ignored)}"/></m:Ignore>'
    assert told(ask(organization, ana, sync(more=more))) == [("Create", ana.item_id(other))]


def test_associated_items_are_told_when_asked_for(organization: ExchangeOrganization, ana: Mailbox) -> None:
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
    shape = "<t:BaseShape>IdOnly</t:BaseShape>"
    asked = sync().replace(shape, shape + "<t:IncludeMimeContent>true</t:IncludeMimeContent>")
    assert codes(ask(organization, ana, asked)) == ["ErrorInvalidPropertyForOperation"]


def test_one_change_is_one_line_of_the_log_in_a_large_folder(organization: ExchangeOrganization, ana: Mailbox) -> None:
    inbox = ana.distinguished("inbox")
    items = [add(ana, organization) for _ in range(2000)]
    position = next_page(ana, inbox, Position(), 5000, lambda *_: True).position
    ana.update_item(items[7], {"item:Subject": "New"})
    assert len(list(ana.log.items_since(inbox.key, position.until))) == 1
    page = next_page(ana, inbox, position, 512, lambda *_: True)
    assert [(one.tidings, one.key) for one in page.changes] == [("Update", items[7].key)]


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
