"""What the CRM answers over HTTP: the Organization Service behind authentication, 404 for everything else."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass

from simulator.authentication import Authenticator
from simulator.clock import Clock
from simulator.crm import soap_2011
from simulator.crm.organization import CrmOrganization
from simulator.endpoint_answer import EndpointAnswer, after_effect, before_effect, of_problem
from simulator.errors import NotSimulated
from simulator.exchange_site import http_answer, refused
from simulator.faults import HTTP_KINDS, Faults
from simulator.server import HttpAnswer, HttpRequest
from simulator.topology import Account
from simulator.wire_log import WireLog

SERVICE_PATH = "/XRMServices/2011/Organization.svc/web"
"""Below the organization's own path. `…/Organization.svc` without `/web` means the same here."""


@dataclass(frozen=True)
class CrmSite:
    """Answers requests to the CRM. Faults and the wire log know it as site "crm"."""

    organization: CrmOrganization
    authenticator: Authenticator
    faults: Faults
    wire_log: WireLog
    clock: Clock
    on_bug: Callable[[BaseException], None]

    def respond(self, request: HttpRequest) -> HttpAnswer:
        """Answer one request."""
        path = request.path.lower().rstrip("/")
        service = f"/{self.organization.name}{SERVICE_PATH}".lower()
        if path not in (service, service.removesuffix("/web")):
            return HttpAnswer(404)
        verdict = self.authenticator.check(request.headers.get("authorization"), request.identity)
        if verdict.caller is None:
            return refused(verdict)
        if request.method != "POST":
            return HttpAnswer(405, headers=(("Allow", "POST"),))
        return http_answer(self._answer(request, verdict.caller), self.on_bug)

    def _answer(self, request: HttpRequest, caller: Account) -> EndpointAnswer:
        operation = soap_2011.operation_name(request.body)
        struck = self.faults.strike("crm", operation, caller.smtp, kinds=HTTP_KINDS)
        try:
            before_effect(struck)
            if struck is not None and struck.kind == "hold_before_effect":
                self.faults.hold(struck)
            asked = soap_2011.CrmRequest(request.body, request.headers, caller, request.secure)
            done = soap_2011.handle(self.organization, asked)
            answer = after_effect(EndpointAnswer(done.status, done.body, done.content_type), struck)
        except Exception as problem:
            answer = of_problem(problem) or _broken(problem)
        self.wire_log.add(
            time=self.clock.now(),
            site="crm",
            path=request.path,
            caller=caller.smtp,
            acting="",
            operation=operation,
            http_status=answer.logged_status,
            request=request.body,
            answer=answer.sent,
        )
        if struck is not None and struck.kind == "hold_answer":
            self.faults.hold(struck)
        return answer


def _broken(problem: BaseException) -> EndpointAnswer:
    if isinstance(problem, NotSimulated):
        return EndpointAnswer(501, f"NOT SIMULATED: {problem.what}\n".encode(), "text/plain; charset=utf-8")
    text = "".join(traceback.format_exception(problem)).encode()
    return EndpointAnswer(500, b"BUG IN THE SIMULATOR\n" + text, "text/plain; charset=utf-8", bug=problem)
