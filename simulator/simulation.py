"""Everything that a running simulator consists of, apart from its sockets."""

import threading
from dataclasses import dataclass, field

from simulator.clock import Clock, Ids
from simulator.crm.organization import CrmOrganization
from simulator.directory import Directory
from simulator.exchange.folder_names import NAMES_BY_LANGUAGE, is_known_language
from simulator.exchange.organization import ExchangeOrganization
from simulator.faults import Faults
from simulator.state.state_file import StateFile
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

    state: StateFile | None = None
    """Where everything is kept, if it is."""

    def keep(self) -> None:
        """Return once everything done so far would survive the end of the process. Raises StateNotWritten."""
        if self.state is not None:
            self.state.keep()

    def reset(self) -> None:
        """Back to the beginning: no mail, no rows but the first, no faults, an empty log, the machine's time."""
        self.faults.clear()
        self.clock.reset()
        self.directory.reset()
        self.exchange.reset()
        self.crm.close()
        self.crm.reset()
        self.wire_log.clear()


def simulate(topology: Topology, seed: int = 0, state: StateFile | None = None) -> Simulation:
    """A world after `topology`, new or as `state` has it; the same `seed` gives the same identifiers.

    Raises TopologyError, and SimulatorMisuse for a state that is of another topology or cannot be read.
    """
    for account in topology.accounts:
        if not is_known_language(account.folder_language):
            raise TopologyError(
                f"accounts.folder_language = {account.folder_language!r} of {account.name!r}: no folder names for it; "
                f"known are en, {', '.join(sorted(NAMES_BY_LANGUAGE))}"
            )
    clock, directory = Clock(), Directory(topology)
    try:
        crm = CrmOrganization(topology, directory, clock, _ids(f"crm {seed}", state))
    except ValueError as problem:
        raise TopologyError(f"crm.version = {topology.crm.version!r}: {problem}") from problem
    kept = state.restore(clock, directory, crm) if state is not None else None
    exchange = ExchangeOrganization(directory, clock, _ids(seed, state), kept)
    if state is not None:
        state.follow(clock, directory, exchange, crm)
    return Simulation(
        topology=topology,
        clock=clock,
        directory=directory,
        exchange=exchange,
        crm=crm,
        faults=Faults(),
        wire_log=WireLog(),
        state=state,
    )


def _ids(seed: int | str, state: StateFile | None) -> Ids:
    """Identifiers that no earlier start with the same state has given out."""
    return Ids(seed if state is None or state.starts == 0 else f"{seed} after {state.starts} starts")
