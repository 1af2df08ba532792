"""Alerts are written to CRM as tracelog rows on the mailbox (Learn, entity tracelog): the alert wall."""

from __future__ import annotations

import uuid

from syncer.alert_kind import LONGEST_TEXT
from syncer.alerts import ALERTS, Alert
from syncer.crm_side.errors import CrmError, CrmProblemKind
from syncer.crm_side.side import CrmSide, EntityReference, OptionSet
from syncer.state.store import Store

_TRACE_CODES = {kind.name: kind.code for kind in ALERTS}


def alert_row_id(mailbox_id: str, alert: Alert, occasion: str) -> str:
    """The tracelog's id: one occasion (a scheduled test, an item put aside) raises one alert of a kind, however often
    it is written."""
    return str(uuid.uuid5(uuid.UUID(mailbox_id), f"alert:{alert.kind.code}:{occasion}"))


def write_alert(crm: CrmSide, mailbox_id: str, alert: Alert, occasion: str) -> bool:
    """Write the alert unless this occasion's is there already; answers whether it was written. Raises `CrmError`."""
    attributes: dict[str, object] = {
        "text": alert.text,
        "level": OptionSet(int(alert.level)),
        "tracecode": alert.kind.code,
        "regardingobjectid": EntityReference("mailbox", mailbox_id),
    }
    if alert.details:
        attributes["errordetails"] = alert.details
    return _create(crm, alert_row_id(mailbox_id, alert, occasion), attributes)


def publish_alerts(store: Store, crm: CrmSide) -> int:
    """Put the cycles' alerts onto the alert wall, each once; answers how many. Raises `CrmError`."""
    published = 0
    for raised in store.alerts(unpublished=True):
        attributes: dict[str, object] = {
            "text": raised.text[:LONGEST_TEXT],
            "level": OptionSet(raised.level),
            "tracecode": _TRACE_CODES.get(raised.code, 0),
            "regardingobjectid": EntityReference("mailbox", raised.mailbox_id),
        }
        published += _create(crm, raised.id, attributes)
        store.mark_published(raised.id)
    return published


def _create(crm: CrmSide, identity: str, attributes: dict[str, object]) -> bool:
    try:
        crm.create("tracelog", identity, attributes)
    except CrmError as error:
        if error.problem.kind is not CrmProblemKind.ALREADY_THERE:
            raise
        return False
    return True
