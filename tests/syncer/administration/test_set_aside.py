"""What administrators see of items set aside and of conflicts, and how they have something tried again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from syncer.administration.command import CommandError
from syncer.administration.set_aside import EXCERPT, excerpt, list_conflicts, list_quarantine, release_items
from syncer.cli import app
from syncer.exchange_side.side import Stamp
from syncer.settings import CrmSettings, Settings
from syncer.state.store import Store
from syncer.state.values import Conflict, Quarantined
from tests.syncer.cycle.world import World, guid

SETTINGS = Settings(crm=CrmSettings(organization_service_url="https://x.test", user="u"))
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LETTER = "Dear Ana,\nthis is private. " * 40


@pytest.fixture
def world() -> World:
    return World(names=("ana", "oliver"))


def set_aside(world: World) -> list[object]:
    return [record["item"] for record in list_quarantine(world.store, ["ana"])]


def test_an_item_is_tried_again_though_it_did_not_change(world: World) -> None:
    item = world.exchange.put(world.address("ana"), "tasks", "Task", {"Subject": "x"}, Stamp(link_state=1.0))
    box = world.exchange.mailbox(world.address("ana"))
    box.poisoned.add(item)
    world.cycle("ana")
    assert set_aside(world) == [f"exchange:{item}"]
    box.poisoned.clear()
    world.cycle("ana")
    assert set_aside(world) == [f"exchange:{item}"], "nothing changed, so nothing was tried"
    assert release_items(SETTINGS, world.store, [], [f"exchange:{item}"], world.now) == [f"exchange:{item}"]
    assert world.store.alerts() == []
    world.cycle("ana")
    assert (set_aside(world), len(world.crm.table("task"))) == ([], 1)


def test_an_item_that_is_still_ill_is_set_aside_again_with_a_new_alert(world: World) -> None:
    item = world.exchange.put(world.address("ana"), "tasks", "Task", {"Subject": "x"}, Stamp(link_state=1.0))
    world.exchange.mailbox(world.address("ana")).poisoned.add(item)
    world.cycle("ana")
    release_items(SETTINGS, world.store, ["ana"], [], world.now)
    assert world.cycle("ana").alerts == ("item_quarantined",)
    assert set_aside(world) == [f"exchange:{item}"]


def test_a_linked_row_is_tried_again(world: World) -> None:
    row = world.contact(7, "ana", lastname="Lopes")
    world.settle()
    world.crm.refused[row] = "a plug-in says no"
    (item,) = world.items("ana", "contacts")
    world.exchange.edit(world.address("ana"), item.ref.item_id, {"JobTitle": "new"})
    world.cycle("ana")
    assert set_aside(world) == [f"crm:contact:{row}"]
    world.crm.refused.clear()
    release_items(SETTINGS, world.store, [], [], world.now)
    world.settle()
    assert world.crm.table("contact")[row]["jobtitle"] == "new"
    assert (set_aside(world), world.store.alerts()) == ([], [])


def test_an_item_that_never_became_a_row_is_tried_again(world: World) -> None:
    world.exchange.put(world.address("ana"), "contacts", "Contact", {"Surname": "Lopes"}, Stamp(link_state=1.0))
    world.cycle("ana")
    (row,) = world.crm.table("contact")
    other = World(names=("ana", "oliver"))
    other.crm.refused[row] = "a plug-in says no"
    other.exchange.put(other.address("ana"), "contacts", "Contact", {"Surname": "Lopes"}, Stamp(link_state=1.0))
    other.cycle("ana")
    assert (set_aside(other), other.crm.table("contact")) == ([f"crm:contact:{row}"], {})
    other.crm.refused.clear()
    other.settle()
    assert other.crm.table("contact") == {}
    release_items(SETTINGS, other.store, [], [], other.now)
    other.settle()
    assert [row["lastname"] for row in other.crm.table("contact").values()] == ["Lopes"]
    assert len(other.items("ana", "contacts")) == 1


def test_what_cannot_be_released(world: World) -> None:
    with pytest.raises(CommandError, match="is not set aside"):
        release_items(SETTINGS, world.store, [], ["exchange:none"], world.now)
    with pytest.raises(CommandError, match="has not been synchronized yet"):
        list_quarantine(world.store, ["nobody"])
    item = world.exchange.put(world.address("ana"), "tasks", "Task", {"Subject": "x"}, Stamp(link_state=1.0))
    world.exchange.mailbox(world.address("ana")).poisoned.add(item)
    world.cycle("ana")
    busy = world.store.acquire_lease(world.mailbox_id("ana"), "elsewhere/x/y/1/b", world.now, timedelta(minutes=3))
    assert busy is not None
    with pytest.raises(CommandError, match="being worked on"):
        release_items(SETTINGS, world.store, [], [], world.now)


def test_a_conflict_shows_both_values(world: World) -> None:
    row = world.contact(7, "ana", lastname="Lopes", jobtitle="one")
    world.settle()
    (item,) = world.items("ana", "contacts")
    world.exchange.edit(world.address("ana"), item.ref.item_id, {"JobTitle": "theirs"})
    world.crm.put("contact", row, {"jobtitle": "ours"})
    world.settle()
    (record,) = list_conflicts(world.store, ["ana@contoso.test"])
    shown = {name: record[name] for name in ("record", "field", "before", "crm", "exchange", "kept")}
    assert shown == {
        "record": f"contact {guid(7)}", "field": "job_title",
        "before": "one", "crm": "ours", "exchange": "theirs", "kept": "crm",
    }  # fmt: skip


def test_long_texts_are_shown_by_their_beginning() -> None:
    shown = excerpt(LETTER)
    assert shown is not None
    assert (len(shown), shown[-1], "\n" in shown) == (EXCERPT, "…", False)
    assert excerpt(None) is None
    assert excerpt(["a", 1]) == '["a", 1]'


@pytest.fixture
def settings_file(tmp_path: Path) -> Path:
    """A state database with one item set aside, and one conflict in somebody's letter."""
    file = tmp_path / "syncer.toml"
    file.write_text(
        '[crm]\norganization_service_url = "https://localhost:9/x/web"\nuser = "u"\n[state]\nurl = "sqlite:///s.db"\n'
    )
    store = Store.open(f"sqlite:///{tmp_path / 's.db'}")
    store.know_mailbox(guid(1), "lisbon", "ana@contoso.test")
    lease = store.acquire_lease(guid(1), "elsewhere/1/a", NOW, timedelta(minutes=1))
    assert lease is not None
    with store.writing(lease) as writing:
        writing.quarantine(Quarantined("exchange:AAA", "inbox", "k", "EmptyBinary", LETTER, NOW))
        writing.log_conflict(Conflict("task", guid(2), "description", None, LETTER, "short", "crm", NOW))
    store.release_lease(lease)
    store.close()
    return file


@pytest.mark.parametrize("name", ["quarantine", "conflicts"])
def test_the_commands_need_no_server_and_print_no_letters(settings_file: Path, name: str) -> None:
    for more in ((), ("--json",), ("ana",)):
        result = CliRunner().invoke(app, [name, *more, "--settings", str(settings_file)])
        assert result.exit_code == (1 if name == "quarantine" else 0), result.output
        assert "ana@contoso.test" in result.stdout
        assert result.stdout.count("this is private") < 5


def test_release_on_the_command_line(settings_file: Path) -> None:
    run = CliRunner().invoke
    both = run(app, ["quarantine", "--all", "--release", "x", "--settings", str(settings_file)])
    assert (both.exit_code, "either --release" in both.stderr) == (2, True)
    done = run(app, ["quarantine", "--release", "exchange:AAA", "--json", "--settings", str(settings_file)])
    assert (done.exit_code, json.loads(done.stdout)) == (0, {"items": ["exchange:AAA"]})
    empty = run(app, ["quarantine", "--settings", str(settings_file)])
    assert (empty.exit_code, empty.stdout) == (0, "nothing is set aside\n")
