"""A SOAP 1.1 service made of a table of operation names, carried by spyne.

spyne reads the envelope and the headers and dispatches on the body's element. Bodies pass through as lxml elements, and
answers may be bytes already rendered. Three things of `Soap11` are replaced: documents are parsed by our own policy,
an answer is put into the envelope as it is, and a fault carries headers too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from simulator.soap.namespaces import SOAP, XSD, XSI
from simulator.soap.parsing import XmlRefused, parse
from simulator.soap.spyne_import import (
    AnyXml,
    Application,
    Fault,
    MethodContext,
    ServerBase,
    ServiceBase,
    Soap11,
    rpc,
)

Answer = etree._Element | bytes | tuple[bytes, ...]
"""What goes into the envelope's body; bytes are rendered XML, and pieces of it are joined only once, there."""


@dataclass
class SoapCall:
    """One request on its way through the service.

    `headers` holds the header elements of the envelope, `operation` the local name of the body's element ("" until it
    is known). `context` is whatever the owner of the service wants to find again in its handler.
    """

    context: Any
    operation: str = ""
    headers: tuple[etree._Element, ...] = ()
    body: etree._Element | None = None
    problem: BaseException | None = field(default=None)


@dataclass(frozen=True)
class SoapAnswer:
    """The bytes to send with their HTTP status, the operation, and the exception that the handler raised, if any."""

    status: int
    document: bytes
    operation: str = ""
    problem: BaseException | None = None
    pieces: tuple[bytes, ...] = ()
    """What the document was joined from: whoever keeps it keeps no second copy of what is kept elsewhere."""


class EnvelopeRefused(Exception):
    """The document is no SOAP 1.1 envelope with a body, or the XML policy refused it."""


class UnknownOperation(Exception):
    """The body's element is in no table. `tag` is its name in Clark's notation."""

    def __init__(self, tag: str) -> None:
        """Keep the name for whoever words the fault."""
        super().__init__(tag)
        self.tag = tag


class SoapService:
    """Operations under one namespace, all answered by one handler.

    `handler(operation, body, call)` returns the answer. `fault_body(problem)` words what it raised as an `s:Fault`, or
    returns None for what is no answer of the simulated server; `headers(call)` gives the text of the answer's headers.
    """

    def __init__(
        self,
        name: str,
        namespace: str,
        operations: Sequence[str],
        handler: Callable[[str, etree._Element, SoapCall], Answer],
        fault_body: Callable[[BaseException], str | None],
        headers: Callable[[SoapCall], str],
    ) -> None:
        """Build the spyne application once; it serves many threads."""
        self.handler = handler
        self.fault_body = fault_body
        self.headers = headers
        service = _service(name, namespace, operations, self)
        application = Application(
            [service], tns=namespace, name=name, in_protocol=_Envelope(), out_protocol=_Envelope(self)
        )
        self._server = ServerBase(application)

    def answer(self, document: bytes, context: Any) -> SoapAnswer:
        """Answer one request. Raises nothing: what went wrong is in the answer's `problem`."""
        call = SoapCall(context)
        initial = MethodContext(self._server, MethodContext.SERVER)
        initial.udc = call
        initial.in_string = [document]
        try:
            (found, *_) = self._server.generate_contexts(initial)
            if found.in_error is None:
                self._server.get_in_object(found)
            if found.in_error is None:
                self._server.get_out_object(found)
            elif call.problem is None:
                call.problem = _dispatch_problem(call, found.in_error)
            self._server.get_out_string(found)
        except Exception as problem:
            return SoapAnswer(500, b"", call.operation, call.problem or problem)
        status = 500 if call.problem is not None else 200
        pieces = tuple(found.out_string)
        return SoapAnswer(status, b"".join(pieces), call.operation, call.problem, pieces)


class _Envelope(Soap11):  # type: ignore[misc]
    """SOAP 1.1 with our parser, headers on faults, and bodies that pass through."""

    def __init__(self, service: SoapService | None = None) -> None:
        super().__init__(validator=None)
        self._service = service

    def create_in_document(self, ctx: Any, charset: str | None = None) -> None:  # noqa: ARG002
        """Parse by our policy instead of spyne's."""
        try:
            ctx.in_document = (parse(b"".join(ctx.in_string)), {})
        except XmlRefused as problem:
            ctx.udc.problem = EnvelopeRefused(str(problem))
            raise Fault("Client.XMLSyntaxError", str(problem)) from problem

    def decompose_incoming_envelope(self, ctx: Any, message: str = Soap11.REQUEST) -> None:
        """Find headers and body, and keep them for the handler and for the wording of faults."""
        envelope, _ids = ctx.in_document
        body = envelope.find(f"{{{SOAP}}}Body") if envelope.tag == f"{{{SOAP}}}Envelope" else None
        content = next(iter(body), None) if body is not None else None
        header = envelope.find(f"{{{SOAP}}}Header")
        ctx.udc.headers = tuple(header) if header is not None else ()
        if content is None:
            ctx.udc.problem = EnvelopeRefused("there is no SOAP 1.1 envelope with a body")
            raise Fault("Client.SoapError", "no SOAP 1.1 envelope with a body")
        ctx.udc.body, ctx.udc.operation = content, etree.QName(content).localname
        if content.tag == f"{{{SOAP}}}Fault":  # spyne would take it for an answer
            raise Fault("Client.SoapError", "a fault is no request")
        super().decompose_incoming_envelope(ctx, message)

    def serialize(self, ctx: Any, message: str) -> None:  # noqa: ARG002
        """Put the answer, or the fault, into an envelope as text; nothing is parsed or copied again."""
        service, call = self._service, ctx.udc
        if service is None:
            raise TypeError("this protocol only reads")
        if ctx.out_error is not None:
            wording = service.fault_body(call.problem or ctx.out_error)
            body: tuple[bytes, ...] = (b"" if wording is None else wording.encode(),)
        else:
            body = _pieces(ctx.out_object[0])
        head = (
            f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{SOAP}">{service.headers(call)}'
            f'<s:Body xmlns:xsi="{XSI}" xmlns:xsd="{XSD}">'
        )
        ctx.out_document = [head.encode(), *body, b"</s:Body></s:Envelope>"]

    def create_out_string(self, ctx: Any, charset: str | None = None) -> None:  # noqa: ARG002
        """The document is text already."""
        ctx.out_string = ctx.out_document


def _pieces(answer: Answer) -> tuple[bytes, ...]:
    """The answer's element as text without an XML declaration, in any number of pieces."""
    if isinstance(answer, tuple):
        return answer
    body = answer if isinstance(answer, bytes) else etree.tostring(answer, encoding="utf-8")
    if body.startswith(b"<?xml"):
        body = body[body.index(b"?>") + 2 :].lstrip()
    return (body,)


def _service(name: str, namespace: str, operations: Sequence[str], owner: SoapService) -> type:
    methods = {operation: _method(operation, namespace, owner) for operation in operations}
    return type(name, (ServiceBase,), methods)


def _method(operation: str, namespace: str, owner: SoapService) -> Any:
    def perform(ctx: Any, _body: etree._Element | None) -> Answer:
        body = ctx.udc.body  # spyne gives None for an element without content
        try:
            if body.tag != f"{{{namespace}}}{operation}":
                raise UnknownOperation(body.tag)
            return owner.handler(operation, body, ctx.udc)
        except Exception as problem:
            ctx.udc.problem = problem
            raise Fault("Server", type(problem).__name__) from problem

    perform.__name__ = operation
    declare = rpc(
        AnyXml,
        _returns=AnyXml,
        _body_style="bare",
        _in_message_name=f"{{{namespace}}}{operation}",
        _out_message_name=f"{{{namespace}}}{operation}Response",
    )
    return declare(perform)


def _dispatch_problem(call: SoapCall, fault: Exception) -> Exception:
    return UnknownOperation(call.body.tag) if call.body is not None else EnvelopeRefused(str(fault))
