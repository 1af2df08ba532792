"""A state database that is locked, full or read-only: one plain error, no half-written state, and no password in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from syncer.state import database
from syncer.state.errors import StateUnusable
from syncer.state.store import Store

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 20)
    opened = Store.open(f"sqlite:///{tmp_path}/state.db")
    opened.know_mailbox("m", "lisbon", "ana@contoso.test")
    yield opened
    opened.close()


def test_a_locked_database(store: Store, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "state.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StateUnusable, match="locked"):
        store.acquire_lease("m", "w", NOW, timedelta(minutes=3))
    assert store.mailbox("m") is not None, "reading goes on"
    other.execute("COMMIT")
    other.close()
    assert store.acquire_lease("m", "w", NOW, timedelta(minutes=3)) is not None


def test_a_full_disk(store: Store) -> None:
    lease = store.acquire_lease("m", "w", NOW, timedelta(minutes=3))
    assert lease is not None
    with store._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
    with pytest.raises(StateUnusable, match="full"), store.writing(lease) as writing:
        writing.save_sync_state("inbox", "x" * 1_000_000)
    assert store.sync_state("m", "inbox") is None


def test_no_password_is_told(tmp_path: Path) -> None:
    for url in ("nosuch://anna:hunter2@host/db", "postgresql+nosuch://anna:hunter2@host/db", "hunter2"):
        with pytest.raises(StateUnusable) as refused:
            Store.open(url)
        assert "hunter2" not in str(refused.value)
        assert refused.value.__cause__ is None
