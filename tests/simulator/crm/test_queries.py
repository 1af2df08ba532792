"""Queries: FetchXML, QueryExpression and a plain filter find the same rows; links, orders and pages."""

import random
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.crm import errors
from simulator.crm.organization import CrmOrganization
from simulator.crm.values import EntityReference, OptionSetValue
from simulator.errors import NotSimulated
from tests.simulator.crm.conftest import connect, new_organization, user_id
from tests.simulator.crm.query_writers import Data, Group, Scalar, Test, expression_query, fetch_query, holds
from tests.simulator.crm.soap import NAMESPACES, CrmClient, attributes_of, ids, records, string, value
from tests.simulator.crm.test_rows_over_soap import refused

DAY = datetime(2026, 1, 10, tzinfo=UTC)
WORDS = ("ana", "Ana", "Bruno", "carla", "b_b", "", "x%y", "Ann")
NUMBERS = (0, 1, 2, 3)
MOMENTS = tuple(DAY + timedelta(hours=hours) for hours in (-25, -1, 0, 5, 23, 24))
OPTIONS = (1, 2, 3)
PATTERNS = ("a%", "%N%", "_n_", "b%b", "%", "ANA", "x[%]y")
PEOPLE = ("ana.silva", "bruno.costa", "harry.brown")


class World:
    """Forty contacts of which we know everything."""

    def __init__(self) -> None:
        self.organization = new_organization()
        self.client: CrmClient = connect(self.organization, "ana.silva")
        self.users = [user_id(self.organization, name) for name in PEOPLE]
        self.rows: dict[str, Data] = {}
        draw = random.Random(7)
        for _ in range(40):
            row: dict[str, Scalar | None] = {
                "lastname": draw.choice((*WORDS, None)) or None,
                "numberofchildren": draw.choice((*NUMBERS, None)),
                "birthdate": draw.choice((*MOMENTS, None)),
                "donotemail": draw.choice((True, False)),
                "familystatuscode": draw.choice((*OPTIONS, None)),
                "ownerid": draw.choice(self.users),
            }
            row_id = self.organization.create("contact", _typed(row))
            self.rows[str(row_id)] = row


def _typed(row: Mapping[str, Scalar | None]) -> dict[str, object]:
    typed: dict[str, object] = dict(row)
    if isinstance(row["familystatuscode"], int):
        typed["familystatuscode"] = OptionSetValue(row["familystatuscode"])
    if isinstance(row["ownerid"], uuid.UUID):
        typed["ownerid"] = EntityReference("systemuser", row["ownerid"])
    return typed


WORLD = World()


def comparisons(column: str, values: tuple[Scalar, ...], *operators: str) -> st.SearchStrategy[Test]:
    one = st.builds(Test, st.just(column), st.sampled_from(operators), st.tuples(st.sampled_from(values)))
    several = st.lists(st.sampled_from(values), min_size=1, max_size=3).map(tuple)
    many = st.builds(Test, st.just(column), st.sampled_from(("in", "not-in")), several)
    none = st.builds(Test, st.just(column), st.sampled_from(("null", "not-null")))
    return st.one_of(one, many, none)


ORDERED = ("eq", "ne", "lt", "le", "gt", "ge")
TESTS = st.one_of(
    comparisons("lastname", tuple(word for word in WORDS if word), *ORDERED),
    st.builds(
        Test, st.just("lastname"), st.sampled_from(("like", "not-like")),
        st.tuples(st.sampled_from(PATTERNS)),
    ),
    comparisons("numberofchildren", NUMBERS, *ORDERED),
    comparisons("birthdate", MOMENTS, *ORDERED, "on-or-after", "on-or-before"),
    comparisons("donotemail", (True, False), "eq", "ne"),
    comparisons("familystatuscode", OPTIONS, *ORDERED),
    comparisons("ownerid", tuple(WORLD.users), "eq", "ne"),
    st.just(Test("ownerid", "eq-userid")),
)  # fmt: skip
GROUPS = st.recursive(
    st.builds(Group, st.sampled_from(("and", "or")), st.lists(TESTS, min_size=1, max_size=3).map(tuple)),
    lambda inner: st.builds(
        Group, st.sampled_from(("and", "or")), st.lists(st.one_of(TESTS, inner), max_size=3).map(tuple)
    ),
    max_leaves=5,
)
ORDERS = st.lists(
    st.tuples(st.sampled_from(("lastname", "numberofchildren", "birthdate", "familystatuscode")), st.booleans()),
    max_size=2, unique_by=lambda order: order[0],
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(where=GROUPS, order=ORDERS, size=st.sampled_from((4, 13, 45)))
def test_three_ways_find_the_same_rows(where: Group, order: list[tuple[str, bool]], size: int) -> None:
    expected = sorted(row_id for row_id, row in WORLD.rows.items() if holds(where, row, WORLD.users[0]))
    fetched: list[str] = []
    page = 1
    while True:
        result = WORLD.client.fetch(fetch_query(["lastname"], where, order, page, size))
        fetched += ids(result)
        if result.findtext("b:MoreRecords", namespaces=NAMESPACES) != "true":
            break
        page += 1
    assert sorted(fetched) == expected
    asked: list[str] = []
    page, cookie = 1, None
    while True:
        result = WORLD.client.query(expression_query(["lastname"], where, order, page, size, cookie))
        asked += ids(result)
        assert int(result.findtext("b:TotalRecordCount", namespaces=NAMESPACES) or -2) == len(expected)
        if result.findtext("b:MoreRecords", namespaces=NAMESPACES) != "true":
            break
        page, cookie = page + 1, result.findtext("b:PagingCookie", namespaces=NAMESPACES)
    assert asked == fetched
    for name, down in order[:1]:
        keys = [_key(WORLD.rows[row_id].get(name)) for row_id in asked]
        assert keys == sorted(keys, reverse=down)


SINGLE = [
    *(Test("lastname", operator, (word,)) for operator in ORDERED for word in WORDS if word),
    *(Test("lastname", operator, (word,)) for operator in ("like", "not-like") for word in PATTERNS),
    *(Test("numberofchildren", operator, (number,)) for operator in ORDERED for number in NUMBERS),
    *(Test("birthdate", o, (moment,)) for o in (*ORDERED, "on-or-after", "on-or-before") for moment in MOMENTS),
    *(Test("donotemail", operator, (wanted,)) for operator in ("eq", "ne") for wanted in (True, False)),
    *(Test("familystatuscode", operator, (option,)) for operator in ORDERED for option in OPTIONS),
    *(Test("familystatuscode", operator, (1, 3)) for operator in ("in", "not-in")),
    *(Test("familystatuscode", operator) for operator in ("null", "not-null")),
    *(Test("ownerid", operator, (user,)) for operator in ("eq", "ne", "in", "not-in") for user in WORLD.users),
    Test("ownerid", "eq-userid"),
]


def test_every_operator_with_every_value() -> None:
    for test in SINGLE:
        where = Group("and", (test,))
        expected = sorted(row_id for row_id, row in WORLD.rows.items() if holds(where, row, WORLD.users[0]))
        assert sorted(ids(WORLD.client.fetch(fetch_query([], where, [], 1, 50)))) == expected, test
        assert sorted(ids(WORLD.client.query(expression_query(["lastname"], where, [], 1, 50, None)))) == expected, test


def _key(value: Scalar | None) -> tuple[bool, object]:
    return (value is not None, value.lower() if isinstance(value, str) else value or 0)


@pytest.fixture
def family(organization: CrmOrganization, ana: CrmClient) -> dict[str, uuid.UUID]:
    accounts = {name: organization.create("account", {"name": name}) for name in ("Fabrikam", "Litware")}
    people = {"One": "Fabrikam", "Two": "Fabrikam", "Three": "Litware", "Four": None}
    return accounts | {
        name: organization.create(
            "contact",
            {"lastname": name} | ({"parentcustomerid": EntityReference("account", accounts[of])} if of else {}),
        )
        for name, of in people.items()
    }


def names_found(client: CrmClient, fetch: str, column: str = "lastname") -> list[str]:
    return [value(attributes_of(record)[column]) for record in records(client.fetch(fetch))]


LINK = (
    '<link-entity name="account" from="accountid" to="parentcustomerid" alias="company" link-type="{}">{}</link-entity>'
)
CONTACTS = (
    '<fetch{}><entity name="contact"><attribute name="lastname"/><order attribute="lastname"/>{}</entity></fetch>'
)
ONLY_FABRIKAM = '<filter><condition attribute="name" operator="eq" value="fabrikam"/></filter>'


def test_inner_and_outer_links(ana: CrmClient, family: dict[str, uuid.UUID]) -> None:
    assert names_found(ana, CONTACTS.format("", LINK.format("inner", ONLY_FABRIKAM))) == ["One", "Two"]
    outer = CONTACTS.format("", LINK.format("outer", '<attribute name="name"/>' + ONLY_FABRIKAM))
    assert names_found(ana, outer) == ["Four", "One", "Three", "Two"]
    companies = [attributes_of(record).get("company.name") for record in records(ana.fetch(outer))]
    assert [None if found is None else value(found) for found in companies] == [None, "Fabrikam", None, "Fabrikam"]


def test_condition_on_a_linked_entity(ana: CrmClient, family: dict[str, uuid.UUID]) -> None:
    alone = '<filter><condition entityname="company" attribute="accountid" operator="null"/></filter>'
    assert names_found(ana, CONTACTS.format("", LINK.format("outer", "") + alone)) == ["Four"]


def test_link_from_an_account_to_its_people(ana: CrmClient, family: dict[str, uuid.UUID]) -> None:
    link = '<link-entity name="contact" from="parentcustomerid" to="accountid"/>'
    fetch = '<fetch{}><entity name="account"><attribute name="name"/><order attribute="name"/>{}</entity></fetch>'
    assert names_found(ana, fetch.format("", link), "name") == ["Fabrikam", "Fabrikam", "Litware"]
    assert names_found(ana, fetch.format(' distinct="true"', link), "name") == ["Fabrikam", "Litware"]


def test_link_in_a_query_expression(ana: CrmClient, family: dict[str, uuid.UUID]) -> None:
    link = (
        "<b:LinkEntity><b:Columns><b:AllColumns>false</b:AllColumns><b:Columns><a:string>name</a:string></b:Columns>"
        "</b:Columns><b:EntityAlias>company</b:EntityAlias><b:JoinOperator>LeftOuter</b:JoinOperator>"
        "<b:LinkCriteria/><b:LinkEntities/><b:LinkFromAttributeName>parentcustomerid</b:LinkFromAttributeName>"
        "<b:LinkFromEntityName>contact</b:LinkFromEntityName><b:LinkToAttributeName>accountid</b:LinkToAttributeName>"
        "<b:LinkToEntityName>account</b:LinkToEntityName></b:LinkEntity>"
    )
    result = ana.query(
        "<b:ColumnSet><b:AllColumns>true</b:AllColumns><b:Columns/></b:ColumnSet><b:EntityName>contact</b:EntityName>"
        f"<b:LinkEntities>{link}</b:LinkEntities>"
    )
    found = [attributes_of(record) for record in records(result)]
    assert {value(row["lastname"]): value(row["company.name"]) for row in found if "company.name" in row} == {
        "One": "Fabrikam", "Two": "Fabrikam", "Three": "Litware",
    }  # fmt: skip


def test_entity_name_stands_for_its_link(ana: CrmClient, family: dict[str, uuid.UUID]) -> None:
    unnamed = '<link-entity name="account" from="accountid" to="parentcustomerid"/>'
    where = '<filter><condition entityname="{}" attribute="name" operator="eq" value="Litware"/></filter>'
    assert names_found(ana, CONTACTS.format("", unnamed + where.format("account"))) == ["Three"]
    refused(errors.INVALID_ARGUMENT, ana.fetch, CONTACTS.format("", unnamed + where.format("nobody")))


def test_linked_entities_can_order(ana: CrmClient, family: dict[str, uuid.UUID]) -> None:
    link = LINK.format("inner", '<order attribute="name" descending="true"/>')
    fetch = f'<fetch><entity name="contact"><attribute name="lastname"/>{link}</entity></fetch>'
    assert names_found(ana, fetch)[0] == "Three"


def test_top(ana: CrmClient, family: dict[str, uuid.UUID]) -> None:
    assert names_found(ana, CONTACTS.format(' top="2"', "")) == ["Four", "One"]


def test_text_ignores_case_and_accents(organization: CrmOrganization, ana: CrmClient) -> None:
    organization.create("contact", {"lastname": "Conceição"})
    where = '<filter><condition attribute="lastname" operator="{}" value="{}"/></filter>'
    for operator, text in (("eq", "CONCEICAO"), ("like", "conce_cao"), ("like", "%ÇÃO"), ("begins-with", "conc")):
        assert names_found(ana, CONTACTS.format("", where.format(operator, text))) == ["Conceição"]


def test_paging_goes_on_after_a_row_is_deleted(organization: CrmOrganization, ana: CrmClient) -> None:
    for number in range(6):
        organization.create("contact", {"lastname": f"Number {number}"})
    first = ana.fetch(CONTACTS.format(' page="1" count="2"', ""))
    ana.delete("contact", ids(first)[0])
    cookie = (first.findtext("b:PagingCookie", namespaces=NAMESPACES) or "").replace('"', "&quot;").replace("<", "&lt;")
    second = CONTACTS.format(f' page="2" count="2" paging-cookie="{cookie}"', "")
    assert names_found(ana, second) == ["Number 2", "Number 3"]


@pytest.mark.parametrize(
    ("fetch", "code"),
    [
        ("<fetch><entity", errors.INVALID_FETCH_XML),
        ("<fetch/>", errors.INVALID_FETCH_XML),
        ("<nonsense/>", errors.INVALID_FETCH_XML),
        ('<!DOCTYPE fetch [<!ENTITY x "y">]><fetch><entity name="contact"/></fetch>', errors.INVALID_FETCH_XML),
        ('<fetch><entity name="nonsense"/></fetch>', errors.NO_SUCH_ENTITY),
        ('<fetch><entity name="contact"><attribute name="nonsense"/></entity></fetch>', errors.NO_SUCH_ATTRIBUTE),
        ('<fetch><entity name="contact"><order attribute="nonsense"/></entity></fetch>', errors.NO_SUCH_ATTRIBUTE),
        (CONTACTS.format("", '<filter type="xor"/>'), errors.INVALID_FILTER_TYPE),
        (
            CONTACTS.format("", '<filter><condition attribute="lastname" operator="smells-like"/></filter>'),
            errors.INVALID_CONDITION_OPERATOR,
        ),
        (
            CONTACTS.format("", '<filter><condition attribute="lastname" operator="on" value="x"/></filter>'),
            errors.INVALID_CONDITION_OPERATOR,
        ),
        (
            CONTACTS.format("", '<filter><condition attribute="numberofchildren" operator="eq" value="x"/></filter>'),
            errors.INVALID_ARGUMENT,
        ),
        (
            CONTACTS.format("", '<filter><condition attribute="lastname" operator="eq"/></filter>'),
            errors.INVALID_ARGUMENT,
        ),
    ],
)
def test_queries_that_make_no_sense(ana: CrmClient, fetch: str, code: int) -> None:
    ana.create("contact", {"lastname": string("Somebody")})
    refused(code, ana.fetch, fetch)


def test_queries_we_lack_are_loud(ana: CrmClient) -> None:
    for fetch in (
        '<fetch aggregate="true"><entity name="contact"/></fetch>',
        CONTACTS.format("", '<filter><condition attribute="createdon" operator="last-month"/></filter>'),
        '<fetch><entity name="activitypointer"/></fetch>',
    ):
        with pytest.raises(NotSimulated):
            ana.fetch(fetch)
