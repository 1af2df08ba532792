"""What to do about each pair. Pure: (pair, policy, now) -> steps; no I/O, no clock."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from syncer.actions import (
    Action,
    CreateItem,
    CreateRow,
    DeleteItem,
    DeleteRow,
    DropDuplicate,
    NoteAnswers,
    PublishGlobalId,
    RememberItem,
    RemoveLink,
    ReportMissingOrganizer,
    SaveLink,
    SeeRow,
    StampItem,
    Step,
    UnlinkItem,
    UpdateItem,
    UpdateRow,
)
from syncer.conflict import Clash, merge
from syncer.entity import Entity, ItemView, Me, RowView
from syncer.matching import Matched, Pair
from syncer.policy import Policy
from syncer.state.values import Conflict, Json, Link, Seen


@dataclass(frozen=True, slots=True)
class Setting:
    """What every decision of a cycle may look at."""

    entity: Entity
    me: Me
    organization_id: str
    now: datetime
    policy: Policy


def plan(matched: Matched, setting: Setting) -> list[Step]:
    """One step for each pair that needs something, in the order in which the pairs came."""
    steps = [step for pair in matched.pairs if (step := plan_pair(pair, setting)) is not None]
    for item in matched.to_link:
        crm_id = row_id(setting.organization_id, setting.entity.name, item.global_object_id or item.item_id)
        steps.append(Step(crm_id, (CreateRow(crm_id, item),), (item.item_id,), version=f"0/{item.change_key}"))
    for item in matched.unmatched:
        key = f"crm:{item.stamp_crm_id}" if item.stamp_crm_id else item.global_object_id
        remembered = (RememberItem(item.item_id, key),) if key else ()
        steps.append(Step("", remembered, (item.item_id,)))
    return steps


def row_id(organization_id: str, entity: str, identity: str) -> str:
    """The GUID we choose for a row made from Exchange: the same for every worker, mailbox and attempt."""
    return str(uuid.uuid5(uuid.UUID(organization_id), f"{entity}:{identity}"))


def plan_pair(pair: Pair, setting: Setting) -> Step | None:
    """The step of one pair, or None when it needs nothing."""
    if pair.link is None:
        planned = _plan_unlinked(pair, setting)
    elif pair.link.state == "unlinked":
        planned = _plan_tombstone(pair, pair.link)
    elif pair.link.role == "attendee":
        planned = _plan_attendee(pair, pair.link)
    else:
        planned = _plan_owner(pair, pair.link, setting)
    actions, conflicts = planned
    actions = (*actions, *_strays(pair))
    items = [item.item_id for item in pair.strays]
    if pair.item is not None:
        items.append(pair.item.item_id)
    if (pair.item_gone or pair.moved) and pair.link is not None:
        items.append(pair.link.item_id)
    if not actions and not items:
        return None
    return Step(pair.crm_id, actions, tuple(items), _loss(pair), conflicts, version_of(pair))


def version_of(pair: Pair) -> str:
    """Both versions a step is made for."""
    row = "gone" if pair.row_gone else str(pair.row.version) if pair.row else "same"
    item = "gone" if pair.item_gone else pair.item.change_key if pair.item else "same"
    return f"{row}/{item}"


Planned = tuple[tuple[Action, ...], tuple[Conflict, ...]]
NOTHING: Planned = ((), ())


def _loss(pair: Pair) -> Literal["row", "item"] | None:
    if pair.link is None or pair.link.state != "linked" or pair.row_gone == pair.item_gone:
        return None
    return "row" if pair.row_gone else "item"


def _strays(pair: Pair) -> tuple[Action, ...]:
    """A user's copy of a linked item is ignored (sync-logic.md); one that a frozen worker made late is removed."""
    mine = pair.link.attempt if pair.link else None
    late = [item for item in pair.strays if mine and item.attempt and item.attempt != mine]
    return tuple(DropDuplicate(item) for item in late)


def _plan_unlinked(pair: Pair, setting: Setting) -> Planned:
    row, item = pair.row, pair.item
    if row is None:
        return NOTHING
    if row.problem:
        return (ReportMissingOrganizer(row.crm_id), _see(row)), ()
    if not row.inside:
        return (_see(row),), ()
    if item is not None:
        return _adopt(row, item, setting), ()
    if row.role == "attendee":
        return (_see(row),), ()
    return (CreateItem(row, setting.entity.tells_attendees(row.values, setting.now)),), ()


def _see(row: RowView) -> SeeRow:
    return SeeRow(Seen(row.crm_id, row.version, row.global_object_id))


def _adopt(row: RowView, item: ItemView, setting: Setting) -> tuple[Action, ...]:
    """Links what belongs together already. There is no base: CRM's values stay, and nobody is told anything."""
    stamped = item.stamp_crm_id == row.crm_id and item.link_state == 2.0
    extra: dict[str, Json] = {
        **row.facts,
        "global_id": item.global_object_id,
        "published": row.global_object_id is not None,
        "stamped": stamped,
    }
    if row.role == "attendee" or not item.mine:
        link = Link(
            setting.entity.name, row.crm_id, item.item_id, item.change_key, row.version, {}, "attendee", extra=extra
        )
        return (SaveLink(link),)
    known = "" if item.answers else item.change_key
    link = Link(
        setting.entity.name, row.crm_id, item.item_id, known, row.version, dict(row.values),
        attempt=item.attempt, extra=extra,
    )  # fmt: skip
    differing = {name: value for name, value in row.values.items() if item.values.get(name) != value}
    if differing:
        return (UpdateItem(item.change_key, differing, link, final=bool(known)), *_follow_up(link))
    return (SaveLink(link), *_follow_up(link))


def _plan_tombstone(pair: Pair, link: Link) -> Planned:
    if pair.row_gone:
        return (RemoveLink(link.crm_id),), ()
    if pair.row is not None:
        return (SaveLink(replace(link, crm_version=pair.row.version)),), ()
    return NOTHING


def _plan_attendee(pair: Pair, link: Link) -> Planned:
    if pair.row_gone or (pair.row is not None and not pair.row.inside):
        return (RemoveLink(link.crm_id),), ()
    if pair.item_gone:
        seen = Seen(link.crm_id, link.crm_version, _text(link.extra.get("global_id")))
        return (RemoveLink(link.crm_id), SeeRow(seen)), ()
    after = link
    if pair.row is not None:
        after = replace(after, crm_version=pair.row.version)
    if pair.item is not None:
        after = replace(after, item_id=pair.item.item_id, change_key=pair.item.change_key)
    return ((SaveLink(after),), ()) if after != link else NOTHING


def _plan_owner(pair: Pair, link: Link, setting: Setting) -> Planned:
    if pair.row_gone and pair.item_gone:
        return (RemoveLink(link.crm_id),), ()
    if pair.item_gone:
        return (_item_is_gone(pair, link, setting),), ()
    if pair.row_gone:
        return (_row_is_gone(pair, link, setting),), ()
    if pair.row is not None and not pair.row.inside:
        return (SaveLink(replace(link, state="outside", crm_version=pair.row.version)),), ()
    if link.state == "outside" and pair.row is None:
        return NOTHING
    return _both_there(pair, replace(link, state="linked"), setting)


def _item_is_gone(pair: Pair, link: Link, setting: Setting) -> Action:
    """The rule decides first; then an edit in CRM beats the delete in Exchange."""
    verdict = setting.entity.when_item_is_gone(link, setting.me, setting.now, setting.policy)
    if verdict == "unlink":
        version = pair.row.version if pair.row else link.crm_version
        return SaveLink(replace(link, state="unlinked", item_id="", crm_version=version))
    if pair.row is not None and pair.row.inside and _moved(link.base, pair.row.values):
        return CreateItem(pair.row, setting.entity.tells_attendees(pair.row.values, setting.now))
    return DeleteRow(link)


def _row_is_gone(pair: Pair, link: Link, setting: Setting) -> Action:
    """The rule decides first; then an edit in Exchange beats the delete in CRM."""
    change_key = pair.item.change_key if pair.item else link.change_key
    verdict = setting.entity.when_row_is_gone(link, setting.me, setting.now, setting.policy)
    if verdict == "unlink":
        return UnlinkItem(link, change_key)
    if pair.item is not None and _moved(link.base, pair.item.values):
        return CreateRow(link.crm_id, pair.item)
    return DeleteItem(link, cancel=setting.entity.tells_attendees(link.base, setting.now))


def _moved(base: Mapping[str, Json], values: Mapping[str, Json]) -> bool:
    return any(base.get(name) != value for name, value in values.items())


def _both_there(pair: Pair, link: Link, setting: Setting) -> Planned:
    row, item, entity = pair.row, pair.item, setting.entity
    crm = row.values if row else link.base
    exchange = item.values if item else link.base
    merged = merge(entity.fields, link.base, crm, exchange, setting.policy)
    extra = {**link.extra, **(row.facts if row else {})}
    if item is not None and item.global_object_id:
        extra["global_id"] = item.global_object_id
    news = _news(link, item)
    if news:
        noted = extra.get("answers")
        extra["answers"] = {**(noted if isinstance(noted, dict) else {}), **news}
    now = replace(link, extra=extra, item_id=item.item_id if item else link.item_id)
    final = replace(
        now,
        base=merged.base,
        change_key=item.change_key if item else link.change_key,
        crm_version=row.version if row else link.crm_version,
    )
    actions: list[Action] = [NoteAnswers(link, news)] if news else []
    if merged.to_exchange:
        halfway = replace(now, base={**link.base, **merged.to_exchange}) if merged.to_crm else final
        sensitive = any(entity.field(name).sensitive for name in merged.to_exchange)
        send = sensitive and entity.tells_attendees(merged.base, setting.now)
        actions.append(UpdateItem(final.change_key, merged.to_exchange, halfway, send, final=not merged.to_crm))
    if merged.to_crm:
        actions.append(UpdateRow(row.version if row else link.crm_version, merged.to_crm, final))
    if not (merged.to_exchange or merged.to_crm) and final != pair.link:
        actions.append(SaveLink(final))
    actions.extend(_follow_up(final))
    return tuple(actions), tuple(_logged(clash, final, setting) for clash in merged.clashes)


def _news(link: Link, item: ItemView | None) -> dict[str, str]:
    """Answers that aren't noted yet. They are noted before the link takes the item's change key."""
    noted = link.extra.get("answers")
    known = noted if isinstance(noted, dict) else {}
    found = item.answers if item is not None else {}
    return {address: answer for address, answer in found.items() if known.get(address) != answer}


def _follow_up(link: Link) -> tuple[Action, ...]:
    """What is still missing of a link, however the last cycle ended: our marks, the meeting's id in the row."""
    actions: list[Action] = []
    if not link.extra.get("stamped", True):
        actions.append(StampItem(link))
    if link.entity == "appointment" and not link.extra.get("published", True):
        actions.append(PublishGlobalId(link))
    return tuple(actions)


def _logged(clash: Clash, link: Link, setting: Setting) -> Conflict:
    return Conflict(
        link.entity, link.crm_id, clash.field, clash.base, clash.crm, clash.exchange, clash.winner, setting.now
    )


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None
