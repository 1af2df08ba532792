"""One simulator process for these tests, with the impersonation right granted."""

from collections.abc import Iterator

import pytest

from tests.syncer.exchange_side.simulator_process import Simulated, simulator_process


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulated]:
    with simulator_process(tmp_path_factory.mktemp("simulator")) as running:
        running.control("POST", "/impersonation/grant", user="crm13.service")
        yield running


@pytest.fixture(autouse=True)
def no_faults(request: pytest.FixtureRequest) -> Iterator[None]:
    """Faults planned by a test end with it."""
    yield
    if "simulated" in request.fixturenames:
        running: Simulated = request.getfixturevalue("simulated")
        running.control("DELETE", "/faults")
