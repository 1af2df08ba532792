"""types.xsd and messages.xsd of one server version, as text, with what a list of operations needs and nothing else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from simulator.ews.contract.content import AnyElement, Attribute, Element, Group, Part, attributes, content
from simulator.ews.contract.dated_words import DATED_WORDS
from simulator.ews.contract.enumerations import ENUMERATIONS
from simulator.ews.contract.field_uris import FIELD_URIS
from simulator.ews.contract.global_elements import GLOBAL_ELEMENTS
from simulator.ews.contract.messages import MESSAGE_TYPES
from simulator.ews.contract.operation_rows import OperationRow
from simulator.ews.contract.response_codes import RESPONSE_CODES
from simulator.ews.contract.restricted_texts import RESTRICTED_TEXTS
from simulator.ews.contract.rows import ComplexType, DatedWords, Enumeration, ListOf, SimpleType, has
from simulator.ews.contract.types import TYPES as COMPLEX_TYPES
from simulator.exchange_version import ExchangeVersion
from simulator.soap.namespaces import MESSAGES, SOAP, TYPES, XSD

_SIMPLE: tuple[SimpleType, ...] = (*ENUMERATIONS, FIELD_URIS, *DATED_WORDS, *RESTRICTED_TEXTS)
_IN_TYPES: dict[str, ComplexType | SimpleType] = {
    **{row.name: row for row in COMPLEX_TYPES},
    **{row.name: row for row in _SIMPLE},
}
_IN_MESSAGES: dict[str, ComplexType | SimpleType] = {
    **{f"m:{row.name}": row for row in MESSAGE_TYPES},
    f"m:{RESPONSE_CODES.name}": RESPONSE_CODES,
}
TYPE_ROWS = {**_IN_TYPES, **_IN_MESSAGES}
"""Every row by the name that other rows call it by."""
_RESPONSES = "m:ArrayOfResponseMessagesType"


@dataclass(frozen=True)
class SchemaText:
    """The two documents."""

    types: str
    messages: str


def schema_text(version: ExchangeVersion, operations: Iterable[OperationRow]) -> SchemaText:
    """The schema of these operations as a server of this version publishes it."""
    rows = tuple(operations)
    elements = [element for row in rows for element in ((row.name, row.request_type), (row.answer, row.answer_type))]
    heads = [row for row in GLOBAL_ELEMENTS if has(version, row.since)]
    writer = _Writer(version, frozenset(f"{row.name}ResponseMessage" for row in rows))
    names = writer.reached([*(name for _, name in elements), *(row.type for row in heads)])
    types = [writer.type(TYPE_ROWS[name]) for name in names if not name.startswith("m:")]
    messages = [writer.type(TYPE_ROWS[name]) for name in names if name.startswith("m:")]
    globals_ = [
        f'<xs:element name="{row.name}" type="{_qualified(row.type)}"'
        + (f' substitutionGroup="t:{row.stands_for}"' if row.stands_for else "")
        + (' abstract="true"/>' if row.abstract else "/>")
        for row in heads
    ]
    wire = [f'<xs:element name="{name}" type="{_qualified(type_name)}"/>' for name, type_name in elements]
    place = f'<xs:import namespace="{TYPES}" schemaLocation="types.xsd"/>'
    return SchemaText(
        _document("types", TYPES, version, [*types, *globals_]),
        _document("messages", MESSAGES, version, [place, *messages, *wire]),
    )


def _document(name: str, namespace: str, version: ExchangeVersion, lines: list[str]) -> str:
    return "\n".join(
        (
            '<?xml version="1.0" encoding="utf-8"?>',
            f'<xs:schema id="{name}" version="{version.api}" targetNamespace="{namespace}" '
            f'elementFormDefault="qualified" xmlns:xs="{XSD}" xmlns:t="{TYPES}" xmlns:m="{MESSAGES}">',
            *lines,
            "</xs:schema>\n",
        )
    )


def _qualified(name: str) -> str:
    """A row's name as the documents write it: with a prefix."""
    if ":" in name:
        return name
    return f"xs:{name}" if name[0].islower() else f"t:{name}"


@dataclass(frozen=True)
class _Writer:
    """Writes the rows, without what the version doesn't have."""

    version: ExchangeVersion
    response_messages: frozenset[str]
    """The response messages of the operations that are published."""

    def reached(self, names: Iterable[str]) -> list[str]:
        """The types that these types need, themselves included, in the order of the rows."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name in found or (":" not in name and name[0].islower()):
                continue
            found.add(name)
            waiting.extend(self._needs(TYPE_ROWS[name]))
        return [name for name in TYPE_ROWS if name in found]

    def _needs(self, row: ComplexType | SimpleType) -> Iterator[str]:
        if isinstance(row, ComplexType):
            yield from (name for name in (row.base, row.restricts, row.text) if name)
            yield from (element.type for element in _elements(self._kept(row)) if element.type)
            yield from (one.type for one in self._attributes(row) if one.type)
        elif isinstance(row, ListOf):
            yield row.item

    def _attributes(self, row: ComplexType) -> list[Attribute]:
        return [one for one in attributes(row.attributes) if has(self.version, one.since)]

    def _kept(self, row: ComplexType) -> Group:
        return self._pruned(content(row.content), row.name == _RESPONSES[2:])

    def _pruned(self, group: Group, is_responses: bool) -> Group:
        parts: list[Part] = []
        for part in group.parts:
            if isinstance(part, Group):
                inner = self._pruned(part, is_responses)
                parts.extend([inner] if inner.parts else [])
            elif isinstance(part, AnyElement) or (
                has(self.version, part.since) and (not is_responses or part.name in self.response_messages)
            ):
                parts.append(part)
        return Group(group.kind, tuple(parts), group.least, group.most)

    def type(self, row: ComplexType | SimpleType) -> str:
        """One type's definition."""
        if isinstance(row, ComplexType):
            return self._complex(row)
        if isinstance(row, ListOf):
            return f'<xs:simpleType name="{row.name}"><xs:list itemType="{_qualified(row.item)}"/></xs:simpleType>'
        if isinstance(row, Enumeration | DatedWords):
            return self._enumeration(row)
        alternatives = [
            f'<xs:restriction base="{_qualified(base)}">'
            + "".join(f'<xs:{facet} value="{value}"/>' for facet, value in facets)
            + "</xs:restriction>"
            for base, facets in row.alternatives
        ]
        if len(alternatives) == 1:
            return f'<xs:simpleType name="{row.name}">{alternatives[0]}</xs:simpleType>'
        members = "".join(f"<xs:simpleType>{one}</xs:simpleType>" for one in alternatives)
        return f'<xs:simpleType name="{row.name}"><xs:union>{members}</xs:union></xs:simpleType>'

    def _enumeration(self, row: Enumeration | DatedWords) -> str:
        values = "".join(f'<xs:enumeration value="{value}"/>' for value in row.values(self.version))
        inner = f'<xs:restriction base="xs:string">{values}</xs:restriction>'
        if isinstance(row, Enumeration) and row.many:
            inner = f"<xs:list><xs:simpleType>{inner}</xs:simpleType></xs:list>"
        return f'<xs:simpleType name="{row.name}">{inner}</xs:simpleType>'

    def _complex(self, row: ComplexType) -> str:
        inner = _group(self._kept(row)) + "".join(_attribute(one) for one in self._attributes(row))
        if row.text:
            inner = f'<xs:extension base="{_qualified(row.text)}">{inner}</xs:extension>'
            inner = f"<xs:simpleContent>{inner}</xs:simpleContent>"
        elif row.base or row.restricts:
            kind = "extension" if row.base else "restriction"
            base = _qualified(row.base or row.restricts)
            inner = f'<xs:complexContent><xs:{kind} base="{base}">{inner}</xs:{kind}></xs:complexContent>'
        abstract = ' abstract="true"' if row.abstract else ""
        return f'<xs:complexType name="{row.name}"{abstract}>{inner}</xs:complexType>'


def _elements(group: Group) -> Iterator[Element]:
    for part in group.parts:
        if isinstance(part, Group):
            yield from _elements(part)
        elif isinstance(part, Element):
            yield part


def _group(group: Group) -> str:
    if not group.parts:
        return ""
    (only, *others) = group.parts
    if isinstance(only, Group) and not others and (group.least, group.most) == (1, 1):
        return _group(only)
    inner = "".join(_part(part) for part in group.parts)
    return f"<xs:{group.kind}{_bounds(group.least, group.most)}>{inner}</xs:{group.kind}>"


def _part(part: Part) -> str:
    if isinstance(part, Group):
        return _group(part)
    if isinstance(part, AnyElement):
        return '<xs:any processContents="lax" minOccurs="0" maxOccurs="unbounded"/>'
    bounds = _bounds(part.least, part.most)
    if not part.type:
        return f'<xs:element ref="t:{part.name}"{bounds}/>'
    nil = ' nillable="true"' if part.nil else ""
    return f'<xs:element name="{part.name}" type="{_qualified(part.type)}"{bounds}{nil}/>'


def _bounds(least: int, most: int | None) -> str:
    lower = "" if least == 1 else f' minOccurs="{least}"'
    upper = "" if most == 1 else f' maxOccurs="{"unbounded" if most is None else most}"'
    return lower + upper


def _attribute(one: Attribute) -> str:
    if not one.name:
        return f'<xs:anyAttribute namespace="{SOAP}" processContents="lax"/>'
    use = "" if one.use == "optional" else f' use="{one.use}"'
    default = f' default="{one.default}"' if one.default else ""
    kind = f' type="{_qualified(one.type)}"' if one.type else ""
    return f'<xs:attribute name="{one.name}"{kind}{use}{default}/>'
