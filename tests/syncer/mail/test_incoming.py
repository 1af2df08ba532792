"""Received e-mail: correlated, filtered, promoted once over all mailboxes."""

import base64
import uuid

import pytest

from syncer import incoming_mail
from syncer.crm_side.errors import CrmError
from syncer.crm_side.fetch import equals, fetch
from syncer.crm_side.side import OptionSet
from syncer.exchange_side.errors import EwsError
from syncer.exchange_side.values import Address, Attachment, Attendee, ItemProblem, Stamp
from syncer.mail_rows import RECEIVED
from syncer.test_and_enable import SUBJECT, TEXT
from tests.syncer.mail.office import Office


@pytest.fixture
def asked(office: Office) -> dict[str, object]:
    """An e-mail of Ana's to Emily, sent, regarding a contact."""
    contact = office.contact(f"{uuid.uuid4().hex[:8]}@x.test")
    email = office.write_email("ana.silva", ["emily.jones@contoso.test"], f"Question {uuid.uuid4().hex[:6]}", contact)
    office.send("ana.silva")
    row = office.email(email)
    return {"id": email, "regarding": contact.id, **row.attributes}


def test_a_reply_with_its_header(office: Office, asked: dict[str, object]) -> None:
    office.receive("ana.silva")
    reply = office.mail("emily.jones", ["ana.silva"], "Nothing in common", InReplyTo=asked["messageid"])
    result = office.receive("ana.silva")
    assert result.counts["mail_promoted"] == 1
    assert result.counts["mail_correlated_by_in_reply_to"] == 1
    row = office.emails(reply)[0]
    assert (row.attributes["statuscode"], row.attributes["directioncode"]) == (RECEIVED, False)
    assert row.attributes["regardingobjectid"].id == asked["regarding"]
    sender, to = row.attributes["from"], row.attributes["to"]
    assert [party.reference.id for party in sender] == [office.user("emily.jones").id]
    assert [party.reference.id for party in to] == [office.user("ana.silva").id]
    assert office.receive("ana.silva").writes == 0


def test_a_reply_with_the_token_only_and_one_with_neither(office: Office, asked: dict[str, object]) -> None:
    office.receive("ana.silva")
    token = office.mail("emily.jones", ["ana.silva"], f"RE: {asked['subject']}")
    neither = office.mail("emily.jones", ["ana.silva"], "Lunch?")
    result = office.receive("ana.silva")
    assert result.counts["mail_correlated_by_tracking_token"] == 1
    assert result.counts["mail_not_wanted"] == 1
    assert office.emails(token)[0].attributes["regardingobjectid"].id == asked["regarding"]
    assert office.emails(neither) == []


def test_a_message_to_two_users_becomes_one_row(office: Office, asked: dict[str, object]) -> None:
    for name in ("ana.silva", "bruno.costa"):
        office.receive(name)
    reply = office.mail("emily.jones", ["ana.silva", "bruno.costa"], str(asked["subject"]))
    assert office.receive("bruno.costa").counts["mail_promoted"] == 1
    assert office.receive("ana.silva").counts["mail_already_promoted"] == 1
    row = office.emails(reply)[0]
    assert len(office.emails(reply)) == 1
    assert {party.address for party in row.attributes["to"]} == {"ana.silva@contoso.test", "bruno.costa@contoso.test"}


def test_our_own_outgoing_mail_is_not_promoted_by_its_receiver(office: Office, asked: dict[str, object]) -> None:
    office.receive("emily.jones")
    assert len(office.emails(str(asked["messageid"]))) == 1


def test_mail_whose_sending_is_not_written_down_waits(office: Office) -> None:
    office.receive("emily.jones")
    email = office.write_email("ana.silva", ["emily.jones@contoso.test"], "Still sending")
    office.simulated.control(
        "POST", "/faults", where={"site": "lisbon", "operation": "SendItem"}, do={"kind": "close_after_effect"}
    )
    with pytest.raises(EwsError):
        office.send("ana.silva")
    assert office.receive("emily.jones").counts == {"mail_waiting": 1}
    office.send("ana.silva")
    assert office.receive("emily.jones").counts == {"mail_already_promoted": 1}
    assert len(office.emails(str(office.email(email).attributes["messageid"]))) == 1


@pytest.mark.parametrize("kind", ["close_before_effect", "close_after_effect"])
@pytest.mark.parametrize("operation", ["Create", "Execute:SetState"])
def test_a_call_that_breaks_off_is_made_good(
    office: Office, asked: dict[str, object], operation: str, kind: str
) -> None:
    office.receive("ana.silva")
    attachment = Attachment("a.txt", "text/plain", b"content")
    reply = office.mail("emily.jones", ["ana.silva"], str(asked["subject"]), Attachments=(attachment,))
    office.simulated.fault({"kind": kind}, site="crm", operation=operation)
    with pytest.raises(CrmError):
        office.receive("ana.silva")
    assert office.receive("ana.silva").counts["mail_promoted"] == 1
    rows = office.emails(reply)
    assert [row.attributes["statuscode"] for row in rows] == [RECEIVED]
    query = fetch("activitymimeattachment", ("filename", "body"), where=(equals("objectid", rows[0].id),))
    attachments = office.crm.retrieve_multiple(query)
    assert [base64.b64decode(str(one.attributes["body"])) for one in attachments] == [b"content"]
    assert office.receive("ana.silva").writes == 0


@pytest.mark.parametrize(
    ("method", "known", "count"),
    [(0, False, "mail_promoted"), (2, True, "mail_promoted"), (2, False, "mail_not_wanted"),
     (3, False, "mail_promoted"), (1, True, "mail_not_wanted")],
)  # fmt: skip
def test_the_receivers_option_decides(office: Office, method: int, known: bool, count: str) -> None:
    sender = "david.miller"
    office.receive("harry.brown")
    user = office.user("harry.brown")
    office.crm.update("usersettings", user.id, {"incomingemailfilteringmethod": OptionSet(method)})
    contact = office.contact(f"{sender}@contoso.test") if known else None
    try:
        office.mail(sender, ["harry.brown"], f"Option {method}")
        assert office.receive("harry.brown").counts == {count: 1}
    finally:
        office.crm.update("usersettings", user.id, {"incomingemailfilteringmethod": OptionSet(1)})
        if contact is not None:
            office.crm.delete("contact", contact.id)


def test_what_is_not_mail_is_left_alone(office: Office) -> None:
    office.receive("jessica.davis")
    organizer, jessica = office.exchange("michael.johnson"), office.exchange("jessica.davis")
    start = office.cycle("jessica.davis").clock()
    fields = {
        "Subject": "M",
        "Start": start,
        "End": start,
        "RequiredAttendees": (Attendee("", "jessica.davis@contoso.test"),),
    }
    organizer.send_meeting(organizer.create_item("calendar", "CalendarItem", fields, Stamp(str(uuid.uuid4()))), "m")
    to_self = (Address("", "jessica.davis@contoso.test"),)
    message = {"Subject": SUBJECT, "Body": TEXT.format(user="Jessica Davis"), "ToRecipients": to_self}
    jessica.send_draft(jessica.create_draft(message, Stamp(str(uuid.uuid4()))))
    assert office.receive("jessica.davis").counts == {"mail_not_mail": 1, "mail_test_message": 1}


def test_the_watermark(office: Office) -> None:
    office.mail("david.miller", ["michael.johnson"], "Before")
    mailbox = office.mailbox("michael.johnson")
    later = office.cycle("michael.johnson").clock().replace(year=2035)
    office.crm.update("mailbox", mailbox.id, {"processemailreceivedafter": later})
    try:
        counts = office.receive("michael.johnson").counts
    finally:
        office.crm.update("mailbox", mailbox.id, {"processemailreceivedafter": None})
    assert counts["mail_before_watermark"] >= 1
    assert "mail_promoted" not in counts


def test_a_poisoned_message_is_set_aside_and_the_others_are_promoted(office: Office, asked: dict[str, object]) -> None:
    office.receive("ana.silva")
    replies = [office.mail("emily.jones", ["ana.silva"], f"{n} {asked['subject']}") for n in range(3)]
    poisoned = next(one for one in office.inbox("ana.silva") if one.fields["InternetMessageId"] == replies[1])
    office.simulated.fault(
        {"kind": "empty_binary", "property": "ConversationIndex", "form": "self_closed"},
        times=0, site="lisbon", item_id=poisoned.ref.item_id,
    )  # fmt: skip
    assert isinstance(office.exchange("ana.silva").get_items([poisoned.ref.item_id])[0], ItemProblem)
    result = office.receive("ana.silva")
    assert (result.counts["mail_promoted"], result.counts["mail_quarantined"], result.quarantined) == (2, 1, 1)
    assert [len(office.emails(reply)) for reply in replies] == [1, 0, 1]
    mailbox = office.mailbox("ana.silva").id
    assert [one.code for one in office.store.quarantined(mailbox)] == ["EmptyBinary"]
    assert [one.code for one in office.store.alerts(mailbox)] == ["item_quarantined"]
    assert office.receive("ana.silva").counts == {}


@pytest.mark.parametrize("method", [0, 1, 3])
def test_other_delivery_methods_make_no_call(office: Office, method: int) -> None:
    mailbox = office.mailbox("oliver.smith")
    office.crm.update("mailbox", mailbox.id, {"incomingemaildeliverymethod": OptionSet(method)})
    try:
        cycle = office.cycle("oliver.smith")
        since = office.simulated.control("GET", "/wire-log?since=0")["next"]
        assert incoming_mail.run(cycle).counts == {}
        assert office.simulated.control("GET", f"/wire-log?since={since}")["entries"] == []
    finally:
        office.crm.update("mailbox", mailbox.id, {"incomingemaildeliverymethod": OptionSet(2)})


def test_the_email_router_channel_makes_no_call(office: Office) -> None:
    organization = office.crm.who_am_i().organization_id
    office.crm.update("organization", organization, {"emailconnectionchannel": OptionSet(1)})
    try:
        cycle = office.cycle("ana.silva")
        since = office.simulated.control("GET", "/wire-log?since=0")["next"]
        assert incoming_mail.run(cycle).counts == {}
        assert office.simulated.control("GET", f"/wire-log?since={since}")["entries"] == []
    finally:
        office.crm.update("organization", organization, {"emailconnectionchannel": OptionSet(0)})


def test_an_attachment_that_cannot_be_read_leaves_the_message_and_the_others(
    office: Office, asked: dict[str, object]
) -> None:
    office.receive("ana.silva")
    files = (Attachment("bad.txt", "text/plain", b"bad"), Attachment("good.txt", "text/plain", b"good"))
    reply = office.mail("emily.jones", ["ana.silva"], str(asked["subject"]), Attachments=files)
    office.simulated.fault(
        {"kind": "response_code", "code": "ErrorCannotOpenFileAttachment"}, site="lisbon", operation="GetAttachment"
    )
    result = office.receive("ana.silva")
    assert (result.counts["mail_promoted"], result.quarantined) == (1, 0)
    row = office.emails(reply)[0]
    assert row.attributes["statuscode"] == RECEIVED
    kept = office.crm.retrieve_multiple(
        fetch("activitymimeattachment", ("filename",), where=(equals("objectid", row.id),))
    )
    assert [one.attributes["filename"] for one in kept] == ["good.txt"]
    notified = office.crm.retrieve("email", row.id, ("notifications",))
    assert notified is not None
    assert notified.attributes["notifications"] == 1
