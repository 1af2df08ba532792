"""Receipts that a reader declines, and those of arriving."""

from lxml import etree

from tests.simulator.ews.conversation import NS, Conversation, codes, conversation, text_at

BRUNO = "bruno.costa@contoso.test"
MESSAGE = (
    "<t:Message><t:Subject>tide</t:Subject><t:ToRecipients><t:Mailbox><t:EmailAddress>{to}</t:EmailAddress></t:Mailbox>"
    "</t:ToRecipients><t:IsReadReceiptRequested>{read}</t:IsReadReceiptRequested>"
    "<t:IsDeliveryReceiptRequested>{delivery}</t:IsDeliveryReceiptRequested></t:Message>"
)


def sent(talk: Conversation, *, read: bool = True, delivery: bool = False, to: str = BRUNO) -> Conversation:
    """Send a message; returns the recipient's side."""
    item = MESSAGE.format(to=to, read=str(read).lower(), delivery=str(delivery).lower())
    answer = talk.call(f'<m:CreateItem MessageDisposition="SendOnly"><m:Items>{item}</m:Items></m:CreateItem>')
    assert codes(answer) == ["NoError"]
    return Conversation(talk.organization, BRUNO)


def inbox(talk: Conversation) -> list[str]:
    return [talk.mailbox.item_id(item) for item in talk.mailbox.distinguished("inbox").items.values()]


def mark(talk: Conversation, item_id: str, value: bool = True) -> etree._Element:
    change = (
        "<t:SetItemField><t:FieldURI FieldURI='message:IsRead'/>"
        f"<t:Message><t:IsRead>{str(value).lower()}</t:IsRead></t:Message></t:SetItemField>"
    )
    disposition = 'ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"'
    return talk.update(etree.Element("x", Id=item_id), change, disposition)


def suppress(talk: Conversation, item_id: str) -> list[str]:
    answer = f'<t:SuppressReadReceipt><t:ReferenceItemId Id="{item_id}"/></t:SuppressReadReceipt>'
    return codes(talk.call(f"<m:CreateItem><m:Items>{answer}</m:Items></m:CreateItem>"))


def offered(talk: Conversation, item_id: str) -> set[str]:
    objects = talk.get(item_id).find("t:ResponseObjects", NS)
    return {etree.QName(one).localname for one in objects} if objects is not None else set()


def test_reading_a_message_sends_its_receipt_once() -> None:
    """MS-OXWSMSG_R42."""
    ana = conversation()
    bruno = sent(ana)
    (message,) = inbox(bruno)
    assert "SuppressReadReceipt" in offered(bruno, message)
    assert inbox(ana) == []
    for value in (True, False, True):
        assert codes(mark(bruno, message, value)) == ["NoError"]
    (receipt,) = inbox(ana)
    item = ana.get(receipt)
    assert text_at(item, "t:ItemClass") == "REPORT.IPM.Note.IPNRN"
    assert text_at(item, "t:Subject") == "Read: tide"
    assert text_at(item, "t:From/t:Mailbox/t:EmailAddress") == BRUNO
    assert text_at(item, "t:InReplyTo") == text_at(bruno.get(message), "t:InternetMessageId")
    assert "SuppressReadReceipt" not in offered(bruno, message)
    mark(ana, receipt)
    assert inbox(bruno) == [message]
    assert suppress(bruno, message) == ["ErrorReadReceiptNotPending"]


def test_a_reader_declines_before_reading() -> None:
    """MS-OXWSCORE_R136."""
    ana = conversation()
    bruno = sent(ana)
    (message,) = inbox(bruno)
    assert suppress(bruno, message) == ["NoError"]
    assert suppress(bruno, message) == ["ErrorReadReceiptNotPending"]
    mark(bruno, message)
    assert inbox(ana) == []


def test_junk_gets_no_receipt() -> None:
    """Learn "ResponseCode", ErrorReadReceiptNotPending."""
    ana = conversation()
    bruno = sent(ana)
    item = bruno.mailbox.items[next(iter(bruno.mailbox.distinguished("inbox").items))]
    bruno.mailbox.move_item(item, bruno.mailbox.distinguished("junkemail"))
    moved = bruno.mailbox.item_id(item)
    assert suppress(bruno, moved) == ["ErrorReadReceiptNotPending"]
    mark(bruno, moved)
    assert inbox(ana) == []


def test_arriving_sends_the_delivery_receipt() -> None:
    """MS-OXWSMSG_R46."""
    ana = conversation()
    sent(ana, read=False, delivery=True)
    (report,) = inbox(ana)
    item = ana.get(report)
    assert text_at(item, "t:ItemClass") == "REPORT.IPM.Note.DR"
    assert text_at(item, "t:From/t:Mailbox/t:EmailAddress") == "postmaster@contoso.test"


def test_only_messages_have_receipts_to_suppress() -> None:
    """Learn "ResponseCode", ErrorInvalidReferenceItem."""
    ana = conversation()
    task = str(ana.create("<t:Task><t:Subject>t</t:Subject></t:Task>").get("Id"))
    assert suppress(ana, task) == ["ErrorInvalidReferenceItem"]
