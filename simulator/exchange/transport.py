"""What is under way: mail waiting for a site that is down, and mail that left the organization."""

from collections import deque
from dataclasses import dataclass, field

from simulator.exchange.item import Item


@dataclass(frozen=True)
class Waiting:
    """One copy for one mailbox; `smtp` is the mailbox's primary address."""

    smtp: str
    item: Item


@dataclass(frozen=True)
class Outbound:
    """A message for an address outside the organization.

    It is accepted and kept here (our choice: there is no world outside).
    """

    address: str
    sender: str
    item: Item


@dataclass
class Transport:
    """One queue per site, in the order of submission, and everything that was sent outside."""

    queues: dict[str, deque[Waiting]] = field(default_factory=dict)
    outbound: list[Outbound] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)
    """How many copies were taken out of each queue so far."""

    def wait(self, site: str, waiting: Waiting) -> None:
        """Put a copy at the end of the site's queue."""
        self.queues.setdefault(site, deque()).append(waiting)

    def take(self, site: str) -> Waiting | None:
        """The site's oldest waiting copy, taken out; None when nothing waits."""
        queue = self.queues.get(site)
        if not queue:
            return None
        self.taken[site] = self.taken.get(site, 0) + 1
        return queue.popleft()
