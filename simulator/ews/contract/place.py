"""Where in a document an element stands: line and position, both counted from 1."""

import codecs
import contextlib
import re
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from lxml import etree

_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


@dataclass(frozen=True)
class Place:
    """A line and a position in it."""

    line: int = 0
    position: int = 0


class _Found(Exception):
    """The element has ended: the rest needs no reading."""


def start_of(document: bytes, element: etree._Element, attribute: str = "") -> Place:
    """Where the name in the start tag begins, or an attribute's name. 0 and 0 if the document can't be read again."""
    text, start, _ = _extent(document, element)
    if start is None:
        return Place()
    if attribute:
        found = re.compile(rb"[\s:]" + re.escape(attribute.encode()) + rb"\s*=").search(text, start)
        if found is not None:
            return _place(text, found.start() + 1)
    return _place(text, start + 1)


def end_of(document: bytes, element: etree._Element) -> Place:
    """Where the name in the end tag begins; in the only tag, if there is but one."""
    text, start, end = _extent(document, element)
    if start is None or end is None:
        return Place()
    return _place(text, end + 2 if text.startswith(b"</", end) else start + 1)


def _place(text: bytes, offset: int) -> Place:
    line_start = text.rfind(b"\n", 0, offset) + 1
    return Place(text.count(b"\n", 0, offset) + 1, len(text[line_start:offset].decode(errors="replace")) + 1)


def _extent(document: bytes, element: etree._Element) -> tuple[bytes, int | None, int | None]:
    """The document in UTF-8, and the offsets at which the element's first and last tag begin."""
    number = next(
        place for place, one in enumerate(element.getroottree().getroot().iter(etree.Element)) if one is element
    )
    text = _utf8(document)
    seen: dict[str, Any] = {"elements": 0, "open": []}
    offsets: list[int] = []
    parser = expat.ParserCreate("utf-8")

    def begin(_name: str, _attributes: Any) -> None:
        seen["open"].append(seen["elements"])
        if seen["elements"] == number:
            offsets.append(parser.CurrentByteIndex)
        seen["elements"] += 1

    def finish(_name: str) -> None:
        if seen["open"].pop() == number:
            offsets.append(parser.CurrentByteIndex)
            raise _Found

    parser.StartElementHandler, parser.EndElementHandler = begin, finish
    with contextlib.suppress(_Found, expat.ExpatError):
        parser.Parse(text, True)
    return (text, offsets[0], offsets[1]) if len(offsets) == 2 else (text, None, None)


def _utf8(document: bytes) -> bytes:
    if document.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return document.decode("utf-16", errors="replace").encode()
    declared = _DECLARED.match(document)
    name = declared.group(1).decode() if declared is not None else "utf-8"
    return document.decode(name, errors="replace").encode()
