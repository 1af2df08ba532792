"""What MimeContent is of calendar items and contacts: plain iCalendar and vCard."""

import base64

import pytest

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
