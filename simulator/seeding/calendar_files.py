"""Events and tasks from .ics files (RFC 5545, MS-OXCICAL 2.1.3): series with their exceptions, and who is invited.

A file is imported as a user imports one: nothing is sent, the organizer is who the file says, and attendees have
answered as it says. What has no place in an item of Exchange is said.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

from simulator.exchange.errors import ExchangeError
from simulator.exchange.icalendar_in import address_of, appointment_of, reminder_of, texts_of
from simulator.exchange.icalendar_times import Zones
from simulator.exchange.item import Item
from simulator.exchange.item_defaults import complete_new_item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.property_path import PropertyPath
from simulator.exchange.text_components import Component, Line, read_components
from simulator.exchange.time_zones import windows_id_of_city
from simulator.exchange.values import Attendee, EmailAddress
from simulator.seeding.event_series import make_series
from simulator.seeding.load_report import Found, Refused, read_text

_ANSWERS = {"ACCEPTED": "Accept", "DECLINED": "Decline", "TENTATIVE": "Tentative"}
_ATTENDEES = ("calendar:RequiredAttendees", "calendar:OptionalAttendees", "calendar:Resources")
_MEETING, _RECEIVED, _CANCELLED = 1, 2, 4
"""Bits of AppointmentState (MS-OXOCAL 2.2.1.10)."""
_STATUS = {"IN-PROCESS": "InProgress", "COMPLETED": "Completed", "CANCELLED": "Deferred"}
"""Of a VTODO; that a cancelled one is deferred is our choice."""
_UNDERSTOOD = frozenset(
    {"UID", "SUMMARY", "DESCRIPTION", "X-ALT-DESC", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "STATUS",
     "CLASS", "PRIORITY", "CATEGORIES", "DTSTART", "X-MICROSOFT-CDO-IMPORTANCE"}
)  # fmt: skip
_OF_EVENTS = _UNDERSTOOD | {
    "LOCATION", "URL", "DTEND", "DURATION", "TRANSP", "ORGANIZER", "ATTENDEE", "ATTACH", "RRULE", "RDATE", "EXRULE",
    "EXDATE", "RECURRENCE-ID", "X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-CDO-ALLDAYEVENT",
    "X-MICROSOFT-CDO-APPT-SEQUENCE", "X-MICROSOFT-CDO-INTENDEDSTATUS", "X-MICROSOFT-CDO-INSTTYPE",
}  # fmt: skip
_OF_TASKS = _UNDERSTOOD | {"DUE", "COMPLETED", "PERCENT-COMPLETE"}


def read_ics(_organization: ExchangeOrganization, mailbox: Mailbox, path: Path) -> Iterator[Found | Refused]:
    """The events and tasks of an .ics file, each series as one; one that can't be read spoils itself alone."""
    text = read_text(path)
    try:
        calendars = [one for one in read_components(text) if one.name == "VCALENDAR"]
    except ValueError as problem:
        raise Refused(f"it can't be read: {problem}") from problem
    if not calendars:
        raise Refused("it has no VCALENDAR")
    zones = Zones(text, windows_id_of_city(mailbox.account.office) or "UTC")
    empty = True
    for calendar in calendars:
        for found in _items(mailbox, calendar, zones):
            empty = False
            yield found
    if empty:
        raise Refused("it has no event and no task")


def _items(mailbox: Mailbox, calendar: Component, zones: Zones) -> Iterator[Found | Refused]:
    method = calendar.text("METHOD").upper()
    if method not in ("", "PUBLISH", "REQUEST"):
        yield Refused(f"METHOD:{method} is an answer to a meeting and not one")
        return
    for events in _by_uid(calendar.inner("VEVENT")):
        yield from _guarded(events[0], lambda events=events: _event(mailbox, events, zones))
    for todo in calendar.inner("VTODO"):
        yield from _guarded(todo, lambda todo=todo: [_task(mailbox, todo, zones)])
    for other in calendar.components:
        if other.name not in ("VEVENT", "VTODO", "VTIMEZONE"):
            yield Refused("Exchange imports events and tasks only", _part(other))


def _guarded(component: Component, read: object) -> Iterator[Found | Refused]:
    assert callable(read)
    part = _part(component)
    try:
        found: Iterable[Found] = read()
        yield from found
    except ExchangeError as error:
        yield Refused(f"Exchange refuses it: {error.code}", part)
    except (ValueError, KeyError, OverflowError) as problem:
        yield Refused(f"it can't be read: {problem}", part)


def _part(component: Component) -> str:
    return f"{component.name} {component.text('SUMMARY') or component.text('UID')}".strip()


def _by_uid(events: list[Component]) -> list[list[Component]]:
    """The events that belong together, the series before its exceptions; without a UID each is alone."""
    groups: dict[str, list[Component]] = {}
    for at, event in enumerate(events):
        groups.setdefault(event.text("UID") or f"\0{at}", []).append(event)
    return [sorted(group, key=lambda event: event.line("RECURRENCE-ID") is not None) for group in groups.values()]


def _event(mailbox: Mailbox, events: list[Component], zones: Zones) -> Iterator[Found]:
    """The event of a group, with its exceptions; exceptions without their series stand alone."""
    first, *others = events
    exceptions = [one for one in others if one.line("RECURRENCE-ID") is not None]
    twins = [one for one in others if one.line("RECURRENCE-ID") is None]
    left_out: list[str] = []
    if first.line("RECURRENCE-ID") is not None:
        left_out.append("RECURRENCE-ID: its series is not in the file, so it is taken as an event of its own")
        exceptions, twins = [], others
    item, said = _appointment(mailbox, first, zones)
    alone, more = make_series(item, first, exceptions, zones, mailbox.clock)
    complete_new_item(mailbox, item)
    _take_people(mailbox, item, first)
    yield Found(item, "calendar", _part(first), (*left_out, *said, *more))
    for event in (*twins, *alone):
        item, said = _appointment(mailbox, event, zones)
        complete_new_item(mailbox, item)
        _take_people(mailbox, item, event)
        why = "it is taken as an event of its own, beside another with the same UID"
        yield Found(item, "calendar", _part(event), (*said, why))


def _appointment(mailbox: Mailbox, event: Component, zones: Zones) -> tuple[Item, list[str]]:
    """The item, not completed, and what was left out."""
    imported = appointment_of(event, zones, mailbox.clock)
    for attachment in imported.attachments:
        attachment.number = mailbox.new_key()
    item = Item("CalendarItem", "IPM.Appointment", imported.properties, imported.attachments)
    left_out = _unknown(event, _OF_EVENTS)
    if any(not line.parameter("ENCODING") for line in event.all("ATTACH")):
        left_out.append("ATTACH: only attachments inside the file are taken")
    if event.text("STATUS").upper() == "CANCELLED":
        item.properties["calendar:IsCancelled"] = True
    return item, left_out


def _unknown(component: Component, understood: frozenset[str]) -> list[str]:
    names = dict.fromkeys(line.name for line in component.lines if line.name not in understood)
    found = [f"{', '.join(names)}: an item has no place for it"] if names else []
    if len(component.inner("VALARM")) > 1:
        found.append("VALARM: an item has one reminder, the first is taken")
    return found


def _take_people(mailbox: Mailbox, item: Item, event: Component) -> None:
    """Who organizes it, who has answered what, and what the owner's part in it is."""
    answers = {address_of(line).lower(): line for line in event.all("ATTENDEE")}
    for path in _ATTENDEES:
        held = item.get(path, tuple)
        if held:
            item.properties[path] = tuple(_answered(one, answers) for one in held)
    organizer = event.line("ORGANIZER")
    meeting = any(item.properties.get(path) for path in _ATTENDEES)
    state = (_MEETING if meeting else 0) | (_CANCELLED if item.flag("calendar:IsCancelled") else 0)
    own = {address.lower() for address in mailbox.account.addresses}
    if organizer is not None and address_of(organizer).lower() not in own:
        email = address_of(organizer)
        item.properties["calendar:Organizer"] = EmailAddress(organizer.parameter("CN") or email, email)
        mine = next((line for address, line in answers.items() if address in own), None)
        item.properties["calendar:MyResponseType"] = _answer(mine) if mine is not None else "NoResponseReceived"
        state |= _MEETING | _RECEIVED
    item.properties["calendar:AppointmentState"] = state


def _answered(attendee: Attendee, lines: dict[str, Line]) -> Attendee:
    line = lines.get(attendee.mailbox.email.lower())
    return Attendee(attendee.mailbox, _answer(line) if line is not None else "Unknown")


def _answer(line: Line) -> str:
    return _ANSWERS.get(line.parameter("PARTSTAT").upper(), "Unknown")


def _task(mailbox: Mailbox, todo: Component, zones: Zones) -> Found:
    item = Item("Task", "IPM.Task", _task_properties(todo, zones))
    left_out = _unknown(todo, _OF_TASKS)
    complete_new_item(mailbox, item)
    return Found(item, "tasks", _part(todo), tuple(left_out))


def _task_properties(todo: Component, zones: Zones) -> dict[PropertyPath, object]:
    texts = texts_of(todo).items()
    found: dict[PropertyPath, object] = {
        path: value for path, value in texts if isinstance(path, str) and path.startswith("item:")
    }
    for name, path in (("DTSTART", "task:StartDate"), ("DUE", "task:DueDate"), ("COMPLETED", "task:CompleteDate")):
        line = todo.line(name)
        if line is not None:
            found[path] = _day(zones, line)
    found["task:Status"] = _STATUS.get(todo.text("STATUS").upper(), "NotStarted")
    percent = todo.text("PERCENT-COMPLETE").strip()
    if percent.isdigit():
        found["task:PercentComplete"] = float(percent)
    due = todo.line("DUE") or todo.line("DTSTART")
    if due is not None:
        moment = zones.moment(due)
        reminder = reminder_of(todo, moment, zones)
        found["item:ReminderIsSet"] = reminder["item:ReminderIsSet"]
        if "item:ReminderMinutesBeforeStart" in reminder:
            found["item:ReminderDueBy"] = moment.at
            found["item:ReminderMinutesBeforeStart"] = reminder["item:ReminderMinutesBeforeStart"]
    return found


def _day(zones: Zones, line: Line) -> datetime:
    """Tasks have days, kept as midnight UTC (MS-OXOTASK 2.2.2.2.4)."""
    text = line.value.strip()
    day = date.fromisoformat(text[:8]) if len(text) >= 8 else zones.moment(line).at.date()
    return datetime.combine(day, time(), UTC)
