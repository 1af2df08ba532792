"""Real mail from a folder over the control plane: every file is a message in the right Inbox, or refused aloud."""

import email.message
import email.policy
from pathlib import Path

import pytest
import requests

from simulator.errors import SimulatorMisuse
from simulator.running import Running
from tests.simulator.server.ews_client import post

FIND = (
    '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape>'
    '<m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem>'
)


def write(path: Path, subject: str, message_id: str | None = None) -> None:
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["Subject"] = subject
    message["From"] = "Café <cafe@elsewhere.test>"
    message["To"] = "ana.silva@contoso.test"
    message["Date"] = "Thu, 01 Jan 2015 10:00:00 +0100"
    if message_id is not None:
        message["Message-ID"] = message_id
    message.set_content("Olá\n")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(message.as_bytes())


def test_every_message_arrives(running: Running, tmp_path: Path) -> None:
    write(tmp_path / "ana.silva" / "2.eml", "second", "<2@elsewhere.test>")
    write(tmp_path / "ana.silva" / "1.EML", "first — ção")
    write(tmp_path / "ana.silva" / "inbox" / "3.eml", "third")
    (tmp_path / "ana.silva" / "notes.txt").write_text("no mail")
    write(tmp_path / "Oliver.Smith@contoso.test" / "1.eml", "for London")
    write(tmp_path / "nobody" / "1.eml", "lost")
    (tmp_path / "bruno.costa").mkdir()
    answer = requests.post(f"{running.ready['control_url']}/load", json={"folder": str(tmp_path)}, timeout=30)
    nobody = [["1.eml", "nobody has the address or login nobody"]]
    assert answer.json() == {
        "Oliver.Smith@contoso.test": {"loaded": 1, "refused": [], "left_out": []},
        "ana.silva": {
            "loaded": 3, "refused": [["notes.txt", "it is not one of .eml, .mbox, .ics, .vcf"]], "left_out": [],
        },
        "bruno.costa": {"loaded": 0, "refused": [], "left_out": []},
        "nobody": {"loaded": 0, "refused": nobody, "left_out": []},
    }  # fmt: skip
    inbox = post(running, FIND).text
    assert all(f"<t:Subject>{subject}</t:Subject>" in inbox for subject in ("first — ção", "second", "third"))
    assert inbox.count("<t:Message>") == 3
    assert "for London" in post(running, FIND, site="london", user="oliver.smith").text


def test_a_folder_that_is_not_there(running: Running, tmp_path: Path) -> None:
    with pytest.raises(SimulatorMisuse, match="there is no folder"):
        running.control.load(tmp_path / "none")
