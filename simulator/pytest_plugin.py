"""Fixtures for other people's tests: `pytest_plugins = ["simulator.pytest_plugin"]` in the root conftest, or
`-p simulator.pytest_plugin`.

`tagus_simulator` is a running simulator as it was at its start, one for the whole test run. `--tagus-topology` chooses.
"""

from collections.abc import Iterator

import pytest

import simulator
from simulator.topologies import TOPOLOGIES


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--tagus-topology`."""
    parser.getgroup("tagus").addoption(
        "--tagus-topology",
        default=TOPOLOGIES[0].name,
        help="topology of the tagus_simulator fixture: a name or .toml file",
    )


@pytest.fixture(scope="session")
def tagus_server(pytestconfig: pytest.Config) -> Iterator[simulator.Running]:
    """The simulator that all tests of a run share. What broke inside is raised when it stops."""
    with simulator.start(pytestconfig.getoption("--tagus-topology")) as running:
        yield running


@pytest.fixture
def tagus_simulator(tagus_server: simulator.Running) -> simulator.Running:
    """A simulator as it was at its start: empty mailboxes, no rights, no faults, every site up."""
    tagus_server.control.reset()
    return tagus_server
