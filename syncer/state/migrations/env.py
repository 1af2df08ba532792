"""Alembic's entry: works on the connection that syncer.state.database.migrate hands over."""

from __future__ import annotations

from alembic import context

from syncer.state.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
