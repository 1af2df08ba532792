"""A mailbox filled by the factories."""

from collections.abc import Mapping

import factory.random

from simulator.exchange.item import Item
from simulator.exchange.item_defaults import complete_new_item, owner
from simulator.exchange.mailbox import Mailbox
from simulator.seeding.factories import ContactFactory, MeetingFactory, MessageFactory, PersonFactory, TaskFactory

SHARES = (("inbox", 5), ("calendar", 3), ("contacts", 1), ("tasks", 1))
"""What a mailbox is made of, in tenths, where only a total is asked for (our choice)."""
_FACTORIES = {
    "inbox": MessageFactory,
    "calendar": MeetingFactory,
    "contacts": ContactFactory,
    "tasks": TaskFactory,
}
_READ_OF_TEN = 7
"""How many of ten messages were read."""


def fill(mailbox: Mailbox, items: int, seed: int | str = 0) -> int:
    """Put `items` of each kind into their folders; the same seed gives the same content.

    Returns how many there are.
    """
    return fill_with(mailbox, {name: items for name, _share in SHARES}, seed)


def fill_with(mailbox: Mailbox, counts: Mapping[str, int], seed: int | str = 0) -> int:
    """Put so many items into each folder, by DistinguishedFolderId; the same seed gives the same content.

    Returns how many there are.
    """
    factory.random.reseed_random(f"{seed} {mailbox.account.smtp}")
    PersonFactory.reset_sequence(0)
    for name, count in counts.items():
        maker = _FACTORIES[name]
        maker.reset_sequence(0, force=True)
        folder = mailbox.distinguished(name)
        for number in range(count):
            item: Item = maker(**_own(mailbox, name, number))
            complete_new_item(mailbox, item)
            mailbox.add_item(item, folder)
    return sum(counts.values())


def shared(items: int) -> dict[str, int]:
    """How many of each kind so many items are, by DistinguishedFolderId; what is left over is mail."""
    counts = {name: items * share // 10 for name, share in SHARES}
    counts["inbox"] += items - sum(counts.values())
    return counts


def _own(mailbox: Mailbox, name: str, number: int) -> dict[str, object]:
    """What a message has of the mailbox that it is in."""
    if name != "inbox":
        return {}
    return {
        "to": (owner(mailbox),),
        "message_id": f"<seed-{number}.{mailbox.account.smtp}>",
        "is_read": number % 10 < _READ_OF_TEN,
    }
