"""Contacts from .vcf files."""

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest

from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.property_path import IndexedPath
from simulator.exchange.values import Body, EmailAddress
from tests.simulator.exchange_flow.organization import new_organization
from tests.simulator.seeding.loading import items, load_file

PICTURE = base64.b64encode(b"\xff\xd8 picture").decode()
THREE = f"""BEGIN:VCARD
VERSION:3.0
PRODID:-//x
N:Marques;Rita;Maria;;Jr.
FN:Rita Marques
ORG:Harbour\\, Lda.;Pilots;Night
TITLE:Pilot
NICKNAME:Ri
item1.EMAIL;TYPE=INTERNET,WORK:rita@example.test
item1.X-ABLabel:Office
EMAIL:rita@home.example.test
TEL;TYPE=WORK,VOICE:+351 1
TEL;TYPE=CELL:+351 2
TEL;TYPE=HOME;TYPE=FAX:+351 3
ADR;TYPE=WORK:PO 7;;Quay 1;Lisbon;;1100-000;Portugal
BDAY:1980-02-29
NOTE:First line\\nsecond\\, line
CATEGORIES:Sea,Work
URL:https://example.test/
PHOTO;ENCODING=b;TYPE=JPEG:{PICTURE}
UID:1
END:VCARD
"""
FOUR = f"""BEGIN:VCARD
VERSION:4.0
FN:Zé da Ria
N:Ria;Zé;;;
TEL;VALUE=uri;TYPE="home,voice";PREF=1:tel:+351-4
EMAIL;PREF=1:ze@example.test
IMPP:xmpp:ze@example.test
ANNIVERSARY:20090808
PHOTO:data:image/png;base64,{PICTURE}
END:VCARD
"""


@pytest.fixture
def organization() -> ExchangeOrganization:
    return new_organization()


def card(lines: str, version: str = "3.0") -> str:
    return f"BEGIN:VCARD\nVERSION:{version}\nFN:Rui\nN:Pinto;Rui;;;\n{lines}END:VCARD\n"


def test_a_card_of_version_3(organization: ExchangeOrganization, tmp_path: Path) -> None:
    assert load_file(organization, tmp_path, "a.vcf", THREE) == {"loaded": 1, "refused": [], "left_out": []}
    (item,) = items(organization, "contacts")
    expected = {
        "contacts:Surname": "Marques",
        "contacts:GivenName": "Rita",
        "contacts:MiddleName": "Maria",
        "contacts:Generation": "Jr.",
        "contacts:DisplayName": "Rita Marques",
        "contacts:CompanyName": "Harbour, Lda.",
        "contacts:Department": "Pilots, Night",
        "contacts:JobTitle": "Pilot",
        "contacts:Nickname": "Ri",
        "contacts:Birthday": datetime(1980, 2, 29, tzinfo=UTC),
        "contacts:BusinessHomePage": "https://example.test/",
        IndexedPath("contacts:EmailAddress", "EmailAddress1"): EmailAddress("rita@example.test", "rita@example.test"),
        IndexedPath("contacts:EmailAddress", "EmailAddress2"): EmailAddress(
            "rita@home.example.test", "rita@home.example.test"
        ),
        IndexedPath("contacts:PhoneNumber", "BusinessPhone"): "+351 1",
        IndexedPath("contacts:PhoneNumber", "MobilePhone"): "+351 2",
        IndexedPath("contacts:PhoneNumber", "HomeFax"): "+351 3",
        IndexedPath("contacts:PhysicalAddress:Street", "Business"): "PO 7\r\nQuay 1",
        IndexedPath("contacts:PhysicalAddress:City", "Business"): "Lisbon",
        IndexedPath("contacts:PhysicalAddress:PostalCode", "Business"): "1100-000",
        IndexedPath("contacts:PhysicalAddress:CountryOrRegion", "Business"): "Portugal",
        "item:Body": Body("First line\r\nsecond, line"),
        "item:Categories": ("Sea", "Work"),
    }
    assert {path: item.properties.get(path) for path in expected} == expected
    assert IndexedPath("contacts:PhysicalAddress:State", "Business") not in item.properties
    (photo,) = item.attachments
    assert (photo.is_contact_photo, photo.content, photo.content_type) == (True, b"\xff\xd8 picture", "image/jpeg")


def test_several_cards_and_version_4(organization: ExchangeOrganization, tmp_path: Path) -> None:
    report = load_file(organization, tmp_path, "a.vcf", THREE + FOUR)
    assert report == {"loaded": 2, "refused": [], "left_out": []}
    item = items(organization, "contacts")[1]
    assert item.text("contacts:DisplayName") == "Zé da Ria"
    assert item.properties[IndexedPath("contacts:PhoneNumber", "HomePhone")] == "+351-4"
    assert item.properties[IndexedPath("contacts:ImAddress", "ImAddress1")] == "xmpp:ze@example.test"
    assert item.properties["contacts:WeddingAnniversary"] == datetime(2009, 8, 8, tzinfo=UTC)
    assert item.attachments[0].content_type == "image/png"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("GEO:1;2\n", "GEO: a contact has no place for it"),
        (
            "".join(f"EMAIL:{one}@example.test\n" for one in "abcd"),
            "EMAIL d@example.test: a contact has no more places",
        ),
        ("TEL;TYPE=CELL:1\nTEL;TYPE=CELL:2\n", "TEL 2: a contact has no more places for it"),
        ("TITLE:a\nTITLE:b\n", "TITLE b: a contact has one"),
        ("ADR:;;a;;;;\nADR:;;b;;;;\n", "ADR b: a contact has one Other address"),
        ("BDAY:--0203\n", "BDAY --0203: it is no whole date"),
        ("BDAY:1980-13-40\n", "BDAY 1980-13-40: it is no whole date"),
        ("PHOTO;VALUE=uri:https://example.test/p.jpg\n", "PHOTO: only a picture inside the card is taken"),
        ("PHOTO;ENCODING=b:%%\n", "PHOTO: only a picture inside the card is taken"),
        ("N:Pinto;Rui;;Dr.;\n", "N Dr.: a contact has no place for what comes before a name"),
    ],
)
def test_what_has_no_place_is_said(organization: ExchangeOrganization, tmp_path: Path, lines: str, said: str) -> None:
    report = load_file(organization, tmp_path, "a.vcf", card(lines))
    assert report["loaded"] == 1
    ((name, text),) = report["left_out"]
    assert name == "a.vcf" and text.startswith(said), text


def test_a_broken_card_spoils_itself_alone(organization: ExchangeOrganization, tmp_path: Path) -> None:
    cards = card("") + card("nonsense\n") + card("", "2.1") + card("KIND:group\n", "4.0") + card("", "4.0")
    report = load_file(organization, tmp_path, "a.vcf", cards)
    assert report["loaded"] == 2
    assert report["refused"] == [
        ["a.vcf: card 2", "it can't be read: 'nonsense' is no content line"],
        ["a.vcf: card 3", "its version is 2.1; only vCard 3.0 and 4.0 are read"],
        ["a.vcf: card 4", "it is a group, and only people and organizations become contacts"],
    ]


def test_a_file_without_cards_is_refused(organization: ExchangeOrganization, tmp_path: Path) -> None:
    report = load_file(organization, tmp_path, "a.vcf", b"\x00\xff")
    assert [name for name, _ in report["refused"]] == ["a.vcf"]


def test_an_older_programs_text_is_read(organization: ExchangeOrganization, tmp_path: Path) -> None:
    load_file(organization, tmp_path, "a.vcf", card("NOTE:Ol\xe1\n").encode("windows-1252"))
    assert items(organization, "contacts")[0].properties["item:Body"] == Body("Olá")
