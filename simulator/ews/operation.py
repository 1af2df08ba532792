"""What an EWS operation is, and the batch: one response message per entry, whatever becomes of the others.

MS-OXWSCDATA 2.2.4.49 (ResponseMessageType), 3.1.4 of each MS-OXWS document.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from lxml import etree

from simulator.ews.property_paths import write_path
from simulator.ews.request_context import RequestContext
from simulator.ews.request_versions import check_versions
from simulator.ews.xml_text import NAMESPACES, attribute, text
from simulator.exchange.errors import ExchangeError
from simulator.exchange_version import is_older
from simulator.soap.faults import EwsFault

Rendered = bytes | tuple[bytes, ...]
"""An answer's element as UTF-8: whole, or in pieces that belong together (a large one is joined only once)."""
Handle = Callable[[etree._Element, RequestContext], Rendered]
EntryT = TypeVar("EntryT")


@dataclass(frozen=True)
class Operation:
    """One operation: its element name, the first API version that has it, and what answers it."""

    name: str
    since: str
    handle: Handle
    """Takes the element in the SOAP body; gives the element for the answer's body, as UTF-8. Raises EwsFault."""
    simulated: str = ""
    """One line for docs/operations.md: what of it is simulated."""
    lacks: str = ""
    """One line: what Exchange does here and the simulator doesn't."""

    def answer(self, request: etree._Element, context: RequestContext) -> Rendered:
        """Handle a request that the site, which has the operation, and the schema version asked for allow.

        Raises EwsFault.
        """
        if context.request_version is not None and is_older(context.request_version, self.since):
            raise EwsFault("ErrorIncorrectSchemaVersion")
        check_versions(request, context)
        return self.handle(request, context)


def success(name: str, inner: str = "") -> str:
    """A response message of class Success. ``inner`` is XML."""
    return f'<m:{name} ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>{inner}</m:{name}>'


def failure(name: str, error: ExchangeError, inner: str = "") -> str:
    """A response message of class Error."""
    path = "" if error.path is None else write_path(error.path)
    values = path + "".join(
        f"<t:Value Name={attribute(key)}>{text(value)}</t:Value>" for key, value in error.message_xml
    )
    message_xml = f"<m:MessageXml>{values}</m:MessageXml>" if values else ""
    return (
        f'<m:{name} ResponseClass="Error"><m:MessageText>{text(error.text)}</m:MessageText>'
        f"<m:ResponseCode>{error.code}</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>"
        f"{message_xml}{inner}</m:{name}>"
    )


def answer(operation: str, messages: Iterable[str]) -> bytes:
    """The whole answer of ``operation`` around its response messages."""
    return whole(answer_of(operation, [message.encode() for message in messages]))


def answer_of(operation: str, messages: Iterable[bytes]) -> tuple[bytes, ...]:
    """The same, in pieces, around response messages that are bytes already."""
    head = f"<m:{operation}Response{NAMESPACES}><m:ResponseMessages>".encode()
    return (head, *messages, f"</m:ResponseMessages></m:{operation}Response>".encode())


def whole(rendered: Rendered) -> bytes:
    """An answer's element in one piece."""
    return rendered if isinstance(rendered, bytes) else b"".join(rendered)


STOPPING = frozenset(
    {
        "ErrorAccessDenied",
        "ErrorAccountDisabled",
        "ErrorADOperation",
        "ErrorADUnavailable",
        "ErrorConnectionFailed",
        "ErrorInsufficientResources",
        "ErrorMailboxMoveInProgress",
        "ErrorMailboxStoreUnavailable",
        "ErrorPasswordChangeRequired",
        "ErrorPasswordExpired",
        "ErrorQuotaExceeded",
    }
)
"""Errors of one entry that the following ones would meet, too: these are not processed (Learn, "ResponseCode")."""


def stopped(name: str, inner: str = "") -> str:
    """The response message of an entry that isn't processed any more: a warning, ErrorBatchProcessingStopped."""
    error = ExchangeError("ErrorBatchProcessingStopped")
    return failure(name, error, inner).replace('ResponseClass="Error"', 'ResponseClass="Warning"', 1)


def each(
    name: str, entries: Iterable[EntryT], message: Callable[[EntryT], bytes], *, on_error: str = ""
) -> Iterator[bytes]:
    """One response message ``name`` per entry. ``message`` gives that of an entry, or raises ExchangeError.

    ``on_error`` is what the schema wants after the ResponseCode when it failed, such as ``<m:Items/>``.
    """
    is_stopped = False
    for entry in entries:
        if is_stopped:
            yield stopped(name, on_error).encode()
            continue
        try:
            yield message(entry)
        except ExchangeError as error:
            is_stopped = error.code in STOPPING
            yield failure(name, error, on_error).encode()


def answer_each(
    operation: str, entries: Iterable[EntryT], handle: Callable[[EntryT], str], *, on_error: str = ""
) -> bytes:
    """Handle one entry after the other; an ExchangeError spoils its own entry alone, unless it is one of `STOPPING`.

    ``handle`` gives the XML after the ResponseCode; ``on_error`` as for :func:`each`.
    """
    name = f"{operation}ResponseMessage"
    messages = each(name, entries, lambda entry: success(name, handle(entry)).encode(), on_error=on_error)
    return whole(answer_of(operation, list(messages)))
