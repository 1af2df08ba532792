"""Receipts: sent once, by whom they were asked of, unless they are suppressed."""

import pytest
from lxml import etree

from simulator.exchange.item import Item
from tests.simulator.ews.conversation import MESSAGE_UPDATE, Conversation, codes, conversation, only

READ = (
    '<t:SetItemField><t:FieldURI FieldURI="message:IsRead"/><t:Message><t:IsRead>{}</t:IsRead></t:Message>'
    "</t:SetItemField>"
)


def message_that_asks(requested: str = "true") -> tuple[Conversation, Conversation, etree._Element]:
    """(the sender, the reader, the ItemId in the reader's Inbox)."""
    sender = conversation()
    reader = Conversation(sender.organization, "bruno.costa@contoso.test")
    answer = sender.call(
        '<m:CreateItem MessageDisposition="SendAndSaveCopy"><m:Items><t:Message><t:Subject>Tide</t:Subject>'
        "<t:ToRecipients><t:Mailbox><t:EmailAddress>bruno.costa@contoso.test</t:EmailAddress></t:Mailbox>"
        f"</t:ToRecipients><t:IsReadReceiptRequested>{requested}</t:IsReadReceiptRequested></t:Message></m:Items>"
        "</m:CreateItem>"
    )
    assert codes(answer) == ["NoError"]
    item = next(reversed(reader.mailbox.items.values()))
    return sender, reader, only(reader.get(reader.mailbox.item_id(item)), "t:ItemId")


def receipts(talk: Conversation) -> list[Item]:
    return list(talk.mailbox.distinguished("inbox").items.values())


def read(talk: Conversation, item: etree._Element, more: str = "", value: str = "true") -> etree._Element:
    answer = talk.update(item, READ.format(value), f"{MESSAGE_UPDATE} {more}")
    assert codes(answer) == ["NoError"]
    return only(answer, "//t:ItemId")


def delete(talk: Conversation, item: etree._Element, how: str, more: str = "") -> None:
    request = f'<m:DeleteItem DeleteType="{how}" {more}><m:ItemIds><t:ItemId Id="{item.get("Id")}"/></m:ItemIds>'
    assert codes(talk.call(f"{request}</m:DeleteItem>")) == ["NoError"]


def test_a_receipt_is_sent_when_a_message_becomes_read_and_never_again() -> None:
    sender, reader, item = message_that_asks()
    item = read(reader, item)
    (receipt,) = receipts(sender)
    assert (receipt.item_class, receipt.text("item:Subject")) == ("REPORT.IPM.Note.IPNRN", "Read: Tide")
    (sent,) = sender.mailbox.distinguished("sentitems").items.values()
    assert receipt.text("item:InReplyTo") == sent.text("message:InternetMessageId") != ""
    assert not reader.mailbox.distinguished("sentitems").items
    item = read(reader, item, value="false")
    item = read(reader, item)
    read(reader, item, value="false")
    delete(reader, item, "HardDelete")
    assert len(receipts(sender)) == 1


@pytest.mark.parametrize("how", ["HardDelete", "SoftDelete"])
def test_a_message_deleted_unread_is_told_of(how: str) -> None:
    sender, reader, item = message_that_asks()
    delete(reader, item, how)
    (receipt,) = receipts(sender)
    assert (receipt.item_class, receipt.text("item:Subject")) == ("REPORT.IPM.Note.IPNNRN", "Not read: Tide")


def test_nothing_is_told_of_a_message_that_was_only_thrown_away() -> None:
    sender, reader, item = message_that_asks()
    delete(reader, item, "MoveToDeletedItems")
    assert receipts(sender) == []
    (thrown,) = reader.mailbox.distinguished("deleteditems").items.values()
    again = etree.fromstring(f'<ItemId Id="{reader.mailbox.item_id(thrown)}"/>')
    delete(reader, again, "MoveToDeletedItems")
    assert len(receipts(sender)) == 1


def test_receipts_that_are_suppressed() -> None:
    """MS-OXWSCORE_R2174."""
    sender, reader, item = message_that_asks()
    read(reader, item, 'SuppressReadReceipts="true"')
    assert receipts(sender) == []
    sender, reader, item = message_that_asks()
    delete(reader, item, "HardDelete", 'SuppressReadReceipts="true"')
    assert receipts(sender) == []


def test_nobody_asked() -> None:
    sender, reader, item = message_that_asks("false")
    delete(reader, read(reader, read(reader, item), value="false"), "HardDelete")
    assert receipts(sender) == []


def test_ones_own_copy_answers_nothing() -> None:
    sender, reader, _item = message_that_asks()
    (sent,) = sender.mailbox.distinguished("sentitems").items.values()
    mine = only(sender.get(sender.mailbox.item_id(sent)), "t:ItemId")
    delete(sender, read(sender, mine, value="false"), "HardDelete")
    assert [len(receipts(sender)), len(receipts(reader))] == [0, 1]
