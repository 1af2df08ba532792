"""How often something happens again: patterns and ranges as values (MS-OXWSCDATA 2.2.7, MS-OXWSTASK 2.2.7.1).

Days are dates in the time zone of the item that recurs. What a pattern expands to is in `recurrence_dates`, its
limits are in `recurrence_check`, and `recurrence_rule` writes and reads it as an RRULE of iCalendar.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
"""The days in the order of DayOfWeekType (MS-OXWSCDATA 2.2.5.8)."""
DAY_GROUPS = {
    "Day": WEEKDAYS,
    "Weekday": WEEKDAYS[1:6],
    "WeekendDay": (WEEKDAYS[0], WEEKDAYS[6]),
}
"""The values of DayOfWeekType that stand for several days."""
INDEXES = ("First", "Second", "Third", "Fourth", "Last")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
RegenerationUnit = Literal["Daily", "Weekly", "Monthly", "Yearly"]


@dataclass(frozen=True, slots=True)
class Daily:
    """Every `interval` days."""

    interval: int = 1


@dataclass(frozen=True, slots=True)
class Weekly:
    """On `days`, every `interval` weeks; weeks begin with `first_day`."""

    interval: int
    days: tuple[str, ...]
    first_day: str = "Sunday"


@dataclass(frozen=True, slots=True)
class AbsoluteMonthly:
    """On a day of the month, every `interval` months; a shorter month has it on its last day."""

    interval: int
    day: int


@dataclass(frozen=True, slots=True)
class RelativeMonthly:
    """On the first, second … last weekday, or day of a group, every `interval` months."""

    interval: int
    day_of_week: str
    index: str


@dataclass(frozen=True, slots=True)
class AbsoluteYearly:
    """On a day of a month, every year; `month` is 1 to 12."""

    day: int
    month: int


@dataclass(frozen=True, slots=True)
class RelativeYearly:
    """On the first, second … last weekday, or day of a group, of a month, every year."""

    day_of_week: str
    index: str
    month: int


@dataclass(frozen=True, slots=True)
class Regeneration:
    """`interval` units after the last one was completed: of tasks alone (MS-OXWSTASK 2.2.4.3)."""

    unit: RegenerationUnit
    interval: int


@dataclass(frozen=True, slots=True)
class NoEnd:
    """From a day on, for good."""

    start: date


@dataclass(frozen=True, slots=True)
class EndDate:
    """From a day up to and including another."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Numbered:
    """So many times, from a day on."""

    start: date
    count: int


CalendarPattern = Daily | Weekly | AbsoluteMonthly | RelativeMonthly | AbsoluteYearly | RelativeYearly
Pattern = CalendarPattern | Regeneration
Range = NoEnd | EndDate | Numbered


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A pattern and how long it goes on."""

    pattern: Pattern
    range: Range


def days_of(day_of_week: str) -> tuple[str, ...]:
    """The weekdays a value of DayOfWeekType stands for."""
    return DAY_GROUPS.get(day_of_week, (day_of_week,))
