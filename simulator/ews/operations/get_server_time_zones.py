"""GetServerTimeZones (MS-OXWGTZ 3.1.4.1): the time zones the server knows, or those asked for by id.

An id that no zone has is left out of the answer (our choice). Without full data only ids and names are written.
"""

from lxml import etree

from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import flag
from simulator.ews.time_zone_xml import write_definition
from simulator.ews.xml_text import attribute, children, content, messages_child
from simulator.exchange import time_zones

NAME = "GetServerTimeZones"


def handle(request: etree._Element, _context: RequestContext) -> bytes:
    """Answer a GetServerTimeZones request."""
    full = flag(request, "ReturnFullTimeZoneData", True)
    ids = messages_child(request, "Ids")
    asked = {content(one).strip().lower() for one in children(ids)} if ids is not None else None
    wanted = [one for one in time_zones.windows_ids() if asked is None or one.lower() in asked]

    def one(_: None) -> str:
        zones = "".join(
            write_definition("t:TimeZoneDefinition", time_zones.definition(name)) if full else _short(name)
            for name in wanted
        )
        return f"<m:TimeZoneDefinitions>{zones}</m:TimeZoneDefinitions>"

    return answer_each(NAME, (None,), one)


def _short(name: str) -> str:
    return f"<t:TimeZoneDefinition Name={attribute(time_zones.display_name(name))} Id={attribute(name)}/>"


OPERATION = Operation(
    NAME,
    "Exchange2010",
    handle,
    simulated="all zones of Windows with their rules, by id, with or without full data",
)
