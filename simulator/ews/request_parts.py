"""Taking a request apart: the parts that must be there, and what the schema allows in an attribute."""

from lxml import etree

from simulator.ews.xml_text import children, content, messages_child
from simulator.soap.faults import EwsFault


def part(request: etree._Element, name: str) -> etree._Element | None:
    """The child element of this name; None without one."""
    return messages_child(request, name)


def required(request: etree._Element, name: str) -> etree._Element:
    """The child element of this name. Raises EwsFault ErrorSchemaValidation without one."""
    found = messages_child(request, name)
    if found is None:
        raise EwsFault("ErrorSchemaValidation", f"The request lacks its element '{name}'.")
    return found


def entries(request: etree._Element, name: str) -> list[etree._Element]:
    """What is in a list that must not be empty. Raises EwsFault ErrorSchemaValidation."""
    found = children(required(request, name))
    if not found:
        raise EwsFault("ErrorSchemaValidation", f"The element '{name}' has incomplete content.")
    return found


def choice(request: etree._Element, name: str, values: tuple[str, ...], default: str | None = None) -> str:
    """An attribute that has one of these values. Raises EwsFault ErrorSchemaValidation."""
    value = request.get(name, default)
    if value not in values:
        text = f"The '{name}' attribute is invalid." if value is not None else f"The attribute '{name}' is missing."
        raise EwsFault("ErrorSchemaValidation", text)
    return value


def flag(request: etree._Element, name: str, default: bool | None = None) -> bool:
    """A boolean attribute. Raises EwsFault ErrorSchemaValidation when it must be there and isn't, or is none."""
    value = request.get(name)
    if value is None and default is not None:
        return default
    if value not in ("true", "false", "1", "0"):
        raise EwsFault("ErrorSchemaValidation", f"The '{name}' attribute is invalid or missing.")
    return value in ("true", "1")


def text_of(request: etree._Element, name: str) -> str:
    """The text of a child element; empty without one."""
    found = messages_child(request, name)
    return content(found) if found is not None else ""
