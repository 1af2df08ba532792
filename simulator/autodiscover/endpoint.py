"""The two Autodiscover endpoints of a site, with their lines in the wire log."""

import traceback
from collections.abc import Callable

from simulator.autodiscover.pox import answer_pox
from simulator.autodiscover.soap import AutodiscoverService
from simulator.clock import Clock
from simulator.directory import Directory
from simulator.endpoint_answer import EndpointAnswer, after_effect, before_effect, of_problem
from simulator.faults import HTTP_KINDS, Faults
from simulator.topology import Account, Site
from simulator.wire_log import WireLog


class AutodiscoverEndpoint:
    """Answers Autodiscover requests at one site about every user of the organization.

    `address_of(site)` gives the root of a site's URLs, `https://localhost:PORT`.
    """

    def __init__(
        self,
        site: Site,
        directory: Directory,
        address_of: Callable[[str], str],
        *,
        faults: Faults,
        wire_log: WireLog,
        clock: Clock,
    ) -> None:
        """Serve `site`."""
        self._site = site
        self._directory = directory
        self._address_of = address_of
        self._faults = faults
        self._wire_log = wire_log
        self._clock = clock
        self._service = AutodiscoverService(site, directory, address_of)

    def answer_pox(self, document: bytes, caller: Account, path: str) -> EndpointAnswer:
        """Answer a POX request; operation "Autodiscover" in the wire log."""
        return self._answer(
            "Autodiscover",
            document,
            caller,
            path,
            lambda: answer_pox(document, self._directory, self._address_of, self._clock),
        )

    def answer_soap(self, document: bytes, caller: Account, path: str) -> EndpointAnswer:
        """Answer a SOAP request; operation "GetUserSettings" in the wire log."""
        return self._answer("GetUserSettings", document, caller, path, lambda: self._service.answer(document))

    def _answer(
        self, operation: str, document: bytes, caller: Account, path: str, work: Callable[[], EndpointAnswer]
    ) -> EndpointAnswer:
        struck = self._faults.strike(self._site.name, operation, caller.smtp, kinds=HTTP_KINDS)
        try:
            before_effect(struck)
            if struck is not None and struck.kind == "hold_before_effect":
                self._faults.hold(struck)
            answer = after_effect(work(), struck)
        except Exception as problem:
            planned = of_problem(problem)
            text = "".join(traceback.format_exception(problem)).encode()
            answer = planned or EndpointAnswer(
                500, b"BUG IN THE SIMULATOR\n" + text, "text/plain; charset=utf-8", bug=problem
            )
        self._wire_log.add(
            time=self._clock.now(),
            site=self._site.name,
            path=path,
            caller=caller.smtp,
            acting="",
            operation=operation,
            http_status=answer.logged_status,
            request=document,
            answer=answer.sent,
        )
        if struck is not None and struck.kind == "hold_answer":
            self._faults.hold(struck)
        return answer
