"""Read an EWS answer. Parser policy: any DOCTYPE refused, no entity resolved, no network."""

from typing import Any

from lxml import etree

from conformance.history import NO_ERROR, Answered, Change, Page
from conformance.wire.post import HttpAnswer, WireError

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"
TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
ERRORS = "http://schemas.microsoft.com/exchange/services/2006/errors"
NAMESPACES = {"s": SOAP, "m": MESSAGES, "t": TYPES, "e": ERRORS}


def parse(body: bytes) -> etree._Element:
    """The envelope. Raises WireError for what is no XML, has a DOCTYPE or is no SOAP envelope."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise WireError(f"the answer is no XML: {error}") from error
    docinfo: Any = root.getroottree().docinfo
    if docinfo.doctype:
        raise WireError("the answer has a DOCTYPE")
    if root.tag != f"{{{SOAP}}}Envelope":
        raise WireError(f"the answer is no SOAP envelope but {root.tag}")
    return root


def fault_code(root: etree._Element) -> str | None:
    """The ResponseCode of a SOAP fault (or its faultcode), None when it is no fault."""
    fault = root.find("s:Body/s:Fault", NAMESPACES)
    if fault is None:
        return None
    return fault.findtext(".//e:ResponseCode", None, NAMESPACES) or fault.findtext("faultcode") or "fault"


def response_messages(root: etree._Element) -> list[etree._Element]:
    """The response messages in order. Raises WireError when there is no such list."""
    messages = root.find("s:Body/*/m:ResponseMessages", NAMESPACES)
    if messages is None:
        raise WireError("the answer has no ResponseMessages")
    return list(messages.iterchildren("{*}*"))


def answered(message: etree._Element) -> Answered:
    """One response message of CreateItem, GetItem, UpdateItem, DeleteItem, SendItem or of a folder operation."""
    code = message.findtext("m:ResponseCode", "", NAMESPACES)
    if not code:
        raise WireError("a response message has no ResponseCode")
    if message.get("ResponseClass") == "Error" and code == NO_ERROR:
        raise WireError("a response message is an Error with the code NoError")
    found = message.find("m:Items/*", NAMESPACES)
    if found is None:
        found = message.find("m:Folders/*", NAMESPACES)
    if found is None:
        return Answered(code)
    key = found.find("t:ItemId", NAMESPACES)
    if key is None:
        key = found.find("t:FolderId", NAMESPACES)
    if key is None:
        return Answered(code)
    subject, body = found.findtext("t:Subject", None, NAMESPACES), found.findtext("t:Body", None, NAMESPACES)
    return Answered(code, key.get("Id", ""), key.get("ChangeKey", ""), subject, body)


def page(message: etree._Element, asked_state: str, asked_size: int) -> Page:
    """One SyncFolderItems response message (MS-OXWSSYNC 3.1.4.2.3.6)."""
    changes = []
    for change in message.iterfind("m:Changes/*", NAMESPACES):
        key = change.find(".//t:ItemId", NAMESPACES)
        if key is not None:
            kind = etree.QName(change).localname
            changes.append(Change(kind, key.get("Id", ""), key.get("ChangeKey", "")))
    last = message.findtext("m:IncludesLastItemInRange", "", NAMESPACES)
    state = message.findtext("m:SyncState", "", NAMESPACES)
    return Page(asked_state, asked_size, state, last in ("true", "1"), tuple(changes))


def readable(body: bytes) -> str:
    """The XML with indentation, for people; as it came when it is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True, huge_tree=True)
    try:
        return etree.tostring(etree.fromstring(body, parser), pretty_print=True, encoding="unicode").strip()
    except etree.XMLSyntaxError:
        return body.decode("utf-8", "replace")


def read(answer: HttpAnswer) -> tuple[str, list[etree._Element]]:
    """The fault's code ("" for none) and the response messages (none with a fault)."""
    root = parse(answer.body)
    fault = fault_code(root)
    if fault is not None:
        return fault, []
    if answer.status != 200:
        raise WireError(f"HTTP {answer.status} without a SOAP fault")
    return "", response_messages(root)
