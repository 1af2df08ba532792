"""The stage of the walk-through: a temporary folder, the simulator, settings for the syncer, and the people."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any

from pydantic import SecretStr

from syncer.crm_side.connect import connect_crm
from syncer.crm_side.organization_service import OrganizationService
from syncer.crm_side.side import CrmSide
from syncer.demo.control import ControlPlane
from syncer.demo.people import Person, forget_servers
from syncer.demo.processes import Answer, Simulator, run_module
from syncer.settings import CrmSettings, Settings

DEFAULT_PROFILE = "Default Exchange Profile"
NEW_YORK_PROFILE = "New-York CRM Profile"
LONDON_PROFILE = "London CRM Profile"
PROFILES = (DEFAULT_PROFILE, NEW_YORK_PROFILE, LONDON_PROFILE)

_CA_VARIABLE = "REQUESTS_CA_BUNDLE"


class Stage:
    """Everything that the steps need, from `with` to the end of it. Raises `ProcessFailed` when it cannot be built."""

    def __init__(self, *, topology: str | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tagus-demo-"))
        self.notes: dict[str, Any] = {}
        self._kept = False
        self._crm: dict[str, OrganizationService] = {}
        self._people: dict[str, Person] = {}
        self._ca_before = os.environ.get(_CA_VARIABLE)
        options = ("--topology", topology) if topology else ()
        self.simulator = Simulator(self.folder, *options)
        try:
            self.ready: Mapping[str, Any] = self.simulator.wait_until_ready()
        except BaseException:
            self.close()
            raise
        self.control = ControlPlane(self.ready["control_url"])
        self.settings_file = self._write_settings()
        os.environ[_CA_VARIABLE] = str(self.ready["ca_bundle"])

    def __enter__(self) -> Stage:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def keep(self) -> None:
        """Leave the processes and the folder as they are when this ends."""
        self._kept = True

    def close(self) -> None:
        """Stop what was started and remove the folder, unless it is kept."""
        for crm in self._crm.values():
            crm.close()
        forget_servers()
        if self._ca_before is None:
            os.environ.pop(_CA_VARIABLE, None)
        else:
            os.environ[_CA_VARIABLE] = self._ca_before
        if not self._kept:
            self.simulator.stop()
            shutil.rmtree(self.folder, ignore_errors=True)

    # who is there

    def account(self, name: str) -> Mapping[str, Any]:
        """The ready file's entry of an account."""
        found: Mapping[str, Any] = next(account for account in self.ready["accounts"] if account["name"] == name)
        return found

    def crm_users(self, office: str | None = None) -> list[str]:
        """The names of the people who work in CRM, of one office or all; no service accounts."""
        return [
            account["name"]
            for account in self.ready["accounts"]
            if account["crm_user"] and not account["name"].startswith("crm") and office in (None, account["office"])
        ]

    def person(self, name: str) -> Person:
        """Somebody with their own mail client (plain exchangelib)."""
        if name not in self._people:
            account = self.account(name)
            self._people[name] = Person(account, self.ready["sites"][account["site"]]["ews_url"])
        return self._people[name]

    def crm_as(self, name: str) -> CrmSide:
        """CRM in the browser of this user."""
        if name not in self._crm:
            account = self.account(name)
            settings = Settings(
                crm=CrmSettings(
                    organization_service_url=self.ready["crm"]["organization_service_url"],
                    user=account["domain_user"],
                    password=SecretStr(account["password"]),
                ),
                ca_bundle=Path(self.ready["ca_bundle"]),
            )
            self._crm[name] = connect_crm(settings)
        return self._crm[name]

    # the syncer

    def syncer(self, *arguments: str) -> Answer:
        """One command of the syncer, as a process: `tagus-syncer … --json`."""
        return run_module("syncer", *arguments, "--settings", str(self.settings_file), "--json")

    def syncer_at_once(self, *commands: Sequence[str]) -> list[Answer]:
        """Commands that do not depend on each other, side by side; their answers in the order asked."""
        with ThreadPoolExecutor(max_workers=len(commands)) as pool:
            return list(pool.map(lambda arguments: self.syncer(*arguments), commands))

    def _write_settings(self) -> Path:
        secrets = self.folder / "secrets"
        secrets.mkdir(mode=0o700)
        password = self.account(self.ready["service_account"])["password"]
        (secrets / "crm_password").write_text(password + "\n", encoding="utf-8")
        for profile in PROFILES:
            (secrets / f"profile.{profile}").write_text(password + "\n", encoding="utf-8")
        service = self.account(self.ready["service_account"])
        file = self.folder / "syncer.toml"
        file.write_text(
            f'ca_bundle = "{self.ready["ca_bundle"]}"\n'
            'secrets_dir = "secrets"\n'
            "poll_seconds = 1\n"
            "http_timeout_seconds = 20\n"
            "lease_seconds = 60\n\n"
            "[crm]\n"
            f'organization_service_url = "{self.ready["crm"]["organization_service_url"]}"\n'
            f"user = '{service['domain_user']}'\n\n"
            '[state]\nurl = "sqlite:///state.db"\n\n'
            "# The organization's own asynchronous service is off: every mailbox is ours.\n"
            '[ownership]\nmode = "all"\n' + self._autodiscover_setting(),
            encoding="utf-8",
        )
        return file

    def _autodiscover_setting(self) -> str:
        london = self.ready["sites"].get("london")
        if london is None:
            return ""
        return f'\n[profiles."{LONDON_PROFILE}"]\nautodiscover_url = "{london["autodiscover_url"]}"\n'
