"""The simulator's one XML parser policy.

A DOCTYPE is refused before the parser sees it (so there are no entities to expand), nothing is fetched, text of any
length is allowed (lxml alone refuses more than 10 MB, less than an attachment of 25 MB needs), and bytes and depth have
limits of our own choice.
"""

import codecs
import re

from lxml import etree

MAXIMUM_BYTES = 96 * 1024 * 1024
"""Our choice: two attachments of 25 MB in base64, with room to spare. Exchange's own limit is a setting of IIS."""

MAXIMUM_DEPTH = 200
"""Our choice: the deepest request of EWS, nested restrictions included, needs fewer than 60 levels."""

ENCODINGS = ("utf-8", "utf-16", "us-ascii", "iso-8859-1", "windows-1252")
"""Encodings a document may declare. Others are refused: some can hide a DOCTYPE from whoever looks for one."""

_PROLOG = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_DECLARED = re.compile(r"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_TOO_DEEP = etree.XPath(f"boolean({'/*' * (MAXIMUM_DEPTH + 1)})")


class XmlRefused(Exception):
    """The bytes are not a document that we read: malformed, a DOCTYPE, too long or too deep. The text says which."""


def parse(document: bytes) -> etree._Element:
    """The root element of `document`. Raises XmlRefused."""
    if len(document) > MAXIMUM_BYTES:
        raise XmlRefused(f"the document is longer than {MAXIMUM_BYTES} bytes")
    _refuse_doctype(document)
    try:
        root = etree.fromstring(document, _parser())
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise XmlRefused(str(problem)) from problem
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlRefused("a DOCTYPE is not allowed")
    if _TOO_DEEP(root):
        raise XmlRefused(f"elements are nested more than {MAXIMUM_DEPTH} deep")
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )


def _refuse_doctype(document: bytes) -> None:
    """Raise XmlRefused if anything but white space, comments and instructions stands before the root element."""
    text = _beginning(document)
    declared = _DECLARED.match(text)
    if declared is not None and declared.group(1).lower() not in ENCODINGS:
        raise XmlRefused(f"the encoding {declared.group(1)!r} is not read; use utf-8")
    prolog = _PROLOG.match(text)
    rest = text[prolog.end() if prolog is not None else 0 :]
    if rest.startswith("<!"):
        raise XmlRefused("a DOCTYPE is not allowed")
    if not rest.startswith("<"):
        raise XmlRefused("the document does not begin with an element")


def _beginning(document: bytes) -> str:
    """The document as far as the first element begins, decoded well enough to find a DOCTYPE."""
    start = document[: 64 * 1024]
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) or start[:4].count(0) > 2:
        raise XmlRefused("UTF-32 is not read; use utf-8")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return start.decode("utf-16", errors="replace").lstrip("\ufeff")
    if 0 in start[:2]:
        return start.decode("utf-16-be" if start[0] == 0 else "utf-16-le", errors="replace")
    return start.removeprefix(codecs.BOM_UTF8).decode("latin-1")
