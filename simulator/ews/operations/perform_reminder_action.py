"""PerformReminderAction: dismiss reminders, or have them come again later (MS-OXWSMTGS 3.1.4.7).

The answer has one response code for all actions: with the first that can't be done nothing further is done (our
choice). The schema has no answer without an id: where nothing was done the error is a fault (our choice).
"""

from lxml import etree

from simulator.ews.operation import Operation
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, schema_fault
from simulator.ews.target_ids import read_item
from simulator.ews.value_codecs import read_moment
from simulator.ews.xml_text import NAMESPACES, content, identifier, text, types_child
from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.reminders import dismiss, snooze


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """The one answer of the request, with the ids of the items that changed."""
    done: list[Item] = []
    try:
        done.extend(_perform(context, entry) for entry in entries_of(request, "ReminderItemActions"))
    except ExchangeError as error:
        if not done:
            raise
        outcome = (
            f'ResponseClass="Error"><m:MessageText>{text(error.text)}</m:MessageText><m:ResponseCode>{error.code}'
            "</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>"
        )
    else:
        outcome = 'ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>'
    mailbox = context.mailbox
    ids = "".join(identifier("t:ItemId", mailbox.item_id(item), mailbox.change_key(item)) for item in done)
    return (
        f"<m:PerformReminderActionResponse{NAMESPACES} {outcome}<m:UpdatedItemIds>{ids}</m:UpdatedItemIds>"
        "</m:PerformReminderActionResponse>"
    ).encode()


def _perform(context: RequestContext, entry: etree._Element) -> Item:
    action, named = types_child(entry, "ActionType"), types_child(entry, "ItemId")
    if action is None or named is None:
        raise schema_fault("The element 'ReminderItemAction' has incomplete content.")
    item, later = read_item(context, named), types_child(entry, "NewReminderTime")
    if content(action).strip() == "Dismiss":
        return dismiss(context.mailbox, item)
    if content(action).strip() != "Snooze":
        raise schema_fault("The 'ActionType' element is invalid.")
    try:
        until = read_moment("" if later is None else content(later), context.time_zone)
    except ValueError:
        raise ExchangeError("ErrorInvalidArgument", "A snoozed reminder needs a NewReminderTime.") from None
    return snooze(context.mailbox, item, until)


OPERATION = Operation(
    "PerformReminderAction",
    "Exchange2013",
    handle,
    simulated="Dismiss and Snooze, of items and of occurrences",
)
