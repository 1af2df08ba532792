"""Autodiscover with plain old XML: MS-OXDSCLI 2.2.3 (request) and 2.2.4 (response).

The protocol sections EXCH, EXPR and WEB of the user's own site are given; nobody is redirected (our choice: one
organization, one forest).
"""

from collections.abc import Callable
from xml.sax.saxutils import escape

from simulator.clock import Clock
from simulator.directory import Directory
from simulator.endpoint_answer import EndpointAnswer
from simulator.soap.namespaces import POX_OUTLOOK_RESPONSE, POX_REQUEST, POX_RESPONSE
from simulator.soap.parsing import XmlRefused, parse
from simulator.topology import Account


def answer_pox(document: bytes, directory: Directory, address_of: Callable[[str], str], clock: Clock) -> EndpointAnswer:
    """The settings for the address in the request, or the error that Exchange has for it, both with HTTP 200."""
    try:
        request = parse(document)
    except XmlRefused:
        return _error(600, "Invalid Request", clock)
    address = (request.findtext(f".//{{{POX_REQUEST}}}EMailAddress") or "").strip()
    schema = (request.findtext(f".//{{{POX_REQUEST}}}AcceptableResponseSchema") or "").strip()
    if request.tag != f"{{{POX_REQUEST}}}Autodiscover" or not address:
        return _error(600, "Invalid Request", clock)
    if schema != POX_OUTLOOK_RESPONSE:
        return _error(601, "Provider is not available", clock)
    account = directory.by_smtp(address)
    if account is None:
        return _error(500, "The email address can't be found.", clock)
    return _settings(account, address_of(account.site))


def _settings(account: Account, root: str) -> EndpointAnswer:
    host = escape(root.split("//", 1)[1].split(":", 1)[0])
    ews = escape(f"{root}/EWS/Exchange.asmx")
    protocols = "".join(
        f"<Protocol><Type>{kind}</Type><Server>{host}</Server><ASUrl>{ews}</ASUrl><EwsUrl>{ews}</EwsUrl>"
        f"<OOFUrl>{ews}</OOFUrl><AuthPackage>Ntlm</AuthPackage></Protocol>"
        for kind in ("EXCH", "EXPR")
    )
    text = (
        f'<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="{POX_RESPONSE}">'
        f'<Response xmlns="{POX_OUTLOOK_RESPONSE}"><User><DisplayName>{escape(account.display_name)}</DisplayName>'
        f"<LegacyDN>{escape(account.legacy_dn)}</LegacyDN><AutoDiscoverSMTPAddress>{escape(account.smtp)}"
        f"</AutoDiscoverSMTPAddress><DeploymentId>{_deployment(account.site)}</DeploymentId></User>"
        f"<Account><AccountType>email</AccountType><Action>settings</Action>{protocols}</Account>"
        "</Response></Autodiscover>"
    )
    return EndpointAnswer(200, text.encode())


def _deployment(site: str) -> str:
    return f"00000000-0000-0000-0000-{site.encode().hex()[:12].ljust(12, '0')}"


def _error(code: int, message: str, clock: Clock) -> EndpointAnswer:
    text = (
        f'<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="{POX_RESPONSE}"><Response>'
        f'<Error Time="{clock.now():%H:%M:%S.%f}0" Id="1"><ErrorCode>{code}</ErrorCode>'
        f"<Message>{escape(message)}</Message><DebugData /></Error></Response></Autodiscover>"
    )
    return EndpointAnswer(200, text.encode())
