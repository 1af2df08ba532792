"""A simulator that is started again with its state file: the same answers, the same sites, the same topology."""

import re
import urllib.request
from pathlib import Path

import pytest
import requests

import simulator
from simulator.running import Running
from simulator.topologies import TOPOLOGIES
from tests.simulator.server.ews_client import post
from tests.simulator.server.test_cli import run

CREATE = (
    "<m:CreateItem MessageDisposition='SaveOnly'><m:Items><t:Message><t:Subject>Kept</t:Subject></t:Message></m:Items>"
    "</m:CreateItem>"
)
GET = (
    "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ItemIds>"
    "<t:ItemId {identity}/></m:ItemIds></m:GetItem>"
)
SYNC = (
    "<m:SyncFolderItems><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape><m:SyncFolderId>"
    "<t:DistinguishedFolderId Id='drafts'/></m:SyncFolderId>{state}<m:MaxChangesReturned>9</m:MaxChangesReturned>"
    "</m:SyncFolderItems>"
)


def control(running: Running, path: str) -> None:
    request = urllib.request.Request(running.ready["control_url"] + path, b"{}", method="POST")
    with urllib.request.urlopen(request, timeout=30):
        pass


def test_a_client_goes_on_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with simulator.start("single_site", http=True, state=path) as running:
        identity = re.search(r'Id="[^"]+" ChangeKey="[^"]+"', post(running, CREATE).text)
        found = re.search("<m:SyncState>.*</m:SyncState>", post(running, SYNC.format(state="")).text)
    assert identity and found
    with simulator.start(http=True, state=path) as running:
        assert running.simulation.topology.name == "single_site"
        assert identity[0] in post(running, GET.format(identity=identity[0])).text
        nothing = post(running, SYNC.format(state=found[0])).text
        assert "<m:Changes/>" in nothing or "<m:Changes></m:Changes>" in nothing
        post(running, CREATE)
        assert post(running, SYNC.format(state=found[0])).text.count("<t:Create>") == 1
        control(running, "/reset")
    with simulator.start(http=True, state=path) as running:
        assert "<t:Create>" not in post(running, SYNC.format(state="")).text
        assert "ErrorInvalidSyncStateData" in post(running, SYNC.format(state=found[0])).text


def test_a_site_that_was_down_stays_down(tmp_path: Path) -> None:
    with simulator.start(http=True, state=tmp_path / "s.db") as running:
        control(running, "/sites/london/down")
    with simulator.start(http=True, state=tmp_path / "s.db") as running:
        with pytest.raises(requests.ConnectionError):
            post(running, CREATE, site="london", user="oliver.smith")
        assert "NoError" in post(running, CREATE).text
        control(running, "/sites/london/up")
        assert "NoError" in post(running, CREATE, site="london", user="oliver.smith").text


def test_when_the_file_takes_no_more_nobody_is_told_that_it_did(tmp_path: Path) -> None:
    running = simulator.start("single_site", http=True, state=tmp_path / "s.db")
    mailbox = running.simulation.exchange.mailboxes[0]
    mailbox.update_folder(mailbox.distinguished("inbox"))
    mailbox.distinguished("inbox").properties["folder:Odd"] = object()
    for _ in range(2):
        answer = post(running, CREATE)
        assert answer.status_code == 500 and "THE STATE IS NOT KEPT" in answer.text
    with pytest.raises(Exception, match=r"value_types\.py"):
        running.stop()


def test_serve_says_what_is_wrong_with_a_state_file(tmp_path: Path) -> None:
    simulator.start(TOPOLOGIES[0], http=True, state=tmp_path / "s.db").stop()
    done = run("serve", "--state", str(tmp_path / "s.db"), "--topology", "modern")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "leave --topology out" in done.stderr
