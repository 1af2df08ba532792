"""The command line as people use it: processes, files, signals and exit codes."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

import simulator
from tests.free_ports import free_ports
from tests.simulator.server.ews_client import GET_INBOX, envelope, login

ARTICLE = 'New-ManagementRoleAssignment -Name "CRM ExServiceAcc" -Role:ApplicationImpersonation -User crm13.service'


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """A simulator as a process, and its ready document."""
    ready = folder / "ready.json"
    command = [sys.executable, "-W", "error", "-m", "simulator", "serve", "--ready-file", str(ready), *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        for _turn in range(1500):
            if ready.exists() or process.poll() is not None:
                break
            threading.Event().wait(0.02)
        assert ready.exists(), process.communicate()[0]
        yield process, json.loads(ready.read_text(encoding="utf-8"))
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "simulator", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_until_told_to_stop(tmp_path: Path, number: signal.Signals) -> None:
    with serving(tmp_path) as (process, ready):
        assert set(ready) == {
            "ca_bundle", "sites", "crm", "control_url", "accounts", "service_account", "mail_domain"
        }  # fmt: skip
        url = ready["sites"]["lisbon"]["ews_url"]
        answer = requests.post(
            url, data=envelope(GET_INBOX), auth=login("ana.silva"), verify=ready["ca_bundle"], timeout=30
        )
        assert answer.status_code == 200
        shell = run("shell", ARTICLE, TAGUS_SIMULATOR_READY_FILE=str(tmp_path / "ready.json"))
        assert (shell.returncode, "crm13.service" in shell.stdout) == (0, True), shell.stderr
        again = run("shell", "--ready-file", str(tmp_path / "ready.json"), ARTICLE)
        assert (again.returncode, again.stderr.count("\n")) == (2, 1)
        assert "already exists" in again.stderr
        wrong = run("shell", "--control-url", ready["control_url"], "Get-Mailbox")
        assert (wrong.returncode, "is not a cmdlet" in wrong.stderr) == (2, True)
        process.send_signal(number)
        assert process.wait(20) == 0
    assert not Path(ready["ca_bundle"]).exists()


def test_plain_http_and_chosen_ports(tmp_path: Path) -> None:
    base = free_ports(3)
    with serving(tmp_path, "--http", "--base-port", str(base), "--topology", "single_site", "--json") as (
        process,
        ready,
    ):
        assert ready["sites"]["lisbon"]["ews_url"] == f"http://localhost:{base}/EWS/Exchange.asmx"
        assert ready["crm"]["url"] == f"http://localhost:{base + 1}/contoso"
        answer = requests.post(
            ready["sites"]["lisbon"]["ews_url"], data=envelope(GET_INBOX), auth=login("ana.silva"), timeout=30
        )
        assert answer.status_code == 200
        taken = run("serve", "--base-port", str(base))
        assert (taken.returncode, taken.stderr.count("\n")) == (2, 1), taken.stderr
        assert f"cannot listen on 127.0.0.1:{base}" in taken.stderr
        assert "--base-port" in taken.stderr
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=20)[0]
    first, second = (json.loads(line) for line in said.splitlines())
    assert first["ready"] == ready
    assert (second["call"]["operation"], second["call"]["response_codes"]) == ("GetFolder", ["NoError"])


def test_a_bad_topology_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(
        '[[sites]]\nname = "porto"\nversion = "2003"\n[[accounts]]\nname = "crm13.service"\n', encoding="utf-8"
    )
    for topology, says in ((str(path), "sites.version of 'porto'"), ("nowhere", "there is no topology 'nowhere'")):
        done = run("serve", "--topology", topology)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
        assert says in done.stderr


def test_shell_without_a_simulator(tmp_path: Path) -> None:
    nobody = run("shell", "x")
    assert (nobody.returncode, "--ready-file" in nobody.stderr) == (2, True)
    gone = run("shell", "--control-url", "http://127.0.0.1:9", "x")
    assert (gone.returncode, gone.stderr.count("\n")) == (2, 1)
    assert "is it running?" in gone.stderr
    missing = run("shell", "--ready-file", str(tmp_path / "none"), "x")
    assert (missing.returncode, missing.stderr.count("\n")) == (2, 1)


def test_topologies() -> None:
    done = run("topologies")
    assert done.returncode == 0
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [
        "lisbon_london_new_york",
        "modern",
        "single_site",
    ]


def test_two_simulators_in_one_process() -> None:
    with simulator.start("single_site") as one, simulator.start("modern") as other:
        assert one.ready["control_url"] != other.ready["control_url"]
        one.control.grant("crm13.service")
        assert other.control.impersonation() == []


def test_what_broke_inside_is_raised_at_the_end() -> None:
    running = simulator.start("single_site")
    running.simulation.bugs.append(ZeroDivisionError("inside"))
    with pytest.raises(ZeroDivisionError, match="inside"):
        running.stop()
    running.stop()
