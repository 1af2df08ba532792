"""Where a mailbox's EWS is: Autodiscover by POX, then by SOAP (MS-OXDSCLI, MS-OXWSADISC).

Our own small client over the same adapter as the EWS calls. Redirects are followed to https addresses only, ten at
most; a redirect to another address (`redirectAddr`) starts again with that address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from syncer import xml_policy
from syncer.exchange_side.errors import EwsError, ExchangeProblem, ProblemKind
from syncer.exchange_side.names import SOAP, S

_REQUEST = "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"
_RESPONSE = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"
_SOAP_NS = "http://schemas.microsoft.com/exchange/2010/Autodiscover"
_WSA = "http://www.w3.org/2005/08/addressing"
_GET_USER_SETTINGS = _SOAP_NS + "/Autodiscover/GetUserSettings"
_A = f"{{{_SOAP_NS}}}"
_PROTOCOLS = ("EXCH", "EXPR", "WEB")
"""The protocol sections in which EWS may be found, best first."""
_SETTINGS = ("InternalEwsUrl", "ExternalEwsUrl")
_REDIRECTS = 10

Post = Callable[[str, bytes], bytes]
"""Post a document to an https address and answer the body; raises `EwsError`, with code "Redirect" and the new
address as detail for an HTTP redirect."""


@dataclass(frozen=True, slots=True)
class _Found:
    ews_url: str = ""
    redirect_url: str = ""
    redirect_address: str = ""


def discover(address: str, autodiscover_url: str | None, post: Post) -> str:
    """The mailbox's EWS URL. Raises `EwsError` with what the last attempt said.

    `autodiscover_url` is the POX address from the settings; None: the well-known ones of the address's domain.
    """
    failures: list[EwsError] = []
    for url in _candidates(address, autodiscover_url):
        try:
            return _follow(address, url, post)
        except EwsError as error:
            failures.append(error)
            if error.problem.kind in {ProblemKind.UNAUTHORIZED, ProblemKind.BUSY}:
                break
    raise failures[-1]


def _candidates(address: str, autodiscover_url: str | None) -> list[str]:
    if autodiscover_url is not None:
        return [autodiscover_url, _soap_url(autodiscover_url)]
    domain = address.rpartition("@")[2]
    pox = [
        f"https://autodiscover.{domain}/autodiscover/autodiscover.xml",
        f"https://{domain}/autodiscover/autodiscover.xml",
    ]
    return [url for first in pox for url in (first, _soap_url(first))]


def _soap_url(pox_url: str) -> str:
    stem, dot, suffix = pox_url.rpartition(".")
    return f"{stem}.svc" if dot and suffix.lower() == "xml" else pox_url


def _follow(address: str, url: str, post: Post) -> str:
    for _ in range(_REDIRECTS):
        if not url.startswith("https://"):
            raise _problem(ProblemKind.REFUSED, f"autodiscover points to {url}, which is not https")
        found = _ask(address, url, post)
        if found.ews_url:
            return found.ews_url
        url = found.redirect_url or url
        address = found.redirect_address or address
    raise _problem(ProblemKind.REFUSED, "autodiscover redirects in a circle")


def _ask(address: str, url: str, post: Post) -> _Found:
    soap = url.lower().endswith(".svc")
    try:
        answer = post(url, _soap_request(address, url) if soap else _pox_request(address))
    except EwsError as error:
        if error.problem.code == "Redirect":
            return _Found(redirect_url=error.problem.detail)
        raise
    try:
        root = xml_policy.parse(answer, max_bytes=1024 * 1024)
    except xml_policy.XmlRefusedError as refused:
        raise _problem(ProblemKind.MALFORMED, f"autodiscover: {refused}") from None
    return _read_soap(root) if soap else _read_pox(root)


def _pox_request(address: str) -> bytes:
    root = etree.Element(f"{{{_REQUEST}}}Autodiscover", nsmap={"a": _REQUEST})
    request = etree.SubElement(root, f"{{{_REQUEST}}}Request")
    etree.SubElement(request, f"{{{_REQUEST}}}EMailAddress").text = address
    etree.SubElement(request, f"{{{_REQUEST}}}AcceptableResponseSchema").text = _RESPONSE
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _read_pox(root: etree._Element) -> _Found:
    account = root.find(f".//{{{_RESPONSE}}}Account")
    if account is None:
        error = root.find(".//{*}Error")
        text = "" if error is None else (error.findtext("{*}Message") or "")
        code = "" if error is None else (error.findtext("{*}ErrorCode") or "")
        kind = ProblemKind.NO_MAILBOX if code == "500" else ProblemKind.REFUSED
        raise _problem(kind, f"autodiscover: {text or 'no account in the answer'}", code)
    action = account.findtext(f"{{{_RESPONSE}}}Action") or "settings"
    if action == "redirectAddr":
        return _Found(redirect_address=account.findtext(f"{{{_RESPONSE}}}RedirectAddr") or "")
    if action == "redirectUrl":
        return _Found(redirect_url=account.findtext(f"{{{_RESPONSE}}}RedirectUrl") or "")
    urls = {
        protocol.findtext(f"{{{_RESPONSE}}}Type") or "": protocol.findtext(f"{{{_RESPONSE}}}EwsUrl") or ""
        for protocol in account.iterfind(f"{{{_RESPONSE}}}Protocol")
    }
    for name in _PROTOCOLS:
        if urls.get(name):
            return _Found(ews_url=urls[name])
    raise _problem(ProblemKind.REFUSED, "autodiscover: the answer names no EWS address")


def _soap_request(address: str, url: str) -> bytes:
    root = etree.Element(S + "Envelope", nsmap={"s": SOAP, "a": _SOAP_NS, "w": _WSA})
    header = etree.SubElement(root, S + "Header")
    etree.SubElement(header, _A + "RequestedServerVersion").text = "Exchange2010"
    etree.SubElement(header, f"{{{_WSA}}}Action").text = _GET_USER_SETTINGS
    etree.SubElement(header, f"{{{_WSA}}}To").text = url
    message = etree.SubElement(etree.SubElement(root, S + "Body"), _A + "GetUserSettingsRequestMessage")
    request = etree.SubElement(message, _A + "Request")
    user = etree.SubElement(etree.SubElement(request, _A + "Users"), _A + "User")
    etree.SubElement(user, _A + "Mailbox").text = address
    asked = etree.SubElement(request, _A + "RequestedSettings")
    for name in _SETTINGS:
        etree.SubElement(asked, _A + "Setting").text = name
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _read_soap(root: etree._Element) -> _Found:
    response = root.find(f".//{_A}UserResponse")
    if response is None:
        fault = (
            root.findtext(f".//{S}Fault/faultstring")
            or root.findtext(f".//{_A}ErrorMessage")
            or "no answer for the user"
        )
        raise _problem(ProblemKind.REFUSED, f"autodiscover: {fault}")
    code = response.findtext(_A + "ErrorCode") or "NoError"
    target = response.findtext(_A + "RedirectTarget") or ""
    if code == "RedirectAddress":
        return _Found(redirect_address=target)
    if code == "RedirectUrl":
        return _Found(redirect_url=target)
    values = {
        setting.findtext(_A + "Name") or "": setting.findtext(_A + "Value") or ""
        for setting in response.iter(_A + "UserSetting")
    }
    for name in _SETTINGS:
        if values.get(name):
            return _Found(ews_url=values[name])
    kind = ProblemKind.NO_MAILBOX if code == "InvalidUser" else ProblemKind.REFUSED
    raise _problem(kind, f"autodiscover: {response.findtext(_A + 'ErrorMessage') or 'no EWS address'}", code)


def _problem(kind: ProblemKind, detail: str, code: str = "") -> EwsError:
    return EwsError(ExchangeProblem(kind, code, detail))
