"""`ExchangeSide` over EWS: one mailbox through one connection."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence

from lxml import etree

from syncer.exchange_side import ews_requests as ask
from syncer.exchange_side.answers import Answer, children, malformed, message_error, the_only
from syncer.exchange_side.connection import HTTP_STATUS, ExchangeConnection
from syncer.exchange_side.errors import EwsError, ExchangeProblem, ProblemKind
from syncer.exchange_side.names import M, T
from syncer.exchange_side.readers import read_changes, read_found, read_items, read_refs
from syncer.exchange_side.values import (
    Attachment,
    ChangesPage,
    ExchangeItem,
    ItemProblem,
    ItemRef,
    Stamp,
)

BATCH = 10
"""Items a GetItem: Microsoft's own advice (EWS throttling page)."""
_MAY_HAVE_MOVED = frozenset({ProblemKind.NO_MAILBOX, ProblemKind.UNREACHABLE})
_ITEM_MAY_BE_THE_CAUSE = frozenset({ProblemKind.MALFORMED, ProblemKind.REFUSED})
_ATTACHMENT_MAY_BE_THE_CAUSE = _ITEM_MAY_BE_THE_CAUSE | {ProblemKind.GONE}


class EwsMailbox:
    """See `ExchangeSide`. With `impersonate` every request names the mailbox; else the account acts in its own."""

    def __init__(
        self,
        connection: ExchangeConnection,
        address: str,
        *,
        impersonate: bool,
        not_here: Callable[[], None] | None = None,
    ) -> None:
        """`not_here` is told when the mailbox is not found where it is looked for: its cached URL may be old."""
        self._not_here = not_here
        self._connection = connection
        self._address = address
        self._mailbox = address if impersonate else None

    def changes_since(self, folder: str, sync_state: str | None, limit: int = 512) -> ChangesPage:
        """One page of changes, ids only. A document that needed repair is refused: it could have lost changes."""
        return read_changes(self._call(ask.sync_folder_items(folder, sync_state, limit), "SyncFolderItems"))

    def get_items(self, item_ids: Sequence[str]) -> list[ExchangeItem | ItemProblem]:
        """In batches; a batch that fails for what one item may cause is asked again item by item."""
        found: list[ExchangeItem | ItemProblem] = []
        for start in range(0, len(item_ids), BATCH):
            found += self._batch(tuple(item_ids[start : start + BATCH]))
        return found

    def find_by_stamp(self, folder: str, crm_id: str) -> list[ItemRef]:
        """FindItem with a restriction on the `crmid` mark."""
        return read_found(self._call(ask.find_by_stamp(folder, crm_id), "FindItem"))

    def create_item(self, folder: str, element: str, fields: Mapping[str, object], stamp: Stamp) -> ItemRef:
        """CreateItem, SaveOnly, SendToNone."""
        return read_refs(self._call(ask.create_item(folder, element, fields, stamp), "CreateItem"))

    def update_item(
        self, ref: ItemRef, element: str, fields: Mapping[str, object | None], stamp: Stamp | None = None
    ) -> ItemRef:
        """UpdateItem, NeverOverwrite, SendToNone."""
        return read_refs(self._call(ask.update_item(ref, element, fields, stamp), "UpdateItem"))

    def send_meeting(self, ref: ItemRef, marker: str) -> ItemRef:
        """UpdateItem of the marker, NeverOverwrite, SendToAllAndSaveCopy."""
        return read_refs(self._call(ask.send_meeting(ref, marker), "UpdateItem"))

    def delete_item(self, ref: ItemRef, *, cancel_meeting: bool = False) -> None:
        """DeleteItem to Deleted Items. The attribute for cancellations is ignored for other items (MS-OXWSCORE)."""
        cancel: ask.SendMode = "SendToAllAndSaveCopy" if cancel_meeting else "SendToNone"
        the_only(self._call(ask.delete_item(ref, cancel=cancel), "DeleteItem"))

    def create_draft(self, fields: Mapping[str, object], stamp: Stamp) -> ItemRef:
        """CreateItem SaveOnly in Drafts, then CreateAttachment; the answer's ChangeKey is the last one."""
        fields = dict(fields)
        attachments = fields.pop("Attachments", ())
        ref = self.create_item("drafts", "Message", fields, stamp)
        if isinstance(attachments, tuple) and attachments:
            ref = self._attach(ref, attachments)
        return ref

    def discard_draft(self, ref: ItemRef) -> None:
        """Delete a draft for ever; one that is gone already is fine."""
        try:
            the_only(self._call(ask.delete_item(ref, cancel=None, for_ever=True), "DeleteItem"))
        except EwsError as error:
            if error.problem.kind is not ProblemKind.GONE:
                raise

    def send_draft(self, ref: ItemRef) -> None:
        """SendItem with the ChangeKey; the copy is kept in Sent Items."""
        the_only(self._call(ask.send_item(ref), "SendItem"))

    def attachments(self, item_id: str) -> tuple[Attachment | ItemProblem, ...]:
        """File attachments with content, in the item's order. Attached items are left out."""
        message = the_only(self._call(ask.get_attachment_ids(item_id), "GetItem"))
        ids = [
            attachment_id.get("Id", "")
            for item in children(message.find(M + "Items"))
            for attachment_id in item.iterfind(f"{T}Attachments/{T}FileAttachment/{T}AttachmentId")
        ]
        return tuple(self._attachment(attachment_id) for attachment_id in ids)

    def folder_size(self, folder: str) -> int:
        """GetFolder, TotalCount."""
        message = the_only(self._call(ask.get_folder(folder), "GetFolder"))
        for element in children(message.find(M + "Folders")):
            try:
                return int(element.findtext(T + "TotalCount") or "0")
            except ValueError:
                break
        raise malformed("GetFolder answered without a folder or its count")

    def probe_incoming(self) -> None:
        """FindFolder under the Inbox, as Dynamics tests a mailbox."""
        the_only(self._call(ask.find_folders_of_inbox(), "FindFolder"))

    def _call(self, body: etree._Element, operation: str, *, mend_characters: bool = False) -> Answer:
        try:
            return self._connection.call(
                body, operation, mailbox=self._mailbox, anchor=self._address, mend_characters=mend_characters
            )
        except EwsError as error:
            if self._not_here is not None and error.problem.kind in _MAY_HAVE_MOVED:
                self._not_here()
            raise

    def _batch(self, ids: tuple[str, ...]) -> list[ExchangeItem | ItemProblem]:
        try:
            return self._read(ids)
        except EwsError as error:
            if error.problem.kind not in _ITEM_MAY_BE_THE_CAUSE:
                raise
            singles = [self._single(item_id) for item_id in ids]
            if all(isinstance(single, EwsError) for single in singles):
                if error.problem.code.startswith(HTTP_STATUS):
                    raise  # the server, or something before it, does not answer EWS at all
                self.folder_size("inbox")  # a server that fails at everything fails here: then it is no item's fault
            return [_as_problem(item_id, single) for item_id, single in zip(ids, singles, strict=True)]

    def _single(self, item_id: str) -> ExchangeItem | ItemProblem | EwsError:
        try:
            return self._read((item_id,))[0]
        except EwsError as error:
            if error.problem.kind not in _ITEM_MAY_BE_THE_CAUSE:
                raise
            return error

    def _read(self, ids: tuple[str, ...]) -> list[ExchangeItem | ItemProblem]:
        return read_items(self._call(ask.get_items(ids), "GetItem", mend_characters=True), ids)

    def _attach(self, ref: ItemRef, attachments: tuple[Attachment, ...]) -> ItemRef:
        encoded = {place: base64.b64encode(one.content).decode("ascii") for place, one in enumerate(attachments)}
        answer = self._call(ask.create_attachments(ref, attachments, encoded), "CreateAttachment")
        change_key = ref.change_key
        for message in answer.messages:
            error = message_error(message)
            if error is not None:
                raise error
            for attachment_id in message.iterfind(f".//{T}AttachmentId"):
                change_key = attachment_id.get("RootItemChangeKey", change_key)
        return ItemRef(ref.item_id, change_key)

    def _attachment(self, attachment_id: str) -> Attachment | ItemProblem:
        try:
            return self._file(attachment_id)
        except EwsError as error:
            if error.problem.kind not in _ATTACHMENT_MAY_BE_THE_CAUSE:
                raise
            if error.problem.kind is ProblemKind.MALFORMED:
                self.folder_size("inbox")  # a server that fails at everything fails here: then it is no file's fault
            return ItemProblem(attachment_id, error.problem.code or "MalformedAnswer", error.problem.detail)

    def _file(self, attachment_id: str) -> Attachment:
        message = the_only(self._call(ask.get_attachment(attachment_id), "GetAttachment"))
        file = message.find(f"{M}Attachments/{T}FileAttachment")
        if file is None:
            raise malformed("GetAttachment answered without the attachment")
        try:
            content = base64.b64decode("".join((file.findtext(T + "Content") or "").split()), validate=True)
        except (binascii.Error, ValueError):
            raise malformed("the content of an attachment is not base64") from None
        return Attachment(file.findtext(T + "Name") or "", file.findtext(T + "ContentType") or "", content)


def _as_problem(item_id: str, single: ExchangeItem | ItemProblem | EwsError) -> ExchangeItem | ItemProblem:
    if isinstance(single, EwsError):
        problem: ExchangeProblem = single.problem
        return ItemProblem(item_id, problem.code or "MalformedAnswer", problem.detail)
    return single
