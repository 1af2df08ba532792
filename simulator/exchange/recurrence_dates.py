"""The days on which something recurs, by dateutil. Costs what is asked for, however long ago the series began."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule
from dateutil.rrule import weekday as rule_weekday

from simulator.exchange.recurrence import (
    INDEXES,
    WEEKDAYS,
    AbsoluteMonthly,
    AbsoluteYearly,
    Daily,
    EndDate,
    NoEnd,
    Numbered,
    Pattern,
    Recurrence,
    Regeneration,
    RelativeMonthly,
    Weekly,
    days_of,
)

LAST_DAY = date(4500, 9, 1)
"""No series goes on after this day (Learn, ErrorRecurrenceEndDateTooBig)."""
_SPAN = timedelta(days=800)
"""How far is looked for a neighbour at first."""


def dates(recurrence: Recurrence) -> Iterator[date]:
    """All days, in order; at most those up to LAST_DAY. A regeneration has only its first."""
    first = recurrence.range.start
    if isinstance(recurrence.pattern, Regeneration):
        yield first
        return
    found = (moment.date() for moment in rrule(dtstart=_midnight(first), **_parts(recurrence.pattern)))
    last = recurrence.range.end if isinstance(recurrence.range, EndDate) else LAST_DAY
    count = recurrence.range.count if isinstance(recurrence.range, Numbered) else None
    for day in islice(found, count):
        if day > last:
            return
        yield day


def dates_between(recurrence: Recurrence, first: date, last: date) -> list[date]:
    """The days from `first` up to and including `last`."""
    if isinstance(recurrence.pattern, Regeneration):
        return [day for day in dates(recurrence) if first <= day <= last]
    first, last = max(first, recurrence.range.start), min(last, end_of(recurrence))
    if first > last:
        return []
    near = _aligned(recurrence.pattern, recurrence.range.start, first)
    rule = rrule(dtstart=_midnight(near), until=_midnight(last), **_parts(recurrence.pattern))
    return [moment.date() for moment in rule if moment.date() >= first]


def occurs_on(recurrence: Recurrence, day: date) -> bool:
    """Whether the pattern has this day."""
    return bool(dates_between(recurrence, day, day))


def date_at(recurrence: Recurrence, index: int) -> date | None:
    """The day with this number, counted from 1; None when there are fewer."""
    return next(islice(dates(recurrence), index - 1, None), None) if index > 0 else None


def next_date(recurrence: Recurrence, after: date) -> date | None:
    """The first day after another."""
    return _search(recurrence, after + timedelta(days=1), forward=True)


def previous_date(recurrence: Recurrence, before: date) -> date | None:
    """The last day before another."""
    return _search(recurrence, before - timedelta(days=1), forward=False)


@lru_cache(maxsize=4096)
def first_date(recurrence: Recurrence) -> date | None:
    """The first day; None when the range has none."""
    return next(dates(recurrence), None)


def last_date(recurrence: Recurrence) -> date | None:
    """The last day; None when it never ends or the range has none."""
    if isinstance(recurrence.range, NoEnd):
        return None
    return previous_date(recurrence, end_of(recurrence) + timedelta(days=1))


@lru_cache(maxsize=4096)
def end_of(recurrence: Recurrence) -> date:
    """No occurrence is later than this day."""
    if isinstance(recurrence.range, EndDate):
        return min(recurrence.range.end, LAST_DAY)
    if isinstance(recurrence.range, NoEnd):
        return LAST_DAY
    found = list(dates(recurrence))
    return found[-1] if found else recurrence.range.start


def starting(recurrence: Recurrence, day: date) -> Recurrence:
    """The same recurrence from another day on."""
    return replace(recurrence, range=replace(recurrence.range, start=day))


def _search(recurrence: Recurrence, day: date, *, forward: bool) -> date | None:
    """The nearest occurrence from `day` on, or back from it."""
    first, last = recurrence.range.start, end_of(recurrence)
    day = max(day, first) if forward else min(day, last)
    span = _SPAN
    while first <= day <= last:
        edge = min(_moved(day, span), last) if forward else max(_moved(day, -span), first)
        found = dates_between(recurrence, min(day, edge), max(day, edge))
        if found:
            return found[0] if forward else found[-1]
        if edge in (first, last):
            return None
        span *= 8
    return None


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return date.max if by > timedelta() else date.min


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _aligned(pattern: Pattern, start: date, first: date) -> date:
    """The latest day up to `first` from which the pattern, begun there, has the same days as begun at `start`."""
    if isinstance(pattern, Daily):
        return start + timedelta(days=(first - start).days // pattern.interval * pattern.interval)
    if isinstance(pattern, Weekly):
        step = 7 * pattern.interval
        return start + timedelta(days=(first - start).days // step * step)
    if isinstance(pattern, AbsoluteMonthly | RelativeMonthly):
        months = (first.year - start.year) * 12 + first.month - start.month
        year, month = divmod(start.year * 12 + start.month - 1 + months // pattern.interval * pattern.interval, 12)
        return date(year, month + 1, 1)
    return date(first.year, 1, 1)


def _parts(pattern: Pattern) -> dict[str, Any]:
    """A calendar pattern in dateutil's words."""
    if isinstance(pattern, Daily):
        return {"freq": DAILY, "interval": pattern.interval}
    if isinstance(pattern, Weekly):
        return {
            "freq": WEEKLY,
            "interval": pattern.interval,
            "byweekday": [_weekday(day) for day in pattern.days],
            "wkst": _weekday(pattern.first_day),
        }
    if isinstance(pattern, AbsoluteMonthly):
        return {"freq": MONTHLY, "interval": pattern.interval, **_day_of_month(pattern.day)}
    if isinstance(pattern, RelativeMonthly):
        return {"freq": MONTHLY, "interval": pattern.interval, **_nth(pattern.day_of_week, pattern.index)}
    assert not isinstance(pattern, Regeneration)
    if isinstance(pattern, AbsoluteYearly):
        return {"freq": YEARLY, "bymonth": pattern.month, **_day_of_month(pattern.day)}
    return {"freq": YEARLY, "bymonth": pattern.month, **_nth(pattern.day_of_week, pattern.index)}


def _weekday(name: str) -> rule_weekday:
    return rule_weekday((WEEKDAYS.index(name) - 1) % 7)


def _day_of_month(day: int) -> dict[str, Any]:
    """A day that some months don't have is the last of the days up to it."""
    if day <= 28:
        return {"bymonthday": day}
    return {"bymonthday": -1} if day == 31 else {"bymonthday": list(range(28, day + 1)), "bysetpos": -1}


def _nth(day_of_week: str, index: str) -> dict[str, Any]:
    place = -1 if index == "Last" else INDEXES.index(index) + 1
    return {"byweekday": [_weekday(day) for day in days_of(day_of_week)], "bysetpos": place}
