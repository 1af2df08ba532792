"""One connection to one Exchange site: exchangelib's session pool and authentication, our own single attempt.

exchangelib's retry loop is not used: it sleeps in the thread and for every mailbox of the account. A call here is
made once; the error says how long to stay away.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import requests
from exchangelib import Configuration, Credentials
from exchangelib.protocol import BaseProtocol, FailFast
from exchangelib.transport import BASIC, NTLM
from lxml import etree

from syncer.exchange_side import ews_requests
from syncer.exchange_side.answers import (
    Answer,
    malformed,
    message_error,
    raise_fault,
    read_answer,
    read_envelope,
    server_version,
)
from syncer.exchange_side.errors import EwsError, ExchangeProblem, ProblemKind
from syncer.rest import Rest
from syncer.trust import TrustingAdapter

USER_AGENT = "Tagus"
HTTP_STATUS = "Http"
"""The code of a problem that is an HTTP status without an EWS answer begins with this (our choice)."""
_CHUNK = 64 * 1024
_TOO_LARGE = (413, 414)
"""Said of this one request, not of the server."""
_API_VERSIONS = (
    ((15, 1, 0), "Exchange2016"),
    ((15, 0, 847), "Exchange2013_SP1"),
    ((15, 0, 0), "Exchange2013"),
    ((14, 2, 0), "Exchange2010_SP2"),
    ((14, 1, 0), "Exchange2010_SP1"),
    ((14, 0, 0), "Exchange2010"),
)
"""Builds and the newest RequestServerVersion each understands (MS-OXWSCDATA 2.2.3.8)."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What makes one connection: URL, account, how it logs in, and the limits. Times are seconds."""

    url: str
    user: str
    authentication: int
    """0 Auto Detect, 1 Negotiate, 2 NTLM, 3 Basic (emailserverprofile.incomingauthenticationprotocol)."""
    max_connections: int
    timeout: float
    max_answer_bytes: int
    ca_bundle: Path | None


def api_version(major: int, minor: int, build: int) -> str:
    """The newest API version that a server of this build understands."""
    for lowest, name in _API_VERSIONS:
        if (major, minor, build) >= lowest:
            return name
    raise EwsError(ExchangeProblem(ProblemKind.REFUSED, "", f"Exchange {major}.{minor} is older than 2010"))


class _SitePool(BaseProtocol):  # type: ignore[misc]
    """exchangelib's session pool, with our adapter."""

    def __init__(self, config: Any, ca_bundle: Path | None) -> None:
        self._ca_bundle = ca_bundle
        super().__init__(config)

    def get_auth_type(self) -> str:
        raise AssertionError("the authentication is chosen before the pool is made")

    def create_session(self) -> requests.Session:
        session = cast(requests.Session, super().create_session())
        session.mount(self.service_endpoint, TrustingAdapter(self._ca_bundle))
        session.headers["User-Agent"] = USER_AGENT
        return session


class ExchangeConnection:
    """One site and one account, shared by all mailboxes it impersonates. Safe to use from several threads."""

    def __init__(self, endpoint: Endpoint, password: str) -> None:
        self.endpoint = endpoint
        self._password = password
        self._lock = threading.Lock()
        self._pool: _SitePool | None = None
        self._api_version: str | None = None
        self._rest = Rest()

    def call(
        self, body: etree._Element, operation: str, *, mailbox: str | None, anchor: str, mend_characters: bool = False
    ) -> Answer:
        """Post one request and read its answer. Raises `EwsError`.

        `mailbox`: SMTP address to impersonate, None to act as the account itself. `anchor`: for X-AnchorMailbox.
        """
        document = ews_requests.envelope(body, api_version=self.api_version(), mailbox=mailbox)
        document = self._post(document, {"X-AnchorMailbox": anchor})
        limit = self.endpoint.max_answer_bytes
        try:
            answer = read_answer(document, operation, max_bytes=limit, mend_characters=mend_characters)
        except EwsError as error:
            self._note_rest(error)
            raise
        for message in answer.messages:
            self._note_rest(message_error(message))
        return answer

    def post_plain(self, document: bytes) -> bytes:
        """Post a document as it is (Autodiscover). Raises `EwsError`."""
        return self._post(document, {})

    def api_version(self) -> str:
        """The RequestServerVersion for this server; asked of the server once. Faults tell the version as well."""
        if self._api_version is None:
            document = ews_requests.envelope(ews_requests.probe_version(), api_version="Exchange2010", mailbox=None)
            root = read_envelope(self._post(document, {}), max_bytes=self.endpoint.max_answer_bytes)
            version = server_version(root)
            if version is None:
                raise_fault(root)
                raise malformed("the answer does not tell the server's version")
            self._api_version = api_version(version.major, version.minor, version.build)
        return self._api_version

    def close(self) -> None:
        """Close the connections."""
        with self._lock:
            if self._pool is not None:
                self._pool.close()
                self._pool = None

    def _sessions(self) -> _SitePool:
        with self._lock:
            if self._pool is None:
                config = Configuration(
                    service_endpoint=self.endpoint.url,
                    credentials=Credentials(self.endpoint.user, self._password),
                    auth_type=self._auth_type(),
                    retry_policy=FailFast(),
                    max_connections=self.endpoint.max_connections,
                )
                self._pool = _SitePool(config, self.endpoint.ca_bundle)
            return self._pool

    def _auth_type(self) -> str:
        if self.endpoint.authentication == 3:
            return cast(str, BASIC)
        if self.endpoint.authentication == 2:
            return cast(str, NTLM)
        with requests.Session() as session:
            session.mount("https://", TrustingAdapter(self.endpoint.ca_bundle))
            answer = _exchange(session, self.endpoint, b"", {})
        if answer.status != 401:
            _body_or_error(answer, self.endpoint.url)
            raise malformed(f"{self.endpoint.url} does not ask for a login, HTTP {answer.status}")
        offered = answer.headers.get("WWW-Authenticate", "").lower()
        return cast(str, NTLM if "ntlm" in offered or "negotiate" in offered else BASIC)

    def _note_rest(self, error: EwsError | None) -> None:
        """The server named a time before which nothing may be asked of it: that holds for every thread."""
        if error is not None and error.problem.kind is ProblemKind.BUSY:
            self._rest.note(error.problem.back_off_seconds)

    def _post(self, document: bytes, headers: dict[str, str]) -> bytes:
        left = self._rest.left()
        if left:
            raise EwsError(ExchangeProblem(ProblemKind.BUSY, "", f"{self.endpoint.url} asked to be left alone", left))
        pool = self._sessions()
        session = pool.get_session()
        try:
            answer = _exchange(session, self.endpoint, document, headers)
        except BaseException:
            pool.retire_session(session)
            raise
        pool.release_session(session)
        try:
            return _body_or_error(answer, self.endpoint.url)
        except EwsError as error:
            self._note_rest(error)
            raise


@dataclass(frozen=True, slots=True)
class _HttpAnswer:
    status: int
    headers: requests.structures.CaseInsensitiveDict[str]
    body: bytes


def _exchange(session: requests.Session, endpoint: Endpoint, document: bytes, headers: dict[str, str]) -> _HttpAnswer:
    """Post once and read the whole body within the time-out. Raises `EwsError` UNREACHABLE, UNTRUSTED or MALFORMED."""
    deadline = time.monotonic() + endpoint.timeout
    try:
        with session.post(
            endpoint.url,
            data=document,
            headers={"Content-Type": "text/xml; charset=utf-8", **headers},
            timeout=endpoint.timeout,
            allow_redirects=False,
            stream=True,
        ) as response:
            return _HttpAnswer(response.status_code, response.headers, _read(response, endpoint, deadline))
    except requests.exceptions.SSLError as error:
        raise EwsError(ExchangeProblem(ProblemKind.UNTRUSTED, "", f"{endpoint.url}: {_root(error)}")) from None
    except (requests.exceptions.RequestException, OSError) as error:
        raise EwsError(ExchangeProblem(ProblemKind.UNREACHABLE, "", f"{endpoint.url}: {_root(error)}")) from None
    except KeyError as error:
        # requests_ntlm reads the WWW-Authenticate header of any answer during the handshake without looking first
        raise EwsError(ExchangeProblem(ProblemKind.UNREACHABLE, "", f"{endpoint.url}: no {error}")) from None


def _read(response: requests.Response, endpoint: Endpoint, deadline: float) -> bytes:
    chunks: list[bytes] = []
    size = 0
    for chunk in response.iter_content(_CHUNK):
        size += len(chunk)
        if size > endpoint.max_answer_bytes:
            raise malformed(f"an answer of more than {endpoint.max_answer_bytes} bytes")
        if time.monotonic() > deadline:
            raise EwsError(ExchangeProblem(ProblemKind.UNREACHABLE, "", f"no whole answer in {endpoint.timeout} s"))
        chunks.append(chunk)
    return b"".join(chunks)


def _body_or_error(answer: _HttpAnswer, url: str) -> bytes:
    if answer.status == 200:
        return answer.body
    if answer.status == 500 and answer.body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return answer.body
    if answer.status in (301, 302, 307, 308):
        raise EwsError(ExchangeProblem(ProblemKind.REFUSED, "Redirect", answer.headers.get("Location", "")))
    if answer.status in (401, 403):
        raise EwsError(ExchangeProblem(ProblemKind.UNAUTHORIZED, "", f"{url} answered HTTP {answer.status}"))
    if answer.status in (429, 503):
        raise EwsError(
            ExchangeProblem(ProblemKind.BUSY, "", f"{url} answered HTTP {answer.status}", _retry_after(answer))
        )
    text = f"{url} answered HTTP {answer.status}: {answer.body[:200].decode('utf-8', 'replace').strip()}"
    if answer.status in _TOO_LARGE:
        raise EwsError(ExchangeProblem(ProblemKind.REFUSED, f"{HTTP_STATUS}{answer.status}", text))
    raise EwsError(ExchangeProblem(ProblemKind.MALFORMED, f"{HTTP_STATUS}{answer.status}", text))


def _retry_after(answer: _HttpAnswer) -> float | None:
    text = answer.headers.get("Retry-After", "")
    return float(text) if text.isdigit() else None


def _root(error: BaseException) -> str:
    """The innermost reason, without the object representations requests puts around it."""
    reason = getattr(error.args[0], "reason", error.args[0]) if error.args else error
    return f"{type(error).__name__}: {reason}"
