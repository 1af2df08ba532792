"""Real mail from a folder: every file is one message in the right Inbox, or nothing happens and the reason is said."""

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
    write(tmp_path / "ana.silva" / "deeper" / "3.eml", "third")
    (tmp_path / "ana.silva" / "notes.txt").write_text("no mail")
    write(tmp_path / "Oliver.Smith@contoso.test" / "1.eml", "for London")
    (tmp_path / "bruno.costa").mkdir()
    answer = requests.post(f"{running.ready['control_url']}/load", json={"folder": str(tmp_path)}, timeout=30)
    assert answer.json() == {
        "ana.silva@contoso.test": 3,
        "bruno.costa@contoso.test": 0,
        "oliver.smith@contoso.test": 1,
    }
    inbox = post(running, FIND).text
    assert all(f"<t:Subject>{subject}</t:Subject>" in inbox for subject in ("first — ção", "second", "third"))
    assert inbox.count("<t:Message>") == 3
    assert "for London" in post(running, FIND, site="london", user="oliver.smith").text


@pytest.mark.parametrize(("sub_folder", "says"), [("nobody", "nobody has this address"), (None, "has no sub-folder")])
def test_nothing_happens_when_something_is_wrong(
    running: Running, tmp_path: Path, sub_folder: str | None, says: str
) -> None:
    if sub_folder is not None:
        write(tmp_path / "ana.silva" / "1.eml", "first")
        (tmp_path / sub_folder).mkdir()
    with pytest.raises(SimulatorMisuse, match=says):
        running.control.load(tmp_path)
    with pytest.raises(SimulatorMisuse, match="is no folder"):
        running.control.load(tmp_path / "none")
    assert "<t:Message>" not in post(running, FIND).text
