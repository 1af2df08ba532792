"""What an entity's own rules look like: a check before anything is written, and what follows afterwards."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from simulator.crm.context import CrmContext
from simulator.crm.metadata import Entity
from simulator.crm.platform_writes import default_value
from simulator.crm.rows import Row


@dataclass(frozen=True)
class Change:
    """One Create, Update or Delete. `before` is the row as it is ({} on Create), `values` what is to be written."""

    verb: Literal["Create", "Update", "Delete"]
    entity: Entity
    id: uuid.UUID
    before: Row
    values: Mapping[str, object]
    parties: Mapping[str, tuple[Row, ...]]

    def after(self, name: str) -> object:
        """The attribute's value once this change is written, its default included."""
        if name in self.values:
            return self.values[name]
        if name in self.before:
            return self.before[name]
        return default_value(self.entity.by_name[name]) if self.verb == "Create" else None

    def number(self, name: str) -> int | None:
        """As `after`, for option sets and numbers."""
        value = self.after(name)
        plain = getattr(value, "value", value)
        return plain if isinstance(plain, int) else None

    def with_values(self, **values: object) -> "Change":
        """The same change, writing more."""
        return replace(self, values={**self.values, **values})


def _as_it_is(_context: CrmContext, change: Change) -> Change:
    return change


def _nothing(_context: CrmContext, _change: Change) -> None:
    return None


@dataclass(frozen=True)
class EntityRules:
    """`check` may refuse (CrmFault) or fill in; `after` writes what follows, in the same transaction."""

    check: Callable[[CrmContext, Change], Change] = _as_it_is
    after: Callable[[CrmContext, Change], None] = _nothing
