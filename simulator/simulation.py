"""Everything that a running simulator consists of, apart from its sockets."""

import threading
from dataclasses import dataclass, field

from simulator.clock import Clock, Ids
from simulator.crm.organization import CrmOrganization
from simulator.directory import Directory
from simulator.exchange.folder_names import NAMES_BY_LANGUAGE, is_known_language
from simulator.exchange.organization import ExchangeOrganization
from simulator.faults import Faults
from simulator.topology import Topology, TopologyError
from simulator.wire_log import WireLog


@dataclass(frozen=True)
class Simulation:
    """The state of one simulated world. `bugs` collects exceptions that no real server would have shown."""

    topology: Topology
    clock: Clock
    directory: Directory
    exchange: ExchangeOrganization
    crm: CrmOrganization
    faults: Faults
    wire_log: WireLog
    bugs: list[BaseException] = field(default_factory=list)
    moving: threading.RLock = field(default_factory=threading.RLock)
    """Held while the control plane takes sites down and up."""

    def reset(self) -> None:
        """Back to the beginning: no mail, no rows but the first, no faults, an empty log, the machine's time."""
        self.faults.clear()
        self.clock.reset()
        self.directory.reset()
        self.exchange.reset()
        self.crm.close()
        self.crm.reset()
        self.wire_log.clear()


def simulate(topology: Topology, seed: int = 0) -> Simulation:
    """A new world after `topology`; the same `seed` gives the same identifiers. Raises TopologyError."""
    for account in topology.accounts:
        if not is_known_language(account.folder_language):
            raise TopologyError(
                f"accounts.folder_language = {account.folder_language!r} of {account.name!r}: no folder names for it; "
                f"known are en, {', '.join(sorted(NAMES_BY_LANGUAGE))}"
            )
    clock, directory = Clock(), Directory(topology)
    try:
        crm = CrmOrganization(topology, directory, clock, Ids(f"crm {seed}"))
    except ValueError as problem:
        raise TopologyError(f"crm.version = {topology.crm.version!r}: {problem}") from problem
    return Simulation(
        topology=topology,
        clock=clock,
        directory=directory,
        exchange=ExchangeOrganization(directory, clock, Ids(seed)),
        crm=crm,
        faults=Faults(),
        wire_log=WireLog(),
    )
