"""One policy for XML from a network: strict, closed, limited."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer import xml_policy
from syncer.xml_policy import XmlRefusedError, parse, without_illegal_characters

BOMB = b'<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>\n<a>&c;</a>'


@pytest.mark.parametrize(
    "document",
    [
        BOMB,
        b"\xef\xbb\xbf<!DOCTYPE a><a/>",
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>',
        BOMB.decode().encode("utf-16"),
    ],
)
def test_document_types_are_refused(document: bytes) -> None:
    with pytest.raises(XmlRefusedError):
        parse(document)


@given(st.integers(min_value=0, max_value=40))
def test_a_truncated_document_is_refused(cut: int) -> None:
    document = b"<a><b>text</b><b>more</b><c d='e'/></a>"
    with pytest.raises(XmlRefusedError):
        parse(document[: min(cut, len(document) - 1)])


@given(st.binary(max_size=200))
def test_any_bytes_are_parsed_or_refused(document: bytes) -> None:
    for given_bytes in (document, b"<a>" + document + b"</a>", without_illegal_characters(document)):
        try:
            parse(given_bytes)
        except XmlRefusedError:
            continue


def test_limits_on_bytes_and_depth_and_none_on_text() -> None:
    with pytest.raises(XmlRefusedError, match="bytes"):
        parse(b"<a/>" + b" " * 100, max_bytes=50)
    deep = b"<a>" * (xml_policy.MAX_DEPTH + 1) + b"</a>" * (xml_policy.MAX_DEPTH + 1)
    with pytest.raises(XmlRefusedError, match="deeper"):
        parse(deep)
    parse(deep[3:-4])
    text = "x" * 12_000_000
    assert parse(f"<a>{text}</a>".encode()).text == text


def test_illegal_characters_are_replaced_for_items_only() -> None:
    document = b"<a>one&#x1;two\x02three&#8;&#x41;</a>"
    with pytest.raises(XmlRefusedError):
        parse(document)
    assert parse(without_illegal_characters(document)).text == "one\ufffdtwo\ufffdthree\ufffdA"
