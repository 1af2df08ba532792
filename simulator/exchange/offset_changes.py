"""When the offset of a tz database zone changes, year by year of its own local time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_STEP = timedelta(days=7)
"""No zone changes and changes back within it."""


@dataclass(frozen=True)
class Change:
    """A change of offset: local wall time before it, and the offsets around it."""

    local: datetime
    before: timedelta
    after: timedelta


@dataclass(frozen=True)
class Year:
    """What happens in one local year, and the offset that it begins with."""

    number: int
    begins_with: timedelta
    changes: tuple[Change, ...]

    @property
    def is_regular(self) -> bool:
        """Whether a group of rules can tell it: nothing changes, or it changes there and back."""
        if len(self.changes) != 2:
            return not self.changes
        return self.changes[0].before == self.changes[1].after


def _offset(where: ZoneInfo, moment: datetime) -> timedelta:
    offset = moment.astimezone(where).utcoffset()
    assert offset is not None
    return offset


def _changes(where: ZoneInfo, first: int, last: int) -> list[Change]:
    """Changes of offset from one year to another; probed week by week, then halved down to the minute."""
    found = []
    moment, end = datetime(first - 1, 12, 31, tzinfo=UTC), datetime(last + 1, 1, 2, tzinfo=UTC)
    before = _offset(where, moment)
    while moment < end:
        probe = min(moment + _STEP, end)
        after = _offset(where, probe)
        if after != before:
            low, high = moment, probe
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                middle -= timedelta(seconds=middle.second, microseconds=middle.microsecond)
                low, high = (middle, high) if _offset(where, middle) == before else (low, middle)
            found.append(Change((high + before).replace(tzinfo=None), before, after))
        moment, before = probe, after
    return found


def years_of(where: ZoneInfo, first: int, last: int) -> list[Year]:
    """The years one after the other; a change belongs to the year of its local time before it."""
    changes = _changes(where, first, last)
    offset = changes[0].before if changes else _offset(where, datetime(first, 1, 1, tzinfo=UTC))
    found = []
    for number in range(first, last + 1):
        earlier = [change.after for change in changes if change.local.year < number]
        inside = tuple(change for change in changes if change.local.year == number)
        found.append(Year(number, earlier[-1] if earlier else offset, inside))
    return found
