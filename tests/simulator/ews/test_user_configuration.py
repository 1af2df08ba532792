"""User configurations: kept as associated items, dictionaries in order and with their types."""

import base64
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from simulator.exchange.errors import ExchangeError
from simulator.exchange.roaming_dictionary import DictionaryEntry, DictionaryObject, entries_of, stream_of
from simulator.soap.faults import EwsFault
from tests.simulator.ews.conversation import NS, Conversation, codes, conversation, only, text_at

DRAFTS = '<t:DistinguishedFolderId Id="drafts"/>'
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def entry(key: str, kind: str, *values: str) -> str:
    inner = "".join(f"<t:Value>{escape(value)}</t:Value>" for value in values)
    return (
        f"<t:DictionaryEntry><t:DictionaryKey><t:Type>String</t:Type><t:Value>{escape(key)}</t:Value></t:DictionaryKey>"
        f"<t:DictionaryValue><t:Type>{kind}</t:Type>{inner}</t:DictionaryValue></t:DictionaryEntry>"
    )


def write(talk: Conversation, operation: str, parts: str, name: str = "TestConfig", folder: str = DRAFTS) -> list[str]:
    named = f"<t:UserConfigurationName Name={quoteattr(name)}>{folder}</t:UserConfigurationName>"
    wrapped = f"<m:UserConfiguration>{named}{parts}</m:UserConfiguration>"
    return codes(talk.call(f"<m:{operation}UserConfiguration>{wrapped}</m:{operation}UserConfiguration>"))


def named(operation: str, name: str, folder: str = DRAFTS, more: str = "") -> str:
    named = f"<m:UserConfigurationName Name={quoteattr(name)}>{folder}</m:UserConfigurationName>"
    return f"<m:{operation}UserConfiguration>{named}{more}</m:{operation}UserConfiguration>"


def get(talk: Conversation, wanted: str = "All", name: str = "TestConfig", folder: str = DRAFTS) -> etree._Element:
    wish = f"<m:UserConfigurationProperties>{wanted}</m:UserConfigurationProperties>"
    return talk.call(named("Get", name, folder, wish))


def dictionary(answer: etree._Element) -> list[tuple[str | None, str | None, list[str | None]]]:
    """(key, type, values) of each entry; a null value has neither."""
    return [
        (
            text_at(one, "t:DictionaryKey/t:Value"),
            text_at(one, "t:DictionaryValue/t:Type"),
            [value.text for value in one.iterfind("t:DictionaryValue/t:Value", NS)],
        )
        for one in answer.iterfind(".//t:DictionaryEntry", NS)
    ]


def test_a_gateway_finds_the_time_zone_of_a_new_mailbox() -> None:
    for me, zone in (("ana.silva", "GMT Standard Time"), ("kenji.sato", "Tokyo Standard Time")):
        answer = get(conversation(f"{me}@contoso.test"), "Dictionary", "OWA.UserOptions",
                     '<t:DistinguishedFolderId Id="root"/>')  # fmt: skip
        assert ("timezone", "String", [zone]) in dictionary(answer)


def test_a_dictionary_keeps_order_types_and_nulls() -> None:
    talk = conversation()
    null = (
        "<t:DictionaryEntry><t:DictionaryKey><t:Type>Integer32</t:Type><t:Value>7</t:Value></t:DictionaryKey>"
        f'<t:DictionaryValue {XSI} xsi:nil="true"/></t:DictionaryEntry>'
    )
    given_entries = (
        entry("z", "String", "a < b") + entry("b", "Boolean", "true") + entry("c", "Byte", "255") + null
        + entry("d", "Integer64", "-9223372036854775808") + entry("e", "UnsignedInteger64", "18446744073709551615")
        + entry("f", "DateTime", "2026-11-25T10:00:00+01:00") + entry("g", "StringArray", "one", "", "[two]")
        + entry("h", "ByteArray", "AAEC")
    )  # fmt: skip
    assert write(talk, "Create", f"<t:Dictionary>{given_entries}</t:Dictionary>") == ["NoError"]
    assert dictionary(get(talk)) == [
        ("z", "String", ["a < b"]),
        ("b", "Boolean", ["true"]),
        ("c", "Byte", ["255"]),
        ("7", None, []),
        ("d", "Integer64", ["-9223372036854775808"]),
        ("e", "UnsignedInteger64", ["18446744073709551615"]),
        ("f", "DateTime", ["2026-11-25T09:00:00Z"]),
        ("g", "StringArray", ["one", None, "[two]"]),
        ("h", "ByteArray", ["AAEC"]),
    ]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("Id", ["UserConfigurationName", "ItemId"]),
        ("Dictionary", ["UserConfigurationName", "Dictionary"]),
        ("XmlData BinaryData", ["UserConfigurationName", "XmlData", "BinaryData"]),
        ("All", ["UserConfigurationName", "ItemId", "Dictionary", "XmlData", "BinaryData"]),
    ],
)
def test_only_what_was_asked_for(wanted: str, found: list[str]) -> None:
    talk = conversation()
    parts = "<t:Dictionary/><t:XmlData>PGEvPg==</t:XmlData><t:BinaryData>/w==</t:BinaryData>"
    assert write(talk, "Create", parts) == ["NoError"]
    inside = only(get(talk, wanted), "//m:UserConfiguration")
    assert [etree.QName(one).localname for one in inside] == found


def test_an_update_replaces_a_part_and_leaves_the_others() -> None:
    talk = conversation()
    first = f"<t:Dictionary>{entry('a', 'String', '1')}{entry('b', 'String', '2')}</t:Dictionary>"
    write(talk, "Create", f"{first}<t:XmlData>PGEvPg==</t:XmlData>")
    before = only(get(talk, "Id"), "//t:ItemId")
    second = f"<t:Dictionary>{entry('b', 'String', '3')}</t:Dictionary>"
    assert write(talk, "Update", second, name="testconfig") == ["NoError"]
    answer = get(talk)
    assert dictionary(answer) == [("b", "String", ["3"])]
    assert only(answer, "//t:XmlData").text == "PGEvPg=="
    after = only(answer, "//t:ItemId")
    assert (after.get("Id"), after.get("ChangeKey") != before.get("ChangeKey")) == (before.get("Id"), True)


def test_what_isnt_there_and_what_is_there_already() -> None:
    talk = conversation()
    assert codes(get(talk)) == ["ErrorItemNotFound"]
    assert write(talk, "Update", "<t:Dictionary/>") == ["ErrorItemNotFound"]
    assert codes(talk.call(named("Delete", "TestConfig"))) == ["ErrorItemNotFound"]
    assert write(talk, "Create", "<t:Dictionary/>") == ["NoError"]
    assert write(talk, "Create", "<t:Dictionary/>") == ["ErrorItemSave"]
    assert write(talk, "Create", "<t:Dictionary/>", folder='<t:DistinguishedFolderId Id="inbox"/>') == ["NoError"]
    assert codes(talk.call(named("Delete", "TestConfig"))) == ["NoError"]
    assert codes(get(talk)) == ["ErrorItemNotFound"]
    assert codes(get(talk, folder='<t:DistinguishedFolderId Id="inbox"/>')) == ["NoError"]


@pytest.mark.parametrize(
    ("kind", "values"),
    [("Boolean", ["yes"]), ("Byte", ["256"]), ("Integer32", ["2147483648"]), ("UnsignedInteger32", ["-1"]),
     ("Integer64", ["x"]), ("ByteArray", ["?"]), ("DateTime", ["soon"]), ("String", ["one", "two"])],
)  # fmt: skip
def test_values_that_their_types_cannot_have(kind: str, values: list[str]) -> None:
    talk = conversation()
    wrong = f"<t:Dictionary>{entry('a', kind, *values)}</t:Dictionary>"
    assert write(talk, "Create", wrong) == ["ErrorInvalidValueForProperty"]
    twice = f"<t:Dictionary>{entry('a', 'Byte', '1')}{entry('a', 'Byte', '2')}</t:Dictionary>"
    assert write(talk, "Create", twice) == ["ErrorInvalidValueForProperty"]
    assert codes(get(talk)) == ["ErrorItemNotFound"]


@pytest.mark.parametrize(
    "request_text",
    [
        named("Get", "a", more="<m:UserConfigurationProperties>Everything</m:UserConfigurationProperties>"),
        named("Get", "a"),
        named("Delete", ""),
        "<m:CreateUserConfiguration><m:UserConfiguration/></m:CreateUserConfiguration>",
    ],
)
def test_what_the_schema_forbids(request_text: str) -> None:
    with pytest.raises(EwsFault) as refused:
        conversation().call(request_text)
    assert refused.value.code == "ErrorSchemaValidation"


def test_a_configuration_is_an_associated_item_of_its_folder() -> None:
    """FindItem finds it where its class says, and the item shows the stream as MS-OXOCFG 2.2.5.1 writes it."""
    talk = conversation()
    write(talk, "Create", f"<t:Dictionary>{entry('piRemindDefault', 'Integer32', '15')}</t:Dictionary>")
    asked = (
        '<m:FindItem Traversal="{}"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>'
        '<t:FieldURI FieldURI="item:ItemClass"/><t:ExtendedFieldURI PropertyTag="0x7C06" PropertyType="Integer"/>'
        '<t:ExtendedFieldURI PropertyTag="0x7C07" PropertyType="Binary"/></t:AdditionalProperties></m:ItemShape>'
        f"<m:ParentFolderIds>{DRAFTS}</m:ParentFolderIds></m:FindItem>"
    )
    assert talk.call(asked.format("Shallow")).findall(".//t:Message", NS) == []
    item = only(talk.call(asked.format("Associated")), "//t:Message")
    assert text_at(item, "t:ItemClass") == "IPM.Configuration.TestConfig"
    types, stream = (value.text for value in item.iterfind("t:ExtendedProperty/t:Value", NS))
    assert types == "4"
    kept = etree.fromstring(base64.b64decode(stream or ""))
    assert [dict(one.attrib) for one in kept.iterfind("Data/e")] == [{"k": "18-piRemindDefault", "v": "9-15"}]
    assert talk.mailbox.distinguished("drafts").unread == 0


TEXTS = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], include_characters="\t\n\r", exclude_characters="\ufffe\uffff")
)
OBJECTS = st.one_of(
    st.builds(DictionaryObject, st.just("String"), st.tuples(TEXTS)),
    st.builds(DictionaryObject, st.just("Boolean"), st.tuples(st.sampled_from(["true", "false"]))),
    st.builds(DictionaryObject, st.just("Integer32"), st.tuples(st.integers(-(1 << 31), (1 << 31) - 1).map(str))),
    st.builds(DictionaryObject, st.just("StringArray"), st.lists(TEXTS, min_size=1).map(tuple)),
)


@given(st.lists(st.builds(DictionaryEntry, OBJECTS, st.none() | OBJECTS)))
def test_a_stream_gives_back_its_entries(entries: list[DictionaryEntry]) -> None:
    assert list(entries_of(stream_of(entries))) == entries


BOMB = b"<!DOCTYPE a [<!ENTITY b '18-x'>]><a><Data><e k='&b;' v='&b;'/></Data></a>"


@pytest.mark.parametrize(
    "stream", [b"", b"<a", b"<a><Data><e k='18-x'/></Data></a>", b"<a><Data><e k='x' v='0-'/></Data></a>", BOMB]
)
def test_a_stream_that_a_client_spoiled(stream: bytes) -> None:
    with pytest.raises(ExchangeError, match="ErrorCorruptData"):
        entries_of(stream)
