"""One running simulator for this folder, as new for each test."""

from collections.abc import Iterator

import pytest

import simulator
from simulator.running import Running


@pytest.fixture(scope="session")
def server() -> Iterator[Running]:
    with simulator.start() as running:
        yield running


@pytest.fixture
def running(server: Running) -> Running:
    server.control.reset()
    return server
