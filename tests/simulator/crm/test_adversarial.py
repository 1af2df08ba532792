"""Whoever sends nonsense to the Organization Service gets a fault of CRM's form, soon, and the organization goes on."""

import random
import re
import time
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from simulator.crm import errors, soap_2011
from simulator.crm.like import like
from simulator.crm.organization import CrmOrganization
from simulator.errors import NotSimulated
from tests.simulator.crm.conftest import connect, new_organization
from tests.simulator.crm.soap import NAMESPACES, CrmClient, Fault, action_of, envelope, parties, reference, string
from tests.simulator.crm.test_rows_over_soap import refused

SECONDS = 10
"""Every answer comes within this; most take milliseconds."""
NOBODY = uuid.UUID("5c0f1a52-4f7a-4f0e-9d3e-3b1f0c7a9e11")
"""No row has this id; it is the same in every worker, since it stands in the names of tests."""


def sent(organization: CrmOrganization, body: bytes, action: str | None = None) -> tuple[int, bytes]:
    account = organization.directory.by_name("ana.silva")
    assert account is not None
    headers = action_of(body) if action is None else {"soapaction": action}
    started = time.monotonic()
    answer = soap_2011.handle(organization, soap_2011.CrmRequest(body, headers, account, True))
    assert time.monotonic() - started < SECONDS
    return answer.status, answer.body


@pytest.mark.parametrize("action", ["", '""', "Create", '"http://tempuri.org/Create"', "Update", "\u00e9"])
def test_a_soap_action_of_something_else_is_not_supported(organization: CrmOrganization, action: str) -> None:
    if action == "Update":
        action = soap_2011.ACTION + action
    status, body = sent(organization, envelope("Create", ""), action)
    assert (status, b"a:ActionNotSupported" in body, b"ContractFilter mismatch" in body) == (500, True, True)


def deep(depth: int) -> bytes:
    return envelope("Execute", "<request>" + "<a>" * depth + "</a>" * depth + "</request>")


BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "body",
    [
        deep(1000),
        deep(100_000),
        BOMB.encode() + envelope("Execute", "&b;"),
        BOMB.encode("utf-16") + envelope("Execute", "&b;").decode().encode("utf-16"),
        b"\x00" * 100,
        b"\xff\xfe" + b"<" * 1001,
        b'<?xml version="1.0" encoding="utf-7"?><a/>',
        envelope("Execute", "")[:-20],
        envelope("Execute", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1") + "&#0;"),
        envelope("Create", "").replace(b"<s:Body>", b"<s:Body><s:Fault/>"),
        b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>',
        b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>text</s:Body></s:Envelope>',
        b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><a/><b/></s:Body></s:Envelope>',
    ],
    ids=lambda body: body[:30].decode("latin-1"),
)
def test_documents_that_are_no_request(organization: CrmOrganization, body: bytes) -> None:
    status, answered = sent(organization, body)
    assert status == 500
    assert etree.fromstring(answered).findtext("s:Body/s:Fault/faultstring", namespaces=NAMESPACES)


def test_a_huge_text_is_refused_by_its_length_and_quoted_in_part(ana: CrmClient) -> None:
    refused(errors.STRING_TOO_LONG, ana.create, "contact", {"lastname": string("x" * 12_000_000)})
    with pytest.raises(Fault) as caught:
        ana.retrieve("x" * 5_000_000, uuid.uuid4())
    assert len(caught.value.message) == soap_2011.LONGEST_MESSAGE


NUMBERS = [
    '<c:value i:type="x:int">99999999999</c:value>',
    f'<c:value i:type="x:int">{"9" * 6000}</c:value>',
    '<c:value i:type="x:int">1_000</c:value>',
    '<c:value i:type="x:decimal">NaN</c:value>',
    '<c:value i:type="x:decimal">1E99999999</c:value>',
    '<c:value i:type="b:Money"><b:Value>sNaN</b:Value></c:value>',
    '<c:value i:type="b:Money"><b:Value>-Infinity</b:Value></c:value>',
    '<c:value i:type="b:OptionSetValue"><b:Value>4294967296</b:Value></c:value>',
    '<c:value i:type="x:double">INF</c:value>',
    '<c:value i:type="x:long">1e3</c:value>',
    '<c:value i:type="x:dateTime">0001-01-01T00:00:00+14:00</c:value>',
    '<c:value i:type="x:dateTime">9999-12-31T23:59:59-14:00</c:value>',
    '<c:value i:type="x:dateTime">1752-12-31T23:59:59Z</c:value>',
    '<c:value i:type="x:base64Binary">AAA</c:value>',
    '<c:value i:type="x:nonsense">1</c:value>',
    '<c:value i:type="b:EntityCollection"><b:Entities><b:Entity/></b:Entities></c:value>',
    parties(),
    reference("contact", "not-a-guid"),
    reference("nonsense", NOBODY),
]


@pytest.mark.parametrize("value_xml", NUMBERS, ids=lambda xml: xml[9:60])
@pytest.mark.parametrize(
    "column",
    ["contactid", "lastname", "creditlimit", "numberofchildren", "birthdate", "donotemail", "address1_latitude",
     "familystatuscode", "parentcustomerid", "ownerid", "versionnumber"],
)  # fmt: skip
def test_every_odd_value_in_every_kind_of_column(
    ana: CrmClient, organization: CrmOrganization, column: str, value_xml: str
) -> None:
    before = len(organization.all("contact"))
    with pytest.raises(Fault):
        ana.create(
            "contact", {"lastname": string("x"), column: value_xml} if column != "lastname" else {column: value_xml}
        )
    assert len(organization.all("contact")) == before


OPERATORS = (
    "eq",
    "ne",
    "lt",
    "ge",
    "in",
    "like",
    "between",
    "on",
    "on-or-before",
    "on-or-after",
    "begins-with",
    "null",
)
COLUMNS = (
    "contactid", "lastname", "description", "creditlimit", "numberofchildren", "birthdate", "donotemail", "ownerid",
    "address1_latitude", "familystatuscode", "parentcustomerid", "versionnumber", "statecode",
)  # fmt: skip
RAW = (
    "", "0", "-1", "1", "true", "x", "%", "[z-a]", "[^]", "[[]", "[a-", "NaN", "sNaN", "1e999999", "Infinity",
    "0001-01-01T00:00:00+14:00", "9999-12-31", "1" * 5000, "{00000000-0000-0000-0000-000000000000}", "-" * 36, "٣",
)  # fmt: skip
TYPED = {
    "Equal": "eq", "LessThan": "lt", "GreaterEqual": "ge", "In": "in", "Like": "like", "Between": "between", "On": "on",
    "OnOrBefore": "on-or-before", "BeginsWith": "begins-with",
}  # fmt: skip


@pytest.fixture(scope="module")
def populated() -> CrmOrganization:
    organization = new_organization()
    client = connect(organization, "ana.silva")
    for number in range(30):
        client.create(
            "contact",
            {
                "lastname": string(f"Name {number}"), "description": string("a" * 2000),
                "numberofchildren": f'<c:value i:type="x:int">{number % 5}</c:value>',
                "birthdate": '<c:value i:type="x:dateTime">1980-01-01T00:00:00Z</c:value>',
                "creditlimit": '<c:value i:type="b:Money"><b:Value>10.5</b:Value></c:value>',
                "address1_latitude": '<c:value i:type="x:double">38.7</c:value>',
            },
        )  # fmt: skip
    return organization


def attempt(client: CrmClient, inside: str) -> None:
    """Rows or a fault: anything else, an exception of ours above all, fails the test."""
    try:
        client.call("RetrieveMultiple", inside)
    except (Fault, NotSimulated):
        return


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@pytest.mark.parametrize("column", COLUMNS)
def test_every_operator_with_every_odd_value(populated: CrmOrganization, column: str) -> None:
    client = connect(populated, "ana.silva")
    for operator in OPERATORS:
        for raw in RAW:
            values = f"<value>{raw}</value>" * (2 if operator == "between" else 1)
            fetch = (
                f'<fetch><entity name="contact"><filter><condition attribute="{column}" operator="{operator}">'
                f"{values}</condition></filter></entity></fetch>"
            )
            attempt(client, f'<query i:type="b:FetchExpression"><b:Query>{escaped(fetch)}</b:Query></query>')


@pytest.mark.parametrize("column", COLUMNS)
def test_every_operator_with_every_type_of_value(populated: CrmOrganization, column: str) -> None:
    client = connect(populated, "ana.silva")
    good = ['<c:value i:type="x:int">5</c:value>', '<c:value i:type="x:double">1.5</c:value>', string("x"),
            '<c:value i:type="x:boolean">true</c:value>', '<c:value i:type="x:dateTime">1980-01-01T00:00:00Z</c:value>',
            '<c:value i:type="b:Entity"><b:LogicalName>contact</b:LogicalName></c:value>',
            '<c:value i:type="b:ColumnSet"/>', '<c:value i:type="x:base64Binary">AAAA</c:value>',
            f'<c:value i:type="ser:guid">{NOBODY}</c:value>', '<c:value i:nil="true"/>', parties(),
            reference("contact", NOBODY)]  # fmt: skip
    for operator in TYPED:
        for value in (*good, *NUMBERS):
            values = value.replace("c:value", "a:anyType") * (2 if operator == "Between" else 1)
            attempt(
                client,
                '<query i:type="b:QueryExpression"><b:Criteria><b:Conditions><b:ConditionExpression>'
                f"<b:AttributeName>{column}</b:AttributeName><b:Operator>{operator}</b:Operator>"
                f"<b:Values>{values}</b:Values></b:ConditionExpression></b:Conditions></b:Criteria>"
                "<b:EntityName>contact</b:EntityName></query>",
            )


def linked(depth: int) -> str:
    opening = '<link-entity name="contact" from="ownerid" to="ownerid">'
    return f'<fetch><entity name="contact">{opening * depth}{"</link-entity>" * depth}</entity></fetch>'


def conditions(count: int) -> str:
    one = '<condition attribute="lastname" operator="like" value="%a%"/>'
    return f'<fetch><entity name="contact"><filter type="or">{one * count}</filter></entity></fetch>'


@pytest.mark.parametrize(
    ("fetch", "code"),
    [
        (linked(15), errors.SQL_TIMEOUT),
        (linked(16), errors.TOO_MANY_LINKS),
        (linked(150), errors.TOO_MANY_LINKS),
        (linked(250), errors.INVALID_FETCH_XML),
        (conditions(501), errors.TOO_MANY_CONDITIONS),
        (conditions(50_000), errors.TOO_MANY_CONDITIONS),
        (f'<fetch count="{"9" * 5000}"><entity name="contact"/></fetch>', errors.INVALID_FETCH_XML),
        ('<fetch top="0"><entity name="contact"/></fetch>', errors.INVALID_ARGUMENT),
        ('<fetch page="-1"><entity name="contact"/></fetch>', errors.INVALID_FETCH_XML),
        (BOMB + '<fetch><entity name="&b;"/></fetch>', errors.INVALID_FETCH_XML),
        ("<fetch>" * 100_000, errors.INVALID_FETCH_XML),
        (
            '<fetch><entity name="contact">'
            '<link-entity name="account" from="accountid" to="parentcustomerid" alias="a"/>'
            '<link-entity name="contact" from="contactid" to="contactid" alias="a"/></entity></fetch>',
            errors.INVALID_ARGUMENT,
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_queries_that_ask_too_much(populated: CrmOrganization, fetch: str, code: int) -> None:
    started = time.monotonic()
    refused(code, connect(populated, "ana.silva").fetch, fetch)
    assert time.monotonic() - started < SECONDS


def test_a_pattern_that_would_send_a_regular_expression_back_for_ever(populated: CrmOrganization) -> None:
    client = connect(populated, "ana.silva")
    pattern = "%a" * 1500 + "%b"
    where = '<condition attribute="description" operator="like" value="{}"/>'
    fetch = f'<fetch><entity name="contact"><filter>{where}</filter></entity></fetch>'
    started = time.monotonic()
    assert not client.fetch(fetch.format(pattern)).findall("b:Entities/b:Entity", NAMESPACES)
    refused(errors.INVALID_ARGUMENT, client.fetch, fetch.format("%" * 5000))
    assert time.monotonic() - started < SECONDS


@given(
    pattern=st.text(st.sampled_from("ab%_[]^-"), max_size=8).filter(lambda text: "[" not in text),
    text=st.text(st.sampled_from("ab%_]^-"), max_size=8),
)
@settings(deadline=None)
def test_like_without_sets_agrees_with_a_regular_expression(pattern: str, text: str) -> None:
    expression = "".join({"%": ".*", "_": "."}.get(letter, re.escape(letter)) for letter in pattern)
    assert like(pattern, text) == (re.fullmatch(expression, text, re.DOTALL) is not None)


@pytest.mark.parametrize(
    ("pattern", "fits", "others"),
    [
        ("[a-c]x", ("ax", "cx"), ("dx", "x", "-x")),
        ("[^a-c]", ("d", "-"), ("a", "")),
        ("[ab-]%", ("a", "-", "bz"), ("c",)),
        ("[z-a]", (), ("a", "z", "-")),
        ("[^]", ("^", "a"), ("",)),
        ("[]", ("[]",), ("",)),
        ("[[]a", ("[a",), ("a",)),
        ("[a", ("[a",), ("a",)),
        ("[&&~~||-]", ("&", "~", "|", "-"), ("a",)),
    ],
)
def test_sets_in_like(pattern: str, fits: tuple[str, ...], others: tuple[str, ...]) -> None:
    assert [text for text in (*fits, *others) if like(pattern, text)] == list(fits)


COOKIES = ["x", "<cookie/>", '<cookie page="1"><contactid last="{' + "-" * 36 + '}" first="x" /></cookie>',
           '<cookie page="1"><accountid last="{00000000-0000-0000-0000-000000000000}"/></cookie>', "'" * 10_000,
           "<contactid last=\"{" + "0" * 36 + "}\""]  # fmt: skip


@pytest.mark.parametrize("cookie", COOKIES, ids=lambda text: text[:30])
def test_a_forged_cookie_is_as_good_as_none(populated: CrmOrganization, cookie: str) -> None:
    text = escaped(cookie).replace('"', "&quot;")
    fetch = f'<fetch page="2" count="10" paging-cookie="{text}"><entity name="contact"/></fetch>'
    assert len(connect(populated, "ana.silva").fetch(fetch).findall("b:Entities/b:Entity", NAMESPACES)) == 10


def test_mutilated_requests(populated: CrmOrganization) -> None:
    """500 requests that were good before something was cut out, doubled, exchanged or renamed."""
    chance = random.Random(20261123)
    seeds = [
        envelope("Create", f"<entity><b:Attributes><b:KeyValuePairOfstringanyType><c:key>subject</c:key>{string('x')}"
                 "</b:KeyValuePairOfstringanyType></b:Attributes><b:LogicalName>task</b:LogicalName></entity>"),
        envelope("Retrieve", f"<entityName>contact</entityName><id>{NOBODY}</id><columnSet><b:AllColumns>true"
                 "</b:AllColumns></columnSet>"),
        envelope("RetrieveMultiple", '<query i:type="b:FetchExpression"><b:Query>'
                 f"{escaped(linked(2))}</b:Query></query>"),
        envelope("Execute", '<request i:type="g:SetStateRequest"><b:Parameters><b:KeyValuePairOfstringanyType><c:key>'
                 f"EntityMoniker</c:key>{reference('contact', NOBODY)}</b:KeyValuePairOfstringanyType>"
                 "</b:Parameters><b:RequestName>SetState</b:RequestName></request>"),
    ]  # fmt: skip
    words = [
        b"contact",
        b"email",
        b"mailbox",
        b"organization",
        b"x:int",
        b"nil",
        b"true",
        b"SendEmail",
        b"Assign",
        b"-1",
        b"",
    ]
    for _ in range(500):
        body = chance.choice(seeds)
        for _ in range(chance.randint(1, 3)):
            pieces = re.split(rb"(?<=>)|(?=<)", body)
            first, second = chance.randrange(len(pieces)), chance.randrange(len(pieces))
            kind = chance.randrange(4)
            if kind == 0:
                del pieces[first]
            elif kind == 1:
                pieces.insert(first, pieces[second])
            elif kind == 2:
                pieces[first], pieces[second] = pieces[second], pieces[first]
            else:
                pieces[first] = re.sub(rb"[\w:]+", chance.choice(words), pieces[first], count=1)
            body = b"".join(pieces)
        try:
            status, answered = sent(
                populated, body, soap_2011.ACTION + soap_2011.operation_name(body).partition(":")[0]
            )
        except NotSimulated:
            continue
        root = etree.fromstring(answered)
        assert (status == 500) == (root.find("s:Body/s:Fault", NAMESPACES) is not None)
