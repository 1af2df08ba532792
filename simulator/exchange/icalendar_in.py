"""From iCalendar to an appointment, as Exchange imports it (MS-OXCICAL 2.1.3, RFC 5545).

The organizer of what is imported is the mailbox's owner, whatever ORGANIZER says (our choice).
"""

import base64
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default

from simulator.clock import Clock
from simulator.exchange.attachments import Attachment
from simulator.exchange.errors import ExchangeError
from simulator.exchange.global_object_id import global_object_id_of_uid
from simulator.exchange.icalendar_times import Moment, Zones, read_duration
from simulator.exchange.mime_in import Imported, read_mime
from simulator.exchange.property_path import GLOBAL_OBJECT_ID, PropertyPath
from simulator.exchange.text_components import Component, Line, read_components
from simulator.exchange.values import Attendee, Body, EmailAddress
from simulator.exchange.zone_rules import ItemTimeZone

_SENSITIVITY = {"X-PERSONAL": "Personal", "PRIVATE": "Private", "CONFIDENTIAL": "Confidential"}
_BUSY = {"FREE": "Free", "TENTATIVE": "Tentative", "OOF": "OOF", "WORKINGELSEWHERE": "WorkingElsewhere"}
_DAY = timedelta(days=1)


def read_calendar_item(content: bytes, default_zone: str, clock: Clock) -> Imported:
    """A calendar item's properties from iCalendar, alone or as a part of MIME; other MIME is read as a message.

    Times without a zone are in `default_zone`, a Windows id. Raises ErrorMimeContentInvalid.
    """
    text = _calendar_text(content)
    if text is None:
        return read_mime(content, clock)
    try:
        return read_appointment(text, default_zone, clock)
    except (ValueError, KeyError, OverflowError) as problem:
        raise ExchangeError("ErrorMimeContentInvalid") from problem


def read_appointment(text: str, default_zone: str, clock: Clock) -> Imported:
    """The first VEVENT of an iCalendar text that is no exception. Raises ValueError when there is none."""
    events = [event for calendar in read_components(text) for event in calendar.inner("VEVENT")]
    if not events:
        raise ValueError("there is no VEVENT")
    event = next((one for one in events if one.line("RECURRENCE-ID") is None), events[0])
    return appointment_of(event, Zones(text, default_zone), clock)


def appointment_of(event: Component, zones: Zones, clock: Clock) -> Imported:
    """What a VEVENT by itself tells, without its recurrence. Raises ValueError."""
    properties = {**texts_of(event), **_times(event, zones), **_people(event)}
    attachments = [_attachment(line, clock) for line in event.all("ATTACH") if line.parameter("ENCODING")]
    return Imported(properties, attachments)


def _calendar_text(content: bytes) -> str | None:
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].upper() == b"BEGIN:VCALENDAR":
        return content.decode("utf-8", "replace").lstrip("\ufeff")
    message = message_from_bytes(content, policy=default)
    part = next((one for one in message.walk() if one.get_content_type() == "text/calendar"), None)
    return str(part.get_content()) if part is not None else None


def texts_of(event: Component) -> dict[PropertyPath, object]:
    """What a component says in words: subject, body, place, categories and how it counts."""
    found: dict[PropertyPath, object] = {
        "item:Subject": event.text("SUMMARY")[:255],
        "item:Sensitivity": _SENSITIVITY.get(event.text("CLASS").upper(), "Normal"),
        "item:Importance": _importance(event),
        "calendar:LegacyFreeBusyStatus": _busy(event),
    }
    for path, name in (("calendar:Location", "LOCATION"), ("calendar:MeetingWorkspaceUrl", "URL")):
        if event.text(name):
            found[path] = event.text(name)
    html = next((line.text for line in event.all("X-ALT-DESC") if line.parameter("FMTTYPE") == "text/html"), "")
    if html:
        found["item:Body"] = Body(html, "HTML")
    elif event.line("DESCRIPTION") is not None:
        found["item:Body"] = Body(event.text("DESCRIPTION").replace("\n", "\r\n"), "Text")
    categories = tuple(name for line in event.all("CATEGORIES") for name in line.texts)
    if categories:
        found["item:Categories"] = categories
    if event.text("UID"):
        found[GLOBAL_OBJECT_ID] = global_object_id_of_uid(event.text("UID"))
    sequence = event.text("SEQUENCE") or event.text("X-MICROSOFT-CDO-APPT-SEQUENCE")
    if sequence.isdigit():
        found["calendar:AppointmentSequenceNumber"] = int(sequence)
    return found


def _importance(event: Component) -> str:
    """X-MICROSOFT-CDO-IMPORTANCE, else PRIORITY: 1 to 4 are high, 6 to 9 low (MS-OXCICAL 2.1.3.1.1.20.17)."""
    chosen = {"0": "Low", "1": "Normal", "2": "High"}.get(event.text("X-MICROSOFT-CDO-IMPORTANCE"))
    priority = event.text("PRIORITY").strip()
    level = int(priority) if priority.isdigit() else 0
    return chosen or ("High" if 1 <= level <= 4 else "Low" if 6 <= level <= 9 else "Normal")


def _busy(event: Component) -> str:
    """X-MICROSOFT-CDO-BUSYSTATUS, else TRANSP, else STATUS (MS-OXCICAL 2.1.3.1.1.20.31)."""
    status = event.text("X-MICROSOFT-CDO-BUSYSTATUS").upper()
    if status:
        return _BUSY.get(status, "Busy")
    if event.text("TRANSP").upper() == "TRANSPARENT":
        return "Free"
    return "Tentative" if event.text("STATUS").upper() == "TENTATIVE" else "Busy"


def _times(event: Component, zones: Zones) -> dict[PropertyPath, object]:
    line = event.line("DTSTART")
    if line is None:
        raise ValueError("the event has no DTSTART")
    start = zones.moment(line)
    end = _end(event, start, zones)
    found: dict[PropertyPath, object] = {
        "calendar:Start": start.at,
        "calendar:End": end,
        "calendar:IsAllDayEvent": start.is_date or event.text("X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE",
        "calendar:StartTimeZone": ItemTimeZone(start.zone_id),
        **reminder_of(event, start, zones),
    }
    stamp = event.line("DTSTAMP")
    if stamp is not None:
        found["calendar:DateTimeStamp"] = zones.moment(stamp).at
    return found


def _end(event: Component, start: Moment, zones: Zones) -> datetime:
    """DTEND, else DTSTART and DURATION, else the same day or moment (RFC 5545 3.6.1)."""
    line = event.line("DTEND")
    if line is not None:
        return zones.moment(line).at
    duration = event.line("DURATION")
    if duration is not None:
        return start.at + read_duration(duration.value)
    return start.at + (_DAY if start.is_date else timedelta())


def reminder_of(event: Component, start: Moment, zones: Zones) -> dict[PropertyPath, object]:
    """The first alarm with a trigger, as minutes before the start (MS-OXCICAL 2.1.3.1.1.20.61)."""
    trigger = next((line for alarm in event.inner("VALARM") for line in alarm.all("TRIGGER")), None)
    if trigger is None:
        return {"item:ReminderIsSet": False}
    absolute = trigger.parameter("VALUE").upper() == "DATE-TIME"
    before = start.at - zones.moment(trigger).at if absolute else -read_duration(trigger.value)
    minutes = max(0, int(before.total_seconds()) // 60)
    return {"item:ReminderIsSet": True, "item:ReminderMinutesBeforeStart": minutes}


def _people(event: Component) -> dict[PropertyPath, object]:
    """Who is invited, without the organizer (MS-OXCICAL 2.1.3.1.1.20.2)."""
    organizer = event.line("ORGANIZER")
    found: dict[PropertyPath, object] = {}
    for line in event.all("ATTENDEE"):
        if organizer is not None and address_of(line).lower() == address_of(organizer).lower():
            continue
        path = place_of_attendee(line)
        held = found.get(path, ())
        assert isinstance(held, tuple)
        email = address_of(line)
        found[path] = (*held, Attendee(EmailAddress(line.parameter("CN") or email, email), "Unknown"))
    return found


def place_of_attendee(line: Line) -> str:
    """The property that lists an attendee of this role."""
    role, kind = line.parameter("ROLE").upper(), line.parameter("CUTYPE").upper()
    if role == "NON-PARTICIPANT" or kind in ("RESOURCE", "ROOM"):
        return "calendar:Resources"
    return "calendar:OptionalAttendees" if role == "OPT-PARTICIPANT" else "calendar:RequiredAttendees"


def address_of(line: Line) -> str:
    """The address of an ORGANIZER or ATTENDEE."""
    value = line.value.strip()
    return value[7:] if value.lower().startswith("mailto:") else value


def _attachment(line: Line, clock: Clock) -> Attachment:
    name = line.parameter("X-FILENAME") or line.parameter("FILENAME") or "attachment"
    kind = line.parameter("FMTTYPE") or "application/octet-stream"
    return Attachment(
        number=0, name=name, modified=clock.now(), content=base64.b64decode(line.value), content_type=kind
    )
