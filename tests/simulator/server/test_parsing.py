"""The parser policy: what is refused, and what must not be."""

import base64
import os
import time

import pytest

from simulator.soap.parsing import MAXIMUM_DEPTH, XmlRefused, parse

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"&a;" * 10) for n in range(12))
    + b"]><lolz>&a11;</lolz>"
)


@pytest.mark.parametrize(
    "document",
    [
        BOMB,
        b"<!DOCTYPE a><a/>",
        b"<!doctype a><a/>",
        b"  <!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        b"<!-- c --><!DOCTYPE a><a/>",
        b"<?xml version='1.0'?><?pi?><!DOCTYPE a><a/>",
        b"\xef\xbb\xbf<!DOCTYPE a><a/>",
        "<!DOCTYPE a><a/>".encode("utf-16"),
        "<!DOCTYPE a><a/>".encode("utf-16-le"),
        "<!DOCTYPE a><a/>".encode("utf-16-be"),
        "<a/>".encode("utf-32"),
        b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4-<a/>',
        b"",
        b"   ",
        b"hello",
        b"<a>",
        b"<a/><b/>",
        b"<a>\x00</a>",
        b"<a b=1/>",
        b"\xff\xfe\xff",
        b"<a>" * (MAXIMUM_DEPTH + 1) + b"</a>" * (MAXIMUM_DEPTH + 1),
        b"<a>" * 100_000,
    ],
)
def test_refused(document: bytes) -> None:
    started = time.monotonic()
    with pytest.raises(XmlRefused):
        parse(document)
    assert time.monotonic() - started < 5


def test_a_doctype_inside_text_is_only_text() -> None:
    root = parse(b"<a><![CDATA[<!DOCTYPE html><html/>]]></a>")
    assert root.text == "<!DOCTYPE html><html/>"


def test_depth_up_to_the_limit() -> None:
    parse(b"<a>" * MAXIMUM_DEPTH + b"</a>" * MAXIMUM_DEPTH)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_encodings(encoding: str) -> None:
    root = parse(f'<?xml version="1.0" encoding="{encoding}"?><a>ção</a>'.encode(encoding))
    assert root.text == "ção"


def test_an_attachment_of_25_megabytes() -> None:
    content = base64.b64encode(os.urandom(25_000_000))
    root = parse(b"<a><b>" + content + b"</b></a>")
    assert len(root[0].text or "") == len(content)


def test_comments_and_instructions_are_left_out() -> None:
    root = parse(b"<a><!-- c --><?p i?><b/></a>")
    assert [child.tag for child in root] == ["b"]
