"""Send one SOAP request and bring back status and bytes."""

from dataclasses import dataclass
from types import TracebackType

import requests
from requests.auth import AuthBase, HTTPBasicAuth
from requests_ntlm import HttpNtlmAuth

from conformance.target import Target

TIMEOUT_SECONDS = 30
MOST_BYTES = 64 * 1024 * 1024


class WireError(Exception):
    """The server did not answer as a SOAP server does: nothing can be said about its promises."""


@dataclass(frozen=True)
class HttpAnswer:
    """The HTTP status and the body."""

    status: int
    body: bytes


class EwsPost:
    """One connection to a target. Proxies and other settings of the environment are not looked at."""

    def __init__(self, target: Target) -> None:
        self._url = target.ews_url
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.auth = _auth(target)
        self._session.verify = str(target.ca_bundle) if target.ca_bundle else True

    def send(self, body: bytes) -> HttpAnswer:
        """Post the envelope. Raises WireError when there is no answer, or one that is too large or no SOAP answer."""
        headers = {"Content-Type": "text/xml; charset=utf-8", "Accept": "text/xml"}
        try:
            with self._session.post(
                self._url, data=body, headers=headers, timeout=TIMEOUT_SECONDS, stream=True
            ) as answer:
                content = answer.raw.read(MOST_BYTES + 1, decode_content=True)
        except (requests.RequestException, OSError) as error:
            raise WireError(f"no answer from {self._url}: {error}") from error
        if len(content) > MOST_BYTES:
            raise WireError(f"the answer is larger than {MOST_BYTES} bytes")
        if answer.status_code not in (200, 500):
            text = content[:300].decode("utf-8", "replace").strip()
            raise WireError(f"HTTP {answer.status_code} from {self._url}: {text or answer.reason}")
        return HttpAnswer(answer.status_code, content)

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def __enter__(self) -> "EwsPost":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _auth(target: Target) -> AuthBase:
    password = target.password.get_secret_value()
    if target.auth == "ntlm":
        ntlm: AuthBase = HttpNtlmAuth(target.user, password)
        return ntlm
    return HTTPBasicAuth(target.user.encode(), password.encode())
