"""A new state file with as many mailboxes and items as are asked for."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from simulator.errors import SimulatorMisuse
from simulator.seeding.fill import fill_with, shared
from simulator.seeding.people import grown
from simulator.simulation import simulate
from simulator.state.state_file import StateFile
from simulator.topology import Account, Topology

Told = Callable[[int], None]
"""Told after each mailbox how many are done."""


@dataclass(frozen=True)
class Seeded:
    """What was made, in how many seconds, and the size of the file in bytes."""

    mailboxes: int
    items: int
    seconds: float
    bytes: int

    @property
    def items_per_second(self) -> float:
        """The rate, with everything that had to be done."""
        return self.items / self.seconds if self.seconds else 0.0


def make_state(
    path: Path, topology: Topology, mailboxes: int, items: int, seed: int = 0, told: Told = lambda _done: None
) -> Seeded:
    """Make a state file with `mailboxes` mailboxes of `items` items each. The same seed gives the same content.

    People are made up where the topology has fewer. The file is there when it is whole. Raises SimulatorMisuse when
    there is one already, or none can be made.
    """
    if path.exists():
        raise SimulatorMisuse(f"--state {path}: is there already; seed makes a new file, so name another")
    begun = time.monotonic()
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.unlink(missing_ok=True)
    whole = grown(topology, mailboxes, seed)
    state = StateFile(unfinished)
    try:
        simulate(whole, seed, state)
        state.close()
        state = StateFile(unfinished)
        made = _fill(state, whole, whole.accounts[:mailboxes], items, seed, told)
    finally:
        state.close()
    unfinished.rename(path)
    return Seeded(mailboxes, made, time.monotonic() - begun, path.stat().st_size)


def _fill(
    state: StateFile, topology: Topology, accounts: tuple[Account, ...], items: int, seed: int, told: Told
) -> int:
    """Fill one mailbox after the other; each is let go again once it is written."""
    simulation = simulate(topology, seed, state)
    made = 0
    for done, account in enumerate(accounts, 1):
        made += fill_with(simulation.exchange.mailbox(account), shared(items), seed)
        simulation.keep()
        simulation.exchange.let_go(account)
        told(done)
    return made
