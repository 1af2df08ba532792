"""Alembic scripts of the state database; run by syncer.state.database.migrate."""
