"""One site with one CRM as a process, and what an administrator has set up there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from syncer.administration.mailboxes import Methods, add_mailboxes, approve_mailboxes, set_mailboxes
from syncer.administration.profiles import NewProfile, add_profile
from syncer.demo.processes import Answer
from syncer.demo.stage import DEFAULT_PROFILE, Stage
from syncer.settings import Settings, load_settings

SERVER_SIDE = Methods("server-side", "server-side", "server-side")


@dataclass(frozen=True)
class Office:
    """A stage with one site, seen as its administrator sees it."""

    stage: Stage

    @property
    def settings(self) -> Settings:
        return load_settings(self.stage.settings_file)

    def grant_impersonation(self) -> None:
        self.stage.control.post("/impersonation/grant", user=self.stage.ready["service_account"])

    def set_up(self, *names: str, methods: Methods = SERVER_SIDE, approve: bool = True, location: str = "") -> None:
        """A profile, and these mailboxes on it."""
        crm = self.stage.crm_as("crm.admin")
        user = self.stage.account(self.stage.ready["service_account"])["domain_user"]
        url = location or next(iter(self.stage.ready["sites"].values()))["ews_url"]
        add_profile(self.settings, crm, NewProfile(DEFAULT_PROFILE, user, url, default=True))
        add_mailboxes(crm, names, DEFAULT_PROFILE)
        set_mailboxes(crm, names, methods, None)
        if approve:
            approve_mailboxes(crm, names)

    def test_and_enable(self, *names: str) -> Any:
        """Schedule the tests, run one pass, answer its document's tests by address."""
        assert self.stage.syncer("mailbox", "test", *names).code == 0
        return {test["mailbox"]: test for test in self.once().document["tests"]}

    def once(self) -> Answer:
        answer = self.stage.syncer("once")
        assert answer.code in (0, 1), answer.said
        return answer

    def mailbox_row(self, name: str) -> Any:
        address = self.stage.account(name)["smtp"]
        return next(row for row in self.stage.syncer("mailbox", "list").document if row["address"] == address)

    def alert_texts(self, name: str) -> list[str]:
        return [alert["text"] for alert in self.stage.syncer("alerts", name).document]


@pytest.fixture
def office() -> Iterator[Office]:
    with Stage(topology="single_site") as stage:
        yield Office(stage)
