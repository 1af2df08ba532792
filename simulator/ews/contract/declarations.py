"""What the tables declare about an element of a request: its type, its attributes' types, what may come next in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from simulator.ews.contract.content import AnyElement, Element, Group, Part, attributes, content
from simulator.ews.contract.global_elements import GLOBAL_ELEMENTS
from simulator.ews.contract.operation_rows import ROW_OF
from simulator.ews.contract.rows import ComplexType, has
from simulator.ews.contract.schema_text import TYPE_ROWS
from simulator.exchange_version import ExchangeVersion
from simulator.soap.namespaces import MESSAGES, TYPES, XSD


@dataclass(frozen=True)
class Declared:
    """An element that may stand somewhere: its name in Clark's notation and the type's name as the rows call it."""

    tag: str
    type: str


def declared_type(element: etree._Element) -> str | None:
    """The type of an element in the body of a request; None where the tables have no such element."""
    parent = element.getparent()
    name = etree.QName(element)
    if name.namespace == MESSAGES and name.localname in ROW_OF:
        return ROW_OF[name.localname].request_type
    owner = declared_type(parent) if parent is not None else None
    found = (one.type for part in _parts(owner) for one in _leaves(part, _namespace(owner)) if one.tag == element.tag)
    return next(found, None)


def attribute_type(owner: str | None, name: str) -> str | None:
    """The type of an attribute of elements with the type ``owner``."""
    for row in _bases(owner):
        for one in attributes(row.attributes):
            if one.name == name:
                return one.type
    return None


def full_name(type_name: str) -> str:
    """A type's name with its namespace before it, as messages of .NET write it."""
    prefix, _, local = type_name.rpartition(":")
    if prefix:
        return f"{MESSAGES}:{local}"
    return f"{XSD if local[0].islower() else TYPES}:{local}"


def expected(owner: str | None, before: Sequence[str], version: ExchangeVersion) -> list[str]:
    """The tags that may follow ``before`` in elements with the type ``owner``, in the schema's order."""
    parts = [known for known in (_known(part, version) for part in _parts(owner)) if known is not None]
    namespace = _namespace(owner)
    place = 0
    for tag in before:
        while place < len(parts) and tag not in _tags(parts[place], namespace):
            place += 1
    found: list[str] = []
    for number, part in enumerate(parts[place:]):
        stands = bool(number == 0 and before) and any(tag in _tags(part, namespace) for tag in before)
        if not stands or _most(part) != 1:
            found += [tag for tag in _tags(part, namespace) if tag not in found]
        if _least(part) > 0 and not stands:
            break
    return found


def _bases(owner: str | None) -> list[ComplexType]:
    """The type and those that it extends, the oldest first."""
    rows: list[ComplexType] = []
    while owner:
        row = TYPE_ROWS.get(owner)
        if not isinstance(row, ComplexType):
            break
        rows.insert(0, row)
        owner = row.base
    return rows


def _parts(owner: str | None) -> list[Part]:
    """What elements of the type hold, one after the other."""
    found: list[Part] = []
    for row in _bases(owner):
        held = content(row.content)
        found += held.parts if held.kind == "sequence" else [held]
    return found


def _namespace(owner: str | None) -> str:
    return MESSAGES if owner is not None and owner.startswith("m:") else TYPES


def _known(part: Part, version: ExchangeVersion) -> Part | None:
    if isinstance(part, Group):
        inner = tuple(one for one in (_known(each, version) for each in part.parts) if one is not None)
        return Group(part.kind, inner, part.least, part.most) if inner else None
    if isinstance(part, Element) and not has(version, part.since):
        return None
    return part


def _tags(part: Part, namespace: str) -> list[str]:
    return [one.tag for one in _leaves(part, namespace)]


def _leaves(part: Part, namespace: str) -> Iterator[Declared]:
    if isinstance(part, Group):
        for inner in part.parts:
            yield from _leaves(inner, namespace)
    elif isinstance(part, Element) and part.type:
        yield Declared(f"{{{namespace}}}{part.name}", part.type)
    elif isinstance(part, Element):
        for row in GLOBAL_ELEMENTS:
            if part.name in (row.name, row.stands_for) and not row.abstract:
                yield Declared(f"{{{TYPES}}}{row.name}", row.type)


def _least(part: Part) -> int:
    return 0 if isinstance(part, AnyElement) else part.least


def _most(part: Part) -> int | None:
    return None if isinstance(part, AnyElement) else part.most
