"""A fake Exchange organization and a fake Dynamics CRM, over real HTTPS."""

from pathlib import Path

from simulator.errors import NotSimulated, SimulatorMisuse
from simulator.running import Running, chosen_topology
from simulator.state.state_file import StateFile
from simulator.topologies import TOPOLOGIES
from simulator.topology import Topology, TopologyError

__all__ = ["NotSimulated", "Running", "SimulatorMisuse", "Topology", "TopologyError", "chosen_topology", "start"]


def start(
    topology: str | Path | Topology | None = None,
    host: str = "127.0.0.1",
    base_port: int = 0,
    http: bool = False,
    state: str | Path | None = None,
) -> Running:
    """Start a simulator in this process and return it once every port answers.

    `topology` is a shipped topology's name, the path of a TOML file or a `Topology`; without it, that of the state
    file, else lisbon_london_new_york. `base_port` 0 takes any free ports, else the sites, the CRM and the control
    plane take that one and the following. `http` leaves TLS out. `state` is the path of a file that keeps everything
    over restarts; it is made when there is none.
    Raises SimulatorMisuse (a port that is taken, an unknown name, a state file that is of another topology or no state
    file) and TopologyError (a TOML file that makes no sense).
    """
    asked = chosen_topology(topology)
    if state is None:
        return Running(asked or TOPOLOGIES[0], host, base_port, http)
    file = StateFile(Path(state))
    try:
        return Running(asked or file.topology or TOPOLOGIES[0], host, base_port, http, file)
    except BaseException:
        file.close()
        raise
