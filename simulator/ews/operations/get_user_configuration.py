"""GetUserConfiguration: the parts that were asked for (MS-OXWSUSRCFG 3.1.4.3)."""

from lxml import etree

from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import required_child, schema_fault
from simulator.ews.user_configuration_xml import read_name, write_configuration
from simulator.ews.xml_text import content
from simulator.exchange.user_configuration import find_configuration

PROPERTIES = frozenset({"Id", "Dictionary", "XmlData", "BinaryData", "All"})
"""UserConfigurationPropertyType (types.xsd): a list of these."""


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message: a request names one configuration. Raises EwsFault for properties that the schema hasn't."""
    wanted = frozenset(content(required_child(request, "UserConfigurationProperties")).split())
    if not wanted <= PROPERTIES:
        raise schema_fault("The 'UserConfigurationProperties' element is invalid.")

    def one(name: etree._Element) -> str:
        mailbox, folder, text = read_name(context, name)
        return write_configuration(mailbox, name, find_configuration(folder, text), wanted)

    return answer_each("GetUserConfiguration", [required_child(request, "UserConfigurationName")], one)


OPERATION = Operation(
    "GetUserConfiguration",
    "Exchange2010",
    handle,
    simulated="the parts that are asked for",
)
