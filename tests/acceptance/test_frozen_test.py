"""Test & Enable by a worker that is frozen around its calls while another takes over: one test message."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from syncer.demo.processes import start_module
from syncer.demo.step import eventually
from syncer.test_and_enable import SUBJECT
from tests.acceptance.conftest import Office

pytestmark = pytest.mark.acceptance

WHO = "ana.silva"
LEASE_SECONDS, CALL_SECONDS = 6, 2


def shorten_the_lease(office: Office) -> None:
    """A frozen worker's lease has to end before another may take over."""
    file = office.stage.settings_file
    text = file.read_text(encoding="utf-8")
    text = text.replace("lease_seconds = 60", f"lease_seconds = {LEASE_SECONDS}")
    file.write_text(text.replace("http_timeout_seconds = 20", f"http_timeout_seconds = {CALL_SECONDS}"))


@contextmanager
def frozen_worker(office: Office, operation: str, hold: str) -> Iterator[subprocess.Popen[bytes]]:
    """A pass that is frozen at its first call of the operation, and wakes up at the end of the block."""
    fault = office.stage.control.plan_fault({"operation": operation}, {"kind": hold})
    settings = str(office.stage.settings_file)
    process = start_module("syncer", "once", "--settings", settings, log=office.stage.folder / "frozen.log")
    try:
        eventually(lambda: office.stage.control.is_holding(fault), "the call was not held back", patience=30)
        process.send_signal(signal.SIGSTOP)
        yield process
        office.stage.control.release(fault)
        if (operation, hold) == ("CreateItem", "hold_before_effect"):
            drafts = office.stage.person(WHO).account.drafts
            eventually(lambda: list(drafts.all()), "the late draft is not made")
        process.send_signal(signal.SIGCONT)
        process.wait(30)
    finally:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()


@pytest.mark.parametrize("hold", ["hold_before_effect", "hold_answer"])
@pytest.mark.parametrize("operation", ["CreateItem", "SendItem"])
def test_one_message_though_the_first_worker_wakes_up_late(office: Office, operation: str, hold: str) -> None:
    shorten_the_lease(office)
    office.grant_impersonation()
    office.set_up(WHO)
    assert office.stage.syncer("mailbox", "test", WHO).code == 0
    with frozen_worker(office, operation, hold):
        eventually(
            lambda: [test for test in office.once().document["tests"] if test["success"]],
            "nobody took over", patience=20 * LEASE_SECONDS,
        )  # fmt: skip
    person = office.stage.person(WHO)
    assert office.mailbox_row(WHO)["enabled"] == "incoming, outgoing, act"
    assert len(person.inbox(SUBJECT)) == 1
    assert [item.subject for item in person.account.sent.all()] == [SUBJECT]
    assert list(person.account.drafts.all()) == []
    since = office.stage.control.wire_position()
    assert office.once().document["writes"] == 0
    assert not [entry for entry in office.stage.control.wire_entries(since) if entry["operation"] == "SendItem"]
    assert office.stage.syncer("status").document[0]["open_intents"] == 0
