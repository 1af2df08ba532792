"""Our own client of Exchange Web Services: raw XML over HTTP, simple on purpose, no code of what it judges."""
