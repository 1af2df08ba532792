"""GetReminders: what the calendar and the tasks remind of (MS-OXWSMTGS 3.1.4.5).

One reminder for each item or series: its next. BeginTime and EndTime are about the time of the reminder. That Current
are those of what isn't over and Old those of what is, is our choice, as is the order: the earliest first.
"""

from datetime import datetime

from lxml import etree

from simulator.ews.operation import Operation
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import schema_fault
from simulator.ews.value_codecs import moment_text, read_moment
from simulator.ews.xml_text import NAMESPACES, content, identifier, leaf, messages_child
from simulator.exchange.global_object_id import uid_of_global_object_id
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import GLOBAL_OBJECT_ID
from simulator.exchange.reminders import Reminder, reminder_of

FOLDERS = ("calendar", "tasks")
MOST = 200


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """The one answer of the request."""
    begin, end = _moment(request, context, "BeginTime"), _moment(request, context, "EndTime")
    most, kind = _most(request), _text(request, "ReminderType") or "All"
    if kind not in ("All", "Current", "Old"):
        raise schema_fault(f"The 'ReminderType' element is invalid - The value '{kind[:80]}' is invalid.")
    mailbox, now = context.mailbox, context.clock.now()
    items = (item for name in FOLDERS for item in mailbox.distinguished(name).items.values())
    found = [reminder for item in items if (reminder := reminder_of(item)) is not None]
    wanted = [
        one
        for one in found
        if (begin is None or one.at >= begin)
        and (end is None or one.at <= end)
        and (kind == "All" or (one.end < now) == (kind == "Old"))
    ]
    wanted.sort(key=lambda one: (one.at, one.item.key))
    inner = "".join(_reminder(mailbox, one) for one in wanted[:most])
    return (
        f'<m:GetRemindersResponse{NAMESPACES} ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>'
        f"<m:Reminders>{inner}</m:Reminders></m:GetRemindersResponse>"
    ).encode()


def _text(request: etree._Element, name: str) -> str | None:
    found = messages_child(request, name)
    return None if found is None else content(found).strip()


def _moment(request: etree._Element, context: RequestContext, name: str) -> datetime | None:
    text = _text(request, name)
    try:
        return None if text is None else read_moment(text, context.time_zone)
    except ValueError:
        raise schema_fault(f"The '{name}' element is invalid.") from None


def _most(request: etree._Element) -> int:
    text = _text(request, "MaxItems")
    if text is None:
        return MOST
    if not text.isdecimal() or int(text) > MOST:
        raise schema_fault("The 'MaxItems' element is invalid.")
    return int(text)


def _reminder(mailbox: Mailbox, one: Reminder) -> str:
    item = one.item
    place, known = item.text("calendar:Location"), item.get(GLOBAL_OBJECT_ID, bytes)
    group = "Calendar" if item.kind == "CalendarItem" else "Task"
    moments = (("ReminderTime", one.at), ("StartDate", one.start), ("EndDate", one.end))
    parts = [leaf("t:Subject", item.text("item:Subject"))]
    if place:
        parts.append(leaf("t:Location", place))
    parts.extend(f"<t:{name}>{moment_text(moment)}</t:{name}>" for name, moment in moments)
    parts.append(identifier("t:ItemId", mailbox.item_id(item), mailbox.change_key(item)))
    if item.occurrence is not None:
        master = mailbox.item(item.key)
        parts.append(identifier("t:RecurringMasterItemId", mailbox.item_id(master), mailbox.change_key(master)))
    parts.append(f"<t:ReminderGroup>{group}</t:ReminderGroup>")
    parts.append(leaf("t:UID", uid_of_global_object_id(known) if known is not None else mailbox.item_id(item)))
    return f"<t:Reminder>{''.join(parts)}</t:Reminder>"


OPERATION = Operation(
    "GetReminders",
    "Exchange2013",
    handle,
    simulated="reminders of items, tasks and occurrences, in a range of time and by type",
)
