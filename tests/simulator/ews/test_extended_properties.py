"""Extended properties: every type, every spelling, and the planned fault of the empty Binary value."""

import base64
from datetime import datetime
from typing import Literal
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
    if kind.startswith("Double"):
        assert [float(str(value)) for value in found] == [float(value) for value in values]
    else:
        assert found == list(values)
    spelled = only(item, "t:ExtendedProperty/t:ExtendedFieldURI")
    asked = only(talk_path(path, kind), "//t:ExtendedFieldURI")
    assert sorted(spelled.items()) == sorted(asked.items())


def talk_path(path: str, kind: str) -> etree._Element:
    return etree.fromstring(f'<x xmlns:t="{TYPES}"><t:ExtendedFieldURI {path} PropertyType="{kind}"/></x>')


@pytest.mark.parametrize(
    ("uri", "code"),
    [
        ('PropertyTag="0x8001" PropertyType="String"', "ErrorNoPropertyTagForCustomProperties"),
        ('PropertyTag="0x6801" PropertyName="x" PropertyType="String"', "ErrorInvalidExtendedProperty"),
        ('PropertyName="x" PropertyType="String"', "ErrorInvalidExtendedProperty"),
        ('PropertyTag="0x6801" PropertyType="Object"', "ErrorUnsupportedMapiPropertyType"),
    ],
)
def test_a_path_that_cannot_be(uri: str, code: str) -> None:
    talk = conversation()
    created = talk.create("<t:Message/>")
    answer = talk.call(
        "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>"
        f"<t:ExtendedFieldURI {uri}/></t:AdditionalProperties></m:ItemShape>"
        f'<m:ItemIds><t:ItemId Id="{created.get("Id")}"/></m:ItemIds></m:GetItem>'
    )
    assert codes(answer) == [code]


@pytest.mark.parametrize(("kind", "value"), [("Integer", "x"), ("Binary", "!"), ("Short", "99999"), ("CLSID", "1")])
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
