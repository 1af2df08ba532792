"""Many callers at once, sites that go and come in between, and many simulators in one process."""

import gc
import os
import socket
import threading
import time
import warnings
from pathlib import Path

import pytest
import requests

import simulator
from simulator.running import Running
from tests.simulator.server.ews_client import GET_INBOX, envelope, login, session
from tests.simulator.server.test_crm_site import EXECUTE, WHO_AM_I

PEOPLE = ("ana.silva", "bruno.costa", "oliver.smith", "emily.jones", "michael.johnson", "jessica.davis")
CALLERS = 30
CALLS = 40
PATIENCE = 60
"""Seconds for all of it; a deadlock would last for ever."""

SEND = (
    '<m:CreateItem MessageDisposition="SendAndSaveCopy"><m:Items><t:Message><t:Subject>Ponte</t:Subject>'
    "<t:ToRecipients>{}</t:ToRecipients></t:Message></m:Items></m:CreateItem>"
)
SENT = SEND.format(
    "".join(f"<t:Mailbox><t:EmailAddress>{name}@contoso.test</t:EmailAddress></t:Mailbox>" for name in PEOPLE)
)


def call(running: Running, number: int, finished: list[int], answered: list[int], strange: list[object]) -> None:
    """One caller: EWS of its own site and CRM in turn; a refused connection is what a site that is down gives."""
    name = PEOPLE[number % len(PEOPLE)]
    site = next(account["site"] for account in running.ready["accounts"] if account["name"] == name)
    bodies = (GET_INBOX, SENT)
    with session(running, login(name)) as client:
        for turn in range(CALLS):
            crm = (number + turn) % 3 == 0
            url = running.ready["crm"]["organization_service_url"] if crm else running.ready["sites"][site]["ews_url"]
            body = WHO_AM_I if crm else envelope(bodies[turn % 2])
            try:
                answer = client.post(url, data=body, headers={"SOAPAction": EXECUTE} if crm else {}, timeout=PATIENCE)
            except requests.exceptions.ConnectionError:
                continue
            if answer.status_code != 200 and b"Fault>" not in answer.content:
                strange.append((answer.status_code, answer.text[:300]))
            answered.append(answer.status_code)
    finished.append(number)


def move_things(running: Running, over: threading.Event) -> None:
    """Down, up, reset, the async service, the clock: over the control plane, as a test would."""
    control = running.ready["control_url"]
    with requests.Session() as client:
        client.trust_env = False
        while not over.is_set():
            for path, body in (
                ("/sites/london/down", {}), ("/crm/async-service", {"enabled": True}),
                ("/clock/advance", {"seconds": 60}),
                ("/crm/down", {}), ("/sites/london/up", {}), ("/crm/up", {}), ("/reset", {}),
            ):  # fmt: skip
                client.post(control + path, json=body, timeout=PATIENCE).raise_for_status()


@pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning")
def test_mixed_calls_while_sites_go_and_come_and_all_is_reset() -> None:
    """The callers' HTTP library leaves a socket to the collector when a site goes down in the middle of a handshake."""
    finished: list[int] = []
    answered: list[int] = []
    strange: list[object] = []
    over = threading.Event()
    with simulator.start() as running:
        mover = threading.Thread(target=move_things, args=(running, over), daemon=True)
        callers = [
            threading.Thread(target=call, args=(running, number, finished, answered, strange), daemon=True)
            for number in range(CALLERS)
        ]
        for thread in (mover, *callers):
            thread.start()
        deadline = time.monotonic() + PATIENCE
        for thread in callers:
            thread.join(max(0.0, deadline - time.monotonic()))
        over.set()
        mover.join(PATIENCE)
        assert sorted(finished) == list(range(CALLERS))
        assert not mover.is_alive()
        assert strange == []
        assert len(answered) > CALLERS
        assert running.simulation.bugs == []
    gc.collect()


def test_reset_while_the_async_service_ticks() -> None:
    """Whoever resets waits for a tick that needs the organization's lock, and must not hold it."""
    with simulator.start("single_site") as running:
        crm = running.simulation.crm

        def resets() -> None:
            for _ in range(50):
                crm.async_service.enabled = True
                crm.async_service.tick()
                crm.reset()

        threads = [threading.Thread(target=resets, daemon=True) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        assert not any(thread.is_alive() for thread in threads)


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts open files as Linux shows them")
def test_twenty_simulators_leave_nothing_behind() -> None:
    def once() -> None:
        with (
            simulator.start("single_site") as running,
            socket.create_connection(("127.0.0.1", int(running.ready["control_url"].rsplit(":", 1)[1]))),
            session(running, login("ana.silva")) as client,
        ):
            url = next(iter(running.ready["sites"].values()))["ews_url"]
            assert client.post(url, data=envelope(GET_INBOX), timeout=PATIENCE).status_code == 200
            bundle = Path(running.ready["ca_bundle"])
        assert not bundle.exists()

    once()
    gc.collect()
    threads, files, variables = threading.active_count(), _open_files(), dict(os.environ)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(20):
            once()
        gc.collect()
    assert (threading.active_count(), _open_files()) == (threads, files)
    assert dict(os.environ) == variables
