"""Dates as a QueryString writes them: the stretch of time that a word, a date or a range means (Learn, "Perform an AQS
search by using EWS").

Dates are written as in the United States, and a week begins on Sunday, as AQS has them without another culture.
"this", "last" and "next" mean whole weeks, months and years of the calendar; "past" is the one that ends today,
"coming" the one that begins tomorrow (our choices where the page is silent).
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

Days = tuple[date, date]
"""From the first day up to, not including, the second."""

_DAY = timedelta(days=1)
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_WEEKDAYS = {name.lower(): (number + 1) % 7 for number, name in enumerate(calendar.day_name)}
"""Sunday is 0."""
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?", re.ASCII)
_DASHED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_NAMED = re.compile(r"([a-z]+)(?: (\d{1,2}))?(?:,? (\d{4}))?", re.ASCII)
_RELATIVE = re.compile(r"(this|last|next|past|coming) (week|month|year)")
_EARLIEST, _LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Stretch:
    """From `start` up to, not including, `end`; both aware."""

    start: datetime
    end: datetime


def stretch(text: str, now: datetime, zone: tzinfo) -> Stretch:
    """The time that `text` means at the moment `now`, by the days of `zone`. Raises ValueError.

    Understood are a date, words, `a..b` with an end left open at will, and one of `>`, `>=`, `<`, `<=`, `=` before a
    date.
    """
    text, today = text.strip().lower(), now.astimezone(zone).date()

    def at(day: date) -> datetime:
        return datetime.combine(day, time(), zone).astimezone(UTC)

    if ".." in text:
        first, _, last = text.partition("..")
        return Stretch(
            at(_days(first.strip(), today)[0]) if first.strip() else _EARLIEST,
            at(_days(last.strip(), today)[1]) if last.strip() else _LATEST,
        )
    sign, bound = next((sign, bound) for sign, bound in _BOUNDS if text.startswith(sign))
    start, end = _days(text.removeprefix(sign).strip(), today)
    return bound(at(start), at(end))


_BOUNDS: tuple[tuple[str, Callable[[datetime, datetime], Stretch]], ...] = (
    (">=", lambda start, _end: Stretch(start, _LATEST)),
    ("<=", lambda _start, end: Stretch(_EARLIEST, end)),
    (">", lambda _start, end: Stretch(end, _LATEST)),
    ("<", lambda start, _end: Stretch(_EARLIEST, start)),
    ("=", Stretch),
    ("", Stretch),
)


def _days(text: str, today: date) -> Days:
    """The days of a date or of words, without signs. Raises ValueError."""
    try:
        found = _words(text, today) or _date(text, today)
    except OverflowError:
        found = None
    if found is None or not 1900 <= found[0].year <= 9000:
        raise ValueError(text)
    return found


def _words(text: str, today: date) -> Days | None:
    if text in ("today", "yesterday", "tomorrow"):
        day = today + {"today": 0, "yesterday": -1, "tomorrow": 1}[text] * _DAY
        return day, day + _DAY
    if text in _WEEKDAYS:
        day = _week(today) + _WEEKDAYS[text] * _DAY
        return day, day + _DAY
    match = _RELATIVE.fullmatch(text)
    if match is None:
        return None
    which, unit = match.groups()
    if which == "past":
        return _moved(today, unit, -1) + _DAY, today + _DAY
    if which == "coming":
        return today + _DAY, _moved(today, unit, 1) + _DAY
    begin = {"week": _week(today), "month": today.replace(day=1), "year": today.replace(month=1, day=1)}[unit]
    begin = _moved(begin, unit, {"this": 0, "last": -1, "next": 1}[which])
    return begin, _moved(begin, unit, 1)


def _week(day: date) -> date:
    """The Sunday on or before a day."""
    return day - (day.isoweekday() % 7) * _DAY


def _moved(day: date, unit: str, by: int) -> date:
    """The day some weeks, months or years away; the last of a shorter month."""
    if unit == "week":
        return day + 7 * by * _DAY
    months = day.year * 12 + day.month - 1 + (by if unit == "month" else 12 * by)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _date(text: str, today: date) -> Days | None:
    """A date in figures, or with a month's name: `12/11/2013`, `12/11`, `2013-12-11`, `December 11, 2013` …"""
    slashed, dashed, named = _SLASHED.fullmatch(text), _DASHED.fullmatch(text), _NAMED.fullmatch(text)
    if slashed is not None:
        day = date(int(slashed[3] or today.year), int(slashed[1]), int(slashed[2]))
    elif dashed is not None:
        day = date(int(dashed[1]), int(dashed[2]), int(dashed[3]))
    elif named is not None and named[1] in _MONTHS:
        day = date(int(named[3] or today.year), _MONTHS[named[1]], int(named[2] or 1))
        if named[2] is None:
            return day, _moved(day, "month", 1)
    else:
        return None
    return day, day + _DAY
