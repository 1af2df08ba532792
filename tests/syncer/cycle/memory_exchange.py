"""An Exchange organization in memory: mailboxes, one change log a folder, ChangeKeys, meetings that are delivered."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from syncer.exchange_side.errors import EwsError, ExchangeProblem, ProblemKind
from syncer.exchange_side.side import (
    Address,
    Attachment,
    Attendee,
    ChangesPage,
    ExchangeItem,
    ItemChange,
    ItemProblem,
    ItemRef,
    Stamp,
)

Tick = Callable[[str], None]
NO_TICK: Tick = lambda _where: None  # noqa: E731


def problem(kind: ProblemKind, code: str = "") -> EwsError:
    return EwsError(ExchangeProblem(kind, code))


@dataclass
class Stored:
    item: ExchangeItem
    folder: str


@dataclass
class MemoryMailbox:
    """Items and, per folder, the numbers under which each item last changed."""

    address: str
    items: dict[str, Stored] = field(default_factory=dict)
    log: list[tuple[str, str, str, int]] = field(default_factory=list)
    poisoned: set[str] = field(default_factory=set)


@dataclass
class MemoryExchange:
    """All mailboxes, who was sent how many requests, and how many writes there were."""

    mailboxes: dict[str, MemoryMailbox] = field(default_factory=dict)
    requests: Counter[tuple[str, str]] = field(default_factory=Counter)
    cancellations: Counter[tuple[str, str]] = field(default_factory=Counter)
    writes: int = 0
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def mailbox(self, address: str) -> MemoryMailbox:
        return self.mailboxes.setdefault(address, MemoryMailbox(address))

    def side(self, address: str, tick: Tick = NO_TICK) -> MemorySide:
        return MemorySide(self, self.mailbox(address), tick)

    # what people do

    def put(
        self,
        address: str,
        folder: str,
        element: str,
        fields: Mapping[str, object],
        stamp: Stamp | None = None,
        global_id: bytes | None = None,
    ) -> str:
        mailbox = self.mailbox(address)
        number = next(self.numbers)
        item_id = f"Item{number}"
        if element == "CalendarItem":
            fields = {"Organizer": Address("", address), **fields}
            global_id = global_id or f"gid{number}".encode()
        item = ExchangeItem(
            ItemRef(item_id, f"k{number}"), element, folder, dict(fields), stamp or Stamp(),
            clean_global_object_id=global_id,
        )  # fmt: skip
        mailbox.items[item_id] = Stored(item, folder)
        mailbox.log.append((folder, item_id, "create", number))
        return item_id

    def edit(
        self, address: str, item_id: str, fields: Mapping[str, object | None], stamp: Stamp | None = None
    ) -> ItemRef:
        mailbox = self.mailbox(address)
        stored = mailbox.items[item_id]
        number = next(self.numbers)
        merged = {name: value for name, value in {**stored.item.fields, **fields}.items() if value is not None}
        ref = ItemRef(item_id, f"k{number}")
        stored.item = replace(stored.item, ref=ref, fields=merged, stamp=stamp or stored.item.stamp)
        mailbox.log.append((stored.folder, item_id, "update", number))
        return ref

    def remove(self, address: str, item_id: str) -> None:
        mailbox = self.mailbox(address)
        stored = mailbox.items.pop(item_id)
        mailbox.log.append((stored.folder, item_id, "delete", next(self.numbers)))

    def in_folder(self, address: str, folder: str) -> list[ExchangeItem]:
        return [stored.item for stored in self.mailbox(address).items.values() if stored.folder == folder]

    def answer(self, organizer: str, item_id: str, attendee: str, response: str) -> None:
        item = self.mailbox(organizer).items[item_id].item
        changed: dict[str, object] = {}
        for name in ("RequiredAttendees", "OptionalAttendees"):
            listed = item.fields.get(name, ())
            assert isinstance(listed, tuple)
            changed[name] = tuple(replace(e, response=response) if e.email == attendee else e for e in listed)
        self.edit(organizer, item_id, changed)

    def deliver(self, sender: str, item: ExchangeItem) -> None:
        """Each attendee gets a request, and the calendar copy with the same CleanGlobalObjectId."""
        for name in ("RequiredAttendees", "OptionalAttendees"):
            listed = item.fields.get(name, ())
            assert isinstance(listed, tuple)
            for attendee in listed:
                assert isinstance(attendee, Attendee)
                self.requests[str(item.fields.get("Subject")), attendee.email] += 1
                box = self.mailbox(attendee.email)
                copy = {key: value for key, value in item.fields.items() if key != "SendMarker"}
                copy["Organizer"] = Address("", sender)
                same = [s for s in box.items.values() if s.item.clean_global_object_id == item.clean_global_object_id]
                if same:
                    self.edit(attendee.email, same[0].item.ref.item_id, copy)
                else:
                    self.put(attendee.email, "calendar", "CalendarItem", copy, global_id=item.clean_global_object_id)


class MemorySide:
    """ExchangeSide of one mailbox. ``tick`` is called before and after the effect of every call."""

    def __init__(self, organization: MemoryExchange, mailbox: MemoryMailbox, tick: Tick) -> None:
        self._organization, self._mailbox, self._tick = organization, mailbox, tick

    def _current(self, ref: ItemRef) -> ExchangeItem:
        stored = self._mailbox.items.get(ref.item_id)
        if stored is None:
            raise problem(ProblemKind.GONE, "ErrorItemNotFound")
        if stored.item.ref.change_key != ref.change_key:
            raise problem(ProblemKind.STALE, "ErrorIrresolvableConflict")
        return stored.item

    def changes_since(self, folder: str, sync_state: str | None, limit: int = 512) -> ChangesPage:
        self._tick("changes_since")
        since = int(sync_state or 0)
        newest: dict[str, tuple[str, int]] = {}
        arrived = {item_id for where, item_id, kind, at in self._mailbox.log if at <= since and where == folder}
        for where, item_id, kind, at in self._mailbox.log:
            if where == folder and at > since:
                newest.pop(item_id, None)
                newest[item_id] = (kind, at)
        told = sorted(newest.items(), key=lambda entry: entry[1][1])
        page, rest = told[:limit], told[limit:]
        changes: list[ItemChange] = []
        for item_id, (kind, _) in page:
            if kind == "delete" or item_id not in self._mailbox.items:
                if item_id in arrived:
                    changes.append(ItemChange("delete", ItemRef(item_id, ""), ""))
                continue
            item = self._mailbox.items[item_id].item
            changes.append(ItemChange("update" if item_id in arrived else "create", item.ref, item.element))
        state = str(page[-1][1][1]) if page else str(since)
        return ChangesPage(tuple(changes), state, not rest)

    def get_items(self, item_ids: Sequence[str]) -> list[ExchangeItem | ItemProblem]:
        self._tick("get_items")
        answers: list[ExchangeItem | ItemProblem] = []
        for item_id in item_ids:
            if item_id not in self._mailbox.items:
                answers.append(ItemProblem(item_id, "ErrorItemNotFound", ""))
            elif item_id in self._mailbox.poisoned:
                answers.append(ItemProblem(item_id, "EmptyBinary", "CleanGlobalObjectId"))
            else:
                answers.append(self._mailbox.items[item_id].item)
        return answers

    def find_by_stamp(self, folder: str, crm_id: str) -> list[ItemRef]:
        self._tick("find_by_stamp")
        items = self._organization.in_folder(self._mailbox.address, folder)
        return [item.ref for item in items if item.stamp.crm_id == crm_id]

    def create_item(self, folder: str, element: str, fields: Mapping[str, object], stamp: Stamp) -> ItemRef:
        self._tick("create_item: before")
        item_id = self._organization.put(self._mailbox.address, folder, element, fields, stamp)
        self._organization.writes += 1
        self._tick("create_item: after")
        return self._mailbox.items[item_id].item.ref

    def update_item(
        self, ref: ItemRef, element: str, fields: Mapping[str, object | None], stamp: Stamp | None = None
    ) -> ItemRef:
        self._tick("update_item: before")
        self._current(ref)
        new = self._organization.edit(self._mailbox.address, ref.item_id, fields, stamp)
        self._organization.writes += 1
        self._tick("update_item: after")
        return new

    def send_meeting(self, ref: ItemRef, marker: str) -> ItemRef:
        self._tick("send_meeting: before")
        item = self._current(ref)
        marks = {"SendMarker": marker, "MeetingRequestWasSent": True}
        new = self._organization.edit(self._mailbox.address, ref.item_id, marks)
        self._organization.deliver(self._mailbox.address, item)
        self._organization.writes += 1
        self._tick("send_meeting: after")
        return new

    def delete_item(self, ref: ItemRef, *, cancel_meeting: bool = False) -> None:
        self._tick("delete_item: before")
        stored = self._mailbox.items.get(ref.item_id)
        if stored is None:
            raise problem(ProblemKind.GONE, "ErrorItemNotFound")
        if cancel_meeting:
            for name in ("RequiredAttendees", "OptionalAttendees"):
                listed = stored.item.fields.get(name, ())
                assert isinstance(listed, tuple)
                for attendee in listed:
                    self._organization.cancellations[str(stored.item.fields.get("Subject")), attendee.email] += 1
        self._organization.remove(self._mailbox.address, ref.item_id)
        self._organization.writes += 1
        self._tick("delete_item: after")

    def create_draft(self, fields: Mapping[str, object], stamp: Stamp) -> ItemRef:
        return self.create_item("drafts", "Message", fields, stamp)

    def discard_draft(self, ref: ItemRef) -> None:
        self.delete_item(ref)

    def send_draft(self, ref: ItemRef) -> None:
        self._current(ref)

    def attachments(self, item_id: str) -> tuple[Attachment, ...]:
        return ()

    def folder_size(self, folder: str) -> int:
        self._tick("folder_size")
        return len(self._organization.in_folder(self._mailbox.address, folder))

    def probe_incoming(self) -> None:
        self._tick("probe")

    def probe_outgoing(self, subject: str, body: str) -> None:
        self._tick("probe")
