"""One synchronized field: where it is on both sides, and its canonical form.

The canonical form is JSON: what both sides agree on after everything that one side rounds, trims or reorders
(line ends, blanks at the end, CRM's maximum length, seconds, the order of attendees, midnight of day-only dates).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from syncer.crm_side.side import EntityReference, OptionSet
from syncer.exchange_side.side import PostalAddress
from syncer.state.values import Json

Kind = Literal[
    "text",
    "email",
    "moment",
    "day",
    "anniversary",
    "flag",
    "number",
    "choice",
    "postal",
    "name",
    "row",
    "parties",
    "computed",
]
Direction = Literal["both", "to_exchange"]
SAME_DAY_EVERYWHERE = time(11, 59)
"""UTC, the hour at which a day is the same from New York to Tokyo: how clients of Exchange write birthdays."""
POSTAL_COLUMNS = ("line1", "line2", "line3", "city", "stateorprovince", "country", "postalcode")
LINES = 3


@dataclass(frozen=True, slots=True)
class Field:
    """``crm``: the column (its prefix for ``postal``); ``exchange``: the EWS element name; ``limit``: CRM's length.

    ``day``: a day as UTC has it, in CRM with a time of day. ``anniversary``: a day without any time, which clients
    write as midnight of their own zone. ``row``: a lookup, as entity:id. ``parties`` and ``computed`` are read and
    written by the entity itself. ``sensitive``: a change of it makes Exchange tell the attendees (sync-logic.md).
    """

    name: str
    crm: str
    exchange: str
    kind: Kind = "text"
    limit: int = 0
    direction: Direction = "both"
    sensitive: bool = False
    choices: tuple[tuple[int, str], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The CRM columns that hold it."""
        if self.kind == "postal":
            return tuple(f"{self.crm}_{part}" for part in POSTAL_COLUMNS)
        return (self.crm,) if self.crm else ()


def clean_text(value: object, limit: int) -> str | None:
    """Line ends as LF, no blanks at line ends or around, no NUL, at most ``limit`` characters; None when empty."""
    if not isinstance(value, str):
        return None
    lines = value.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").replace("\xa0", " ").split("\n")
    text = "\n".join(line.rstrip() for line in lines).strip()
    return (cut(text, limit).rstrip() if limit else text) or None


def cut(text: str, limit: int) -> str:
    """The beginning that fits: CRM counts UTF-16 units, so most emoji count twice."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * limit].decode("utf-16-le", "ignore")


def moment_text(value: object) -> str | None:
    """``2026-11-23T12:00:00Z``; fractions of a second are dropped (CRM keeps none)."""
    if not isinstance(value, datetime):
        return None
    return value.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def moment_of(value: Json) -> datetime | None:
    """The aware UTC datetime of a canonical moment."""
    return datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) if isinstance(value, str) else None


def _day_text(value: object, *, nearest: bool = False) -> str | None:
    """The day in UTC, or the day whose midnight is nearest: 23:00Z before a day in Lisbon's summer means that day.

    CRM's dates begin in 1900 and Outlook's empty date is in 4501: a day outside is none (a birthday without a year).
    """
    if isinstance(value, datetime):
        moment = value.astimezone(UTC)
        if not 1900 <= moment.year <= 4500:
            return None
        return (moment + timedelta(hours=12) if nearest else moment).date().isoformat()
    return value.isoformat() if isinstance(value, date) else None


def _postal(value: PostalAddress) -> Json:
    """The street's lines joined, city, state, country, postal code; each no longer than its column."""
    parts = ((value.city, 80), (value.state, 50), (value.country, 80), (value.postal_code, 20))
    street = clean_text("\n".join(_street_lines(value.street)), 0)
    cleaned: list[Json] = [street, *(clean_text(part, limit) for part, limit in parts)]
    return cleaned if any(cleaned) else None


def _street_lines(street: str) -> list[str]:
    """As many lines as CRM has: what is over stands in the last one."""
    lines = [line.strip() for line in (clean_text(street, 0) or "").split("\n") if line.strip()]
    fitting = [*lines[: LINES - 1], ", ".join(lines[LINES - 1 :])] if len(lines) > LINES else lines
    return [cut(line, 250).strip() for line in fitting]


def from_exchange(field: Field, fields: Mapping[str, object]) -> Json:
    """The canonical value of a field of an Exchange item."""
    value = fields.get(field.exchange)
    match field.kind:
        case "moment":
            return moment_text(value)
        case "day" | "anniversary":
            return _day_text(value, nearest=True)
        case "flag":
            return bool(value)
        case "number":
            return int(value) if isinstance(value, int | float) else 0
        case "choice":
            return next((name for _, name in field.choices if name == value), field.choices[1][1])
        case "postal":
            return _postal(value) if isinstance(value, PostalAddress) else None
        case "email":
            text = clean_text(value, field.limit)
            return text.lower() if text else None
        case _:
            return clean_text(value, field.limit)


def from_crm(field: Field, attributes: Mapping[str, object]) -> Json:
    """The canonical value of a field of a CRM row."""
    value = attributes.get(field.crm)
    match field.kind:
        case "moment":
            return moment_text(value)
        case "day" | "anniversary":
            return _day_text(value, nearest=field.kind == "anniversary")
        case "flag":
            return bool(value)
        case "number":
            return value if isinstance(value, int) else 0
        case "choice":
            return dict(field.choices).get(value if isinstance(value, int) else -1, field.choices[1][1])
        case "postal":
            parts = [str(attributes.get(column) or "") for column in field.columns]
            return _postal(PostalAddress("\n".join(parts[:LINES]), *parts[LINES:]))
        case "name":
            return clean_text(value.name, field.limit) if isinstance(value, EntityReference) else None
        case "row":
            return f"{value.logical_name}:{value.id}" if isinstance(value, EntityReference) else None
        case "email":
            text = clean_text(value, field.limit)
            return text.lower() if text else None
        case _:
            return clean_text(value, field.limit)


def to_exchange(field: Field, value: Json) -> object | None:
    """The value to write into an Exchange item; None deletes the property."""
    match field.kind:
        case "moment":
            return moment_of(value)
        case "day":
            return _at(value, time())
        case "anniversary":
            return _at(value, SAME_DAY_EVERYWHERE)
        case "number":
            return float(value) if isinstance(value, int) else 0.0
        case "postal":
            return PostalAddress(*(str(part or "") for part in value)) if isinstance(value, list) else None
        case _:
            return value


def to_crm(field: Field, value: Json) -> dict[str, object | None]:
    """The columns to write into a CRM row; None clears one."""
    match field.kind:
        case "moment":
            return {field.crm: moment_of(value)}
        case "day" | "anniversary":
            return {field.crm: _at(value, time())}
        case "choice":
            number = next((number for number, name in field.choices if name == value), field.choices[1][0])
            return {field.crm: OptionSet(number)}
        case "row":
            entity, _, identifier = str(value or "").partition(":")
            return {field.crm: EntityReference(entity, identifier) if identifier else None}
        case "postal":
            street, *rest = value if isinstance(value, list) else [None] * (len(POSTAL_COLUMNS) - LINES + 1)
            lines = _street_lines(str(street or ""))
            lines_and_none: list[str | None] = [*lines, *[None] * (LINES - len(lines))]
            return dict(zip(field.columns, [*lines_and_none, *rest], strict=True))
        case _:
            return {field.crm: value}


def _at(value: Json, hour: time) -> datetime | None:
    return datetime.combine(date.fromisoformat(value), hour, UTC) if isinstance(value, str) else None
