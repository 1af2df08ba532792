"""Which row and which item are the same thing. Pure: saved link, else our stamp, else CleanGlobalObjectId, else new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from syncer.entity import ItemView, RowView
from syncer.state.values import Link, Seen


@dataclass(frozen=True, slots=True)
class Gathered:
    """What both sides showed since the checkpoints, for one entity.

    ``rows``/``items``: those that changed and could be read; ``gone_rows``: looked up by id and not there;
    ``gone_items``: told as deleted and not found again by our stamp.
    """

    links: tuple[Link, ...] = ()
    rows: Mapping[str, RowView] = field(default_factory=dict)
    gone_rows: frozenset[str] = frozenset()
    items: Mapping[str, ItemView] = field(default_factory=dict)
    gone_items: frozenset[str] = frozenset()
    seen: Mapping[str, Seen] = field(default_factory=dict)


@dataclass(slots=True)
class Pair:
    """One thing on both sides. ``strays`` are further items that carry the same mark."""

    crm_id: str
    link: Link | None = None
    row: RowView | None = None
    row_gone: bool = False
    item: ItemView | None = None
    item_gone: bool = False
    moved: bool = False
    strays: list[ItemView] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Matched:
    """Pairs by row, items marked to be linked that have no row yet, and items that are nobody's for now."""

    pairs: tuple[Pair, ...]
    to_link: tuple[ItemView, ...] = ()
    unmatched: tuple[ItemView, ...] = ()


def match(found: Gathered, organization_id: str) -> Matched:
    """Pairs rows and items; an item with another organization's stamp counts as not stamped."""
    pairs = {
        link.crm_id: Pair(
            link.crm_id,
            link,
            found.rows.get(link.crm_id),
            link.crm_id in found.gone_rows,
            found.items.get(link.item_id),
            link.item_id in found.gone_items,
        )
        for link in found.links
    }
    for crm_id, row in found.rows.items():
        pairs.setdefault(crm_id, Pair(crm_id, row=row))
    linked = {link.item_id for link in found.links}
    by_global_id = {key: pair for pair in pairs.values() if (key := _global_id(pair))}
    to_link: list[ItemView] = []
    unmatched: list[ItemView] = []
    for item in found.items.values():
        if item.item_id in linked:
            continue
        pair = _by_stamp(item, pairs, organization_id) or by_global_id.get(item.global_object_id or "")
        if pair is not None:
            _attach(pair, item)
        elif item.link_state == 1.0:
            to_link.append(item)
        else:
            unmatched.append(item)
    return Matched(tuple(pairs.values()), tuple(to_link), tuple(unmatched))


def _by_stamp(item: ItemView, pairs: Mapping[str, Pair], organization_id: str) -> Pair | None:
    if not item.stamp_crm_id or item.link_state == 0.0:
        return None
    if item.stamp_org_id not in (None, organization_id):
        return None
    return pairs.get(item.stamp_crm_id)


def _global_id(pair: Pair) -> str | None:
    if pair.row is not None and pair.row.global_object_id:
        return pair.row.global_object_id
    known = pair.link.extra.get("global_id") if pair.link else None
    return known if isinstance(known, str) else None


def _attach(pair: Pair, item: ItemView) -> None:
    if pair.item is None and (pair.link is None or pair.item_gone or not pair.link.item_id):
        pair.item = item
        pair.moved = pair.link is not None
        pair.item_gone = False
    else:
        pair.strays.append(item)
