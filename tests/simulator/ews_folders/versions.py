"""One organization for each version of Exchange."""

from functools import cache

from simulator import contoso
from simulator.clock import Clock, Ids
from simulator.directory import Directory
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange_version import exchange_version
from simulator.topology import Site, Topology


def organization_of(version: str) -> ExchangeOrganization:
    """Everybody on one server of a version, such as "2010 SP2"; the mailboxes are empty."""
    topology = Topology(
        name="one_version",
        sites=(Site("lisbon", exchange_version(version)),),
        accounts=contoso.accounts(("lisbon",)),
        rooms=contoso.rooms(("lisbon",)),
        groups=contoso.groups(),
    )
    return ExchangeOrganization(Directory(topology), Clock(), Ids(11))


@cache
def mailbox_of(version: str) -> tuple[ExchangeOrganization, Mailbox]:
    """Such an organization, kept for tests that change nothing that others look at, and a mailbox in it."""
    organization = organization_of(version)
    return organization, organization.mailbox_at("ana.silva@contoso.test")
