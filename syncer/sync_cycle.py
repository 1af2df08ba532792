"""One mailbox, one cycle: recover, changes, match, safety, plan, apply, mail, outcome.

A cycle may be stopped anywhere, or done twice: what it did is in the store and on the two sides, and the next one
goes on from there. A quiet cycle writes nothing on either side.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from syncer import incoming_mail, outgoing_mail
from syncer.alerts import ANOTHER_HAND, CHANNEL_FAILURES, SAFETY_STOP, AlertKind, Channel, Failure
from syncer.apply import apply
from syncer.changes import gather
from syncer.crm_side.errors import CrmError, CrmProblemKind
from syncer.crm_side.records import MAILBOX_COLUMNS, ActMethod, mailbox_from_row
from syncer.cycle_context import Cycle
from syncer.entities import ENTITIES
from syncer.entity import Entity, Me
from syncer.exchange_side.errors import EwsError, ProblemKind
from syncer.matching import match
from syncer.outcome import Outcome
from syncer.ownership import another_hand
from syncer.people import People
from syncer.plan import Setting, plan
from syncer.recovery import recover
from syncer.retry import decide
from syncer.safety import guard
from syncer.state.errors import LeaseLost
from syncer.work import Work, make_alert

FAILURES: dict[ProblemKind, Failure] = {
    ProblemKind.DENIED: Failure.CREDENTIALS,
    ProblemKind.UNAUTHORIZED: Failure.CREDENTIALS,
    ProblemKind.UNTRUSTED: Failure.SECURE_CONNECTION,
    ProblemKind.NO_MAILBOX: Failure.NO_MAILBOX,
}


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
        next_due = _settle(cycle, problem, held)
        _report(cycle)
    except LeaseLost:
        return _outcome(cycle, None, None, None, lost=True)
    return _outcome(cycle, problem, held, next_due)


def _work(cycle: Cycle) -> str | None:
    """Answers why deletes wait for an administrator, or None."""
    me, people = Me(cycle.user_id, cycle.mailbox.email), People(cycle.crm)
    held: list[str] = []
    if cycle.mailbox.enabled_act and cycle.mailbox.act_method == ActMethod.SERVER_SIDE and me.user_id:
        recover(cycle, people, me)
        for entity in ENTITIES:
            reason = _synchronize(cycle, entity, people, me)
            if reason:
                held.append(reason)
    cycle.tally.add(incoming_mail.run(cycle))
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
        _raise(cycle, SAFETY_STOP, entity.name, guarded.reason)
    apply(work, guarded.steps)
    if approved and not guarded.reason and any(step.loss for step in steps):
        with store.writing(cycle.lease) as writing:
            writing.set_mailbox(deletes_approved=0)
            writing.clear_alerts(SAFETY_STOP.name, entity.name)
    return guarded.reason


def _hands_off(cycle: Cycle) -> str | None:
    """Reads Microsoft's columns once more: a mailbox that another hand works on stops, with an alert of ours only."""
    row = cycle.crm.retrieve("mailbox", cycle.mailbox.id, MAILBOX_COLUMNS)
    reason = another_hand(mailbox_from_row(row), cycle.store.mailbox(cycle.mailbox.id)) if row else "the row is gone"
    if reason is not None:
        _raise(cycle, ANOTHER_HAND, "ownership", reason, publish=False)
    return reason


def _raise(cycle: Cycle, kind: AlertKind, subject: str, reason: str, *, publish: bool = True) -> None:
    words = {"mailbox": cycle.mailbox.name or cycle.mailbox.email, "profile": cycle.profile.name, "subject": ""}
    raised = make_alert(cycle, kind, subject, reason, reason=reason, **words)
    with cycle.store.writing(cycle.lease) as writing:
        if writing.raise_alert(raised, publish=publish):
            cycle.tally.alerts.append(kind.name)


def _settle(cycle: Cycle, error: EwsError | CrmError | None, held: str | None) -> datetime:
    """When the mailbox is looked at next, and whether it or its site rests till then."""
    store, now = cycle.store, cycle.clock()
    state = store.mailbox(cycle.mailbox.id)
    if error is None:
        due = now + cycle.policy.poll
        fine = {"backoff_until": None, "transient_failures": 0, "disabled_reason": None, "last_finished_at": now}
        with store.writing(cycle.lease) as writing:
            writing.set_mailbox(next_due_at=due, held_reason=held, **fine)
        return due
    before = state.transient_failures if state else 0
    early = state is not None and state.backoff_until is not None and now < state.backoff_until
    decision = decide(error, max(0, before - 1) if early else before)
    due = now + decision.wait
    with store.writing(cycle.lease) as writing:
        writing.set_mailbox(next_due_at=due, backoff_until=due, transient_failures=decision.failures)
        if decision.permanent:
            writing.set_mailbox(disabled_reason=str(error.problem))
    if decision.site_wait is not None and state is not None:
        store.back_off_site(state.site, due)
    if decision.permanent and isinstance(error, EwsError):
        _disable(cycle, error)
    return due


def _disable(cycle: Cycle, error: EwsError) -> None:
    """A permanent failure: the mailbox row says so, and an alert why. Test & Enable brings the mailbox back."""
    kind = CHANNEL_FAILURES[Channel.ACT, FAILURES.get(error.problem.kind, Failure.UNKNOWN)]
    _raise(cycle, kind, "disabled", str(error.problem))
    columns = ("enabledforact", "enabledforincomingemail", "enabledforoutgoingemail")
    cycle.guard()
    with suppress(CrmError):
        cycle.crm.update("mailbox", cycle.mailbox.id, dict.fromkeys(columns, False))
        cycle.tally.writes += 1


def _report(cycle: Cycle) -> None:
    """The number of items set aside, in the mailbox row; written only when it changed."""
    store = cycle.store
    state = store.mailbox(cycle.mailbox.id)
    failed = str(len(store.quarantined(cycle.mailbox.id)))
    if state is None or (state.reported or "0") == failed:
        return
    cycle.guard()
    try:
        cycle.crm.update("mailbox", cycle.mailbox.id, {"itemsfailedforlastsync": int(failed)})
    except CrmError as error:
        if error.problem.kind not in (CrmProblemKind.REFUSED, CrmProblemKind.UNREACHABLE, CrmProblemKind.THROTTLED):
            raise
        return
    cycle.tally.writes += 1
    with store.writing(cycle.lease) as writing:
        writing.set_mailbox(reported=failed)


def _outcome(
    cycle: Cycle, problem: Exception | None, held: str | None, due: datetime | None, *, lost: bool = False
) -> Outcome:
    tally = cycle.tally
    return Outcome(
        cycle.mailbox.id, cycle.mailbox.email, dict(tally.counts), tally.quarantined, tuple(tally.alerts), tally.writes,
        due, str(problem) if problem else None, held, lost,
    )  # fmt: skip
