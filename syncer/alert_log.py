"""Alerts are written to CRM as tracelog rows on the mailbox (Learn, entity tracelog): the alert wall.

Our state says which alerts there are. `publish_alerts` makes the wall say the same: it creates the rows of new alerts
and deletes those whose reason is gone (tracelog has Create and Delete only; that a row goes with its reason is our
choice). Rows that somebody deletes on the wall stay deleted.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from syncer.alert_kind import LONGEST_TEXT
from syncer.alerts import ALERTS, Alert
from syncer.crm_side.errors import CrmError, CrmProblemKind
from syncer.crm_side.side import CrmSide, EntityReference, OptionSet
from syncer.state.store import Store

_TRACE_CODES = {kind.name: kind.code for kind in ALERTS}


@dataclass(frozen=True, slots=True)
class WallChanges:
    """How many rows came to the alert wall, and how many left it."""

    published: int = 0
    withdrawn: int = 0


def alert_row_id(mailbox_id: str, alert: Alert, occasion: str) -> str:
    """The tracelog's id: one occasion (a scheduled test) raises one alert of a kind, however often it is written."""
    return str(uuid.uuid5(uuid.UUID(mailbox_id), f"alert:{alert.kind.code}:{occasion}"))


def publish_alerts(store: Store, crm: CrmSide, may_write: Callable[[str], bool]) -> WallChanges:
    """Take alerts without a reason off the alert wall, then put new ones there, each once. Raises `CrmError`.

    `may_write` says of a mailbox whether it is ours now: about one that another hand works on nothing is written, and
    what is to be said waits.
    """
    withdrawn = published = 0
    for identity, mailbox_id in store.withdrawn_alerts():
        if may_write(mailbox_id):
            withdrawn += _delete(crm, identity)
            store.forget_withdrawn(identity)
    for raised in store.alerts(unpublished=True):
        if not may_write(raised.mailbox_id):
            continue
        attributes: dict[str, object] = {
            "text": raised.text[:LONGEST_TEXT],
            "level": OptionSet(raised.level),
            "tracecode": _TRACE_CODES.get(raised.code, 0),
            "regardingobjectid": EntityReference("mailbox", raised.mailbox_id),
        }
        if raised.details:
            attributes["errordetails"] = raised.details
        published += _create(crm, raised.id, attributes)
        if not store.mark_published(raised.id):
            _delete(crm, raised.id)
    return WallChanges(published, withdrawn)


def _create(crm: CrmSide, identity: str, attributes: dict[str, object]) -> bool:
    try:
        crm.create("tracelog", identity, attributes)
    except CrmError as error:
        if error.problem.kind is not CrmProblemKind.ALREADY_THERE:
            raise
        return False
    return True


def _delete(crm: CrmSide, identity: str) -> bool:
    try:
        crm.delete("tracelog", identity)
    except CrmError as error:
        if error.problem.kind is not CrmProblemKind.NOT_FOUND:
            raise
        return False
    return True
