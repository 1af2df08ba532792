"""Restriction: an element of types.xsd `SearchExpression` made into a predicate (MS-OXWSSRCH 2.2.4).

`predicate_of` reads the element once, with its constants and the types of its properties; the predicate asks for
property values through the function it is given, so it works for items and folders alike.
"""

import operator
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from lxml import etree

from simulator.ews.comparison import comparables, constant, several, whole
from simulator.ews.containment import COMPARISONS, MODES, containing
from simulator.ews.query_types import Kind, QueryType
from simulator.ews.request_reading import choice, schema_fault
from simulator.ews.xml_text import children, local_name
from simulator.exchange.errors import ExchangeError

PathT = TypeVar("PathT")
ValueOf = Callable[[PathT], object]
Predicate = Callable[[ValueOf[PathT]], bool]
ReadPath = Callable[[etree._Element], PathT]
Relation = Callable[[Any, Any], bool]

MOST_NODES = 255
"""A restriction of more expressions is ErrorRestrictionTooLong (Learn, "ResponseCode")."""

_PATHS = ("FieldURI", "IndexedFieldURI", "ExtendedFieldURI")
_RELATIONS: dict[str, Relation] = {
    "IsEqualTo": operator.eq,
    "IsNotEqualTo": operator.ne,
    "IsGreaterThan": operator.gt,
    "IsGreaterThanOrEqualTo": operator.ge,
    "IsLessThan": operator.lt,
    "IsLessThanOrEqualTo": operator.le,
}
_EQUALITY = ("IsEqualTo", "IsNotEqualTo")
_GROUPS = ("And", "Or", "Not")
_EXPRESSIONS = (*_GROUPS, *_RELATIONS, "Contains", "Exists", "Excludes")
_MOST_BITS = 0xFFFFFFFF


class _Reader(Generic[PathT]):
    """Reads one restriction."""

    def __init__(self, read_path: ReadPath[PathT], type_of: Callable[[PathT], QueryType]) -> None:
        self.read_path = read_path
        self.type_of = type_of

    def path(self, element: etree._Element) -> tuple[PathT, QueryType]:
        """The property that an expression is about, and its type."""
        inside = children(element)
        if not inside or local_name(inside[0]) not in _PATHS:
            raise schema_fault(f"The element '{local_name(element)}' names no property.")
        path = self.read_path(inside[0])
        return path, self.type_of(path)

    def expression(self, element: etree._Element) -> Predicate[PathT]:
        """Any search expression."""
        name = local_name(element)
        if name in _GROUPS:
            return self.group(element)
        if name in _RELATIONS:
            return self.comparison(element)
        if name == "Contains":
            return self.contains(element)
        if name == "Exists":
            return self.exists(element)
        if name == "Excludes":
            return self.excludes(element)
        raise schema_fault(f"The element '{name}' is not a search expression.")

    def group(self, element: etree._Element) -> Predicate[PathT]:
        """And, Or and Not."""
        parts = [self.expression(child) for child in children(element)]
        name = local_name(element)
        if not parts or (name == "Not" and len(parts) > 1):
            raise schema_fault(f"The element '{name}' has incomplete content.")
        if name == "And":
            return lambda value_of: all(part(value_of) for part in parts)
        if name == "Or":
            return lambda value_of: any(part(value_of) for part in parts)
        return lambda value_of: not parts[0](value_of)

    def comparison(self, element: etree._Element) -> Predicate[PathT]:
        """A TwoOperandExpression. An absent property differs from everything, and is neither more nor less."""
        path, of = self.path(element)
        name = local_name(element)
        if of.is_list or (of.kind is Kind.IDENTIFIER and name not in _EQUALITY):
            raise ExchangeError("ErrorUnsupportedPathForQuery")
        others = self.second_operand(element, of)
        differs = name == "IsNotEqualTo"
        relation = _RELATIONS["IsEqualTo" if differs else name]

        def holds(value_of: ValueOf[PathT]) -> bool:
            found = comparables(value_of(path), of)
            return any(relation(one, other) for one in found for other in others(value_of)) is not differs

        return holds

    def second_operand(self, element: etree._Element, of: QueryType) -> Callable[[ValueOf[PathT]], list[object]]:
        """What to compare with: a constant, or the values of another property of the same type.

        The store compares no properties of different types: ErrorRestrictionTooComplex (MS-OXCDATA 2.12.6; our choice
        of code).
        """
        operand = children(_operand(element, "FieldURIOrConstant"))
        if not operand:
            raise schema_fault("The element 'FieldURIOrConstant' has incomplete content.")
        if local_name(operand[0]) == "Constant":
            read = [constant(_value(operand[0]), of)]
            return lambda _value_of: read
        path, type_ = self.path(_operand(element, "FieldURIOrConstant"))
        if type_.is_list:
            raise ExchangeError("ErrorUnsupportedPathForQuery")
        if (type_.kind, type_.words) != (of.kind, of.words):
            raise ExchangeError("ErrorRestrictionTooComplex")
        return lambda value_of: comparables(value_of(path), type_)

    def contains(self, element: etree._Element) -> Predicate[PathT]:
        """Contains; without attributes it is FullString and Exact (our choice: the schema gives no default)."""
        path, of = self.path(element)
        if of.kind is not Kind.TEXT:
            raise ExchangeError("ErrorContainsFilterWrongType")
        mode = choice(element, "ContainmentMode", MODES) or "FullString"
        comparison = choice(element, "ContainmentComparison", COMPARISONS) or "Exact"
        test = containing(_value(_operand(element, "Constant")), mode, comparison)
        return lambda value_of: any(isinstance(one, str) and test(one) for one in several(value_of(path)))

    def exists(self, element: etree._Element) -> Predicate[PathT]:
        """Exists."""
        path, of = self.path(element)
        if of.is_flag:
            raise ExchangeError("ErrorInvalidPropertyForExists")
        if of.is_list:
            raise ExchangeError("ErrorUnsupportedPathForQuery")
        return lambda value_of: bool(several(value_of(path)))

    def excludes(self, element: etree._Element) -> Predicate[PathT]:
        """Excludes: none of the mask's bits is set; an absent property has none (Learn, "Use search filters")."""
        path, of = self.path(element)
        if of.kind is not Kind.WHOLE:
            raise ExchangeError("ErrorUnsupportedPathForQuery")
        try:
            mask = whole(_value(_operand(element, "Bitmask")))
        except ValueError:
            raise ExchangeError("ErrorInvalidExcludesRestriction") from None
        if not 0 <= mask <= _MOST_BITS:
            raise ExchangeError("ErrorInvalidExcludesRestriction")
        return lambda value_of: all(isinstance(one, int) and one & mask == 0 for one in several(value_of(path)))


def _operand(element: etree._Element, name: str) -> etree._Element:
    found = next((child for child in children(element) if local_name(child) == name), None)
    if found is None:
        raise schema_fault(f"The element '{local_name(element)}' has incomplete content: {name}.")
    return found


def _value(element: etree._Element) -> str:
    value = element.get("Value")
    if value is None:
        raise schema_fault("The required attribute 'Value' is missing.")
    return value


def _nodes(restriction: etree._Element) -> Iterator[etree._Element]:
    return (one for one in restriction.iter("{*}*") if local_name(one) in _EXPRESSIONS)


def predicate_of(
    restriction: etree._Element, read_path: ReadPath[PathT], type_of: Callable[[PathT], QueryType]
) -> Predicate[PathT]:
    """The predicate of a `Restriction` or `Condition` element.

    Raises ExchangeError: ErrorRestrictionTooLong, ErrorRestrictionTooComplex, ErrorUnsupportedPathForQuery,
    ErrorInvalidValueForProperty, ErrorContainsFilterWrongType, ErrorInvalidPropertyForExists,
    ErrorInvalidExcludesRestriction; EwsFault for what the schema forbids.
    """
    if sum(1 for _ in _nodes(restriction)) > MOST_NODES:
        raise ExchangeError("ErrorRestrictionTooLong")
    inside = children(restriction)
    if len(inside) != 1:
        raise schema_fault(f"The element '{local_name(restriction)}' holds exactly one search expression.")
    return _Reader(read_path, type_of).expression(inside[0])
