"""Many mailboxes full of made-up items, in a state file that a simulator serves."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.errors import SimulatorMisuse
from simulator.seeding.fill import SHARES, shared
from simulator.seeding.people import grown
from simulator.seeding.seeded_state import make_state
from simulator.simulation import Simulation, simulate
from simulator.state.state_file import StateFile
from simulator.topologies import single_site
from simulator.topologies.lisbon_london_new_york import TOPOLOGY
from tests.simulator.server.test_cli import run
from tests.simulator.state.keeping import described


def opened(path: Path) -> Simulation:
    state = StateFile(path)
    assert state.topology is not None
    return simulate(state.topology, state=state)


def close(simulation: Simulation) -> None:
    assert simulation.state is not None
    simulation.state.close()


def test_a_file_has_what_was_asked_for(tmp_path: Path) -> None:
    told: list[int] = []
    made = make_state(tmp_path / "s.db", TOPOLOGY, 30, 7, told=told.append)
    assert (made.mailboxes, made.items, told) == (30, 210, list(range(1, 31)))
    assert made.bytes == (tmp_path / "s.db").stat().st_size
    assert [path.name for path in tmp_path.iterdir()] == ["s.db"]
    simulation = opened(tmp_path / "s.db")
    accounts = simulation.topology.accounts
    assert accounts[: len(TOPOLOGY.accounts)] == TOPOLOGY.accounts and len(accounts) == 30
    for account in accounts:
        mailbox = simulation.exchange.mailbox(account)
        assert {name: mailbox.distinguished(name).total for name, _ in SHARES} == shared(7)
    assert simulation.directory.by_login(accounts[-1].name) == accounts[-1]
    assert {account.site for account in accounts[-3:]} == {site.name for site in TOPOLOGY.sites}
    close(simulation)


def test_the_same_seed_gives_the_same_content(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        make_state(tmp_path / name, single_site.TOPOLOGY, 20, 5, seed)
    a, b, c = (opened(tmp_path / name) for name in "abc")
    assert a.topology == b.topology != c.topology
    subjects = [
        [[item.text("item:Subject") for item in mailbox.items.values()] for mailbox in one.exchange.mailboxes]
        for one in (a, b, c)
    ]
    assert subjects[0] == subjects[1] != subjects[2]
    for one in (a, b, c):
        close(one)


def test_a_mailbox_that_was_let_go_is_as_it_was(tmp_path: Path) -> None:
    make_state(tmp_path / "s.db", single_site.TOPOLOGY, 1, 4)
    simulation = opened(tmp_path / "s.db")
    account = simulation.topology.accounts[0]
    mailbox = simulation.exchange.mailbox(account)
    mailbox.delete_item(next(iter(mailbox.distinguished("inbox").items.values())), "MoveToDeletedItems")
    simulation.exchange.let_go(account)
    assert simulation.exchange.mailbox(account) is mailbox, "it was not kept yet"
    simulation.keep()
    simulation.exchange.let_go(account)
    again = simulation.exchange.mailbox(account)
    assert again is not mailbox and described(again) == described(mailbox)
    again.delete_item(next(iter(again.distinguished("inbox").items.values())), "MoveToDeletedItems")
    simulation.keep()
    simulation.exchange.let_go(account)
    assert described(simulation.exchange.mailbox(account)) == described(again)
    close(simulation)


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "s.db").write_bytes(b"mine")
    with pytest.raises(SimulatorMisuse, match="is there already"):
        make_state(tmp_path / "s.db", TOPOLOGY, 1, 1)
    assert (tmp_path / "s.db").read_bytes() == b"mine"


def test_what_was_interrupted_leaves_no_file(tmp_path: Path) -> None:
    def interrupt(done: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_state(tmp_path / "s.db", single_site.TOPOLOGY, 5, 2, told=interrupt)
    assert not (tmp_path / "s.db").exists()
    assert make_state(tmp_path / "s.db", single_site.TOPOLOGY, 5, 2).items == 10


def test_people_are_added_and_nobody_is_changed() -> None:
    topology = grown(TOPOLOGY, 60)
    assert topology.accounts[: len(TOPOLOGY.accounts)] == TOPOLOGY.accounts
    assert len(topology.accounts) == 60
    assert replace(topology, accounts=TOPOLOGY.accounts) == TOPOLOGY
    assert grown(TOPOLOGY, 5) == TOPOLOGY
    assert grown(TOPOLOGY, 60) == topology != grown(TOPOLOGY, 60, 1)


def test_the_command_says_what_it_made_and_how_fast(tmp_path: Path) -> None:
    done = run("seed", "--state", str(tmp_path / "s.db"), "--mailboxes", "3", "--items", "4", "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)["seeded"]
    assert (said["mailboxes"], said["items"]) == (3, 12)
    assert {"seconds", "items_per_second", "bytes", "state"} <= set(said)
