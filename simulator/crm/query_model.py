"""A query, whichever way it was written: what QueryExpression and FetchXML both become."""

from dataclasses import dataclass, field
from typing import Literal

Junction = Literal["and", "or"]
Join = Literal["inner", "outer"]

PAGE_SIZE = 5000
"""The most rows a page holds, and how many it holds when nobody says."""


@dataclass(frozen=True)
class ColumnSet:
    """Which columns to answer."""

    columns: tuple[str, ...] = ()
    all: bool = False


@dataclass(frozen=True)
class Condition:
    """`operator` has its FetchXML name. `alias` names a link when the condition is about a linked entity's column."""

    attribute: str
    operator: str
    values: tuple[object, ...] = ()
    alias: str | None = None


@dataclass(frozen=True)
class Filter:
    """Conditions and filters joined by and, or by or. An empty one lets everything through."""

    junction: Junction = "and"
    conditions: tuple[Condition, ...] = ()
    filters: tuple["Filter", ...] = ()


@dataclass(frozen=True)
class Order:
    """Order by a column, of a link when `alias` is given."""

    attribute: str
    descending: bool = False
    alias: str | None = None


@dataclass(frozen=True)
class Link:
    """A joined entity: its `from_attribute` equals the outer entity's `to_attribute` (FetchXML's words)."""

    entity: str
    from_attribute: str
    to_attribute: str
    join: Join = "inner"
    alias: str = ""
    columns: ColumnSet = field(default_factory=ColumnSet)
    filter: Filter = field(default_factory=Filter)
    orders: tuple[Order, ...] = ()
    links: tuple["Link", ...] = ()


@dataclass(frozen=True)
class Query:
    """A whole query. `page` counts from 1; `count` 0 means the most a page holds; `top` excludes paging."""

    entity: str
    columns: ColumnSet = field(default_factory=ColumnSet)
    filter: Filter = field(default_factory=Filter)
    links: tuple[Link, ...] = ()
    orders: tuple[Order, ...] = ()
    distinct: bool = False
    page: int = 1
    count: int = 0
    cookie: str | None = None
    top: int | None = None
    total: bool = False
