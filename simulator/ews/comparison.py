"""How stored values compare with a constant and with each other (MS-OXWSSRCH 2.2.4, types.xsd `Constant`).

A constant has no type of its own: it is read as the type of its property. Texts compare without regard to case, words
such as Importance by their numbers, as the store keeps them. A value of several (categories, string arrays) matches
when one of them does (our choice: the specification is silent).
"""

import base64
import binascii
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

from simulator.ews.query_types import Kind, QueryType
from simulator.exchange.errors import ExchangeError
from simulator.exchange.values import Attendee, Body, EmailAddress, InternetHeader

_TRUE = frozenset({"true", "1"})
_FALSE = frozenset({"false", "0"})
_WHOLE = re.compile(r"([+-]?)(?:0[xX]([0-9a-fA-F]+)|([0-9]+))")
_REAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def whole(text: str) -> int:
    """A whole number in decimal or, with 0x, in hexadecimal (our choice for constants). Raises ValueError."""
    match = _WHOLE.fullmatch(text.strip())
    if match is None or len(text) > 40:
        raise ValueError(text)
    sign, hexadecimal, decimal = match.groups()
    number = int(hexadecimal, 16) if hexadecimal is not None else int(decimal)
    return -number if sign == "-" else number


def moment(text: str) -> datetime:
    """An xs:dateTime as aware UTC; one without a zone is taken as UTC (our choice). Raises ValueError."""
    read = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def _real(text: str) -> float:
    if _REAL.fullmatch(text.strip()) is None:
        raise ValueError(text)
    return float(text)


def _boolean(text: str) -> int:
    lowered = text.strip().lower()
    if lowered in _TRUE or lowered in _FALSE:
        return int(lowered in _TRUE)
    raise ValueError(text)


_READERS: dict[Kind, Callable[[str], object]] = {
    Kind.TEXT: str.casefold,
    Kind.WHOLE: whole,
    Kind.REAL: _real,
    Kind.BOOLEAN: _boolean,
    Kind.MOMENT: moment,
    Kind.BINARY: lambda text: base64.b64decode("".join(text.split()), validate=True),
    Kind.GUID: lambda text: UUID(text.strip()).bytes_le,
    Kind.IDENTIFIER: str,
}


def constant(text: str, of: QueryType) -> object:
    """A constant in the form in which values of this type compare. Raises ErrorInvalidValueForProperty."""
    try:
        if of.kind is Kind.WORD:
            return of.words.index(text)
        return _READERS[of.kind](text)
    except (ValueError, OverflowError, binascii.Error):
        raise ExchangeError("ErrorInvalidValueForProperty") from None


def _parts(value: object) -> tuple[object, ...]:
    """A stored value in words and numbers: people are their names and addresses, a body is its text."""
    if isinstance(value, Attendee):
        value = value.mailbox
    if isinstance(value, EmailAddress):
        return tuple(part for part in (value.name, value.email) if part)
    if isinstance(value, Body):
        return (value.text,)
    if isinstance(value, InternetHeader):
        return (value.value,)
    return (value,)


def several(value: object) -> tuple[object, ...]:
    """The single values of a property that may hold several; none for an absent one."""
    if value is None:
        return ()
    if isinstance(value, tuple | list | set | frozenset):
        return tuple(part for one in value for part in _parts(one))
    return _parts(value)


def _comparable(value: object, of: QueryType) -> object | None:
    """One value as it compares with others of its type; None for one that isn't of the type."""
    kind = of.kind
    if kind is Kind.TEXT:
        return value.casefold() if isinstance(value, str) else str(value).casefold()
    if kind is Kind.WORD:
        return of.words.index(value) if isinstance(value, str) and value in of.words else None
    if kind is Kind.MOMENT:
        if isinstance(value, date) and not isinstance(value, datetime):
            return datetime(value.year, value.month, value.day, tzinfo=UTC)
        return value if isinstance(value, datetime) else None
    if kind is Kind.GUID:
        return UUID(value).bytes_le if isinstance(value, str) else None
    if kind is Kind.BINARY:
        return value if isinstance(value, bytes) else None
    if kind is Kind.IDENTIFIER:
        return value if isinstance(value, str) else None
    return value if isinstance(value, int | float) else None


def comparables(value: object, of: QueryType) -> list[object]:
    """The values of a property as they compare with others of the type; none for an absent one."""
    found = (_comparable(one, of) for one in several(value))
    return [one for one in found if one is not None]
