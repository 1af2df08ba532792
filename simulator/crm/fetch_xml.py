"""FetchXML: text to query. Malformed FetchXML is CrmFault InvalidFetchXml; what we do not have yet is NotSimulated."""

import re

from lxml import etree

from simulator.crm import errors
from simulator.crm.query_model import ColumnSet, Condition, Filter, Join, Junction, Link, Order, Query
from simulator.errors import NotSimulated
from simulator.soap.parsing import XmlRefused, parse

_SYNONYMS = {"neq": "ne"}


class _Aliases:
    """Gives unnamed links the names CRM gives them: the entity and a number."""

    def __init__(self) -> None:
        self._count = 0

    def next(self, entity: str) -> str:
        """A name for a link that has none."""
        self._count += 1
        return f"{entity}{self._count}"


def read_fetch(text: str) -> Query:
    """The query that `text` writes down. Raises CrmFault or NotSimulated."""
    try:
        root = parse(text.strip().encode())
    except XmlRefused as problem:
        raise errors.fault(errors.INVALID_FETCH_XML, f"Invalid XML. {problem}") from problem
    if root.tag != "fetch":
        raise _malformed("the root element is not <fetch>")
    if _flag(root, "aggregate"):
        raise NotSimulated("FetchXML aggregate")
    entities = root.findall("entity")
    if len(entities) != 1:
        raise _malformed("there must be one <entity>")
    (entity,) = entities
    top = _number(root, "top")
    return Query(
        entity=_required(entity, "name"),
        columns=_columns(entity),
        filter=_filters(entity),
        links=_links(entity, _Aliases()),
        orders=_orders(entity),
        distinct=_flag(root, "distinct"),
        page=_number(root, "page") or 1,
        count=_number(root, "count") or 0,
        cookie=root.get("paging-cookie") or None,
        top=top,
        total=_flag(root, "returntotalrecordcount"),
    )


def _columns(element: etree._Element) -> ColumnSet:
    if element.find("all-attributes") is not None:
        return ColumnSet(all=True)
    for attribute in element.findall("attribute"):
        if attribute.get("alias") is not None:
            raise NotSimulated("FetchXML attribute alias")
    return ColumnSet(tuple(_required(attribute, "name") for attribute in element.findall("attribute")))


def _orders(element: etree._Element) -> tuple[Order, ...]:
    return tuple(
        Order(_required(order, "attribute"), _flag(order, "descending"), order.get("entityname"))
        for order in element.findall("order")
    )


def _links(element: etree._Element, aliases: _Aliases) -> tuple[Link, ...]:
    return tuple(_link(link, aliases) for link in element.findall("link-entity"))


def _link(element: etree._Element, aliases: _Aliases) -> Link:
    entity = _required(element, "name")
    return Link(
        entity=entity,
        from_attribute=_required(element, "from"),
        to_attribute=_required(element, "to"),
        join=_join(element.get("link-type", "inner")),
        alias=element.get("alias") or aliases.next(entity),
        columns=_columns(element),
        filter=_filters(element),
        orders=_orders(element),
        links=_links(element, aliases),
    )


def _join(text: str) -> Join:
    if text not in ("inner", "outer"):
        raise NotSimulated(f"FetchXML link-type {text}")
    return "inner" if text == "inner" else "outer"


def _filters(element: etree._Element) -> Filter:
    return Filter("and", filters=tuple(_filter(child) for child in element.findall("filter")))


def _filter(element: etree._Element) -> Filter:
    return Filter(
        _junction(element.get("type", "and")),
        tuple(_condition(child) for child in element.findall("condition")),
        tuple(_filter(child) for child in element.findall("filter")),
    )


def _junction(text: str) -> Junction:
    if text not in ("and", "or"):
        raise errors.fault(errors.INVALID_FILTER_TYPE)
    return "and" if text == "and" else "or"


def _condition(element: etree._Element) -> Condition:
    values = tuple(value.text or "" for value in element.findall("value"))
    single = element.get("value")
    operator = _required(element, "operator")
    return Condition(
        attribute=_required(element, "attribute"),
        operator=_SYNONYMS.get(operator, operator),
        values=values or (() if single is None else (single,)),
        alias=element.get("entityname"),
    )


def _required(element: etree._Element, name: str) -> str:
    value = element.get(name)
    if not value:
        raise _malformed(f"<{element.tag}> has no '{name}'")
    return value


def _flag(element: etree._Element, name: str) -> bool:
    return element.get(name, "false").lower() in ("true", "1")


def _number(element: etree._Element, name: str) -> int | None:
    text = element.get(name)
    if text is None:
        return None
    if re.fullmatch(r"[0-9]{1,9}", text) is None:
        raise _malformed(f"'{name}' is not a number")
    return int(text)


def _malformed(what: str) -> errors.CrmFault:
    return errors.fault(errors.INVALID_FETCH_XML, f"{errors.MESSAGES[errors.INVALID_FETCH_XML]} ({what})")
