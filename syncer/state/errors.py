"""What the state store can refuse."""

from __future__ import annotations


class LeaseLost(Exception):
    """Another worker took this mailbox over: nothing was written, and the cycle must stop at once."""


class StateUnusable(Exception):
    """The state database can't be opened or migrated; the text says what to do."""
