"""Every operation of the table has a success over TLS, in one conversation with one mailbox."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import requests

import simulator
from simulator.ews.operations import OPERATIONS
from simulator.running import Running
from tests.simulator.server.ews_client import envelope, login, response_codes, session

pytestmark = pytest.mark.acceptance

NEVER = {"ArchiveItem"}
"""No mailbox here has an archive: there is only the error."""

ID_ONLY = "<t:BaseShape>IdOnly</t:BaseShape>"
TARGET = '<m:ToFolderId><t:DistinguishedFolderId Id="{}"/></m:ToFolderId>'
SETTINGS = '<t:UserConfigurationName Name="Tagus"><t:DistinguishedFolderId Id="inbox"/></t:UserConfigurationName>'
NAMED = '<m:UserConfigurationName Name="Tagus"><t:DistinguishedFolderId Id="inbox"/></m:UserConfigurationName>'


@dataclass
class Talk:
    """One client; it keeps what the answers named."""

    running: Running
    client: requests.Session
    said: set[str] = field(default_factory=set)

    def ask(self, operation: str, inner: str, attributes: str = "") -> str:
        """Ask, and insist on success; answers the document."""
        url = next(iter(self.running.ready["sites"].values()))["ews_url"]
        body = envelope(f"<m:{operation} {attributes}>{inner}</m:{operation}>")
        answer = self.client.post(url, data=body, timeout=30)
        assert set(response_codes(answer)) == {"NoError"}, answer.text
        self.said.add(operation)
        return answer.text

    def id_in(self, document: str, element: str = "ItemId") -> str:
        """The first id of this element, as the attributes of an id of any name."""
        found = re.search(rf"<[tm]:{element} (Id=\"[^\"]+\"( ChangeKey=\"[^\"]+\")?)", document)
        assert found is not None, document
        return found.group(1)

    def id_alone(self, document: str, element: str = "ItemId") -> str:
        """The same without its ChangeKey."""
        return self.id_in(document, element).split(" ")[0]


@pytest.fixture
def talk() -> Iterator[Talk]:
    with simulator.start("single_site") as running, session(running, login("ana.silva")) as client:
        yield Talk(running, client)


def _folders(talk: Talk) -> None:
    inbox = '<m:ParentFolderId><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderId>'
    made = talk.id_in(
        talk.ask(
            "CreateFolder", f"{inbox}<m:Folders><t:Folder><t:DisplayName>A</t:DisplayName></t:Folder></m:Folders>"
        ),
        "FolderId",
    )
    folder, alone = f"<t:FolderId {made}/>", f"<t:FolderId {made.split(' ')[0]}/>"
    talk.ask("GetFolder", f"<m:FolderShape>{ID_ONLY}</m:FolderShape><m:FolderIds>{alone}</m:FolderIds>")
    talk.ask(
        "UpdateFolder",
        f"<m:FolderChanges><t:FolderChange>{folder}<t:Updates><t:SetFolderField>"
        '<t:FieldURI FieldURI="folder:DisplayName"/>'
        "<t:Folder><t:DisplayName>B</t:DisplayName></t:Folder></t:SetFolderField></t:Updates></t:FolderChange>"
        "</m:FolderChanges>",
    )
    talk.ask("CopyFolder", f"{TARGET.format('drafts')}<m:FolderIds>{alone}</m:FolderIds>")
    talk.ask("MoveFolder", f"{TARGET.format('drafts')}<m:FolderIds>{alone}</m:FolderIds>".replace("drafts", "outbox"))
    path = "<m:RelativeFolderPath><t:Folder><t:DisplayName>C</t:DisplayName></t:Folder></m:RelativeFolderPath>"
    talk.ask("CreateFolderPath", inbox + path)
    talk.ask("EmptyFolder", f"<m:FolderIds>{alone}</m:FolderIds>", 'DeleteType="HardDelete" DeleteSubFolders="true"')
    talk.ask(
        "MarkAllItemsAsRead",
        f"<m:ReadFlag>true</m:ReadFlag><m:SuppressReadReceipts>true</m:SuppressReadReceipts><m:FolderIds>{alone}</m:FolderIds>",
    )
    talk.ask("FindFolder", f"<m:FolderShape>{ID_ONLY}</m:FolderShape>{_parents('msgfolderroot')}", 'Traversal="Deep"')
    talk.ask("SyncFolderHierarchy", f"<m:FolderShape>{ID_ONLY}</m:FolderShape>")
    talk.ask("DeleteFolder", f"<m:FolderIds>{alone}</m:FolderIds>", 'DeleteType="HardDelete"')


def _parents(name: str) -> str:
    return f'<m:ParentFolderIds><t:DistinguishedFolderId Id="{name}"/></m:ParentFolderIds>'


def _items(talk: Talk) -> None:
    note = (
        "<m:Items><t:Message><t:Subject>Ponte</t:Subject><t:ToRecipients><t:Mailbox>"
        "<t:EmailAddress>ana.silva@contoso.test</t:EmailAddress></t:Mailbox></t:ToRecipients></t:Message></m:Items>"
    )
    shape = f"<m:ItemShape>{ID_ONLY}</m:ItemShape>"
    made = talk.id_in(talk.ask("CreateItem", note, 'MessageDisposition="SaveOnly"'))
    changed = talk.ask(
        "UpdateItem",
        f"<m:ItemChanges><t:ItemChange><t:ItemId {made}/><t:Updates><t:SetItemField>"
        '<t:FieldURI FieldURI="item:Subject"/>'
        "<t:Message><t:Subject>Rio</t:Subject></t:Message></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges>",
        'ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"',
    )
    file = "<t:FileAttachment><t:Name>a.txt</t:Name><t:Content>QQ==</t:Content></t:FileAttachment>"
    attached = talk.ask(
        "CreateAttachment",
        f"<m:ParentItemId {talk.id_in(changed)}/><m:Attachments>{file}</m:Attachments>",
    )
    attachment = re.search(r'<t:AttachmentId (Id="[^"]+")', attached)
    assert attachment is not None
    ids = f"<m:AttachmentIds><t:AttachmentId {attachment.group(1)}/></m:AttachmentIds>"
    talk.ask("GetAttachment", ids)
    gone = talk.ask("DeleteAttachment", ids)
    key = re.search(r'RootItemChangeKey="([^"]+)"', gone)
    assert key is not None
    talk.ask("CopyItem", f"{TARGET.format('drafts')}<m:ItemIds><t:ItemId {talk.id_alone(changed)}/></m:ItemIds>")
    now = f'{talk.id_alone(changed)} ChangeKey="{key.group(1)}"'
    talk.ask("SendItem", f"<m:ItemIds><t:ItemId {now}/></m:ItemIds>", 'SaveItemToFolder="true"')
    found = talk.ask("FindItem", shape + _parents("inbox"), 'Traversal="Shallow"')
    one = f"<m:ItemIds><t:ItemId {talk.id_alone(found)}/></m:ItemIds>"
    talk.ask("GetItem", shape + one)
    inbox = '<m:SyncFolderId><t:DistinguishedFolderId Id="inbox"/></m:SyncFolderId>'
    talk.ask("SyncFolderItems", f"{shape}{inbox}<m:MaxChangesReturned>10</m:MaxChangesReturned>")
    exported = talk.ask("ExportItems", one)
    data = re.search(r"<m:Data>([^<]+)</m:Data>", exported)
    assert data is not None
    folder = talk.id_alone(talk.ask("GetFolder", f"<m:FolderShape>{ID_ONLY}</m:FolderShape><m:FolderIds>"
                                    '<t:DistinguishedFolderId Id="drafts"/></m:FolderIds>'), "FolderId")  # fmt: skip
    talk.ask(
        "UploadItems",
        f'<m:Items><t:Item CreateAction="CreateNew"><t:ParentFolderId {folder}/><t:Data>{data.group(1)}</t:Data>'
        "</t:Item></m:Items>",
    )
    moved = talk.ask("MoveItem", TARGET.format("drafts") + one)
    junk = talk.ask(
        "MarkAsJunk", f"<m:ItemIds><t:ItemId {talk.id_alone(moved)}/></m:ItemIds>", 'IsJunk="true" MoveItem="true"'
    )
    talk.ask(
        "DeleteItem",
        f"<m:ItemIds><t:ItemId {talk.id_alone(junk, 'MovedItemId')}/></m:ItemIds>",
        'DeleteType="HardDelete"',
    )


def _settings(talk: Talk) -> None:
    entry = (
        "<t:Dictionary><t:DictionaryEntry><t:DictionaryKey><t:Type>String</t:Type><t:Value>k</t:Value></t:DictionaryKey>"
        "<t:DictionaryValue><t:Type>String</t:Type><t:Value>v</t:Value></t:DictionaryValue></t:DictionaryEntry></t:Dictionary>"
    )
    talk.ask("CreateUserConfiguration", f"<m:UserConfiguration>{SETTINGS}{entry}</m:UserConfiguration>")
    talk.ask("UpdateUserConfiguration", f"<m:UserConfiguration>{SETTINGS}{entry}</m:UserConfiguration>")
    wanted = "<m:UserConfigurationProperties>All</m:UserConfigurationProperties>"
    talk.ask("GetUserConfiguration", NAMED + wanted)
    talk.ask("DeleteUserConfiguration", NAMED)


def _reminders_and_directory(talk: Talk) -> None:
    meeting = (
        "<m:Items><t:CalendarItem><t:Subject>Soon</t:Subject><t:ReminderIsSet>true</t:ReminderIsSet>"
        "<t:ReminderMinutesBeforeStart>15</t:ReminderMinutesBeforeStart><t:Start>2026-12-01T10:00:00Z</t:Start>"
        "<t:End>2026-12-01T11:00:00Z</t:End></t:CalendarItem></m:Items>"
    )
    made = talk.id_in(talk.ask("CreateItem", meeting, 'SendMeetingInvitations="SendToNone"'))
    talk.ask("GetReminders", "")
    talk.ask(
        "PerformReminderAction",
        f"<m:ReminderItemActions><t:ReminderItemAction><t:ActionType>Dismiss</t:ActionType><t:ItemId {made}/>"
        "</t:ReminderItemAction></m:ReminderItemActions>",
    )
    alone = made.split(" ")[0]
    talk.ask(
        "ConvertId",
        f'<m:SourceIds><t:AlternateId Format="EwsId" {alone} Mailbox="ana.silva@contoso.test"/></m:SourceIds>',
        'DestinationFormat="HexEntryId"',
    )
    talk.ask("ResolveNames", "<m:UnresolvedEntry>ana.silva</m:UnresolvedEntry>", 'ReturnFullContactData="false"')
    talk.ask("GetServerTimeZones", "", 'ReturnFullTimeZoneData="false"')


def test_every_operation_has_a_success(talk: Talk) -> None:
    for part in (_folders, _items, _settings, _reminders_and_directory):
        part(talk)
    assert talk.said == {operation.name for operation in OPERATIONS} - NEVER
