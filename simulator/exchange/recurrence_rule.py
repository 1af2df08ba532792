"""A recurrence as an RRULE of iCalendar, and back (RFC 5545 3.3.10; MS-OXCICAL 2.1.3.2.2).

A day of the month that short months lack is written as the last of the days up to it, which any reader expands as
Exchange does; MS-OXCICAL's own form would skip those months. A rule that no pattern of Exchange equals is refused.
"""

from datetime import UTC, date, datetime, tzinfo

from simulator.exchange.recurrence import (
    DAY_GROUPS,
    INDEXES,
    WEEKDAYS,
    AbsoluteMonthly,
    AbsoluteYearly,
    CalendarPattern,
    Daily,
    EndDate,
    NoEnd,
    Numbered,
    Range,
    Recurrence,
    RelativeMonthly,
    RelativeYearly,
    Weekly,
    days_of,
)

_UNDERSTOOD = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
)  # fmt: skip
_DAYS_TO_END = 28


def rule_text(recurrence: Recurrence, until: datetime | None = None) -> str:
    """The value of an RRULE. `until` is the last occurrence's moment, written in UTC; without it UNTIL is a date."""
    parts = _pattern_parts(recurrence.pattern)
    if isinstance(recurrence.range, Numbered):
        parts.append(("COUNT", str(recurrence.range.count)))
    elif isinstance(recurrence.range, EndDate):
        last = f"{until.astimezone(UTC):%Y%m%dT%H%M%SZ}" if until is not None else f"{recurrence.range.end:%Y%m%d}"
        parts.append(("UNTIL", last))
    return ";".join(f"{name}={value}" for name, value in parts)


def read_rule(text: str, start: date, zone: tzinfo) -> Recurrence:
    """The recurrence that an RRULE is for an item that starts on `start`, a day in `zone`.

    Raises ValueError for a rule that is wrong or that Exchange can't hold.
    """
    parts = {}
    for part in text.strip().rstrip(";").split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value:
            raise ValueError(f"{part!r} is no part of a rule")
        parts[name.strip().upper()] = value.strip().upper()
    unknown = set(parts) - _UNDERSTOOD
    if unknown:
        raise ValueError(f"no recurrence of Exchange has {', '.join(sorted(unknown))}")
    return Recurrence(_pattern(parts, start), _range(parts, start, zone))


def _pattern_parts(pattern: object) -> list[tuple[str, str]]:
    if isinstance(pattern, Daily):
        return [("FREQ", "DAILY"), ("INTERVAL", str(pattern.interval))]
    if isinstance(pattern, Weekly):
        days = ",".join(_short(day) for day in pattern.days)
        week = _short(pattern.first_day)
        return [("FREQ", "WEEKLY"), ("INTERVAL", str(pattern.interval)), ("BYDAY", days), ("WKST", week)]
    if isinstance(pattern, AbsoluteMonthly):
        return [("FREQ", "MONTHLY"), ("INTERVAL", str(pattern.interval)), *_month_day(pattern.day)]
    if isinstance(pattern, RelativeMonthly):
        return [("FREQ", "MONTHLY"), ("INTERVAL", str(pattern.interval)), *_nth(pattern.day_of_week, pattern.index)]
    yearly = [("FREQ", "YEARLY"), ("INTERVAL", "1")]
    if isinstance(pattern, AbsoluteYearly):
        return [*yearly, *_month_day(pattern.day), ("BYMONTH", str(pattern.month))]
    if isinstance(pattern, RelativeYearly):
        return [*yearly, *_nth(pattern.day_of_week, pattern.index), ("BYMONTH", str(pattern.month))]
    raise ValueError(f"{pattern!r} is no pattern of a calendar")


def _short(day: str) -> str:
    return day[:2].upper()


def _month_day(day: int) -> list[tuple[str, str]]:
    if day <= _DAYS_TO_END:
        return [("BYMONTHDAY", str(day))]
    if day == 31:
        return [("BYMONTHDAY", "-1")]
    return [("BYMONTHDAY", ",".join(str(one) for one in range(_DAYS_TO_END, day + 1))), ("BYSETPOS", "-1")]


def _nth(day_of_week: str, index: str) -> list[tuple[str, str]]:
    place = "-1" if index == "Last" else str(INDEXES.index(index) + 1)
    return [("BYDAY", ",".join(_short(day) for day in days_of(day_of_week))), ("BYSETPOS", place)]


def _range(parts: dict[str, str], start: date, zone: tzinfo) -> Range:
    if "COUNT" in parts:
        return Numbered(start, int(parts["COUNT"]))
    if "UNTIL" not in parts:
        return NoEnd(start)
    until = parts["UNTIL"]
    if len(until) > 8:
        moment = datetime.strptime(until.removesuffix("Z"), "%Y%m%dT%H%M%S")
        return EndDate(start, (moment.replace(tzinfo=UTC).astimezone(zone) if until.endswith("Z") else moment).date())
    return EndDate(start, datetime.strptime(until, "%Y%m%d").date())


def _pattern(parts: dict[str, str], start: date) -> CalendarPattern:
    frequency, interval = parts.get("FREQ", ""), int(parts.get("INTERVAL", "1"))
    days = [_numbered_day(one) for one in parts["BYDAY"].split(",")] if "BYDAY" in parts else []
    first_day = _long(parts["WKST"]) if "WKST" in parts else "Monday"
    if frequency == "DAILY" and not days:
        _only(parts, "BYSETPOS", "BYMONTHDAY", "BYMONTH")
        return Daily(interval)
    if frequency == "WEEKLY" or (frequency == "DAILY" and interval == 1):
        _only(parts, "BYSETPOS", "BYMONTHDAY", "BYMONTH")
        named = {day for _, day in days} or {WEEKDAYS[start.isoweekday() % 7]}
        return Weekly(interval, tuple(day for day in WEEKDAYS if day in named), first_day)
    if frequency == "MONTHLY":
        _only(parts, "BYMONTH")
        if days:
            return RelativeMonthly(interval, *_relative(days, parts))
        return AbsoluteMonthly(interval, _day_of_month(parts, start))
    if frequency != "YEARLY":
        raise ValueError(f"no recurrence of Exchange has FREQ={frequency}")
    return _yearly(parts, days, start, interval)


def _yearly(parts: dict[str, str], days: list[tuple[int, str]], start: date, interval: int) -> CalendarPattern:
    """Exchange's years have no interval: every second year is every 24th month (MS-OXCICAL 2.1.3.2.2)."""
    month = int(parts.get("BYMONTH", start.month))
    if not 1 <= month <= 12:
        raise ValueError(f"BYMONTH={month} is no month")
    if interval != 1 and month != start.month:
        raise ValueError("no recurrence of Exchange skips years and starts in another month")
    if days:
        if "BYMONTH" not in parts:
            raise ValueError("no recurrence of Exchange counts the days of a whole year")
        relative = _relative(days, parts)
        return RelativeYearly(*relative, month) if interval == 1 else RelativeMonthly(12 * interval, *relative)
    day = _day_of_month(parts, start)
    return AbsoluteYearly(day, month) if interval == 1 else AbsoluteMonthly(12 * interval, day)


def _only(parts: dict[str, str], *forbidden: str) -> None:
    for name in forbidden:
        if name in parts:
            raise ValueError(f"no recurrence of Exchange has FREQ={parts['FREQ']} with {name}")


def _long(day: str) -> str:
    for name in WEEKDAYS:
        if _short(name) == day:
            return name
    raise ValueError(f"{day!r} is no day of the week")


def _numbered_day(text: str) -> tuple[int, str]:
    """`2MO` as (2, Monday); 0 when there is no number."""
    return int(text[:-2] or "0"), _long(text[-2:])


def _day_of_month(parts: dict[str, str], start: date) -> int:
    if "BYMONTHDAY" not in parts:
        return start.day
    days = sorted(int(one) for one in parts["BYMONTHDAY"].split(","))
    if days == [-1]:
        return 31
    if len(days) == 1 and 1 <= days[0] <= 31 and parts.get("BYSETPOS", "1") in ("1", "-1"):
        return days[0]
    if parts.get("BYSETPOS") == "-1" and days == list(range(_DAYS_TO_END, days[-1] + 1)):
        return days[-1]
    raise ValueError(f"no recurrence of Exchange has BYMONTHDAY={parts['BYMONTHDAY']}")


def _relative(days: list[tuple[int, str]], parts: dict[str, str]) -> tuple[str, str]:
    """Day of the week and index."""
    numbers, names = {number for number, _ in days}, {name for _, name in days}
    place = numbers.pop() if len(numbers) == 1 else 0
    place = place or int(parts.get("BYSETPOS", "0"))
    if place == -1:
        index = "Last"
    elif 1 <= place <= 4:
        index = INDEXES[place - 1]
    else:
        raise ValueError("no recurrence of Exchange has these days of a month")
    if len(names) == 1:
        return names.pop(), index
    for group, members in DAY_GROUPS.items():
        if names == set(members):
            return group, index
    raise ValueError("no recurrence of Exchange has these days of a month")
