"""Services.wsdl: the operations, their messages and headers, and SOAP 1.1 over HTTP.

As Exchange publishes it: the schemas stand beside it under relative names, and there is no ``wsdl:service``, since the
address is the client's own affair.
"""

from collections.abc import Iterable

from simulator.ews.contract.global_elements import HEADERS
from simulator.ews.contract.operation_rows import OperationRow
from simulator.ews.contract.rows import has
from simulator.exchange_version import ExchangeVersion
from simulator.soap.namespaces import MESSAGES, TYPES, XSD

_PART_OF = {"ExchangeImpersonation": "Impersonation", "RequestServerVersion": "RequestVersion"}
"""The headers whose part in Services.wsdl isn't called like their element."""
_SINCE = {header.name: header.since for header in HEADERS}


def wsdl_text(version: ExchangeVersion, operations: Iterable[OperationRow]) -> str:
    """The document for these operations of a server of this version."""
    rows = tuple(operations)
    lines = (
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<wsdl:definitions targetNamespace="{MESSAGES}" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" '
        f'xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:tns="{MESSAGES}" xmlns:t="{TYPES}">',
        f'<wsdl:types><xs:schema xmlns:xs="{XSD}"><xs:import namespace="{MESSAGES}" schemaLocation="messages.xsd"/>'
        "</xs:schema></wsdl:types>",
        *(line for row in rows for line in _messages(row, _headers(version, row))),
        '<wsdl:portType name="ExchangeServicePortType">',
        *(_port(row) for row in rows),
        "</wsdl:portType>",
        '<wsdl:binding name="ExchangeServiceBinding" type="tns:ExchangeServicePortType">',
        '<soap:binding transport="http://schemas.xmlsoap.org/soap/http" style="document"/>',
        *(_binding(row, _headers(version, row)) for row in rows),
        "</wsdl:binding>",
        "</wsdl:definitions>\n",
    )
    return "\n".join(lines)


def _headers(version: ExchangeVersion, row: OperationRow) -> list[str]:
    return [name for name in row.headers if has(version, _SINCE[name])]


def _messages(row: OperationRow, headers: list[str]) -> tuple[str, str]:
    parts = "".join(f'<wsdl:part name="{_part(name)}" element="t:{name}"/>' for name in headers)
    return (
        f'<wsdl:message name="{row.name}SoapIn"><wsdl:part name="request" element="tns:{row.name}"/>{parts}'
        "</wsdl:message>",
        f'<wsdl:message name="{row.name}SoapOut"><wsdl:part name="{row.name}Result" element="tns:{row.answer}"/>'
        '<wsdl:part name="ServerVersion" element="t:ServerVersionInfo"/></wsdl:message>',
    )


def _part(header: str) -> str:
    return _PART_OF.get(header, header)


def _port(row: OperationRow) -> str:
    return (
        f'<wsdl:operation name="{row.name}"><wsdl:input message="tns:{row.name}SoapIn"/>'
        f'<wsdl:output message="tns:{row.name}SoapOut"/></wsdl:operation>'
    )


def _binding(row: OperationRow, headers: list[str]) -> str:
    asked = "".join(
        f'<soap:header message="tns:{row.name}SoapIn" part="{_part(name)}" use="literal"/>' for name in headers
    )
    return (
        f'<wsdl:operation name="{row.name}"><soap:operation soapAction="{MESSAGES}/{row.name}"/>'
        f'<wsdl:input>{asked}<soap:body parts="request" use="literal"/></wsdl:input>'
        f'<wsdl:output><soap:body parts="{row.name}Result" use="literal"/>'
        f'<soap:header message="tns:{row.name}SoapOut" part="ServerVersion" use="literal"/></wsdl:output>'
        "</wsdl:operation>"
    )
