"""What patterns expand to, and how a recurrence is written and read as a rule of iCalendar."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.exchange.errors import ExchangeError
from simulator.exchange.recurrence import (
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
    RelativeMonthly,
    RelativeYearly,
    Weekly,
)
from simulator.exchange.recurrence_check import check_recurrence
from simulator.exchange.recurrence_dates import (
    date_at,
    dates,
    dates_between,
    last_date,
    next_date,
    occurs_on,
    previous_date,
)
from simulator.exchange.recurrence_rule import read_rule, rule_text
from tests.simulator.calendar.recurrences import recurrences

START = date(2026, 1, 30)


@settings(max_examples=150, deadline=None)
@given(recurrence=recurrences)
def test_the_days_are_those_of_dateutil_for_the_same_rule(recurrence: Recurrence) -> None:
    rule = rrulestr(rule_text(recurrence), dtstart=datetime.combine(recurrence.range.start, time()))
    assert list(islice(dates(recurrence), 40)) == [moment.date() for moment in islice(rule, 40)]


@settings(max_examples=100, deadline=None)
@given(recurrence=recurrences)
def test_a_rule_reads_as_the_recurrence_it_was_written_from(recurrence: Recurrence) -> None:
    again = read_rule(rule_text(recurrence), recurrence.range.start, UTC)
    assert list(islice(dates(again), 40)) == list(islice(dates(recurrence), 40))
    assert again.range == recurrence.range


@settings(max_examples=100, deadline=None)
@given(recurrence=recurrences, after=st.integers(-400, 6000), length=st.integers(0, 900))
def test_a_window_shows_what_is_in_it_however_far_away_it_is(recurrence: Recurrence, after: int, length: int) -> None:
    first = recurrence.range.start + timedelta(days=after)
    last = first + timedelta(days=length)
    everything = []
    for day in dates(recurrence):
        if day > last:
            break
        everything.append(day)
    assert dates_between(recurrence, first, last) == [day for day in everything if day >= first]
    assert previous_date(recurrence, last + timedelta(days=1)) == (everything[-1] if everything else None)
    assert next_date(recurrence, first) == next(iter(day for day in dates(recurrence) if day > first), None)
    for index, day in enumerate(everything[:5], 1):
        assert date_at(recurrence, index) == day
        assert occurs_on(recurrence, day)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (Daily(3), ["2026-01-30", "2026-02-02", "2026-02-05"]),
        (Weekly(2, ("Sunday", "Friday"), "Sunday"), ["2026-01-30", "2026-02-08", "2026-02-13"]),
        (Weekly(2, ("Sunday", "Friday"), "Monday"), ["2026-01-30", "2026-02-01", "2026-02-13"]),
        (AbsoluteMonthly(1, 31), ["2026-01-31", "2026-02-28", "2026-03-31"]),
        (AbsoluteMonthly(1, 30), ["2026-01-30", "2026-02-28", "2026-03-30"]),
        (RelativeMonthly(1, "Weekday", "Last"), ["2026-01-30", "2026-02-27", "2026-03-31"]),
        (RelativeMonthly(3, "Tuesday", "Second"), ["2026-04-14", "2026-07-14", "2026-10-13"]),
        (AbsoluteYearly(29, 2), ["2026-02-28", "2027-02-28", "2028-02-29"]),
        (RelativeYearly("Thursday", "Fourth", 11), ["2026-11-26", "2027-11-25", "2028-11-23"]),
    ],
)
def test_patterns_as_exchange_understands_them(pattern: Pattern, expected: list[str]) -> None:
    """MS-OXWSTASK_R115, R117, R119, R121, R123 and R125."""
    found = islice(dates(Recurrence(pattern, NoEnd(START))), 3)
    assert [day.isoformat() for day in found] == expected


def test_a_series_ends_where_its_range_says() -> None:
    weekly = Weekly(1, ("Friday",))
    assert last_date(Recurrence(weekly, NoEnd(START))) is None
    assert last_date(Recurrence(weekly, Numbered(START, 3))) == date(2026, 2, 13)
    assert last_date(Recurrence(weekly, EndDate(START, date(2026, 2, 12)))) == date(2026, 2, 6)
    assert last_date(Recurrence(Daily(1), EndDate(START, date(4500, 1, 1)))) == date(4500, 1, 1)
    assert date_at(Recurrence(weekly, Numbered(START, 3)), 4) is None
    assert date_at(Recurrence(weekly, NoEnd(START)), 0) is None


@pytest.mark.parametrize(
    ("pattern", "bounds", "code"),
    [
        (Daily(0), NoEnd(START), "ErrorCalendarOutOfRange"),
        (Daily(1000), NoEnd(START), "ErrorCalendarOutOfRange"),
        (AbsoluteMonthly(1, 32), NoEnd(START), "ErrorCalendarOutOfRange"),
        (Regeneration("Weekly", 100), NoEnd(START), "ErrorCalendarOutOfRange"),
        (Daily(1), Numbered(START, 0), "ErrorCalendarOutOfRange"),
        (Daily(1), Numbered(START, 1000), "ErrorCalendarOutOfRange"),
        (Weekly(1, ()), NoEnd(START), "ErrorCalendarInvalidRecurrence"),
        (Weekly(1, ("Weekday",)), NoEnd(START), "ErrorCalendarInvalidDayForWeeklyRecurrence"),
        (Daily(1), EndDate(START, date(4500, 9, 2)), "ErrorRecurrenceEndDateTooBig"),
        (Daily(1), EndDate(START, date(2026, 1, 29)), "ErrorRecurrenceHasNoOccurrence"),
        (Weekly(1, ("Monday",)), EndDate(START, date(2026, 2, 1)), "ErrorRecurrenceHasNoOccurrence"),
    ],
)
def test_what_a_recurrence_may_not_be(pattern: Pattern, bounds: Range, code: str) -> None:
    """MS-OXWSMTGS_R1205, MS-OXWSMTGS_R1206, MS-OXWSMTGS_R12052."""
    with pytest.raises(ExchangeError) as caught:
        check_recurrence(Recurrence(pattern, bounds))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", Weekly(1, WEEKDAYS[1:6], "Monday")),
        ("FREQ=WEEKLY", Weekly(1, ("Friday",), "Monday")),
        ("FREQ=MONTHLY", AbsoluteMonthly(1, 30)),
        ("FREQ=MONTHLY;BYDAY=-1FR", RelativeMonthly(1, "Friday", "Last")),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", AbsoluteMonthly(1, 31)),
        ("FREQ=YEARLY", AbsoluteYearly(30, 1)),
        ("FREQ=YEARLY;BYDAY=2TU;BYMONTH=3", RelativeYearly("Tuesday", "Second", 3)),
        ("FREQ=YEARLY;INTERVAL=2", AbsoluteMonthly(24, 30)),
    ],
)  # fmt: skip
def test_rules_that_other_programs_write(text: str, pattern: Pattern) -> None:
    assert read_rule(text, START, UTC) == Recurrence(pattern, NoEnd(START))


@pytest.mark.parametrize(
    "text",
    ["", "FREQ", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=9", "FREQ=MONTHLY;BYMONTHDAY=1,15", "FREQ=MONTHLY;BYDAY=MO,TU",
     "FREQ=YEARLY;BYWEEKNO=20", "FREQ=YEARLY;BYDAY=20MO", "FREQ=WEEKLY;BYDAY=XX", "FREQ=MONTHLY;BYDAY=5MO",
     "FREQ=YEARLY;INTERVAL=2;BYMONTH=5", "FREQ=DAILY;BYMONTH=1"],
)  # fmt: skip
def test_rules_that_no_pattern_equals_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_rule(text, START, UTC)
