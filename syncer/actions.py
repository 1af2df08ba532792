"""What a plan is made of: frozen values, one per kind of write. Local ones touch only our own state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from syncer.entity import ItemView, RowView
from syncer.state.values import Conflict, Json, Link, Seen


@dataclass(frozen=True, slots=True)
class CreateItem:
    """Make the Exchange item of a row; ``send`` invites the attendees in a second, separate step."""

    row: RowView
    send: bool


@dataclass(frozen=True, slots=True)
class CreateRow:
    """Make the CRM row of an item that is marked to be linked, or whose row was deleted while it was edited."""

    crm_id: str
    item: ItemView


@dataclass(frozen=True, slots=True)
class UpdateItem:
    """Change these fields of the item at ``change_key``; ``then`` is the link afterwards.

    ``final``: the link takes the change key that the write returns. Not final: an UpdateRow follows, and until it is
    done the item still counts as changed, so that a stop in between loses nothing.
    """

    change_key: str
    changes: Mapping[str, Json]
    then: Link
    send: bool = False
    final: bool = True


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """Change these fields of the row if it still has ``version`` (0: whatever it has); ``then`` as in UpdateItem."""

    version: int
    changes: Mapping[str, Json]
    then: Link


@dataclass(frozen=True, slots=True)
class DeleteItem:
    """Move the item to Deleted Items; ``cancel`` tells the attendees."""

    link: Link
    cancel: bool = False


@dataclass(frozen=True, slots=True)
class DropDuplicate:
    """Remove an item that a frozen worker of ours made late: its attempt isn't the link's."""

    item: ItemView


@dataclass(frozen=True, slots=True)
class DeleteRow:
    """Delete the CRM row."""

    link: Link


@dataclass(frozen=True, slots=True)
class StampItem:
    """Put our marks on a linked item that has none."""

    link: Link


@dataclass(frozen=True, slots=True)
class UnlinkItem:
    """The row is gone and the item stays: mark it as not linked."""

    link: Link
    change_key: str


@dataclass(frozen=True, slots=True)
class PublishGlobalId:
    """Write the meeting's CleanGlobalObjectId into the row, so that the attendees' mailboxes find their copies."""

    link: Link


@dataclass(frozen=True, slots=True)
class NoteAnswers:
    """Write attendees' answers into notes of the row: address -> Accept, Decline or Tentative."""

    link: Link
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SaveLink:
    """Local: the link as it is from now on."""

    link: Link


@dataclass(frozen=True, slots=True)
class RemoveLink:
    """Local: forget the link."""

    crm_id: str


@dataclass(frozen=True, slots=True)
class SeeRow:
    """Local: the row needs nothing until its version moves."""

    seen: Seen


@dataclass(frozen=True, slots=True)
class RememberItem:
    """Local: an unlinked item, by a key under which a row may ask for it later."""

    item_id: str
    key: str


@dataclass(frozen=True, slots=True)
class ReportMissingOrganizer:
    """Local: an alert, since appointments without an organizer can't be synchronized."""

    crm_id: str


Action = (
    CreateItem | CreateRow | UpdateItem | UpdateRow | DeleteItem | DropDuplicate | DeleteRow | StampItem | UnlinkItem
    | PublishGlobalId | NoteAnswers | SaveLink | RemoveLink | SeeRow | RememberItem | ReportMissingOrganizer
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """All that has to be done for one pair, in this order; then its changes leave the inbox table.

    ``loss``: the pair lost one end (the guard counts these). ``version`` names both versions the step was made for:
    a step that failed for good isn't tried again for the same versions.
    """

    crm_id: str
    actions: tuple[Action, ...]
    item_ids: tuple[str, ...] = ()
    loss: Literal["row", "item"] | None = None
    conflicts: tuple[Conflict, ...] = ()
    version: str = ""
