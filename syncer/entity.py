"""What an entity is to the cycle: its field table, its filter, both directions, and its rules for deletes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

from syncer.crm_side.side import Row
from syncer.entity_field import Field, from_crm, from_exchange, to_crm, to_exchange
from syncer.exchange_side.side import ExchangeItem
from syncer.people import People
from syncer.policy import Policy
from syncer.state.values import Json, Link, Role

Verdict = Literal["delete", "unlink"]


@dataclass(frozen=True, slots=True)
class Me:
    """Whose mailbox it is: the CRM user and the lower-case address."""

    user_id: str
    address: str


@dataclass(frozen=True, slots=True)
class RowView:
    """A CRM row as far as the plan needs it. ``facts`` go into ``Link.extra`` (JSON) for the time when it is gone."""

    crm_id: str
    version: int
    values: Mapping[str, Json]
    role: Role = "owner"
    inside: bool = True
    global_object_id: str | None = None
    facts: Mapping[str, Json] = field(default_factory=dict)
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class ItemView:
    """An Exchange item as far as the plan needs it. ``global_object_id``: CleanGlobalObjectId in lower-case hex."""

    item_id: str
    change_key: str
    values: Mapping[str, Json]
    stamp_crm_id: str | None = None
    stamp_org_id: str | None = None
    link_state: float | None = None
    attempt: str | None = None
    global_object_id: str | None = None
    mine: bool = True
    marker: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Json] = field(default_factory=dict)


class Entity(ABC):
    """One synchronized entity; subclasses hold no state, one instance serves all mailboxes."""

    name: ClassVar[str]
    key: ClassVar[str]
    folder: ClassVar[str]
    element: ClassVar[str]
    fields: ClassVar[tuple[Field, ...]]
    extra_columns: ClassVar[tuple[str, ...]]

    @property
    def columns(self) -> tuple[str, ...]:
        """All CRM columns to read."""
        own = tuple(column for entry in self.fields for column in entry.columns)
        return tuple(dict.fromkeys((*own, *self.extra_columns, "versionnumber")))

    def field(self, name: str) -> Field:
        """One field by its canonical name."""
        return next(entry for entry in self.fields if entry.name == name)

    def versions_query(self, user_id: str) -> str:
        """FetchXML of (id, versionnumber) of all rows that pass the filter of this user."""
        return (
            f'<fetch><entity name="{self.name}"><attribute name="{self.key}"/><attribute name="versionnumber"/>'
            f"{self.filter_xml(user_id)}</entity></fetch>"
        )

    def rows_query(self, ids: tuple[str, ...], *, versions_only: bool = False) -> str:
        """FetchXML of the rows with these ids, with all columns or only id and versionnumber."""
        columns = (self.key, "versionnumber") if versions_only else (self.key, *self.columns)
        attributes = "".join(f'<attribute name="{column}"/>' for column in dict.fromkeys(columns))
        values = "".join(f"<value>{{{id}}}</value>" for id in ids)
        return (
            f'<fetch><entity name="{self.name}">{attributes}<filter><condition attribute="{self.key}" operator="in">'
            f"{values}</condition></filter></entity></fetch>"
        )

    @abstractmethod
    def filter_xml(self, user_id: str) -> str:
        """The filter part of the query: the default synchronization filter of this entity."""

    @abstractmethod
    def read_row(self, row: Row, people: People, me: Me) -> RowView:
        """A row in canonical form. Raises CrmError (look-ups)."""

    @abstractmethod
    def read_item(self, item: ExchangeItem, people: People, me: Me) -> ItemView:
        """An item in canonical form."""

    def item_fields(self, changes: Mapping[str, Json], people: People) -> dict[str, object | None]:
        """What to write into an item for these canonical values. Raises CrmError (look-ups)."""
        del people
        found: dict[str, object | None] = {}
        for entry in self.fields:
            if entry.name in changes and entry.kind not in ("parties", "computed"):
                found[entry.exchange] = to_exchange(entry, changes[entry.name])
        return found

    def row_attributes(
        self, changes: Mapping[str, Json], row: Row | None, people: People, me: Me
    ) -> dict[str, object | None]:
        """What to write into a row; ``row`` is the row as it is now, None when it is made. Raises CrmError."""
        del row, people, me
        found: dict[str, object | None] = {}
        for entry in self.fields:
            if entry.name in changes and entry.direction == "both" and entry.kind not in ("parties", "computed"):
                found.update(to_crm(entry, changes[entry.name]))
        return found

    def row_state(self, changes: Mapping[str, Json], row: Row) -> tuple[int, int] | None:
        """(statecode, statuscode) to set by SetState, or None when they stay."""
        del changes, row
        return None

    def plain_values(self, attributes: Mapping[str, object]) -> dict[str, Json]:
        """The table-driven part of ``read_row``."""
        return {
            entry.name: from_crm(entry, attributes)
            for entry in self.fields
            if entry.kind not in ("parties", "computed")
        }

    def plain_item_values(self, fields: Mapping[str, object]) -> dict[str, Json]:
        """The table-driven part of ``read_item``."""
        return {
            entry.name: from_exchange(entry, fields)
            for entry in self.fields
            if entry.kind not in ("parties", "computed")
        }

    def tells_attendees(self, values: Mapping[str, Json], now: datetime) -> bool:
        """Whether sending may be needed at all: in the future, and somebody is invited."""
        del values, now
        return False

    @abstractmethod
    def when_row_is_gone(self, link: Link, me: Me, now: datetime, policy: Policy) -> Verdict:
        """The row was deleted in CRM: delete the item, or leave it unlinked (sync-logic.md)."""

    @abstractmethod
    def when_item_is_gone(self, link: Link, me: Me, now: datetime, policy: Policy) -> Verdict:
        """The item was deleted in Exchange: delete the row, or leave it unlinked (sync-logic.md)."""


def stamp_view(item: ExchangeItem) -> dict[str, object]:
    """The arguments of ItemView that come from the marks and the CleanGlobalObjectId."""
    marker = item.fields.get("SendMarker")
    return {
        "item_id": item.ref.item_id,
        "change_key": item.ref.change_key,
        "stamp_crm_id": item.stamp.crm_id,
        "stamp_org_id": item.stamp.org_id,
        "link_state": item.stamp.link_state,
        "attempt": item.stamp.attempt,
        "global_object_id": item.clean_global_object_id.hex() if item.clean_global_object_id else None,
        "marker": marker if isinstance(marker, str) else None,
    }
