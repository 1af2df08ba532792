"""One condition against one value, as SQL Server compares under CRM's default collation.

Text ignores case and accents. A row without a value satisfies `ne`, `not-in` and `not-like` as well as `null`: CRM adds
"or is null" to them (our choice where undocumented). Dates without a zone are UTC; `on…` operators look at UTC days.
"""

import unicodedata
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from simulator.crm import errors
from simulator.crm.like import LONGEST_PATTERN, like
from simulator.crm.metadata import LOOKUPS, OPTION_SETS, Attribute, Type
from simulator.crm.values import EntityReference, Money, OptionSetValue
from simulator.errors import NotSimulated

Plain = str | int | float | Decimal | bool | datetime | uuid.UUID


def plain(value: object) -> Plain | None:
    """A row's value as it is compared: text folded, lookups as Ids, options as numbers."""
    if isinstance(value, EntityReference):
        return value.id
    if isinstance(value, OptionSetValue | Money):
        return value.value
    if isinstance(value, str):
        return fold(value)
    if value is None or isinstance(value, bool | int | float | Decimal | datetime | uuid.UUID):
        return value
    raise TypeError(f"cannot compare {type(value).__name__}")


def fold(text: str) -> str:
    """Without case and accents."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def operand(attribute: Attribute, raw: object) -> Plain:
    """A condition's value, text from FetchXML or typed from QueryExpression. Raises CrmFault when it cannot be one."""
    if not isinstance(raw, str):
        found = plain(raw) if isinstance(raw, _TYPED) else None
        if found is None or isinstance(found, str) or not isinstance(found, _plain_types(attribute)):
            raise _bad_value(attribute, raw)
        return found
    try:
        return _parsed(attribute, raw.strip() if attribute.type not in (Type.STRING, Type.MEMO) else raw)
    except (ValueError, OverflowError, InvalidOperation) as problem:
        raise _bad_value(attribute, raw) from problem


def _parsed(attribute: Attribute, text: str) -> Plain:
    if attribute.type in LOOKUPS or attribute.type is Type.UNIQUE_IDENTIFIER:
        return uuid.UUID(text)
    if attribute.type in OPTION_SETS or attribute.type in (Type.INTEGER, Type.BIG_INT):
        return int(text)
    if attribute.type is Type.BOOLEAN:
        return (
            {"0": False, "1": True, "false": False, "true": True}[text.lower()] if text.lower() in _BOOLEANS else _no()
        )
    if attribute.type is Type.DATE_TIME:
        found = datetime.fromisoformat(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    if attribute.type in (Type.DOUBLE, Type.DECIMAL, Type.MONEY):
        number = Decimal(text)
        if not number.is_finite():
            raise ValueError("not a finite number")
        return float(number) if attribute.type is Type.DOUBLE else number
    return fold(text)


_BOOLEANS = frozenset({"0", "1", "false", "true"})
_TYPED = (EntityReference, OptionSetValue, Money, bool, int, float, Decimal, datetime, uuid.UUID)


def _plain_types(attribute: Attribute) -> tuple[type, ...]:
    """What a typed value in a condition must be to be compared with the attribute (a bool counts as an int)."""
    if attribute.type in LOOKUPS or attribute.type is Type.UNIQUE_IDENTIFIER:
        return (uuid.UUID,)
    if attribute.type in OPTION_SETS or attribute.type in (Type.INTEGER, Type.BIG_INT, Type.BOOLEAN):
        return (int,)
    if attribute.type in (Type.DOUBLE, Type.DECIMAL, Type.MONEY):
        return (int, float, Decimal)
    return (datetime,) if attribute.type is Type.DATE_TIME else ()


def _no() -> bool:
    raise ValueError("not a boolean")


def _bad_value(attribute: Attribute, raw: object) -> errors.CrmFault:
    return errors.fault(
        errors.INVALID_ARGUMENT, f"'{raw}' is not a valid value for the attribute '{attribute.name}' in a condition."
    )


def _like(value: Plain, wanted: Sequence[Plain]) -> bool:
    return isinstance(value, str) and like(str(wanted[0]), value)


def _day(moment: Plain) -> datetime:
    if not isinstance(moment, datetime):
        raise errors.fault(errors.INVALID_CONDITION_OPERATOR)
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _is_in(listed: frozenset[Plain]) -> Callable[[Plain, Sequence[Plain]], bool]:
    return lambda value, _wanted: value in listed


def _is_not_in(listed: frozenset[Plain]) -> Callable[[Plain, Sequence[Plain]], bool]:
    return lambda value, _wanted: value not in listed


def _less(left: Plain, right: Plain) -> bool:
    return bool(left < right)  # type: ignore[operator]


_TESTS: Mapping[str, Callable[[Plain, Sequence[Plain]], bool]] = MappingProxyType(
    {
        "eq": lambda value, wanted: value == wanted[0],
        "ne": lambda value, wanted: value != wanted[0],
        "lt": lambda value, wanted: _less(value, wanted[0]),
        "le": lambda value, wanted: not _less(wanted[0], value),
        "gt": lambda value, wanted: _less(wanted[0], value),
        "ge": lambda value, wanted: not _less(value, wanted[0]),
        "in": lambda value, wanted: value in wanted,
        "not-in": lambda value, wanted: value not in wanted,
        "like": _like,
        "not-like": lambda value, wanted: not _like(value, wanted),
        "between": lambda value, wanted: not _less(value, wanted[0]) and not _less(wanted[1], value),
        "not-between": lambda value, wanted: _less(value, wanted[0]) or _less(wanted[1], value),
        "on": lambda value, wanted: _day(value) == _day(wanted[0]),
        "on-or-before": lambda value, wanted: not _less(_day(wanted[0]), _day(value)),
        "on-or-after": lambda value, wanted: not _less(value, _day(wanted[0])),
        "begins-with": lambda value, wanted: isinstance(value, str) and value.startswith(str(wanted[0])),
        "ends-with": lambda value, wanted: isinstance(value, str) and value.endswith(str(wanted[0])),
        "eq-userid": lambda value, wanted: value == wanted[0],
        "ne-userid": lambda value, wanted: value != wanted[0],
    }
)
_TRUE_OF_NOTHING = frozenset({"ne", "not-in", "not-like", "not-between", "ne-userid"})
_OPERANDS = {"in": (1, None), "not-in": (1, None), "between": (2, 2), "not-between": (2, 2), "null": (0, 0),
             "not-null": (0, 0), "eq-userid": (0, 0), "ne-userid": (0, 0)}  # fmt: skip
_USER_OPERATORS = ("eq-userid", "ne-userid")
OPERATORS_NOT_SIMULATED = frozenset(
    [
        "yesterday",
        "today",
        "tomorrow",
        "last-seven-days",
        "next-seven-days",
        "last-week",
        "this-week",
        "next-week",
        "last-month",
        "this-month",
        "next-month",
        "last-year",
        "this-year",
        "next-year",
        "last-x-hours",
        "next-x-hours",
        "last-x-days",
        "next-x-days",
        "last-x-weeks",
        "next-x-weeks",
        "last-x-months",
        "next-x-months",
        "olderthan-x-months",
        "last-x-years",
        "next-x-years",
        "eq-userteams",
        "eq-useroruserteams",
        "eq-businessid",
        "ne-businessid",
        "eq-userlanguage",
        "this-fiscal-year",
        "this-fiscal-period",
        "next-fiscal-year",
        "next-fiscal-period",
        "last-fiscal-year",
        "last-fiscal-period",
        "last-x-fiscal-years",
        "last-x-fiscal-periods",
        "next-x-fiscal-years",
        "next-x-fiscal-periods",
        "in-fiscal-year",
        "in-fiscal-period",
        "in-fiscal-period-and-year",
        "in-or-before-fiscal-period-and-year",
        "in-or-after-fiscal-period-and-year",
        "contain-values",
        "not-contain-values",
    ]
)


def test_for(
    attribute: Attribute, operator: str, raw_values: Sequence[object], user_id: uuid.UUID
) -> Callable[[object], bool]:
    """A function that tells whether a row's value satisfies the condition. Raises CrmFault or NotSimulated."""
    if operator in OPERATORS_NOT_SIMULATED:
        raise NotSimulated(f"query operator {operator}")
    if operator == "null":
        return lambda value: value is None
    if operator == "not-null":
        return lambda value: value is not None
    test = _TESTS.get(operator)
    if test is None:
        raise errors.fault(errors.INVALID_CONDITION_OPERATOR, f"The condition operator '{operator}' is not supported.")
    least, most = _OPERANDS.get(operator, (1, 1))
    if len(raw_values) < least or (most is not None and len(raw_values) > most):
        raise errors.fault(
            errors.INVALID_ARGUMENT, f"The condition operator '{operator}' does not take {len(raw_values)} values."
        )
    wanted = [user_id] if operator in _USER_OPERATORS else [operand(attribute, raw) for raw in raw_values]
    if operator in ("like", "not-like") and len(str(wanted[0])) > LONGEST_PATTERN:
        raise errors.fault(errors.INVALID_ARGUMENT, f"A pattern has at most {LONGEST_PATTERN} characters.")
    on_nothing = operator in _TRUE_OF_NOTHING
    if operator in ("in", "not-in"):
        listed = frozenset(wanted)
        test = _is_in(listed) if operator == "in" else _is_not_in(listed)

    def satisfied(value: object) -> bool:
        found = plain(value)
        return on_nothing if found is None else test(found, wanted)

    return satisfied
