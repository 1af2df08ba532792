"""Restriction: an element of types.xsd `SearchExpression` made into a predicate (MS-OXWSSRCH 2.2.4).

`predicate_of` reads the element once; the predicate asks for property values through the function it is given, so
it works for items and folders alike. Paths are read by the caller's `read_path`.
"""

from collections.abc import Callable
from typing import TypeVar

from lxml import etree

from simulator.ews.comparison import Relation, contains, excludes, matches_constant, matches_value, several
from simulator.exchange.errors import ExchangeError

PathT = TypeVar("PathT")
ValueOf = Callable[[PathT], object]
Predicate = Callable[[ValueOf[PathT]], bool]
ReadPath = Callable[[etree._Element], PathT]

MOST_EXPRESSIONS = 512
"""A restriction of more expressions is ErrorRestrictionTooComplex (our choice of number)."""

_PATHS = frozenset({"FieldURI", "IndexedFieldURI", "ExtendedFieldURI"})
_RELATIONS: dict[str, Relation] = {
    "IsEqualTo": lambda sign: sign == 0,
    "IsNotEqualTo": lambda sign: sign != 0,
    "IsGreaterThan": lambda sign: sign > 0,
    "IsGreaterThanOrEqualTo": lambda sign: sign >= 0,
    "IsLessThan": lambda sign: sign < 0,
    "IsLessThanOrEqualTo": lambda sign: sign <= 0,
}


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _children(element: etree._Element) -> list[etree._Element]:
    return [child for child in element if isinstance(child.tag, str)]


def _invalid(text: str) -> ExchangeError:
    return ExchangeError("ErrorInvalidRestriction", text)


def _path(element: etree._Element, read_path: ReadPath[PathT]) -> PathT:
    children = _children(element)
    if not children or _name(children[0]) not in _PATHS:
        raise _invalid("A search expression names no property.")
    return read_path(children[0])


def _operand(element: etree._Element, name: str) -> etree._Element:
    found = next((child for child in _children(element) if _name(child) == name), None)
    if found is None:
        raise _invalid(f"A search expression lacks its {name}.")
    return found


def _comparison(element: etree._Element, read_path: ReadPath[PathT]) -> Predicate[PathT]:
    """A TwoOperandExpression. An absent property differs from everything and compares with nothing (our choice)."""
    path, relation = _path(element, read_path), _RELATIONS[_name(element)]
    differs = _name(element) == "IsNotEqualTo"
    operand = _children(_operand(element, "FieldURIOrConstant"))
    if not operand:
        raise _invalid("A search expression lacks its second operand.")
    if _name(operand[0]) == "Constant":
        text = operand[0].get("Value", "")
        if differs:
            return lambda value_of: not matches_constant(value_of(path), text, _RELATIONS["IsEqualTo"])
        return lambda value_of: matches_constant(value_of(path), text, relation)
    other = read_path(operand[0])
    if differs:
        return lambda value_of: not matches_value(value_of(path), value_of(other), _RELATIONS["IsEqualTo"])
    return lambda value_of: matches_value(value_of(path), value_of(other), relation)


def _contains(element: etree._Element, read_path: ReadPath[PathT]) -> Predicate[PathT]:
    """Contains; without attributes it is FullString and Exact (our choice: the schema gives no default)."""
    path = _path(element, read_path)
    text = _operand(element, "Constant").get("Value", "")
    mode = element.get("ContainmentMode", "FullString")
    comparison = element.get("ContainmentComparison", "Exact")
    return lambda value_of: contains(value_of(path), text, mode, comparison)


def _exists(element: etree._Element, read_path: ReadPath[PathT]) -> Predicate[PathT]:
    path = _path(element, read_path)
    return lambda value_of: bool(several(value_of(path)))


def _excludes(element: etree._Element, read_path: ReadPath[PathT]) -> Predicate[PathT]:
    path = _path(element, read_path)
    bitmask = _operand(element, "Bitmask").get("Value", "")
    return lambda value_of: excludes(value_of(path), bitmask)


def _group(element: etree._Element, read_path: ReadPath[PathT]) -> Predicate[PathT]:
    parts = [_expression(child, read_path) for child in _children(element)]
    if not parts:
        raise _invalid(f"{_name(element)} holds no search expression.")
    if _name(element) == "And":
        return lambda value_of: all(part(value_of) for part in parts)
    if _name(element) == "Or":
        return lambda value_of: any(part(value_of) for part in parts)
    return lambda value_of: not parts[0](value_of)


def _expression(element: etree._Element, read_path: ReadPath[PathT]) -> Predicate[PathT]:
    name = _name(element)
    if name in ("And", "Or", "Not"):
        return _group(element, read_path)
    if name in _RELATIONS:
        return _comparison(element, read_path)
    if name == "Contains":
        return _contains(element, read_path)
    if name == "Exists":
        return _exists(element, read_path)
    if name == "Excludes":
        return _excludes(element, read_path)
    raise ExchangeError("ErrorUnsupportedQueryFilter", f"{name} is not a search expression that can be evaluated.")


def predicate_of(restriction: etree._Element, read_path: ReadPath[PathT]) -> Predicate[PathT]:
    """The predicate of a `Restriction` element (or of a search expression itself).

    Raises ExchangeError: ErrorInvalidRestriction for a broken one, ErrorRestrictionTooComplex for too many
    expressions, ErrorUnsupportedQueryFilter for one of a kind that isn't evaluated.
    """
    if sum(1 for _ in restriction.iter("{*}*")) > MOST_EXPRESSIONS * 4:
        raise ExchangeError("ErrorRestrictionTooComplex", "The restriction is too complex.")
    if _name(restriction) != "Restriction":
        return _expression(restriction, read_path)
    children = _children(restriction)
    if len(children) != 1:
        raise _invalid("A restriction holds exactly one search expression.")
    return _expression(children[0], read_path)
