"""Three-way merge, field by field, against the last agreed form. Pure: no order, clock or worker decides anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from syncer.entity_field import Field
from syncer.policy import Policy
from syncer.state.values import Json


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that both sides changed differently."""

    field: str
    base: Json
    crm: Json
    exchange: Json
    winner: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What each side has to be told, and the base once it has been."""

    to_exchange: Mapping[str, Json] = field(default_factory=dict)
    to_crm: Mapping[str, Json] = field(default_factory=dict)
    base: Mapping[str, Json] = field(default_factory=dict)
    clashes: tuple[Clash, ...] = ()


def merge(
    fields: tuple[Field, ...],
    base: Mapping[str, Json],
    crm: Mapping[str, Json],
    exchange: Mapping[str, Json],
    policy: Policy,
) -> Merged:
    """Changed on one side: the other gets it. On both, alike: agreed. On both, differently: ``Policy.conflict_winner``.

    A field that only goes to Exchange and was edited there keeps the edit until CRM changes it (what-fields…); one
    without a base (the row was made from the item) starts from CRM's value and leaves the item as it is.
    """
    to_exchange: dict[str, Json] = {}
    to_crm: dict[str, Json] = {}
    agreed = dict(base)
    clashes: list[Clash] = []
    for entry in fields:
        name = entry.name
        if entry.direction == "to_exchange" and name not in base:
            agreed[name] = crm.get(name)
            continue
        before, ours, theirs = base.get(name), crm.get(name), exchange.get(name)
        crm_moved = ours != before
        exchange_moved = theirs != before and entry.direction == "both"
        if crm_moved and exchange_moved and ours != theirs:
            clashes.append(Clash(name, before, ours, theirs, policy.conflict_winner))
            crm_moved = policy.conflict_winner == "crm"
            exchange_moved = not crm_moved
        if crm_moved:
            agreed[name] = ours
            if ours != theirs:
                to_exchange[name] = ours
        elif exchange_moved:
            agreed[name] = theirs
            to_crm[name] = theirs
    return Merged(to_exchange, to_crm, agreed, tuple(clashes))
