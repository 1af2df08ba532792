"""Carries a plan out. For each write: the intent, the lease, the call, then link in and intent out together."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from syncer import invitations
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
from syncer.alerts import ORGANIZER_MISSING
from syncer.blame import only_this_one
from syncer.crm_side.errors import CrmError, CrmProblemKind
from syncer.crm_side.side import EntityReference, Row
from syncer.entity import ItemView
from syncer.exchange_side.errors import EwsError, ProblemKind
from syncer.exchange_side.side import ItemProblem, ItemRef, Stamp
from syncer.retry import AGAIN, for_item
from syncer.state.values import Intent, Json, Link, Role
from syncer.work import Work, make_alert

LINKED, NOT_LINKED = 2.0, 0.0
ANSWER_WORDS = {"Accept": "accepted", "Decline": "declined", "Tentative": "tentatively accepted"}


class Later(Exception):
    """The pair changed under our hands: the next cycle plans it again."""


def apply(work: Work, steps: Iterable[Step]) -> None:
    """Every step; one that fails for itself is set aside and the others go on. Raises EwsError, CrmError, LeaseLost."""
    waiting = {i.crm_id for i in work.cycle.store.intents(work.cycle.mailbox.id) if i.entity == work.entity.name}
    for step in steps:
        key = f"crm:{work.entity.name}:{step.crm_id}"
        if step.crm_id in waiting or _is_set_aside(work, key, step):
            continue
        try:
            for action in step.actions:
                HANDLERS[type(action)](work, action)
        except Later:
            continue
        except (EwsError, CrmError) as error:
            _failed(work, step, key, error)
        else:
            work.take_back(key)
            _finish(work, step)


def _is_set_aside(work: Work, key: str, step: Step) -> bool:
    """Refused before for the same two versions, not long ago. Its changes stay listed for the next try."""
    before = work.quarantined.get(key)
    return before is not None and before.version == step.version and work.cycle.clock() < before.at + AGAIN


def _failed(work: Work, step: Step, key: str, error: EwsError | CrmError) -> None:
    """Only this step fails, or the whole cycle: then it raises what it was given."""
    verdict = for_item(error)
    if verdict == "later":
        _note_gone(work, step, error)
    elif verdict == "set_aside":
        _set_aside(work, step, key, error)
    elif only_this_one(work.cycle, error):
        # perhaps it was done all the same: the intent stays, and recovery looks first of all in the next cycle
        work.set_aside(key, "", str(error.problem.kind), str(error.problem))
    else:
        raise error


def _note_gone(work: Work, step: Step, error: EwsError | CrmError) -> None:
    """The server says that a linked item is gone: the next cycle decides about it as about any deletion."""
    link = work.links.get(step.crm_id)
    if link is not None and link.item_id and error.problem.kind is ProblemKind.GONE:
        work.expect_deleted(link.item_id)


def _set_aside(work: Work, step: Step, key: str, error: EwsError | CrmError) -> None:
    """Only this pair stops; its intents go, since the server said that nothing was done."""
    store, lease = work.cycle.store, work.cycle.lease
    for intent in store.intents(work.cycle.mailbox.id):
        if intent.entity == work.entity.name and intent.crm_id == step.crm_id:
            store.close_intent(lease, intent.id)
    work.set_aside(key, step.version, error.problem.code or str(error.problem.kind), str(error.problem))


def _finish(work: Work, step: Step) -> None:
    if step.conflicts:
        with work.cycle.store.writing(work.cycle.lease) as writing:
            for conflict in step.conflicts:
                writing.log_conflict(conflict)
        work.cycle.tally.count("conflict", len(step.conflicts))
    work.drop_changes(step.item_ids)


# Exchange


def _create_item(work: Work, action: CreateItem) -> None:
    row, entity = action.row, work.entity
    fields = {name: value for name, value in entity.item_fields(row.values, work.people).items() if value is not None}
    payload: dict[str, Json] = {
        "values": dict(row.values),
        "facts": {**row.facts, "stamped": True, "published": entity.name != "appointment"},
        "send": action.send,
        "version": row.version,
    }
    with work.intended("create_item", row.crm_id, payload=payload) as intent:
        stamp = Stamp(row.crm_id, work.cycle.organization_id, LINKED, intent.id)
        ref = work.cycle.exchange.create_item(entity.folder, entity.element, fields, stamp)
        work.wrote("create_item")
        follow = item_created(work, intent, ref)
    if entity.name == "appointment":
        _publish(work, PublishGlobalId(work.links[row.crm_id]))
    if follow is not None:
        invitations.send(work, follow)


def item_created(work: Work, intent: Intent, ref: ItemRef) -> Intent | None:
    """The link in, the intent out, and the intent to send, if any, in: one transaction. Raises LeaseLost."""
    payload = intent.payload
    values, facts = payload["values"], payload["facts"]
    assert isinstance(values, dict)
    assert isinstance(facts, dict)
    version = payload["version"]
    link = Link(
        work.entity.name, intent.crm_id, ref.item_id, ref.change_key, version if isinstance(version, int) else 0,
        values, attempt=intent.id, extra=facts,
    )  # fmt: skip
    follow = invitations.wanted(work, link) if payload["send"] else None
    work.close(intent, link, follow)
    return follow


def _update_item(work: Work, action: UpdateItem) -> None:
    then, entity = action.then, work.entity
    fields = entity.item_fields(action.changes, work.people)
    payload: dict[str, Json] = {"changes": dict(action.changes), "send": action.send}
    with work.intended("update_item", then.crm_id, then.item_id, payload) as intent:
        ref = work.cycle.exchange.update_item(ItemRef(then.item_id, action.change_key), entity.element, fields)
        work.wrote("update_item")
        link = replace(then, change_key=ref.change_key) if action.final else then
        follow = invitations.wanted(work, replace(link, change_key=ref.change_key)) if action.send else None
        work.close(intent, link, follow)
    if follow is not None:
        invitations.send(work, follow)


def _delete_item(work: Work, action: DeleteItem) -> None:
    link = action.link
    with work.intended("delete_item", link.crm_id, link.item_id) as intent:
        try:
            work.cycle.exchange.delete_item(ItemRef(link.item_id, link.change_key), cancel_meeting=action.cancel)
            work.wrote("delete_item")
        except EwsError as error:
            if error.problem.kind is not ProblemKind.GONE:
                raise
        _forget(work, intent, link.crm_id)


def _drop_duplicate(work: Work, action: DropDuplicate) -> None:
    item = action.item
    with work.intended("delete_item", item.stamp_crm_id or "", item.item_id) as intent:
        try:
            work.cycle.exchange.delete_item(ItemRef(item.item_id, item.change_key))
            work.wrote("drop_duplicate")
        except EwsError as error:
            if error.problem.kind is not ProblemKind.GONE:
                raise
        work.close(intent)


def _stamp(work: Work, action: StampItem) -> None:
    link = work.links.get(action.link.crm_id, action.link)
    with work.intended("stamp_item", link.crm_id, link.item_id) as intent:
        stamp = Stamp(link.crm_id, work.cycle.organization_id, LINKED)
        ref = ItemRef(link.item_id, link.change_key)
        new = work.cycle.exchange.update_item(ref, work.entity.element, {}, stamp)
        work.wrote("stamp_item")
        work.close(intent, replace(link, change_key=new.change_key, extra={**link.extra, "stamped": True}))


def _unlink_item(work: Work, action: UnlinkItem) -> None:
    link = action.link
    with work.intended("unlink_item", link.crm_id, link.item_id) as intent:
        stamp = Stamp(link.crm_id, work.cycle.organization_id, NOT_LINKED)
        try:
            work.cycle.exchange.update_item(ItemRef(link.item_id, action.change_key), work.entity.element, {}, stamp)
            work.wrote("unlink_item")
        except EwsError as error:
            if error.problem.kind is not ProblemKind.GONE:
                raise
        _forget(work, intent, link.crm_id)


def _forget(work: Work, intent: Intent, crm_id: str) -> None:
    with work.cycle.store.writing(work.cycle.lease) as writing:
        writing.close_intent(intent.id)
        writing.remove_link(work.entity.name, crm_id)
    work.links.pop(crm_id, None)


# CRM


def _create_row(work: Work, action: CreateRow) -> None:
    item, entity, crm = action.item, work.entity, work.cycle.crm
    values = {**item.values, "organizer": item.facts.get("organizer")}
    attributes = entity.row_attributes(values, None, work.people, work.me)
    attributes = {name: value for name, value in attributes.items() if value is not None}
    if entity.name == "appointment" and item.global_object_id:
        attributes["globalobjectid"] = item.global_object_id
    link = _link_of_new_row(work, action.crm_id, item)
    payload: dict[str, Json] = {"base": dict(link.base), "role": link.role, "extra": dict(link.extra)}
    with work.intended("create_row", action.crm_id, item.item_id, payload) as intent:
        try:
            crm.create(entity.name, action.crm_id, attributes)
            work.wrote("create_row")
        except CrmError as error:
            if error.problem.kind is not CrmProblemKind.ALREADY_THERE:
                raise
        row = crm.retrieve(entity.name, action.crm_id, entity.columns)
        state = entity.row_state(item.values, row) if row else None
        if state is not None:
            work.cycle.guard()
            crm.set_state(entity.name, action.crm_id, *state)
            work.wrote("set_state")
        work.close(intent, link)
    if not link.extra["stamped"]:
        _stamp(work, StampItem(link))


def _link_of_new_row(work: Work, crm_id: str, item: ItemView) -> Link:
    entity = work.entity
    one_way = {entry.name for entry in entity.fields if entry.direction == "to_exchange"}
    base = {name: value for name, value in item.values.items() if name not in one_way}
    stamped = not item.mine or (item.stamp_crm_id == crm_id and item.link_state == LINKED)
    extra: dict[str, Json] = {
        "stamped": stamped,
        "published": entity.name != "appointment" or item.global_object_id is not None,
        "global_id": item.global_object_id,
        "owner": work.me.user_id,
    }
    role: Role = "owner" if item.mine else "attendee"
    return Link(
        entity.name, crm_id, item.item_id, item.change_key, 0, base if item.mine else {}, role,
        attempt=item.attempt, extra=extra,
    )  # fmt: skip


def _update_row(work: Work, action: UpdateRow) -> None:
    then, entity, crm = action.then, work.entity, work.cycle.crm
    row = crm.retrieve(entity.name, then.crm_id, entity.columns)
    if row is None or row.version != action.version:
        raise Later
    attributes = entity.row_attributes(action.changes, row, work.people, work.me)
    state = entity.row_state(action.changes, row)
    with work.intended("update_row", then.crm_id, then.item_id, {"changes": dict(action.changes)}) as intent:
        opens = state is not None and state[0] in (0, 3)
        if state is not None and opens:
            _set_state(work, row, state)
        if attributes:
            work.cycle.guard()
            crm.update(entity.name, then.crm_id, attributes)
            work.wrote("update_row")
        if state is not None and not opens:
            _set_state(work, row, state)
        work.close(intent, then)


def _set_state(work: Work, row: Row, state: tuple[int, int]) -> None:
    work.cycle.guard()
    work.cycle.crm.set_state(row.logical_name, row.id, *state)
    work.wrote("set_state")


def _delete_row(work: Work, action: DeleteRow) -> None:
    link = action.link
    with work.intended("delete_row", link.crm_id, link.item_id) as intent:
        try:
            work.cycle.crm.delete(work.entity.name, link.crm_id)
            work.wrote("delete_row")
        except CrmError as error:
            if error.problem.kind is not CrmProblemKind.NOT_FOUND:
                raise
        _forget(work, intent, link.crm_id)


def _publish(work: Work, action: PublishGlobalId) -> None:
    link = work.links.get(action.link.crm_id, action.link)
    answer = work.cycle.exchange.get_items([link.item_id])[0]
    if isinstance(answer, ItemProblem):
        work.set_aside(f"exchange:{answer.item_id}", link.change_key, answer.code, answer.detail)
        return
    if answer.clean_global_object_id is None:
        return
    global_id = answer.clean_global_object_id.hex()
    with work.intended("publish_global_id", link.crm_id, link.item_id) as intent:
        work.cycle.crm.update(work.entity.name, link.crm_id, {"globalobjectid": global_id})
        work.wrote("publish_global_id")
        work.close(intent, replace(link, extra={**link.extra, "published": True, "global_id": global_id}))


def _note_answers(work: Work, action: NoteAnswers) -> None:
    """One note an attendee, its id made from row and address, so that a repeated create is the same note."""
    for address, answer in sorted(action.answers.items()):
        link = work.links.get(action.link.crm_id, action.link)
        name = work.people.name_of(address)
        text = f"Meeting response: {name} {ANSWER_WORDS[answer]}"
        note_id = str(uuid.uuid5(uuid.UUID(work.cycle.organization_id), f"answer:{link.crm_id}:{address}"))
        said: dict[str, object] = {"subject": text, "notetext": text}
        with work.intended("note_answer", link.crm_id, link.item_id, {"address": address, "answer": answer}) as intent:
            try:
                target = EntityReference(work.entity.name, link.crm_id)
                work.cycle.crm.create("annotation", note_id, {**said, "objectid": target})
            except CrmError as error:
                if error.problem.kind is not CrmProblemKind.ALREADY_THERE:
                    raise
                work.cycle.guard()
                work.cycle.crm.update("annotation", note_id, said)
            work.wrote("note_answer")
            before = link.extra.get("answers")
            answers: dict[str, Json] = {**(before if isinstance(before, dict) else {}), address: answer}
            work.close(intent, replace(link, extra={**link.extra, "answers": answers}))


# our own state only


def _save_link(work: Work, action: SaveLink) -> None:
    work.save(action.link)


def _remove_link(work: Work, action: RemoveLink) -> None:
    with work.cycle.store.writing(work.cycle.lease) as writing:
        writing.remove_link(work.entity.name, action.crm_id)
    work.links.pop(action.crm_id, None)


def _see(work: Work, action: SeeRow) -> None:
    with work.cycle.store.writing(work.cycle.lease) as writing:
        writing.see_row(work.entity.name, action.seen)


def _remember(work: Work, action: RememberItem) -> None:
    with work.cycle.store.writing(work.cycle.lease) as writing:
        writing.see_item(action.item_id, action.key)


def _report_organizer(work: Work, action: ReportMissingOrganizer) -> None:
    cycle = work.cycle
    raised = make_alert(cycle, ORGANIZER_MISSING, action.crm_id, action.crm_id, mailbox=cycle.mailbox.name)
    with cycle.store.writing(cycle.lease) as writing:
        if writing.raise_alert(raised):
            cycle.tally.alerts.append(ORGANIZER_MISSING.name)


HANDLERS: dict[type[Action], Callable[[Work, Any], None]] = {
    CreateItem: _create_item,
    CreateRow: _create_row,
    UpdateItem: _update_item,
    UpdateRow: _update_row,
    DeleteItem: _delete_item,
    DropDuplicate: _drop_duplicate,
    DeleteRow: _delete_row,
    StampItem: _stamp,
    UnlinkItem: _unlink_item,
    PublishGlobalId: _publish,
    NoteAnswers: _note_answers,
    SaveLink: _save_link,
    RemoveLink: _remove_link,
    SeeRow: _see,
    RememberItem: _remember,
    ReportMissingOrganizer: _report_organizer,
}
"""One handler for every action of syncer.actions."""
