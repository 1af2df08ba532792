"""Contacts through DavMail's CardDAV: what goes in is what exchangelib reads, and the other way round."""

from collections.abc import Iterator

import pytest
from exchangelib import Contact, EWSDate
from exchangelib.indexed_properties import EmailAddress, PhoneNumber, PhysicalAddress

from tests.independent.clients.davmail import Dav, Davmail
from tests.independent.clients.exchange import Exchange, Person

CARD = """
BEGIN:VCARD
VERSION:3.0
UID:card-1
FN:Zé Lopes
N:Lopes;Zé;Maria;Dr;Jr
NICKNAME:Zezinho
ORG:Contoso;Sales
TITLE:Buyer
EMAIL;TYPE=work:ze@x.test
EMAIL;TYPE=home:ze@home.test
TEL;TYPE=cell:+351 1
TEL;TYPE=work:+351 2
ADR;TYPE=work:;;Rua A 1;Lisboa;LX;1000;Portugal
URL;TYPE=work:http://x.test/
BDAY:1980-02-03
NOTE:x < y & z
CATEGORIES:Lisbon
END:VCARD
"""


@pytest.fixture(autouse=True)
def every_answer_right(exchange: Exchange) -> Iterator[None]:
    with exchange.every_answer_right("GetUserPhoto"):
        yield


@pytest.fixture
def dav(davmail: Davmail, ana: Person) -> Iterator[Dav]:
    with davmail.dav(ana) as collections:
        yield collections


def test_a_contact_is_created_changed_and_deleted(dav: Dav, ana: Person) -> None:
    contacts = ana.exchangelib.contacts
    assert dav.put("/contacts/card-1.vcf", CARD, "text/vcard") == 201
    (item,) = contacts.all()
    assert (item.display_name, item.given_name, item.middle_name, item.surname) == ("Zé Lopes", "Zé", "Maria", "Lopes")
    assert (item.complete_name.suffix, item.nickname) == ("Jr", "Zezinho")
    assert (item.company_name, item.department, item.job_title) == ("Contoso", "Sales", "Buyer")
    assert [one.email for one in item.email_addresses] == ["ze@x.test", "ze@home.test"]
    assert {PhoneNumber(label="MobilePhone", phone_number="+351 1")} <= set(item.phone_numbers)
    assert PhoneNumber(label="BusinessPhone", phone_number="+351 2") in item.phone_numbers
    assert PhysicalAddress(
        label="Business", street="Rua A 1", city="Lisboa", state="LX", zipcode="1000", country="Portugal"
    ) in (item.physical_addresses)
    assert (item.business_homepage, item.birthday) == ("http://x.test/", EWSDate(1980, 2, 3))
    assert (item.text_body, item.categories) == ("x < y & z", ["Lisbon"])
    assert set(CARD.split("\n")) - set(dav.get("/contacts/card-1.vcf")) == {"", "VERSION:3.0"}

    dav.put("/contacts/card-1.vcf", CARD.replace("Buyer", "Directora de ção"), "text/vcard")
    item.refresh()
    assert (item.job_title, item.surname) == ("Directora de ção", "Lopes")

    assert dav.members("/contacts/") == ["/contacts/card-1.vcf"]
    dav.delete("/contacts/card-1.vcf")
    assert list(contacts.all()) == []
    assert dav.members("/contacts/") == []


def test_a_contact_of_somebody_else_is_a_card(dav: Dav, ana: Person) -> None:
    account = ana.exchangelib
    Contact(
        account=account, folder=account.contacts, given_name="Rui", surname="Reis", display_name="Rui Reis",
        company_name="Contoso", email_addresses=[EmailAddress(label="EmailAddress1", email="rui@x.test")],
        phone_numbers=[PhoneNumber(label="MobilePhone", phone_number="+351 3")], body="x < y & z",
    ).save()  # fmt: skip
    (path,) = dav.members("/contacts/")
    lines = set(dav.get(path))
    assert {"FN:Rui Reis", "N:Reis;Rui;;;", "ORG:Contoso;", "TEL;TYPE=cell:+351 3", "NOTE:x < y & z"} <= lines
    assert "EMAIL;TYPE=work:rui@x.test" in lines
