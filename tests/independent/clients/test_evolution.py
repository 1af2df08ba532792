"""evolution-data-server impersonating a person: what it writes is what exchangelib reads, and the other way round."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from exchangelib import CalendarItem, Contact, EWSDate, EWSDateTime, Task
from exchangelib.indexed_properties import EmailAddress, PhoneNumber, PhysicalAddress

from tests.independent.clients import evolution as evolution_process
from tests.independent.clients.evolution import Evolution
from tests.independent.clients.exchange import Exchange, Person

NINE, TEN, ELEVEN = (datetime(2026, 12, 1, hour, tzinfo=UTC) for hour in (9, 10, 11))
EVENT = """BEGIN:VEVENT
UID:chosen-by-evolution
DTSTAMP:20261123T090000Z
DTSTART:20261201T090000Z
DTEND:20261201T100000Z
SUMMARY:Reunião 日本
LOCATION:Sala 1
DESCRIPTION:x < y & z
CATEGORIES:Lisbon
CLASS:PRIVATE
TRANSP:OPAQUE
END:VEVENT
"""
ALL_DAY = """BEGIN:VEVENT
UID:all-day
DTSTAMP:20261123T090000Z
DTSTART;VALUE=DATE:20261224
DTEND;VALUE=DATE:20261226
SUMMARY:Natal
TRANSP:TRANSPARENT
END:VEVENT
"""
TODO = """BEGIN:VTODO
UID:chosen-by-evolution
DTSTAMP:20261123T090000Z
SUMMARY:Fazer — ção
DTSTART;VALUE=DATE:20261120
DUE;VALUE=DATE:20261130
PERCENT-COMPLETE:30
STATUS:IN-PROCESS
PRIORITY:1
DESCRIPTION:x < y & z
CLASS:CONFIDENTIAL
END:VTODO
"""
CARD = """BEGIN:VCARD
VERSION:3.0
FN:Zé Lopes
N:Lopes;Zé;;;
EMAIL;TYPE=OTHER:ze@x.test
TEL;TYPE=CELL:+351 1
TEL;TYPE=WORK,VOICE:+351 2
ORG:Contoso;Sales
TITLE:Buyer
NOTE:x < y & z
BDAY:1980-02-03
ADR;TYPE=WORK:;;Rua A 1;Lisboa;LX;1000;Portugal
END:VCARD
"""


@pytest.fixture(scope="module")
def service(plain_exchange: Exchange) -> Person:
    """The service account, with the right to impersonate."""
    name = plain_exchange.ready["service_account"]
    plain_exchange.control.post("/impersonation/grant", user=name)
    account = next(account for account in plain_exchange.ready["accounts"] if account["name"] == name)
    return Person(account["smtp"], account["password"], plain_exchange.ews_url)


@pytest.fixture(scope="module")
def ana(plain_exchange: Exchange) -> Person:
    return plain_exchange.somebody()


@pytest.fixture(scope="module")
def evolution(service: Person, ana: Person, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evolution]:
    with evolution_process.started(tmp_path_factory.mktemp("evolution"), service, ana) as running:
        yield running


@pytest.fixture(autouse=True)
def every_answer_right(plain_exchange: Exchange, service: Person, ana: Person) -> Iterator[None]:
    start = plain_exchange.control.wire_position()
    with plain_exchange.every_answer_right():
        yield
    asked = {(entry["caller"], entry["acting"]) for entry in plain_exchange.control.wire_entries(start)}
    assert (service.smtp, ana.smtp) in asked
    assert (service.smtp, service.smtp) not in asked


def test_an_event_is_created_changed_and_deleted(evolution: Evolution, ana: Person) -> None:
    calendar = ana.exchangelib.calendar
    uid = evolution.ask("create", "calendar", EVENT)
    (item,) = calendar.all()
    assert (item.uid, item.subject, item.location) == (uid, "Reunião 日本", "Sala 1")
    assert (item.start, item.end, item.is_all_day) == (NINE, TEN, False)
    assert (item.text_body, item.categories) == ("x < y & z", ["Lisbon"])
    assert (item.sensitivity, item.legacy_free_busy_status) == ("Private", "Busy")
    lines = evolution.read("calendar", uid)
    assert {"CATEGORIES:Lisbon", "CLASS:PRIVATE", "TRANSP:OPAQUE"} <= set(lines)
    evolution.changed("calendar", uid, "LOCATION;LANGUAGE=en-US:Sala 1", "LOCATION:Sala 2 — ção")
    item.refresh()
    assert (item.location, item.subject, item.start) == ("Sala 2 — ção", "Reunião 日本", NINE)
    evolution.ask("delete", "calendar", uid)
    assert list(calendar.all()) == []
    evolution.sees("calendar", set())


def test_an_all_day_event(evolution: Evolution, ana: Person) -> None:
    uid = evolution.ask("create", "calendar", ALL_DAY)
    (item,) = ana.exchangelib.calendar.all()
    assert (item.subject, item.is_all_day, item.legacy_free_busy_status) == ("Natal", True, "Free")
    assert (item.start, item.end) == (EWSDate(2026, 12, 24), EWSDate(2026, 12, 25))
    lines = evolution.read("calendar", uid)
    assert {"DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261226"} <= set(lines)
    evolution.ask("delete", "calendar", uid)


def test_what_somebody_else_does_in_the_calendar_is_seen(evolution: Evolution, ana: Person) -> None:
    account = ana.exchangelib
    zone = account.default_timezone
    item = CalendarItem(
        account=account, folder=account.calendar, subject="Dentista", location="Lisboa", body="x < y",
        start=EWSDateTime(2026, 12, 1, 9, tzinfo=zone), end=EWSDateTime(2026, 12, 1, 10, tzinfo=zone),
    ).save()  # fmt: skip
    item.refresh()
    evolution.sees("calendar", {item.uid})
    lines = evolution.read("calendar", item.uid)
    assert [line.partition(":")[2] for line in lines if line.startswith(("SUMMARY", "LOCATION", "DTSTART"))] == [
        "Dentista", "20261201T090000", "Lisboa",
    ]  # fmt: skip
    item.delete()
    evolution.sees("calendar", set())


def test_a_task_is_created_changed_and_deleted(evolution: Evolution, ana: Person) -> None:
    account = ana.exchangelib
    uid = evolution.ask("create", "tasks", TODO)
    (item,) = account.tasks.all()
    assert (item.subject, item.text_body, item.importance) == ("Fazer — ção", "x < y & z", "High")
    assert (item.start_date, item.due_date) == (EWSDate(2026, 11, 20), EWSDate(2026, 11, 30))
    assert (item.status, item.percent_complete, item.sensitivity) == ("InProgress", 30, "Personal")
    lines = set(evolution.read("tasks", uid))
    assert set(TODO.splitlines()) - lines == {
        "UID:chosen-by-evolution", "DTSTAMP:20261123T090000Z", "PRIORITY:1"
    }  # fmt: skip
    evolution.changed("tasks", uid, "PERCENT-COMPLETE:30", "PERCENT-COMPLETE:60")
    item.refresh()
    assert (item.percent_complete, item.due_date) == (60, EWSDate(2026, 11, 30))
    evolution.ask("delete", "tasks", uid)
    assert list(account.tasks.all()) == []
    theirs = Task(
        account=account, folder=account.tasks, subject="Ligar", due_date=EWSDate(2026, 12, 5), body="x < y"
    ).save()  # fmt: skip
    evolution.sees("tasks", {theirs.id})
    assert {"SUMMARY:Ligar", "DUE;VALUE=DATE:20261205"} <= set(evolution.read("tasks", theirs.id))


def test_a_contact_is_created_changed_and_deleted(evolution: Evolution, ana: Person) -> None:
    account = ana.exchangelib
    uid = evolution.ask("create", "contacts", CARD.replace("\n", "\r\n"))
    (item,) = account.contacts.all()
    assert (item.id, item.given_name, item.surname, item.job_title) == (uid, "Zé", "Lopes", "Buyer")
    assert (item.company_name, item.department, item.body) == ("Contoso", "Sales", "x < y & z")
    assert (item.email_addresses, item.birthday) == (
        [EmailAddress(label="EmailAddress1", email="ze@x.test")],
        EWSDate(1980, 2, 3),
    )
    assert {PhoneNumber(label="MobilePhone", phone_number="+351 1")} <= set(item.phone_numbers)
    assert PhoneNumber(label="BusinessPhone", phone_number="+351 2") in item.phone_numbers
    assert item.physical_addresses == [
        PhysicalAddress(
            label="Business", street="Rua A 1", city="Lisboa", state="LX", zipcode="1000", country="Portugal"
        )
    ]
    lines = set(evolution.read("contacts", uid))
    assert set(CARD.splitlines()) - lines <= {"TEL;TYPE=WORK,VOICE:+351 2"}
    evolution.changed("contacts", uid, "TITLE:Buyer", "TITLE:Directora de ção")
    item.refresh()
    assert (item.job_title, item.surname) == ("Directora de ção", "Lopes")
    evolution.ask("delete", "contacts", uid)
    assert list(account.contacts.all()) == []
    theirs = Contact(
        account=account, folder=account.contacts, given_name="Rui", surname="Reis", display_name="Rui Reis",
        email_addresses=[EmailAddress(label="EmailAddress1", email="rui@x.test")],
    ).save()  # fmt: skip
    evolution.sees("contacts", {theirs.id})
    lines = set(evolution.read("contacts", theirs.id))
    assert {"N:Reis;Rui;;;", "EMAIL;TYPE=OTHER:rui@x.test"} <= lines
