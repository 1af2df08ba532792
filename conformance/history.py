"""What was asked and what was answered, in order: the only thing that a property sees."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

NO_ERROR = "NoError"


@dataclass(frozen=True)
class Asked:
    """One entry of a request. A text that the request did not speak of is None."""

    item_id: str = ""
    change_key: str = ""
    subject: str | None = None
    body: str | None = None


@dataclass(frozen=True)
class Answered:
    """One response message of the answer. `code` is its ResponseCode; a text that was not answered is None."""

    code: str
    item_id: str = ""
    change_key: str = ""
    subject: str | None = None
    body: str | None = None


@dataclass(frozen=True)
class Change:
    """One entry of a SyncFolderItems answer: kind is the element's name (Create, Update, Delete, ReadFlagChange)."""

    kind: str
    item_id: str
    change_key: str = ""


@dataclass(frozen=True)
class Page:
    """One SyncFolderItems answer, with the SyncState that was asked with ("" for none) and the size that was asked."""

    asked_state: str
    asked_size: int
    state: str
    includes_last: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Step:
    """One request and its answer.

    `code` is NoError when every entry succeeded, else the first error; `fault` tells that the whole request was refused
    with a SOAP fault, in which case nothing is in `answered`. `options` are the request's attributes (DeleteType,
    ConflictResolution ...). `request` and `answer` are the XML, for people.
    """

    operation: str
    code: str
    asked: tuple[Asked, ...] = ()
    answered: tuple[Answered, ...] = ()
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    page: Page | None = None
    fault: bool = False
    request: str = ""
    answer: str = ""

    def option(self, name: str) -> str:
        """The attribute of the request, "" when it had none."""
        return self.options.get(name, "")

    def pairs(self) -> tuple[tuple[Asked, Answered], ...]:
        """Each entry with its own answer, as far as there are both (answers stand in the order of the entries)."""
        return tuple(zip(self.asked, self.answered, strict=False))


@dataclass(frozen=True)
class History:
    """One conversation with one folder that nobody else writes to."""

    steps: tuple[Step, ...] = ()

    def then(self, step: Step) -> "History":
        """The conversation with one more step."""
        return History((*self.steps, step))

    def size(self) -> tuple[int, int]:
        """How much there is to read: steps, then entries and texts; the shorter conversation has the smaller size."""
        entries = (entry for step in self.steps for entry in step.asked)
        return len(self.steps), sum(1 + len(entry.subject or "") + len(entry.body or "") for entry in entries)
