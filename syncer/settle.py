"""How a cycle ends: when the mailbox is looked at next, what is disabled, and what the mailbox row says."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from syncer.alerts import CHANNEL_FAILURES, Channel, Failure
from syncer.channels import COLUMNS, disabled_subject, enabled_channels, failure_of
from syncer.crm_side.errors import CrmError
from syncer.cycle_context import Cycle
from syncer.exchange_side.errors import EwsError
from syncer.retry import decide
from syncer.work import raise_alert


def settle(cycle: Cycle, error: EwsError | CrmError | None, held: str | None) -> datetime:
    """When the mailbox is looked at next, and whether it or its site rests till then."""
    store, now = cycle.store, cycle.clock()
    state = store.mailbox(cycle.mailbox.id)
    if error is None:
        due = now + cycle.policy.poll
        fine = {"backoff_until": None, "transient_failures": 0, "disabled_reason": None, "last_finished_at": now}
        with store.writing(cycle.lease) as writing:
            writing.set_mailbox(next_due_at=due, held_reason=held, **fine)
            if cycle.tally.channel is not None:
                for channel in enabled_channels(cycle.mailbox):
                    writing.clear_alerts(None, disabled_subject(channel))
        return due
    before = state.transient_failures if state else 0
    early = state is not None and state.backoff_until is not None and now < state.backoff_until
    decision = decide(error, max(0, before - 1) if early else before)
    due = now + decision.wait
    disabled = cycle.tally.channel if decision.permanent and isinstance(error, EwsError) else None
    others = disabled is not None and set(enabled_channels(cycle.mailbox)) != {disabled}
    with store.writing(cycle.lease) as writing:
        if others:
            writing.set_mailbox(next_due_at=now, backoff_until=None, transient_failures=0)
        else:
            writing.set_mailbox(next_due_at=due, backoff_until=due, transient_failures=decision.failures)
            if decision.permanent:
                writing.set_mailbox(disabled_reason=str(error.problem))
    if decision.site_wait is not None and state is not None:
        store.back_off_site(state.site, due)
    if disabled is not None and isinstance(error, EwsError):
        _disable(cycle, disabled, error)
    return now if others else due


def _disable(cycle: Cycle, channel: Channel, error: EwsError) -> None:
    """A permanent failure disables the channel that met it, and an alert says why in that channel's words.

    Documented (Learn, "Troubleshooting and things to know about server-side synchronization"): a permanent error
    disables at once, and each text speaks of one channel ("has been disabled for receiving email"). Our choice: the
    other channels go on. What concerns them too, such as a missing impersonation right, each of them meets by itself
    the next time that it asks Exchange for something, and is disabled with its own words. Test & Enable brings a
    channel back.
    """
    failure = failure_of(error.problem)
    kind = CHANNEL_FAILURES[channel, Failure.UNKNOWN if failure is Failure.GENERAL_ACCESS else failure]
    raise_alert(cycle, kind, disabled_subject(channel), str(error.problem))
    cycle.guard()
    with suppress(CrmError):
        cycle.crm.update("mailbox", cycle.mailbox.id, {COLUMNS[channel].enabled: False})
        cycle.tally.writes += 1


def report(cycle: Cycle) -> None:
    """The number of items set aside, in the mailbox row; written only when it changed, not beside another hand.

    A CRM that does not take it, or answers something unreadable, is told again by the next cycle.
    """
    if cycle.tally.channel is None:
        return
    store = cycle.store
    state = store.mailbox(cycle.mailbox.id)
    failed = str(len(store.quarantined(cycle.mailbox.id)))
    if state is None or (state.reported or "0") == failed:
        return
    cycle.guard()
    try:
        cycle.crm.update("mailbox", cycle.mailbox.id, {"itemsfailedforlastsync": int(failed)})
    except CrmError:
        return
    cycle.tally.writes += 1
    with store.writing(cycle.lease) as writing:
        writing.set_mailbox(reported=failed)
