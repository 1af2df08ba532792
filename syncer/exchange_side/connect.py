"""From rows to `ExchangeSide`: one connection per (URL, account, login), one side per mailbox."""

from __future__ import annotations

import threading
from functools import partial

from syncer.crm_side.records import EmailServerProfile, MailboxRecord
from syncer.exchange_side.autodiscover import discover
from syncer.exchange_side.connection import Endpoint, ExchangeConnection
from syncer.exchange_side.errors import EwsError, ExchangeProblem, ProblemKind
from syncer.exchange_side.mailbox import EwsMailbox
from syncer.exchange_side.side import ExchangeSide
from syncer.settings import Settings

_CREDENTIALS_IN_PROFILE = 1


class ExchangeConnections:
    """All connections of this process. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._connections: dict[Endpoint, ExchangeConnection] = {}
        self._discovered: dict[tuple[str, str], str] = {}
        self._distrusted: set[tuple[str, str]] = set()

    def side_for(self, mailbox: MailboxRecord, profile: EmailServerProfile) -> ExchangeSide:
        """The mailbox's side. Raises `EwsError` (autodiscover), `SettingsError` (no password for the profile)."""
        connection = self._connection(profile, self.ews_url(mailbox, profile))
        not_here = partial(self._distrust, (profile.id, mailbox.email)) if profile.use_autodiscover else None
        return EwsMailbox(connection, mailbox.email, impersonate=profile.use_impersonation, not_here=not_here)

    def ews_url(self, mailbox: MailboxRecord, profile: EmailServerProfile) -> str:
        """The profile's incoming location; with autodiscover the cached `mailbox.ewsurl`, else asked and remembered."""
        if not profile.use_autodiscover:
            if not profile.incoming_url:
                raise EwsError(
                    ExchangeProblem(
                        ProblemKind.REFUSED, "", f'profile "{profile.name}" has no incoming server location'
                    )
                )
            return profile.incoming_url
        key = (profile.id, mailbox.email)
        with self._lock:
            known = "" if key in self._distrusted else self._discovered.get(key) or mailbox.ews_url
        return known or self.discover(mailbox, profile)

    def discover(self, mailbox: MailboxRecord, profile: EmailServerProfile) -> str:
        """Ask autodiscover now, whatever is cached. Raises `EwsError`, `SettingsError`."""

        def post(url: str, document: bytes) -> bytes:
            return self._connection(profile, url).post_plain(document)

        url = discover(mailbox.email, self._settings.autodiscover_url(profile.name), post)
        with self._lock:
            self._discovered[(profile.id, mailbox.email)] = url
            self._distrusted.discard((profile.id, mailbox.email))
        return url

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            connections, self._connections = list(self._connections.values()), {}
        for connection in connections:
            connection.close()

    def _distrust(self, key: tuple[str, str]) -> None:
        """The mailbox was not found at its cached URL: ask autodiscover the next time."""
        with self._lock:
            self._distrusted.add(key)

    def _connection(self, profile: EmailServerProfile, url: str) -> ExchangeConnection:
        if not url.startswith("https://"):
            raise EwsError(ExchangeProblem(ProblemKind.REFUSED, "", f"{url} is not https: no credentials are sent"))
        if profile.credential_retrieval != _CREDENTIALS_IN_PROFILE:
            raise EwsError(
                ExchangeProblem(
                    ProblemKind.REFUSED,
                    "",
                    f'profile "{profile.name}" must hold its own credentials (Authenticate Using: Credentials Specified'
                    " in Email Server Profile)",
                )
            )
        endpoint = Endpoint(
            url=url,
            user=profile.user_name,
            authentication=profile.incoming_authentication,
            max_connections=profile.max_connections,
            timeout=self._settings.http_timeout_seconds,
            max_answer_bytes=self._settings.max_answer_bytes,
            ca_bundle=self._settings.ca_bundle,
        )
        password = self._settings.profile_password(profile.name).get_secret_value()
        with self._lock:
            if endpoint not in self._connections:
                self._connections[endpoint] = ExchangeConnection(endpoint, password)
            return self._connections[endpoint]
