"""ResolveNames and GetServerTimeZones."""

import pytest
from exchangelib.properties import TimeZoneDefinition
from lxml import etree

from simulator.exchange import time_zones
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.property_path import IndexedPath
from simulator.exchange.values import EmailAddress
from simulator.soap.faults import EwsFault
from tests.simulator.ews_folders.asking import NAMES, ask, codes, texts
from tests.simulator.exchange_flow.organization import mailbox, new_organization


@pytest.fixture
def organization() -> ExchangeOrganization:
    return new_organization()


@pytest.fixture
def ana(organization: ExchangeOrganization) -> Mailbox:
    return mailbox(organization, "ana.silva")


def resolve(entry: str, more: str = "") -> str:
    return (
        f'<m:ResolveNames ReturnFullContactData="true"{more}><m:UnresolvedEntry>{entry}</m:UnresolvedEntry>'
        "</m:ResolveNames>"
    )


@pytest.mark.parametrize("entry", ["oliver.smith", "Oliver Smith", "smtp:oliver.smith@contoso.test", "OLIV"])
def test_one_match_is_a_success(organization: ExchangeOrganization, ana: Mailbox, entry: str) -> None:
    answer = ask(organization, ana, resolve(entry))
    assert codes(answer) == ["NoError"]
    assert texts(answer, ".//t:EmailAddress") == ["oliver.smith@contoso.test"]
    assert texts(answer, ".//t:Contact/t:DisplayName") == ["Oliver Smith"]


def test_several_matches_are_a_warning_with_all_of_them(organization: ExchangeOrganization, ana: Mailbox) -> None:
    answer = ask(organization, ana, resolve("d"))
    assert codes(answer) == ["ErrorNameResolutionMultipleResults"]
    assert answer.find(".//m:ResolveNamesResponseMessage[@ResponseClass='Warning']", NAMES) is not None
    assert {"diogo.reis@contoso.test", "david.miller@contoso.test"} <= set(texts(answer, ".//t:EmailAddress"))


def test_nobody_is_an_error(organization: ExchangeOrganization, ana: Mailbox) -> None:
    assert codes(ask(organization, ana, resolve("zz"))) == ["ErrorNameResolutionNoResults"]
    assert codes(ask(organization, ana, resolve(" "))) == ["ErrorInvalidNameForNameResolution"]


def test_a_group_and_a_contact_are_found_where_they_are(organization: ExchangeOrganization, ana: Mailbox) -> None:
    address = EmailAddress("Sales Partner", "partner@elsewhere.test")
    contact = Item("Contact", "IPM.Contact")
    contact.properties = {
        "contacts:DisplayName": "Sales Partner",
        IndexedPath("contacts:EmailAddress", "EmailAddress1"): address,
    }
    ana.add_item(contact, ana.distinguished("contacts"))
    both = ask(organization, ana, resolve("sales"))
    assert texts(both, ".//t:MailboxType") == ["PublicDL", "Contact"]
    directory = ask(organization, ana, resolve("sales", ' SearchScope="ActiveDirectory"'))
    assert texts(directory, ".//t:EmailAddress") == ["sales@contoso.test"]
    contacts = ask(organization, ana, resolve("sales", ' SearchScope="Contacts"'))
    assert texts(contacts, ".//t:EmailAddress") == ["partner@elsewhere.test"]


def test_full_contact_data_must_be_asked_for_or_not(organization: ExchangeOrganization, ana: Mailbox) -> None:
    with pytest.raises(EwsFault):
        ask(organization, ana, "<m:ResolveNames><m:UnresolvedEntry>ana</m:UnresolvedEntry></m:ResolveNames>")


def zones(full: bool, *wanted: str) -> str:
    ids = "".join(f"<t:Id>{one}</t:Id>" for one in wanted)
    listed = f"<m:Ids>{ids}</m:Ids>" if wanted else ""
    attribute = "true" if full else "false"
    return f'<m:GetServerTimeZones ReturnFullTimeZoneData="{attribute}">{listed}</m:GetServerTimeZones>'


def definitions(answer: etree._Element) -> list[etree._Element]:
    return list(answer.iterfind(".//t:TimeZoneDefinition", NAMES))


def test_all_zones_by_name_or_with_their_rules(organization: ExchangeOrganization, ana: Mailbox) -> None:
    short, full = (definitions(ask(organization, ana, zones(one))) for one in (False, True))
    assert [one.get("Id") for one in short] == [one.get("Id") for one in full] == list(time_zones.windows_ids())
    assert all(len(one) == 0 for one in short)
    assert all(len(one) == 3 for one in full)


def test_zones_are_filtered_by_id(organization: ExchangeOrganization, ana: Mailbox) -> None:
    answer = ask(organization, ana, zones(True, "tokyo standard time", "GMT Standard Time", "Atlantis Standard Time"))
    assert {one.get("Id") for one in definitions(answer)} == {"Tokyo Standard Time", "GMT Standard Time"}


@pytest.mark.parametrize(
    ("zone", "standard", "daylight"),
    [
        ("W. Europe Standard Time", -60, -60),
        ("Eastern Standard Time", 300, -60),
        ("AUS Eastern Standard Time", -600, -60),
        ("Romance Standard Time", -60, -60),
    ],
)
def test_a_client_reads_the_rules(
    organization: ExchangeOrganization, ana: Mailbox, zone: str, standard: int, daylight: int
) -> None:
    (element,) = definitions(ask(organization, ana, zones(True, zone)))
    read = TimeZoneDefinition.from_xml(elem=element, account=None)
    standard_time, daylight_time, period = read.get_std_and_dst(for_year=2026)
    assert period.bias_in_minutes == standard
    assert (standard_time.bias, daylight_time.bias) == (0, daylight)
