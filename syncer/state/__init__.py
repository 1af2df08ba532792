"""The syncer's own truth: leases, checkpoints, links, intents, quarantine and alerts, in SQLite or PostgreSQL."""
