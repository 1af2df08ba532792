"""SyncFolderHierarchy: replaying the answers gives exactly the folders below the one asked for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from simulator.exchange.folder import Folder
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from tests.simulator.ews_folders.asking import NAMES, ask, codes, texts
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


def distinguished(name: str) -> str:
    return f'<t:DistinguishedFolderId Id="{name}"/>'


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


def test_a_first_answer_tells_every_folder_of_the_mailbox(organization: ExchangeOrganization, ana: Mailbox) -> None:
    answer = ask(organization, ana, sync(base="AllProperties"))
    root = ana.distinguished("root")
    assert told(answer) == [("Create", ana.folder_id(one)) for one in ana.folders.values() if one is not root]
    assert texts(answer, ".//m:IncludesLastFolderInRange") == ["true"]
    assert told(ask(organization, ana, sync(state_of(answer)))) == []


def test_changes_are_told_as_what_they_are(organization: ExchangeOrganization, ana: Mailbox) -> None:
    inbox = ana.distinguished("inbox")
    old, moved, gone = (ana.create_folder(inbox, name) for name in ("Old", "Moved", "Gone"))
    state = state_of(ask(organization, ana, sync(folder=distinguished("inbox"))))
    old.display_name = "New"
    ana.update_folder(old)
    ana.move_folder(moved, ana.distinguished("drafts"))
    ana.delete_folder(gone, "HardDelete")
    ana.delete_folder(ana.create_folder(inbox, "Never"), "HardDelete")
    fresh = ana.create_folder(inbox, "Fresh")
    assert told(ask(organization, ana, sync(state, distinguished("inbox")))) == [
        ("Update", ana.folder_id(old)),
        ("Delete", ana.folder_id(moved)),
        ("Delete", ana.folder_id(gone)),
        ("Create", ana.folder_id(fresh)),
    ]


def test_a_state_of_something_else_is_refused(organization: ExchangeOrganization, ana: Mailbox) -> None:
    state = state_of(ask(organization, ana, sync(folder=distinguished("inbox"))))
    for request in (sync("nonsense"), sync(state)):
        assert codes(ask(organization, ana, request)) == ["ErrorInvalidSyncStateData"]


def test_a_folder_that_is_gone_has_its_own_code(organization: ExchangeOrganization, ana: Mailbox) -> None:
    folder = ana.create_folder(ana.distinguished("inbox"), "Gone")
    named = f'<t:FolderId Id="{ana.folder_id(folder)}"/>'
    ana.delete_folder(folder, "HardDelete")
    assert codes(ask(organization, ana, sync(folder=named))) == ["ErrorSyncFolderNotFound"]


def edit(ana: Mailbox, what: str, which: int, number: int) -> None:
    own = [one for one in ana.folders.values() if not one.distinguished]
    parents: list[Folder] = [ana.distinguished("inbox"), ana.distinguished("drafts"), *own]
    if what == "create":
        ana.create_folder(parents[which % len(parents)], f"F{number}")
    elif own:
        folder = own[which % len(own)]
        if what == "rename":
            folder.display_name = f"R{number}"
            ana.update_folder(folder)
        elif what == "delete":
            ana.delete_folder(folder, "HardDelete")
        elif what == "move":
            below = {folder.key, *(one.key for one in ana.descendants(folder))}
            targets = [one for one in parents if one.key not in below]
            ana.move_folder(folder, targets[number % len(targets)])


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["create", "create", "rename", "delete", "move", "read"]), st.integers(0, 9)),
        max_size=25,
    ),
    root=st.sampled_from(["root", "inbox"]),
)
def test_replaying_all_answers_gives_the_folders(steps: list[tuple[str, int]], root: str) -> None:
    organization = new_organization()
    ana = mailbox(organization, "ana.silva")
    known, state = set[str](), ""
    for number, (what, which) in enumerate([*steps, ("read", 0)]):
        if what != "read":
            edit(ana, what, which, number)
            continue
        answer = ask(organization, ana, sync(state, distinguished(root)))
        state = state_of(answer)
        for kind, identity in told(answer):
            assert (identity in known) is (kind != "Create")
            (known.discard if kind == "Delete" else known.add)(identity)
    top = ana.distinguished(root)
    assert known == {ana.folder_id(one) for one in ana.descendants(top)}
