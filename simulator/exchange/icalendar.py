"""A calendar item as iCalendar, in the form in which Exchange exports one (MS-OXCICAL, RFC 5545)."""

from datetime import UTC, datetime, timedelta

from simulator.exchange.global_object_id import uid_of_global_object_id
from simulator.exchange.item import Item
from simulator.exchange.property_path import GLOBAL_OBJECT_ID
from simulator.exchange.series import ZONE_PATHS
from simulator.exchange.text_conversion import converted
from simulator.exchange.text_lines import escaped, folded, quoted
from simulator.exchange.time_zones import DayRule, definition, zone
from simulator.exchange.values import Body, EmailAddress
from simulator.exchange.zone_rules import ItemTimeZone

_PARTSTAT = {"Accept": "ACCEPTED", "Decline": "DECLINED", "Tentative": "TENTATIVE"}
_BUSY = {"Free": "FREE", "Tentative": "TENTATIVE", "OOF": "OOF", "WorkingElsewhere": "WORKINGELSEWHERE"}


def calendar_text(item: Item, method: str | None = None) -> str:
    """The item as one VEVENT with its VTIMEZONE: times in the zone that it was made in, else in UTC.

    Without ``method`` it is REQUEST for a meeting and PUBLISH for any other.
    """
    windows_id = _zone_of(item)
    attendees = _people(item)
    lines = ["BEGIN:VCALENDAR", f"METHOD:{method or ('REQUEST' if attendees else 'PUBLISH')}"]
    lines.extend(("PRODID:Microsoft Exchange Server 2010", "VERSION:2.0", *_time_zone(windows_id), "BEGIN:VEVENT"))
    lines.extend((*_organizer(item), *attendees))
    body = item.get("item:Body", Body)
    if body is not None and body.text:
        lines.append(f"DESCRIPTION;LANGUAGE=en-US:{escaped(converted(body, 'Text').text)}")
    identifier = item.get(GLOBAL_OBJECT_ID, bytes)
    lines.append(f"UID:{uid_of_global_object_id(identifier) if identifier else ''}")
    lines.append(f"SUMMARY;LANGUAGE=en-US:{escaped(item.text('item:Subject'))}")
    all_day = item.flag("calendar:IsAllDayEvent")
    for name, path in (("DTSTART", "calendar:Start"), ("DTEND", "calendar:End")):
        moment = item.get(path, datetime)
        if moment is not None:
            lines.append(f"{name}{_moment(moment, windows_id, all_day)}")
    stamp = item.get("calendar:DateTimeStamp", datetime) or item.modified or item.created
    if stamp is not None:
        lines.append(f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    lines.extend(_details(item))
    lines.extend(("END:VEVENT", "END:VCALENDAR"))
    return "\r\n".join(folded(line) for line in lines) + "\r\n"


def _details(item: Item) -> list[str]:
    busy = _BUSY.get(item.text("calendar:LegacyFreeBusyStatus"), "BUSY")
    private = item.text("item:Sensitivity") in ("Private", "Personal", "Confidential")
    location = item.text("calendar:Location")
    return [
        f"CLASS:{'PRIVATE' if private else 'PUBLIC'}",
        f"TRANSP:{'TRANSPARENT' if busy == 'FREE' else 'OPAQUE'}",
        f"STATUS:{'CANCELLED' if item.flag('calendar:IsCancelled') else 'CONFIRMED'}",
        f"SEQUENCE:{item.get('calendar:AppointmentSequenceNumber', int) or 0}",
        *([f"LOCATION;LANGUAGE=en-US:{escaped(location)}"] if location else []),
        f"X-MICROSOFT-CDO-BUSYSTATUS:{busy}",
        f"X-MICROSOFT-CDO-ALLDAYEVENT:{'TRUE' if item.flag('calendar:IsAllDayEvent') else 'FALSE'}",
    ]


def _zone_of(item: Item) -> str:
    """The Windows id of the item's zone."""
    for path in ZONE_PATHS:
        value = item.get(path, ItemTimeZone)
        if value is not None and zone(value.id) is not None:
            return value.id
    return "UTC"


def _moment(moment: datetime, windows_id: str, all_day: bool) -> str:
    local = moment.astimezone(zone(windows_id) or UTC)
    if all_day:
        return f";VALUE=DATE:{local:%Y%m%d}"
    return f";TZID={windows_id}:{local:%Y%m%dT%H%M%S}"


def _time_zone(windows_id: str) -> list[str]:
    """The VTIMEZONE, with the rules of the last years that the definition has."""
    whole = definition(windows_id)
    group = whole.groups[-1]
    offsets = {period.id: -period.bias for period in whole.periods}
    standard = offsets[group.only]
    lines = ["BEGIN:VTIMEZONE", f"TZID:{windows_id}"]
    if len(group.rules) != 2:
        for part in ("STANDARD", "DAYLIGHT"):
            lines.extend(_observance(part, standard, standard, None))
    else:
        for rule, other in (group.rules, group.rules[::-1]):
            part = "STANDARD" if rule.to == group.only else "DAYLIGHT"
            lines.extend(_observance(part, offsets[other.to], offsets[rule.to], rule))
    return [*lines, "END:VTIMEZONE"]


def _observance(part: str, before: timedelta, after: timedelta, rule: DayRule | None) -> list[str]:
    start = datetime(1601, 1, 1, tzinfo=UTC) + (rule.time_offset if rule is not None else timedelta())
    lines = [f"BEGIN:{part}", f"DTSTART:{start:%Y%m%dT%H%M%S}"]
    lines.extend((f"TZOFFSETFROM:{_offset(before)}", f"TZOFFSETTO:{_offset(after)}"))
    if rule is not None:
        day = f"{rule.occurrence}{rule.day_of_week[:2].upper()}"
        lines.append(f"RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY={day};BYMONTH={rule.month}")
    return [*lines, f"END:{part}"]


def _offset(offset: timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"


def _organizer(item: Item) -> list[str]:
    organizer = item.get("calendar:Organizer", EmailAddress)
    return [f"ORGANIZER;CN={quoted(organizer.name)}:mailto:{organizer.email}"] if organizer is not None else []


def _people(item: Item) -> list[str]:
    lines = []
    for path, role in (
        ("calendar:RequiredAttendees", "REQ-PARTICIPANT"),
        ("calendar:OptionalAttendees", "OPT-PARTICIPANT"),
        ("calendar:Resources", "NON-PARTICIPANT"),
    ):
        for attendee in item.get(path, tuple) or ():
            status = _PARTSTAT.get(attendee.response, "NEEDS-ACTION")
            who = attendee.mailbox
            lines.append(f"ATTENDEE;ROLE={role};PARTSTAT={status};RSVP=TRUE;CN={quoted(who.name)}:mailto:{who.email}")
    return lines
