"""Messages that a server writes about a message: not delivered, delivered, read, deleted unread (MS-OXOMSG 2.2.2).

The classes are those of the specification; the words are our choice.
"""

from dataclasses import dataclass

from simulator.exchange.conversation import answer_index, new_conversation_index
from simulator.exchange.item import Item
from simulator.exchange.item_defaults import complete_new_item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.new_message import sent_message
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.values import Body, EmailAddress


@dataclass(frozen=True)
class ReportKind:
    """One kind of report: the end of its class, what its subject begins with, and what it says."""

    suffix: str
    prefix: str
    text: str


UNDELIVERABLE = ReportKind("NDR", "Undeliverable", "couldn't be delivered: the address was not found.")
DELIVERED = ReportKind("DR", "Delivered", "has been delivered.")
READ = ReportKind("IPNRN", "Read", "was read.")
NOT_READ = ReportKind("IPNNRN", "Not read", "was deleted without being read.")


def postmaster(organization: ExchangeOrganization) -> EmailAddress:
    """Who reports on deliveries."""
    return EmailAddress("Microsoft Outlook", f"postmaster@{organization.directory.topology.mail_domain}")


def report(
    organization: ExchangeOrganization,
    mailbox: Mailbox,
    about: Item,
    kind: ReportKind,
    *,
    sender: EmailAddress,
    to: EmailAddress,
    reached: EmailAddress,
) -> Item:
    """The report about a message that was for `reached`, in no folder yet; `mailbox` lends its clock and ids."""
    now = organization.clock.now()
    subject, identity = about.text("item:Subject"), about.text("message:InternetMessageId")
    index = about.get("message:ConversationIndex", bytes)
    written = Item("Message", f"REPORT.{about.item_class}.{kind.suffix}")
    written.properties = sent_message(organization, now) | {
        "item:Subject": f"{kind.prefix}: {subject}"[:255],
        "item:Body": Body(f"Your message to {reached.name or reached.email} <{reached.email}> {kind.text}\r\n"),
        "message:From": sender,
        "message:Sender": sender,
        "message:ToRecipients": (to,),
        "message:ConversationTopic": about.text("message:ConversationTopic") or subject,
        "message:ConversationIndex": answer_index(index, now)
        if index is not None
        else new_conversation_index(now, organization.ids.guid()),
        "item:InReplyTo": identity,
        "message:References": identity,
        "message:IsRead": False,
    }
    complete_new_item(mailbox, written)
    return written
