"""Everybody on one Exchange SE server in Lisbon: the quickest start for tests that need no second site."""

from simulator import contoso
from simulator.exchange_version import exchange_version
from simulator.topology import Site, Topology

TOPOLOGY = Topology(
    name="single_site",
    sites=(Site("lisbon", exchange_version("15.2.2562.17"), "Lisbon"),),
    accounts=contoso.accounts(("lisbon",)),
    rooms=contoso.rooms(("lisbon",)),
    groups=contoso.groups(),
)
