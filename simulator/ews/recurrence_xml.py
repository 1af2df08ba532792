"""Recurrences as XML, of calendar items and of tasks (MS-OXWSCDATA 2.2.7, MS-OXWSTASK 2.2.7.1)."""

from datetime import date, tzinfo

from lxml import etree

from simulator.ews.request_reading import schema_fault
from simulator.ews.value_codecs import Codec
from simulator.ews.xml_text import children, content, local_name
from simulator.exchange.recurrence import (
    DAY_GROUPS,
    INDEXES,
    MONTHS,
    WEEKDAYS,
    AbsoluteMonthly,
    AbsoluteYearly,
    Daily,
    EndDate,
    NoEnd,
    Numbered,
    Pattern,
    Range,
    Recurrence,
    Regeneration,
    RegenerationUnit,
    RelativeMonthly,
    RelativeYearly,
    Weekly,
)
from simulator.exchange.recurrence_check import check_recurrence

_REGENERATIONS: dict[str, RegenerationUnit] = {
    "DailyRegeneration": "Daily",
    "WeeklyRegeneration": "Weekly",
    "MonthlyRegeneration": "Monthly",
    "YearlyRegeneration": "Yearly",
}
_ANY_DAY = (*WEEKDAYS, *DAY_GROUPS)


class _Parts:
    """The children of a pattern or range, each text by its name. Whatever the schema forbids is an EwsFault."""

    def __init__(self, element: etree._Element) -> None:
        self.name = local_name(element)
        self._texts = {local_name(child): content(child).strip() for child in children(element)}

    def text(self, name: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        value = self._texts.get(name, default)
        if value is None:
            raise schema_fault(f"The element '{self.name}' has incomplete content: {name}.")
        if value not in allowed:
            raise schema_fault(f"The '{name}' element is invalid - The value '{value[:80]}' is invalid.")
        return value

    def number(self, name: str) -> int:
        try:
            return int(self._texts[name])
        except (KeyError, ValueError):
            raise schema_fault(f"The '{name}' element of '{self.name}' is missing or invalid.") from None

    def day(self, name: str) -> date:
        try:
            return date.fromisoformat(self._texts[name][:10])
        except (KeyError, ValueError):
            raise schema_fault(f"The '{name}' element of '{self.name}' is missing or invalid.") from None

    def days(self, name: str) -> tuple[str, ...]:
        given = self._texts.get(name)
        if given is None:
            raise schema_fault(f"The element '{self.name}' has incomplete content: {name}.")
        for day in given.split():
            if day not in _ANY_DAY:
                raise schema_fault(f"The '{name}' element is invalid - The value '{day[:80]}' is invalid.")
        return tuple(day for day in _ANY_DAY if day in given.split())

    def month(self) -> int:
        return MONTHS.index(self.text("Month", MONTHS)) + 1


def _read_pattern(element: etree._Element, *, task: bool) -> Pattern:
    part = _Parts(element)
    if part.name == "DailyRecurrence":
        return Daily(part.number("Interval"))
    if part.name == "WeeklyRecurrence":
        first = part.text("FirstDayOfWeek", _ANY_DAY, "Sunday")
        return Weekly(part.number("Interval"), part.days("DaysOfWeek"), first)
    if part.name == "AbsoluteMonthlyRecurrence":
        return AbsoluteMonthly(part.number("Interval"), part.number("DayOfMonth"))
    if part.name == "AbsoluteYearlyRecurrence":
        return AbsoluteYearly(part.number("DayOfMonth"), part.month())
    if part.name in ("RelativeMonthlyRecurrence", "RelativeYearlyRecurrence"):
        day, index = part.text("DaysOfWeek", _ANY_DAY), part.text("DayOfWeekIndex", INDEXES)
        if part.name == "RelativeMonthlyRecurrence":
            return RelativeMonthly(part.number("Interval"), day, index)
        return RelativeYearly(day, index, part.month())
    if task and part.name in _REGENERATIONS:
        return Regeneration(_REGENERATIONS[part.name], part.number("Interval"))
    raise schema_fault(f"The element has invalid child element '{part.name}'.")


def _read_range(element: etree._Element) -> Range:
    part = _Parts(element)
    start = part.day("StartDate")
    if part.name == "NoEndRecurrence":
        return NoEnd(start)
    if part.name == "EndDateRecurrence":
        return EndDate(start, part.day("EndDate"))
    if part.name == "NumberedRecurrence":
        return Numbered(start, part.number("NumberOfOccurrences"))
    raise schema_fault(f"The element has invalid child element '{part.name}'.")


def _read(element: etree._Element, *, task: bool) -> Recurrence:
    parts = children(element)
    if len(parts) != 2:
        raise schema_fault(f"The element '{local_name(element)}' has incomplete content.")
    recurrence = Recurrence(_read_pattern(parts[0], task=task), _read_range(parts[1]))
    check_recurrence(recurrence)
    return recurrence


def _read_recurrence(element: etree._Element, _zone: tzinfo) -> object:
    return _read(element, task=False)


def _read_task_recurrence(element: etree._Element, _zone: tzinfo) -> object:
    return _read(element, task=True)


def _relative(day_of_week: str, index: str) -> str:
    return f"<t:DaysOfWeek>{day_of_week}</t:DaysOfWeek><t:DayOfWeekIndex>{index}</t:DayOfWeekIndex>"


def _write_pattern(pattern: Pattern) -> str:
    if isinstance(pattern, Regeneration):
        return f"<t:{pattern.unit}Regeneration>{_interval(pattern.interval)}</t:{pattern.unit}Regeneration>"
    if isinstance(pattern, Daily):
        name, inner = "DailyRecurrence", _interval(pattern.interval)
    elif isinstance(pattern, Weekly):
        name = "WeeklyRecurrence"
        days = f"<t:DaysOfWeek>{' '.join(pattern.days)}</t:DaysOfWeek>"
        inner = f"{_interval(pattern.interval)}{days}<t:FirstDayOfWeek>{pattern.first_day}</t:FirstDayOfWeek>"
    elif isinstance(pattern, AbsoluteMonthly):
        name = "AbsoluteMonthlyRecurrence"
        inner = f"{_interval(pattern.interval)}<t:DayOfMonth>{pattern.day}</t:DayOfMonth>"
    elif isinstance(pattern, RelativeMonthly):
        name = "RelativeMonthlyRecurrence"
        inner = _interval(pattern.interval) + _relative(pattern.day_of_week, pattern.index)
    elif isinstance(pattern, AbsoluteYearly):
        name = "AbsoluteYearlyRecurrence"
        inner = f"<t:DayOfMonth>{pattern.day}</t:DayOfMonth><t:Month>{MONTHS[pattern.month - 1]}</t:Month>"
    else:
        name = "RelativeYearlyRecurrence"
        month = f"<t:Month>{MONTHS[pattern.month - 1]}</t:Month>"
        inner = _relative(pattern.day_of_week, pattern.index) + month
    return f"<t:{name}>{inner}</t:{name}>"


def _interval(interval: int) -> str:
    return f"<t:Interval>{interval}</t:Interval>"


def _write_range(bounds: Range) -> str:
    start = f"<t:StartDate>{bounds.start.isoformat()}</t:StartDate>"
    if isinstance(bounds, NoEnd):
        return f"<t:NoEndRecurrence>{start}</t:NoEndRecurrence>"
    if isinstance(bounds, EndDate):
        end = f"<t:EndDate>{bounds.end.isoformat()}</t:EndDate>"
        return f"<t:EndDateRecurrence>{start}{end}</t:EndDateRecurrence>"
    count = f"<t:NumberOfOccurrences>{bounds.count}</t:NumberOfOccurrences>"
    return f"<t:NumberedRecurrence>{start}{count}</t:NumberedRecurrence>"


def _write(name: str, value: object) -> str:
    assert isinstance(value, Recurrence)
    return f"<{name}>{_write_pattern(value.pattern)}{_write_range(value.range)}</{name}>"


RECURRENCE = Codec(_read_recurrence, _write)
"""RecurrenceType."""
TASK_RECURRENCE = Codec(_read_task_recurrence, _write)
"""TaskRecurrenceType: regenerations too."""
