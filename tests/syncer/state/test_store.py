"""The contract of the state store, run on SQLite files and SQLite in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from syncer.state.database import migrate, open_engine
from syncer.state.errors import LeaseLost, StateUnusable
from syncer.state.holder import is_gone, owner_name
from syncer.state.schema import metadata
from syncer.state.store import Store
from syncer.state.values import Alert, Change, Conflict, Intent, Lease, Link, Quarantined, Seen

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BOX = "11111111-1111-1111-1111-111111111111"


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made = Store.open(f"sqlite:///{tmp_path / 'state.db'}" if request.param == "file" else "sqlite://")
    made.know_mailbox(BOX, "lisbon", "ana@contoso.test")
    yield made
    made.close()


@pytest.fixture
def lease(store: Store) -> Lease:
    taken = store.acquire_lease(BOX, "elsewhere/1/a", NOW, MINUTE)
    assert taken is not None
    return taken


def a_link(**changes: object) -> Link:
    return replace(Link("contact", "c1", "AAA", "k1", 7, {"subject": "x"}), **changes)  # type: ignore[arg-type]


def test_the_migrations_make_the_schema_of_the_code(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'new' / 'state.db'}")
    migrate(engine)
    migrate(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_an_unusable_url_is_one_clear_error() -> None:
    with pytest.raises(StateUnusable, match="state"):
        Store.open("nonsense")


def test_a_lease_is_held_until_its_end(store: Store, lease: Lease) -> None:
    assert store.acquire_lease(BOX, "elsewhere/2/b", NOW + MINUTE / 2, MINUTE) is None
    taken = store.acquire_lease(BOX, "elsewhere/2/b", NOW + 2 * MINUTE, MINUTE)
    assert taken is not None
    assert taken.epoch == lease.epoch + 1


def test_a_lease_of_a_dead_process_of_this_machine_is_taken_at_once(store: Store) -> None:
    mine = owner_name("a")
    parts = mine.split("/")
    dead = "/".join([*parts[:3], "999999999", "a"])
    assert is_gone(dead)
    assert not is_gone(mine)
    for elsewhere in (0, 1, 2):
        assert not is_gone("/".join([*parts[:elsewhere], "another", *parts[elsewhere + 1 : 3], "999999999", "a"]))
    assert store.acquire_lease(BOX, dead, NOW, MINUTE) is not None
    assert store.acquire_lease(BOX, mine, NOW, MINUTE) is not None


def test_a_frozen_worker_that_wakes_writes_nothing(store: Store, lease: Lease) -> None:
    successor = store.acquire_lease(BOX, "elsewhere/2/b", NOW + 2 * MINUTE, MINUTE)
    assert successor is not None
    with pytest.raises(LeaseLost), store.writing(lease) as writing:
        writing.put_link(a_link())
    for attempt in (
        lambda: store.open_intent(lease, Intent("i", "create_item", "planned", "contact", "c1")),
        lambda: store.close_intent(lease, "i"),
        lambda: store.renew_lease(lease, NOW, MINUTE),
        lambda: store.check_lease(lease, NOW),
    ):
        with pytest.raises(LeaseLost):
            attempt()
    store.release_lease(lease)
    assert store.links(BOX) == []
    assert store.intents(BOX) == []
    store.check_lease(successor, NOW + 2 * MINUTE)


def test_the_lease_must_outlast_a_call(store: Store, lease: Lease) -> None:
    store.check_lease(lease, NOW, MINUTE / 2)
    with pytest.raises(LeaseLost):
        store.check_lease(lease, NOW + MINUTE / 2, MINUTE)
    renewed = store.renew_lease(lease, NOW + MINUTE / 2, 2 * MINUTE)
    store.check_lease(renewed, NOW + MINUTE / 2, MINUTE)


def test_a_failed_transaction_leaves_nothing(store: Store, lease: Lease) -> None:
    with pytest.raises(ZeroDivisionError), store.writing(lease) as writing:
        writing.save_page("calendar", "s1", [Change("calendar", "AAA", "k", "create", "CalendarItem")])
        raise ZeroDivisionError
    assert store.sync_state(BOX, "calendar") is None
    assert store.changes(BOX, "calendar") == []


def test_a_page_and_its_checkpoint_go_together_and_the_newest_change_wins(store: Store, lease: Lease) -> None:
    first = Change("calendar", "AAA", "k1", "create", "CalendarItem")
    with store.writing(lease) as writing:
        writing.save_page("calendar", "s1", [first, Change("calendar", "aaa", "k1", "create", "CalendarItem")])
        writing.save_page("calendar", "s2", [replace(first, change_key="k2", kind="update")])
    assert store.sync_state(BOX, "calendar") == "s2"
    assert {(entry.item_id, entry.change_key) for entry in store.changes(BOX, "calendar")} == {
        ("AAA", "k2"),
        ("aaa", "k1"),
    }
    with store.writing(lease) as writing:
        writing.drop_change("calendar", "AAA")
    assert [entry.item_id for entry in store.changes(BOX, "calendar")] == ["aaa"]


def test_closing_an_intent_writes_the_link_in_the_same_transaction(store: Store, lease: Lease) -> None:
    intent = Intent("i1", "create_item", "planned", "contact", "c1", payload={"fields": {"subject": "x"}})
    with store.writing(lease) as writing:
        writing.see_row("contact", Seen("c1", 3))
    store.open_intent(lease, intent)
    store.advance_intent(lease, "i1", "calling")
    assert store.intents(BOX) == [replace(intent, phase="calling")]
    store.advance_intent(lease, "i1", "called", {"a": 1})
    assert store.intents(BOX)[0].payload == {"a": 1}
    store.close_intent(lease, "i1", a_link())
    assert store.intents(BOX) == []
    assert store.links(BOX) == [a_link()]
    assert store.seen_rows(BOX, "contact") == {}
    store.close_intent(lease, "i2", a_link(change_key="k2"))
    assert store.links(BOX, "contact") == [a_link(change_key="k2")]


def test_a_message_is_promoted_once_over_all_mailboxes(store: Store, lease: Lease) -> None:
    other = "22222222-2222-2222-2222-222222222222"
    store.know_mailbox(other, "london", "oliver@contoso.test")
    second = store.acquire_lease(other, "elsewhere/1/a", NOW, MINUTE)
    assert second is not None
    with store.writing(lease) as writing:
        assert writing.promote("org", "<1@x>", "e1")
    with store.writing(second) as writing:
        assert not writing.promote("org", "<1@x>", "e1")
    assert store.promoted("org", "<1@x>") == "e1"
    assert store.promoted("org", "<2@x>") is None


def test_an_alert_is_raised_once_until_it_is_cleared(store: Store, lease: Lease) -> None:
    alert = Alert("a1", BOX, "poisoned", "exchange:AAA", 3, "text", NOW)
    with store.writing(lease) as writing:
        assert writing.raise_alert(alert)
        assert not writing.raise_alert(replace(alert, id="a2"))
    assert store.alerts(BOX, unpublished=True) == [alert]
    store.mark_published("a1")
    assert store.alerts(unpublished=True) == []
    with store.writing(lease) as writing:
        writing.clear_alerts("poisoned", "exchange:AAA")
        assert writing.raise_alert(replace(alert, id="a3"))


def test_quarantine_known_items_and_conflicts_are_kept(store: Store, lease: Lease) -> None:
    entry = Quarantined("exchange:AAA", "calendar", "k1", "EmptyBinary", "…", NOW)
    conflict = Conflict("contact", "c1", "subject", "a", "b", "c", "crm", NOW)
    with store.writing(lease) as writing:
        writing.quarantine(entry)
        writing.quarantine(replace(entry, version="k2"))
        writing.see_item("AAA", "0400")
        writing.log_conflict(conflict)
        writing.set_mailbox(held_reason="look")
        with pytest.raises(ValueError, match="lease_epoch"):
            writing.set_mailbox(lease_epoch=9)
    assert store.quarantined(BOX) == [replace(entry, version="k2")]
    assert store.known_items(BOX) == {"0400": "AAA"}
    assert store.conflicts(BOX) == [conflict]
    assert store.count_open() == {"changes": 0, "intents": 0, "quarantined": 1}
    with store.writing(lease) as writing:
        writing.release("exchange:AAA")
        writing.forget_item("AAA")
    assert store.quarantined(BOX) == []
    assert store.known_items(BOX) == {}


def test_due_means_due_or_wanted_and_no_back_off(store: Store, lease: Lease) -> None:
    def due(at: datetime) -> list[str]:
        return [state.mailbox_id for state in store.due_mailboxes(at)]

    assert due(NOW) == [BOX]
    with store.writing(lease) as writing:
        writing.set_mailbox(next_due_at=NOW + MINUTE, backoff_until=NOW + 3 * MINUTE)
    assert due(NOW) == []
    assert due(NOW + 2 * MINUTE) == []
    assert due(NOW + 3 * MINUTE) == [BOX]
    store.want(BOX, NOW + MINUTE / 2)
    assert due(NOW + MINUTE / 2) == [BOX]
    store.back_off_site("lisbon", NOW + 5 * MINUTE)
    store.back_off_site("lisbon", NOW + 4 * MINUTE)
    assert store.site_backoff("lisbon") == NOW + 5 * MINUTE
    assert due(NOW + 4 * MINUTE) == []
    assert due(NOW + 5 * MINUTE) == [BOX]
    with store.writing(lease) as writing:
        writing.set_mailbox(disabled_reason="refused")
    assert due(NOW + 9 * MINUTE) == []
    store.enable(BOX)
    assert due(NOW + 9 * MINUTE) == [BOX]
