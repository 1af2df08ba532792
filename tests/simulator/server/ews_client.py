"""A raw EWS client: what goes over the wire is written in the test."""

from typing import Any

import requests
from lxml import etree

from simulator.running import Running
from simulator.soap.namespaces import ERRORS, MESSAGES, SOAP, TYPES

GET_INBOX = (
    "<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>"
    '<m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>'
)


def impersonating(kind: str, value: str) -> str:
    """The ExchangeImpersonation header."""
    return (
        f"<t:ExchangeImpersonation><t:ConnectingSID><t:{kind}>{value}</t:{kind}></t:ConnectingSID>"
        "</t:ExchangeImpersonation>"
    )


def envelope(body: str, header: str = "") -> bytes:
    """A SOAP 1.1 envelope with the usual prefixes."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{SOAP}" xmlns:m="{MESSAGES}" xmlns:t="{TYPES}">'
        f"<s:Header>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def session(running: Running, auth: Any = None) -> requests.Session:
    """A session that trusts the simulator, whatever the environment says."""
    made = requests.Session()
    made.trust_env = False
    made.verify = running.ready["ca_bundle"]
    made.auth = auth
    made.headers["Content-Type"] = "text/xml; charset=utf-8"
    return made


def login(name: str) -> tuple[str, str]:
    """Basic credentials of a person of the shipped topologies."""
    return name, f"Tagus-{name}-1"


def post(
    running: Running, body: str | bytes, *, site: str = "lisbon", user: str = "ana.silva", header: str = ""
) -> requests.Response:
    """One EWS call with Basic."""
    document = body if isinstance(body, bytes) else envelope(body, header)
    with session(running, login(user)) as client:
        return client.post(running.ready["sites"][site]["ews_url"], data=document, timeout=30)


def fault_code(answer: requests.Response) -> str:
    """The code of a SOAP fault, which must say the same in each of its places, but for a violation's words."""
    assert answer.status_code == 500, answer.text
    root = etree.fromstring(answer.content)
    version = root.find(f"{{{SOAP}}}Header/{{{TYPES}}}ServerVersionInfo")
    assert version is not None
    fault = root.find(f"{{{SOAP}}}Body/{{{SOAP}}}Fault")
    assert fault is not None, answer.text
    detail = fault.findtext(f"detail/{{{ERRORS}}}ResponseCode")
    assert fault.findtext("faultcode") == f"a:{detail}"
    text, message = str(fault.findtext("faultstring")), str(fault.findtext(f"detail/{{{ERRORS}}}Message"))
    assert text == message or text.startswith(f"{message[:-1]}: ")
    return str(detail)


def fault_values(answer: requests.Response) -> dict[str, str]:
    """The MessageXml values of a fault."""
    return {
        str(value.get("Name")): value.text or "" for value in etree.fromstring(answer.content).iter(f"{{{TYPES}}}Value")
    }


def response_codes(answer: requests.Response) -> list[str]:
    """The ResponseCode of each response message."""
    assert answer.status_code == 200, answer.text
    return [code.text or "" for code in etree.fromstring(answer.content).iter(f"{{{MESSAGES}}}ResponseCode")]
