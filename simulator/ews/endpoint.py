"""The EWS endpoint of one site: one SOAP request in, one answer out.

In order: the version asked for, whose mailbox, planned faults, is the mailbox here, does the schema allow the request,
the operation. Whatever refuses raises, and `_fault_body` words it.
"""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from simulator.endpoint_answer import EndpointAnswer, after_effect, before_effect, of_problem
from simulator.errors import NotSimulated
from simulator.ews.contract.contract import contract_of
from simulator.ews.impersonation import acting_account
from simulator.ews.known_operations import KNOWN_OPERATIONS
from simulator.ews.mailbox_location import home_site
from simulator.ews.operation import Operation
from simulator.ews.rendered_items import RenderedItems
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import schema_fault
from simulator.ews.response_code_fault import answer_with_code, item_ids
from simulator.exchange.errors import ExchangeError
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange_version import ExchangeVersion
from simulator.faults import Faults, PlannedFault
from simulator.soap.application import Answer, EnvelopeRefused, SoapAnswer, SoapCall, SoapService, UnknownOperation
from simulator.soap.faults import EwsFault
from simulator.soap.namespaces import MESSAGES, TYPES, XSD, XSI
from simulator.topology import Account, Site
from simulator.wire_log import WireLog


@dataclass
class EwsCall:
    """What one request has told about itself so far."""

    document: bytes
    caller: Account
    headers: dict[str, str]
    acting: Account | None = None
    struck: PlannedFault | None = None


class EwsEndpoint:
    """Answers the EWS requests of one site. The organization's lock is held while an operation works."""

    def __init__(
        self,
        site: Site,
        organization: ExchangeOrganization,
        operations: Sequence[Operation],
        *,
        faults: Faults,
        wire_log: WireLog,
    ) -> None:
        """Make the SOAP service of the site from the operations that its version has."""
        self._site = site
        self._organization = organization
        self._directory = organization.directory
        self._faults = faults
        self._wire_log = wire_log
        self._rendered = RenderedItems()
        self._operations = {found.name: found for found in operations if site.version.at_least(found.since)}
        self.contract = contract_of(site.version, self._operations)
        too_new = {found.name for found in operations} - set(self._operations)
        names = sorted({*KNOWN_OPERATIONS, *self._operations} - too_new)
        header = _version_header(site.version)
        self._service = SoapService(
            "ExchangeServices", MESSAGES, names, self._perform, _fault_body, lambda _call: header
        )

    def answer(self, document: bytes, caller: Account, path: str, headers: dict[str, str]) -> EndpointAnswer:
        """Answer one POST and write it into the wire log. `headers` have names in lower case."""
        call = EwsCall(document, caller, headers)
        soap = self._service.answer(document, call)
        answer = after_effect(_endpoint_answer(soap), call.struck)
        self._wire_log.add(
            time=self._organization.clock.now(),
            site=self._site.name,
            path=path,
            caller=caller.smtp,
            acting=call.acting.smtp if call.acting is not None else "",
            operation=soap.operation,
            http_status=answer.logged_status,
            request=document,
            answer=answer.sent,
        )
        if call.struck is not None and call.struck.kind == "hold_answer":
            self._faults.hold(call.struck)
        return answer

    def _perform(self, name: str, body: etree._Element, soap: SoapCall) -> Answer:
        call: EwsCall = soap.context
        version = _requested_version(soap.headers, self._site.version)
        call.acting = acting_account(soap.headers, call.caller, self._directory)
        if self._faults.are_planned:
            call.struck = self._faults.strike(self._site.name, name, call.acting.smtp, item_ids(body))
        before_effect(call.struck)
        if call.struck is not None and call.struck.kind == "server_busy":
            back_off = str(call.struck.do.get("back_off_ms", 10_000))
            raise EwsFault("ErrorServerBusy", values={"BackOffMilliseconds": back_off})
        if call.struck is not None and call.struck.kind == "hold_before_effect":
            self._faults.hold(call.struck)
        operation = self._operations.get(name)
        if operation is None:
            raise NotSimulated(f"EWS operation {name}")
        context = RequestContext(
            organization=self._organization,
            site=home_site(call.acting, self._site, self._directory),
            caller=call.caller,
            acting=call.acting,
            request_version=version,
            time_zone_context=_header(soap.headers, "TimeZoneContext"),
            headers=call.headers,
            faults=self._faults,
            rendered=None if self._faults.are_planned else self._rendered,
        )
        return self._handle(operation, body, context, call)

    def _handle(self, operation: Operation, body: etree._Element, context: RequestContext, call: EwsCall) -> Answer:
        """Have the operation answer. A request that a planned fault answers is not held to the schema."""
        struck = call.struck

        def perform(request: etree._Element) -> Answer:
            with self._organization.lock:
                return operation.answer(request, context)

        try:
            if struck is not None and struck.kind == "response_code":
                code, item_id = str(struck.do["code"]), struck.where.get("item_id")
                return answer_with_code(operation.name, body, code, item_id, perform)
            self.contract.check(body, call.document)
            return perform(body)
        except ExchangeError as error:
            raise EwsFault(error.code, error.text, dict(error.message_xml)) from error


def _header(headers: Sequence[etree._Element], name: str) -> etree._Element | None:
    return next((header for header in headers if header.tag == f"{{{TYPES}}}{name}"), None)


def _requested_version(headers: Sequence[etree._Element], server: ExchangeVersion) -> str | None:
    """`RequestServerVersion/@Version`. Raises EwsFault for one the server does not know (MS-OXWSCDATA 2.2.3.9)."""
    header = _header(headers, "RequestServerVersion")
    if header is None:
        return None
    version = header.get("Version", "")
    if not server.knows(version):
        raise EwsFault("ErrorInvalidServerVersion")
    return version


def _version_header(version: ExchangeVersion) -> str:
    return (
        f'<s:Header><h:ServerVersionInfo MajorVersion="{version.major}" MinorVersion="{version.minor}" '
        f'MajorBuildNumber="{version.major_build}" MinorBuildNumber="{version.minor_build}" Version="{version.api}" '
        f'xmlns:h="{TYPES}" xmlns="{TYPES}" xmlns:xsd="{XSD}" xmlns:xsi="{XSI}"/></s:Header>'
    )


def _fault_body(problem: BaseException) -> str | None:
    """Word a refusal as Exchange does; None for what Exchange would never say.

    Malformed XML is ErrorInvalidRequest (MS-OXWUMS 2.2.2.1). For an operation nobody knows no source was found: our
    choice is ErrorInvalidOperation, and ErrorSchemaValidation for an element outside the messages namespace.
    """
    if isinstance(problem, EwsFault):
        return problem.body()
    if isinstance(problem, EnvelopeRefused):
        return EwsFault("ErrorInvalidRequest").body()
    if isinstance(problem, UnknownOperation):
        name = etree.QName(problem.tag)
        if name.namespace == MESSAGES:
            return EwsFault("ErrorInvalidOperation").body()
        return schema_fault(f"The '{name.namespace or ''}:{name.localname}' element is not declared.").body()
    return None


def _endpoint_answer(soap: SoapAnswer) -> EndpointAnswer:
    problem = soap.problem
    if problem is None or _fault_body(problem) is not None:
        return EndpointAnswer(soap.status, soap.document, pieces=soap.pieces)
    planned = of_problem(problem)
    if planned is not None:
        return planned
    if isinstance(problem, NotSimulated):
        return EndpointAnswer(501, f"NOT SIMULATED: {problem.what}\n".encode(), "text/plain; charset=utf-8")
    text = "".join(traceback.format_exception(problem))
    return EndpointAnswer(500, f"BUG IN THE SIMULATOR\n{text}".encode(), "text/plain; charset=utf-8", bug=problem)
