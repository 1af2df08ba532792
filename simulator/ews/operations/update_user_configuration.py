"""UpdateUserConfiguration: each part that is given replaces what was there (MS-OXWSUSRCFG 3.1.4.4)."""

from lxml import etree

from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import required_child
from simulator.ews.user_configuration_xml import name_of, read_name, read_parts
from simulator.exchange.user_configuration import find_configuration, update_configuration


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message: a request names one configuration."""

    def one(configuration: etree._Element) -> str:
        mailbox, folder, name = read_name(context, name_of(configuration))
        item = find_configuration(folder, name)
        update_configuration(mailbox, item, read_parts(configuration))
        return ""

    return answer_each("UpdateUserConfiguration", [required_child(request, "UserConfiguration")], one)


OPERATION = Operation(
    "UpdateUserConfiguration",
    "Exchange2010",
    handle,
    simulated="each part that is given replaces what was there",
)
