"""Opening the state database: SQLite (WAL, BEGIN IMMEDIATE) or PostgreSQL, and bringing its schema up to date."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from syncer.state.errors import StateUnusable

BUSY_TIMEOUT_MS = 10_000
_OURS = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError, sqlite3.DataError)
READING = {"tagus_reading": True}


def open_engine(url: str) -> Engine:
    """An engine for ``url``. SQLite writers begin with BEGIN IMMEDIATE, readers with a plain BEGIN.

    A database in memory has one connection, which threads use in turn.

    Raises StateUnusable when the URL can't be understood or its folder can't be made.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            return create_engine(parsed, pool_pre_ping=True)
        if parsed.database in (None, "", ":memory:"):
            one = {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0}
            engine = create_engine(parsed, **one, connect_args={"check_same_thread": False})
        else:
            Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
            engine = create_engine(parsed)
    except (SQLAlchemyError, OSError, ImportError) as problem:
        raise StateUnusable(f"the state database {shown(url)} can't be opened: {problem}. Check [state] url.") from None
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "handle_error", _say_unusable)
    return engine


def _say_unusable(context: ExceptionContext) -> None:
    """A locked, full or broken database is no mistake of ours: StateUnusable instead of the driver's own error."""
    problem = context.original_exception
    if isinstance(problem, sqlite3.DatabaseError) and not isinstance(problem, _OURS):
        raise StateUnusable(f"the state database cannot be used now: {problem}") from problem


def shown(url: str) -> str:
    """The URL without its password, for people."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return "(not a URL)"


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("tagus_reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def migrate(engine: Engine) -> None:
    """Brings the schema to the newest revision (Alembic, scripts packaged beside this file). Raises StateUnusable."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except SQLAlchemyError as problem:
        raise StateUnusable(f"the state database can't be brought up to date: {problem}") from problem
