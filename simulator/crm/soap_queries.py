"""QueryExpression and FetchExpression from XML."""

from collections.abc import Mapping

from lxml import etree

from simulator.crm import errors
from simulator.crm.fetch_xml import read_fetch
from simulator.crm.query_model import ColumnSet, Condition, Filter, Join, Link, Order, Query
from simulator.crm.soap_names import (
    CONDITION_MEMBERS,
    FILTER_MEMBERS,
    LINK_MEMBERS,
    ORDER_MEMBERS,
    PAGE_MEMBERS,
    QUERY_MEMBERS,
)
from simulator.crm.soap_reading import (
    members,
    read_boolean,
    read_column_set,
    read_integer,
    read_query,
    read_value,
    text_of,
    unreadable,
)
from simulator.errors import NotSimulated

_OPERATORS: Mapping[str, str] = {
    "Equal": "eq", "NotEqual": "ne", "GreaterThan": "gt", "LessThan": "lt", "GreaterEqual": "ge", "LessEqual": "le",
    "Like": "like", "NotLike": "not-like", "In": "in", "NotIn": "not-in", "Null": "null", "NotNull": "not-null",
    "Between": "between", "NotBetween": "not-between", "On": "on", "OnOrBefore": "on-or-before",
    "OnOrAfter": "on-or-after", "EqualUserId": "eq-userid", "NotEqualUserId": "ne-userid",
    "BeginsWith": "begins-with", "EndsWith": "ends-with",
}  # fmt: skip
_OPERATORS_NOT_SIMULATED = frozenset(
    [
        "NotOn",
        "Contains",
        "DoesNotContain",
        "DoesNotBeginWith",
        "DoesNotEndWith",
        "Yesterday",
        "Today",
        "Tomorrow",
        "Last7Days",
        "Next7Days",
        "LastWeek",
        "ThisWeek",
        "NextWeek",
        "LastMonth",
        "ThisMonth",
        "NextMonth",
        "LastYear",
        "ThisYear",
        "NextYear",
        "LastXHours",
        "NextXHours",
        "LastXDays",
        "NextXDays",
        "LastXWeeks",
        "NextXWeeks",
        "LastXMonths",
        "NextXMonths",
        "LastXYears",
        "NextXYears",
        "OlderThanXMonths",
        "EqualBusinessId",
        "NotEqualBusinessId",
        "EqualUserTeams",
        "EqualUserOrUserTeams",
        "EqualUserLanguage",
        "ChildOf",
        "Mask",
        "NotMask",
        "MasksSelect",
        "ThisFiscalYear",
        "ThisFiscalPeriod",
        "NextFiscalYear",
        "NextFiscalPeriod",
        "LastFiscalYear",
        "LastFiscalPeriod",
        "LastXFiscalYears",
        "LastXFiscalPeriods",
        "NextXFiscalYears",
        "NextXFiscalPeriods",
        "InFiscalYear",
        "InFiscalPeriod",
        "InFiscalPeriodAndYear",
        "InOrBeforeFiscalPeriodAndYear",
        "InOrAfterFiscalPeriodAndYear",
    ]
)
_JOINS: Mapping[str, Join] = {"Inner": "inner", "LeftOuter": "outer"}


def read_any_query(element: etree._Element) -> Query:
    """The query of a RetrieveMultiple, by its i:type. Raises CrmFault or NotSimulated."""
    return read_query(element, {"QueryExpression": _read_expression, "FetchExpression": _read_fetch_expression})


def _read_fetch_expression(element: etree._Element) -> Query:
    text = text_of(members(element, ("Query",)).get("Query"))
    if not text:
        raise errors.fault(errors.INVALID_FETCH_XML)
    return read_fetch(text)


def _read_expression(element: etree._Element) -> Query:
    found = members(element, QUERY_MEMBERS)
    name = text_of(found.get("EntityName"))
    if not name:
        raise unreadable("QueryExpression.EntityName is missing.")
    page = members(found["PageInfo"], PAGE_MEMBERS) if "PageInfo" in found else {}
    top = read_integer(found["TopCount"]) if "TopCount" in found else None
    return Query(
        entity=name,
        columns=read_column_set(found["ColumnSet"]) if "ColumnSet" in found else ColumnSet(),
        filter=_read_filter(found["Criteria"]) if "Criteria" in found else Filter(),
        links=_read_links(found.get("LinkEntities"), [0]),
        orders=_read_orders(found.get("Orders")),
        distinct="Distinct" in found and read_boolean(found["Distinct"]),
        page=read_integer(page["PageNumber"]) if "PageNumber" in page else 1,
        count=read_integer(page["Count"]) if "Count" in page else 0,
        cookie=text_of(page.get("PagingCookie")) or None,
        top=top,
        total="ReturnTotalRecordCount" in page and read_boolean(page["ReturnTotalRecordCount"]),
    )


def _read_filter(element: etree._Element) -> Filter:
    found = members(element, FILTER_MEMBERS)
    junction = (text_of(found.get("FilterOperator")) or "And").strip()
    if junction not in ("And", "Or"):
        raise errors.fault(errors.INVALID_FILTER_TYPE)
    return Filter(
        "or" if junction == "Or" else "and",
        tuple(_read_condition(child) for child in found.get("Conditions", ())),
        tuple(_read_filter(child) for child in found.get("Filters", ())),
    )


def _read_condition(element: etree._Element) -> Condition:
    found = members(element, CONDITION_MEMBERS)
    name, operator = text_of(found.get("AttributeName")), (text_of(found.get("Operator")) or "").strip()
    if not name:
        raise unreadable("ConditionExpression.AttributeName is missing.")
    if operator in _OPERATORS_NOT_SIMULATED:
        raise NotSimulated(f"query operator {operator}")
    if operator not in _OPERATORS:
        raise errors.fault(errors.INVALID_CONDITION_OPERATOR, f"The condition operator '{operator}' is not supported.")
    values = tuple(read_value(child) for child in found.get("Values", ()))
    return Condition(name, _OPERATORS[operator], values, text_of(found.get("EntityName")) or None)


def _read_links(element: etree._Element | None, counter: list[int]) -> tuple[Link, ...]:
    return tuple(_read_link(child, counter) for child in element) if element is not None else ()


def _read_link(element: etree._Element, counter: list[int]) -> Link:
    found = members(element, LINK_MEMBERS)
    entity = text_of(found.get("LinkToEntityName"))
    inner, outer = text_of(found.get("LinkToAttributeName")), text_of(found.get("LinkFromAttributeName"))
    join = (text_of(found.get("JoinOperator")) or "Inner").strip()
    if not entity or not inner or not outer:
        raise unreadable("LinkEntity names no entity or attributes.")
    if join not in _JOINS:
        raise NotSimulated(f"JoinOperator {join}")
    counter[0] += 1
    return Link(
        entity=entity,
        from_attribute=inner,
        to_attribute=outer,
        join=_JOINS[join],
        alias=text_of(found.get("EntityAlias")) or f"{entity}{counter[0]}",
        columns=read_column_set(found["Columns"]) if "Columns" in found else ColumnSet(),
        filter=_read_filter(found["LinkCriteria"]) if "LinkCriteria" in found else Filter(),
        orders=_read_orders(found.get("Orders")),
        links=_read_links(found.get("LinkEntities"), counter),
    )


def _read_orders(element: etree._Element | None) -> tuple[Order, ...]:
    orders = []
    for child in element if element is not None else ():
        found = members(child, ORDER_MEMBERS)
        name = text_of(found.get("AttributeName"))
        if not name:
            raise unreadable("OrderExpression.AttributeName is missing.")
        orders.append(Order(name, (text_of(found.get("OrderType")) or "").strip() == "Descending"))
    return tuple(orders)
