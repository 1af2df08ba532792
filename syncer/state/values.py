"""The rows of the state database as frozen values. Times are aware UTC datetimes, ids are lower-case GUID strings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

Role = Literal["owner", "attendee"]
LinkState = Literal["linked", "unlinked", "outside"]
ChangeKind = Literal["create", "update", "delete", "read_flag"]


@dataclass(frozen=True)
class Lease:
    """The right to write for one mailbox. ``epoch`` fences: a write under an older epoch raises LeaseLost."""

    mailbox_id: str
    epoch: int
    owner: str
    until: datetime


@dataclass(frozen=True)
class MailboxState:
    """What we keep about one mailbox between cycles. ``seen_*``: Microsoft's own columns as last read (ownership)."""

    mailbox_id: str
    site: str
    address: str
    lease_epoch: int = 0
    lease_owner: str | None = None
    lease_until: datetime | None = None
    next_due_at: datetime | None = None
    backoff_until: datetime | None = None
    wanted_at: datetime | None = None
    last_started_at: datetime | None = None
    last_finished_at: datetime | None = None
    transient_failures: int = 0
    disabled_reason: str | None = None
    held_reason: str | None = None
    deletes_approved: int = 0
    seen_host: str | None = None
    seen_sync_started: datetime | None = None
    seen_processing_attempted: datetime | None = None
    owned_since: datetime | None = None
    reported: str | None = None


@dataclass(frozen=True)
class Change:
    """One change of the inbox table: told by SyncFolderItems, not yet worked."""

    folder: str
    item_id: str
    change_key: str
    kind: ChangeKind
    item_class: str


@dataclass(frozen=True)
class Link:
    """One CRM row and one Exchange item that are the same thing for this mailbox.

    ``base`` is the last *agreed* canonical form, field by field (never merely the last seen one).
    ``state``: ``linked`` is worked; ``unlinked`` is a tombstone, so that the row isn't created a second time;
    ``outside`` is a linked row that left the filter and is left alone until it returns.
    ``announced``: SyncFolderItems has named the item since it was linked. A server tells of a deletion only to somebody
    whom it told of the item; one that we made and a user deleted before the next listing is never mentioned.
    """

    entity: str
    crm_id: str
    item_id: str
    change_key: str
    crm_version: int
    base: Mapping[str, Json]
    role: Role = "owner"
    state: LinkState = "linked"
    attempt: str | None = None
    extra: Mapping[str, Json] = field(default_factory=dict)
    announced: bool = False


@dataclass(frozen=True)
class Intent:
    """What we are about to do to one of the sides, written before the call; ``id`` is also our marker there."""

    id: str
    action: str
    phase: str
    entity: str
    crm_id: str
    item_id: str = ""
    payload: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    """A CRM row that passed the filter and isn't linked: its version when looked at, and its meeting's global id."""

    crm_id: str
    version: int
    global_object_id: str | None = None


@dataclass(frozen=True)
class Quarantined:
    """One item or row set aside at this version. ``key``: ``exchange:<item id>`` or ``crm:<entity>:<id>``."""

    key: str
    folder: str
    version: str
    code: str
    detail: str
    at: datetime


@dataclass(frozen=True)
class Alert:
    """One line for the alert wall, raised once per (mailbox, code, subject). ``level``: tracelog.level, 1 to 3;
    ``details``: the technical reason."""

    id: str
    mailbox_id: str
    code: str
    subject: str
    level: int
    text: str
    at: datetime
    details: str = ""


@dataclass(frozen=True)
class Conflict:
    """Both sides changed one field: both values, and which one stayed."""

    entity: str
    crm_id: str
    field: str
    base: Json
    crm_value: Json
    exchange_value: Json
    winner: str
    at: datetime
