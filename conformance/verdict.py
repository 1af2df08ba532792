"""What is said about a property after a run: holds, broken, inconclusive or not applicable."""

from dataclasses import dataclass
from enum import StrEnum

from conformance.history import History
from conformance.property import Property


class Ruling(StrEnum):
    """The four things that can be said."""

    HOLDS = "holds"
    BROKEN = "broken"
    INCONCLUSIVE = "inconclusive"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True)
class Verdict:
    """The ruling on one property. `occasions` is how often it was put to the test, over all examples.

    `reason` says how it was broken, why nothing can be said, or which feature is missing; `shortest` is the shortest
    conversation that shows it, for a broken property only.
    """

    property: Property
    ruling: Ruling
    occasions: int = 0
    reason: str = ""
    shortest: History | None = None
