"""Running a query: join, filter, order, page.

Our choices: rows that an order leaves equal come in the order of their Ids; a paging cookie continues after its last
row, and by page number when that row is gone meanwhile; a join of more than LARGEST_JOIN combinations is what a server
would give up as an SQL time-out. The limits on links and conditions are those that Learn gives for today's service.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from simulator.crm import errors
from simulator.crm.comparison import Plain, operand, plain, test_for
from simulator.crm.context import CrmContext
from simulator.crm.metadata import Entity, Type
from simulator.crm.paging_cookie import last_id
from simulator.crm.query_model import PAGE_SIZE, Filter, Link, Order, Query
from simulator.crm.reading import chosen_columns, column_value, label_of, record_of, with_aliases
from simulator.crm.rows import Row, Rows
from simulator.crm.validation import attribute_named, entity_named
from simulator.crm.values import AliasedValue, EntityCollection, Record

ROOT = ""
MOST_LINKS = 15
MOST_CONDITIONS = 500
LARGEST_JOIN = 200_000
_Found = Mapping[str, tuple[uuid.UUID, Row] | None]
_Test = Callable[[_Found], bool]


@dataclass(frozen=True)
class _Names:
    """Which entity each alias stands for; the root has none."""

    entities: Mapping[str, Entity]

    def of(self, alias: str | None) -> tuple[str, Entity]:
        """The alias (or the entity name used as one) and its entity. Raises CrmFault."""
        key = alias or ROOT
        if key in self.entities:
            return key, self.entities[key]
        for found, entity in self.entities.items():
            if entity.name == key:
                return found, entity
        raise errors.fault(errors.INVALID_ARGUMENT, f"The query has no link with the alias '{alias}'.")


def run(context: CrmContext, query: Query) -> EntityCollection:
    """The rows the query finds. Raises CrmFault for names and values that cannot be, NotSimulated for what we lack."""
    entity = entity_named(query.entity)
    links = tuple(_flat(query.links, ROOT))
    _refuse_too_much(query, links)
    names = _Names({ROOT: entity, **{link.alias: entity_named(link.entity) for _, link in links}})
    test = _filter_test(context, query.filter, names, None)
    found: list[_Found] = [{ROOT: match} for match in _candidates(context.organization.rows, entity, query.filter)]
    for parent, link in links:
        found = list(_joined(context, found, parent, link, names))
    found = [combination for combination in found if test(combination)]
    _sort(found, query, links, names)

    def build(combination: _Found) -> Record:
        return _record(context, combination, query, links, names)

    if query.distinct:
        found = _distinct(found, build)
    start, stop = _window(entity, query, [_root(combination)[0] for combination in found])
    page = tuple(build(combination) for combination in found[start:stop])
    more = stop < len(found) and query.top is None
    cookie = _cookie(entity, max(query.page, 1), page) if page and query.top is None else None
    total = min(len(found), PAGE_SIZE) if query.total else -1
    return EntityCollection(entity.name, page, more, cookie, total)


def _refuse_too_much(query: Query, links: tuple[tuple[str, Link], ...]) -> None:
    if len(links) > MOST_LINKS:
        raise errors.fault(errors.TOO_MANY_LINKS)
    if sum(_conditions(filter_) for filter_ in (query.filter, *(link.filter for _, link in links))) > MOST_CONDITIONS:
        raise errors.fault(errors.TOO_MANY_CONDITIONS)
    if len({link.alias for _, link in links}) < len(links):
        raise errors.fault(errors.INVALID_ARGUMENT, "Two links of the query have the same alias.")
    if query.top is not None and query.top < 1:
        raise errors.fault(errors.INVALID_ARGUMENT, "The top count must be at least 1.")


def _conditions(filter_: Filter) -> int:
    return len(filter_.conditions) + sum(_conditions(inner) for inner in filter_.filters)


def _candidates(rows: Rows, entity: Entity, filter_: Filter) -> list[tuple[uuid.UUID, Row]]:
    """The rows worth testing: those asked for by their Ids when the filter does so, otherwise all."""
    narrowest = filter_
    while not narrowest.conditions and len(narrowest.filters) == 1:
        narrowest = narrowest.filters[0]
    for condition in narrowest.conditions if narrowest.junction == "and" else ():
        asked = (condition.attribute, condition.alias, condition.operator)
        if asked in ((entity.primary_id, None, "eq"), (entity.primary_id, None, "in")):
            attribute = entity.by_name[entity.primary_id]
            wanted = {key for value in condition.values if isinstance(key := operand(attribute, value), uuid.UUID)}
            return [(row_id, row) for row_id in wanted if (row := rows.get(entity.name, row_id)) is not None]
    return rows.all(entity.name)


def _root(combination: _Found) -> tuple[uuid.UUID, Row]:
    match = combination[ROOT]
    if match is None:
        raise TypeError("a query's own entity is always there")
    return match


def _flat(links: tuple[Link, ...], parent: str) -> Iterator[tuple[str, Link]]:
    for link in links:
        yield parent, link
        yield from _flat(link.links, link.alias)


def _joined(context: CrmContext, found: list[_Found], parent: str, link: Link, names: _Names) -> Iterator[_Found]:
    entity, parent_entity = names.entities[link.alias], names.entities[parent]
    attribute_named(entity, link.from_attribute)
    attribute_named(parent_entity, link.to_attribute)
    test = _filter_test(context, link.filter, names, link.alias)
    index: dict[Plain, list[tuple[uuid.UUID, Row]]] = {}
    for row_id, row in context.organization.rows.all(entity.name):
        key = plain(row.get(link.from_attribute))
        if key is not None:
            index.setdefault(key, []).append((row_id, row))
    examined = 0
    for combination in found:
        outer = combination[parent]
        key = plain(outer[1].get(link.to_attribute)) if outer is not None else None
        matches = [] if key is None else index.get(key, [])
        examined += len(matches) + 1
        if examined > LARGEST_JOIN:
            raise errors.fault(errors.SQL_TIMEOUT)
        kept = [both for match in matches if test(both := {**combination, link.alias: match})]
        if kept:
            yield from kept
        elif link.join == "outer":
            yield {**combination, link.alias: None}


def _filter_test(context: CrmContext, filter_: Filter, names: _Names, alias: str | None) -> _Test:
    tests = [_condition_test(context, names, condition.alias or alias, condition.attribute, condition.operator,
                             condition.values) for condition in filter_.conditions]  # fmt: skip
    tests += [_filter_test(context, inner, names, alias) for inner in filter_.filters]
    if not tests:
        return lambda _found: True
    if filter_.junction == "or":
        return lambda found: any(test(found) for test in tests)
    return lambda found: all(test(found) for test in tests)


def _condition_test(
    context: CrmContext, names: _Names, alias: str | None, name: str, operator: str, values: tuple[object, ...]
) -> _Test:
    key, entity = names.of(alias)
    attribute = attribute_named(entity, name)
    if attribute.type is Type.PARTY_LIST or not attribute.read:
        raise errors.fault(errors.INVALID_ARGUMENT, f"'{name}' of '{entity.name}' cannot be part of a condition.")
    test = test_for(attribute, operator, values, context.user_id)

    def satisfied(found: _Found) -> bool:
        match = found[key]
        return test(None if match is None else match[1].get(name))

    return satisfied


def _sort(found: list[_Found], query: Query, links: tuple[tuple[str, Link], ...], names: _Names) -> None:
    found.sort(key=lambda combination: [str(match[0]) if match else "" for match in combination.values()])
    orders = list(query.orders) + [
        Order(o.attribute, o.descending, link.alias) for _, link in links for o in link.orders
    ]
    for order in reversed(orders):
        key, entity = names.of(order.alias)
        attribute_named(entity, order.attribute)
        found.sort(key=_sort_key(key, order.attribute), reverse=order.descending)


def _sort_key(alias: str, attribute: str) -> Callable[[_Found], tuple[bool, Plain]]:
    def key(combination: _Found) -> tuple[bool, Plain]:
        match = combination[alias]
        value = plain(match[1].get(attribute)) if match is not None else None
        if isinstance(value, uuid.UUID):
            value = str(value)
        return (value is not None, 0 if value is None else value)

    return key


def _record(
    context: CrmContext, found: _Found, query: Query, links: tuple[tuple[str, Link], ...], names: _Names
) -> Record:
    rows = context.organization.rows
    root_id, root = _root(found)
    entity = names.entities[ROOT]
    record = record_of(rows, entity, root_id, root, chosen_columns(entity, query.columns))
    extra: dict[str, object] = {}
    labels: dict[str, str] = {}
    for _, link in links:
        linked = names.entities[link.alias]
        columns = chosen_columns(linked, link.columns)
        match = found[link.alias]
        for attribute in columns if match is not None else ():
            value = column_value(rows, match[0], match[1], attribute) if match is not None else None
            if value is not None:
                name = f"{link.alias}.{attribute.name}"
                extra[name] = AliasedValue(linked.name, attribute.name, value)
                label = label_of(attribute, value)
                labels.update({} if label is None else {name: label})
    return with_aliases(record, extra, labels)


def _distinct(found: list[_Found], build: Callable[[_Found], Record]) -> list[_Found]:
    kept: dict[tuple[uuid.UUID, str], _Found] = {}
    for combination in found:
        record = build(combination)
        kept.setdefault((record.id, repr(sorted(record.attributes.items(), key=lambda pair: pair[0]))), combination)
    return list(kept.values())


def _window(entity: Entity, query: Query, ids: list[uuid.UUID]) -> tuple[int, int]:
    """Where the page asked for begins and ends."""
    if query.top is not None:
        return 0, min(query.top, len(ids))
    size = min(query.count, PAGE_SIZE) if query.count > 0 else PAGE_SIZE
    start = (max(query.page, 1) - 1) * size
    after = last_id(query.cookie, entity.primary_id) if query.cookie else None
    if after is not None and ids.count(after) == 1:
        start = ids.index(after) + 1
    return start, start + size


def _cookie(entity: Entity, page: int, records: tuple[Record, ...]) -> str:
    last, first = (quoteattr(f"{{{str(record.id).upper()}}}") for record in (records[-1], records[0]))
    return f'<cookie page="{page}"><{entity.primary_id} last={last} first={first} /></cookie>'
