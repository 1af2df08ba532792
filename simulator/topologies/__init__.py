"""The topologies that ship with the simulator. To add one: a file here and a line in `TOPOLOGIES`."""

from simulator.topologies.lisbon_london_new_york import LISBON_LONDON_NEW_YORK
from simulator.topologies.modern import MODERN
from simulator.topologies.single_site import SINGLE_SITE
from simulator.topology import Topology

TOPOLOGIES: tuple[Topology, ...] = (LISBON_LONDON_NEW_YORK, MODERN, SINGLE_SITE)
"""Every topology that can be named, the default first."""
