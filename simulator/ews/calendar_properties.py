"""Properties of calendar items and of the meeting messages that carry them (MS-OXWSMTGS 2.2.4; order of types.xsd)."""

from collections.abc import Callable
from datetime import datetime

from simulator.ews.occurrence_xml import (
    deleted_occurrences,
    first_occurrence,
    last_occurrence,
    modified_occurrences,
    write_deleted,
    write_occurrence,
    write_occurrences,
)
from simulator.ews.property_row import Property, computed, stored
from simulator.ews.recurrence_xml import RECURRENCE
from simulator.ews.time_zone_xml import read_definition, read_meeting_time_zone, write_meeting_time_zone, write_zone
from simulator.ews.value_codecs import (
    ATTENDEES,
    BOOLEAN,
    INTEGER,
    MOMENT,
    RAW,
    RECIPIENT,
    TEXT,
    Codec,
    one_of,
    read_never,
)
from simulator.ews.xml_text import identifier, leaf
from simulator.exchange.calendar_neighbours import adjacent, conflicting
from simulator.exchange.global_object_id import uid_of_global_object_id
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import GLOBAL_OBJECT_ID
from simulator.exchange.series import ZONE_PATHS
from simulator.exchange.zone_rules import UTC_ZONE, ItemTimeZone, definition_of, tzinfo_of

START = "calendar:Start"
END = "calendar:End"
REQUIRED = "calendar:RequiredAttendees"
OPTIONAL = "calendar:OptionalAttendees"
RESOURCES = "calendar:Resources"
MY_RESPONSE = "calendar:MyResponseType"
FREE_BUSY = ("Free", "Tentative", "Busy", "OOF", "WorkingElsewhere", "NoData")


def _uid(_mailbox: Mailbox, item: Item) -> object:
    identifier = item.properties.get(GLOBAL_OBJECT_ID)
    return uid_of_global_object_id(identifier) if isinstance(identifier, bytes) else None


def _duration(_mailbox: Mailbox, item: Item) -> object:
    start, end = item.get(START, datetime), item.get(END, datetime)
    if start is None or end is None:
        return None
    minutes = max(0, int((end - start).total_seconds())) // 60
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    time = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if not days and not time:
        return "PT0S"
    return f"P{f'{days}D' if days else ''}{f'T{time}' if time else ''}"


def _is_meeting(_mailbox: Mailbox, item: Item) -> object:
    if item.flag("calendar:IsMeeting"):
        return True
    return any(item.properties.get(path) for path in (REQUIRED, OPTIONAL, RESOURCES))


def _is_organizer(_mailbox: Mailbox, item: Item) -> object:
    return item.text(MY_RESPONSE) == "Organizer"


def _start_zone(_mailbox: Mailbox, item: Item) -> object:
    """The zone the item was given, by either name; else UTC (MS-OXWSMTGS 2.2.4.6)."""
    for path in ZONE_PATHS:
        value = item.properties.get(path)
        if isinstance(value, ItemTimeZone):
            return value
    return UTC_ZONE


def _end_zone(mailbox: Mailbox, item: Item) -> object:
    return item.get("calendar:EndTimeZone", ItemTimeZone) or _start_zone(mailbox, item)


def _meeting_zone(mailbox: Mailbox, item: Item) -> object:
    """Of a master alone (MS-OXWSMTGS_R1053)."""
    return _start_zone(mailbox, item) if item.text("calendar:CalendarItemType") == "RecurringMaster" else None


def _zone_name(mailbox: Mailbox, item: Item) -> object:
    zone = _start_zone(mailbox, item)
    assert isinstance(zone, ItemTimeZone)
    return definition_of(zone).name or zone.id


def _wall_clock(path: str) -> Property:
    """StartWallClock and EndWallClock: the moment as a clock in its zone shows it, with the offset."""
    element = path.removeprefix("calendar:")
    source, zone = (START, _start_zone) if element.startswith("Start") else (END, _end_zone)

    def value(mailbox: Mailbox, item: Item) -> object:
        moment, where = item.get(source, datetime), zone(mailbox, item)
        assert isinstance(where, ItemTimeZone)
        return moment.astimezone(tzinfo_of(where)) if moment is not None else None

    return computed(path, element, WALL_CLOCK, value, all=False, since="Exchange2013_SP1")


def _write_wall_clock(name: str, value: object) -> str:
    assert isinstance(value, datetime)
    return f"<{name}>{value.isoformat(timespec='seconds')}</{name}>"


WALL_CLOCK = Codec(read_never, _write_wall_clock)
ZONE = Codec(read_definition, write_zone)
MEETING_ZONE = Codec(read_meeting_time_zone, write_meeting_time_zone)


def _zone_id(path: str) -> Property:
    element = path.removeprefix("calendar:")
    zone = _start_zone if element.startswith("Start") else _end_zone

    def value(mailbox: Mailbox, item: Item) -> object:
        where = zone(mailbox, item)
        assert isinstance(where, ItemTimeZone)
        return where.id

    return computed(path, element, TEXT, value, all=False, since="Exchange2013_SP1")


Neighbours = Callable[[Mailbox, Item], list[Item]]


def _neighbour_count(path: str, find: Neighbours) -> Property:
    def value(mailbox: Mailbox, item: Item) -> object:
        return len(find(mailbox, item))

    return computed(path, path.removeprefix("calendar:"), INTEGER, value, all=False)


def _neighbours(path: str, find: Neighbours) -> Property:
    def value(mailbox: Mailbox, item: Item) -> object:
        return "".join(_neighbour(mailbox, one) for one in find(mailbox, item)) or None

    return computed(path, path.removeprefix("calendar:"), NEIGHBOURS, value, all=False, find=False)


def _neighbour(mailbox: Mailbox, item: Item) -> str:
    """What a meeting tells of another one: which it is, when, and how it shows."""
    moments = ((name, item.get(path, datetime)) for name, path in (("Start", START), ("End", END)))
    times = "".join(MOMENT.write(f"t:{name}", moment) for name, moment in moments if moment is not None)
    return (
        f"<t:CalendarItem>{identifier('t:ItemId', mailbox.item_id(item), mailbox.change_key(item))}"
        f"{leaf('t:Subject', item.text('item:Subject'))}{times}"
        f"{leaf('t:LegacyFreeBusyStatus', item.text('calendar:LegacyFreeBusyStatus'))}"
        f"{leaf('t:Location', item.text('calendar:Location'))}</t:CalendarItem>"
    )


def _write_neighbours(name: str, value: object) -> str:
    return f"<{name}>{value}</{name}>"


NEIGHBOURS = Codec(read_never, _write_neighbours)


_TIMES: tuple[Property, ...] = (
    Property(START, "Start", MOMENT, default=True, deletable=False),
    Property(END, "End", MOMENT, default=True, deletable=False),
    stored("calendar:OriginalStart", "OriginalStart", MOMENT),
    Property("calendar:IsAllDayEvent", "IsAllDayEvent", BOOLEAN, deletable=False),
    Property("calendar:LegacyFreeBusyStatus", "LegacyFreeBusyStatus", one_of(*FREE_BUSY), default=True,
             deletable=False),
    Property("calendar:Location", "Location", TEXT, default=True),
    Property("calendar:When", "When", TEXT),
    computed("calendar:IsMeeting", "IsMeeting", BOOLEAN, _is_meeting),
    stored("calendar:IsCancelled", "IsCancelled", BOOLEAN),
    stored("calendar:IsRecurring", "IsRecurring", BOOLEAN),
    stored("calendar:MeetingRequestWasSent", "MeetingRequestWasSent", BOOLEAN),
)  # fmt: skip

_PEOPLE: tuple[Property, ...] = (
    stored("calendar:CalendarItemType", "CalendarItemType", TEXT, default=True),
    stored(MY_RESPONSE, "MyResponseType", TEXT),
    stored("calendar:Organizer", "Organizer", RECIPIENT, default=True),
    Property(REQUIRED, "RequiredAttendees", ATTENDEES, appendable=True, find=False),
    Property(OPTIONAL, "OptionalAttendees", ATTENDEES, appendable=True, find=False),
    Property(RESOURCES, "Resources", ATTENDEES, appendable=True, find=False),
)

_SCHEDULE: tuple[Property, ...] = (
    _neighbour_count("calendar:ConflictingMeetingCount", conflicting),
    _neighbour_count("calendar:AdjacentMeetingCount", adjacent),
    _neighbours("calendar:ConflictingMeetings", conflicting),
    _neighbours("calendar:AdjacentMeetings", adjacent),
    computed("calendar:Duration", "Duration", TEXT, _duration),
    computed("calendar:TimeZone", "TimeZone", TEXT, _zone_name),
    stored("calendar:AppointmentReplyTime", "AppointmentReplyTime", MOMENT),
    stored("calendar:AppointmentSequenceNumber", "AppointmentSequenceNumber", INTEGER),
    stored("calendar:AppointmentState", "AppointmentState", INTEGER),
    Property("calendar:Recurrence", "Recurrence", RECURRENCE, find=False),
    computed(
        "calendar:FirstOccurrence",
        "FirstOccurrence",
        Codec(read_never, write_occurrence),
        first_occurrence,
        find=False,
    ),
    computed(
        "calendar:LastOccurrence", "LastOccurrence", Codec(read_never, write_occurrence), last_occurrence, find=False
    ),
    computed(
        "calendar:ModifiedOccurrences",
        "ModifiedOccurrences",
        Codec(read_never, write_occurrences),
        modified_occurrences,
        find=False,
    ),
    computed(
        "calendar:DeletedOccurrences",
        "DeletedOccurrences",
        Codec(read_never, write_deleted),
        deleted_occurrences,
        find=False,
    ),
    Property("calendar:MeetingTimeZone", "MeetingTimeZone", MEETING_ZONE, find=False, getter=_meeting_zone),
    Property("calendar:StartTimeZone", "StartTimeZone", ZONE, find=False, since="Exchange2010", getter=_start_zone),
    Property("calendar:EndTimeZone", "EndTimeZone", ZONE, find=False, since="Exchange2010", getter=_end_zone),
    Property("calendar:ConferenceType", "ConferenceType", INTEGER),
    Property("calendar:AllowNewTimeProposal", "AllowNewTimeProposal", BOOLEAN),
    Property("calendar:IsOnlineMeeting", "IsOnlineMeeting", BOOLEAN),
    Property("calendar:MeetingWorkspaceUrl", "MeetingWorkspaceUrl", TEXT),
    Property("calendar:NetShowUrl", "NetShowUrl", TEXT),
    Property("calendar:EnhancedLocation", "EnhancedLocation", RAW, all=False, since="Exchange2013"),
)

_ZONES: tuple[Property, ...] = (
    _wall_clock("calendar:StartWallClock"),
    _wall_clock("calendar:EndWallClock"),
    _zone_id("calendar:StartTimeZoneId"),
    _zone_id("calendar:EndTimeZoneId"),
)

CALENDAR: tuple[Property, ...] = (
    Property("calendar:UID", "UID", TEXT, deletable=False, since="Exchange2007_SP1", getter=_uid),
    stored("calendar:RecurrenceId", "RecurrenceId", MOMENT, since="Exchange2007_SP1"),
    stored("calendar:DateTimeStamp", "DateTimeStamp", MOMENT, since="Exchange2007_SP1"),
    *_TIMES,
    Property("calendar:IsResponseRequested", "IsResponseRequested", BOOLEAN),
    *_PEOPLE,
    stored("calendar:InboxReminders", "InboxReminders", RAW, all=False, find=False, since="Exchange2016"),
    *_SCHEDULE,
    *_ZONES,
    stored("calendar:IntendedFreeBusyStatus", "IntendedFreeBusyStatus", TEXT, all=False, since="Exchange2013_SP1"),
    stored("calendar:JoinOnlineMeetingUrl", "JoinOnlineMeetingUrl", TEXT, all=False, since="Exchange2013"),
    stored("calendar:OnlineMeetingSettings", "OnlineMeetingSettings", RAW, all=False, since="Exchange2013"),
    computed("calendar:IsOrganizer", "IsOrganizer", BOOLEAN, _is_organizer, since="Exchange2013"),
)

MEETING_REQUEST: tuple[Property, ...] = (
    stored("meetingRequest:MeetingRequestType", "MeetingRequestType", TEXT, default=True),
    stored("meetingRequest:IntendedFreeBusyStatus", "IntendedFreeBusyStatus", TEXT, default=True),
    *_TIMES,
    *_PEOPLE,
    *_SCHEDULE,
    *_ZONES,
)

_MEETING_TIMES: tuple[Property, ...] = (
    stored(START, "Start", MOMENT, since="Exchange2013"),
    stored(END, "End", MOMENT, since="Exchange2013"),
    stored("calendar:Location", "Location", TEXT, since="Exchange2013"),
    stored("calendar:Recurrence", "Recurrence", RECURRENCE, find=False, since="Exchange2013"),
    stored("calendar:CalendarItemType", "CalendarItemType", TEXT, since="Exchange2013"),
)

MEETING_RESPONSE: tuple[Property, ...] = (
    *_MEETING_TIMES,
    stored("meeting:ProposedStart", "ProposedStart", MOMENT, since="Exchange2013"),
    stored("meeting:ProposedEnd", "ProposedEnd", MOMENT, since="Exchange2013"),
)

MEETING_CANCELLATION: tuple[Property, ...] = _MEETING_TIMES
