"""One connection to CRM's Organization Service: TLS, NTLM or Basic, one attempt a call, SOAP 1.1 faults as errors."""

from __future__ import annotations

import queue
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import requests
from lxml import etree
from requests_ntlm import HttpNtlmAuth

from syncer import xml_policy
from syncer.crm_side.errors import CrmError, CrmProblem, CrmProblemKind
from syncer.crm_side.wire_values import NAMESPACES, SERVICES, SOAP, B
from syncer.rest import Rest
from syncer.trust import TrustingAdapter

_ACTION = SERVICES + "/IOrganizationService/"
_S = f"{{{SOAP}}}"
_CHUNK = 64 * 1024
_KINDS = {
    0x80040217: CrmProblemKind.NOT_FOUND,
    0x80040237: CrmProblemKind.ALREADY_THERE,
    0x80044150: CrmProblemKind.THROTTLED,
    0x80072322: CrmProblemKind.THROTTLED,
}
"""ObjectDoesNotExist, DuplicateRecord (SDK ErrorCodes); SQL time-out and request limits count as throttling."""


@dataclass(frozen=True, slots=True)
class CrmEndpoint:
    """Where and as whom. Times are seconds."""

    url: str
    user: str
    auth: Literal["ntlm", "basic"]
    timeout: float
    max_answer_bytes: int
    ca_bundle: Path | None


class CrmConnection:
    """Posts one request at a time per session; sessions are pooled, so several threads may call."""

    def __init__(self, endpoint: CrmEndpoint, password: str) -> None:
        self.endpoint = endpoint
        self._password = password
        self._idle: queue.LifoQueue[requests.Session] = queue.LifoQueue()
        self._rest = Rest()

    def call(self, operation: str, body: etree._Element) -> etree._Element:
        """The `…Response` element of an operation. Raises `CrmError`."""
        root = etree.Element(_S + "Envelope", nsmap=NAMESPACES)
        etree.SubElement(root, _S + "Body").append(body)
        answer = self._post(operation, etree.tostring(root, xml_declaration=True, encoding="utf-8"))
        response = _parse(answer, self.endpoint.max_answer_bytes).find(f"{_S}Body/{{{SERVICES}}}{operation}Response")
        if response is None:
            raise malformed(f"the answer holds no {operation}Response")
        return response

    def close(self) -> None:
        """Close the idle connections."""
        while True:
            try:
                self._idle.get_nowait().close()
            except queue.Empty:
                return

    def _session(self) -> requests.Session:
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            session = requests.Session()
            session.trust_env = False
            session.mount("https://", TrustingAdapter(self.endpoint.ca_bundle))
            user, password = self.endpoint.user, self._password
            session.auth = HttpNtlmAuth(user, password) if self.endpoint.auth == "ntlm" else (user, password)
            return session

    def _post(self, operation: str, document: bytes) -> bytes:
        left = self._rest.left()
        if left:
            text = f"{self.endpoint.url} asked to be left alone"
            raise CrmError(CrmProblem(CrmProblemKind.THROTTLED, "", text, left))
        session = self._session()
        try:
            answer = self._exchange(session, operation, document)
        except requests.exceptions.SSLError as error:
            session.close()
            raise _error(CrmProblemKind.UNTRUSTED, f"{self.endpoint.url}: {_root(error)}") from None
        except (requests.exceptions.RequestException, OSError, KeyError) as error:
            session.close()
            raise _error(CrmProblemKind.UNREACHABLE, f"{self.endpoint.url}: {_root(error)}") from None
        except BaseException:
            session.close()
            raise
        self._idle.put(session)
        return self._checked(*answer)

    def _exchange(self, session: requests.Session, operation: str, document: bytes) -> tuple[int, bytes, str]:
        deadline = time.monotonic() + self.endpoint.timeout
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{_ACTION}{operation}"'}
        with session.post(
            self.endpoint.url,
            data=document,
            headers=headers,
            timeout=self.endpoint.timeout,
            allow_redirects=False,
            stream=True,
        ) as response:
            chunks: list[bytes] = []
            size = 0
            for chunk in response.iter_content(_CHUNK):
                size += len(chunk)
                if size > self.endpoint.max_answer_bytes:
                    raise malformed(f"an answer of more than {self.endpoint.max_answer_bytes} bytes")
                if time.monotonic() > deadline:
                    raise _error(CrmProblemKind.UNREACHABLE, f"no whole answer in {self.endpoint.timeout} s")
                chunks.append(chunk)
            return response.status_code, b"".join(chunks), response.headers.get("Retry-After", "")

    def _checked(self, status: int, body: bytes, retry_after: str) -> bytes:
        if status == 200 or (status == 500 and body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")):
            return body
        text = f"{self.endpoint.url} answered HTTP {status}"
        if status in (401, 403):
            raise _error(CrmProblemKind.UNAUTHORIZED, text)
        if status in (429, 503):
            after = float(retry_after) if retry_after.isdigit() else None
            self._rest.note(after)
            raise CrmError(CrmProblem(CrmProblemKind.THROTTLED, "", text, after))
        raise malformed(f"{text}: {body[:200].decode('utf-8', 'replace').strip()}")


def malformed(text: str) -> CrmError:
    """The error of an answer that is not one."""
    return _error(CrmProblemKind.MALFORMED, text)


def _error(kind: CrmProblemKind, text: str) -> CrmError:
    return CrmError(CrmProblem(kind, "", text))


def _parse(document: bytes, max_bytes: int) -> etree._Element:
    try:
        root = xml_policy.parse(document, max_bytes=max_bytes)
    except xml_policy.XmlRefusedError as error:
        raise malformed(str(error)) from None
    if root.tag != _S + "Envelope":
        raise malformed(f"the answer is a {root.tag}, not a SOAP envelope")
    fault = root.find(f"{_S}Body/{_S}Fault")
    if fault is not None:
        raise fault_error(fault)
    return root


def fault_error(fault: etree._Element) -> CrmError:
    """The typed error of a SOAP fault with an OrganizationServiceFault (ErrorCode is a signed 32-bit number)."""
    detail = fault.find(f"detail/{B}OrganizationServiceFault")
    text = fault.findtext("faultstring") or ""
    code = None
    if detail is not None:
        text = detail.findtext(B + "Message") or text
        try:
            code = int(detail.findtext(B + "ErrorCode") or "") & 0xFFFFFFFF
        except ValueError:
            code = None
    kind = CrmProblemKind.REFUSED if code is None else _KINDS.get(code, CrmProblemKind.REFUSED)
    return CrmError(CrmProblem(kind, "" if code is None else f"0x{code:08X}", text.strip()))


def _root(error: BaseException) -> str:
    reason = getattr(error.args[0], "reason", error.args[0]) if error.args else error
    return f"{type(error).__name__}: {reason}"
