"""One entity's work in one cycle: who, where, and the links as they are after each write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from syncer.alerts import ITEM_QUARANTINED, ROW_REFUSED, SERIES_NOT_TAKEN, AlertKind, alert
from syncer.cycle_context import Cycle
from syncer.entity import Entity, Me
from syncer.people import People
from syncer.retry import AGAIN
from syncer.state.values import Alert, Change, Intent, Json, Link, Quarantined

SERIES = "RecurringSeries"
"""The code under which a marked series is set aside."""


@dataclass(slots=True)
class Work:
    """``links`` by CRM id, always as they are in the store."""

    cycle: Cycle
    entity: Entity
    people: People
    me: Me
    links: dict[str, Link] = field(default_factory=dict)
    quarantined: dict[str, Quarantined] = field(default_factory=dict)

    def save(self, link: Link) -> None:
        """Writes a link. Raises LeaseLost."""
        with self.cycle.store.writing(self.cycle.lease) as writing:
            writing.put_link(link)
        self.links[link.crm_id] = link

    @contextmanager
    def intended(
        self, action: str, crm_id: str, item_id: str = "", payload: Mapping[str, Json] | None = None
    ) -> Iterator[Intent]:
        """Writes the intent and checks the lease; the block makes the call and closes the intent. Raises LeaseLost.

        A block that raises leaves the intent open for the next cycle's recovery.
        """
        intent = Intent(self.cycle.new_id(), action, "planned", self.entity.name, crm_id, item_id, dict(payload or {}))
        self.cycle.store.open_intent(self.cycle.lease, intent)
        self.cycle.guard()
        yield intent

    def close(self, intent: Intent, link: Link | None = None, follow: Intent | None = None) -> None:
        """The intent out, the link in, and the next intent in, together. Raises LeaseLost."""
        with self.cycle.store.writing(self.cycle.lease) as writing:
            writing.close_intent(intent.id, link)
            if follow is not None:
                writing.open_intent(follow)
        if link is not None:
            self.links[link.crm_id] = link

    def wrote(self, name: str) -> None:
        """One more call that changed something remotely."""
        self.cycle.tally.writes += 1
        self.cycle.tally.count(name)

    def set_aside(self, key: str, version: str, code: str, detail: str) -> None:
        """Quarantines one item or row and raises its alert once. Raises LeaseLost."""
        cycle = self.cycle
        entry = Quarantined(key, self.entity.folder, version, code, detail, cycle.clock())
        known = self.quarantined.get(key)
        if known is not None and (known.version, known.code) == (version, code):
            if entry.at >= known.at + AGAIN:
                with cycle.store.writing(cycle.lease) as writing:
                    writing.quarantine(entry)
            return
        item = key.startswith("exchange:")
        kind = ITEM_QUARANTINED if item else ROW_REFUSED
        subject = key.partition(":")[2]
        words = {"item": subject, "row": subject, "mailbox": cycle.mailbox.name or cycle.mailbox.email}
        with cycle.store.writing(cycle.lease) as writing:
            writing.quarantine(entry)
            if writing.raise_alert(make_alert(cycle, kind, key, f"{code} {detail}", reason=code, **words)):
                cycle.tally.alerts.append(kind.name)
        self.quarantined[key] = entry
        cycle.tally.quarantined += 1

    def leave_series(self, item_id: str, title: str) -> None:
        """A series that a user marked isn't taken: it counts as set aside, with one alert. Raises LeaseLost."""
        cycle, key = self.cycle, f"exchange:{item_id}"
        known = self.quarantined.get(key)
        if known is not None and cycle.clock() < known.at + AGAIN:
            return
        entry = Quarantined(key, self.entity.folder, "", SERIES, title, cycle.clock())
        words = {"item": title, "mailbox": cycle.mailbox.name or cycle.mailbox.email}
        with cycle.store.writing(cycle.lease) as writing:
            writing.quarantine(entry)
            if writing.raise_alert(make_alert(cycle, SERIES_NOT_TAKEN, key, item_id, **words)):
                cycle.tally.alerts.append(SERIES_NOT_TAKEN.name)
        self.quarantined[key] = entry
        cycle.tally.quarantined += known is None

    def take_back(self, key: str) -> None:
        """What was set aside works again, or is gone. Raises LeaseLost."""
        if self.quarantined.pop(key, None) is None:
            return
        with self.cycle.store.writing(self.cycle.lease) as writing:
            writing.release(key)

    def drop_changes(self, item_ids: tuple[str, ...]) -> None:
        """These items' changes are worked. Raises LeaseLost."""
        if not item_ids:
            return
        with self.cycle.store.writing(self.cycle.lease) as writing:
            for item_id in item_ids:
                writing.drop_change(self.entity.folder, item_id)

    def expect_deleted(self, item_id: str) -> None:
        """The server says the item is gone: the next cycle decides about it as about any deletion."""
        change = Change(self.entity.folder, item_id, "", "delete", "")
        with self.cycle.store.writing(self.cycle.lease) as writing:
            writing.put_change(change)


def make_alert(cycle: Cycle, kind: AlertKind, subject: str, details: str, /, **words: str) -> Alert:
    """A row of the alert table from an entry of the catalogue."""
    given = {name: value for name, value in words.items() if name in kind.parameters}
    made = alert(kind, details, **given)
    identity, level = cycle.new_id(), int(kind.level)
    return Alert(identity, cycle.mailbox.id, kind.name, subject, level, made.text, cycle.clock(), made.details)


def raise_alert(cycle: Cycle, kind: AlertKind, subject: str, reason: str, *, publish: bool = True) -> None:
    """Keeps an alert about the mailbox, once per subject. Raises LeaseLost."""
    words = {"mailbox": cycle.mailbox.name or cycle.mailbox.email, "profile": cycle.profile.name, "subject": ""}
    raised = make_alert(cycle, kind, subject, reason, reason=reason, **words)
    with cycle.store.writing(cycle.lease) as writing:
        if writing.raise_alert(raised, publish=publish):
            cycle.tally.alerts.append(kind.name)


def lower_alert(cycle: Cycle, kind: AlertKind, subject: str) -> None:
    """The reason of an alert is gone; nothing is written when it wasn't raised. Raises LeaseLost."""
    if any((one.code, one.subject) == (kind.name, subject) for one in cycle.store.alerts(cycle.mailbox.id)):
        with cycle.store.writing(cycle.lease) as writing:
            writing.clear_alerts(kind.name, subject)
