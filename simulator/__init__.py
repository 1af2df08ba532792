"""A fake Exchange organization and a fake Dynamics CRM, over real HTTPS."""

from pathlib import Path

from simulator.errors import NotSimulated, SimulatorMisuse
from simulator.running import Running, named_topology
from simulator.topology import Topology, TopologyError
from simulator.topology_file import topology_from_toml

__all__ = ["NotSimulated", "Running", "SimulatorMisuse", "Topology", "TopologyError", "start"]


def start(
    topology: str | Path | Topology = "lisbon_london_new_york",
    host: str = "127.0.0.1",
    base_port: int = 0,
    http: bool = False,
) -> Running:
    """Start a simulator in this process and return it once every port answers.

    `topology` is a shipped topology's name, the path of a TOML file or a `Topology`. `base_port` 0 takes any free
    ports, else the sites, the CRM and the control plane take that one and the following. `http` leaves TLS out.
    Raises SimulatorMisuse (a port that is taken, an unknown name) and TopologyError (a TOML file that makes no sense).
    """
    if isinstance(topology, Path) or (isinstance(topology, str) and topology.endswith(".toml")):
        topology = topology_from_toml(Path(topology))
    elif isinstance(topology, str):
        topology = named_topology(topology)
    return Running(topology, host, base_port, http)
