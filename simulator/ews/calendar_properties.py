"""Properties of calendar items and of the meeting messages that carry them (MS-OXWSMTGS 2.2.4; order of types.xsd)."""

from datetime import datetime

from simulator.ews.property_row import Property, computed, stored
from simulator.ews.value_codecs import ATTENDEES, BOOLEAN, INTEGER, MOMENT, RAW, RECIPIENT, TEXT, one_of
from simulator.exchange.global_object_id import uid_of_global_object_id
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import GLOBAL_OBJECT_ID

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


def _wall_clock(path: str) -> Property:
    """StartWallClock and EndWallClock: the moment, shown in UTC (our choice while zones are kept as given)."""
    element = path.removeprefix("calendar:")
    source = START if element.startswith("Start") else END
    return computed(path, element, MOMENT, lambda _mailbox, item: item.properties.get(source), all=False,
                    since="Exchange2013_SP1")  # fmt: skip


_TIMES: tuple[Property, ...] = (
    Property(START, "Start", MOMENT, default=True, deletable=False),
    Property(END, "End", MOMENT, default=True, deletable=False),
    stored("calendar:OriginalStart", "OriginalStart", MOMENT),
    Property("calendar:IsAllDayEvent", "IsAllDayEvent", BOOLEAN, deletable=False),
    Property("calendar:LegacyFreeBusyStatus", "LegacyFreeBusyStatus", one_of(*FREE_BUSY), default=True,
             deletable=False),
    Property("calendar:Location", "Location", TEXT, default=True),
    stored("calendar:When", "When", TEXT),
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
    stored("calendar:ConflictingMeetingCount", "ConflictingMeetingCount", INTEGER, all=False),
    stored("calendar:AdjacentMeetingCount", "AdjacentMeetingCount", INTEGER, all=False),
    stored("calendar:ConflictingMeetings", "ConflictingMeetings", RAW, all=False, find=False),
    stored("calendar:AdjacentMeetings", "AdjacentMeetings", RAW, all=False, find=False),
    computed("calendar:Duration", "Duration", TEXT, _duration),
    stored("calendar:TimeZone", "TimeZone", TEXT),
    stored("calendar:AppointmentReplyTime", "AppointmentReplyTime", MOMENT),
    stored("calendar:AppointmentSequenceNumber", "AppointmentSequenceNumber", INTEGER),
    stored("calendar:AppointmentState", "AppointmentState", INTEGER),
    Property("calendar:Recurrence", "Recurrence", RAW, find=False),
    stored("calendar:FirstOccurrence", "FirstOccurrence", RAW, find=False),
    stored("calendar:LastOccurrence", "LastOccurrence", RAW, find=False),
    stored("calendar:ModifiedOccurrences", "ModifiedOccurrences", RAW, find=False),
    stored("calendar:DeletedOccurrences", "DeletedOccurrences", RAW, find=False),
    Property("calendar:MeetingTimeZone", "MeetingTimeZone", RAW, find=False),
    Property("calendar:StartTimeZone", "StartTimeZone", RAW, find=False, since="Exchange2010"),
    Property("calendar:EndTimeZone", "EndTimeZone", RAW, find=False, since="Exchange2010"),
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
    stored("calendar:StartTimeZoneId", "StartTimeZoneId", TEXT, all=False, since="Exchange2013_SP1"),
    stored("calendar:EndTimeZoneId", "EndTimeZoneId", TEXT, all=False, since="Exchange2013_SP1"),
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
    stored("calendar:Recurrence", "Recurrence", RAW, find=False, since="Exchange2013"),
    stored("calendar:CalendarItemType", "CalendarItemType", TEXT, since="Exchange2013"),
)

MEETING_RESPONSE: tuple[Property, ...] = (
    *_MEETING_TIMES,
    stored("meeting:ProposedStart", "ProposedStart", MOMENT, since="Exchange2013"),
    stored("meeting:ProposedEnd", "ProposedEnd", MOMENT, since="Exchange2013"),
)

MEETING_CANCELLATION: tuple[Property, ...] = _MEETING_TIMES
