"""One simulator process for these tests, mailboxes set up; a fresh state database for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.syncer.exchange_side.simulator_process import Simulated, simulator_process
from tests.syncer.mail.office import Office


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulated]:
    with simulator_process(tmp_path_factory.mktemp("simulator")) as running:
        running.control("POST", "/impersonation/grant", user="crm13.service")
        yield running


@pytest.fixture
def office(simulated: Simulated, tmp_path: Path) -> Iterator[Office]:
    opened = Office.open(simulated, tmp_path)
    yield opened
    simulated.control("DELETE", "/faults")
    opened.store.close()
    opened.crm.close()
