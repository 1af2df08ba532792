"""The simulator and the clients as processes; without `--clients` none of this is asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from exchangelib.protocol import close_connections

from tests.independent.clients import davmail as davmail_process
from tests.independent.clients import exchange as exchange_process
from tests.independent.clients.davmail import Davmail
from tests.independent.clients.exchange import Exchange, Person
from tests.independent.clients.required_packages import missing

HERE = Path(__file__).parent


def pytest_configure(config: pytest.Config) -> None:
    """End with code 2 when `--clients` is asked for and a package is missing."""
    if config.getoption("--clients") and (lines := missing()):
        pytest.exit("\n".join(("the clients are not all here", *lines)), returncode=2)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of this folder for `--clients`."""
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker("clients")
    if not config.getoption("--clients"):
        config.hook.pytest_deselected(items=ours)
        items[:] = [item for item in items if HERE not in item.path.parents]


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    with exchange_process.started(tmp_path_factory.mktemp("exchange")) as running:
        yield running


@pytest.fixture(scope="module")
def plain_exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    """For clients that cannot be told to trust our CA."""
    with exchange_process.started(tmp_path_factory.mktemp("exchange"), "--http") as running:
        yield running


@pytest.fixture(scope="module")
def davmail(exchange: Exchange, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Davmail]:
    with davmail_process.started(tmp_path_factory.mktemp("davmail"), exchange.ews_url) as gateway:
        yield gateway


@pytest.fixture(autouse=True)
def connections_closed() -> Iterator[None]:
    """Whatever exchangelib has opened in a test ends with it."""
    yield
    close_connections()


@pytest.fixture
def ana(exchange: Exchange) -> Person:
    """Somebody whose mailbox is empty."""
    return exchange.somebody()


@pytest.fixture
def bruno(exchange: Exchange) -> Person:
    """Somebody else whose mailbox is empty."""
    return exchange.somebody()
