"""DeleteItem: hard, soft or into Deleted Items (MS-OXWSCORE 3.1.4.3, MS-OXWSMTGS 3.1.4.3).

An unread message whose sender asked for a receipt is answered with a non-read receipt once it leaves for more than
Deleted Items, unless SuppressReadReceipts says not to (when exactly is our choice).
"""

from lxml import etree

from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import choice, entries_of, flag, required_choice
from simulator.ews.target_ids import read_item
from simulator.exchange import meetings
from simulator.exchange.errors import ExchangeError
from simulator.exchange.mailbox import DISPOSALS
from simulator.exchange.read_receipts import send_receipt
from simulator.exchange.recurring_tasks import delete_occurrence

OCCURRENCES = ("AllOccurrences", "SpecifiedOccurrenceOnly")
CANCELLATIONS = ("SendToNone", "SendOnlyToAll", "SendToAllAndSaveCopy")


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message per ItemId. A task needs AffectedTaskOccurrences, recurring or not (Learn "ResponseCode").

    SpecifiedOccurrenceOnly moves a recurring task on to its next occurrence.
    """
    how = required_choice(request, "DeleteType", DISPOSALS)
    cancellations = choice(request, "SendMeetingCancellations", CANCELLATIONS)
    occurrences = choice(request, "AffectedTaskOccurrences", OCCURRENCES)
    silent = flag(request, "SuppressReadReceipts", False)

    def one(entry: etree._Element) -> str:
        mailbox, item = context.mailbox, read_item(context, entry)
        if item.kind == "Task" and occurrences is None:
            raise ExchangeError("ErrorAffectedTaskOccurrencesRequired")
        if item.kind == "Task" and occurrences == "SpecifiedOccurrenceOnly" and item.flag("task:IsRecurring"):
            delete_occurrence(mailbox, item, context.clock.now())
            return ""
        if item.kind == "CalendarItem":
            if cancellations is None:
                raise ExchangeError("ErrorSendMeetingCancellationsRequired")
            if cancellations != "SendToNone":
                copy = cancellations == "SendToAllAndSaveCopy"
                meetings.send_cancellations(context.organization, mailbox, item, copy)
        disposal = mailbox.disposal_in(mailbox.folders[item.folder], how)
        if disposal != "MoveToDeletedItems" and not item.is_read and not silent:
            send_receipt(context.organization, mailbox, item, "Not read")
        mailbox.delete_item(item, disposal)
        return ""

    return answer_each("DeleteItem", entries_of(request, "ItemIds"), one)


OPERATION = Operation(
    "DeleteItem",
    "Exchange2007",
    handle,
    simulated="hard, soft and into Deleted Items, with cancellations and non-read receipts",
)
