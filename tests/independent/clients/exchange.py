"""The simulator as a process, from outside: its people, what exchangelib reads there, what went over the wire."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from exchangelib import BASIC, DELEGATE, Account, Configuration, Credentials, EWSTimeZone, FailFast

from syncer.demo.control import ControlPlane
from syncer.demo.processes import Simulator
from tests.published_schema import errors_of

SITE = "lisbon"
WIDTH_OF_A_LINE = 200


@dataclass(frozen=True)
class Person:
    """Somebody with a mailbox, and the same mailbox as exchangelib sees it."""

    smtp: str
    password: str
    ews_url: str

    @cached_property
    def exchangelib(self) -> Account:
        """An account of exchangelib, with the person's own login."""
        configuration = Configuration(
            service_endpoint=self.ews_url,
            credentials=Credentials(self.smtp, self.password),
            auth_type=BASIC,
            retry_policy=FailFast(),
        )
        zone = EWSTimeZone("Europe/Lisbon")
        return Account(self.smtp, config=configuration, access_type=DELEGATE, autodiscover=False, default_timezone=zone)


@dataclass
class Exchange:
    """A running simulator with one Exchange SE. Everybody in it is asked for once, so that no test sees another's."""

    ready: Mapping[str, Any]
    control: ControlPlane
    _taken: int = field(default=0)

    @property
    def ews_url(self) -> str:
        """The address of the one site."""
        return str(self.ready["sites"][SITE]["ews_url"])

    def somebody(self) -> Person:
        """A person whom nobody has used yet."""
        account = self.ready["accounts"][self._taken]
        assert not account["name"].startswith("crm"), "everybody has been used"
        self._taken += 1
        return Person(account["smtp"], account["password"], self.ews_url)

    @contextmanager
    def every_answer_right(self, *not_simulated: str) -> Iterator[None]:
        """Within this nothing is answered by a bug, by 501 except these operations, or against the schema.

        The schema is asked when TAGUS_EWS_VALIDATOR names its script.
        """
        start = self.control.wire_position()
        yield
        wrong: list[str] = []
        for entry in self.control.wire_entries(start):
            if entry["http_status"] == 501 and entry["operation"] in not_simulated:
                continue
            if entry["http_status"] == 501 or "BUG IN THE SIMULATOR" in entry["answer"]:
                wrong.append(f"{entry['operation']}: {entry['answer']}")
            elif entry["path"].lower().endswith(".asmx"):
                wrong.extend(f"{entry['operation']}: {error}" for error in errors_of(entry["answer"].encode()))
        assert [line[:WIDTH_OF_A_LINE] for line in wrong] == []


@contextmanager
def started(folder: Path, *options: str) -> Iterator[Exchange]:
    """The simulator with one site, from start to stop. requests, and exchangelib with it, trusts it meanwhile."""
    process = Simulator(folder, "--topology", "single_site", *options)
    try:
        ready = process.wait_until_ready()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("REQUESTS_CA_BUNDLE", ready["ca_bundle"])
            yield Exchange(ready, ControlPlane(ready["control_url"]))
    finally:
        process.stop()
