"""The first of the README's two commands: every step held, every loaded file accounted for, nothing left behind."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

import pytest

from syncer.demo.step import eventually

pytestmark = pytest.mark.acceptance

DEMO = [sys.executable, "-m", "syncer", "demo"]


def temporary(folder: Path) -> Mapping[str, str]:
    """An environment whose temporary files lie in this folder."""
    return {**os.environ, "TMPDIR": str(folder)}


def write_mail(file: Path, to: str, subject: str, message_id: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    message = EmailMessage()
    message["From"] = "rita.marques@customer.test"
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = "Mon, 23 Nov 2026 10:00:00 +0000"
    message["Message-ID"] = message_id
    message.set_content("Written long ago.")
    file.write_bytes(bytes(message))


@pytest.fixture
def mail_folder(tmp_path: Path) -> Path:
    """Mail for two CRM users, for somebody who is none, for nobody, and a file that is no message."""
    folder = tmp_path / "mail"
    write_mail(folder / "ana.silva" / "1.eml", "ana.silva@contoso.test", "Hello", "<1@customer.test>")
    write_mail(folder / "ana.silva" / "2.eml", "ana.silva@contoso.test", "RE: offer CRM:0001001", "<2@customer.test>")
    write_mail(folder / "oliver.smith@contoso.test" / "1.eml", "oliver.smith@contoso.test", "Hi", "<3@customer.test>")
    write_mail(folder / "diogo.reis" / "1.eml", "diogo.reis@contoso.test", "Hello", "<4@customer.test>")
    write_mail(folder / "nobody" / "1.eml", "nobody@contoso.test", "Hello", "<5@customer.test>")
    (folder / "ana.silva" / "empty.eml").write_bytes(b"")
    return folder


def test_the_demo_holds_every_step_and_cleans_up(tmp_path: Path, mail_folder: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    done = subprocess.run(
        [*DEMO, "--json", "--load", str(mail_folder)],
        env=temporary(scratch), capture_output=True, text=True, timeout=400, check=False,
    )  # fmt: skip
    document = json.loads(done.stdout)
    assert [step["seen"] for step in document["steps"] if not step["held"]] == []
    assert len(document["steps"]) == 13
    assert done.returncode == 0, done.stderr
    assert list(scratch.glob("tagus-*")) == []
    loaded = document["loaded"]
    assert loaded["files"] == 6
    assert sum(loaded["result"].values()) == 6
    by_mailbox = {entry["mailbox"]: entry["result"] for entry in loaded["mailboxes"]}
    assert by_mailbox["ana.silva"]["promoted"] == 1
    assert by_mailbox["ana.silva"]["refused: no readable message"] == 1
    assert by_mailbox["diogo.reis"] == {"untracked: the mailbox is not in CRM": 1}
    assert by_mailbox["nobody"] == {"refused: no mailbox has this name": 1}


def test_a_demo_that_is_stopped_leaves_nothing_behind(tmp_path: Path) -> None:
    process = subprocess.Popen(DEMO, env=temporary(tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    eventually(lambda: list(tmp_path.glob("tagus-demo-*/ready.json")), "the simulator did not start", patience=60)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 128 + signal.SIGTERM
    assert list(tmp_path.glob("tagus-*")) == []


def test_a_folder_that_does_not_exist() -> None:
    done = subprocess.run([*DEMO, "--load", "/no/such/folder"], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.strip().startswith("tagus-syncer: there is no folder")
