"""Time zones of calendar items: a Windows id, or rules that a client gave (MS-OXWSGTZ 2.2.4.12, MS-OXWSMTGS 2.2.4.29).

Of a definition with rules only what it says is used: its last group holds for good, its first one since ever.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from simulator.exchange.time_zones import DATE_RULE, DayRule, Definition, Group, definition, zone

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class ItemTimeZone:
    """The zone of an item: a Windows id that the server knows, or a definition of the client's own."""

    id: str
    custom: Definition | None = None


UTC_ZONE = ItemTimeZone("UTC")


def known_zone(identity: str) -> ItemTimeZone | None:
    """The server's own zone with this id; None when there is none."""
    return ItemTimeZone(identity) if zone(identity) is not None else None


def definition_of(item_zone: ItemTimeZone) -> Definition:
    """The whole definition."""
    return item_zone.custom if item_zone.custom is not None else definition(item_zone.id)


def tzinfo_of(item_zone: ItemTimeZone) -> tzinfo:
    """What Python needs to compute in the zone."""
    if item_zone.custom is not None:
        return _rule_zone(item_zone.custom)
    return UTC if item_zone.id == "UTC" else zone(item_zone.id) or UTC


@lru_cache(maxsize=1024)
def _rule_zone(rules: Definition) -> "RuleZone":
    return RuleZone(rules)


@dataclass(frozen=True)
class _Change:
    """A change of offset at a moment (naive, in UTC)."""

    at: datetime
    before: timedelta
    after: timedelta


class RuleZone(tzinfo):
    """A zone with the offsets of a definition."""

    def __init__(self, rules: Definition) -> None:
        """Take the rules; a definition without periods is UTC."""
        self._rules = rules
        self._offsets = {period.id: -period.bias for period in rules.periods}
        self._groups = {group.id: group for group in rules.groups}
        self._years: dict[int, tuple[_Change, ...]] = {}

    def utcoffset(self, moment: datetime | None) -> timedelta:
        """The offset at a wall time; of a time that comes twice the first one, unless its fold says otherwise."""
        if moment is None:
            return self._standard(date.max.year)
        local = moment.replace(tzinfo=None)
        offset = self._initial(local.year)
        for change in self._around(local.year):
            wall = min(change.before, change.after) if moment.fold else max(change.before, change.after)
            if local - wall >= change.at:
                offset = change.after
        return offset

    def dst(self, moment: datetime | None) -> timedelta:
        """The offset beyond the standard one of its year."""
        return self.utcoffset(moment) - self._standard((moment or datetime.max).year)

    def tzname(self, _moment: datetime | None) -> str:
        """The definition's id or name."""
        return self._rules.id or self._rules.name

    def fromutc(self, moment: datetime) -> datetime:
        """The wall time of a moment in UTC."""
        naive = moment.replace(tzinfo=None)
        offset, fold = self._initial(naive.year), 0
        for change in self._around(naive.year):
            if change.at <= naive:
                offset = change.after
                fold = int(naive - change.at < change.before - change.after)
        return (naive + offset).replace(tzinfo=self, fold=fold)

    def _in_force(self, begin: datetime, end: datetime) -> list[tuple[datetime, datetime, Group]]:
        """The groups that hold between two wall times, each with its part of that time."""
        found: list[tuple[datetime, datetime, Group]] = []
        for name, start in self._rules.starts:
            group = self._groups.get(name)
            if group is None or (start is not None and start >= end):
                continue
            at = begin if start is None else max(start, begin)
            if found:
                first, _, earlier = found.pop()
                found.extend([(first, at, earlier)] if first < at else [])
            found.append((at, end, group))
        return found

    def _standard(self, year: int) -> timedelta:
        groups = self._in_force(datetime(year, 1, 1), datetime(year, 12, 31))
        return self._offsets.get(groups[0][2].only, timedelta()) if groups else self._first_offset()

    def _first_offset(self) -> timedelta:
        return next(iter(self._offsets.values()), timedelta())

    def _initial(self, year: int) -> timedelta:
        """The offset before the changes that `_around` gives."""
        changes = self._around(year)
        return changes[0].before if changes else self._at_end(year)

    def _around(self, year: int) -> tuple[_Change, ...]:
        """The changes of a year and its neighbours, in order; each year is computed once."""
        return self._of_year(year - 1) + self._of_year(year) + self._of_year(year + 1)

    def _of_year(self, year: int) -> tuple[_Change, ...]:
        if year not in self._years:
            self._years[year] = self._computed(year)
        return self._years[year]

    def _computed(self, year: int) -> tuple[_Change, ...]:
        if not 1601 <= year <= 9998:
            return ()
        found, before = [], self._at_end(year - 1)
        for wall, after in self._events(year):
            if after != before:
                found.append(_Change(wall - before, before, after))
            before = after
        return tuple(found)

    def _events(self, year: int) -> list[tuple[datetime, timedelta]]:
        """Wall times in a year, in order, each with the offset from then on: the beginning, the rules, new groups."""
        found = []
        for at, until, group in self._in_force(datetime(year, 1, 1), datetime(year + 1, 1, 1)):
            walls = sorted((_wall(rule, year), rule.to) for rule in group.rules)
            # a group begins with what its last rule before it says; in a new year that is the last one of the year
            earlier = [to for wall, to in walls if wall <= at] or [to for _, to in walls] or [group.only]
            found.append((at, self._offsets.get(earlier[-1], timedelta())))
            found.extend((wall, self._offsets.get(to, timedelta())) for wall, to in walls if at < wall < until)
        return found

    def _at_end(self, year: int) -> timedelta:
        """The offset at the end of a year."""
        events = self._events(min(max(year, 1601), 9998))
        return events[-1][1] if events else self._first_offset()


def _wall(rule: DayRule, year: int) -> datetime:
    """When a rule strikes, in the wall time that holds before it."""
    days = monthrange(year, rule.month)[1]
    if rule.day_of_week == DATE_RULE:
        day = min(rule.occurrence, days)
    else:
        first = (_WEEKDAYS.index(rule.day_of_week) - date(year, rule.month, 1).weekday()) % 7 + 1
        fitting = list(range(first, days + 1, 7))
        day = fitting[-1] if not 1 <= rule.occurrence < len(fitting) + 1 else fitting[rule.occurrence - 1]
    return datetime.combine(date(year, rule.month, day), time()) + rule.time_offset
