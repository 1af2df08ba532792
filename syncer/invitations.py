"""Sending a meeting: always a step of its own, with its own intent, and a compare-and-swap on the server.

The call writes our marker (the intent's id) and sends, only if the item is still at the ChangeKey that was read.
Whoever comes second, a frozen worker or a recovery, gets a conflict, reads the marker and knows that it was sent.
"""

from __future__ import annotations

from dataclasses import replace

from syncer.exchange_side.errors import EwsError, ProblemKind
from syncer.exchange_side.side import ItemProblem, ItemRef
from syncer.state.values import Intent, Link
from syncer.work import Work

ATTEMPTS = 3


def wanted(work: Work, link: Link) -> Intent:
    """The intent to send, to be written in the transaction that closes the create or the update."""
    payload = {"change_key": link.change_key}
    return Intent(work.cycle.new_id(), "send_meeting", "planned", link.entity, link.crm_id, link.item_id, payload)


def send(work: Work, intent: Intent) -> None:
    """The first try, right after the create or the update. Raises EwsError, LeaseLost; the intent then stays open."""
    link = work.links[intent.crm_id]
    known = str(intent.payload.get("change_key") or link.change_key)
    if link.change_key not in ("", known):
        finish(work, intent)
        return
    try:
        _send_at(work, intent, ItemRef(intent.item_id, known))
    except EwsError as error:
        if error.problem.kind is not ProblemKind.STALE:
            raise
        finish(work, intent)


def finish(work: Work, intent: Intent) -> None:
    """An intent to send that may or may not have been carried out: the marker on the item tells.

    A meeting that has begun meanwhile, or is gone, isn't sent any more. Raises EwsError, CrmError, LeaseLost.
    """
    for _ in range(ATTEMPTS):
        answer = work.cycle.exchange.get_items([intent.item_id])[0]
        if isinstance(answer, ItemProblem):
            work.close(intent)
            return
        view = work.entity.read_item(answer, work.people, work.me)
        if view.marker == intent.id:
            link = work.links.get(intent.crm_id)
            work.close(intent, replace(link, change_key="") if link else None)
            return
        if not work.entity.tells_attendees(view.values, work.cycle.clock()):
            work.close(intent)
            return
        try:
            _send_at(work, intent, answer.ref, current=False)
        except EwsError as error:
            if error.problem.kind is not ProblemKind.STALE:
                raise
        else:
            return


def _send_at(work: Work, intent: Intent, ref: ItemRef, *, current: bool = True) -> None:
    """Sends, and closes the intent. ``current``: the item is as we left it, so the new change key is our own echo."""
    cycle = work.cycle
    cycle.store.advance_intent(cycle.lease, intent.id, "calling")
    cycle.guard()
    new = cycle.exchange.send_meeting(ref, intent.id)
    work.wrote("send_meeting")
    link = work.links.get(intent.crm_id)
    if link is None:
        work.close(intent)
        return
    known = current or link.change_key == ref.change_key
    work.close(intent, replace(link, change_key=new.change_key if known else ""))
