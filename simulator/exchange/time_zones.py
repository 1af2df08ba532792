"""The server's time zones: Windows ids, with rules computed from the tz database (MS-OXWGTZ; types.xsd
`TimeZoneDefinitionType`).

Ids are those of tzlocal's Windows table. Rules are those of the years `FIRST_YEAR` to `LAST_YEAR`; years with equal
rules share a group, as Exchange writes them. The display name is the offset and the zone's city (our choice:
Microsoft's texts are not ours to copy). A year with more than two changes (Ramadan) keeps its first and last, since
a group holds at most two (our choice).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from tzlocal.windows_tz import tz_win, win_tz

FIRST_YEAR = 2007
LAST_YEAR = 2037

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
    `month`.
    """

    to: str
    time_offset: timedelta
    month: int
    day_of_week: str
    occurrence: int


@dataclass(frozen=True)
class Group:
    """The rules of some years: no rule means the one period `only`."""

    id: str
    rules: tuple[DayRule, ...]
    only: str


@dataclass(frozen=True)
class Definition:
    """A time zone. `starts` says from which year each group holds; the first has None."""

    id: str
    name: str
    periods: tuple[Period, ...]
    groups: tuple[Group, ...]
    starts: tuple[tuple[str, int | None], ...]


_DayRule = tuple[bool, timedelta, int, str, int]


@dataclass(frozen=True)
class _Change:
    """A change of offset: local wall time before it, and the offsets around it."""

    local: datetime
    before: timedelta
    after: timedelta


@dataclass(frozen=True)
class _YearRule:
    standard: timedelta
    daylight: timedelta | None
    rules: tuple[_DayRule, ...]
    """(to daylight, time of day, month, weekday, occurrence)."""


def zone(windows_id: str) -> ZoneInfo | None:
    """The tz database zone of a Windows id; None for an unknown one."""
    iana = win_tz.get(windows_id)
    return ZoneInfo(iana) if iana else None


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


def _offset(where: ZoneInfo, moment: datetime) -> timedelta:
    offset = moment.astimezone(where).utcoffset()
    assert offset is not None
    return offset


def _changes(where: ZoneInfo, year: int) -> list[_Change]:
    """Changes of offset in a UTC year; probed week by week, then halved down to the minute."""
    found = []
    moment, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    before = _offset(where, moment)
    while moment < end:
        probe = min(moment + timedelta(days=7), end)
        after = _offset(where, probe)
        if after != before:
            low, high = moment, probe
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                middle -= timedelta(seconds=middle.second, microseconds=middle.microsecond)
                low, high = (middle, high) if _offset(where, middle) == before else (low, middle)
            found.append(_Change((high + before).replace(tzinfo=None), before, after))
        moment, before = probe, after
    return found


def _day_rule(change: _Change, standard: timedelta) -> _DayRule:
    local = change.local
    last = local.day + 7 > monthrange(local.year, local.month)[1]
    of_day = timedelta(hours=local.hour, minutes=local.minute)
    occurrence = _LAST if last else (local.day - 1) // 7 + 1
    return change.after != standard, of_day, local.month, _WEEKDAYS[local.weekday()], occurrence


def _year_rule(where: ZoneInfo, year: int) -> _YearRule:
    changes = _changes(where, year)
    if len(changes) > 2:
        changes = [changes[0], changes[-1]]
    if len(changes) == 2 and changes[0].before == changes[1].after != changes[0].after:
        standard = min(changes[0].before, changes[0].after)
        daylight = max(changes[0].before, changes[0].after)
        return _YearRule(standard, daylight, tuple(_day_rule(change, standard) for change in changes))
    return _YearRule(_offset(where, datetime(year, 12, 31, tzinfo=UTC)), None, ())


def display_name(windows_id: str) -> str:
    """`(UTC+01:00) Berlin`: the standard offset and the city."""
    iana = win_tz[windows_id]
    standard = _year_rule(ZoneInfo(iana), 2026).standard
    minutes = int(standard.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    city = iana.rsplit("/", 1)[-1].replace("_", " ")
    shown = "" if minutes == 0 else f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    return f"(UTC{shown}) {city}"


class _Builder:
    """Collects the periods, groups and starts of one definition."""

    def __init__(self, windows_id: str) -> None:
        self.windows_id = windows_id
        self.periods: dict[tuple[str, timedelta], Period] = {}
        self.groups: list[Group] = []
        self.last: _YearRule | None = None
        self.starts: list[tuple[str, int | None]] = []

    def period(self, year: int, name: str, offset: timedelta) -> str:
        """The id of the period with this name and offset, made when it is new."""
        key = (name, offset)
        if key not in self.periods:
            period_id = f"trule:Microsoft/Registry/{self.windows_id}/{year}-{name}"
            self.periods[key] = Period(period_id, name, -offset)
        return self.periods[key].id

    def add(self, year: int, rule: _YearRule) -> None:
        """Says that `rule` holds in `year`: a new group when the year before had another one."""
        if rule == self.last:
            return
        self.last = rule
        standard = self.period(year, "Standard", rule.standard)
        daylight = self.period(year, "Daylight", rule.daylight) if rule.daylight is not None else standard
        rules = tuple(DayRule(daylight if row[0] else standard, row[1], row[2], row[3], row[4]) for row in rule.rules)
        group = Group(str(len(self.groups)), rules, standard)
        self.groups.append(group)
        self.starts.append((group.id, year if self.starts else None))


@cache
def definition(windows_id: str) -> Definition:
    """The whole definition of a Windows zone; KeyError for an unknown id."""
    where = ZoneInfo(win_tz[windows_id])
    builder = _Builder(windows_id)
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        builder.add(year, _year_rule(where, year))
    return Definition(
        windows_id,
        display_name(windows_id),
        tuple(builder.periods.values()),
        tuple(builder.groups),
        tuple(builder.starts),
    )


def windows_ids() -> tuple[str, ...]:
    """All ids that the server knows, west to east as Exchange lists them."""
    return tuple(sorted(win_tz, key=lambda name: (_year_rule(ZoneInfo(win_tz[name]), 2026).standard, name)))
