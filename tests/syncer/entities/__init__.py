"""The entities' field tables and their canonical forms."""
