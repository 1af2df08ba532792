"""The Organization Service over SOAP 1.1 (`/ORG/XRMServices/2011/Organization.svc/web`): one POST, one answer."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from xml.sax.saxutils import escape

from lxml import etree

from simulator.crm import errors, soap_writing
from simulator.crm.context import CrmContext
from simulator.crm.known_names import MESSAGES_NOT_SIMULATED
from simulator.crm.message import Message, Parameters
from simulator.crm.messages import MESSAGES
from simulator.crm.organization import CrmOrganization
from simulator.crm.query_model import ColumnSet
from simulator.crm.soap_names import CONTRACTS, GENERIC, REQUEST_MEMBERS, SERVICES, XSI
from simulator.crm.soap_queries import read_any_query
from simulator.crm.soap_reading import (
    is_nil,
    members,
    read_column_set,
    read_guid,
    read_record,
    read_value,
    text_of,
    unreadable,
)
from simulator.crm.values import EntityCollection, EntityReference, Record
from simulator.errors import NotSimulated
from simulator.soap.application import EnvelopeRefused, SoapCall, SoapService, UnknownOperation
from simulator.soap.parsing import XmlRefused, parse
from simulator.topology import Account

CONTENT_TYPE = "text/xml; charset=utf-8"
ACTION = f"{SERVICES}/IOrganizationService/"
LONGEST_MESSAGE = 2000
"""Characters of a fault's text (our choice: what a request holds may be quoted in it)."""
_BY_NAME: Mapping[str, Message] = {message.name: message for message in MESSAGES}


@dataclass(frozen=True)
class CrmRequest:
    """One authenticated POST. `secure` tells whether it came over HTTPS."""

    body: bytes
    headers: Mapping[str, str]
    caller: Account
    secure: bool


@dataclass(frozen=True)
class CrmAnswer:
    """What to send back, and the operation's name for the wire log ("Create", "Execute:SendEmail")."""

    status: int
    content_type: str
    body: bytes
    operation: str


class ActionMismatch(Exception):
    """The SOAPAction is not that of the operation in the body; WCF dispatches by it."""

    def __init__(self, action: str) -> None:
        """`action` as it was sent, without its quotation marks."""
        super().__init__(action)
        self.action = action


@dataclass(frozen=True)
class _Call:
    organization: CrmOrganization
    request: CrmRequest


def handle(organization: CrmOrganization, request: CrmRequest) -> CrmAnswer:
    """Answer one request; an OrganizationServiceFault is an answer too. Raises NotSimulated, and our own bugs."""
    answer = _SERVICE.answer(request.body, _Call(organization, request))
    if answer.problem is not None and _fault_body(answer.problem) is None:
        raise answer.problem
    return CrmAnswer(answer.status, CONTENT_TYPE, answer.document, operation_name(request.body))


def operation_name(body: bytes) -> str:
    """What the request asks for, as the wire log names it; "" when it cannot be read."""
    try:
        envelope = parse(body)
    except XmlRefused:
        return ""
    content = envelope.find("{*}Body/*")
    if content is None:
        return ""
    name = etree.QName(content).localname
    requested = content.findtext("{*}request/{*}RequestName") if name == "Execute" else None
    return f"{name}:{requested}" if requested else name


def _handler(operation: str, body: etree._Element, call: SoapCall) -> bytes:
    mine: _Call = call.context
    organization, request = mine.organization, mine.request
    action = request.headers.get("soapaction", "").strip().strip('"')
    if action != ACTION + operation:
        raise ActionMismatch(action)
    try:
        with organization.lock:
            context = organization.context_for(request.caller, _caller_id(call), request.secure)
            return soap_writing.response(operation, _OPERATIONS[operation](context, body))
    except errors.CrmFault as problem:
        problem.moment = organization.clock.now()
        raise


def _caller_id(call: SoapCall) -> uuid.UUID | None:
    for header in call.headers:
        if etree.QName(header).localname == "CallerId" and not is_nil(header):
            return read_guid(header)
    return None


def _create(context: CrmContext, body: etree._Element) -> str:
    results = _run(context, "Create", {"Target": read_record(_part(body, "entity"))})
    return f"<CreateResult>{results['id']}</CreateResult>"


def _update(context: CrmContext, body: etree._Element) -> str:
    _run(context, "Update", {"Target": read_record(_part(body, "entity"))})
    return ""


def _delete(context: CrmContext, body: etree._Element) -> str:
    _run(context, "Delete", {"Target": _target(body)})
    return ""


def _retrieve(context: CrmContext, body: etree._Element) -> str:
    columns = body.find(f"{{{SERVICES}}}columnSet")
    chosen = read_column_set(columns) if columns is not None and not is_nil(columns) else ColumnSet()
    found = _run(context, "Retrieve", {"Target": _target(body), "ColumnSet": chosen})["Entity"]
    return soap_writing.result("Retrieve", soap_writing.entity(found)) if isinstance(found, Record) else ""


def _retrieve_multiple(context: CrmContext, body: etree._Element) -> str:
    query = read_any_query(_part(body, "query"))
    found = _run(context, "RetrieveMultiple", {"Query": query})["EntityCollection"]
    if not isinstance(found, EntityCollection):
        raise TypeError("RetrieveMultiple answers a collection")
    return soap_writing.result("RetrieveMultiple", soap_writing.collection(found))


def _execute(context: CrmContext, body: etree._Element) -> str:
    found = members(_part(body, "request"), REQUEST_MEMBERS)
    name = text_of(found.get("RequestName"))
    if not name:
        raise errors.fault(errors.INVALID_ARGUMENT, "Required member 'RequestName' is missing.")
    parameters = _parameters(found["Parameters"]) if "Parameters" in found else {}
    return soap_writing.execute_result(name, _run(context, name, parameters))


def _not_simulated(operation: str) -> Callable[[CrmContext, etree._Element], str]:
    def refuse(_context: CrmContext, _body: etree._Element) -> str:
        raise NotSimulated(f"Organization Service operation {operation}")

    return refuse


_OPERATIONS: Mapping[str, Callable[[CrmContext, etree._Element], str]] = {
    "Create": _create,
    "Retrieve": _retrieve,
    "Update": _update,
    "Delete": _delete,
    "RetrieveMultiple": _retrieve_multiple,
    "Execute": _execute,
    "Associate": _not_simulated("Associate"),
    "Disassociate": _not_simulated("Disassociate"),
}


def _run(context: CrmContext, name: str, parameters: Parameters) -> Mapping[str, object]:
    message = _BY_NAME.get(name)
    if message is not None:
        return message.handle(context, parameters)
    if name in MESSAGES_NOT_SIMULATED:
        raise NotSimulated(f"CRM message {name}")
    raise errors.fault(errors.MESSAGE_NOT_SUPPORTED, f"The message '{name}' is not supported on the server.")


def _parameters(element: etree._Element) -> Parameters:
    """As `read_pairs`, with queries among the values."""
    found: dict[str, object] = {}
    for pair in element:
        parts = members(pair, ("key", "value"))
        key, value = text_of(parts.get("key")), parts.get("value")
        if not key:
            raise unreadable("a parameter has no key.")
        is_query = value is not None and value.get(f"{{{XSI}}}type", "").endswith(
            ("QueryExpression", "FetchExpression")
        )
        found[key] = None if value is None else read_any_query(value) if is_query else read_value(value)
    return found


def _part(body: etree._Element, name: str) -> etree._Element:
    found = body.find(f"{{{SERVICES}}}{name}")
    if found is None or is_nil(found):
        raise errors.fault(errors.INVALID_ARGUMENT, f"Required parameter '{name}' is missing.")
    return found


def _target(body: etree._Element) -> EntityReference:
    name = text_of(_part(body, "entityName"))
    if not name:
        raise errors.fault(errors.INVALID_ARGUMENT, "Required parameter 'entityName' is missing.")
    return EntityReference(name, read_guid(_part(body, "id")))


def _fault_body(problem: BaseException) -> str | None:
    """`s:Fault` with an OrganizationServiceFault, or a bare one for what WCF refuses before the service sees it.

    The form of the first, with `s:Client`, is that of answers of `/web` which clients of 2015 and 2016 keep in their
    tests; that of the second is WCF's own. What WCF says of a body it cannot read is our choice of words.
    """
    if isinstance(problem, errors.CrmFault):
        return _organization_fault(problem)
    if isinstance(problem, EnvelopeRefused):
        return _bare_fault("s:Client", f"The message could not be read: {problem}")
    if isinstance(problem, UnknownOperation):
        text = f"The message with the element '{problem.tag}' cannot be processed at the receiver."
        return _bare_fault("a:ActionNotSupported", text)
    if isinstance(problem, ActionMismatch):
        return _bare_fault("a:ActionNotSupported", _MISMATCH.format(problem.action))
    return None


_MISMATCH = (
    "The message with Action '{}' cannot be processed at the receiver, due to a ContractFilter mismatch at the "
    "EndpointDispatcher. This may be because of either a contract mismatch (mismatched Actions between sender and "
    "receiver) or a binding/security mismatch between the sender and the receiver.  Check that sender and receiver "
    "have the same contract and the same binding (including security requirements, e.g. Message, Transport, None)."
)


def _organization_fault(problem: errors.CrmFault) -> str:
    text = escape(problem.message[:LONGEST_MESSAGE])
    moment = "" if problem.moment is None else problem.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return (
        f'<s:Fault><faultcode>s:Client</faultcode><faultstring xml:lang="en-US">{text}</faultstring><detail>'
        f'<OrganizationServiceFault xmlns="{CONTRACTS}" xmlns:i="{XSI}"><ErrorCode>{problem.signed_code}</ErrorCode>'
        f'<ErrorDetails xmlns:a="{GENERIC}"/><Message>{text}</Message><Timestamp>{moment}</Timestamp>'
        '<InnerFault i:nil="true"/><TraceText i:nil="true"/></OrganizationServiceFault></detail></s:Fault>'
    )


def _bare_fault(code: str, text: str) -> str:
    """What WCF says by itself; the namespace of `a` is WCF's dispatcher's."""
    return (
        f'<s:Fault><faultcode xmlns:a="http://schemas.microsoft.com/ws/2005/05/addressing/none">{code}</faultcode>'
        f'<faultstring xml:lang="en-US">{escape(text[:LONGEST_MESSAGE])}</faultstring></s:Fault>'
    )


_SERVICE = SoapService("OrganizationService", SERVICES, tuple(_OPERATIONS), _handler, _fault_body, lambda _call: "")
