"""The article's organization: Exchange 2013 SP1 in Lisbon, 2010 SP2 in London, 2013 in New York, and CRM 2013."""

from simulator import contoso
from simulator.exchange_version import exchange_version
from simulator.topology import Site, Topology

_SITES = ("lisbon", "london", "new-york")

TOPOLOGY = Topology(
    name="lisbon_london_new_york",
    sites=(
        Site("lisbon", exchange_version("15.0.847.32"), "Lisbon"),
        Site("london", exchange_version("14.2.247.5"), "London"),
        Site("new-york", exchange_version("15.0.516.32"), "New York"),
    ),
    accounts=contoso.accounts(_SITES),
    rooms=contoso.rooms(_SITES),
    groups=contoso.groups(),
)
