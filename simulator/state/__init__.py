"""State that lasts: one SQLite file that keeps what mailboxes and rows hold, safe against the end of the process."""
