"""Time zones as XML: definitions (MS-OXWSGTZ 2.2.4.12) and the older TimeZoneType (MS-OXWSMTGS 2.2.4.29)."""

import re
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from lxml import etree

from simulator.ews.xml_text import attribute, children, content, leaf, local_name, text, types_child
from simulator.exchange.errors import ExchangeError
from simulator.exchange.recurrence import DAY_GROUPS, INDEXES, MONTHS, WEEKDAYS
from simulator.exchange.time_zones import DATE_RULE, DayRule, Definition, Group, Period
from simulator.exchange.zone_rules import ItemTimeZone, definition_of, known_zone
from simulator.soap.faults import EwsFault

CUSTOM = "tzone://Microsoft/Custom"
"""The id of a zone that has none of its own, as Exchange writes it."""
_DURATION = re.compile(r"\s*(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d*)?S)?)?\s*")


def duration_text(length: timedelta) -> str:
    """An xs:duration in hours and minutes, negative when it is."""
    minutes = int(length.total_seconds()) // 60
    sign, minutes = ("-", -minutes) if minutes < 0 else ("", minutes)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}PT{hours}H{minutes}M" if minutes else f"{sign}PT{hours}H"


def read_duration(value: str) -> timedelta:
    """An xs:duration without years and months. Raises EwsFault."""
    found = _DURATION.fullmatch(value)
    if found is None or not any(found.groups()[1:]):
        raise EwsFault("ErrorSchemaValidation", f"The request failed schema validation: '{value[:40]}' is no duration.")
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found.group(1) else length


@lru_cache(maxsize=256)
def write_definition(name: str, zone: Definition) -> str:
    """The whole definition as an element of this name."""
    periods = "".join(
        f"<t:Period Bias={attribute(duration_text(one.bias))} Name={attribute(one.name)} Id={attribute(one.id)}/>"
        for one in zone.periods
    )
    groups = "".join(_group(one) for one in zone.groups)
    starts = "".join(_start(group, at) for group, at in zone.starts)
    return (
        f"<{name} Name={attribute(zone.name)} Id={attribute(zone.id)}><t:Periods>{periods}</t:Periods>"
        f"<t:TransitionsGroups>{groups}</t:TransitionsGroups><t:Transitions>{starts}</t:Transitions></{name}>"
    )


def _group(group: Group) -> str:
    rules = "".join(_rule(one) for one in group.rules)
    only = f'<t:Transition><t:To Kind="Period">{text(group.only)}</t:To></t:Transition>'
    return f"<t:TransitionsGroup Id={attribute(group.id)}>{rules or only}</t:TransitionsGroup>"


def _rule(rule: DayRule) -> str:
    begin = (
        f'<t:To Kind="Period">{text(rule.to)}</t:To><t:TimeOffset>{duration_text(rule.time_offset)}</t:TimeOffset>'
        f"<t:Month>{rule.month}</t:Month>"
    )
    if rule.day_of_week == DATE_RULE:
        return f"<t:RecurringDateTransition>{begin}<t:Day>{rule.occurrence}</t:Day></t:RecurringDateTransition>"
    return (
        f"<t:RecurringDayTransition>{begin}<t:DayOfWeek>{rule.day_of_week}</t:DayOfWeek>"
        f"<t:Occurrence>{rule.occurrence}</t:Occurrence></t:RecurringDayTransition>"
    )


def _start(group: str, at: datetime | None) -> str:
    to = f'<t:To Kind="Group">{text(group)}</t:To>'
    if at is None:
        return f"<t:Transition>{to}</t:Transition>"
    moment = f"<t:DateTime>{at:%Y-%m-%dT%H:%M:%S}</t:DateTime>"
    return f"<t:AbsoluteDateTransition>{to}{moment}</t:AbsoluteDateTransition>"


def read_definition(element: etree._Element, _zone: tzinfo | None = None) -> ItemTimeZone:
    """The zone of a TimeZoneDefinitionType: by its rules, else by its id. Raises ErrorTimeZone.

    Rules under a known id that are the server's own are that zone; a client may send back what it was given.
    """
    identity, periods = element.get("Id", ""), types_child(element, "Periods")
    known = known_zone(identity)
    if periods is None:
        if known is None:
            raise ExchangeError("ErrorTimeZone")
        return known
    custom = _definition(element, periods, identity)
    return known if known is not None and definition_of(known) == custom else ItemTimeZone(custom.id, custom)


def _definition(element: etree._Element, periods: etree._Element, identity: str) -> Definition:
    held = tuple(
        Period(one.get("Id", ""), one.get("Name", ""), read_duration(one.get("Bias", ""))) for one in children(periods)
    )
    groups = [_read_group(one, held) for one in _inside(element, "TransitionsGroups")]
    starts: list[tuple[str, datetime | None]] = []
    for one in _inside(element, "Transitions"):
        kind, to = _target(one)
        if kind == "Period":
            groups.append(Group(f"period:{to}", (), to))
            to = f"period:{to}"
        starts.append((to, _moment_of(one)))
    if not starts and groups:
        starts.append((groups[0].id, None))
    names, biases = {group.id for group in groups}, {period.id for period in held}
    targets = {rule.to for group in groups for rule in group.rules} | {group.only for group in groups}
    if not {name for name, _ in starts} <= names or not targets <= biases or not held:
        raise ExchangeError("ErrorTimeZone")
    return Definition(identity or CUSTOM, element.get("Name", ""), held, tuple(groups), tuple(starts))


def _inside(element: etree._Element, name: str) -> list[etree._Element]:
    found = types_child(element, name)
    return [] if found is None else children(found)


def _target(transition: etree._Element) -> tuple[str, str]:
    to = types_child(transition, "To")
    if to is None:
        raise ExchangeError("ErrorTimeZone")
    return to.get("Kind", ""), content(to).strip()


def _moment_of(transition: etree._Element) -> datetime | None:
    """When an AbsoluteDateTransition happens, in local time; a zone that it is written with isn't looked at."""
    moment = types_child(transition, "DateTime")
    if moment is None:
        return None
    try:
        return datetime.fromisoformat(content(moment).strip()[:19])
    except ValueError:
        raise ExchangeError("ErrorTimeZone") from None


def _read_group(element: etree._Element, periods: tuple[Period, ...]) -> Group:
    """A group; `only` is its standard period: the target of its one transition, else the one with the largest bias."""
    rules, plain = [], []
    for transition in children(element):
        target = _target(transition)[1]
        if local_name(transition) == "Transition":
            plain.append(target)
        else:
            rules.append(_read_rule(transition, target))
    bias = {period.id: period.bias for period in periods}
    standard = plain or sorted((rule.to for rule in rules), key=lambda one: bias.get(one, timedelta()), reverse=True)
    if not standard:
        raise ExchangeError("ErrorTimeZone")
    return Group(element.get("Id", ""), tuple(rules), standard[0])


def _read_rule(transition: etree._Element, to: str) -> DayRule:
    part = {local_name(one): content(one).strip() for one in children(transition)}
    try:
        month, offset = int(part["Month"]), read_duration(part["TimeOffset"])
        if "Day" in part:
            day, occurrence = DATE_RULE, int(part["Day"])
        else:
            day, occurrence = part["DayOfWeek"], int(part["Occurrence"])
    except (KeyError, ValueError):
        raise ExchangeError("ErrorTimeZone") from None
    if not 1 <= month <= 12 or day not in (*WEEKDAYS, DATE_RULE) or not -1 <= occurrence <= 31:
        raise ExchangeError("ErrorTimeZone")
    return DayRule(to, offset, month, day, occurrence)


def read_meeting_time_zone(element: etree._Element, _zone: tzinfo) -> ItemTimeZone:
    """The zone of a MeetingTimeZone: by its name, else by its offsets.

    Raises ErrorCalendarInvalidTimeZone, ErrorCalendarInvalidDayForTimeChangePattern.
    """
    name, base = element.get("TimeZoneName", ""), types_child(element, "BaseOffset")
    known = known_zone(name)
    if known is not None:
        return known
    if base is None:
        raise ExchangeError("ErrorCalendarInvalidTimeZone")
    bias = read_duration(content(base))
    standard, daylight = types_child(element, "Standard"), types_child(element, "Daylight")
    if standard is None or daylight is None:
        only = Period("Standard", "Standard", bias)
        fixed = Definition(name or CUSTOM, name, (only,), (Group("0", (), only.id),), (("0", None),))
        return ItemTimeZone(fixed.id, fixed)
    periods = tuple(
        Period(kind, kind, bias + _offset(part)) for kind, part in (("Standard", standard), ("Daylight", daylight))
    )
    rules = tuple(_change(part, kind) for kind, part in (("Daylight", daylight), ("Standard", standard)))
    custom = Definition(name or CUSTOM, name, periods, (Group("0", rules, "Standard"),), (("0", None),))
    return ItemTimeZone(custom.id, custom)


def _offset(change: etree._Element) -> timedelta:
    found = types_child(change, "Offset")
    return timedelta() if found is None else read_duration(content(found))


def _change(change: etree._Element, to: str) -> DayRule:
    time, day = types_child(change, "Time"), types_child(change, "AbsoluteDate")
    pattern = types_child(change, "RelativeYearlyRecurrence")
    try:
        hours, minutes = (int(part) for part in content(time).strip().split(":")[:2]) if time is not None else (0, 0)
        at = timedelta(hours=hours, minutes=minutes)
        if day is not None:
            fixed = date.fromisoformat(content(day).strip()[:10])
            return DayRule(to, at, fixed.month, DATE_RULE, fixed.day)
        part = {} if pattern is None else {local_name(one): content(one).strip() for one in children(pattern)}
        weekday, index, month = part["DaysOfWeek"], part["DayOfWeekIndex"], MONTHS.index(part["Month"]) + 1
        place = -1 if index == "Last" else INDEXES.index(index) + 1
    except (KeyError, ValueError):
        raise ExchangeError("ErrorCalendarInvalidTimeZone") from None
    if weekday in DAY_GROUPS or weekday not in WEEKDAYS:
        raise ExchangeError("ErrorCalendarInvalidDayForTimeChangePattern")
    return DayRule(to, at, month, weekday, place)


def write_zone(name: str, value: object) -> str:
    """A zone with all its rules (StartTimeZone, EndTimeZone)."""
    assert isinstance(value, ItemTimeZone)
    return write_definition(name, definition_of(value))


def write_meeting_time_zone(name: str, value: object) -> str:
    """A zone as TimeZoneType, by the rules of its last years."""
    assert isinstance(value, ItemTimeZone)
    whole = definition_of(value)
    bias = {period.id: period.bias for period in whole.periods}
    group = next((one for one in whole.groups if one.id == whole.starts[-1][0]), whole.groups[-1])
    base = bias[group.only]
    changes = {("Standard" if rule.to == group.only else "Daylight"): rule for rule in group.rules}
    parts = "".join(
        f"<t:{kind}>{_write_change(changes[kind], bias[changes[kind].to] - base)}</t:{kind}>"
        for kind in ("Standard", "Daylight")
        if len(changes) == 2
    )
    base_offset = leaf("t:BaseOffset", duration_text(base))
    return f"<{name} TimeZoneName={attribute(value.id)}>{base_offset}{parts}</{name}>"


def _write_change(rule: DayRule, offset: timedelta) -> str:
    minutes = int(rule.time_offset.total_seconds()) // 60
    if rule.day_of_week == DATE_RULE:
        when = f"<t:AbsoluteDate>2026-{rule.month:02}-{rule.occurrence:02}</t:AbsoluteDate>"
    else:
        index = "Last" if not 1 <= rule.occurrence <= 4 else INDEXES[rule.occurrence - 1]
        when = (
            f"<t:RelativeYearlyRecurrence><t:DaysOfWeek>{rule.day_of_week}</t:DaysOfWeek>"
            f"<t:DayOfWeekIndex>{index}</t:DayOfWeekIndex><t:Month>{MONTHS[rule.month - 1]}</t:Month>"
            "</t:RelativeYearlyRecurrence>"
        )
    time = f"<t:Time>{minutes // 60 % 24:02}:{minutes % 60:02}:00</t:Time>"
    return f"<t:Offset>{duration_text(offset)}</t:Offset>{when}{time}"
