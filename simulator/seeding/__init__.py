"""Content for mailboxes: made up by factories, or real files."""
