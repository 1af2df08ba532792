"""Reading a request's parts and attributes. What the schema forbids is a fault: ErrorSchemaValidation.

The endpoint holds every request to the contract before an operation sees it (`contract/validation.py`); what is refused
here is what the schema cannot say.
"""

from typing import Literal, TypeVar

from lxml import etree

from simulator.ews.xml_text import children, local_name, messages_child
from simulator.soap.faults import SCHEMA_VALIDATION, EwsFault

ChoiceT = TypeVar("ChoiceT", bound=str)
Disposition = Literal["SaveOnly", "SendOnly", "SendAndSaveCopy"]


def schema_fault(what: str, line: int = 0, position: int = 0) -> EwsFault:
    """The fault for something that the schema forbids; ``what`` says it, and a line of 0 that its place isn't known."""
    return EwsFault(SCHEMA_VALIDATION, what, line=line, position=position)


def required_child(request: etree._Element, name: str) -> etree._Element:
    """The ``m:`` child. Raises EwsFault without one."""
    found = messages_child(request, name)
    if found is None:
        raise schema_fault(f"The element '{local_name(request)}' has incomplete content: {name}.")
    return found


def entries_of(request: etree._Element, name: str) -> list[etree._Element]:
    """The elements inside the ``m:`` child. Raises EwsFault when there are none."""
    found = children(required_child(request, name))
    if not found:
        raise schema_fault(f"The element '{name}' has incomplete content.")
    return found


def choice(element: etree._Element, name: str, allowed: tuple[ChoiceT, ...]) -> ChoiceT | None:
    """An attribute that has one of these values; None without it. Raises EwsFault for any other value."""
    value = element.get(name)
    if value is None:
        return None
    for known in allowed:
        if value == known:
            return known
    raise schema_fault(f"The '{name}' attribute is invalid - The value '{value}' is invalid.")


def required_attribute(element: etree._Element, name: str) -> str:
    """An attribute that must be there."""
    value = element.get(name)
    if value is None:
        raise schema_fault(f"The required attribute '{name}' is missing.")
    return value


def required_choice(element: etree._Element, name: str, allowed: tuple[ChoiceT, ...]) -> ChoiceT:
    """An attribute that must be there."""
    value = choice(element, name, allowed)
    if value is None:
        raise schema_fault(f"The required attribute '{name}' is missing.")
    return value


def required_flag(element: etree._Element, name: str) -> bool:
    """A boolean attribute that must be there."""
    required_attribute(element, name)
    return flag(element, name, False)


def flag(element: etree._Element, name: str, default: bool) -> bool:
    """A boolean attribute."""
    value = element.get(name)
    if value is None:
        return default
    if value not in ("true", "false", "1", "0"):
        raise schema_fault(f"The '{name}' attribute is invalid - The value '{value}' is invalid.")
    return value in ("true", "1")
