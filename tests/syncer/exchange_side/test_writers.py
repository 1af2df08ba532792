"""What is written can be read: the writer's elements, put into an answer, give the same fields back."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from syncer.exchange_side import ews_requests
from syncer.exchange_side.fault_table import KIND_OF_CODE
from syncer.exchange_side.item_writer import UnknownFieldError, item_element, legal_text, update_elements
from syncer.exchange_side.names import T
from syncer.exchange_side.property_table import ELEMENTS, Property
from syncer.exchange_side.readers import read_item
from syncer.exchange_side.values import Address, Attendee, Html, ItemRef, PostalAddress, Stamp

texts = st.text(min_size=1).map(legal_text).map(lambda text: text.replace("\r", "")).filter(bool)
people = st.builds(Address, texts, texts.map(str.strip).filter(bool))
values = {
    "text": texts,
    "body": texts,
    "email": texts,
    "phone": texts,
    "flag": st.booleans(),
    "whole": st.integers(-1000, 1000),
    "number": st.floats(0, 100),
    "moment": st.datetimes(datetime(1901, 1, 1), datetime(2999, 1, 1)).map(
        lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
    ),
    "address": people,
    "addresses": st.lists(people, min_size=1, max_size=3).map(tuple),
    "attendees": st.lists(people.map(lambda one: Attendee(one.name, one.email)), min_size=1, max_size=3).map(tuple),
    "postal": st.builds(PostalAddress, street=texts, city=texts),
}


def writable(element: str) -> list[Property]:
    return [row for row in ELEMENTS[element] if row.writable]


@st.composite
def written(draw: st.DrawFn) -> tuple[str, dict[str, object]]:
    element = draw(st.sampled_from(["Message", "CalendarItem", "Contact", "Task"]))
    rows = draw(st.lists(st.sampled_from(writable(element)), unique=True, max_size=8))
    return element, {row.name: draw(values[row.kind]) for row in rows}


@given(written(), st.uuids().map(str))
def test_round_trip(item: tuple[str, dict[str, object]], identifier: str) -> None:
    element, fields = item
    root = item_element(element, fields, Stamp(identifier, identifier, 2.0, "attempt"))
    root.insert(0, etree.Element(T + "ItemId", Id="I", ChangeKey="C"))
    read = read_item(etree.fromstring(etree.tostring(root)))
    assert {name: read.fields[name] for name in fields} == fields
    assert read.stamp == Stamp(identifier, identifier, 2.0, "attempt")


@given(written())
def test_an_update_names_every_field_once(item: tuple[str, dict[str, object]]) -> None:
    element, fields = item
    rows = {row.name: row for row in ELEMENTS[element]}
    expected = sum(5 if rows[name].kind == "postal" else 1 for name in fields)
    assert len(update_elements(element, fields, None)) == expected
    deleted = update_elements(element, dict.fromkeys(fields), None)
    assert {etree.QName(change).localname for change in deleted} <= {"DeleteItemField"}


def test_what_an_element_does_not_have_is_refused() -> None:
    with pytest.raises(UnknownFieldError, match="Start"):
        item_element("Message", {"Start": datetime.now(UTC)}, Stamp())
    with pytest.raises(UnknownFieldError, match="InternetMessageId"):
        item_element("Message", {"InternetMessageId": "<a@x>"}, Stamp())
    with pytest.raises(UnknownFieldError, match="zone"):
        item_element("CalendarItem", {"Start": datetime(2014, 1, 1)}, Stamp())
    with pytest.raises(UnknownFieldError, match="Subject"):
        item_element("Message", {"Subject": 5}, Stamp())


def test_html_bodies() -> None:
    root = item_element("Message", {"Body": Html("<p>hi</p>")}, Stamp())
    assert root.find(T + "Body").get("BodyType") == "HTML"


def attributes_of(body: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in body.attrib.items()}


def test_every_write_tells_nobody_and_tests_the_change_key_unless_it_is_the_sending_call() -> None:
    ref = ItemRef("I", "C")
    created = ews_requests.create_item("calendar", "CalendarItem", {"Subject": "s"}, Stamp())
    assert attributes_of(created)["SendMeetingInvitations"] == "SendToNone"
    updated = ews_requests.update_item(ref, "CalendarItem", {"Subject": "s"})
    assert attributes_of(updated)["SendMeetingInvitationsOrCancellations"] == "SendToNone"
    sent = ews_requests.send_meeting(ref, "mark")
    assert attributes_of(sent)["SendMeetingInvitationsOrCancellations"] == "SendToAllAndSaveCopy"
    for body in (updated, sent, ews_requests.update_item(ref, "Task", {"Subject": "s"})):
        assert attributes_of(body)["ConflictResolution"] == "NeverOverwrite"
        assert [one.get("ChangeKey") for one in body.iter(T + "ItemId")] == ["C"]
    mail = ews_requests.send_item(ref)
    assert attributes_of(mail)["SaveItemToFolder"] == "true"
    assert [one.get("ChangeKey") for one in mail.iter(T + "ItemId")] == ["C"]


def test_the_codes_of_the_table_exist() -> None:
    errors = pytest.importorskip("exchangelib.errors")
    assert [code for code in KIND_OF_CODE if not hasattr(errors, code)] == []
