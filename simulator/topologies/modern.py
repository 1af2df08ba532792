"""The same offices after an upgrade: Exchange SE in Lisbon, 2019 in London and New York, the same CRM 2013."""

from simulator import contoso
from simulator.exchange_version import exchange_version
from simulator.topology import Site, Topology

_SITES = ("lisbon", "london", "new-york")

TOPOLOGY = Topology(
    name="modern",
    sites=(
        Site("lisbon", exchange_version("15.2.2562.17"), "Lisbon"),
        Site("london", exchange_version("15.2.1258.12"), "London"),
        Site("new-york", exchange_version("15.2.1258.12"), "New York"),
    ),
    accounts=contoso.accounts(_SITES),
    rooms=contoso.rooms(_SITES),
    groups=contoso.groups(),
)
