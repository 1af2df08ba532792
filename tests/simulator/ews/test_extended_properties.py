"""Extended properties: every type, every spelling, and the planned fault of the empty Binary value."""

import base64
import struct
from datetime import datetime
from typing import Literal
from uuid import uuid4
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from simulator.soap.namespaces import TYPES
from tests.simulator.ews.conversation import NS, Conversation, codes, conversation, only

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("\t\n"), min_size=1)
NUMBERS = {"Short": 16, "Integer": 32, "Long": 64}
VALUES: dict[str, st.SearchStrategy[str]] = {
    "String": TEXTS,
    "Binary": st.binary(min_size=1, max_size=60).map(lambda raw: base64.b64encode(raw).decode()),
    "Boolean": st.sampled_from(["true", "false"]),
    "Double": st.floats(allow_nan=False, allow_infinity=False, width=64).map(repr),
    "CLSID": st.uuids().map(str),
    "SystemTime": st.datetimes(min_value=datetime(1601, 1, 1)).map(
        lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")
    ),
    "Float": st.floats(allow_nan=False, allow_infinity=False, width=32).map(repr),
    "ApplicationTime": st.floats(allow_nan=False, allow_infinity=False, width=64).map(repr),
    "Currency": st.integers(-(1 << 63), (1 << 63) - 1).map(str),
    **{name: st.integers(-(1 << bits - 1), (1 << bits - 1) - 1).map(str) for name, bits in NUMBERS.items()},
}
PATHS = st.one_of(
    st.integers(0x6800, 0x7FFE).map(lambda tag: f'PropertyTag="0x{tag:x}"'),
    st.integers(0x6800, 0x7FFE).map(lambda tag: f'PropertyTag="{tag}"'),
    st.integers(0x8000, 0xFFFE).map(lambda number: f'DistinguishedPropertySetId="Common" PropertyId="{number}"'),
    st.sampled_from(["crmid", "crmLinkState", "a b"]).map(
        lambda name: f'DistinguishedPropertySetId="PublicStrings" PropertyName="{name}"'
    ),
    st.uuids().map(lambda guid: f'PropertySetId="{guid}" PropertyName="x"'),
)


@st.composite
def properties(draw: st.DrawFn) -> tuple[str, str, tuple[str, ...]]:
    kind = draw(st.sampled_from(sorted(VALUES)))
    path = draw(PATHS)
    if kind != "Boolean" and draw(st.booleans()):
        return path, f"{kind}Array", tuple(draw(st.lists(VALUES[kind], min_size=1, max_size=4)))
    return path, kind, (draw(VALUES[kind]),)


def element(path: str, kind: str, values: tuple[str, ...]) -> str:
    inner = "".join(f"<t:Value>{escape(value)}</t:Value>" for value in values)
    if kind.endswith("Array"):
        inner = f"<t:Values>{inner}</t:Values>"
    return f'<t:ExtendedProperty><t:ExtendedFieldURI {path} PropertyType="{kind}"/>{inner}</t:ExtendedProperty>'


@settings(max_examples=150, deadline=None)
@given(properties())
def test_what_is_set_is_read_back_as_asked(drawn: tuple[str, str, tuple[str, ...]]) -> None:
    path, kind, values = drawn
    talk = conversation()
    created = talk.create(f"<t:Message>{element(path, kind, values)}</t:Message>")
    wanted = f'<t:AdditionalProperties><t:ExtendedFieldURI {path} PropertyType="{kind}"/></t:AdditionalProperties>'
    item = talk.get(str(created.get("Id")), "IdOnly", wanted)
    found = [value.text for value in item.iterfind(".//t:Value", NS)]
    if kind.startswith(("Double", "Float", "ApplicationTime")):
        of = single if kind.startswith("Float") else float
        assert [of(str(value)) for value in found] == [of(value) for value in values]
    else:
        assert found == list(values)
    spelled = only(item, "t:ExtendedProperty/t:ExtendedFieldURI")
    asked = only(talk_path(path, kind), "//t:ExtendedFieldURI")
    assert sorted(spelled.items()) == sorted(asked.items())


def single(text: str) -> float:
    """The nearest number of 32 bits."""
    number: float = struct.unpack("<f", struct.pack("<f", float(text)))[0]
    return number


def talk_path(path: str, kind: str) -> etree._Element:
    return etree.fromstring(f'<x xmlns:t="{TYPES}"><t:ExtendedFieldURI {path} PropertyType="{kind}"/></x>')


@pytest.mark.parametrize(
    ("uri", "code"),
    [
        ('PropertyTag="0x8001" PropertyType="String"', "ErrorNoPropertyTagForCustomProperties"),
        ('PropertyTag="0x6801" PropertyName="x" PropertyType="String"', "ErrorInvalidExtendedProperty"),
        ('PropertyName="x" PropertyType="String"', "ErrorInvalidExtendedProperty"),
        ('PropertyType="String"', "ErrorInvalidExtendedProperty"),
        ('PropertySetId="{SET}" PropertyType="String"', "ErrorInvalidExtendedProperty"),
        ('PropertySetId="{SET}" PropertyId="1" PropertyName="x" PropertyType="String"', "ErrorInvalidExtendedProperty"),
        ('PropertySetId="{SET}" PropertyTag="0x6801" PropertyType="String"', "ErrorInvalidExtendedProperty"),
        (
            'DistinguishedPropertySetId="Common" PropertySetId="{SET}" PropertyId="1" PropertyType="String"',
            "ErrorInvalidExtendedProperty",
        ),
        ('PropertyTag="32768" PropertyType="String"', "ErrorNoPropertyTagForCustomProperties"),
        ('PropertyTag="0xFFFE" PropertyType="String"', "ErrorNoPropertyTagForCustomProperties"),
        *(
            (f'PropertyTag="0x6801" PropertyType="{kind}"', "ErrorUnsupportedMapiPropertyType")
            for kind in ("Object", "ObjectArray", "Error", "Null")
        ),
    ],
)
def test_a_path_that_cannot_be(uri: str, code: str) -> None:
    talk = conversation()
    created = talk.create("<t:Message/>")
    answer = talk.call(
        "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>"
        f"<t:ExtendedFieldURI {uri.format(SET=uuid4())}/></t:AdditionalProperties></m:ItemShape>"
        f'<m:ItemIds><t:ItemId Id="{created.get("Id")}"/></m:ItemIds></m:GetItem>'
    )
    assert codes(answer) == [code]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("Integer", "x"), ("Integer", "1_0"), ("Integer", "2147483648"), ("Binary", "!"), ("Short", "99999"),
        ("Long", "9223372036854775808"), ("CLSID", "1"), ("Double", "1_0.0"), ("Float", "1e39"), ("Boolean", "yes"),
        ("SystemTime", "today"), ("ApplicationTime", "noon"), ("Currency", "1.5"),
    ],
)  # fmt: skip
def test_a_value_that_is_not_of_its_type(kind: str, value: str) -> None:
    talk = conversation()
    xml = element('PropertyTag="0x6801"', kind, (value,))
    answer = talk.call(
        f'<m:CreateItem MessageDisposition="SaveOnly"><m:Items><t:Message>{xml}</t:Message></m:Items></m:CreateItem>'
    )
    assert codes(answer) == ["ErrorInvalidExtendedPropertyValue"]


class Spoiler:
    """Spoils one property of one item."""

    def __init__(self, item_id: str, name: str, form: Literal["self_closed", "empty", "missing", "malformed"]) -> None:
        self.where, self.form = (item_id, name), form

    def binary_form(
        self, site: str, mailbox: str, item_id: str, property_name: str
    ) -> Literal["self_closed", "empty", "missing", "malformed"] | None:
        return self.form if (item_id, property_name) == self.where else None


@pytest.mark.parametrize(
    ("form", "expected"), [("self_closed", ""), ("empty", ""), ("missing", None), ("malformed", "A")]
)
def test_a_planned_fault_spoils_one_item_of_the_batch(
    form: Literal["self_closed", "empty", "missing", "malformed"], expected: str | None
) -> None:
    talk = conversation()
    ids = [str(talk.create("<t:Message/>").get("Id")) for _ in range(3)]
    poisoned = Conversation(talk.organization, faults=Spoiler(ids[1], "ConversationIndex", form), checked=False)
    shape = (
        "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>"
        '<t:ExtendedFieldURI PropertyTag="0x71" PropertyType="Binary"/></t:AdditionalProperties></m:ItemShape>'
    )
    wanted = "".join(f'<t:ItemId Id="{one}"/>' for one in ids)
    answer = poisoned.call(f"<m:GetItem>{shape}<m:ItemIds>{wanted}</m:ItemIds></m:GetItem>")
    assert codes(answer) == ["NoError"] * 3
    values = [message.findtext(".//t:Value", namespaces=NS) for message in answer.iterfind(".//t:Message", NS)]
    assert values[0] and values[2]
    assert values[1] == expected


@pytest.mark.parametrize(("kind", "inner"), [("Integer", "<t:Values><t:Value>1</t:Value></t:Values>"),
                                             ("IntegerArray", "<t:Value>1</t:Value>")])  # fmt: skip
def test_one_value_is_no_array_and_an_array_is_not_one_value(kind: str, inner: str) -> None:
    talk = conversation()
    uri = f'<t:ExtendedFieldURI PropertyTag="0x6801" PropertyType="{kind}"/>'
    xml = f"<t:Message><t:ExtendedProperty>{uri}{inner}</t:ExtendedProperty></t:Message>"
    answer = talk.call(f'<m:CreateItem MessageDisposition="SaveOnly"><m:Items>{xml}</m:Items></m:CreateItem>')
    assert codes(answer) == ["ErrorInvalidExtendedPropertyValue"]
    assert only(answer, "//m:MessageXml/t:ExtendedFieldURI").get("PropertyTag") == "0x6801"


def test_decimal_and_hexadecimal_name_one_property() -> None:
    talk = conversation()
    created = talk.create(f"<t:Message>{element('PropertyTag=' + quoted(0x6801), 'String', ('x',))}</t:Message>")
    asked = "".join(
        f'<t:ExtendedFieldURI PropertyTag="{spelling}" PropertyType="String"/>' for spelling in ("0x6801", "26625")
    )
    item = talk.get(str(created.get("Id")), "IdOnly", f"<t:AdditionalProperties>{asked}</t:AdditionalProperties>")
    spelled = [one.get("PropertyTag") for one in item.iterfind("t:ExtendedProperty/t:ExtendedFieldURI", NS)]
    assert spelled == ["0x6801", "26625"]
    assert [one.text for one in item.iterfind("t:ExtendedProperty/t:Value", NS)] == ["x", "x"]


def quoted(tag: int) -> str:
    return f'"{tag}"'
