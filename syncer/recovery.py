"""First of all in a cycle: what an interrupted one left half done. Every open intent is looked up on the other side.

Creates and sends are the dangerous ones: an item is found by our stamp, a row by the id we chose, a send by its
marker. Writes of fields are compared with what was meant, so that a user's later edit isn't mistaken for ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from syncer import invitations
from syncer.alerts import ROW_REFUSED
from syncer.apply import item_created
from syncer.blame import only_this_one
from syncer.crm_side.errors import CrmError
from syncer.cycle_context import Cycle
from syncer.entities import ENTITIES
from syncer.entity import Me
from syncer.exchange_side.errors import EwsError
from syncer.exchange_side.side import ItemProblem, ItemRef
from syncer.people import People
from syncer.retry import for_item
from syncer.state.values import Intent, Json, Link
from syncer.work import Work, make_alert


def recover(cycle: Cycle, people: People, me: Me) -> int:
    """Completes or drops every intent but those of the mail flows; answers how many there were.

    Raises EwsError, CrmError, LeaseLost.
    """
    by_name = {entity.name: entity for entity in ENTITIES}
    tried: set[str] = set()
    while True:
        open_intents = [
            intent
            for intent in cycle.store.intents(cycle.mailbox.id)
            if intent.action in RECOVERIES and intent.entity in by_name and intent.id not in tried
        ]
        if not open_intents:
            return len(tried)
        intent = open_intents[0]
        entity = by_name[intent.entity]
        links = {link.crm_id: link for link in cycle.store.links(cycle.mailbox.id, entity.name)}
        work = Work(cycle, entity, people, me, links)
        _recover_one(work, intent)
        cycle.tally.count("recovered")
        tried.add(intent.id)


def _recover_one(work: Work, intent: Intent) -> None:
    """One that fails for itself stops no other: refused, it is dropped with an alert; else the next cycle looks."""
    try:
        RECOVERIES[intent.action](work, intent)
    except (EwsError, CrmError) as error:
        verdict = for_item(error)
        if verdict == "stop" and not only_this_one(work.cycle, error):
            raise
        if verdict == "set_aside":
            work.close(intent)
        if verdict != "later":
            _complain(work, intent, error)


def _complain(work: Work, intent: Intent, error: EwsError | CrmError) -> None:
    cycle, row = work.cycle, f"{work.entity.name}:{intent.crm_id}"
    words = {"row": row, "mailbox": cycle.mailbox.name or cycle.mailbox.email, "reason": error.problem.code}
    with cycle.store.writing(cycle.lease) as writing:
        if writing.raise_alert(make_alert(cycle, ROW_REFUSED, f"{intent.action}:{row}", str(error.problem), **words)):
            cycle.tally.alerts.append(ROW_REFUSED.name)


def _created_item(work: Work, intent: Intent) -> None:
    """Made: link it and, if wanted, send. Not made: the plan makes it again, under a new attempt."""
    found = work.cycle.exchange.find_by_stamp(work.entity.folder, intent.crm_id)
    linked = {link.item_id for link in work.links.values()}
    fresh = [ref for ref in found if ref.item_id not in linked]
    if not fresh:
        work.close(intent)
        return
    item_created(work, intent, ItemRef(fresh[0].item_id, ""))


def _updated_item(work: Work, intent: Intent) -> None:
    """Ours if a field that we changed has the value we meant; then the base moves, and the item is read again."""
    link = work.links.get(intent.crm_id)
    if link is None:
        work.close(intent)
        return
    answer = work.cycle.exchange.get_items([intent.item_id])[0]
    if isinstance(answer, ItemProblem):
        work.close(intent)
        return
    values = work.entity.read_item(answer, work.people, work.me).values
    changes = _changes(intent)
    if not _took_effect(link, changes, values):
        work.close(intent)
        return
    moved = replace(link, base={**link.base, **changes}, change_key="")
    work.close(intent, moved, invitations.wanted(work, moved) if intent.payload.get("send") else None)


def _updated_row(work: Work, intent: Intent) -> None:
    link = work.links.get(intent.crm_id)
    row = work.cycle.crm.retrieve(work.entity.name, intent.crm_id, work.entity.columns)
    if link is None or row is None:
        work.close(intent)
        return
    values = work.entity.read_row(row, work.people, work.me).values
    changes = _changes(intent)
    arrived = {name: value for name, value in changes.items() if values.get(name) == value}
    took = _took_effect(link, changes, values)
    work.close(intent, replace(link, base={**link.base, **arrived}, crm_version=0) if took else None)


def _created_row(work: Work, intent: Intent) -> None:
    """Made: link it; what SetState would have set comes with the next plan. Not made: the change is still there."""
    row = work.cycle.crm.retrieve(work.entity.name, intent.crm_id, work.entity.columns)
    if row is None:
        work.close(intent)
        return
    base, extra = intent.payload["base"], intent.payload["extra"]
    assert isinstance(base, dict)
    assert isinstance(extra, dict)
    attendee = intent.payload["role"] == "attendee"
    if not attendee:
        now = work.entity.read_row(row, work.people, work.me).values
        computed = [entry.name for entry in work.entity.fields if entry.kind in ("computed", "number")]
        base = {**base, **{name: now.get(name) for name in computed}}
    link = Link(
        work.entity.name, intent.crm_id, intent.item_id, "", 0, base, "attendee" if attendee else "owner", extra=extra
    )
    work.close(intent, link)


def _only_drop(work: Work, intent: Intent) -> None:
    """The plan sees by itself whether it was done, and doing it twice does no harm."""
    work.close(intent)


def _changes(intent: Intent) -> dict[str, Json]:
    changes = intent.payload.get("changes")
    return changes if isinstance(changes, dict) else {}


def _took_effect(link: Link, changes: Mapping[str, Json], values: Mapping[str, Json]) -> bool:
    return any(values.get(name) == value != link.base.get(name) for name, value in changes.items())


RECOVERIES: dict[str, Callable[[Work, Intent], None]] = {
    "create_item": _created_item,
    "send_meeting": invitations.finish,
    "update_item": _updated_item,
    "update_row": _updated_row,
    "create_row": _created_row,
    "delete_item": _only_drop,
    "delete_row": _only_drop,
    "stamp_item": _only_drop,
    "unlink_item": _only_drop,
    "publish_global_id": _only_drop,
    "note_answer": _only_drop,
}
"""How each action of ours is recovered; intents of other actions belong to the mail flows."""
