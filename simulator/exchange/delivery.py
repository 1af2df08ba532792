"""Mail on its way: from a sent message to the Inbox of every recipient, over sites that may be down (MS-OXWSMSG
3.1.4).

What a recipient's copy carries is said in `item_copy.PRIVATE_TO_SENDER`. Meeting messages are handed to the
calendar assistant as they arrive. Nothing is dropped and nothing arrives twice: a copy either is in its Inbox, or
waits in its site's queue.
"""

from collections.abc import Iterable

from simulator.exchange import calendar_assistant, junk_mail
from simulator.exchange.item import Item
from simulator.exchange.item_copy import copy_item, travels
from simulator.exchange.item_defaults import owner
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.reports import DELIVERED, UNDELIVERABLE, postmaster, report
from simulator.exchange.transport import Outbound, Waiting
from simulator.exchange.values import EmailAddress
from simulator.topology import Account

RECIPIENTS = ("message:ToRecipients", "message:CcRecipients", "message:BccRecipients")


def recipients(item: Item) -> tuple[EmailAddress, ...]:
    """Everybody the message is for: To, Cc, then Bcc."""
    found: list[EmailAddress] = []
    for path in RECIPIENTS:
        value = item.properties.get(path)
        if isinstance(value, tuple):
            found.extend(one for one in value if isinstance(one, EmailAddress))
    return tuple(found)


def accounts_of(organization: ExchangeOrganization, address: EmailAddress) -> tuple[Account, ...]:
    """The accounts an address reaches: by SMTP address (a group's members too) or by legacy DN."""
    if address.routing_type.upper() == "EX" or address.email.lower().startswith("/o="):
        wanted = address.email.lower()
        return tuple(one for one in organization.directory.accounts if one.legacy_dn.lower() == wanted)
    return organization.directory.expand(address.email)


def submit(organization: ExchangeOrganization, mailbox: Mailbox, item: Item) -> None:
    """Send `item`, a message or meeting message that `mailbox` wrote; its own copy stays as it is.

    Every account gets it once, however often it is named. An address of the organization's domain that nobody has
    is reported to the sender; any other unknown address counts as outside the organization.
    """
    reached: dict[str, Account] = {}
    for address in recipients(item):
        accounts = accounts_of(organization, address)
        reached.update((account.smtp.lower(), account) for account in accounts)
        if accounts or organization.directory.group(address.email) is not None:
            continue
        if address.email.lower().endswith("@" + organization.directory.topology.mail_domain.lower()):
            _report_undeliverable(organization, mailbox, item, address)
        else:
            organization.transport.outbound.append(Outbound(address.email, mailbox.account.smtp, _copy(mailbox, item)))
    _send_to(organization, reached.values(), item)


def site_up(organization: ExchangeOrganization, site: str) -> int:
    """Deliver what waits for a site that is back, in order; returns how many copies arrived."""
    delivered = 0
    while organization.directory.is_up(site):
        waiting = organization.transport.take(site)
        if waiting is None:
            break
        _arrive(organization, organization.mailbox_at(waiting.smtp), waiting.item)
        delivered += 1
    return delivered


def _send_to(organization: ExchangeOrganization, accounts: Iterable[Account], item: Item) -> None:
    for account in accounts:
        target = organization.mailbox(account)
        copy = _copy(target, item)
        if organization.directory.is_up(account.site):
            _arrive(organization, target, copy)
        else:
            organization.transport.wait(account.site, Waiting(account.smtp, copy))


def _copy(target: Mailbox, item: Item) -> Item:
    """The recipient's copy, in no folder yet."""
    copy = copy_item(item, target.new_key)
    if copy.properties.get("message:BccRecipients"):
        copy.mime = None
    copy.properties = {path: value for path, value in copy.properties.items() if travels(path)}
    copy.properties["message:IsRead"] = False
    copy.properties["item:IsDraft"] = False
    sender = copy.get("message:From", EmailAddress)
    copy.properties["item:IsFromMe"] = sender is not None and sender.email.lower() == target.account.smtp.lower()
    copy.properties["item:IsUnmodified"] = True
    return copy


def _arrive(organization: ExchangeOrganization, target: Mailbox, copy: Item) -> None:
    """Put a copy into the Inbox (or Junk E-Mail) and let the calendar assistant do its part.

    Its answers are sent in turn.
    """
    account = target.account
    received = EmailAddress(account.display_name, account.smtp)
    copy.properties["item:DateTimeReceived"] = organization.clock.now()
    copy.properties["message:ReceivedBy"] = received
    copy.properties["message:ReceivedRepresenting"] = received
    target.add_item(copy, junk_mail.folder_for(target, copy))
    if copy.flag("message:IsDeliveryReceiptRequested"):
        _report_delivered(organization, target, copy)
    for answer in calendar_assistant.arrived(organization, target, copy):
        submit(organization, target, answer)


def _report_undeliverable(
    organization: ExchangeOrganization, mailbox: Mailbox, item: Item, address: EmailAddress
) -> None:
    """Put a non-delivery report into the sender's Inbox."""
    told = report(
        organization, mailbox, item, UNDELIVERABLE, sender=postmaster(organization), to=owner(mailbox), reached=address
    )
    if organization.directory.is_up(mailbox.account.site):
        _arrive(organization, mailbox, told)
    else:
        organization.transport.wait(mailbox.account.site, Waiting(mailbox.account.smtp, told))


def _report_delivered(organization: ExchangeOrganization, target: Mailbox, copy: Item) -> None:
    """Tell the sender, if it is one of the organization, that a message has arrived."""
    sender = copy.get("message:Sender", EmailAddress) or copy.get("message:From", EmailAddress)
    if sender is None:
        return
    told = report(
        organization, target, copy, DELIVERED, sender=postmaster(organization), to=sender, reached=owner(target)
    )
    _send_to(organization, accounts_of(organization, sender), told)
