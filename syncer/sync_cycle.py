"""One mailbox, one cycle: recover, changes, match, safety, plan, apply, mail, outcome.

A cycle may be stopped anywhere, or done twice: what it did is in the store and on the two sides, and the next one
goes on from there. A quiet cycle writes nothing on either side.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from syncer import incoming_mail, outgoing_mail
from syncer.actions import ReportMissingOrganizer, Step
from syncer.alerts import ANOTHER_HAND, ORGANIZER_MISSING, SAFETY_STOP, Channel
from syncer.apply import apply
from syncer.changes import gather
from syncer.crm_side.errors import CrmError
from syncer.crm_side.records import MAILBOX_COLUMNS, ActMethod, mailbox_from_row
from syncer.cycle_context import Cycle
from syncer.entities import ENTITIES
from syncer.entity import Entity, Me
from syncer.exchange_side.errors import EwsError
from syncer.matching import match
from syncer.outcome import Outcome
from syncer.ownership import another_hand
from syncer.people import People
from syncer.plan import Setting, plan
from syncer.recovery import recover
from syncer.retry import site_rest
from syncer.safety import guard
from syncer.settle import report, settle
from syncer.state.errors import LeaseLost
from syncer.work import Work, lower_alert, raise_alert


def run(cycle: Cycle) -> Outcome:
    """The whole cycle under ``cycle.lease``. Expected failures are in the outcome; it raises only mistakes of ours."""
    try:
        problem, held = None, _hands_off(cycle)
        if held is None:
            held = _work(cycle)
    except LeaseLost:
        return _outcome(cycle, None, None, None, lost=True)
    except (EwsError, CrmError) as error:
        problem, held = error, None
    try:
        next_due = settle(cycle, problem, held)
        report(cycle)
    except LeaseLost:
        return _outcome(cycle, None, None, None, lost=True)
    return _outcome(cycle, problem, held, next_due)


def _work(cycle: Cycle) -> str | None:
    """Answers why deletes wait for an administrator, or None."""
    me, people = Me(cycle.user_id, cycle.mailbox.email), People(cycle.crm)
    held: list[str] = []
    cycle.tally.channel = Channel.ACT
    if cycle.mailbox.enabled_act and cycle.mailbox.act_method == ActMethod.SERVER_SIDE and me.user_id:
        recover(cycle, people, me)
        for entity in ENTITIES:
            reason = _synchronize(cycle, entity, people, me)
            if reason:
                held.append(reason)
        _end_approval(cycle)
    cycle.tally.channel = Channel.INCOMING
    cycle.tally.add(incoming_mail.run(cycle))
    cycle.tally.channel = Channel.OUTGOING
    cycle.tally.add(outgoing_mail.run(cycle))
    return "; ".join(held) or None


def _synchronize(cycle: Cycle, entity: Entity, people: People, me: Me) -> str | None:
    store, mailbox_id = cycle.store, cycle.mailbox.id
    work = Work(cycle, entity, people, me)
    work.quarantined = {entry.key: entry for entry in store.quarantined(mailbox_id)}
    found = gather(work)
    matched = match(found, cycle.organization_id)
    steps = plan(matched, Setting(entity, me, cycle.organization_id, cycle.clock(), cycle.policy))
    linked = sum(1 for link in found.links if link.state == "linked")
    state = store.mailbox(mailbox_id)
    approved = state.deletes_approved if state else 0
    guarded = guard(steps, linked, approved, cycle.policy)
    if guarded.reason:
        raise_alert(cycle, SAFETY_STOP, entity.name, guarded.reason)
    else:
        lower_alert(cycle, SAFETY_STOP, entity.name)
    apply(work, guarded.steps)
    _lower_organizer_alerts(work, guarded.steps)
    if guarded.approval_used:
        with store.writing(cycle.lease) as writing:
            writing.set_mailbox(deletes_approved=approved - guarded.approval_used)
    return guarded.reason


def _end_approval(cycle: Cycle) -> None:
    """An approval of deletes is for one whole cycle, used or not: what is left must not permit another day's loss."""
    state = cycle.store.mailbox(cycle.mailbox.id)
    if state is not None and state.deletes_approved:
        with cycle.store.writing(cycle.lease) as writing:
            writing.set_mailbox(deletes_approved=0)


def _lower_organizer_alerts(work: Work, steps: Iterable[Step]) -> None:
    """One that was planned again without the complaint has its organizer now; one that isn't known any more is gone."""
    cycle, name = work.cycle, work.entity.name
    raised = {one.subject for one in cycle.store.alerts(cycle.mailbox.id) if one.code == ORGANIZER_MISSING.name}
    if not raised or name != "appointment":
        return
    planned = {step.crm_id: any(isinstance(one, ReportMissingOrganizer) for one in step.actions) for step in steps}
    known = {*cycle.store.seen_rows(cycle.mailbox.id, name), *work.links}
    for crm_id in raised:
        if not planned.get(crm_id, crm_id in known):
            lower_alert(cycle, ORGANIZER_MISSING, crm_id)


def _hands_off(cycle: Cycle) -> str | None:
    """Reads Microsoft's columns once more: a mailbox that another hand works on stops, with an alert of ours only."""
    row = cycle.crm.retrieve("mailbox", cycle.mailbox.id, MAILBOX_COLUMNS)
    reason = another_hand(mailbox_from_row(row), cycle.store.mailbox(cycle.mailbox.id)) if row else "the row is gone"
    if reason is not None:
        raise_alert(cycle, ANOTHER_HAND, "ownership", reason, publish=False)
    else:
        lower_alert(cycle, ANOTHER_HAND, "ownership")
    return reason


def _outcome(
    cycle: Cycle, problem: Exception | None, held: str | None, due: datetime | None, *, lost: bool = False
) -> Outcome:
    tally = cycle.tally
    return Outcome(
        cycle.mailbox.id, cycle.mailbox.email, dict(tally.counts), tally.quarantined, tuple(tally.alerts), tally.writes,
        due, str(problem) if problem else None, held, lost, site_rest=site_rest(problem),
    )  # fmt: skip
