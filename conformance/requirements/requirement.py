"""One numbered requirement of an open specification."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Requirement:
    """The id that Microsoft's conformance suite gave it, its section, and what it asks, in our words."""

    id: str
    section: str
    text: str
