"""A sent message arrives once in each recipient's Inbox."""

from simulator.exchange import delivery
from simulator.exchange.attachments import Attachment
from simulator.exchange.property_path import GUID_OF_SET, named, tagged
from simulator.exchange.values import EmailAddress
from tests.simulator.exchange_flow.organization import NOW, address, inbox, mailbox, message, new_organization


def test_to_cc_and_bcc_get_one_copy_each() -> None:
    organization = new_organization()
    sender = mailbox(organization, "ana.silva")
    item = message(
        organization,
        "ana.silva",
        address("oliver.smith"),
        message__CcRecipients=(address("michael.johnson"), address("oliver.smith")),
        message__BccRecipients=(address("kenji.sato"),),
    )
    delivery.submit(organization, sender, item)
    for name in ("oliver.smith", "michael.johnson", "kenji.sato"):
        (copy,) = inbox(mailbox(organization, name))
        assert "message:BccRecipients" not in copy.properties
        assert copy.properties["item:DateTimeReceived"] == NOW
        assert not copy.is_read
    assert inbox(sender) == []
    assert "message:BccRecipients" in item.properties


def test_a_copy_keeps_what_travels_and_loses_what_is_the_senders() -> None:
    organization = new_organization()
    stamp, other = named("PublicStrings", "crmid"), tagged(0x1001, "String")
    item = message(
        organization,
        "ana.silva",
        address("oliver.smith"),
        item__Categories=("Red",),
        item__InReplyTo="<one@contoso.test>",
        message__References="<zero@contoso.test> <one@contoso.test>",
        message__ConversationIndex=b"\x01" * 22,
        message__ConversationTopic="Budget",
    )
    item.properties[stamp] = "{GUID}"
    item.properties[other] = "kept"
    item.attachments.append(Attachment(7, "a.txt", NOW, content=b"abc"))
    delivery.submit(organization, mailbox(organization, "ana.silva"), item)
    (copy,) = inbox(mailbox(organization, "oliver.smith"))
    assert stamp.set_id == GUID_OF_SET["PublicStrings"]
    assert stamp not in copy.properties
    assert "item:Categories" not in copy.properties
    kept = (
        "item:Subject",
        "item:Body",
        "item:InReplyTo",
        "message:References",
        "message:InternetMessageId",
        "message:ConversationIndex",
        "message:ConversationTopic",
        other,
    )
    assert all(copy.properties[path] == item.properties[path] for path in kept)
    assert [one.content for one in copy.attachments] == [b"abc"]
    assert copy.attachments[0] is not item.attachments[0]


def test_an_unknown_address_in_the_domain_is_reported() -> None:
    organization = new_organization()
    sender = mailbox(organization, "ana.silva")
    item = message(organization, "ana.silva", address("nobody.here"), address("oliver.smith"))
    delivery.submit(organization, sender, item)
    (report,) = inbox(sender)
    assert report.item_class == "REPORT.IPM.Note.NDR"
    assert report.text("item:InReplyTo") == item.text("message:InternetMessageId")
    assert len(inbox(mailbox(organization, "oliver.smith"))) == 1


def test_mail_for_the_world_is_kept_as_outbound() -> None:
    organization = new_organization()
    item = message(organization, "ana.silva", EmailAddress("Somebody", "somebody@elsewhere.test"))
    delivery.submit(organization, mailbox(organization, "ana.silva"), item)
    (sent,) = organization.transport.outbound
    assert (sent.address, sent.sender) == ("somebody@elsewhere.test", "ana.silva@contoso.test")
    assert inbox(mailbox(organization, "ana.silva")) == []


def test_mail_for_a_site_that_is_down_arrives_in_order_once_it_is_back() -> None:
    organization = new_organization()
    sender, reader = mailbox(organization, "ana.silva"), mailbox(organization, "oliver.smith")
    organization.directory.set_up("london", False)
    for number in range(3):
        item = message(organization, "ana.silva", address("oliver.smith"), item__Subject=str(number))
        delivery.submit(organization, sender, item)
    assert inbox(reader) == []
    assert delivery.site_up(organization, "london") == 0
    organization.directory.set_up("london", True)
    assert delivery.site_up(organization, "london") == 3
    assert [one.text("item:Subject") for one in inbox(reader)] == ["0", "1", "2"]
    assert delivery.site_up(organization, "london") == 0
