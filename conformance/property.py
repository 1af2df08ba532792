"""A property: a promise of the protocol, as a judgement on a history."""

from collections.abc import Callable
from dataclasses import dataclass

from conformance.feature import Feature as Feature
from conformance.history import History


class Nonconformance(Exception):
    """The history shows that the promise was broken; the text says how, in one sentence."""


@dataclass(frozen=True)
class Property:
    """A promise of the protocol.

    `check` answers how often the history put the promise to the test (0: it says nothing about it) and raises
    Nonconformance when it was broken. Anything else it raises is a mistake of the property, reported as inconclusive.
    `requirements` are ids of conformance.requirements.
    """

    name: str
    statement: str
    requirements: tuple[str, ...]
    needs: frozenset[Feature]
    check: Callable[[History], int]
