"""The values that attributes of rows hold, as Microsoft.Xrm.Sdk names them.

A row keeps str, int, bool, float, Decimal, aware datetime (UTC), uuid.UUID and the classes below; never None: an
attribute without a value is absent.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class EntityReference:
    """A lookup: the logical name and Id of another row. `name` is what people call it; it takes no part in equality."""

    logical_name: str
    id: uuid.UUID
    name: str | None = field(default=None, compare=False)


@dataclass(frozen=True)
class OptionSetValue:
    """One option of a picklist, state or status attribute."""

    value: int


@dataclass(frozen=True)
class Money:
    """An amount in the row's currency."""

    value: Decimal


@dataclass(frozen=True)
class AliasedValue:
    """A value that a query brought in from a linked entity."""

    entity: str
    attribute: str
    value: object


@dataclass(frozen=True)
class Record:
    """An entity as it travels: what to create or update, or what a query found. A None asks for an empty attribute."""

    logical_name: str
    id: uuid.UUID
    attributes: Mapping[str, object]
    formatted: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class EntityCollection:
    """Several entities: a party list, or the answer to a query with its paging facts."""

    entity_name: str
    records: tuple[Record, ...]
    more_records: bool = False
    paging_cookie: str | None = None
    total_record_count: int = -1


EMPTY_ID = uuid.UUID(int=0)
