"""How a stored value compares with the text of a `Constant` or with another value (MS-OXWSSRCH 2.2.4, types.xsd
`Constant`).

A constant has no type of its own: it is read as the type of the stored value. Strings compare without regard to
case, and `Importance` and `Sensitivity` words by their rank, as the property's number would (our choice: the
specification is silent). A value of several (categories, string arrays, recipients) matches when one of them does.
"""

import base64
import binascii
import unicodedata
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from uuid import UUID

from simulator.exchange.errors import ExchangeError

_RANKS = {"low": 0, "normal": 1, "high": 2, "personal": 3, "private": 4, "confidential": 5}
_TRUE = frozenset({"true", "1"})
_FALSE = frozenset({"false", "0"})

_MISFIT = "The value of a constant doesn't fit its property."

Relation = Callable[[int], bool]


def _integer(text: str) -> int:
    """A whole number in decimal or, with 0x, in hexadecimal."""
    return int(text, 16) if text.lower().lstrip("-").startswith("0x") else int(text)


def moment(text: str) -> datetime:
    """An xs:dateTime as aware UTC; one without a zone is taken as UTC (our choice). Raises ValueError."""
    read = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def _boolean(text: str) -> bool:
    lowered = text.strip().lower()
    if lowered in _TRUE:
        return True
    if lowered in _FALSE:
        return False
    raise ValueError(text)


def _like(value: object, text: str) -> object:
    """The constant's text read as the type of `value`; ErrorInvalidValueForProperty when it can't be."""
    try:
        if isinstance(value, bool):
            return _boolean(text)
        if isinstance(value, int):
            return _integer(text)
        if isinstance(value, float):
            return float(text)
        if isinstance(value, datetime):
            return moment(text)
        if isinstance(value, date):
            return moment(text).date()
        if isinstance(value, bytes):
            return base64.b64decode(text, validate=True)
        if isinstance(value, UUID):
            return UUID(text)
    except (ValueError, OverflowError, binascii.Error) as problem:
        raise ExchangeError("ErrorInvalidValueForProperty", _MISFIT) from problem
    return text


def _sortable(value: object) -> object:
    if isinstance(value, str):
        return _RANKS.get(value.lower(), value.casefold())
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return value


def order(left: object, right: object) -> int:
    """-1, 0 or 1; values that have no order between them compare by their text."""
    first, second = _sortable(left), _sortable(right)
    try:
        return int(first > second) - int(first < second)  # type: ignore[operator]
    except TypeError:
        one, other = str(left).casefold(), str(right).casefold()
        return (one > other) - (one < other)


def several(value: object) -> tuple[object, ...]:
    """The values of a property that may hold several; none for an absent one."""
    if value is None:
        return ()
    if isinstance(value, (tuple, list, set, frozenset)):
        return tuple(value)
    return (value,)


def matches_constant(value: object, text: str, relation: Relation) -> bool:
    """Whether one of the stored values stands in `relation` (a test of -1, 0, 1) to the constant."""
    return any(relation(order(one, _like(one, text))) for one in several(value))


def matches_value(value: object, other: object, relation: Relation) -> bool:
    """Whether one of the stored values stands in `relation` to one of another property's."""
    return any(relation(order(one, two)) for one in several(value) for two in several(other))


def _fold(text: str, comparison: str) -> str:
    """The text with what the ContainmentComparison ignores taken out."""
    loose = comparison.startswith("Loose")
    if "NonSpac" in comparison or loose:
        decomposed = unicodedata.normalize("NFKD" if loose else "NFD", text)
        text = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    if "IgnoreCase" in comparison or loose:
        text = text.casefold()
    return text


def _words(text: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in text).split()


def _starts_words(haystack: str, needle: str) -> bool:
    """PrefixOnWords: the needle's words begin consecutive words of the text."""
    words, wanted = _words(haystack), _words(needle)
    if not wanted:
        return True
    runs = (words[start : start + len(wanted)] for start in range(len(words) - len(wanted) + 1))
    return any(all(word.startswith(part) for word, part in zip(run, wanted, strict=True)) for run in runs)


def _has_phrase(haystack: str, needle: str) -> bool:
    """ExactPhrase: the needle's words are consecutive whole words of the text."""
    words, wanted = _words(haystack), _words(needle)
    return any(words[start : start + len(wanted)] == wanted for start in range(len(words) - len(wanted) + 1))


_MODES: dict[str, Callable[[str, str], bool]] = {
    "FullString": lambda haystack, needle: haystack == needle,
    "Prefixed": lambda haystack, needle: haystack.startswith(needle),
    "Substring": lambda haystack, needle: needle in haystack,
    "PrefixOnWords": _starts_words,
    "ExactPhrase": _has_phrase,
}


def contains(value: object, text: str, mode: str, comparison: str) -> bool:
    """Contains of MS-OXWSSRCH; ErrorContainsFilterWrongType for a property that is not text."""
    values: Iterable[object] = several(value)
    needle = _fold(text, comparison)
    for one in values:
        if not isinstance(one, str):
            raise ExchangeError("ErrorContainsFilterWrongType", "Contains works on text properties only.")
        if _MODES[mode](_fold(one, comparison), needle):
            return True
    return False


def excludes(value: object, bitmask: str) -> bool:
    """Excludes: none of the mask's bits is set; ErrorInvalidExcludesRestriction for a property that is not a whole
    number.
    """
    try:
        mask = _integer(bitmask)
    except ValueError as problem:
        raise ExchangeError("ErrorInvalidExcludesRestriction", "The bitmask isn't a number.") from problem
    numbers = several(value)
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in numbers):
        raise ExchangeError("ErrorInvalidExcludesRestriction", "Excludes works on whole numbers only.")
    return bool(numbers) and all(isinstance(one, int) and one & mask == 0 for one in numbers)
