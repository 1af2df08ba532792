"""CopyItem, and what it has in common with MoveItem."""

import pytest
from lxml import etree

from tests.simulator.ews.conversation import NS, Conversation, codes, conversation, only, text_at

INBOX = '<t:DistinguishedFolderId Id="inbox"/>'


def transfer(
    talk: Conversation, operation: str, *items: str, folder: str = INBOX, more: str = "", element: str = "ItemId"
) -> etree._Element:
    ids = "".join(f'<t:{element} Id="{item}"/>' for item in items)
    return talk.call(
        f"<m:{operation}><m:ToFolderId>{folder}</m:ToFolderId><m:ItemIds>{ids}</m:ItemIds>{more}</m:{operation}>"
    )


def rich(talk: Conversation) -> str:
    return str(
        talk.create(
            "<t:Message><t:Subject>s</t:Subject><t:Body BodyType='Text'>b</t:Body><t:Attachments><t:ItemAttachment>"
            "<t:Name>n</t:Name><t:Message><t:Subject>in</t:Subject><t:Attachments><t:FileAttachment><t:Name>f</t:Name>"
            "<t:Content>QQ==</t:Content></t:FileAttachment></t:Attachments></t:Message></t:ItemAttachment>"
            "</t:Attachments><t:Categories><t:String>red</t:String></t:Categories><t:ExtendedProperty>"
            "<t:ExtendedFieldURI DistinguishedPropertySetId='PublicStrings' PropertyName='crmid' "
            "PropertyType='String'/><t:Value>4711</t:Value></t:ExtendedProperty></t:Message>"
        ).get("Id")
    )


CRMID = (
    '<t:AdditionalProperties><t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="crmid" '
    'PropertyType="String"/></t:AdditionalProperties>'
)


def test_a_copy_has_everything_and_stands_alone() -> None:
    """MS-OXWSCORE 3.1.4.1: the copy has ids of its own, its attachments too; what becomes of it leaves the original."""
    talk = conversation()
    original = rich(talk)
    answer = transfer(talk, "CopyItem", original)
    assert codes(answer) == ["NoError"]
    copy = str(only(answer, "//t:ItemId").get("Id"))
    assert copy != original
    first, second = talk.get(original, extra=CRMID), talk.get(copy, extra=CRMID)
    paths = ("t:Subject", "t:Body", "t:Categories/t:String", "t:ExtendedProperty/t:Value", "t:IsDraft", "t:Size")
    assert [text_at(first, path) for path in paths] == [text_at(second, path) for path in paths]
    inbox = talk.mailbox.distinguished("inbox")
    assert only(second, "t:ParentFolderId").get("Id") == talk.mailbox.folder_id(inbox)
    assert [inbox.total, talk.mailbox.distinguished("drafts").total] == [1, 1]
    ids = [str(only(one, "t:Attachments//t:AttachmentId").get("Id")) for one in (first, second)]
    assert ids[0] != ids[1]
    gone = (
        f'<m:DeleteAttachment><m:AttachmentIds><t:AttachmentId Id="{ids[1]}"/></m:AttachmentIds></m:DeleteAttachment>'
    )
    assert codes(talk.call(gone)) == ["NoError"]
    fetched = talk.call(
        f'<m:GetAttachment><m:AttachmentIds><t:AttachmentId Id="{ids[0]}"/></m:AttachmentIds></m:GetAttachment>'
    )
    assert text_at(fetched, ".//t:Message/t:Attachments/t:FileAttachment/t:Name") == "f"


@pytest.mark.parametrize("operation", ["CopyItem", "MoveItem"])
def test_several_items_and_one_that_isnt_there(operation: str) -> None:
    talk = conversation()
    first, second = rich(talk), rich(talk)
    gone = rich(talk)
    talk.mailbox.delete_item(next(reversed(talk.mailbox.items.values())), "HardDelete")
    answer = transfer(talk, operation, first, gone, second)
    assert codes(answer) == ["NoError", "ErrorItemNotFound", "NoError"]
    assert [len(one) for one in answer.iterfind(".//m:Items", NS)] == [1, 0, 1]
    assert talk.mailbox.distinguished("inbox").total == 2


@pytest.mark.parametrize("operation", ["CopyItem", "MoveItem"])
@pytest.mark.parametrize(("text", "told"), [("false", 0), ("0", 0), ("true", 1), ("1", 1)])
def test_new_ids_only_when_wanted(operation: str, text: str, told: int) -> None:
    talk = conversation()
    more = f"<m:ReturnNewItemIds>{text}</m:ReturnNewItemIds>"
    answer = transfer(talk, operation, rich(talk), more=more)
    assert codes(answer) == ["NoError"]
    assert len(answer.findall(".//t:ItemId", NS)) == told


@pytest.mark.parametrize("operation", ["CopyItem", "MoveItem"])
def test_folders_that_are_none(operation: str) -> None:
    talk = conversation()
    item = rich(talk)
    inbox = talk.mailbox.distinguished("inbox")
    gone = talk.mailbox.create_folder(inbox, "x")
    talk.mailbox.delete_folder(gone, "HardDelete")
    for identity, code in ((talk.mailbox.folder_id(gone), "ErrorToFolderNotFound"),
                           (item, "ErrorCannotUseItemIdForFolderId"), ("x", "ErrorInvalidIdMalformed")):  # fmt: skip
        answer = transfer(talk, operation, item, folder=f'<t:FolderId Id="{identity}"/>')
        assert codes(answer) == [code]
    folder = talk.mailbox.folder_id(inbox)
    assert codes(transfer(talk, operation, folder)) == ["ErrorCannotUseFolderIdForItemId"]
    assert talk.mailbox.distinguished("drafts").total == 1


def test_a_copy_of_an_associated_item_is_one_too() -> None:
    talk = conversation()
    (options,) = talk.mailbox.distinguished("root").associated.values()
    assert codes(transfer(talk, "CopyItem", talk.mailbox.item_id(options))) == ["NoError"]
    inbox = talk.mailbox.distinguished("inbox")
    assert ([one.item_class for one in inbox.associated.values()], inbox.total) == ([options.item_class], 0)


def test_a_stranger_gets_nothing() -> None:
    talk = conversation()
    item = rich(talk)
    stranger = Conversation(talk.organization, "bruno.costa@contoso.test")
    assert codes(transfer(stranger, "CopyItem", item)) == ["ErrorItemNotFound"]
    mine = talk.mailbox.folder_id(talk.mailbox.distinguished("inbox"))
    own = rich(stranger)
    answer = transfer(stranger, "CopyItem", own, folder=f'<t:FolderId Id="{mine}"/>')
    assert codes(answer) == ["ErrorToFolderNotFound"]


def test_a_copy_is_new_to_whoever_synchronizes() -> None:
    talk = conversation()
    original = rich(talk)
    copy = str(only(transfer(talk, "CopyItem", original), "//t:ItemId").get("Id"))
    answer = talk.call(
        "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
        f"<m:SyncFolderId>{INBOX}</m:SyncFolderId><m:MaxChangesReturned>9</m:MaxChangesReturned></m:SyncFolderItems>"
    )
    assert [one.get("Id") for one in answer.iterfind(".//t:Create//t:ItemId", NS)] == [copy]


@pytest.mark.parametrize("operation", ["CopyItem", "MoveItem"])
def test_an_occurrence_stays_in_its_series(operation: str) -> None:
    talk = conversation()
    item = rich(talk)
    occurrence = f'<t:OccurrenceItemId RecurringMasterId="{item}" InstanceIndex="1"/>'
    request = f"<m:{operation}><m:ToFolderId>{INBOX}</m:ToFolderId><m:ItemIds>{occurrence}</m:ItemIds></m:{operation}>"
    assert codes(talk.call(request)) == ["ErrorCalendarCannotMoveOrCopyOccurrence"]
