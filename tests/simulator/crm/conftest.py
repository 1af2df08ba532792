"""An organization for each test, and clients for the people in it."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from simulator.clock import Clock, Ids
from simulator.crm import soap_2011
from simulator.crm.organization import CrmOrganization
from simulator.directory import Directory
from simulator.topologies.lisbon_london_new_york import TOPOLOGY
from tests.simulator.crm.soap import CrmClient, action_of

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
Connect = Callable[..., CrmClient]


def new_organization() -> CrmOrganization:
    clock = Clock()
    clock.stop(NOON)
    return CrmOrganization(TOPOLOGY, Directory(TOPOLOGY), clock, Ids("test"))


def connect(organization: CrmOrganization, name: str, *, secure: bool = True, header: str = "") -> CrmClient:
    account = organization.directory.by_name(name)
    assert account is not None

    def send(body: bytes) -> bytes:
        return soap_2011.handle(organization, soap_2011.CrmRequest(body, action_of(body), account, secure)).body

    return CrmClient(send, header)


def user_id(organization: CrmOrganization, name: str) -> uuid.UUID:
    account = organization.directory.by_name(name)
    assert account is not None
    found = organization.user_of(account)
    assert found is not None
    return found


@pytest.fixture
def organization() -> CrmOrganization:
    return new_organization()


@pytest.fixture
def admin(organization: CrmOrganization) -> CrmClient:
    return connect(organization, "crm.admin")


@pytest.fixture
def ana(organization: CrmOrganization) -> CrmClient:
    return connect(organization, "ana.silva")
