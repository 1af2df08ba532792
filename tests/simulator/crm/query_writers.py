"""One abstract query, written three ways: as FetchXML, as a QueryExpression and as a plain Python filter."""

import fnmatch
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from xml.sax.saxutils import escape, quoteattr

from tests.simulator.crm.soap import column_set

Scalar = str | int | bool | datetime | uuid.UUID
Data = Mapping[str, Scalar | None]

OPERATORS = {
    "eq": "Equal", "ne": "NotEqual", "lt": "LessThan", "le": "LessEqual", "gt": "GreaterThan", "ge": "GreaterEqual",
    "in": "In", "not-in": "NotIn", "like": "Like", "not-like": "NotLike", "null": "Null", "not-null": "NotNull",
    "on-or-after": "OnOrAfter", "on-or-before": "OnOrBefore", "eq-userid": "EqualUserId",
}  # fmt: skip


@dataclass(frozen=True)
class Test:
    """One condition."""

    __test__ = False
    column: str
    operator: str
    values: tuple[Scalar, ...] = ()


@dataclass(frozen=True)
class Group:
    """Tests and groups joined by and, or by or; an empty one is true."""

    junction: str
    parts: tuple["Test | Group", ...]


def holds(part: Test | Group, row: Data, me: uuid.UUID) -> bool:
    """The plain Python filter."""
    if isinstance(part, Group):
        found = [holds(inner, row, me) for inner in part.parts]
        return not found or (all(found) if part.junction == "and" else any(found))
    value = row.get(part.column)
    if part.operator in ("null", "not-null"):
        return (value is None) == (part.operator == "null")
    if value is None:
        return part.operator in ("ne", "not-in", "not-like")
    if part.operator == "eq-userid":
        return value == me
    return _compare(part.operator, _folded(value), [_folded(other) for other in part.values])


def _folded(value: Scalar) -> Scalar:
    return value.lower() if isinstance(value, str) else value


def _compare(operator: str, value: Scalar, others: Sequence[Scalar]) -> bool:
    if operator in ("in", "not-in"):
        return (value in others) == (operator == "in")
    if operator in ("like", "not-like"):
        pattern = str(others[0]).replace("[%]", "[p]").replace("%", "*").replace("_", "?").replace("[p]", "%")
        return fnmatch.fnmatchcase(str(value), pattern) == (operator == "like")
    other = others[0]
    if operator.startswith("on-or"):
        assert isinstance(other, datetime)
        midnight = other.replace(hour=0, minute=0, second=0)
        if operator == "on-or-after":
            return value >= midnight  # type: ignore[operator]
        return value < midnight + timedelta(days=1)  # type: ignore[operator]
    left, right = value, other
    return {"eq": left == right, "ne": left != right}.get(operator) or (
        operator not in ("eq", "ne")
        and {"lt": left < right, "le": left <= right, "gt": left > right, "ge": left >= right}[operator]  # type: ignore[operator]
    )


def text(value: Scalar) -> str:
    """As FetchXML writes it."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{{{value}}}" if isinstance(value, uuid.UUID) else str(value)


def fetch_filter(part: Group) -> str:
    inner = "".join(fetch_filter(p) if isinstance(p, Group) else _fetch_condition(p) for p in part.parts)
    return f'<filter type="{part.junction}">{inner}</filter>'


def _fetch_condition(test: Test) -> str:
    start = f'<condition attribute="{test.column}" operator="{test.operator}"'
    if test.operator in ("in", "not-in"):
        return start + ">" + "".join(f"<value>{escape(text(v))}</value>" for v in test.values) + "</condition>"
    return start + "".join(f" value={quoteattr(text(v))}" for v in test.values) + "/>"


def expression_filter(part: Group, tag: str = "b:Criteria") -> str:
    tests = [p for p in part.parts if isinstance(p, Test)]
    groups = [p for p in part.parts if isinstance(p, Group)]
    return (
        f"<{tag}><b:Conditions>{''.join(_expression_condition(t) for t in tests)}</b:Conditions>"
        f"<b:FilterOperator>{part.junction.title()}</b:FilterOperator>"
        f"<b:Filters>{''.join(expression_filter(g, 'b:FilterExpression') for g in groups)}</b:Filters></{tag}>"
    )


def _expression_condition(test: Test) -> str:
    values = "".join(_any_type(value) for value in test.values)
    return (
        f"<b:ConditionExpression><b:AttributeName>{test.column}</b:AttributeName>"
        f"<b:Operator>{OPERATORS[test.operator]}</b:Operator><b:Values>{values}</b:Values></b:ConditionExpression>"
    )


def _any_type(value: Scalar) -> str:
    kinds = ((bool, "x:boolean"), (int, "x:int"), (datetime, "x:dateTime"), (uuid.UUID, "ser:guid"), (str, "x:string"))
    kind = next(name for python, name in kinds if isinstance(value, python))
    content = text(value).strip("{}")
    if isinstance(value, bool):
        content = "true" if value else "false"
    return f'<a:anyType i:type="{kind}">{escape(content)}</a:anyType>'


def fetch_query(columns: Sequence[str], where: Group, order: Sequence[tuple[str, bool]], page: int, count: int) -> str:
    attributes = "".join(f'<attribute name="{column}"/>' for column in columns)
    orders = "".join(f'<order attribute="{name}" descending="{str(down).lower()}"/>' for name, down in order)
    return (
        f'<fetch page="{page}" count="{count}"><entity name="contact">{attributes}{orders}{fetch_filter(where)}'
        "</entity></fetch>"
    )


def expression_query(
    columns: Sequence[str], where: Group, order: Sequence[tuple[str, bool]], page: int, count: int, cookie: str | None
) -> str:
    orders = "".join(
        f"<b:OrderExpression><b:AttributeName>{name}</b:AttributeName><b:OrderType>"
        f"{'Descending' if down else 'Ascending'}</b:OrderType></b:OrderExpression>"
        for name, down in order
    )
    paging = (
        '<b:PagingCookie i:nil="true"/>' if cookie is None else f"<b:PagingCookie>{escape(cookie)}</b:PagingCookie>"
    )
    return (
        f"<b:ColumnSet>{column_set(*columns)}</b:ColumnSet>{expression_filter(where)}<b:Distinct>false</b:Distinct>"
        f"<b:EntityName>contact</b:EntityName><b:LinkEntities/><b:Orders>{orders}</b:Orders>"
        f"<b:PageInfo><b:Count>{count}</b:Count><b:PageNumber>{page}</b:PageNumber>{paging}"
        "<b:ReturnTotalRecordCount>true</b:ReturnTotalRecordCount></b:PageInfo><b:NoLock>false</b:NoLock>"
    )
