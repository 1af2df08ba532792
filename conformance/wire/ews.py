"""The EWS requests that the machines send, each turned with its answer into one step of a history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from xml.sax.saxutils import escape, quoteattr

from conformance.history import NO_ERROR, Answered, Asked, Page, Step
from conformance.target import Target
from conformance.wire import reply
from conformance.wire.post import EwsPost, WireError


@dataclass(frozen=True)
class ItemKind:
    """What a folder of one's own holds: its items' element, its own, and what an item must carry besides."""

    item: str
    folder: str
    extra: str = ""


MESSAGE = ItemKind("Message", "Folder")
TASK = ItemKind("Task", "TasksFolder")
APPOINTMENT = ItemKind(
    "CalendarItem",
    "CalendarFolder",
    "<t:Start>2026-03-02T09:00:00Z</t:Start><t:End>2026-03-02T10:00:00Z</t:End>",
)
KINDS = (MESSAGE, TASK, APPOINTMENT)


class Ews:
    """One connection that speaks EWS. Every method raises WireError when the server does not answer as SOAP does."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._post = EwsPost(target)

    def close(self) -> None:
        """Close the connection."""
        self._post.close()

    def create_folder(self, name: str, kind: ItemKind) -> Step:
        """A new folder below the root of the mailbox (MS-OXWSFOLD 3.1.4.2)."""
        body = (
            '<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id="msgfolderroot"/></m:ParentFolderId>'
            f"<m:Folders><t:{kind.folder}><t:DisplayName>{escape(name)}</t:DisplayName></t:{kind.folder}></m:Folders>"
            "</m:CreateFolder>"
        )
        return self._step("CreateFolder", body, (Asked(subject=name),), {})

    def delete_folder(self, folder_id: str) -> Step:
        """Remove the folder with all that is in it (MS-OXWSFOLD 3.1.4.3)."""
        body = (
            f'<m:DeleteFolder DeleteType="HardDelete"><m:FolderIds><t:FolderId Id={quoteattr(folder_id)}/>'
            "</m:FolderIds></m:DeleteFolder>"
        )
        return self._step("DeleteFolder", body, (Asked(folder_id),), {"DeleteType": "HardDelete"})

    def create_items(self, folder_id: str, kind: ItemKind, entries: Sequence[Asked]) -> Step:
        """CreateItem with SaveOnly and SendToNone (MS-OXWSCORE 3.1.4.2). Messages go to the mailbox itself."""
        options = {"MessageDisposition": "SaveOnly", "SendMeetingInvitations": "SendToNone"}
        items = "".join(self._new_item(kind, entry) for entry in entries)
        body = (
            f"<m:CreateItem{_attributes(options)}><m:SavedItemFolderId><t:FolderId Id={quoteattr(folder_id)}/>"
            f"</m:SavedItemFolderId><m:Items>{items}</m:Items></m:CreateItem>"
        )
        return self._step("CreateItem", body, entries, options)

    def get_items(self, entries: Sequence[Asked]) -> Step:
        """GetItem of subject and text body (MS-OXWSCORE 3.1.4.4)."""
        body = (
            "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:BodyType>Text</t:BodyType>"
            '<t:AdditionalProperties><t:FieldURI FieldURI="item:Subject"/><t:FieldURI FieldURI="item:Body"/>'
            f"</t:AdditionalProperties></m:ItemShape><m:ItemIds>{_item_ids(entries)}</m:ItemIds></m:GetItem>"
        )
        return self._step("GetItem", body, entries, {})

    def update_items(self, kind: ItemKind, entries: Sequence[Asked], resolution: str) -> Step:
        """UpdateItem of the subject (MS-OXWSCORE 3.1.4.9)."""
        options = {
            "ConflictResolution": resolution,
            "MessageDisposition": "SaveOnly",
            "SendMeetingInvitationsOrCancellations": "SendToNone",
        }
        changes = "".join(
            f"<t:ItemChange>{_item_ids((entry,))}<t:Updates><t:SetItemField>"
            f'<t:FieldURI FieldURI="item:Subject"/><t:{kind.item}><t:Subject>{escape(entry.subject or "")}</t:Subject>'
            f"</t:{kind.item}></t:SetItemField></t:Updates></t:ItemChange>"
            for entry in entries
        )
        body = f"<m:UpdateItem{_attributes(options)}><m:ItemChanges>{changes}</m:ItemChanges></m:UpdateItem>"
        return self._step("UpdateItem", body, entries, options)

    def delete_items(self, entries: Sequence[Asked], how: str) -> Step:
        """DeleteItem (MS-OXWSCORE 3.1.4.3)."""
        options = {
            "DeleteType": how,
            "SendMeetingCancellations": "SendToNone",
            "AffectedTaskOccurrences": "AllOccurrences",
        }
        body = f"<m:DeleteItem{_attributes(options)}><m:ItemIds>{_item_ids(entries)}</m:ItemIds></m:DeleteItem>"
        return self._step("DeleteItem", body, entries, options)

    def send_item(self, entry: Asked) -> Step:
        """SendItem with a saved copy (MS-OXWSCORE 3.1.4.8)."""
        options = {"SaveItemToFolder": "true"}
        body = f"<m:SendItem{_attributes(options)}><m:ItemIds>{_item_ids((entry,))}</m:ItemIds></m:SendItem>"
        return self._step("SendItem", body, (entry,), options)

    def sync_folder_items(self, folder_id: str, state: str, size: int) -> Step:
        """SyncFolderItems, ids only (MS-OXWSSYNC 3.1.4.2)."""
        sync_state = f"<m:SyncState>{escape(state)}</m:SyncState>" if state else ""
        body = (
            "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
            f"<m:SyncFolderId><t:FolderId Id={quoteattr(folder_id)}/></m:SyncFolderId>{sync_state}"
            f"<m:MaxChangesReturned>{size}</m:MaxChangesReturned></m:SyncFolderItems>"
        )
        return self._step("SyncFolderItems", body, (), {"MaxChangesReturned": str(size)}, (state, size))

    def _new_item(self, kind: ItemKind, entry: Asked) -> str:
        extra = kind.extra
        if kind is MESSAGE:
            address = escape(self._target.mailbox)
            extra = (
                f"<t:ToRecipients><t:Mailbox><t:EmailAddress>{address}</t:EmailAddress></t:Mailbox></t:ToRecipients>"
            )
        subject, text = escape(entry.subject or ""), escape(entry.body or "")
        texts = f'<t:Subject>{subject}</t:Subject><t:Body BodyType="Text">{text}</t:Body>'
        return f"<t:{kind.item}>{texts}{extra}</t:{kind.item}>"

    def _step(
        self,
        operation: str,
        body: str,
        asked: Sequence[Asked],
        options: Mapping[str, str],
        sync: tuple[str, int] | None = None,
    ) -> Step:
        request = self._envelope(body).encode("utf-8")
        answer = self._post.send(request)
        fault, messages = reply.read(answer)
        entries: tuple[Answered, ...] = tuple(map(reply.answered, messages))
        page: Page | None = None
        if sync is not None and not fault and entries and entries[0].code == NO_ERROR:
            page = reply.page(messages[0], *sync)
        if not fault and not entries:
            raise WireError(f"the answer to {operation} has no response message")
        code = fault or next((entry.code for entry in entries if entry.code != NO_ERROR), NO_ERROR)
        return Step(
            operation,
            code,
            tuple(asked),
            entries,
            MappingProxyType(dict(options)),
            page,
            bool(fault),
            reply.readable(request),
            reply.readable(answer.body),
        )

    def _envelope(self, body: str) -> str:
        impersonation = ""
        if self._target.impersonate:
            address = escape(self._target.mailbox)
            impersonation = (
                "<t:ExchangeImpersonation><t:ConnectingSID>"
                f"<t:PrimarySmtpAddress>{address}</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>"
            )
        return (
            f'<s:Envelope xmlns:s="{reply.SOAP}" xmlns:m="{reply.MESSAGES}" xmlns:t="{reply.TYPES}"><s:Header>'
            f'<t:RequestServerVersion Version="{self._target.server_version}"/>{impersonation}</s:Header>'
            f"<s:Body>{body}</s:Body></s:Envelope>"
        )


def _attributes(options: Mapping[str, str]) -> str:
    return "".join(f' {name}="{value}"' for name, value in options.items())


def _item_ids(entries: Sequence[Asked]) -> str:
    return "".join(f"<t:ItemId Id={quoteattr(entry.item_id)}{_change_key(entry)}/>" for entry in entries)


def _change_key(entry: Asked) -> str:
    return f" ChangeKey={quoteattr(entry.change_key)}" if entry.change_key else ""
