"""Values to CRM's data contracts and back."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from syncer.crm_side.connection import fault_error
from syncer.crm_side.errors import CrmProblemKind
from syncer.crm_side.fetch import Linked, equals, fetch, one_of
from syncer.crm_side.records import mailbox_from_row, organization_from_row, profile_from_row
from syncer.crm_side.values import EntityReference, OptionSet, Party, Row
from syncer.crm_side.wire_values import (
    B,
    UnreadableError,
    UnwritableError,
    entity_element,
    read_pairs,
    read_row,
    read_value,
    write_value,
)
from syncer.exchange_side.item_writer import legal_text

texts = st.text().map(legal_text).map(lambda text: text.replace("\r", ""))
guids = st.uuids().map(str)
references = st.builds(EntityReference, st.just("contact"), guids)
moments = st.datetimes(datetime(1901, 1, 1), datetime(2999, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)
parties = st.lists(st.builds(Party, st.none() | references, texts.filter(bool), st.integers(1, 7)), max_size=3).map(
    tuple
)
plain = st.one_of(
    texts,
    st.booleans(),
    st.integers(-(2**62), 2**62),
    st.floats(allow_nan=False, allow_infinity=False),
    moments,
    references,
    parties,
    st.decimals(allow_nan=False, allow_infinity=False, places=4),
)


@given(st.dictionaries(texts.filter(bool), plain, max_size=4), guids)
def test_round_trip(attributes: dict[str, object], identifier: str) -> None:
    attributes.pop("versionnumber", None)
    element = entity_element(B + "Entity", "email", identifier, attributes)
    row = read_row(etree.fromstring(etree.tostring(element)))
    assert (row.logical_name, row.id) == ("email", identifier)
    assert row.attributes == attributes


@given(st.integers(-(2**31), 2**31 - 1))
def test_option_sets_are_read_as_numbers(value: int) -> None:
    element = entity_element(B + "Entity", "email", "", {"statuscode": OptionSet(value), "cleared": None})
    element.find(B + "Id").text = "x"
    assert read_row(etree.fromstring(etree.tostring(element))).attributes == {"statuscode": value}


def test_members_are_in_the_order_of_the_contract() -> None:
    element = entity_element(B + "Entity", "email", "", {})
    names = [etree.QName(child).localname for child in element]
    assert names == ["Attributes", "EntityState", "FormattedValues", "Id", "LogicalName", "RelatedEntities"]


@pytest.mark.parametrize("value", [object(), datetime(2014, 1, 1), ("text",), [1]])
def test_what_no_attribute_takes_is_refused(value: object) -> None:
    with pytest.raises(UnwritableError):
        write_value(etree.Element("value"), value)


@given(st.sampled_from(["string", "int", "boolean", "dateTime", "guid", "decimal", "double", "duration"]), texts)
def test_any_text_of_any_type_is_read_or_refused(kind: str, text: str) -> None:
    element = etree.Element("value", {"{http://www.w3.org/2001/XMLSchema-instance}type": f"x:{kind}"})
    element.text = text
    try:
        read_value(element)
    except UnreadableError:
        return


def test_pairs_without_value_have_no_key() -> None:
    assert read_pairs(None) == {}
    with pytest.raises(UnreadableError):
        read_pairs(etree.fromstring("<a><b/></a>"))


@pytest.mark.parametrize(
    ("code", "kind", "text"),
    [
        (-2147220969, CrmProblemKind.NOT_FOUND, "0x80040217"),
        (-2147220937, CrmProblemKind.ALREADY_THERE, "0x80040237"),
        (-2147220970, CrmProblemKind.REFUSED, "0x80040216"),
    ],
)
def test_fault_codes_are_signed_on_the_wire(code: int, kind: CrmProblemKind, text: str) -> None:
    fault = etree.fromstring(
        "<Fault><faultstring>x</faultstring><detail>"
        '<OrganizationServiceFault xmlns="http://schemas.microsoft.com/xrm/2011/Contracts">'
        f"<ErrorCode>{code}</ErrorCode><Message>why</Message></OrganizationServiceFault></detail></Fault>"
    )
    problem = fault_error(fault).problem
    assert (problem.kind, problem.code, problem.text) == (kind, text, "why")


def test_queries_escape_their_values() -> None:
    sender = Linked("activityparty", "activityid", "activityid", (equals("partyid", "1"),))
    query = fetch(
        "email",
        ("subject",),
        where=(equals("subject", "<\"&'"),),
        any_of=(one_of("id", ("a", "b<")),),
        linked=(sender,),
    )
    root = etree.fromstring(query)
    assert root.xpath("string(//condition[@attribute='subject']/@value)") == "<\"&'"
    assert root.xpath("//value/text()") == ["a", "b<"]
    assert root.xpath("//filter[@type='or']/condition/@operator") == ["in"]


def test_rows_without_values_have_the_metadata_defaults() -> None:
    profile = profile_from_row(Row("emailserverprofile", "1"))
    assert (profile.max_connections, profile.use_ssl, profile.use_autodiscover) == (10, True, False)
    mailbox = mailbox_from_row(Row("mailbox", "2"))
    assert (mailbox.user, mailbox.incoming_method, mailbox.act_method, mailbox.approval) == (None, 0, 2, 0)
    organization = organization_from_row(Row("organization", "3", 0, {"trackingprefix": "CASE:; CRM:"}))
    assert organization.tracking_prefixes == ("CASE:", "CRM:")
    assert organization_from_row(Row("organization", "3")).tracking_prefixes == ("CRM:",)


def test_money_is_a_decimal() -> None:
    xml = (
        '<v xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns:b="http://schemas.microsoft.com/xrm/2011/Contracts"'
        ' i:type="b:Money"><b:Value>12.50</b:Value></v>'
    )
    assert read_value(etree.fromstring(xml)) == Decimal("12.50")
