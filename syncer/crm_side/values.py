"""What the CRM side hands out and takes: frozen values, no XML and no HTTP in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum


@dataclass(frozen=True, slots=True)
class EntityReference:
    """A lookup value: the row's entity and id (lower-case GUID without braces)."""

    logical_name: str
    id: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class OptionSet:
    """An option set value to write. Read values are plain `int`."""

    value: int


class Participation(IntEnum):
    """activityparty.participationtypemask (Learn, activityparty entity)."""

    SENDER = 1
    TO = 2
    CC = 3
    BCC = 4
    REQUIRED = 5
    OPTIONAL = 6
    ORGANIZER = 7
    REGARDING = 8
    OWNER = 9


@dataclass(frozen=True, slots=True)
class Party:
    """One activity party: a row, or only an address where no row was found. `mask` is the participation type."""

    reference: EntityReference | None
    address: str | None
    mask: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read; an attribute without value has no key.

    Value types: str, int (whole numbers and option sets), float, Decimal (money), bool, aware UTC datetime,
    EntityReference, tuple of Party. `version` is `versionnumber`, 0 when it was not asked.
    """

    logical_name: str
    id: str
    version: int = 0
    attributes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WhoAmI:
    """Who the syncer is in CRM (WhoAmIRequest)."""

    user_id: str
    business_unit_id: str
    organization_id: str
