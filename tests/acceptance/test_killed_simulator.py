"""A simulator with a state file is killed at random moments under load: nothing acknowledged is lost, nothing is twice.

Every writer has one request under way at a time and writes down what was acknowledged. A request that was not
answered may have happened or not, but as a whole: mail that left Sent Items is in the recipient's Inbox.
"""

import contextlib
import json
import random
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from simulator.exchange.mailbox import Mailbox
from simulator.simulation import simulate
from simulator.state.state_file import StateFile
from simulator.topologies.single_site import TOPOLOGY
from tests.simulator.crm.soap import CrmClient, action_of, string
from tests.simulator.server.ews_client import envelope as ews_envelope

pytestmark = pytest.mark.acceptance

ROUNDS = 3
WRITERS = ("ana.silva", "oliver.smith", "emily.jones")
RECIPIENT = "harry.brown"
DRAFT = (
    "<m:CreateItem MessageDisposition='SaveOnly'><m:Items><t:Message><t:Subject>{subject}</t:Subject><t:ToRecipients>"
    "<t:Mailbox><t:EmailAddress>harry.brown@contoso.test</t:EmailAddress></t:Mailbox></t:ToRecipients></t:Message>"
    "</m:Items></m:CreateItem>"
)
UPDATE = (
    "<m:UpdateItem ConflictResolution='NeverOverwrite' MessageDisposition='SaveOnly'><m:ItemChanges><t:ItemChange>{id}"
    "<t:Updates><t:SetItemField><t:FieldURI FieldURI='item:Subject'/><t:Message><t:Subject>{subject}</t:Subject>"
    "</t:Message></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
)
SEND = "<m:SendItem SaveItemToFolder='true'><m:ItemIds>{id}</m:ItemIds></m:SendItem>"


Ready = dict[str, Any]


class Writer:
    """One client: a draft, a change of it, every other time its sending, and a row; and what was acknowledged."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.drafts: set[str] = set()
        self.sent: set[str] = set()
        self.rows: set[str] = set()
        self.unsure: set[str] = set()
        """Subjects of the draft whose change or sending was not acknowledged."""
        self._number = 0

    def work(self, ready: Ready, acknowledged: "threading.Semaphore") -> None:
        """Until the simulator is gone."""
        with contextlib.suppress(requests.RequestException), requests.Session() as client:
            client.trust_env = False
            client.auth = (self.name, f"Tagus-{self.name}-1")
            while True:
                for _step in self._turn(client, ready):
                    acknowledged.release()

    def _turn(self, client: requests.Session, ready: Ready) -> Iterator[None]:
        """Every step is one acknowledged request."""
        self._number += 1
        first = f"{self.name} {self._number}"
        second = f"{first} changed"
        identity = self._ews(client, ready, DRAFT.format(subject=first))
        self.drafts.add(first)
        yield
        self.unsure = {first, second}
        self.drafts.remove(first)
        identity = self._ews(client, ready, UPDATE.format(id=identity, subject=second))
        self.drafts.add(second)
        self.unsure = set()
        yield
        if self._number % 2:
            self.unsure = {second}
            self.drafts.remove(second)
            self._ews(client, ready, SEND.format(id=identity))
            self.sent.add(second)
            self.unsure = set()
            yield
        CrmClient(lambda body: self._post(client, ready["crm"]["organization_service_url"], body)).create(
            "contact", {"lastname": string(first)}
        )
        self.rows.add(first)
        yield

    def _post(self, client: requests.Session, url: str, body: bytes) -> bytes:
        headers = {"Content-Type": "text/xml; charset=utf-8"} | action_of(body)
        answer = client.post(url, data=body, headers=headers, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.content

    def _ews(self, client: requests.Session, ready: Ready, body: str) -> str:
        """A request that must succeed; returns the first ItemId of the answer."""
        answer = self._post(client, ready["sites"]["lisbon"]["ews_url"], ews_envelope(body)).decode()
        assert "NoError" in answer, answer
        found = re.search(r'<t:ItemId Id="([^"]+)" ChangeKey="([^"]+)"', answer)
        return f'<t:ItemId Id="{found[1]}" ChangeKey="{found[2]}"/>' if found else ""


@contextmanager
def serving(folder: Path) -> Iterator[tuple["subprocess.Popen[bytes]", Ready]]:
    """A simulator with the state file of the folder, and its ready document."""
    ready, log = folder / "ready.json", folder / "log"
    ready.unlink(missing_ok=True)
    command = [sys.executable, "-m", "simulator", "serve", "--http", "--state", str(folder / "s.db")]
    with log.open("wb") as output:
        process = subprocess.Popen([*command, "--ready-file", str(ready)], stdout=output, stderr=output)
    try:
        for _turn in range(1500):
            if ready.exists() or process.poll() is not None:
                break
            threading.Event().wait(0.02)
        assert ready.exists(), log.read_text()
        yield process, json.loads(ready.read_text(encoding="utf-8"))
    finally:
        process.kill()
        process.wait()


def subjects(mailbox: Mailbox, folder: str) -> list[str]:
    return sorted(item.text("item:Subject") for item in mailbox.distinguished(folder).items.values())


def check(path: Path, writers: list[Writer]) -> None:
    """What the file has is what was acknowledged, once, and what was under way is there whole or not at all."""
    state = StateFile(path)
    simulation = simulate(TOPOLOGY, state=state)
    delivered: list[str] = []
    for writer in writers:
        mailbox = simulation.exchange.mailbox_at(f"{writer.name}@contoso.test")
        drafts, sent = subjects(mailbox, "drafts"), subjects(mailbox, "sentitems")
        started = {f"{writer.name} {writer._number}", f"{writer.name} {writer._number} changed"}
        every = Counter(name.removesuffix(" changed") for name in (*drafts, *sent))
        assert max(every.values(), default=1) == 1, every
        assert writer.drafts <= set(drafts) <= writer.drafts | started
        assert writer.sent <= set(sent) <= writer.sent | started
        assert not writer.unsure or len(writer.unsure & {*drafts, *sent}) == 1
        delivered += sent
        rows = [str(row["lastname"]) for _, row in simulation.crm.all("contact")]
        own = Counter(name for name in rows if name.startswith(writer.name))
        assert max(own.values(), default=1) == 1, own
        assert writer.rows <= set(own) <= writer.rows | started
        writer.drafts, writer.sent, writer.rows, writer.unsure = set(drafts), set(sent), set(own), set()
    assert subjects(simulation.exchange.mailbox_at(f"{RECIPIENT}@contoso.test"), "inbox") == sorted(delivered)
    state.close()


def test_nothing_acknowledged_is_lost_and_nothing_is_there_twice(tmp_path: Path) -> None:
    moments, state = random.Random(), StateFile(tmp_path / "s.db")
    simulate(TOPOLOGY, state=state)
    state.close()
    writers = [Writer(name) for name in WRITERS]
    for _round in range(ROUNDS):
        acknowledged = threading.Semaphore(0)
        with serving(tmp_path) as (process, ready):
            threads = [threading.Thread(target=writer.work, args=(ready, acknowledged)) for writer in writers]
            for thread in threads:
                thread.start()
            for _count in range(moments.randrange(5, 120)):
                assert acknowledged.acquire(timeout=30)
            process.kill()
            for thread in threads:
                thread.join(30)
        check(tmp_path / "s.db", writers)
    assert sum(len(writer.sent) for writer in writers) > 0
