"""Requests about calendars, written as a client writes them."""

from lxml import etree

from tests.simulator.ews.conversation import NS, Conversation, codes, conversation, only

NO_MAIL = 'SendMeetingInvitations="SendToNone"'
UPDATE = 'ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="SendToNone"'
WEEKLY = (
    "<t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Monday</t:DaysOfWeek>"
    "<t:FirstDayOfWeek>Monday</t:FirstDayOfWeek></t:WeeklyRecurrence>"
)
DAILY = "<t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence>"
FIVE = (
    "<t:NumberedRecurrence><t:StartDate>2026-03-16</t:StartDate><t:NumberOfOccurrences>5</t:NumberOfOccurrences>"
    "</t:NumberedRecurrence>"
)
ENDLESS = "<t:NoEndRecurrence><t:StartDate>2026-03-16</t:StartDate></t:NoEndRecurrence>"
PARIS = '<t:StartTimeZone Id="Romance Standard Time"/>'


def event(
    recurrence: str = "", start: str = "2026-03-16T09:00:00", end: str = "2026-03-16T10:00:00", zone: str = PARIS,
    more: str = "", people: str = "",
) -> str:  # fmt: skip
    """A calendar item; `more` comes before Start's siblings end, `people` where attendees stand."""
    held = f"<t:Recurrence>{recurrence}</t:Recurrence>" if recurrence else ""
    return (
        f"<t:CalendarItem><t:Subject>Standing</t:Subject><t:Body BodyType='Text'>agenda</t:Body>"
        f"<t:Start>{start}</t:Start><t:End>{end}</t:End>{more}{people}{held}{zone}</t:CalendarItem>"
    )


def series(talk: Conversation, pattern: str = WEEKLY, bounds: str = FIVE, **more: str) -> str:
    """The id of a new series."""
    return str(talk.create(event(pattern + bounds, **more), NO_MAIL).get("Id"))


def view(talk: Conversation, start: str, end: str, more: str = "", shape: str = "Default") -> etree._Element:
    """The answer to a FindItem with a CalendarView."""
    return talk.call(
        f'<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>{shape}</t:BaseShape></m:ItemShape>'
        f'<m:CalendarView StartDate="{start}" EndDate="{end}"{more}/><m:ParentFolderIds>'
        '<t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>'
    )


def starts(answer: etree._Element) -> list[str]:
    """The Start of each calendar item."""
    return [str(one.text) for one in answer.iterfind(".//t:CalendarItem/t:Start", NS)]


def nth(master: str, index: int) -> str:
    """An OccurrenceItemId."""
    return f'<t:OccurrenceItemId RecurringMasterId="{master}" InstanceIndex="{index}"/>'


def got(talk: Conversation, named: str, shape: str = "AllProperties", extra: str = "") -> etree._Element:
    """GetItem of an id element; the whole answer."""
    return talk.call(
        f"<m:GetItem><m:ItemShape><t:BaseShape>{shape}</t:BaseShape>{extra}</m:ItemShape>"
        f"<m:ItemIds>{named}</m:ItemIds></m:GetItem>"
    )


def one(talk: Conversation, named: str, extra: str = "") -> etree._Element:
    """The item itself."""
    answer = got(talk, named, extra=extra)
    assert codes(answer) == ["NoError"], codes(answer)
    return only(answer, "//m:Items/*")


def asked(*uris: str) -> str:
    """AdditionalProperties."""
    paths = "".join(f'<t:FieldURI FieldURI="{uri}"/>' for uri in uris)
    return f"<t:AdditionalProperties>{paths}</t:AdditionalProperties>"


def change(name: str, value: str) -> str:
    """A SetItemField of calendar:name (or of item:Subject)."""
    group = "item" if name in ("Subject", "Body", "ReminderIsSet", "ReminderMinutesBeforeStart") else "calendar"
    return (
        f'<t:SetItemField><t:FieldURI FieldURI="{group}:{name}"/><t:CalendarItem><t:{name}>{value}</t:{name}>'
        "</t:CalendarItem></t:SetItemField>"
    )


def update(talk: Conversation, named: str, changes: str, attributes: str = UPDATE) -> etree._Element:
    """UpdateItem of an id element; the whole answer."""
    return talk.call(
        f"<m:UpdateItem {attributes}><m:ItemChanges><t:ItemChange>{named}<t:Updates>{changes}</t:Updates>"
        "</t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )


def delete(talk: Conversation, named: str, send: str = "SendToNone", how: str = "MoveToDeletedItems") -> etree._Element:
    """DeleteItem of an id element; the whole answer."""
    return talk.call(
        f'<m:DeleteItem DeleteType="{how}" SendMeetingCancellations="{send}"><m:ItemIds>{named}</m:ItemIds>'
        "</m:DeleteItem>"
    )


def item_id(identity: str) -> str:
    """An ItemId element without ChangeKey."""
    return f'<t:ItemId Id="{identity}"/>'


__all__ = ["NS", "Conversation", "codes", "conversation", "only"]
