"""The contract's tables fit each other and the simulator's other tables."""

import re
from functools import cache

import pytest
from lxml import etree

from simulator.ews.contract.content import attributes, content
from simulator.ews.contract.contract import Contract, contract_of
from simulator.ews.contract.declarations import declared_type
from simulator.ews.contract.field_uris import FIELD_URIS
from simulator.ews.contract.messages import MESSAGE_TYPES
from simulator.ews.contract.operation_rows import OPERATION_ROWS, ROW_OF
from simulator.ews.contract.response_codes import RESPONSE_CODES
from simulator.ews.contract.rows import SINCE, ComplexType
from simulator.ews.contract.schema_text import TYPE_ROWS
from simulator.ews.contract.types import TYPES as COMPLEX_TYPES
from simulator.ews.contract.validation import RequestSchema
from simulator.ews.known_operations import KNOWN_OPERATIONS
from simulator.ews.operations import OPERATIONS
from simulator.ews.property_table import ALL_PATHS, TABLE
from simulator.exchange.errors import TEXTS
from simulator.exchange_version import API_VERSIONS, KNOWN_VERSIONS, ExchangeVersion
from simulator.soap.faults import MESSAGES_OF_CODES
from simulator.soap.namespaces import MESSAGES, TYPES, XSD

NEWEST = KNOWN_VERSIONS[-1]
TYPE_OF_KIND = {
    "Contact": "ContactItemType",
    "MeetingRequest": "MeetingRequestMessageType",
    "MeetingResponse": "MeetingResponseMessageType",
    "MeetingCancellation": "MeetingCancellationMessageType",
}
"""The types that aren't called after the element."""


@cache
def whole(version: ExchangeVersion) -> Contract:
    return contract_of(version, ROW_OF)


def elements(type_name: str) -> list[tuple[str, str]]:
    """The elements of a type with its bases', each with its mark of a version."""
    row = TYPE_ROWS[type_name]
    assert isinstance(row, ComplexType)
    own = re.findall(r"([\w.]+)~?[?*+]? [\w:]+?(?:@(\w+))?(?=,|$)", row.content)
    return (elements(row.base) if row.base else []) + own


def test_every_operation_of_the_simulator_is_in_the_contract() -> None:
    assert [one.name for one in OPERATIONS if one.name not in ROW_OF] == []


def test_names_stand_once_and_in_the_order_of_the_alphabet() -> None:
    names = [row.name for row in OPERATION_ROWS]
    assert names == sorted(set(names))
    assert set(names) <= set(KNOWN_OPERATIONS)
    types = [row.name for row in COMPLEX_TYPES]
    assert len(types) == len(set(types))


def test_every_row_is_reached() -> None:
    """By some operation, or a header: what no request and no answer can hold is not published."""
    documents = whole(NEWEST).document("types.xsd"), whole(NEWEST).document("messages.xsd")
    written = {node.get("name") for one in documents for node in etree.fromstring(one)}
    assert [row.name for row in (*COMPLEX_TYPES, *MESSAGE_TYPES) if row.name not in written] == []


@pytest.mark.parametrize("kind", [kind for kind, _ in TABLE])
def test_items_have_their_properties_in_the_order_of_the_property_table(kind: str) -> None:
    """The order in which the simulator writes and reads them is the order that it publishes."""
    published = [name for name, _ in elements(TYPE_OF_KIND.get(kind, f"{kind}Type"))]
    rows = [row.element for row in dict(TABLE)[kind]]
    assert [name for name in published if name in rows] == rows


@pytest.mark.parametrize("kind", [kind for kind, _ in TABLE])
def test_properties_came_with_the_version_that_the_contract_says(kind: str) -> None:
    """The contract's marks are coarser: the property table may name a service pack."""
    marks = dict(elements(TYPE_OF_KIND.get(kind, f"{kind}Type")))
    firsts = [API_VERSIONS.index(api) for _, api in SINCE]
    for row in dict(TABLE)[kind]:
        place = [mark for mark, _ in SINCE].index(marks[row.element])
        later = firsts[place + 1] if place + 1 < len(firsts) else len(API_VERSIONS)
        assert firsts[place] <= API_VERSIONS.index(row.since) < later, row.path


def test_every_property_has_its_name_in_the_contract() -> None:
    without = {"item:ExtendedProperty", "calendar:IntendedFreeBusyStatus"}  # elements that no FieldURI names
    assert sorted(ALL_PATHS - without - set(FIELD_URIS.values(NEWEST))) == []


def test_every_code_of_the_simulator_is_in_the_contract() -> None:
    codes = {code for code, _ in (*TEXTS, *MESSAGES_OF_CODES)}
    assert sorted(codes - set(RESPONSE_CODES.values(NEWEST))) == []


@pytest.mark.parametrize("version", KNOWN_VERSIONS, ids=lambda version: version.product)
def test_every_version_has_a_schema_that_loads(version: ExchangeVersion) -> None:
    """With no file and no network to help: what a document imports is found beside it, or nothing is imported."""
    contract = whole(version)
    for name in ("types.xsd", "messages.xsd"):
        root = etree.fromstring(contract.document(name))
        assert root.get("version") == version.api
        places = [(one.get("namespace"), one.get("schemaLocation")) for one in root.iter(f"{{{XSD}}}import")]
        assert places == ([] if name == "types.xsd" else [(TYPES, "types.xsd")])
    body = etree.fromstring(
        f'<GetFolder xmlns="{MESSAGES}" xmlns:t="{TYPES}"><FolderShape><t:BaseShape>IdOnly</t:BaseShape></FolderShape>'
        '<FolderIds><t:DistinguishedFolderId Id="inbox"/></FolderIds></GetFolder>'
    )
    contract.check(body, b"")


def test_a_version_has_what_came_with_it_and_not_what_came_later() -> None:
    has_flag = {version.product: b'name="Flag" ' in whole(version).document("types.xsd") for version in KNOWN_VERSIONS}
    assert [product for product, has in has_flag.items() if has] == [
        "Exchange 2013", "Exchange 2013 SP1", "Exchange 2016", "Exchange 2019", "Exchange SE",
    ]  # fmt: skip
    (sp1,) = (version for version in KNOWN_VERSIONS if version.product == "Exchange 2010 SP1")
    assert b'"Exchange2010_SP1"' in whole(sp1).document("types.xsd")
    assert b'"Exchange2010_SP2"' not in whole(sp1).document("types.xsd")


def test_a_contract_has_only_its_operations() -> None:
    contract = contract_of(NEWEST, ["GetItem", "NoSuchOperation"])
    names = {node.get("name") for node in etree.fromstring(contract.document("messages.xsd"))}
    assert {"GetItem", "GetItemResponse"} <= names
    assert not {"FindItem", "FindItemType", "NoSuchOperation"} & names
    assert b"FindItem" not in contract.document("services.wsdl")
    contract.check(etree.fromstring(f'<FindItem xmlns="{MESSAGES}"/>'), b"")  # is not its business


@pytest.mark.parametrize("wrong", ["A t:B, C | D", "A B C", "(A B", "A?? B"])
def test_a_content_that_says_nothing_clear_is_refused(wrong: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        content(wrong)


def test_attributes_that_say_nothing_clear_are_refused() -> None:
    with pytest.raises(ValueError, match="no attribute"):
        attributes("Id!! X")


def test_an_element_of_nobody_has_no_type() -> None:
    assert declared_type(etree.fromstring(f'<m:Nothing xmlns:m="{MESSAGES}"><m:Else/></m:Nothing>')[0]) is None


def test_a_schema_is_compiled_once_for_all_sites_of_a_version(monkeypatch: pytest.MonkeyPatch) -> None:
    send = etree.fromstring(
        f'<SendItem xmlns="{MESSAGES}" xmlns:t="{TYPES}" SaveItemToFolder="true"><ItemIds><t:ItemId Id="a"/></ItemIds>'
        "</SendItem>"
    )
    whole(NEWEST).check(send, b"")
    monkeypatch.delattr(RequestSchema, "__init__")
    contract_of(NEWEST, reversed(ROW_OF)).check(send, b"")
