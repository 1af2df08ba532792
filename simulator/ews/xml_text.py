"""Writing XML as text: the fast way to make answers. Prefixes are ``t`` (types) and ``m`` (messages)."""

import re
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from simulator.soap.namespaces import MESSAGES, TYPES

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NAMESPACES = f' xmlns:m="{MESSAGES}" xmlns:t="{TYPES}"'


def text(value: str) -> str:
    """``value`` as character data. Characters that XML 1.0 cannot hold are left out; carriage returns survive."""
    return escape(_NOT_XML.sub("", value), {"\r": "&#xD;"})


def attribute(value: str) -> str:
    """``value`` with quotes around it."""
    return quoteattr(_NOT_XML.sub("", value), {"\r": "&#xD;"})


def leaf(name: str, value: str) -> str:
    """``<name>value</name>``, self-closed when empty."""
    content = text(value)
    return f"<{name}>{content}</{name}>" if content else f"<{name}/>"


def identifier(name: str, identity: str, change_key: str = "") -> str:
    """An id element: ``<t:ItemId Id="…" ChangeKey="…"/>``. Ids are base64 and need no escaping."""
    if change_key:
        return f'<{name} Id="{identity}" ChangeKey="{change_key}"/>'
    return f'<{name} Id="{identity}"/>'


def local_name(element: etree._Element) -> str:
    """The tag without its namespace."""
    return str(etree.QName(element).localname)


def children(element: etree._Element) -> list[etree._Element]:
    """The child elements, without comments and processing instructions."""
    return [child for child in element if isinstance(child.tag, str)]


def types_child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of this name in the types namespace."""
    return element.find(f"{{{TYPES}}}{name}")


def messages_child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of this name in the messages namespace."""
    return element.find(f"{{{MESSAGES}}}{name}")


def content(element: etree._Element) -> str:
    """The text inside, with CDATA and entities resolved."""
    return "".join(str(part) for part in element.itertext())
