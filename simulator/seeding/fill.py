"""A mailbox filled by the factories."""

import factory.random

from simulator.exchange.item_defaults import complete_new_item
from simulator.exchange.mailbox import Mailbox
from simulator.seeding.factories import ContactFactory, MeetingFactory, MessageFactory, TaskFactory

_PLACES = (
    ("inbox", MessageFactory),
    ("calendar", MeetingFactory),
    ("contacts", ContactFactory),
    ("tasks", TaskFactory),
)


def fill(mailbox: Mailbox, items: int, seed: int | str = 0) -> int:
    """Put `items` of each kind into their folders; the same seed gives the same content.

    Returns how many there are.
    """
    factory.random.reseed_random(f"{seed} {mailbox.account.smtp}")
    for name, maker in _PLACES:
        folder = mailbox.distinguished(name)
        for _ in range(items):
            item = maker()
            complete_new_item(mailbox, item)
            mailbox.add_item(item, folder)
    return items * len(_PLACES)
