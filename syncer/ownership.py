"""Whose mailbox is it. Microsoft's own service may be working the same rows: then we stop, and say so.

A mailbox is ours only if the settings list it, or name all of the organization's. Another hand shows in three columns
that only Microsoft's service writes: hostid, lastsyncstartedon, processinglastattemptedon.
"""

from __future__ import annotations

from dataclasses import dataclass

from syncer.crm_side.records import MailboxRecord
from syncer.settings import OwnershipSettings
from syncer.state.values import MailboxState


@dataclass(frozen=True, slots=True)
class Judgement:
    """``ours``: the settings give us the mailbox; ``another_hand``: why we keep off all the same."""

    ours: bool
    another_hand: str | None
    reason: str


def judge_mailbox(ownership: OwnershipSettings, mailbox: MailboxRecord, state: MailboxState | None) -> Judgement:
    """Pure. ``state`` is what we kept of earlier cycles, None before the first one."""
    if ownership.mode != "all" and mailbox.email not in ownership.mailboxes:
        return Judgement(False, None, f"{mailbox.email} is not listed in [ownership] mailboxes")
    hand = another_hand(mailbox, state)
    if hand is not None:
        return Judgement(True, hand, f"{mailbox.email}: {hand}")
    return Judgement(True, None, f"{mailbox.email} is ours")


def another_hand(mailbox: MailboxRecord, state: MailboxState | None) -> str | None:
    """What shows that another service works this mailbox, or None.

    Before we own it, any trace counts; afterwards, every trace that differs from the one we saw. A mailbox that
    Microsoft's service left for good is taken over by an administrator (``Store.take_over``).
    """
    traces: tuple[tuple[str, object, object], ...] = (
        ("hostid", mailbox.host_id or None, state.seen_host if state else None),
        ("lastsyncstartedon", mailbox.last_sync_started_on, state.seen_sync_started if state else None),
        (
            "processinglastattemptedon",
            mailbox.processing_last_attempted_on,
            state.seen_processing_attempted if state else None,
        ),
    )
    moved = [f"{column} is {now}" for column, now, seen in traces if now is not None and now != seen]
    if not moved:
        return None
    return "the organization's own synchronization service works on it (" + ", ".join(moved) + ")"
