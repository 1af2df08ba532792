"""How a cycle ends: when the mailbox is looked at next, what is disabled, and what the mailbox row says."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from syncer.alerts import CHANNEL_FAILURES, Channel, Failure
from syncer.crm_side.errors import CrmError, CrmProblemKind
from syncer.cycle_context import Cycle
from syncer.exchange_side.errors import EwsError, ProblemKind
from syncer.retry import decide
from syncer.work import raise_alert

FAILURES: dict[ProblemKind, Failure] = {
    ProblemKind.DENIED: Failure.CREDENTIALS,
    ProblemKind.UNAUTHORIZED: Failure.CREDENTIALS,
    ProblemKind.UNTRUSTED: Failure.SECURE_CONNECTION,
    ProblemKind.NO_MAILBOX: Failure.NO_MAILBOX,
}


def settle(cycle: Cycle, error: EwsError | CrmError | None, held: str | None) -> datetime:
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
    raise_alert(cycle, kind, "disabled", str(error.problem))
    columns = ("enabledforact", "enabledforincomingemail", "enabledforoutgoingemail")
    cycle.guard()
    with suppress(CrmError):
        cycle.crm.update("mailbox", cycle.mailbox.id, dict.fromkeys(columns, False))
        cycle.tally.writes += 1


def report(cycle: Cycle) -> None:
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
