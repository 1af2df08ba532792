"""EWS answers: envelope, fault, response messages. Strict: what is not an EWS answer is MALFORMED."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from syncer import xml_policy
from syncer.exchange_side.errors import EwsError, ExchangeProblem, ProblemKind
from syncer.exchange_side.fault_table import error_for
from syncer.exchange_side.names import ERRORS, TYPES, M, S, T

_ENVELOPE_END = (b"Envelope>",)


@dataclass(frozen=True, slots=True)
class ServerVersion:
    """The build in the ServerVersionInfo header (MS-OXWSCDATA 2.2.3.10)."""

    major: int
    minor: int
    build: int
    revision: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A parsed answer: the response messages, and the server's version if the header told it."""

    messages: tuple[etree._Element, ...]
    version: ServerVersion | None


def malformed(detail: str) -> EwsError:
    """The error of an answer that is not one."""
    return EwsError(ExchangeProblem(ProblemKind.MALFORMED, "", detail))


def read_envelope(document: bytes, *, max_bytes: int, mend_characters: bool = False) -> etree._Element:
    """Parse and check the envelope; raises `EwsError` MALFORMED for what is none.

    With `mend_characters` a document that ends with its closing tag but holds characters XML forbids is read with
    those replaced.
    """
    try:
        root = xml_policy.parse(document, max_bytes=max_bytes)
    except xml_policy.XmlRefusedError as error:
        if not mend_characters or not document.rstrip().endswith(_ENVELOPE_END):
            raise malformed(str(error)) from None
        mended = xml_policy.without_illegal_characters(document)
        try:
            root = xml_policy.parse(mended, max_bytes=max_bytes)
        except xml_policy.XmlRefusedError:
            raise malformed(str(error)) from None
    if root.tag != S + "Envelope":
        raise malformed(f"the answer is a {root.tag}, not a SOAP envelope")
    return root


def read_answer(document: bytes, operation: str, *, max_bytes: int, mend_characters: bool = False) -> Answer:
    """The response messages of an operation's answer. Raises `EwsError` for faults and malformed answers."""
    root = read_envelope(document, max_bytes=max_bytes, mend_characters=mend_characters)
    raise_fault(root)
    response = root.find(f"{S}Body/{M}{operation}Response")
    messages = None if response is None else response.find(M + "ResponseMessages")
    if messages is None:
        raise malformed(f"the answer holds no {operation}Response")
    return Answer(tuple(messages.iterfind(M + operation + "ResponseMessage")), server_version(root))


def raise_fault(envelope: etree._Element) -> None:
    """Raise the `EwsError` of a SOAP fault if the envelope holds one."""
    fault = envelope.find(f"{S}Body/{S}Fault")
    if fault is not None:
        raise fault_error(fault)


def server_version(envelope: etree._Element) -> ServerVersion | None:
    """The server's build from the header; None when it is not there or not numbers."""
    info = envelope.find(f"{S}Header/{T}ServerVersionInfo")
    if info is None:
        return None
    try:
        return ServerVersion(
            *(
                int(info.get(name, "0"))
                for name in ("MajorVersion", "MinorVersion", "MajorBuildNumber", "MinorBuildNumber")
            )
        )
    except ValueError:
        return None


def fault_error(fault: etree._Element) -> EwsError:
    """The typed error of a SOAP fault: detail/ResponseCode, else the faultcode's local name."""
    detail = fault.find("detail")
    code = "" if detail is None else detail.findtext(f"{{{ERRORS}}}ResponseCode", "")
    if not code:
        code = fault.findtext("faultcode", "").rpartition(":")[2]
    text = fault.findtext("faultstring", "")
    message = None if detail is None else detail.find(f"{{{TYPES}}}MessageXml")
    return error_for(code.strip(), text.strip(), _back_off(message))


def message_error(message: etree._Element) -> EwsError | None:
    """The error of one response message; None when it is a success (warnings count as success)."""
    response_class = message.get("ResponseClass")
    if response_class not in {"Success", "Warning", "Error"}:
        return malformed(f"a response message of class {response_class}")
    code = message.findtext(M + "ResponseCode", "").strip()
    if response_class == "Error":
        return error_for(
            code or "ErrorInternalServerError",
            message.findtext(M + "MessageText", "").strip(),
            _back_off(message.find(M + "MessageXml")),
        )
    if response_class == "Warning" and code == "ErrorBatchProcessingStopped":
        return error_for(code, message.findtext(M + "MessageText", "").strip())
    return None


def the_only(answer: Answer) -> etree._Element:
    """The one successful response message of an answer. Raises its error otherwise."""
    if len(answer.messages) != 1:
        raise malformed(f"{len(answer.messages)} response messages where one was due")
    error = message_error(answer.messages[0])
    if error is not None:
        raise error
    return answer.messages[0]


def children(element: etree._Element | None) -> Iterator[etree._Element]:
    """Child elements; none of a missing element."""
    if element is not None:
        yield from element.iterchildren("*")


def _back_off(message_xml: etree._Element | None) -> int | None:
    for value in children(message_xml):
        if value.get("Name") == "BackOffMilliseconds":
            try:
                return max(0, int((value.text or "").strip()))
            except ValueError:
                return None
    return None
