"""How this package reads XML that came over a network: one policy for both sides.

Any DOCTYPE is refused before the parser sees it, nothing is fetched, nothing is repaired: a document that was cut off
is an error, never half a document. Text over 10 MB is allowed (attachments), so we set our own limits on bytes and
depth. The encoding is UTF-8, as EWS, Autodiscover and CRM send it.
"""

from __future__ import annotations

import re

from lxml import etree

MAX_BYTES = 256 * 1024 * 1024
MAX_DEPTH = 100

_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_TOO_DEEP = etree.XPath("boolean(" + "/*" * (MAX_DEPTH + 1) + ")")
_CHARACTER_REFERENCE = re.compile(rb"&#(x[0-9a-fA-F]+|[0-9]+);")
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


class XmlRefusedError(Exception):
    """The bytes are not an XML document we read; the text says why."""


def parse(document: bytes, *, max_bytes: int = MAX_BYTES) -> etree._Element:
    """Parse a whole document strictly. Raises `XmlRefusedError`."""
    if len(document) > max_bytes:
        raise XmlRefusedError(f"answer of {len(document)} bytes, more than the {max_bytes} allowed")
    prolog = _PROLOG.match(document)
    if prolog is not None and document[prolog.end() : prolog.end() + 9].upper() == b"<!DOCTYPE":
        raise XmlRefusedError("document type declarations are refused")
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=False,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(document, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlRefusedError(f"not well-formed: {error}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlRefusedError("document type declarations are refused")
    if _TOO_DEEP(root):
        raise XmlRefusedError(f"nested deeper than {MAX_DEPTH} elements")
    return root


def without_illegal_characters(document: bytes) -> bytes:
    """The document with characters that XML 1.0 forbids replaced by U+FFFD.

    Exchange 2010 lets such characters of old items through (`&#x1;`). Only for reading single items: never for an
    answer that carries a SyncState, where a repaired document could lose changes.
    """
    return _CONTROL_BYTES.sub(b"\xef\xbf\xbd", _CHARACTER_REFERENCE.sub(_legal_or_replacement, document))


def _legal_or_replacement(match: re.Match[bytes]) -> bytes:
    text = match.group(1)
    try:
        number = int(text[1:], 16) if text[:1] == b"x" else int(text)
    except ValueError:
        return b"&#xFFFD;"
    legal = (
        number in (9, 10, 13)
        or 0x20 <= number <= 0xD7FF
        or 0xE000 <= number <= 0xFFFD
        or number in range(0x10000, 0x110000)
    )
    return match.group(0) if legal else b"&#xFFFD;"
