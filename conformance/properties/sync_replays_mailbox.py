"""A client that applies every change in order holds what the folder holds (MS-OXWSSYNC 3.1.4.2)."""

from dataclasses import dataclass, field

from conformance.history import NO_ERROR, Answered, Asked, History, Page, Step
from conformance.property import Feature, Nonconformance, Property


@dataclass
class Folder:
    """What the folder must hold: each living item's subject, and how often it was changed."""

    subjects: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)

    def apply(self, step: Step, asked: Asked, answered: Answered) -> None:
        """One entry that succeeded."""
        if step.operation == "CreateItem":
            self.subjects[answered.item_id], self.versions[answered.item_id] = asked.subject or "", 0
        elif step.operation in ("DeleteItem", "SendItem"):
            self.subjects.pop(asked.item_id, None)
            self.versions.pop(asked.item_id, None)
        elif step.operation == "UpdateItem" and asked.item_id in self.versions:
            if step.option("ConflictResolution") != "AutoResolve" and asked.subject != self.subjects[asked.item_id]:
                self.versions[asked.item_id] += 1
            self.subjects[asked.item_id] = asked.subject or ""


def check(history: History) -> int:
    """From any SyncState that was given out, the pages up to the last one lead to what the folder holds then.

    Every living item is there, no other is, and every item that was changed since was mentioned. No page is larger than
    was asked for.
    """
    folder = Folder()
    held_at: dict[str, dict[str, int]] = {"": {}}
    occasions = 0
    for step in history.steps:
        if step.page is not None and step.page.asked_state in held_at:
            held = _replayed(step.page, held_at[step.page.asked_state], folder)
            held_at[step.page.state] = held
            if step.page.includes_last:
                _judge(held, folder)
                occasions += 1
        for asked, answered in step.pairs():
            if answered.code == NO_ERROR:
                folder.apply(step, asked, answered)
    return occasions


def _replayed(page: Page, before: dict[str, int], folder: Folder) -> dict[str, int]:
    if len(page.changes) > page.asked_size:
        raise Nonconformance(f"{len(page.changes)} changes in a page of at most {page.asked_size}")
    held = dict(before)
    for change in page.changes:
        if change.kind == "Delete":
            held.pop(change.item_id, None)
        elif change.kind in ("Create", "Update"):
            held[change.item_id] = folder.versions.get(change.item_id, 0)
    return held


def _judge(held: dict[str, int], folder: Folder) -> None:
    missing, extra = folder.versions.keys() - held.keys(), held.keys() - folder.versions.keys()
    if missing:
        raise Nonconformance(f"after the last page the client lacks {len(missing)} item(s) that the folder holds")
    if extra:
        raise Nonconformance(f"after the last page the client still holds {len(extra)} item(s) that left the folder")
    if any(held[item_id] != version for item_id, version in folder.versions.items()):
        raise Nonconformance("an item that was changed since the last page was not mentioned")


PROPERTY = Property(
    name="sync_replays_mailbox",
    statement="a client that applies every change in order holds what the folder holds",
    requirements=(
        "MS-OXWSSYNC_R131",
        "MS-OXWSSYNC_R132",
        "MS-OXWSSYNC_R134",
        "MS-OXWSSYNC_R184",
        "MS-OXWSSYNC_R382",
        "MS-OXWSSYNC_R388",
        "MS-OXWSSYNC_R6701",
    ),
    needs=frozenset({Feature.ITEMS, Feature.SYNC_FOLDER_ITEMS}),
    check=check,
)
