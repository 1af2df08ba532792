"""The real simulator as a process, and the syncer's sides pointed at it over TLS."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from syncer.crm_side.connect import connect_crm
from syncer.crm_side.organization_service import OrganizationService
from syncer.exchange_side.connection import Endpoint, ExchangeConnection
from syncer.exchange_side.mailbox import EwsMailbox
from syncer.settings import Settings

READY_WITHIN = 60


@dataclass(frozen=True)
class Simulated:
    """A running simulator: its ready file's content, and short ways in."""

    ready: dict[str, Any]

    def control(self, method: str, path: str, **body: object) -> Any:
        request = urllib.request.Request(
            self.ready["control_url"] + path,
            data=json.dumps(body).encode() if body or method == "POST" else None,
            headers={"Content-Type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")

    def fault(self, do: dict[str, object], times: int = 1, **where: str) -> str:
        return str(self.control("POST", "/faults", where=where, nth=1, times=times, do=do)["id"])

    def account(self, name: str) -> dict[str, Any]:
        return next(one for one in self.ready["accounts"] if one["name"] == name)

    def connection(
        self, site: str, *, user: str = "crm13.service", password: str | None = None, auth: int = 2, timeout: float = 10
    ) -> ExchangeConnection:
        account = self.account(user)
        endpoint = Endpoint(
            self.ready["sites"][site]["ews_url"],
            account["domain_user"],
            auth,
            4,
            timeout,
            100_000_000,
            Path(self.ready["ca_bundle"]),
        )
        return ExchangeConnection(endpoint, password or account["password"])

    def mailbox(self, name: str, *, timeout: float = 10) -> EwsMailbox:
        account = self.account(name)
        return EwsMailbox(self.connection(account["site"], timeout=timeout), account["smtp"], impersonate=True)

    def settings(self, **more: object) -> Settings:
        account = self.account("crm13.service")
        values: dict[str, Any] = {
            "crm": {
                "organization_service_url": self.ready["crm"]["organization_service_url"],
                "user": account["domain_user"],
                "password": account["password"],
            },
            "ca_bundle": self.ready["ca_bundle"],
            "http_timeout_seconds": 10,
        }
        return Settings(**{**values, **more})

    def crm(self) -> OrganizationService:
        return connect_crm(self.settings())


@contextmanager
def simulator_process(folder: Path) -> Iterator[Simulated]:
    """Start it, wait until it answers, stop it by its own process."""
    ready_file = folder / "ready.json"
    log = (folder / "simulator.log").open("wb")
    command = [sys.executable, "-m", "simulator", "serve", "--ready-file", str(ready_file)]
    process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + READY_WITHIN
        while not ready_file.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError((folder / "simulator.log").read_text(encoding="utf-8", errors="replace"))
            time.sleep(0.05)
        yield Simulated(json.loads(ready_file.read_text(encoding="utf-8")))
    finally:
        process.terminate()
        process.wait(30)
        log.close()
