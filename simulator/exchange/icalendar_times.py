"""Moments, durations and time zones of an iCalendar text (RFC 5545 3.3.4 to 3.3.6, MS-OXCICAL 2.1.3.1.1.19)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from io import StringIO

from dateutil.tz import tzical

from simulator.exchange.text_components import Line
from simulator.exchange.time_zones import windows_id_of, windows_ids, zone

_DURATION = re.compile(r"([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")

_DAYS = tuple(datetime(2025, 1, 1, 12) + timedelta(days=3 * number) for number in range(3 * 122))
"""Noons at which two zones are compared: three years, every third day."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A DATE-TIME in UTC, or a DATE as midnight of its zone; `zone_id` is the Windows id of the zone it is told in."""

    at: datetime
    zone_id: str
    is_date: bool


class Zones:
    """What the TZIDs of one calendar mean: a Windows id, a name of the tz database, or what its VTIMEZONE says.

    Times that name no zone are in the only zone that the calendar defines, else in the default one (our choice).
    """

    def __init__(self, text: str, default_zone: str) -> None:
        """Of the calendar `text`; `default_zone` is a Windows id."""
        self._text = text
        defined = set(re.findall(r"^TZID:(.*?)\s*$", text, re.MULTILINE))
        only = windows_id_of(defined.pop()) if len(defined) == 1 else None
        self._floating = only or default_zone

    def moment(self, line: Line) -> Moment:
        """The moment that a property tells. Raises ValueError."""
        value = line.value.strip()
        windows_id, where = self._zone(line.parameter("TZID"))
        if "T" not in value:
            midnight = datetime.combine(date.fromisoformat(value), time(), where)
            return Moment(midnight.astimezone(UTC), windows_id, True)
        local = datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S")
        if value.endswith("Z"):
            return Moment(local.replace(tzinfo=UTC), windows_id if line.parameter("TZID") else "UTC", False)
        return Moment(local.replace(tzinfo=where).astimezone(UTC), windows_id, False)

    def _zone(self, name: str) -> tuple[str, tzinfo]:
        windows_id = windows_id_of(name) if name else self._floating
        known = zone(windows_id) if windows_id is not None else None
        if windows_id is not None and known is not None:
            return windows_id, known
        defined = tzical(StringIO(self._text))
        found = defined.get(name) if name in defined.keys() else None  # noqa: SIM118
        if found is None:
            raise ValueError(f"{name!r} is no time zone")
        return _windows_id_like(found) or "UTC", found


def _windows_id_like(where: tzinfo) -> str | None:
    """The first zone that the server knows with the same offsets over some years; None when it knows none."""
    for windows_id in windows_ids():
        known = zone(windows_id)
        offsets = ((day.replace(tzinfo=where).utcoffset(), day.replace(tzinfo=known).utcoffset()) for day in _DAYS)
        if all(one == other for one, other in offsets):
            return windows_id
    return None


def read_duration(text: str) -> timedelta:
    """A DURATION. Raises ValueError."""
    found = _DURATION.fullmatch(text.strip().upper())
    if found is None:
        raise ValueError(f"{text!r} is no duration")
    sign, *numbers = found.groups()
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in numbers)
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if sign == "-" else length
