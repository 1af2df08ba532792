"""The elements of both synchronizing operations, one by one, as MS-OXWSSYNC lists them."""

import base64

import pytest

from simulator.exchange.item import DEFAULT_ITEM_CLASS, Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from tests.simulator.ews_folders.asking import NAMES, ask, codes, names, texts
from tests.simulator.ews_folders.folder_requests import create, element, named, of, set_field, update
from tests.simulator.exchange_flow.organization import mailbox, message, new_organization

ROOT = named("msgfolderroot")
SUBJECT = '<t:AdditionalProperties><t:FieldURI FieldURI="item:Subject"/></t:AdditionalProperties>'


@pytest.fixture
def organization() -> ExchangeOrganization:
    return new_organization()


@pytest.fixture
def ana(organization: ExchangeOrganization) -> Mailbox:
    return mailbox(organization, "ana.silva")


def folders(state: str = "", *, base: str = "IdOnly", root: str = ROOT, more: str = "") -> str:
    where = f"<m:SyncFolderId>{root}</m:SyncFolderId>" if root else ""
    given = f"<m:SyncState>{state}</m:SyncState>" if state else ""
    shape = f"<m:FolderShape><t:BaseShape>{base}</t:BaseShape>{more}</m:FolderShape>"
    return f"<m:SyncFolderHierarchy>{shape}{where}{given}</m:SyncFolderHierarchy>"


def items(folder: str, state: str = "", *, base: str = "IdOnly", more: str = "", most: int = 512) -> str:
    given = f"<m:SyncState>{state}</m:SyncState>" if state else ""
    return (
        f"<m:SyncFolderItems><m:ItemShape><t:BaseShape>{base}</t:BaseShape>{more}</m:ItemShape>"
        f"<m:SyncFolderId>{folder}</m:SyncFolderId>{given}<m:MaxChangesReturned>{most}</m:MaxChangesReturned>"
        "</m:SyncFolderItems>"
    )


CRITERIA = (
    '<t:SearchParameters Traversal="Shallow"><t:Restriction><t:Exists><t:FieldURI FieldURI="item:Subject"/></t:Exists>'
    f"</t:Restriction><t:BaseFolderIds>{named('inbox')}</t:BaseFolderIds></t:SearchParameters>"
)
NEW_SEARCH = f"<t:SearchFolder><t:DisplayName>New</t:DisplayName>{CRITERIA}</t:SearchFolder>"


@pytest.mark.parametrize("kind", ["Folder", "CalendarFolder", "ContactsFolder", "TasksFolder", "SearchFolder"])
def test_every_kind_of_folder_is_created_and_updated(
    organization: ExchangeOrganization, ana: Mailbox, kind: str
) -> None:
    """MS-OXWSSYNC_R84, R85, R99, R10010, R10020, R101, R1021, R1022, R103, R1041, R1042, R105, R1061, R1062, R107,
    R1081, R1082, R503.
    """
    parent = named("searchfolders") if kind == "SearchFolder" else named("inbox")
    states = texts(ask(organization, ana, folders(root=named("root"))), ".//m:SyncState")
    new = NEW_SEARCH if kind == "SearchFolder" else element("New", kind)
    assert codes(ask(organization, ana, create(parent, new))) == ["NoError"]
    created = ask(organization, ana, folders(states[0], base="Default", root=named("root")))
    assert names(created, f".//t:Create/t:{kind}")[0] == "FolderId"
    assert texts(created, f".//t:Create/t:{kind}/t:DisplayName") == ["New"]
    (state,) = texts(created, ".//m:SyncState")
    folder = next(one for one in ana.folders.values() if one.display_name == "New")
    change = set_field("folder:DisplayName", "<t:DisplayName>Newer</t:DisplayName>", kind)
    assert codes(ask(organization, ana, update(of(ana, folder), change))) == ["NoError"]
    updated = ask(organization, ana, folders(state, base="Default", root=named("root")))
    assert texts(updated, f".//t:Update/t:{kind}/t:DisplayName") == ["Newer"]


WHERE = {"CalendarItem": "calendar", "Contact": "contacts", "DistributionList": "contacts", "Task": "tasks"}


@pytest.mark.parametrize("kind", sorted(DEFAULT_ITEM_CLASS))
def test_every_kind_of_item_is_created_and_updated(organization: ExchangeOrganization, ana: Mailbox, kind: str) -> None:
    """MS-OXWSSYNC_R131, R132, R156, R1571, R1572, R158, R1591, R1592, R160, R1611, R1612, R1631, R1632, R166, R1671,
    R1672, R168, R1691, R1692, R170, R1711, R1712, R172, R1731, R1732, R174, R1751, R1752, R37811.
    """
    where = WHERE.get(kind, "inbox")
    (state,) = texts(ask(organization, ana, items(named(where))), ".//m:SyncState")
    item = ana.add_item(Item(kind, DEFAULT_ITEM_CLASS[kind]), ana.distinguished(where))
    created = ask(organization, ana, items(named(where), state))
    assert names(created, ".//m:Changes") == ["Create"]
    assert names(created, ".//t:Create") == [kind]
    ana.update_item(item, {"item:Subject": "changed"})
    updated = ask(organization, ana, items(named(where), texts(created, ".//m:SyncState")[0], more=SUBJECT))
    assert names(updated, ".//t:Update") == [kind]
    assert texts(updated, f".//t:Update/t:{kind}/t:Subject") == ["changed"]


def test_the_read_flag_is_told_either_way(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSSYNC_R136, R194, R195, R1951, R1952."""
    item = ana.add_item(message(organization, "ana.silva", message__IsRead=False), ana.distinguished("inbox"))
    (state,) = texts(ask(organization, ana, items(named("inbox"))), ".//m:SyncState")
    for read in (True, False):
        ana.update_item(item, {"message:IsRead": read})
        answer = ask(organization, ana, items(named("inbox"), state))
        assert texts(answer, ".//t:ReadFlagChange/t:IsRead") == [str(read).lower()]
        found = answer.find(".//t:ReadFlagChange/t:ItemId", NAMES)
        assert found is not None
        assert found.get("Id") == ana.item_id(item)
        (state,) = texts(answer, ".//m:SyncState")


def test_base_shapes_and_additional_properties(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSSYNC_R3781, R3782, R3783, R37814, R37815, R2571, R2572, R2573, R2574, R2575."""
    ana.add_item(message(organization, "ana.silva"), ana.distinguished("inbox"))
    shown = [
        set(names(ask(organization, ana, items(named("inbox"), base=base)), ".//t:Message"))
        for base in ("IdOnly", "Default", "AllProperties")
    ]
    assert shown[0] == {"ItemId"}
    assert shown[0] < shown[1] < shown[2]
    more = ask(organization, ana, items(named("inbox"), more=SUBJECT))
    assert names(more, ".//t:Message") == ["ItemId", "Subject"]
    shown = [
        set(names(ask(organization, ana, folders(base=base)), ".//t:Create/t:Folder"))
        for base in ("IdOnly", "Default", "AllProperties")
    ]
    assert shown[0] == {"FolderId"}
    assert shown[0] < shown[1] < shown[2]
    name = '<t:AdditionalProperties><t:FieldURI FieldURI="folder:DisplayName"/></t:AdditionalProperties>'
    assert names(ask(organization, ana, folders(more=name)), ".//t:Create/t:Folder") == ["FolderId", "DisplayName"]


@pytest.mark.parametrize("most", [1, 2, 512])
def test_as_many_changes_as_were_asked_for(organization: ExchangeOrganization, ana: Mailbox, most: int) -> None:
    """MS-OXWSSYNC_R388, R3891, R67, R6701, R6702."""
    for _ in range(600):
        ana.add_item(message(organization, "ana.silva"), ana.distinguished("inbox"))
    answer = ask(organization, ana, items(named("inbox"), most=most))
    assert len(list(answer.iterfind(".//t:Create", NAMES))) == most
    assert texts(answer, ".//m:IncludesLastItemInRange") == ["false"]
    rest = ask(organization, ana, items(named("inbox"), texts(answer, ".//m:SyncState")[0]))
    assert len(list(rest.iterfind(".//t:Create", NAMES))) == min(600 - most, 512)
    assert texts(rest, ".//m:IncludesLastItemInRange") == [str(most == 512).lower()]


def test_states_and_folders_may_be_left_out(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSSYNC_R44, R65, R259, R260, R2601, R2602, R262, R263, R2631, R2632, R382, R383, R3831, R3832, R4601."""
    everything = ask(organization, ana, folders(root=""))
    below = ask(organization, ana, folders())
    assert codes(everything) == codes(below) == ["NoError"]
    count = [len(list(answer.iterfind(".//t:Create", NAMES))) for answer in (everything, below)]
    assert count[0] > count[1] == len(list(ana.descendants(ana.distinguished("msgfolderroot"))))
    for answer in (everything, below, ask(organization, ana, items(named("inbox")))):
        (state,) = texts(answer, ".//m:SyncState")
        assert base64.b64decode(state, validate=True)
    assert texts(below, ".//m:IncludesLastFolderInRange") == ["true"]
    again = ask(organization, ana, folders(texts(below, ".//m:SyncState")[0]))
    assert (codes(again), names(again, ".//m:Changes")) == (["NoError"], [])
