"""What MimeContent is of calendar items and contacts: plain iCalendar and vCard."""

import base64
from email import message_from_bytes
from email.policy import default

import pytest

from simulator.exchange.mime_out import mime_of
from tests.simulator.ews.conversation import Conversation, conversation, text_at

MIME = "<t:IncludeMimeContent>true</t:IncludeMimeContent>"


def exported(talk: Conversation, item: str, attributes: str = 'SendMeetingInvitations="SendToNone"') -> list[str]:
    created = talk.create(item, attributes)
    content = text_at(talk.get(str(created.get("Id")), "IdOnly", MIME), "t:MimeContent")
    assert content is not None
    return base64.b64decode(content).decode().replace("\r\n ", "").splitlines()


@pytest.mark.parametrize(
    ("zone", "start", "rule"),
    [
        (
            "GMT Standard Time",
            "DTSTART;TZID=GMT Standard Time:20260701T100000",
            "RRULE:FREQ=YEARLY;INTERVAL=1",
        ),
        ("Tokyo Standard Time", "DTSTART;TZID=Tokyo Standard Time:20260701T180000", ""),
    ],
)
def test_an_event_in_its_zone(zone: str, start: str, rule: str) -> None:
    lines = exported(
        conversation(),
        f"<t:CalendarItem><t:Subject>A, b; ç</t:Subject><t:Start>2026-07-01T09:00:00Z</t:Start>"
        f'<t:End>2026-07-01T10:00:00Z</t:End><t:StartTimeZone Id="{zone}"/></t:CalendarItem>',
    )
    assert lines[:2] == ["BEGIN:VCALENDAR", "METHOD:PUBLISH"]
    assert f"TZID:{zone}" in lines
    assert start in lines
    assert "SUMMARY;LANGUAGE=en-US:A\\, b\\; ç" in lines
    assert any(line.startswith("RRULE") for line in lines) == bool(rule)
    assert not rule or any(line.startswith(rule) for line in lines)
    assert lines[-2:] == ["END:VEVENT", "END:VCALENDAR"]


def test_a_meeting_names_its_people() -> None:
    lines = exported(
        conversation(),
        "<t:CalendarItem><t:Subject>s</t:Subject><t:Start>2026-07-01T00:00:00Z</t:Start>"
        "<t:End>2026-07-02T00:00:00Z</t:End><t:IsAllDayEvent>true</t:IsAllDayEvent><t:RequiredAttendees><t:Attendee>"
        "<t:Mailbox><t:EmailAddress>oliver.smith@contoso.test</t:EmailAddress></t:Mailbox></t:Attendee>"
        "</t:RequiredAttendees></t:CalendarItem>",
    )
    assert lines[1] == "METHOD:REQUEST"
    assert "DTSTART;VALUE=DATE:20260701" in lines
    assert any(line.startswith("ATTENDEE") and line.endswith("mailto:oliver.smith@contoso.test") for line in lines)
    assert any(line.startswith("ORGANIZER") for line in lines)


def test_a_contact() -> None:
    lines = exported(conversation(), "<t:Contact><t:Surname>Ávila</t:Surname></t:Contact>", "")
    assert (lines[0], lines[-1]) == ("BEGIN:VCARD", "END:VCARD")
    assert "N:Ávila;;;;" in lines


def test_a_contact_as_a_whole_card() -> None:
    lines = exported(
        conversation(),
        "<t:Contact><t:Body BodyType='Text'>a\nb</t:Body><t:DisplayName>Zé, Á.</t:DisplayName><t:GivenName>Zé"
        "</t:GivenName><t:CompanyName>Contoso</t:CompanyName><t:EmailAddresses><t:Entry Key='EmailAddress2'>z@x.test"
        "</t:Entry></t:EmailAddresses><t:PhysicalAddresses><t:Entry Key='Home'><t:Street>Rua 1; r/c</t:Street>"
        "<t:City>Lisboa</t:City></t:Entry></t:PhysicalAddresses><t:PhoneNumbers><t:Entry Key='MobilePhone'>+351 1"
        "</t:Entry></t:PhoneNumbers><t:Birthday>1980-05-04T00:00:00Z</t:Birthday><t:Department>Sea</t:Department>"
        "<t:Surname>Ávila</t:Surname></t:Contact>",
        "",
    )
    assert lines[2:-1] == [
        "N:Ávila;Zé;;;", "FN:Zé\\, Á.", "ORG:Contoso;Sea", "EMAIL;TYPE=INTERNET:z@x.test", "TEL;TYPE=CELL:+351 1",
        "ADR;TYPE=HOME:;;Rua 1\\; r/c;Lisboa;;;", "BDAY:1980-05-04", "NOTE:a\\nb",
    ]  # fmt: skip


def test_an_invitation_and_its_answer_carry_the_event() -> None:
    ana = conversation()
    ana.create(
        "<t:CalendarItem><t:Subject>s</t:Subject><t:Start>2026-12-01T10:00:00Z</t:Start><t:End>2026-12-01T11:00:00Z"
        "</t:End><t:RequiredAttendees><t:Attendee><t:Mailbox><t:EmailAddress>bruno.costa@contoso.test</t:EmailAddress>"
        "</t:Mailbox></t:Attendee></t:RequiredAttendees></t:CalendarItem>",
        'SendMeetingInvitations="SendToAllAndSaveCopy"',
    )
    bruno = Conversation(ana.organization, "bruno.costa@contoso.test")
    request = next(iter(bruno.mailbox.distinguished("inbox").items.values()))
    accept = f'<t:AcceptItem><t:ReferenceItemId Id="{bruno.mailbox.item_id(request)}"/></t:AcceptItem>'
    invited = event_in(bruno)
    bruno.call(f'<m:CreateItem MessageDisposition="SendOnly"><m:Items>{accept}</m:Items></m:CreateItem>')
    answered = event_in(ana)
    assert "METHOD:REQUEST" in invited
    assert "METHOD:REPLY" in answered
    assert [line for line in invited if line.startswith("UID:")] == [
        line for line in answered if line.startswith("UID:")
    ]
    (attendee,) = [line for line in answered if line.startswith("ATTENDEE")]
    assert "PARTSTAT=ACCEPTED" in attendee
    assert attendee.endswith("mailto:bruno.costa@contoso.test")


def event_in(talk: Conversation) -> list[str]:
    """The iCalendar part of the one message in the Inbox."""
    (message,) = talk.mailbox.distinguished("inbox").items.values()
    parsed = message_from_bytes(mime_of(talk.mailbox, message), policy=default)
    (part,) = [part for part in parsed.walk() if part.get_content_type() == "text/calendar"]
    return str(part.get_content()).replace("\r\n ", "").splitlines()
