"""The daemon: it works by itself, survives a CRM that is down, and stops when asked to."""

import signal
import socket

import pytest
import requests

from syncer.demo import crm_acts
from syncer.demo.processes import start_module
from syncer.demo.step import eventually
from tests.acceptance.conftest import Office

pytestmark = pytest.mark.acceptance

WHO = "ana.silva"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_run_tests_synchronizes_and_stops_on_sigterm(office: Office) -> None:
    office.grant_impersonation()
    office.set_up(WHO)
    port = free_port()
    settings = office.stage.settings_file
    settings.write_text(f"metrics_port = {port}\n" + settings.read_text(encoding="utf-8"), encoding="utf-8")
    log = office.stage.folder / "run.log"
    process = start_module("syncer", "run", "--settings", str(office.stage.settings_file), log=log)
    try:
        assert office.stage.syncer("mailbox", "test", WHO).code == 0
        eventually(lambda: office.mailbox_row(WHO)["enabled"] != "-", "the test was not carried out", patience=30)
        crm = office.stage.crm_as(WHO)
        crm_acts.create(crm, "contact", firstname="Rita", lastname="Marques", emailaddress1="rita@customer.test")
        eventually(lambda: office.stage.person(WHO).contacts("Marques"), "the contact did not arrive", patience=30)
        numbers = requests.get(f"http://127.0.0.1:{port}/metrics", timeout=10).text
        assert "tagus_cycles_total" in numbers
        assert WHO not in numbers
        office.stage.control.post("/crm/down")
        eventually(lambda: b"CRM does not answer" in log.read_bytes(), "nothing was logged", patience=30)
        assert process.poll() is None
        office.stage.control.post("/crm/up")
        crm_acts.create(crm, "contact", firstname="Rui", lastname="Pinto", emailaddress1="rui@customer.test")
        office.once()  # a mailbox whose cycle met the failure rests for minutes; an administrator need not wait
        eventually(lambda: office.stage.person(WHO).contacts("Pinto"), "it did not go on", patience=30)
        assert process.poll() is None
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(30)
    assert code == 0
    said = log.read_text(encoding="utf-8")
    assert "Tagus-crm13" not in said
    assert "Traceback" not in said
