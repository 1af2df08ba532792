"""FetchXML queries as text, values escaped (Learn, "Build queries with FetchXML")."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree


@dataclass(frozen=True, slots=True)
class Where:
    """A condition. With several values the operator is `in`."""

    attribute: str
    values: tuple[str, ...]
    operator: str = "eq"


@dataclass(frozen=True, slots=True)
class Linked:
    """An inner join: rows of `entity` whose `column` is this row's `own_column`, all conditions true."""

    entity: str
    column: str
    own_column: str
    where: tuple[Where, ...]


def equals(attribute: str, value: object) -> Where:
    """attribute = value; booleans are 0 and 1."""
    return Where(attribute, (str(int(value)) if isinstance(value, bool | int) else str(value),))


def one_of(attribute: str, values: Iterable[str]) -> Where:
    """attribute in values."""
    return Where(attribute, tuple(values), "in")


def fetch(
    entity: str,
    columns: Sequence[str],
    *,
    where: Sequence[Where] = (),
    any_of: Sequence[Where] = (),
    linked: Sequence[Linked] = (),
    order: str | None = None,
) -> str:
    """A query: all of `where`, and at least one of `any_of` if there are any; `order` names an ascending column."""
    root = etree.Element("fetch", version="1.0", mapping="logical", distinct="true" if linked else "false")
    table = etree.SubElement(root, "entity", name=entity)
    for column in columns:
        etree.SubElement(table, "attribute", name=column)
    if order is not None:
        etree.SubElement(table, "order", attribute=order)
    if where or any_of:
        conditions = etree.SubElement(table, "filter", type="and")
        _conditions(conditions, where)
        if any_of:
            _conditions(etree.SubElement(conditions, "filter", type="or"), any_of)
    for link in linked:
        joined = etree.SubElement(
            table,
            "link-entity",
            {"name": link.entity, "from": link.column, "to": link.own_column, "link-type": "inner"},
        )
        _conditions(etree.SubElement(joined, "filter", type="and"), link.where)
    return etree.tostring(root, encoding="unicode")


def _conditions(parent: etree._Element, where: Iterable[Where]) -> None:
    for one in where:
        if one.operator == "in":
            condition = etree.SubElement(parent, "condition", attribute=one.attribute, operator="in")
            for value in one.values:
                etree.SubElement(condition, "value").text = value
        else:
            attributes = {"attribute": one.attribute, "operator": one.operator}
            if one.values:
                attributes["value"] = one.values[0]
            etree.SubElement(parent, "condition", attributes)
