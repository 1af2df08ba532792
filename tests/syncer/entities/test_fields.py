"""Canonical forms: what one side rounds, trims or reorders is no change, and writing what was read changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.crm_side.side import EntityReference, OptionSet, Participation, Party, Row
from syncer.entities import ENTITIES
from syncer.entities.appointment import Appointment
from syncer.entities.contact import Contact
from syncer.entities.task import Task
from syncer.entity import Entity, Me
from syncer.entity_field import Field, clean_text, from_crm, from_exchange, to_crm, to_exchange
from syncer.exchange_side.side import Address, Attendee, ExchangeItem, ItemRef, PostalAddress
from syncer.people import People
from tests.syncer.cycle.memory_crm import MemoryCrm
from tests.syncer.cycle.world import guid

ME = Me(guid(1), "ana@contoso.test")


@pytest.fixture
def people() -> People:
    crm = MemoryCrm()
    user = {"internalemailaddress": "ana@contoso.test", "fullname": "Ana Silva", "isdisabled": "0"}
    crm.put("systemuser", guid(1), user)
    crm.put("contact", guid(2), {"emailaddress1": "maria@example.test", "firstname": "Maria", "lastname": "Lopes"})
    return People(crm)


@pytest.mark.parametrize(("value", "expected"), [
    ("a\r\nb  \r\n", "a\nb"), ("  ", None), (None, None), ("x\x00y", "xy"), ("a\rb", "a\nb"), ("abcdef", "abcd"),
])  # fmt: skip
def test_text_is_compared_without_what_the_two_sides_change(value: object, expected: str | None) -> None:
    assert clean_text(value, 4 if value == "abcdef" else 100) == expected


MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
POSTAL = st.builds(PostalAddress, st.text("ab \n,", max_size=9), *(st.text("ab", max_size=3) for _ in range(4)))
ODD_MOMENTS = st.datetimes(timezones=st.just(UTC))
BY_KIND: dict[str, st.SearchStrategy[Any]] = {
    "text": st.text(max_size=30),
    "email": st.emails(),
    "moment": st.one_of(MOMENTS, ODD_MOMENTS),
    "day": st.one_of(MOMENTS, ODD_MOMENTS),
    "anniversary": st.one_of(MOMENTS, ODD_MOMENTS),
    "flag": st.booleans(),
    "number": st.integers(0, 100),
    "choice": st.sampled_from(["Low", "Normal", "High"]),
    "postal": POSTAL,
    "name": st.text(max_size=10),
}
PLAIN = [(entity, field) for entity in ENTITIES for field in entity.fields if field.kind in BY_KIND]


@pytest.mark.parametrize(("entity", "field"), PLAIN, ids=lambda value: getattr(value, "name", ""))
@given(data=st.data())
def test_a_value_that_crosses_over_and_is_read_back_is_the_same(
    entity: Entity, field: Field, data: st.DataObject
) -> None:
    canonical = from_exchange(field, {field.exchange: data.draw(BY_KIND[field.kind])})
    assert from_exchange(field, {field.exchange: to_exchange(field, canonical)}) == canonical
    if field.direction == "both":
        written = {
            name: value.value if isinstance(value, OptionSet) else value
            for name, value in to_crm(field, canonical).items()
        }
        assert from_crm(field, written) == canonical


@pytest.mark.parametrize(("read", "day"), [
    ("1980-05-02T23:00:00", "1980-05-03"),  # midnight in Lisbon's summer
    ("1980-05-03T05:00:00", "1980-05-03"),  # midnight in New York
    ("1980-05-02T15:00:00", "1980-05-03"),  # midnight in Tokyo
    ("1980-05-03T11:59:00", "1980-05-03"),
    ("1604-02-29T00:00:00", None), ("4501-01-01T00:00:00", None),
])  # fmt: skip
def test_a_birthday_is_the_same_day_everywhere(read: str, day: str | None) -> None:
    field = Contact().field("birthday")
    moment = datetime.fromisoformat(read).replace(tzinfo=UTC)
    assert from_exchange(field, {"Birthday": moment}) == day
    assert from_crm(field, {"birthdate": moment}) == day


def test_a_text_fits_as_crm_counts() -> None:
    assert clean_text("😀" * 150, 200) == "😀" * 100
    assert clean_text("x" + "😀" * 150, 200) == "x" + "😀" * 99


def test_the_lines_of_a_street_keep_their_columns() -> None:
    field = Contact().field("mailing_address")
    row = {"address1_line1": "Rua A 1", "address1_line2": "3 Esq", "address1_city": "Lisboa"}
    canonical = from_crm(field, row)
    shown = to_exchange(field, canonical)
    assert isinstance(shown, PostalAddress)
    assert shown.street == "Rua A 1\n3 Esq"
    written = to_crm(field, from_exchange(field, {"BusinessAddress": PostalAddress("a\nb\nc\nd", "x" * 99)}))
    assert [written[f"address1_line{n}"] for n in (1, 2, 3)] == ["a", "b", "c, d"]
    assert len(str(written["address1_city"])) == 80


@pytest.mark.parametrize(("status", "state", "expected"), [
    ("Completed", 1, "2026-11-20"), ("InProgress", 0, None), ("NotStarted", 0, None),
])  # fmt: skip
def test_only_a_completed_task_has_a_completion_date(
    people: People, status: str, state: int, expected: str | None
) -> None:
    done = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    row = Row("task", guid(5), 1, {"statecode": state, "statuscode": 5 if state else 3, "actualend": done})
    assert Task().read_row(row, people, ME).values["completed"] == expected
    values = Task().read_item(item("Task", Status=status, CompleteDate=done), people, ME).values
    assert values["completed"] == expected
    fields = Task().item_fields({"status": status, "completed": expected}, people)
    assert ("CompleteDate" in fields) == (expected is not None)


def test_times_are_compared_as_moments_and_without_fractions() -> None:
    field = Appointment().field("start")
    at = datetime(2026, 11, 23, 12, 0, 0, 999_000, tzinfo=timezone(timedelta(hours=1)))
    assert from_crm(field, {"scheduledstart": at}) == "2026-11-23T11:00:00Z"


def item(element: str, **fields: object) -> ExchangeItem:
    return ExchangeItem(ItemRef("I1", "k1"), element, "f", fields)


def test_attendees_are_addresses_in_one_order_without_the_organizer(people: People) -> None:
    listed = (Attendee("", "Maria@Example.test"), Attendee("", "ana@contoso.test"), Attendee("", "b@x.test", "Accept"))
    view = Appointment().read_item(item("CalendarItem", RequiredAttendees=listed), people, ME)
    assert view.values["required"] == ["b@x.test", "maria@example.test"]
    assert view.answers == {"b@x.test": "Accept"}
    other = Appointment().read_item(
        item("CalendarItem", Organizer=Address("", "oliver@contoso.test"), RequiredAttendees=listed), people, ME
    )
    assert (other.mine, other.answers) == (False, {})


@pytest.mark.parametrize(("state", "status", "shown"), [
    (0, 1, "Free"), (0, 2, "Tentative"), (3, 5, "Busy"), (3, 6, "OOF"), (1, 3, "Free"), (2, 4, "Free"),
])  # fmt: skip
def test_show_as_follows_the_state(people: People, state: int, status: int, shown: str) -> None:
    organizer = (Party(EntityReference("systemuser", guid(1)), None, Participation.ORGANIZER),)
    row = Row("appointment", guid(5), 1, {"statecode": state, "statuscode": status, "organizer": organizer})
    view = Appointment().read_row(row, people, ME)
    assert (view.values["show_as"], view.role) == (shown, "owner")
    assert Appointment().row_state({"show_as": shown}, row) in (None, (1, 3))


def test_a_new_row_names_its_parties(people: People) -> None:
    changes: dict[str, Any] = {"required": ["maria@example.test", "nobody@x.test"], "organizer": "ana@contoso.test"}
    written = Appointment().row_attributes(changes, None, people, ME)
    assert written["requiredattendees"] == (
        Party(EntityReference("contact", guid(2), "Maria Lopes"), None, Participation.REQUIRED),
        Party(None, "nobody@x.test", Participation.REQUIRED),
    )
    assert written["organizer"] == (Party(EntityReference("systemuser", guid(1)), None, Participation.ORGANIZER),)


@pytest.mark.parametrize(("state", "status", "percent", "expected"), [
    (0, 2, 40, ("NotStarted", 0)), (0, 3, 40, ("InProgress", 40)), (1, 5, 40, ("Completed", 100)),
    (2, 6, 0, ("Completed", 100)), (0, 4, 10, ("WaitingOnOthers", 10)), (0, 7, 0, ("Deferred", 0)),
])  # fmt: skip
def test_task_status_and_percentage_agree(
    people: People, state: int, status: int, percent: int, expected: tuple[str, int]
) -> None:
    row = Row("task", guid(5), 1, {"statecode": state, "statuscode": status, "percentcomplete": percent})
    values = Task().read_row(row, people, ME).values
    assert (values["status"], values["percent"]) == expected
    assert Task().row_state({"status": values["status"]}, row) is None


def test_a_contact_without_name_parts_gets_its_display_name(people: People) -> None:
    view = Contact().read_item(item("Contact", DisplayName="Contoso desk"), people, ME)
    assert view.values["last_name"] == "Contoso desk"
    written = Contact().row_attributes({"full_name": "x", "last_name": "y"}, None, people, ME)
    assert written == {"lastname": "y", "ownerid": EntityReference("systemuser", guid(1))}
