"""MarkAsJunk: block or unblock a sender, and move the message (MS-OXWSCORE 3.1.4.6).

From Exchange 2016 on, a message that is moved to Junk E-Mail does not get its sender blocked (MS-OXWSCORE_R1839 in the
table of optional behaviour). What has no sender, such as a draft, is moved all the same; an item that is no message
is ErrorInvalidOperation (our choices).
"""

from lxml import etree

from simulator.ews.operation import Operation, answer_each
from simulator.ews.optional_behaviour import JUNK_THAT_MOVES_BLOCKS_ITS_SENDER
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_flag
from simulator.ews.target_ids import read_item
from simulator.ews.xml_text import identifier
from simulator.exchange.errors import ExchangeError
from simulator.exchange.item_defaults import MESSAGES
from simulator.exchange.junk_mail import block, sender_of, unblock


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message per ItemId, with the new id of an item that was moved."""
    junk, move = required_flag(request, "IsJunk"), required_flag(request, "MoveItem")
    blocks = not move or JUNK_THAT_MOVES_BLOCKS_ITS_SENDER.of(context.site.version)

    def one(entry: etree._Element) -> str:
        mailbox, item = context.mailbox, read_item(context, entry)
        if item.kind not in MESSAGES:
            raise ExchangeError("ErrorInvalidOperation")
        sender = sender_of(item)
        if sender is not None and not junk:
            unblock(mailbox, sender)
        elif sender is not None and blocks:
            block(mailbox, sender)
        if not move:
            return ""
        item = mailbox.move_item(item, mailbox.distinguished("junkemail" if junk else "inbox"))
        return identifier("m:MovedItemId", mailbox.item_id(item), mailbox.change_key(item))

    return answer_each("MarkAsJunk", entries_of(request, "ItemIds"), one)


OPERATION = Operation(
    "MarkAsJunk",
    "Exchange2013",
    handle,
    simulated="moving, and the list of blocked senders",
)
