"""Strategies: any recurrence, any zone."""

from datetime import date, timedelta

from hypothesis import strategies as st

from simulator.exchange.recurrence import (
    DAY_GROUPS,
    INDEXES,
    WEEKDAYS,
    AbsoluteMonthly,
    AbsoluteYearly,
    Daily,
    EndDate,
    NoEnd,
    Numbered,
    Range,
    Recurrence,
    RelativeMonthly,
    RelativeYearly,
    Weekly,
)

ZONES = (
    "UTC", "GMT Standard Time", "Romance Standard Time", "Pacific Standard Time", "Tokyo Standard Time",
    "AUS Eastern Standard Time", "Nepal Standard Time", "Lord Howe Standard Time", "E. South America Standard Time",
)  # fmt: skip

_intervals = st.integers(1, 14)
_any_day = st.sampled_from((*WEEKDAYS, *DAY_GROUPS))
_indexes = st.sampled_from(INDEXES)
_months = st.integers(1, 12)
_month_days = st.integers(1, 31)


def _weekly(interval: int, days: set[str], first_day: str) -> Weekly:
    return Weekly(interval, tuple(day for day in WEEKDAYS if day in days), first_day)


patterns = st.one_of(
    st.builds(Daily, _intervals),
    st.builds(_weekly, _intervals, st.sets(st.sampled_from(WEEKDAYS), min_size=1), st.sampled_from(WEEKDAYS)),
    st.builds(AbsoluteMonthly, _intervals, _month_days),
    st.builds(RelativeMonthly, _intervals, _any_day, _indexes),
    st.builds(AbsoluteYearly, _month_days, _months),
    st.builds(RelativeYearly, _any_day, _indexes, _months),
)
starts = st.dates(date(2020, 1, 1), date(2028, 12, 31))


def _ranges(start: date) -> st.SearchStrategy[Range]:
    ends = st.integers(5000, 9000).map(lambda days: EndDate(start, start + timedelta(days=days)))
    return st.one_of(st.just(NoEnd(start)), ends, st.integers(1, 60).map(lambda count: Numbered(start, count)))


recurrences = starts.flatmap(_ranges).flatmap(lambda range_: st.builds(Recurrence, patterns, st.just(range_)))
"""Each has at least one occurrence: the shortest range by dates is longer than the longest pattern."""
