"""What a recurrence may not be (Learn, "ResponseCode"; MS-OXWSMTGS 3.1.4.2.1).

Limits of intervals and counts are those of the Outlook object model: 999 days, 99 weeks or months, 999 occurrences.
Exchange's own aren't published (our choice).
"""

from simulator.exchange.errors import ExchangeError
from simulator.exchange.recurrence import (
    DAY_GROUPS,
    AbsoluteMonthly,
    AbsoluteYearly,
    Daily,
    EndDate,
    Numbered,
    Recurrence,
    Regeneration,
    RelativeMonthly,
    Weekly,
)
from simulator.exchange.recurrence_dates import LAST_DAY, first_date

MOST_DAYS = 999
MOST_UNITS = 99
MOST_OCCURRENCES = 999


def check_recurrence(recurrence: Recurrence) -> None:
    """Raise the error of a recurrence that can't be.

    ErrorCalendarOutOfRange, ErrorCalendarInvalidDayForWeeklyRecurrence, ErrorCalendarInvalidRecurrence,
    ErrorRecurrenceEndDateTooBig or ErrorRecurrenceHasNoOccurrence.
    """
    pattern, bounds = recurrence.pattern, recurrence.range
    if isinstance(pattern, Weekly):
        _check_week(pattern)
    if isinstance(pattern, AbsoluteMonthly | AbsoluteYearly):
        _check_between(pattern.day, 31)
    if isinstance(pattern, Daily | Weekly | AbsoluteMonthly | RelativeMonthly | Regeneration):
        days = isinstance(pattern, Daily) or (isinstance(pattern, Regeneration) and pattern.unit == "Daily")
        _check_between(pattern.interval, MOST_DAYS if days else MOST_UNITS)
    if isinstance(bounds, Numbered):
        _check_between(bounds.count, MOST_OCCURRENCES)
    if isinstance(bounds, EndDate) and bounds.end > LAST_DAY:
        raise ExchangeError("ErrorRecurrenceEndDateTooBig")
    if first_date(recurrence) is None or (isinstance(bounds, EndDate) and bounds.end < bounds.start):
        raise ExchangeError("ErrorRecurrenceHasNoOccurrence")


def _check_between(number: int, most: int) -> None:
    if not 1 <= number <= most:
        raise ExchangeError("ErrorCalendarOutOfRange")


def _check_week(pattern: Weekly) -> None:
    if not pattern.days:
        raise ExchangeError("ErrorCalendarInvalidRecurrence")
    if any(day in DAY_GROUPS for day in (*pattern.days, pattern.first_day)):
        raise ExchangeError("ErrorCalendarInvalidDayForWeeklyRecurrence")
