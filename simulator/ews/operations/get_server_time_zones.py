"""GetServerTimeZones (MS-OXWGTZ 3.1.4.1): the time zones the server knows, or those asked for by id.

An id that no zone has is left out of the answer (our choice). Without full data only ids and names are written.
"""

from datetime import timedelta

from lxml import etree

from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import flag
from simulator.ews.xml_text import attribute, children, content, messages_child
from simulator.exchange import time_zones
from simulator.exchange.time_zones import DayRule, Definition, Group

NAME = "GetServerTimeZones"


def handle(request: etree._Element, _context: RequestContext) -> bytes:
    """Answer a GetServerTimeZones request."""
    full = flag(request, "ReturnFullTimeZoneData", True)
    ids = messages_child(request, "Ids")
    asked = {content(one).strip().lower() for one in children(ids)} if ids is not None else None
    wanted = [one for one in time_zones.windows_ids() if asked is None or one.lower() in asked]

    def one(_: None) -> str:
        zones = "".join(_full(time_zones.definition(name)) if full else _short(name) for name in wanted)
        return f"<m:TimeZoneDefinitions>{zones}</m:TimeZoneDefinitions>"

    return answer_each(NAME, (None,), one)


def duration(length: timedelta) -> str:
    """An xs:duration in hours and minutes, negative when it is."""
    minutes = int(length.total_seconds()) // 60
    sign, minutes = ("-", -minutes) if minutes < 0 else ("", minutes)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}PT{hours}H{minutes}M" if minutes else f"{sign}PT{hours}H"


def _short(name: str) -> str:
    return f"<t:TimeZoneDefinition Name={attribute(time_zones.display_name(name))} Id={attribute(name)}/>"


def _full(zone: Definition) -> str:
    periods = "".join(
        f"<t:Period Bias={attribute(duration(one.bias))} Name={attribute(one.name)} Id={attribute(one.id)}/>"
        for one in zone.periods
    )
    groups = "".join(_group(one) for one in zone.groups)
    starts = "".join(_start(group, year) for group, year in zone.starts)
    return (
        f"<t:TimeZoneDefinition Name={attribute(zone.name)} Id={attribute(zone.id)}><t:Periods>{periods}</t:Periods>"
        f"<t:TransitionsGroups>{groups}</t:TransitionsGroups><t:Transitions>{starts}</t:Transitions>"
        "</t:TimeZoneDefinition>"
    )


def _group(group: Group) -> str:
    rules = "".join(_rule(one) for one in group.rules)
    only = f'<t:Transition><t:To Kind="Period">{group.only}</t:To></t:Transition>'
    return f"<t:TransitionsGroup Id={attribute(group.id)}>{rules or only}</t:TransitionsGroup>"


def _rule(rule: DayRule) -> str:
    return (
        f'<t:RecurringDayTransition><t:To Kind="Period">{rule.to}</t:To>'
        f"<t:TimeOffset>{duration(rule.time_offset)}</t:TimeOffset><t:Month>{rule.month}</t:Month>"
        f"<t:DayOfWeek>{rule.day_of_week}</t:DayOfWeek><t:Occurrence>{rule.occurrence}</t:Occurrence>"
        "</t:RecurringDayTransition>"
    )


def _start(group: str, year: int | None) -> str:
    to = f'<t:To Kind="Group">{group}</t:To>'
    if year is None:
        return f"<t:Transition>{to}</t:Transition>"
    moment = f"<t:DateTime>{year}-01-01T00:00:00</t:DateTime>"
    return f"<t:AbsoluteDateTransition>{to}{moment}</t:AbsoluteDateTransition>"


OPERATION = Operation(NAME, "Exchange2010", handle)
