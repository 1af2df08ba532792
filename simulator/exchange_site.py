"""What one Exchange site answers over HTTP: EWS, its contract and Autodiscover, all behind authentication; else 404."""

from collections.abc import Callable
from dataclasses import dataclass

from simulator.authentication import Authenticator, Verdict
from simulator.autodiscover.endpoint import AutodiscoverEndpoint
from simulator.endpoint_answer import EndpointAnswer
from simulator.ews.contract.contract import DOCUMENTS
from simulator.ews.endpoint import EwsEndpoint
from simulator.server import HttpAnswer, HttpRequest

EWS_PATH = "/EWS/Exchange.asmx"
POX_PATH = "/autodiscover/autodiscover.xml"
SVC_PATH = "/autodiscover/autodiscover.svc"
WSDL_PATH = "/EWS/Services.wsdl"
CONTRACT_PATHS = {f"/ews/{name}": name for name in DOCUMENTS}


@dataclass(frozen=True)
class ExchangeSite:
    """Answers requests to one site. `on_bug` is told of exceptions that are no answer of Exchange."""

    authenticator: Authenticator
    ews: EwsEndpoint
    autodiscover: AutodiscoverEndpoint
    on_bug: Callable[[BaseException], None]

    def respond(self, request: HttpRequest) -> HttpAnswer:
        """Answer one request. Paths are matched without regard to case, as IIS does."""
        path = request.path.lower()
        if path not in (EWS_PATH.lower(), POX_PATH, SVC_PATH, *CONTRACT_PATHS):
            return HttpAnswer(404)
        verdict = self.authenticator.check(request.headers.get("authorization"), request.identity)
        if verdict.caller is None:
            return refused(verdict)
        if request.method == "GET" and (path in CONTRACT_PATHS or path == EWS_PATH.lower()):
            return self._contract(path)
        if path in CONTRACT_PATHS:
            return HttpAnswer(405, headers=(("Allow", "GET"),))
        if request.method != "POST":
            return HttpAnswer(405, headers=(("Allow", "POST"),))
        if path == EWS_PATH.lower():
            answer = self.ews.answer(request.body, verdict.caller, request.path, dict(request.headers))
        elif path == POX_PATH:
            answer = self.autodiscover.answer_pox(request.body, verdict.caller, request.path)
        else:
            answer = self.autodiscover.answer_soap(request.body, verdict.caller, request.path)
        return http_answer(answer, self.on_bug)

    def _contract(self, path: str) -> HttpAnswer:
        """A document of the contract. A browser at Exchange.asmx is sent to it, whatever it asks after ``?``.

        So do the older servers; newer ones show a page about the service instead (our choice: one for all).
        """
        if path not in CONTRACT_PATHS:
            return HttpAnswer(302, headers=(("Location", WSDL_PATH),))
        document = self.ews.contract.document(CONTRACT_PATHS[path])
        return HttpAnswer(200, document, (("Content-Type", "text/xml"), ("Cache-Control", "private")))


def refused(verdict: Verdict) -> HttpAnswer:
    """401 with what the client may try, and no body: clients ask for it before every login."""
    return HttpAnswer(401, headers=tuple(("WWW-Authenticate", challenge) for challenge in verdict.challenges))


def http_answer(answer: EndpointAnswer, on_bug: Callable[[BaseException], None]) -> HttpAnswer:
    """Put an endpoint's answer into HTTP, and report a bug of ours."""
    if answer.bug is not None:
        on_bug(answer.bug)
    headers = [("Content-Type", answer.content_type), ("Cache-Control", "private")]
    if answer.retry_after is not None:
        headers.append(("Retry-After", str(answer.retry_after)))
    return HttpAnswer(answer.status, answer.document, tuple(headers), answer.close, answer.send_only)
