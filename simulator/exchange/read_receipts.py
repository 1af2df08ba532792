"""Read receipts and non-read receipts: what tells a sender that a message was read, or deleted without being read.

MS-OXOMSG 2.2.2 and 3.2.5: the receipt goes to the sender of a received message that asks for one, and it is asked for
no more once it was sent. The words in it are ours.
"""

from datetime import datetime
from typing import Literal

from simulator.exchange import delivery
from simulator.exchange.conversation import answer_index
from simulator.exchange.item import Item
from simulator.exchange.item_defaults import complete_new_item, owner
from simulator.exchange.junk_mail import sender_of
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.new_message import sent_message
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.values import Body

REQUESTED = "message:IsReadReceiptRequested"
Receipt = Literal["Read", "Not read"]
_CLASS_OF: dict[Receipt, str] = {"Read": "REPORT.IPM.Note.IPNRN", "Not read": "REPORT.IPM.Note.IPNNRN"}
"""MS-OXOMSG 2.2.2.1."""


def is_pending(item: Item) -> bool:
    """Whether a receipt is asked for: of a received message, and not sent yet."""
    received = item.kind == "Message" and not item.flag("item:IsDraft") and not item.flag("item:IsFromMe")
    return received and item.flag(REQUESTED) and sender_of(item) is not None


def send_receipt(organization: ExchangeOrganization, mailbox: Mailbox, item: Item, kind: Receipt) -> None:
    """Send the receipt that a message asks for, if one is pending; the message asks for none afterwards."""
    sender = sender_of(item)
    if sender is None or not is_pending(item):
        return
    now: datetime = organization.clock.now()
    me, subject = owner(mailbox), item.text("item:Subject")
    happened = "was read" if kind == "Read" else "was deleted without being read"
    index = item.properties.get("message:ConversationIndex")
    receipt = Item("Message", _CLASS_OF[kind])
    receipt.properties = sent_message(organization, now) | {
        "item:Subject": f"{kind}: {subject}",
        "item:Body": Body(f"Your message to {me.name} {happened} at {now:%Y-%m-%d %H:%M} (UTC).\r\n"),
        "message:From": me,
        "message:Sender": me,
        "message:ToRecipients": (sender,),
        "message:ConversationTopic": item.text("message:ConversationTopic") or subject,
        "item:InReplyTo": item.text("message:InternetMessageId"),
        "message:References": item.text("message:InternetMessageId"),
    }
    if isinstance(index, bytes):
        receipt.properties["message:ConversationIndex"] = answer_index(index, now)
    complete_new_item(mailbox, receipt)
    mailbox.update_item(item, {REQUESTED: False})
    delivery.submit(organization, mailbox, receipt)
