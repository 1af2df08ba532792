"""The server's time zones: Windows ids, with rules computed from the tz database (MS-OXWGTZ; types.xsd
`TimeZoneDefinitionType`).

Ids are those of tzlocal's Windows table. Rules are those of the years `FIRST_YEAR` to `LAST_YEAR`; following years
that one pair of rules fits share a group, as Exchange writes them. A year that no such pair fits (a zone that moves for
good, Ramadan) is told change by change: each has a group without rules from that very moment on (our choice). The
display name is the offset and the zone's city (our choice: Microsoft's texts are not ours to copy).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from tzlocal.windows_tz import tz_win, win_tz

from simulator.exchange.offset_changes import Change, Year, years_of

FIRST_YEAR = 2007
LAST_YEAR = 2037

DATE_RULE = "Day"
"""The day_of_week of a rule for a day of the month, which is its occurrence (RecurringDateTransition)."""
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LAST = -1


@dataclass(frozen=True)
class Period:
    """A stretch with one offset; `bias` is what is added to local time to reach UTC."""

    id: str
    name: str
    bias: timedelta


@dataclass(frozen=True)
class DayRule:
    """Every year: to the period `to`, at `time_offset` after midnight of the `occurrence`-th (-1: last) weekday of
    `month`. With `DATE_RULE` for a weekday, the occurrence is the day of the month.
    """

    to: str
    time_offset: timedelta
    month: int
    day_of_week: str
    occurrence: int


@dataclass(frozen=True)
class Group:
    """The rules of some years: two, or none for the one period `only`."""

    id: str
    rules: tuple[DayRule, ...]
    only: str
    """The standard period, also of a group with rules."""


@dataclass(frozen=True)
class Definition:
    """A time zone. `starts` says from which moment of local time each group holds; the first has None."""

    id: str
    name: str
    periods: tuple[Period, ...]
    groups: tuple[Group, ...]
    starts: tuple[tuple[str, datetime | None], ...]


_Pattern = tuple[timedelta, int, str, int]
"""Time of day, month, weekday and occurrence of a rule."""


def zone(windows_id: str) -> ZoneInfo | None:
    """The tz database zone of a Windows id; None for an unknown one."""
    iana = win_tz.get(windows_id)
    return ZoneInfo(iana) if iana else None


def _patterns(change: Change) -> list[_Pattern]:
    """The yearly rules that a change may follow, the likeliest first."""
    local = change.local
    time = timedelta(hours=local.hour, minutes=local.minute)
    found: list[_Pattern] = [(time, local.month, _WEEKDAYS[local.weekday()], (local.day - 1) // 7 + 1)]
    if local.day + 7 > monthrange(local.year, local.month)[1]:
        found.insert(0, (time, local.month, _WEEKDAYS[local.weekday()], _LAST))
    return [pattern for pattern in found if pattern[3] <= 4] + [(time, local.month, DATE_RULE, local.day)]


def _shared(patterns: tuple[list[_Pattern], ...], year: Year) -> tuple[list[_Pattern], ...]:
    """What is left of the patterns of earlier years when this one has to follow them, too."""
    here = [_patterns(change) for change in year.changes]
    return tuple(
        [one for one in before if one in now] for before, now in zip(patterns, here, strict=True)
    )  # fmt: skip


def _standard(year: Year) -> timedelta:
    """The offset of winter; of a year without rules, the one it ends with."""
    if year.is_regular and year.changes:
        return min(year.changes[0].before, year.changes[0].after)
    return year.changes[-1].after if year.changes else year.begins_with


@cache
def standard_offset(windows_id: str) -> timedelta:
    """The standard offset in the year 2026, which names and sorts a zone."""
    return _standard(years_of(ZoneInfo(win_tz[windows_id]), 2026, 2026)[0])


def display_name(windows_id: str) -> str:
    """`(UTC+01:00) Berlin`: the standard offset and the city."""
    minutes = int(standard_offset(windows_id).total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    city = win_tz[windows_id].rsplit("/", 1)[-1].replace("_", " ")
    shown = "" if minutes == 0 else f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    return f"(UTC{shown}) {city}"


class _Builder:
    """Collects the periods, groups and starts of one definition."""

    def __init__(self, windows_id: str) -> None:
        self.windows_id = windows_id
        self.periods: dict[tuple[str, timedelta], Period] = {}
        self.groups: list[Group] = []
        self.starts: list[tuple[str, datetime | None]] = []
        self.fixed: timedelta | None = None
        """The offset that holds when the current group has no rules."""

    def period(self, year: int, name: str, offset: timedelta) -> str:
        """The id of the period with this name and offset, made when it is new."""
        key = (name, offset)
        if key not in self.periods:
            period_id = f"trule:Microsoft/Registry/{self.windows_id}/{year}-{name}"
            while any(period.id == period_id for period in self.periods.values()):
                period_id += "-2"
            self.periods[key] = Period(period_id, name, -offset)
        return self.periods[key].id

    def start(self, at: datetime, rules: tuple[DayRule, ...], only: str) -> None:
        """Begin a new group."""
        group = Group(str(len(self.groups)), rules, only)
        self.groups.append(group)
        self.starts.append((group.id, at if self.starts else None))

    def add_fixed(self, at: datetime, offset: timedelta) -> None:
        """From `at` on there is one offset alone."""
        if offset != self.fixed:
            self.start(at, (), self.period(at.year, "Standard", offset))
        self.fixed = offset

    def add_irregular(self, year: Year) -> None:
        """A year told change by change."""
        self.add_fixed(datetime(year.number, 1, 1), year.begins_with)
        for change in year.changes:
            self.add_fixed(change.local, change.after)

    def add_regular(self, year: Year, patterns: tuple[list[_Pattern], ...]) -> None:
        """The years from this one on that follow the first of the patterns that are left of each change."""
        standard = self.period(year.number, "Standard", _standard(year))
        daylight = self.period(year.number, "Daylight", max(year.changes[0].before, year.changes[0].after))
        rules = []
        for change, (pattern, *_) in zip(year.changes, patterns, strict=True):
            to = standard if change.after == _standard(year) else daylight
            rules.append(DayRule(to, *pattern))
        self.start(datetime(year.number, 1, 1), tuple(rules), standard)
        self.fixed = None


def _run(years: list[Year]) -> tuple[int, tuple[list[_Pattern], ...]]:
    """How many of the years, from the first on, follow one pair of rules, and which rules these may be."""
    first = years[0]
    offsets = [(change.before, change.after) for change in first.changes]
    patterns = tuple(_patterns(change) for change in first.changes)
    for count, year in enumerate(years[1:], start=1):
        same = year.is_regular and [(change.before, change.after) for change in year.changes] == offsets
        shared = _shared(patterns, year) if same else ()
        if not same or not all(shared):
            return count, patterns
        patterns = shared
    return len(years), patterns


@cache
def definition(windows_id: str) -> Definition:
    """The whole definition of a Windows zone; KeyError for an unknown id."""
    builder = _Builder(windows_id)
    years = years_of(ZoneInfo(win_tz[windows_id]), FIRST_YEAR, LAST_YEAR)
    while years:
        count = 1
        if not years[0].changes or not years[0].is_regular:
            builder.add_irregular(years[0])
        else:
            count, patterns = _run(years)
            builder.add_regular(years[0], patterns)
        years = years[count:]
    return Definition(
        windows_id,
        display_name(windows_id),
        tuple(builder.periods.values()),
        tuple(builder.groups),
        tuple(builder.starts),
    )


@cache
def windows_ids() -> tuple[str, ...]:
    """All ids that the server knows, west to east as Exchange lists them."""
    return tuple(sorted(win_tz, key=lambda name: (standard_offset(name), name)))


@cache
def windows_id_of(name: str) -> str | None:
    """The Windows id that a zone's name stands for: one itself, or a name of the tz database, perhaps at the end of
    a longer path as some programs write it; None for an unknown one.
    """
    parts = name.strip().split("/")
    names = ("/".join(parts[at:]) for at in range(len(parts)))
    return name if name in win_tz else next((tz_win[one] for one in names if one in tz_win), None)


@cache
def windows_id_of_city(city: str) -> str | None:
    """The Windows id of the zone that the tz database names after a city, such as ``lisbon``; None when none is."""
    ending = "/" + "_".join(city.lower().replace("-", " ").split())
    return next((name for iana, name in sorted(tz_win.items()) if iana.lower().endswith(ending)), None)
