"""The words for what is wrong with a request, as Exchange has them from the XML reader of .NET.

Sources for the words and the places: the faults on Learn's pages of FindConversation and GetServiceConfiguration, and
Learn's page "XmlSchemaValidator". Of several faults in a request the first is told.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from simulator.ews.contract.declarations import attribute_type, declared_type, expected, full_name
from simulator.ews.contract.place import Place, end_of, start_of
from simulator.exchange_version import ExchangeVersion

_ATTRIBUTE = re.compile(r"^Element '[^']*', attribute '(?:\{(?P<namespace>[^}]*)\})?(?P<name>[^']*)': ")
_FACET = re.compile(r"\[facet '(?P<facet>\w+)'\]")
_REQUIRED = re.compile(r"The attribute '(?P<name>[^']*)' is required but missing")
_CLR_NAMES = {
    "boolean": "Boolean", "int": "Int32", "long": "Int64", "unsignedShort": "UInt16", "double": "Double",
    "dateTime": "DateTime", "date": "Date", "time": "Time", "duration": "Duration", "float": "Single",
}  # fmt: skip


@dataclass(frozen=True)
class Violation:
    """What is wrong, and where."""

    text: str
    place: Place


def violation(message: str, element: etree._Element, document: bytes, version: ExchangeVersion) -> Violation:
    """The words for one finding of libxml2 about ``element``, which is in ``document``.

    Text where only elements may stand is placed at the element's start tag: approximate. What has no words here is told
    in those of libxml2.
    """
    attribute = _ATTRIBUTE.match(message)
    missing = _REQUIRED.search(message)
    if missing is not None:
        return Violation(f"The required attribute '{missing['name']}' is missing.", start_of(document, element))
    if attribute is not None:
        name = f"{attribute['namespace']}:{attribute['name']}" if attribute["namespace"] else attribute["name"]
        place = start_of(document, element, attribute["name"])
        if "is not allowed" in message:
            return Violation(f"The '{name}' attribute is not declared.", place)
        kind = attribute_type(declared_type(element), name)
        if kind is None:
            return Violation(message, place)
        value = element.get(name, "")
        return Violation(_invalid(f"'{name}' attribute", value, message, kind), place)
    return _about_content(message, element, document, version)


def _about_content(message: str, element: etree._Element, document: bytes, version: ExchangeVersion) -> Violation:
    parent = element.getparent()
    if "This element is not expected" in message and parent is not None:
        before = [str(one.tag) for one in element.itersiblings(etree.Element, preceding=True)][::-1]
        may = expected(declared_type(parent), before, version)
        text = f"The element {_named(parent)} has invalid child element {_named(element)}.{_possible(may)}"
        return Violation(text, start_of(document, element))
    if "Missing child element" in message:
        before = [str(one.tag) for one in element.iterchildren(etree.Element)]
        may = expected(declared_type(element), before, version)
        return Violation(
            f"The element {_named(element)} has incomplete content.{_possible(may)}", end_of(document, element)
        )
    if "Character content" in message:
        may = expected(declared_type(element), (), version)
        return Violation(
            f"The element {_named(element)} cannot contain text.{_possible(may)}", start_of(document, element)
        )
    if "Element content is not allowed" in message and len(element):
        text = f"The element {_named(element)} cannot contain child element {_named(element[0])} because the parent "
        return Violation(f"{text}element's content model is text only.", start_of(document, element[0]))
    kind = declared_type(element)
    if kind is not None and ("[facet " in message or "is not a valid value" in message):
        name = etree.QName(element)
        subject = f"'{name.namespace}:{name.localname}' element"
        return Violation(_invalid(subject, element.text or "", message, kind), end_of(document, element))
    return Violation(message, start_of(document, element))


def _invalid(subject: str, value: str, message: str, kind: str) -> str:
    """The words for a value that isn't one of its type."""
    facet = _FACET.search(message)
    if facet is not None:
        why = f"The {facet['facet'][0].upper()}{facet['facet'][1:]} constraint failed."
    elif "union type" in message:
        why = f"The value '{value}' is not valid according to any of the memberTypes of the union."
    elif "list type" in message:
        why = "The Enumeration constraint failed."
    else:
        why = f"The string '{value}' is not a valid {_CLR_NAMES.get(kind, kind)} value."
    invalid = f"The value '{value}' is invalid according to its datatype '{full_name(kind)}'"
    return f"The {subject} is invalid - {invalid} - {why}"


def _named(element: etree._Element) -> str:
    name = etree.QName(element)
    return f"'{name.localname}' in namespace '{name.namespace}'" if name.namespace else f"'{name.localname}'"


def _possible(tags: Sequence[str]) -> str:
    if not tags:
        return ""
    spaces: dict[str, list[str]] = {}
    for tag in tags:
        name = etree.QName(tag)
        spaces.setdefault(str(name.namespace), []).append(name.localname)
    lists = " as well as ".join(f"'{', '.join(names)}' in namespace '{space}'" for space, names in spaces.items())
    return f" List of possible elements expected: {lists}."
