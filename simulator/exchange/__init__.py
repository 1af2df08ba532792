"""The store: mailboxes, folders, items and what happens to them. No XML and no HTTP in here."""
