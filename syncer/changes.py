"""What changed on both sides since the checkpoints, for one entity of one mailbox.

Exchange: SyncFolderItems page by page (ids only), each page and its SyncState in one transaction, then GetItem for
those that aren't our own echo. CRM 2013 has no change tracking: (id, versionnumber) of all filtered rows against the
saved pairs; a high-water mark would lose rows that a late transaction commits below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from syncer.crm_side.side import Row
from syncer.entity import ItemView, RowView
from syncer.exchange_side.errors import EwsError, ProblemKind
from syncer.exchange_side.side import ExchangeItem, ItemProblem
from syncer.matching import Gathered
from syncer.retry import AGAIN
from syncer.state.values import Change, Link, Seen
from syncer.work import SERIES, Work

BATCH = 50
NOT_THERE = ("ErrorItemNotFound",)
OLD_ID = (*NOT_THERE, "ErrorInvalidIdMalformed", "ErrorInvalidId")
"""An id that another server gave may be malformed to this one; that alone is never taken for a deletion."""


@dataclass(slots=True)
class _Reading:
    """What has to be read, and what was told without reading. ``named``: items of the changes, whatever happened."""

    named: set[str] = field(default_factory=set)
    item_ids: dict[str, None] = field(default_factory=dict)
    row_ids: dict[str, None] = field(default_factory=dict)
    gone_items: set[str] = field(default_factory=set)
    gone_rows: set[str] = field(default_factory=set)
    versions: dict[str, str] = field(default_factory=dict)


def gather(work: Work) -> Gathered:
    """Both sides. Unreadable items are set aside here. Raises EwsError, CrmError, LeaseLost."""
    _pull(work)
    store, mailbox_id, entity = work.cycle.store, work.cycle.mailbox.id, work.entity
    links = store.links(mailbox_id, entity.name)
    work.links = {link.crm_id: link for link in links}
    seen = store.seen_rows(mailbox_id, entity.name)
    reading = _Reading()
    _sort_changes(work, links, reading)
    _compare_versions(work, links, seen, reading)
    rows = _read_rows(work, reading.row_ids)
    _ask_for_known_items(work, rows, reading)
    items = _read_items(work, reading, reading.item_ids)
    _find_moved(work, items, reading)
    items.update(_read_items(work, reading, _never_announced(links, items, reading)))
    more = _rows_for_items(items, rows, seen, work.links)
    rows.update(_read_rows(work, more))
    return Gathered(tuple(links), rows, frozenset(reading.gone_rows), items, frozenset(reading.gone_items), seen)


def _pull(work: Work) -> None:
    """Pages into the inbox table until the server has no more."""
    cycle, folder = work.cycle, work.entity.folder
    state = cycle.store.sync_state(cycle.mailbox.id, folder)
    complete = restarted = False
    while not complete:
        try:
            page = cycle.exchange.changes_since(folder, state)
        except EwsError as error:
            if error.problem.kind is not ProblemKind.INVALID_SYNC_STATE or restarted:
                raise
            state, restarted = None, True
            with cycle.store.writing(cycle.lease) as writing:
                writing.save_sync_state(folder, None)
            continue
        changes = [
            Change(folder, entry.ref.item_id, entry.ref.change_key, entry.kind, entry.item_class)
            for entry in page.changes
            if entry.kind != "read_flag"
        ]
        if changes or page.sync_state != state:
            with cycle.store.writing(cycle.lease) as writing:
                writing.save_page(folder, page.sync_state, changes)
        complete = page.includes_last or page.sync_state == state
        state = page.sync_state


def _sort_changes(work: Work, links: Iterable[Link], reading: _Reading) -> None:
    """Echoes of our own writes and deletes of strangers leave the inbox table; the rest is to be read."""
    by_item = {link.item_id: link for link in links if link.item_id}
    done: list[str] = []
    for change in work.cycle.store.changes(work.cycle.mailbox.id, work.entity.folder):
        link = by_item.get(change.item_id)
        reading.named.add(change.item_id)
        if change.kind == "delete":
            if link is None:
                done.append(change.item_id)
                work.take_back(f"exchange:{change.item_id}")
            else:
                _note_deleted(work, link, reading)
        elif link is not None and link.change_key == change.change_key:
            done.append(change.item_id)
        else:
            reading.item_ids[change.item_id] = None
            reading.versions[change.item_id] = change.change_key
    _try_again(work, reading)
    for link in links:
        if link.item_id and not link.change_key and link.item_id not in reading.gone_items:
            reading.item_ids[link.item_id] = None
    work.drop_changes(tuple(done))


def _try_again(work: Work, reading: _Reading) -> None:
    """Items set aside some time ago are read once more, though they did not change."""
    for key, entry in work.quarantined.items():
        prefix, _, item_id = key.partition(":")
        mine = prefix == "exchange" and entry.folder == work.entity.folder and entry.code != SERIES
        if mine and work.cycle.clock() >= entry.at + AGAIN:
            reading.item_ids[item_id] = None
            reading.versions[item_id] = entry.version


def _note_deleted(work: Work, link: Link, reading: _Reading) -> None:
    """A delete is first checked as a move: our stamp may be on another item of the folder now."""
    work.take_back(f"exchange:{link.item_id}")
    reading.gone_items.add(link.item_id)
    if link.role == "owner" and link.state == "linked":
        for ref in work.cycle.exchange.find_by_stamp(work.entity.folder, link.crm_id):
            if ref.item_id != link.item_id:
                reading.item_ids[ref.item_id] = None
                reading.versions[ref.item_id] = ref.change_key


def _compare_versions(work: Work, links: Iterable[Link], seen: dict[str, Seen], reading: _Reading) -> None:
    cycle, entity = work.cycle, work.entity
    listed = cycle.crm.versions(entity.versions_query(work.me.user_id))
    saved = {link.crm_id: link.crm_version for link in links}
    missing = [crm_id for crm_id in saved if crm_id not in listed]
    present = dict(listed)
    for batch in _batches(missing):
        present.update(cycle.crm.versions(entity.rows_query(tuple(batch), versions_only=True)))
    known = {**{crm_id: row.version for crm_id, row in seen.items()}, **saved}
    for crm_id, version in present.items():
        if known.get(crm_id) != version or (crm_id in listed and _waits_outside(work.links.get(crm_id))):
            reading.row_ids[crm_id] = None
    for crm_id in missing:
        if crm_id not in present and cycle.crm.retrieve(entity.name, crm_id, (entity.key,)) is None:
            reading.gone_rows.add(crm_id)
    forgotten = [crm_id for crm_id in seen if crm_id not in listed and crm_id not in saved]
    if forgotten:
        with cycle.store.writing(cycle.lease) as writing:
            for crm_id in forgotten:
                writing.forget_row(entity.name, crm_id)
                seen.pop(crm_id)


def _waits_outside(link: Link | None) -> bool:
    return link is not None and link.state == "outside"


def _read_rows(work: Work, ids: Iterable[str]) -> dict[str, RowView]:
    views: dict[str, RowView] = {}
    for row in _fetch_rows(work, list(ids)):
        views[row.id] = work.entity.read_row(row, work.people, work.me)
    return views


def _fetch_rows(work: Work, ids: list[str]) -> Iterator[Row]:
    """Party lists only come with Retrieve; other rows come in batches."""
    cycle, entity = work.cycle, work.entity
    if any(entry.kind == "parties" for entry in entity.fields):
        for crm_id in ids:
            row = cycle.crm.retrieve(entity.name, crm_id, entity.columns)
            if row is not None:
                yield row
        return
    for batch in _batches(ids):
        yield from cycle.crm.retrieve_multiple(entity.rows_query(tuple(batch)))


def _ask_for_known_items(work: Work, rows: dict[str, RowView], reading: _Reading) -> None:
    """An unlinked row may belong to an item that was seen earlier; a row that came back needs its item."""
    known = work.cycle.store.known_items(work.cycle.mailbox.id)
    for crm_id, row in rows.items():
        link = work.links.get(crm_id)
        if link is not None:
            if link.state == "outside" and row.inside and link.item_id not in reading.gone_items:
                reading.item_ids[link.item_id] = None
            continue
        item_id = known.get(f"crm:{crm_id}") or known.get(row.global_object_id or "-")
        if item_id is not None and item_id not in reading.gone_items:
            reading.item_ids[item_id] = None


def _never_announced(links: Iterable[Link], items: dict[str, ItemView], reading: _Reading) -> list[str]:
    """Items we made that this listing, a complete one, did not name: deleted again meanwhile, and no delete is told."""
    known = {*items, *reading.named, *reading.item_ids, *reading.gone_items}
    return [link.item_id for link in links if link.item_id and not link.announced and link.item_id not in known]


def _read_items(work: Work, reading: _Reading, item_ids: Iterable[str]) -> dict[str, ItemView]:
    views: dict[str, ItemView] = {}
    wanted = list(item_ids)
    if not wanted:
        return views
    for answer in work.cycle.exchange.get_items(wanted):
        if isinstance(answer, ItemProblem):
            _handle_problem(work, answer, reading)
            continue
        if _is_marked_series(work, answer):
            work.leave_series(answer.ref.item_id, str(answer.fields.get("Subject", "")))
            work.drop_changes((answer.ref.item_id,))
            continue
        work.take_back(f"exchange:{answer.ref.item_id}")
        if _is_ours(work, answer):
            views[answer.ref.item_id] = work.entity.read_item(answer, work.people, work.me)
        else:
            work.drop_changes((answer.ref.item_id,))
    return views


def _find_moved(work: Work, items: dict[str, ItemView], reading: _Reading) -> None:
    """An item with the mark of a pair that has another item: a user's copy, or the same one under a new id (a mailbox
    that moved). Then the old id is no longer there."""
    wanted = dict.fromkeys(
        link.item_id
        for view in items.values()
        if (link := work.links.get(view.stamp_crm_id or "")) is not None
        and link.item_id not in ("", view.item_id, *items)
        and link.item_id not in reading.gone_items
    )
    for answer in work.cycle.exchange.get_items(list(wanted)) if wanted else ():
        if isinstance(answer, ItemProblem) and answer.code in OLD_ID:
            reading.gone_items.add(answer.item_id)


def _is_ours(work: Work, item: ExchangeItem) -> bool:
    """Of the entity's element, and not a series: recurring items are left alone for now."""
    return item.element == work.entity.element and not item.fields.get("IsRecurring")


def _is_marked_series(work: Work, item: ExchangeItem) -> bool:
    """A user asked for it to be linked, or it became a series after it was."""
    series = item.element == work.entity.element and item.fields.get("IsRecurring") is True
    return series and bool(item.stamp.link_state)


def _handle_problem(work: Work, problem: ItemProblem, reading: _Reading) -> None:
    if problem.code in NOT_THERE:
        with work.cycle.store.writing(work.cycle.lease) as writing:
            writing.forget_item(problem.item_id)
            writing.drop_change(work.entity.folder, problem.item_id)
        if any(link.item_id == problem.item_id for link in work.links.values()):
            work.expect_deleted(problem.item_id)
        return
    version = reading.versions.get(problem.item_id, "")
    work.set_aside(f"exchange:{problem.item_id}", version, problem.code, problem.detail)
    work.drop_changes((problem.item_id,))


def _rows_for_items(
    items: dict[str, ItemView], rows: dict[str, RowView], seen: dict[str, Seen], links: dict[str, Link]
) -> list[str]:
    """Rows seen earlier that an item which came now belongs to."""
    by_global_id = {row.global_object_id: crm_id for crm_id, row in seen.items() if row.global_object_id}
    wanted: dict[str, None] = {}
    for item in items.values():
        for crm_id in (item.stamp_crm_id, by_global_id.get(item.global_object_id or "-")):
            if crm_id and crm_id in seen and crm_id not in rows and crm_id not in links:
                wanted[crm_id] = None
    return list(wanted)


def _batches(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
