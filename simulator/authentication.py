"""Who is calling: Basic, NTLM and Negotiate, as IIS offers them in front of Exchange and CRM.

NTLM and Negotiate authenticate the connection: once the handshake is done, further requests on it need no header.
"""

import base64
import binascii
import os
import struct
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import spnego
from spnego.exceptions import SpnegoError

from simulator.directory import Directory
from simulator.md4 import md4
from simulator.topology import Account

_ENVIRONMENT = threading.Lock()
_VARIABLE = "NTLM_USER_FILE"
_NTLMSSP = b"NTLMSSP\x00"


@dataclass
class ConnectionIdentity:
    """What one TCP connection has said about its caller so far."""

    account: Account | None = None
    handshake: Any = field(default=None)


@dataclass(frozen=True)
class Verdict:
    """The outcome for one request: the caller, or what to send in `WWW-Authenticate` with a 401."""

    caller: Account | None
    challenges: tuple[str, ...] = ()
    scheme: str = ""


class Authenticator:
    """Checks the `Authorization` header of requests against the accounts of a directory.

    `schemes` are offered in this order. pyspnego looks passwords up in a file named by an environment variable, so the
    accounts are written to one, as NT hashes: its other format breaks on a colon in a password.
    """

    def __init__(self, directory: Directory, schemes: tuple[str, ...] = ("Negotiate", "NTLM", "Basic")) -> None:
        """Write the account file. `close` removes it."""
        self._directory = directory
        self._schemes = schemes
        descriptor, name = tempfile.mkstemp(prefix="tagus-accounts-")
        self._file = Path(name)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.writelines(_account_lines(directory))

    def close(self) -> None:
        """Remove the account file."""
        self._file.unlink(missing_ok=True)

    def check(self, header: str | None, connection: ConnectionIdentity) -> Verdict:
        """Judge one request by its `Authorization` header (decoded as latin-1) and its connection's past."""
        if header is None:
            return Verdict(connection.account) if connection.account is not None else self._refusal()
        scheme, _, value = header.strip().partition(" ")
        try:
            token = base64.b64decode(value.strip(), validate=True)
        except (binascii.Error, ValueError):
            return self._refusal()
        if scheme.lower() == "basic" and "Basic" in self._schemes:
            account = self._basic(token)
            return Verdict(account, scheme="Basic") if account is not None else self._refusal()
        for offered in ("Negotiate", "NTLM"):
            if scheme.lower() == offered.lower() and offered in self._schemes:
                return self._handshake(offered, token, connection)
        return self._refusal()

    def _refusal(self) -> Verdict:
        return Verdict(
            None, tuple('Basic realm="localhost"' if scheme == "Basic" else scheme for scheme in self._schemes)
        )

    def _basic(self, token: bytes) -> Account | None:
        login, colon, password = token.partition(b":")
        if not colon:
            return None
        for encoding in ("utf-8", "latin-1"):
            try:
                account = self._directory.by_login(login.decode(encoding))
                given = password.decode(encoding)
            except UnicodeDecodeError:
                continue
            if account is not None and account.password is not None and account.password == given:
                return account
        return None

    @contextmanager
    def _accounts(self) -> Iterator[None]:
        """Let pyspnego find this simulator's accounts, and nobody else's: the variable is the whole process's."""
        with _ENVIRONMENT:
            before = os.environ.get(_VARIABLE)
            os.environ[_VARIABLE] = str(self._file)
            try:
                yield
            finally:
                if before is None:
                    del os.environ[_VARIABLE]
                else:
                    os.environ[_VARIABLE] = before

    def _handshake(self, scheme: str, token: bytes, connection: ConnectionIdentity) -> Verdict:
        """One step of NTLM or Negotiate. A first token starts afresh, whatever the connection did before."""
        raw_ntlm = token.startswith(_NTLMSSP)
        if connection.handshake is None or (raw_ntlm and token[8:12] == b"\x01\x00\x00\x00"):
            connection.account, connection.handshake = None, None
        try:
            with self._accounts():
                if connection.handshake is None:
                    connection.handshake = spnego.server(protocol="ntlm" if raw_ntlm else "negotiate")
                answer = connection.handshake.step(token)
                complete, principal = connection.handshake.complete, connection.handshake.client_principal
        except (SpnegoError, ValueError, IndexError, KeyError, struct.error):
            connection.handshake = None
            return self._refusal()
        if complete:
            connection.handshake = None
            connection.account = self._directory.by_login(principal or "")
            return Verdict(connection.account, scheme=scheme) if connection.account else self._refusal()
        return Verdict(None, (f"{scheme} {base64.b64encode(answer or b'').decode('ascii')}",))


def _account_lines(directory: Directory) -> list[str]:
    """Lines in the form of smbpasswd(5), one for each way an account may write its login."""
    return [
        f"{login}:1000:{'0' * 32}:{md4(account.password.encode('utf-16-le')).hex().upper()}:[U]:LCT-0\n"
        for account in directory.accounts
        if account.password is not None
        for login in account.login_forms
    ]
