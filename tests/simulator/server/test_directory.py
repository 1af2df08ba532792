"""The directory finds people however they are named, and keeps the rights."""

import pytest

from simulator.directory import APPLICATION_IMPERSONATION, Directory
from simulator.errors import SimulatorMisuse
from simulator.topologies import TOPOLOGIES


@pytest.fixture
def directory() -> Directory:
    return Directory(TOPOLOGIES[0])


@pytest.mark.parametrize(
    "login", ["ana.silva", "ANA.SILVA", "contoso\\Ana.Silva", "ana.silva@CONTOSO.test", "\\ana.silva@contoso.test"]
)
def test_login_forms(directory: Directory, login: str) -> None:
    found = directory.by_login(login)
    assert found is not None
    assert found.display_name == "Ana Silva"


@pytest.mark.parametrize("login", ["", "\\", "nobody", "FABRIKAM\\ana.silva", "ana.silva@fabrikam.test", "Ana Silva"])
def test_nobody(directory: Directory, login: str) -> None:
    assert directory.by_login(login) is None


def test_places(directory: Directory) -> None:
    kenji = directory.by_smtp(" Kenji.Sato@contoso.test ")
    assert kenji is not None
    assert (kenji.office, directory.site_of(kenji).name) == ("tokyo", "lisbon")
    assert directory.by_sid(kenji.sid.lower()) is kenji
    room = directory.by_smtp("room.thames@contoso.test")
    assert room is not None
    assert (room.kind, room.password, room.site) == ("room", None, "london")


def test_groups(directory: Directory) -> None:
    assert len(directory.expand("SALES@contoso.test")) == 12
    assert [found.name for found in directory.expand("ana.silva@contoso.test")] == ["ana.silva"]
    assert directory.expand("x@elsewhere.test") == ()


def test_rights(directory: Directory) -> None:
    service = directory.by_name("crm13.service")
    assert service is not None
    assert not directory.may_impersonate(service)
    directory.assign("one", APPLICATION_IMPERSONATION, "CONTOSO\\crm13.service")
    assert directory.may_impersonate(service)
    with pytest.raises(SimulatorMisuse, match="already exists"):
        directory.assign("ONE", APPLICATION_IMPERSONATION, "ana.silva")
    with pytest.raises(SimulatorMisuse, match="couldn't be found"):
        directory.assign("two", APPLICATION_IMPERSONATION, "nobody")
    assert directory.unassign_user("crm13.service@contoso.test") == 1
    assert not directory.may_impersonate(service)


def test_sites(directory: Directory) -> None:
    directory.set_up("london", False)
    assert (directory.is_up("london"), directory.is_up("lisbon")) == (False, True)
    with pytest.raises(SimulatorMisuse, match="there is no site 'rome'"):
        directory.set_up("rome", True)
    directory.reset()
    assert directory.is_up("london")
