"""Alerts of the mail flows, kept with the state until they are published on the alert wall."""

from __future__ import annotations

from uuid import UUID, uuid5

from syncer.alert_kind import AlertKind, alert
from syncer.cycle_context import Cycle
from syncer.state.values import Alert
from syncer.state.writing import Writing


def raise_alert(cycle: Cycle, writing: Writing, kind: AlertKind, about: str, /, **words: str) -> None:
    """Raise an alert once for a thing (an item, an e-mail); its id is the same however often it is tried."""
    names = {"mailbox": cycle.mailbox.name or cycle.mailbox.email, "profile": cycle.profile.name, **words}
    made = alert(kind, "", **{name: names[name] for name in kind.parameters})
    raised = writing.raise_alert(
        Alert(
            id=str(uuid5(UUID(cycle.mailbox.id), f"alert:{kind.code}:{about}")),
            mailbox_id=cycle.mailbox.id,
            code=kind.name,
            subject=about,
            level=int(kind.level),
            text=made.text,
            at=cycle.clock(),
        )
    )
    if raised:
        cycle.tally.alerts.append(kind.name)
