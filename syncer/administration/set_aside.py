"""`tagus-syncer quarantine` and `conflicts`: what a cycle set aside or overwrote. Only our own state is looked at."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from syncer.administration.command import CommandError, Record
from syncer.settings import Settings
from syncer.state.holder import owner_name
from syncer.state.store import Store
from syncer.state.values import Change, Link, MailboxState, Quarantined
from syncer.state.writing import Writing

EXCERPT = 80
"""Characters of a value that are shown: enough to know it again, not the text of a letter."""

_INBOX, _MESSAGE = "inbox", "Message"


def known_mailboxes(store: Store, wanted: Sequence[str]) -> list[MailboxState]:
    """The mailboxes that were ever worked, by address or the part before the @; all of them when none is named.

    Raises `CommandError` for a word that is none of them, or more than one.
    """
    known = sorted(store.mailboxes(), key=lambda state: state.address)
    if not wanted:
        return known
    found = []
    for word in wanted:
        matches = [state for state in known if word.lower() in (state.address, state.address.partition("@")[0])]
        if len(matches) != 1:
            what = "has not been synchronized yet" if not matches else "is more than one mailbox"
            raise CommandError(f"{word!r} {what}: see `tagus-syncer status`")
        found += matches
    return found


def list_quarantine(store: Store, wanted: Sequence[str]) -> list[Record]:
    """One record for each item or row that is set aside, the oldest first."""
    return [
        {
            "mailbox": state.address,
            "since": entry.at,
            "folder": entry.folder,
            "reason": entry.code,
            "detail": excerpt(entry.detail),
            "item": entry.key,
        }
        for state in known_mailboxes(store, wanted)
        for entry in sorted(store.quarantined(state.mailbox_id), key=lambda entry: entry.at)
    ]


def release_items(
    settings: Settings, store: Store, wanted: Sequence[str], items: Sequence[str], now: datetime
) -> list[str]:
    """Try these items (all for none given) again in the next cycle; their alerts go. Answers their names.

    Raises `CommandError` for an item that is not set aside, and while a worker is at the mailbox.
    """
    chosen = [
        (state, [entry for entry in store.quarantined(state.mailbox_id) if not items or entry.key in items])
        for state in known_mailboxes(store, wanted)
    ]
    missing = set(items) - {entry.key for _, entries in chosen for entry in entries}
    if missing:
        raise CommandError(f"{min(missing)} is not set aside: see `tagus-syncer quarantine`")
    for state, entries in chosen:
        if entries:
            _release(settings, store, state, entries, now)
    return [entry.key for _, entries in chosen for entry in entries]


def _release(
    settings: Settings, store: Store, state: MailboxState, entries: Iterable[Quarantined], now: datetime
) -> None:
    owner, duration = owner_name(f"release-{uuid.uuid4()}"), timedelta(seconds=settings.lease_seconds)
    lease = store.acquire_lease(state.mailbox_id, owner, now, duration)
    if lease is None:
        raise CommandError(f"{state.address} is being worked on: try again in a moment")
    links = {(link.entity, link.crm_id): link for link in store.links(state.mailbox_id)}
    try:
        with store.writing(lease) as writing:
            for entry in entries:
                writing.release(entry.key)
                _ask_again(writing, entry, links)
            writing.set_mailbox(next_due_at=now)
    finally:
        store.release_lease(lease)


def _ask_again(writing: Writing, entry: Quarantined, links: dict[tuple[str, str], Link]) -> None:
    """Make the next cycle look: at an item as if it had changed, at a row as if it had not been seen.

    A row without a link may be one to be made from an item: the item is listed still. (Listing the whole folder
    again would hide deletions that nobody has seen yet.)
    """
    side, _, name = entry.key.partition(":")
    if side == "exchange":
        item_class = _MESSAGE if entry.folder == _INBOX else ""
        writing.put_change(Change(entry.folder, name, entry.version, "update", item_class))
        return
    entity, _, crm_id = name.partition(":")
    link = links.get((entity, crm_id))
    if link is not None:
        writing.put_link(replace(link, change_key=""))
        return
    writing.forget_row(entity, crm_id)


def list_conflicts(store: Store, wanted: Sequence[str]) -> list[Record]:
    """One record for each field that both sides changed: the value agreed on before, both new ones, which stayed."""
    return [
        {
            "mailbox": state.address,
            "at": conflict.at,
            "record": f"{conflict.entity} {conflict.crm_id}",
            "field": conflict.field,
            "before": excerpt(conflict.base),
            "crm": excerpt(conflict.crm_value),
            "exchange": excerpt(conflict.exchange_value),
            "kept": conflict.winner,
        }
        for state in known_mailboxes(store, wanted)
        for conflict in store.conflicts(state.mailbox_id)
    ]


def excerpt(value: object) -> str | None:
    """The beginning of a value in one line; None stays None."""
    if value is None:
        return None
    text = " ".join((value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).split())
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…"
