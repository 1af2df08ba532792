"""The alert wall of mailboxes: tracelog rows (Learn, entity tracelog), and alerts that are kept with our state only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from syncer.administration.command import Record
from syncer.administration.mailboxes import chosen
from syncer.alerts import Level
from syncer.configuration import fetch, read_configuration
from syncer.crm_side.side import CrmSide, EntityReference, Row
from syncer.state.values import Alert

COLUMNS = ("tracelogid", "text", "level", "tracecode", "regardingobjectid", "createdon")


def list_alerts(crm: CrmSide, wanted: Sequence[str], kept: Sequence[Alert]) -> list[Record]:
    """The alerts of these mailboxes (all for none named), oldest first, each once.

    `kept` are those in our state that are not on the wall: on an organization that another service works on, nothing is
    written to CRM and they are the only place that says why a mailbox stands still.
    """
    configuration = read_configuration(crm)
    addresses = {mailbox.id: mailbox.email for mailbox in chosen(configuration, wanted)}
    rows = crm.retrieve_multiple(fetch("tracelog", COLUMNS, order="createdon"))
    published = {row.id for row in rows}
    records = [record for row in rows if (record := _row_record(row, addresses, every=not wanted)) is not None]
    records += [
        {
            "created_on": alert.at,
            "level": Level(alert.level).name.lower(),
            "mailbox": addresses[alert.mailbox_id],
            "text": alert.text,
        }
        for alert in kept
        if alert.mailbox_id in addresses and alert.id not in published
    ]
    return records


def _row_record(row: Row, addresses: Mapping[str, str], *, every: bool) -> Record | None:
    regarding = row.attributes.get("regardingobjectid")
    if not isinstance(regarding, EntityReference) or not (every or regarding.id in addresses):
        return None
    level = row.attributes.get("level")
    return {
        "created_on": row.attributes.get("createdon"),
        "level": Level(level).name.lower() if isinstance(level, int) else None,
        "mailbox": addresses.get(regarding.id, regarding.name),
        "text": row.attributes.get("text"),
    }
