"""DeleteUserConfiguration: the configuration is gone for good (MS-OXWSUSRCFG 3.1.4.2)."""

from lxml import etree

from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import required_child
from simulator.ews.user_configuration_xml import read_name
from simulator.exchange.user_configuration import find_configuration


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message: a request names one configuration."""

    def one(element: etree._Element) -> str:
        mailbox, folder, name = read_name(context, element)
        mailbox.delete_item(find_configuration(folder, name), "HardDelete")
        return ""

    return answer_each("DeleteUserConfiguration", [required_child(request, "UserConfigurationName")], one)


OPERATION = Operation(
    "DeleteUserConfiguration",
    "Exchange2010",
    handle,
    simulated="the configuration and its item are gone",
)
