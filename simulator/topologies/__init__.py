"""The topologies that ship with the simulator. To add one: a file here and a line in `TOPOLOGIES`."""

from simulator.topologies import lisbon_london_new_york, modern, single_site
from simulator.topology import Topology

TOPOLOGIES: tuple[Topology, ...] = (
    lisbon_london_new_york.TOPOLOGY,
    modern.TOPOLOGY,
    single_site.TOPOLOGY,
)
"""Every topology that can be named, the default first."""
