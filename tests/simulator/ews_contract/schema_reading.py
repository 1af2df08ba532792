"""Reading a schema into values that can be compared: what each type holds, in order, and which values it allows."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from lxml import etree

from simulator.soap.namespaces import MESSAGES, TYPES, XSD

X = f"{{{XSD}}}"
PREFIX = {TYPES: "t", MESSAGES: "m", XSD: "xs"}
WITHOUT_NAME = {
    "GetRemindersType.MaxItems": "t:GetRemindersMaxItemsType",
    "GetRemindersType.ReminderType": "t:GetRemindersKindType",
    "ResponseMessageType.MessageXml": "m:MessageXmlType",
    "MessageType.MailboxGuids": "t:MailboxGuidsType",
}
"""Types that the published schema gives no name, and what ours calls them."""


@dataclass(frozen=True)
class Read:
    """What a schema says: types by prefixed name, and the global elements with their types and substitution heads."""

    types: dict[str, Any]
    elements: dict[str, tuple[str, str]]


def read(roots: list[etree._Element], names: Container[str] | None = None) -> Read:
    """The types with these names, or all, of a types.xsd and a messages.xsd."""
    shared: dict[str, etree._Element] = {
        f"{etree.QName(node).localname} {node.get('name')}": node
        for root in roots
        for node in root
        if node.tag in (X + "group", X + "attributeGroup")
    }
    types: dict[str, Any] = {}
    elements: dict[str, tuple[str, str]] = {}
    for root in roots:
        prefix = PREFIX[str(root.get("targetNamespace"))]
        for node in root:
            name = f"{prefix}:{node.get('name')}"
            if names is not None and name not in names:
                continue
            if node.tag == X + "complexType":
                types[name] = _complex(node, str(node.get("name")), shared)
            elif node.tag == X + "simpleType":
                types[name] = _simple(node)
            elif node.tag == X + "element":
                kind = node.get("type")
                head = node.get("substitutionGroup")
                elements[name] = (_name(node, kind) if kind else "", _name(node, head) if head else "")
    return Read(types, elements)


def _name(node: etree._Element, name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return f"{PREFIX[str(node.nsmap[prefix or None])]}:{local}"


def _complex(node: etree._Element, owner: str, shared: dict[str, etree._Element]) -> Any:
    body, derived = node, ("", "")
    for wrapper in node.iterchildren(X + "complexContent", X + "simpleContent"):
        (body,) = wrapper.iterchildren(X + "extension", X + "restriction")
        derived = (etree.QName(body).localname, _name(body, str(body.get("base"))))
    held = [
        part
        for child in body.iterchildren(X + "sequence", X + "choice", X + "group")
        for part in _spliced(_part(child, owner, shared))
    ]
    return derived, tuple(held), frozenset(_attributes(body, shared)), node.get("abstract") == "true"


def _attributes(body: etree._Element, shared: dict[str, etree._Element]) -> list[Any]:
    found: list[Any] = []
    for child in body.iterchildren(X + "attribute", X + "attributeGroup", X + "anyAttribute"):
        if child.tag == X + "attributeGroup":
            found += _attributes(shared[f"attributeGroup {str(child.get('ref')).split(':')[-1]}"], shared)
        elif child.tag == X + "anyAttribute":
            found.append("any")
        else:
            use = child.get("use", "optional")
            kind = "" if use == "prohibited" else _name(child, str(child.get("type")))
            found.append((child.get("name"), kind, use, child.get("default")))
    return found


def _part(node: etree._Element, owner: str, shared: dict[str, etree._Element]) -> Any:
    bounds = (node.get("minOccurs", "1"), node.get("maxOccurs", "1"))
    if node.tag == X + "any":
        return ("any", bounds)
    if node.tag == X + "element" and node.get("ref"):
        return ("element", bounds, str(node.get("ref")).split(":")[-1], "", None)
    if node.tag == X + "element":
        name = str(node.get("name"))
        kind = node.get("type")
        given = _name(node, kind) if kind else WITHOUT_NAME[f"{owner}.{name}"]
        return ("element", bounds, name, given, node.get("nillable"))
    if node.tag == X + "group":
        (inner,) = shared[f"group {str(node.get('ref')).split(':')[-1]}"].iterchildren(X + "sequence", X + "choice")
        return _sized(_part(inner, owner, shared), bounds)
    kind = etree.QName(node).localname
    parts = [_part(child, owner, shared) for child in node if isinstance(child.tag, str)]
    if len(parts) == 1:
        kind = "sequence"  # a choice of one is none
    if kind == "sequence":
        parts = [one for part in parts for one in _spliced(part)]
    return _sized((kind, ("1", "1"), tuple(parts)), bounds)


def _sized(part: Any, bounds: tuple[str, str]) -> Any:
    if bounds == ("1", "1"):
        return part
    kind, own, inner = part
    if kind == "sequence" and len(inner) == 1 and inner[0][0] == "choice" and inner[0][1] == ("1", "1"):
        return ("choice", bounds, inner[0][2])
    return (kind, bounds if own == ("1", "1") else own, inner)


def _spliced(part: Any) -> list[Any]:
    """The parts of a sequence that stands once: it makes no difference where it stands."""
    return list(part[2]) if part[0] == "sequence" and part[1] == ("1", "1") else [part]


def _simple(node: etree._Element) -> Any:
    bases = [_name(one, str(one.get("base"))) for one in node.iter(X + "restriction")]
    bases += [
        _name(one, name) for one in node.iter(X + "union") for name in (one.get("memberTypes") or "").split() if name
    ]
    lists = [_name(one, str(one.get("itemType"))) for one in node.iter(X + "list") if one.get("itemType")]
    facets = frozenset(
        (etree.QName(one).localname, one.get("value")) for one in node.iter() if one.get("value") is not None
    )
    return frozenset(bases), tuple(lists), facets
