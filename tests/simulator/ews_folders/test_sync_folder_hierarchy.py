"""SyncFolderHierarchy: replaying the answers gives exactly the folders below the one asked for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from simulator.exchange.folder import Folder
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from tests.simulator.ews_folders.asking import NAMES, ask, codes, texts
from tests.simulator.ews_folders.folder_requests import (
    additional,
    create,
    delete,
    element,
    empty,
    find,
    move,
    named,
    of,
    set_field,
    update,
)
from tests.simulator.exchange_flow.organization import mailbox, new_organization


@pytest.fixture
def organization() -> ExchangeOrganization:
    return new_organization()


@pytest.fixture
def ana(organization: ExchangeOrganization) -> Mailbox:
    return mailbox(organization, "ana.silva")


def sync(state: str = "", folder: str = "", base: str = "IdOnly") -> str:
    given_state = f"<m:SyncState>{state}</m:SyncState>" if state else ""
    named = f"<m:SyncFolderId>{folder}</m:SyncFolderId>" if folder else ""
    return (
        f"<m:SyncFolderHierarchy><m:FolderShape><t:BaseShape>{base}</t:BaseShape></m:FolderShape>{named}{given_state}"
        "</m:SyncFolderHierarchy>"
    )


def state_of(answer: etree._Element) -> str:
    (state,) = texts(answer, ".//m:SyncState")
    return state


def told(answer: etree._Element) -> list[tuple[str, str]]:
    changes = answer.find(".//m:Changes", NAMES)
    assert changes is not None
    found = []
    for change in changes:
        (identity, *_) = change.iterfind(".//t:FolderId", NAMES)
        found.append((etree.QName(change).localname, identity.get("Id", "")))
    return found


def test_no_folder_and_the_root_are_not_the_same(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSCDATA_R5188"""
    without, root = (
        state_of(ask(organization, ana, sync())),
        state_of(ask(organization, ana, sync("", named("root")))),
    )
    for request in (sync(without, named("root")), sync(root), sync(root, named("inbox"))):
        assert codes(ask(organization, ana, request)) == ["ErrorInvalidSyncStateData"]
    assert told(ask(organization, ana, sync(root, named("root")))) == []


def test_a_first_answer_tells_every_folder_of_the_mailbox(organization: ExchangeOrganization, ana: Mailbox) -> None:
    answer = ask(organization, ana, sync(base="AllProperties"))
    root = ana.distinguished("root")
    assert told(answer) == [("Create", ana.folder_id(one)) for one in ana.folders.values() if one is not root]
    assert texts(answer, ".//m:IncludesLastFolderInRange") == ["true"]
    assert told(ask(organization, ana, sync(state_of(answer)))) == []


def test_changes_are_told_as_what_they_are(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSSYNC_R49, R84, R85, R117, R37811002."""
    inbox = ana.distinguished("inbox")
    old, moved, gone = (ana.create_folder(inbox, name) for name in ("Old", "Moved", "Gone"))
    state = state_of(ask(organization, ana, sync(folder=named("inbox"))))
    old.display_name = "New"
    ana.update_folder(old)
    ana.move_folder(moved, ana.distinguished("drafts"))
    ana.delete_folder(gone, "HardDelete")
    ana.delete_folder(ana.create_folder(inbox, "Never"), "HardDelete")
    fresh = ana.create_folder(inbox, "Fresh")
    assert told(ask(organization, ana, sync(state, named("inbox")))) == [
        ("Update", ana.folder_id(old)),
        ("Delete", ana.folder_id(moved)),
        ("Delete", ana.folder_id(gone)),
        ("Create", ana.folder_id(fresh)),
    ]


def test_a_state_of_something_else_is_refused(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSCDATA_R5188."""
    state = state_of(ask(organization, ana, sync(folder=named("inbox"))))
    for request in (sync("nonsense"), sync(state)):
        assert codes(ask(organization, ana, request)) == ["ErrorInvalidSyncStateData"]


def test_a_folder_that_is_gone_has_its_own_code(organization: ExchangeOrganization, ana: Mailbox) -> None:
    folder = ana.create_folder(ana.distinguished("inbox"), "Gone")
    named = f'<t:FolderId Id="{ana.folder_id(folder)}"/>'
    ana.delete_folder(folder, "HardDelete")
    assert codes(ask(organization, ana, sync(folder=named))) == ["ErrorSyncFolderNotFound"]


def edit(organization: ExchangeOrganization, ana: Mailbox, what: str, which: int, number: int) -> None:
    """One request about a folder; what Exchange refuses (a move below itself, a taken name) changes nothing."""
    own = [one for one in ana.folders.values() if not one.distinguished]
    parents: list[Folder] = [*map(ana.distinguished, ("inbox", "drafts", "deleteditems")), *own]
    target = of(ana, parents[number % len(parents)])
    if what == "create":
        ask(organization, ana, create(of(ana, parents[which % len(parents)]), element(f"F{number % 7}")))
    elif own:
        chosen = of(ana, own[which % len(own)])
        requests = {
            "rename": update(chosen, set_field("folder:DisplayName", f"<t:DisplayName>R{number}</t:DisplayName>")),
            "move": move(chosen, target),
            "copy": move(chosen, target, "CopyFolder"),
            "empty": empty(chosen, "SoftDelete", "true"),
        }
        ask(organization, ana, requests.get(what) or delete(chosen, what))


def tree(answer: etree._Element, path: str) -> dict[str, tuple[str, str]]:
    """Parent and name of each folder below the elements of a path."""
    found = {}
    for one in answer.iterfind(path, NAMES):
        parts = {etree.QName(part).localname: part for part in one}
        place = parts["ParentFolderId"].get("Id", ""), str(parts["DisplayName"].text)
        found[parts["FolderId"].get("Id", "")] = place
    return found


EDITS = ("create", "create", "rename", "move", "copy", "empty", "HardDelete", "SoftDelete", "MoveToDeletedItems")


@settings(max_examples=100, deadline=None)
@given(
    steps=st.lists(st.tuples(st.sampled_from([*EDITS, "read"]), st.integers(0, 9)), max_size=25),
    root=st.sampled_from(["root", "msgfolderroot", "inbox"]),
    version=st.sampled_from(["2007 SP1", "2013 SP1"]),
)
def test_replaying_all_answers_gives_the_folders(steps: list[tuple[str, int]], root: str, version: str) -> None:
    """A client that is told of every change knows the tree that FindFolder Deep shows, names and parents included."""
    organization = new_organization(version)
    ana = mailbox(organization, "ana.silva")
    shape = f"<t:BaseShape>Default</t:BaseShape>{additional('folder:ParentFolderId')}"
    known, state = dict[str, tuple[str, str]](), ""
    for number, (what, which) in enumerate([*steps, ("read", 0)]):
        if what != "read":
            edit(organization, ana, what, which, number)
            continue
        request = sync(state, named(root)).replace("<t:BaseShape>IdOnly</t:BaseShape>", shape)
        answer = ask(organization, ana, request)
        state = state_of(answer)
        for kind, identity in told(answer):
            assert (identity in known) is (kind != "Create")
            known.pop(identity, None)
        known |= tree(answer, ".//m:Changes/t:Create/*") | tree(answer, ".//m:Changes/t:Update/*")
        assert known == tree(ask(organization, ana, find(named(root))), ".//t:Folders/*")
