"""Whose mail a mailbox calls junk: the blocked senders, and what becomes of their mail (MS-OXCSPAM).

Exchange keeps the list in the junk e-mail rule, an associated item of the Inbox. So do we; how the list is written
there is our choice, and as with Exchange no client can read it through EWS.
"""

from simulator.exchange.folder import Folder
from simulator.exchange.item import Item
from simulator.exchange.item_defaults import complete_new_item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import tagged
from simulator.exchange.values import EmailAddress

RULE_CLASS = "IPM.ExtendedRule.Message"
RULE_NAME = "Junk E-mail Rule"
_NAME_OF_RULE = tagged(0x65EC, "String")
"""PidTagRuleMessageName (MS-OXCSPAM 2.2.1.1)."""
_BLOCKED = "tagus:BlockedSenders"
"""Addresses in lower case, a tuple of texts."""


def sender_of(item: Item) -> EmailAddress | None:
    """Who wrote a message, or None."""
    for path in ("message:From", "message:Sender"):
        address = item.get(path, EmailAddress)
        if address is not None and address.email:
            return address
    return None


def block(mailbox: Mailbox, sender: EmailAddress) -> None:
    """Put a sender on the list; once is enough."""
    rule = _rule(mailbox) or _new_rule(mailbox)
    held = _blocked(rule)
    if sender.email.lower() not in held:
        mailbox.update_item(rule, {_BLOCKED: (*held, sender.email.lower())})


def unblock(mailbox: Mailbox, sender: EmailAddress) -> None:
    """Take a sender off the list, who need not be on it."""
    rule = _rule(mailbox)
    if rule is not None and sender.email.lower() in _blocked(rule):
        left = tuple(one for one in _blocked(rule) if one != sender.email.lower())
        mailbox.update_item(rule, {_BLOCKED: left})


def folder_for(mailbox: Mailbox, arriving: Item) -> Folder:
    """Where an arriving message goes: the Inbox, or Junk E-Mail when its sender is blocked (meeting messages never)."""
    rule, sender = _rule(mailbox), sender_of(arriving)
    junk = rule is not None and sender is not None and sender.email.lower() in _blocked(rule)
    return mailbox.distinguished("junkemail" if junk and arriving.kind == "Message" else "inbox")


def _rule(mailbox: Mailbox) -> Item | None:
    rules = mailbox.distinguished("inbox").associated.values()
    return next((one for one in rules if one.properties.get(_NAME_OF_RULE) == RULE_NAME), None)


def _new_rule(mailbox: Mailbox) -> Item:
    rule = Item("Message", RULE_CLASS, {"item:Subject": RULE_NAME, _NAME_OF_RULE: RULE_NAME}, is_associated=True)
    rule.properties["item:IsDraft"] = False
    complete_new_item(mailbox, rule)
    return mailbox.add_item(rule, mailbox.distinguished("inbox"))


def _blocked(rule: Item) -> tuple[str, ...]:
    held = rule.properties.get(_BLOCKED)
    return held if isinstance(held, tuple) else ()
