"""Topologies: those that ship, a user's own, and every mistake in it named."""

from dataclasses import replace
from pathlib import Path

import pytest

from simulator.exchange_version import API_VERSIONS, exchange_version
from simulator.topologies import TOPOLOGIES
from simulator.topology import Topology, TopologyError
from simulator.topology_file import topology_from_toml

GOOD = """
name = "two"
mail_domain = "example.test"
netbios = "EXAMPLE"
service_account = "svc"

[[sites]]
name = "porto"
version = "2013 SP1"

[[sites]]
name = "kyoto"
version = "15.2.1544.9"

[[accounts]]
name = "svc"
impersonation = true
password = "p:a s:ß"

[[accounts]]
name = "aki"
display_name = "Aki Mori"
site = "kyoto"
office = "osaka"
smtp = "aki.mori@example.test"
upn = "aki@login.example.test"
domain_user = "JP\\\\aki"
aliases = ["mori@example.test"]
crm_user = true
folder_language = "ja-JP"

[[rooms]]
name = "gion"
site = "kyoto"
capacity = 4

[[groups]]
name = "all"
members = ["aki.mori@example.test", "svc@example.test"]

[crm]
name = "example"
version = "6.1.0.581"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "my.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("topology", TOPOLOGIES, ids=lambda topology: topology.name)
def test_shipped_topologies(topology: Topology) -> None:
    offices = {account.office for account in topology.accounts if account.kind == "user"}
    assert offices == {"lisbon", "london", "new-york", "tokyo"}
    for office in offices:
        people = [found for found in topology.accounts if found.office == office and found.kind == "user"]
        assert len([person for person in people if person.crm_user and not person.crm_administrator]) == 3
    service = next(account for account in topology.accounts if account.name == "crm13.service")
    assert not service.impersonation
    assert not [account for account in topology.accounts if account.office == "tokyo" and account.site != "lisbon"]
    assert topology.crm.version == "6.0.0.809"


def test_the_articles_builds() -> None:
    builds = {site.name: (site.version.build, site.version.api) for site in TOPOLOGIES[0].sites}
    assert builds == {
        "lisbon": ("15.0.847.32", "Exchange2013_SP1"),
        "london": ("14.2.247.5", "Exchange2010_SP2"),
        "new-york": ("15.0.516.32", "Exchange2013"),
    }


def test_a_topology_of_ones_own(tmp_path: Path) -> None:
    topology = topology_from_toml(write(tmp_path, GOOD))
    assert [site.version.product for site in topology.sites] == ["Exchange 2013 SP1", "Exchange 2019"]
    svc, aki = topology.accounts
    assert (svc.site, svc.password, svc.smtp, svc.domain_user) == (
        "porto",
        "p:a s:ß",
        "svc@example.test",
        "EXAMPLE\\svc",
    )
    assert (aki.office, aki.upn, aki.login_forms) == ("osaka", "aki@login.example.test", ("JP\\aki", "aki", aki.upn))
    assert aki.addresses == ("aki.mori@example.test", "mori@example.test")
    assert (topology.rooms[0].smtp, topology.rooms[0].capacity) == ("gion@example.test", 4)
    assert (topology.crm.name, topology.crm.version, aki.folder_language) == ("example", "6.1.0.581", "ja-JP")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('version = "2013 SP1"', 'version = "2003"', "sites.version of 'porto': '2003' is no Exchange version"),
        ('version = "2013 SP1"', 'version = "9.1.2.3"', "sites.version of 'porto': no Exchange here has builds 9.1.x"),
        ('version = "2013 SP1"', "", "sites 1: version is missing; add it"),
        ('version = "2013 SP1"', "version = 2013", "sites 1: version = 2013: write a string"),
        ('name = "porto"', 'name = "Pôrto"', "sites.name = 'Pôrto'"),
        ('name = "porto"', 'name = "crm"', "sites.name = 'crm'"),
        ('name = "porto"', 'name = "porto"\nmax_message_size = 0', "sites.max_message_size = 0"),
        ('name = "porto"', 'name = "kyoto"', "sites.name = 'kyoto' is given twice"),
        ('site = "kyoto"\noffice', 'site = "rome"\noffice', "accounts.site = 'rome' of 'aki': no such site"),
        ('smtp = "aki.mori@example.test"', 'smtp = "aki"', "accounts.smtp = 'aki' of 'aki'"),
        (
            'aliases = ["mori@example.test"]',
            'aliases = ["svc@example.test"]',
            "smtp = 'svc@example.test' is given twice",
        ),
        ('domain_user = "JP\\\\aki"', 'domain_user = "aki"', "accounts.domain_user = 'aki'"),
        ("crm_user = true", 'crm_user = "yes"', "accounts 2: crm_user = 'yes': write true or false"),
        ("crm_user = true", "crmuser = true", "accounts 2: unknown key 'crmuser'"),
        ('service_account = "svc"', 'service_account = "x"', "service_account = 'x': no such account"),
        ('"svc@example.test"]', '"nobody@example.test"]', "groups.members of 'all': nobody has the address"),
        ('password = "p:a s:ß"', 'password = ""', "accounts.password of 'svc': it must not be empty"),
        ("[crm]", "[crm", "is not TOML"),
        ("[crm]", '[crm]\ncolour = "red"', "crm: unknown key 'colour'"),
    ],
)
def test_a_mistake_is_named_on_one_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(TopologyError) as caught:
        topology_from_toml(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TopologyError, match="cannot be read"):
        topology_from_toml(tmp_path / "none.toml")


def test_topologies_check_themselves() -> None:
    with pytest.raises(TopologyError, match="there is none"):
        replace(TOPOLOGIES[0], sites=())


def test_versions() -> None:
    assert exchange_version("Exchange SE").build == "15.2.2562.17"
    assert exchange_version("15.0.1497.2").api == "Exchange2013_SP1"
    assert exchange_version("15.0.516.32").api == "Exchange2013"
    old, new = exchange_version("2010 SP2"), exchange_version("2019")
    assert old.knows("Exchange2007_SP1")
    assert not old.knows("Exchange2013")
    assert not old.knows("Exchange2099")
    assert all(new.knows(version) for version in API_VERSIONS)
    assert new.at_least("Exchange2013")
