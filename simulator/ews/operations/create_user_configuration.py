"""CreateUserConfiguration: settings of a program, kept in a folder (MS-OXWSUSRCFG 3.1.4.1)."""

from lxml import etree

from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import required_child
from simulator.ews.user_configuration_xml import name_of, read_name, read_parts
from simulator.exchange.user_configuration import create_configuration


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message: a request names one configuration."""

    def one(configuration: etree._Element) -> str:
        mailbox, folder, name = read_name(context, name_of(configuration))
        create_configuration(mailbox, folder, name, read_parts(configuration))
        return ""

    return answer_each("CreateUserConfiguration", [required_child(request, "UserConfiguration")], one)


OPERATION = Operation(
    "CreateUserConfiguration",
    "Exchange2010",
    handle,
    simulated="dictionary, XML and binary data, kept as an associated item of the folder",
)
