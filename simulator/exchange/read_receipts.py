"""Read receipts and non-read receipts: what tells a sender that a message was read, or deleted without being read.

MS-OXOMSG 2.2.2 and 3.2.5: the receipt goes to the sender of a received message that asks for one, and it is asked for
no more once it was sent, or once the reader declined.
"""

from typing import Literal

from simulator.exchange import delivery
from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.item_defaults import MESSAGES, owner
from simulator.exchange.junk_mail import sender_of
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.reports import NOT_READ, READ, ReportKind, report

REQUESTED = "message:IsReadReceiptRequested"
Receipt = Literal["Read", "Not read"]
_KIND_OF: dict[Receipt, ReportKind] = {"Read": READ, "Not read": NOT_READ}


def is_pending(mailbox: Mailbox, item: Item) -> bool:
    """Whether a receipt is asked for: of a received message that isn't junk, and not sent yet."""
    received = item.kind == "Message" and not item.flag("item:IsDraft") and not item.flag("item:IsFromMe")
    wanted = received and item.flag(REQUESTED) and sender_of(item) is not None
    return wanted and item.folder != mailbox.distinguished("junkemail").key


def send_receipt(organization: ExchangeOrganization, mailbox: Mailbox, item: Item, kind: Receipt) -> None:
    """Send the receipt that a message asks for, if one is pending; the message asks for none afterwards."""
    sender = sender_of(item)
    if sender is None or not is_pending(mailbox, item):
        return
    me = owner(mailbox)
    receipt = report(organization, mailbox, item, _KIND_OF[kind], sender=me, to=sender, reached=me)
    mailbox.update_item(item, {REQUESTED: False})
    delivery.submit(organization, mailbox, receipt)


def suppress_receipt(mailbox: Mailbox, item: Item) -> None:
    """Decline. Raises ErrorInvalidReferenceItem for what is no message, ErrorReadReceiptNotPending when none is due."""
    if item.kind not in MESSAGES:
        raise ExchangeError("ErrorInvalidReferenceItem")
    if not is_pending(mailbox, item):
        raise ExchangeError("ErrorReadReceiptNotPending")
    mailbox.update_item(item, {REQUESTED: False})
