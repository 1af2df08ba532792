"""Mail: drafts, sending, what the sender keeps and what arrives."""

import pytest
from lxml import etree

from simulator.soap.faults import EwsFault
from tests.simulator.ews.conversation import NS, Conversation, codes, conversation, only, text_at

DRAFT = (
    "<t:Message><t:Subject>Tide tables</t:Subject><t:Body BodyType='HTML'>&lt;b&gt;high&lt;/b&gt;</t:Body>"
    "<t:ExtendedProperty><t:ExtendedFieldURI DistinguishedPropertySetId='PublicStrings' PropertyName='crmid'"
    " PropertyType='String'/><t:Value>{id}</t:Value></t:ExtendedProperty>"
    "<t:ToRecipients><t:Mailbox><t:EmailAddress>oliver.smith@contoso.test</t:EmailAddress></t:Mailbox></t:ToRecipients>"
    "</t:Message>"
)
CRM_ID = (
    "<t:AdditionalProperties><t:ExtendedFieldURI DistinguishedPropertySetId='PublicStrings' PropertyName='crmid'"
    " PropertyType='String'/></t:AdditionalProperties>"
)


def send(talk: Conversation, identity: etree._Element, key: str | None, save: str = "true") -> etree._Element:
    change = f'ChangeKey="{key}"' if key else ""
    return talk.call(
        f'<m:SendItem SaveItemToFolder="{save}"><m:ItemIds><t:ItemId Id="{identity.get("Id")}" {change}/></m:ItemIds>'
        "</m:SendItem>"
    )


def test_a_sent_draft_keeps_its_stamp_and_arrives_without_it() -> None:
    talk = conversation()
    draft = talk.create(DRAFT)
    assert codes(send(talk, draft, draft.get("ChangeKey"))) == ["NoError"]
    kept = list(talk.mailbox.distinguished("sentitems").items.values())
    assert not talk.mailbox.distinguished("drafts").items
    shown = talk.get(talk.mailbox.item_id(kept[0]), "AllProperties", CRM_ID)
    assert text_at(shown, "t:ExtendedProperty/t:Value") == "{id}"
    assert text_at(shown, "t:IsDraft") == "false"
    assert text_at(shown, "t:From/t:Mailbox/t:EmailAddress") == "ana.silva@contoso.test"
    there = Conversation(talk.organization, "oliver.smith@contoso.test")
    inbox = list(there.mailbox.distinguished("inbox").items.values())
    assert len(inbox) == 1
    arrived = there.get(there.mailbox.item_id(inbox[0]), "AllProperties", CRM_ID)
    assert arrived.find("t:ExtendedProperty", NS) is None
    assert text_at(arrived, "t:InternetMessageId") == text_at(shown, "t:InternetMessageId")
    assert text_at(arrived, "t:IsRead") == "false"


@pytest.mark.parametrize(("stale", "code"), [(False, "ErrorChangeKeyRequired"), (True, "ErrorStaleObject")])
def test_send_item_tests_the_change_key(stale: bool, code: str) -> None:
    talk = conversation()
    draft = talk.create(DRAFT)
    talk.update(draft, "<t:DeleteItemField><t:FieldURI FieldURI='item:Subject'/></t:DeleteItemField>")
    assert codes(send(talk, draft, draft.get("ChangeKey") if stale else None)) == [code]
    assert len(talk.mailbox.distinguished("drafts").items) == 1
    assert not Conversation(talk.organization, "oliver.smith@contoso.test").mailbox.distinguished("inbox").items


def test_a_draft_is_sent_once() -> None:
    talk = conversation()
    draft = talk.create(DRAFT)
    assert codes(send(talk, draft, draft.get("ChangeKey"))) == ["NoError"]
    assert codes(send(talk, draft, draft.get("ChangeKey"))) == ["ErrorItemNotFound"]
    there = Conversation(talk.organization, "oliver.smith@contoso.test")
    assert len(there.mailbox.distinguished("inbox").items) == 1


@pytest.mark.parametrize(("disposition", "kept"), [("SendOnly", 0), ("SendAndSaveCopy", 1)])
def test_create_and_send(disposition: str, kept: int) -> None:
    talk = conversation()
    answer = talk.call(f'<m:CreateItem MessageDisposition="{disposition}"><m:Items>{DRAFT}</m:Items></m:CreateItem>')
    assert codes(answer) == ["NoError"]
    assert len(talk.mailbox.distinguished("sentitems").items) == kept


def test_nobody_to_send_to() -> None:
    talk = conversation()
    message = "<t:Message><t:Subject>x</t:Subject></t:Message>"
    answer = talk.call(f'<m:CreateItem MessageDisposition="SendOnly"><m:Items>{message}</m:Items></m:CreateItem>')
    assert codes(answer) == ["ErrorMissingRecipients"]


def test_somebody_elses_name_on_it() -> None:
    talk = conversation()
    message = DRAFT.replace(
        "</t:Message>",
        "<t:From><t:Mailbox><t:EmailAddress>bruno.costa@contoso.test</t:EmailAddress></t:Mailbox></t:From></t:Message>",
    )
    answer = talk.call(f'<m:CreateItem MessageDisposition="SendOnly"><m:Items>{message}</m:Items></m:CreateItem>')
    assert codes(answer) == ["ErrorSendAsDenied"]


def test_an_answer_continues_the_conversation() -> None:
    talk = conversation()
    draft = talk.create(DRAFT)
    send(talk, draft, draft.get("ChangeKey"))
    there = Conversation(talk.organization, "oliver.smith@contoso.test")
    asked = next(iter(there.mailbox.distinguished("inbox").items.values()))
    reply = (
        f'<t:ReplyToItem><t:ReferenceItemId Id="{there.mailbox.item_id(asked)}"/>'
        '<t:NewBodyContent BodyType="Text">yes</t:NewBodyContent></t:ReplyToItem>'
    )
    answer = there.call(f'<m:CreateItem MessageDisposition="SendAndSaveCopy"><m:Items>{reply}</m:Items></m:CreateItem>')
    assert codes(answer) == ["NoError"]
    got = next(iter(talk.mailbox.distinguished("inbox").items.values()))
    shown = talk.get(talk.mailbox.item_id(got))
    assert text_at(shown, "t:Subject") == "RE: Tide tables"
    assert text_at(shown, "t:InReplyTo") == asked.text("message:InternetMessageId")
    sent = next(iter(talk.mailbox.distinguished("sentitems").items.values()))
    mine = talk.get(talk.mailbox.item_id(sent))
    assert only(shown, "t:ConversationId").get("Id") == only(mine, "t:ConversationId").get("Id")


def send_request(*items: etree._Element, save: str = "true", folder: str = "") -> str:
    ids = "".join(f'<t:ItemId Id="{one.get("Id")}" ChangeKey="{one.get("ChangeKey")}"/>' for one in items)
    folder = f"<m:SavedItemFolderId>{folder}</m:SavedItemFolderId>" if folder else ""
    return f'<m:SendItem SaveItemToFolder="{save}"><m:ItemIds>{ids}</m:ItemIds>{folder}</m:SendItem>'


def test_several_drafts_are_sent_and_one_that_is_no_message() -> None:
    """MS-OXWSCORE_R424, MS-OXWSCORE_R462."""
    talk = conversation()
    drafts = [talk.create(DRAFT), talk.create("<t:Task/>", ""), talk.create("<t:Message/>"), talk.create(DRAFT)]
    assert codes(talk.call(send_request(*drafts))) == [
        "NoError", "ErrorInvalidItemForOperationSendItem", "ErrorMissingRecipients", "NoError",
    ]  # fmt: skip
    assert [talk.mailbox.distinguished(name).total for name in ("sentitems", "drafts", "tasks")] == [2, 1, 1]


@pytest.mark.parametrize(
    ("save", "folder", "code", "kept"),
    [
        ("true", "", "NoError", "sentitems"),  # MS-OXWSCORE_R1648
        ("false", "", "NoError", ""),  # MS-OXWSCORE_R1649
        ("true", '<t:DistinguishedFolderId Id="inbox"/>', "NoError", "inbox"),  # MS-OXWSCORE_R463
        ("false", '<t:DistinguishedFolderId Id="inbox"/>', "ErrorInvalidSendItemSaveSettings", "drafts"),
        ("true", '<t:FolderId Id="{gone}"/>', "ErrorSavedItemFolderNotFound", "drafts"),
    ],
)
def test_where_the_copy_is_kept(save: str, folder: str, code: str, kept: str) -> None:
    talk = conversation()
    gone = talk.mailbox.create_folder(talk.mailbox.distinguished("inbox"), "x")
    talk.mailbox.delete_folder(gone, "HardDelete")
    draft = talk.create(DRAFT)
    request = send_request(draft, save=save, folder=folder.replace("{gone}", talk.mailbox.folder_id(gone)))
    assert codes(talk.call(request)) == [code]
    folders = ("sentitems", "inbox", "drafts", "deleteditems")
    assert [name for name in folders if talk.mailbox.distinguished(name).total] == ([kept] if kept else [])
    there = Conversation(talk.organization, "oliver.smith@contoso.test")
    assert there.mailbox.distinguished("inbox").total == (1 if code == "NoError" else 0)


def test_the_request_must_say_whether_to_keep_a_copy() -> None:
    talk = conversation()
    with pytest.raises(EwsFault) as refused:
        talk.call(send_request(talk.create(DRAFT)).replace(' SaveItemToFolder="true"', ""))
    assert refused.value.code == "ErrorSchemaValidation"
