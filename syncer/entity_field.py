"""One synchronized field: where it is on both sides, and its canonical form.

The canonical form is JSON: what both sides agree on after everything that one side rounds, trims or reorders
(line ends, blanks at the end, CRM's maximum length, seconds, the order of attendees, midnight of day-only dates).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Literal

from syncer.crm_side.side import EntityReference, OptionSet
from syncer.exchange_side.side import PostalAddress
from syncer.state.values import Json

Kind = Literal["text", "email", "moment", "day", "flag", "number", "choice", "postal", "name", "parties", "computed"]
Direction = Literal["both", "to_exchange"]
POSTAL_COLUMNS = ("line1", "city", "stateorprovince", "country", "postalcode")


@dataclass(frozen=True, slots=True)
class Field:
    """``crm``: the column (its prefix for ``postal``); ``exchange``: the EWS element name; ``limit``: CRM's length.

    ``parties`` and ``computed`` are read and written by the entity itself. ``sensitive``: a change of it makes
    Exchange tell the attendees (sync-logic.md).
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
    return (text[:limit].rstrip() if limit else text) or None


def moment_text(value: object) -> str | None:
    """``2026-11-23T12:00:00Z``; fractions of a second are dropped (CRM keeps none)."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else None


def moment_of(value: Json) -> datetime | None:
    """The aware UTC datetime of a canonical moment."""
    return datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) if isinstance(value, str) else None


def _day_text(value: object) -> str | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).date().isoformat()
    return value.isoformat() if isinstance(value, date) else None


def _postal(value: PostalAddress) -> Json:
    parts = (value.street, value.city, value.state, value.country, value.postal_code)
    cleaned: list[Json] = [clean_text(part, 80) for part in parts]
    return cleaned if any(cleaned) else None


def from_exchange(field: Field, fields: Mapping[str, object]) -> Json:
    """The canonical value of a field of an Exchange item."""
    value = fields.get(field.exchange)
    match field.kind:
        case "moment":
            return moment_text(value)
        case "day":
            return _day_text(value)
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
        case "day":
            return _day_text(value)
        case "flag":
            return bool(value)
        case "number":
            return value if isinstance(value, int) else 0
        case "choice":
            return dict(field.choices).get(value if isinstance(value, int) else -1, field.choices[1][1])
        case "postal":
            return _postal(PostalAddress(*(str(attributes.get(column) or "") for column in field.columns)))
        case "name":
            return clean_text(value.name, field.limit) if isinstance(value, EntityReference) else None
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
            return _midnight(value)
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
        case "day":
            return {field.crm: _midnight(value)}
        case "choice":
            number = next((number for number, name in field.choices if name == value), field.choices[1][0])
            return {field.crm: OptionSet(number)}
        case "postal":
            parts = value if isinstance(value, list) else [None] * len(POSTAL_COLUMNS)
            return dict(zip(field.columns, parts, strict=True))
        case _:
            return {field.crm: value}


def _midnight(value: Json) -> datetime | None:
    return datetime.combine(date.fromisoformat(value), time(), UTC) if isinstance(value, str) else None
