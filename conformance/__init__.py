"""Property-based conformance suites for Exchange Web Services and for the syncer."""
