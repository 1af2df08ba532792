"""What our own commands say when something is wrong: one line that says what to do, exit code 2, within seconds."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from simulator.cli import app

pytestmark = pytest.mark.acceptance

SECONDS = 30
"""More than any of these commands takes on a loaded machine; each ends by itself."""

SITE = '[[sites]]\nname = "lisbon"\nversion = "Exchange 2013 SP1"\n'
SERVICE = '[[accounts]]\nname = "crm13.service"\n'
GOOD = SITE + SERVICE


def run(module: str, *arguments: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """One command as a process, without our settings in its environment."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("TAGUS_")}
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        capture_output=True, text=True, timeout=SECONDS, check=False, env={**bare, **(environment or {})},
    )  # fmt: skip


def could_not_run(ended: subprocess.CompletedProcess[str], *words: str) -> None:
    """Exit code 2 and one line that holds the words."""
    assert ended.returncode == 2, (ended.returncode, ended.stdout, ended.stderr)
    lines = ended.stderr.strip().splitlines()
    assert len(lines) == 1, ended.stderr
    missing = [word for word in words if word.lower() not in lines[0].lower()]
    assert not missing, (missing, lines[0])


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The ready document of a simulator process, and under `file` where it is."""
    path = tmp_path_factory.mktemp("simulator") / "ready.json"
    command = [sys.executable, "-m", "simulator", "serve", "--topology", "single_site", "--ready-file", str(path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + SECONDS
        while not path.exists():
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.05)
        yield {**json.loads(path.read_text(encoding="utf-8")), "file": str(path)}
    finally:
        process.terminate()
        assert process.wait(SECONDS) == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[sites]\n", ("is not TOML",)),
        ("", ("sites is missing",)),
        ("sites = 3\naccounts = []\n", ("sites = 3", "a list")),
        ("sites = [3]\naccounts = []\n", ("sites", "[[sites]]")),
        (SERVICE + '[[sites]]\nname = "lisbon"\n', ("sites", "version is missing")),
        (GOOD.replace("2013 SP1", "5.5"), ("sites.version", "Exchange SE")),
        (GOOD.replace('"lisbon"', '"Lisbon Site"'), ("sites.name", "lower-case")),
        ("colour = 1\n" + GOOD, ("colour", "known are")),
        (GOOD + "passwrd = 'x'\n", ("accounts", "passwrd", "known are")),
        (GOOD + "crm_user = 'yes'\n", ("crm_user", "true or false")),
        (GOOD + "site = 'rome'\n", ("accounts.site", "rome", "lisbon")),
        (GOOD + "smtp = 'x'\n", ("accounts.smtp", "name@domain")),
        (GOOD + "upn = 'a:b@c.d'\n", ("accounts.upn", "name@domain")),
        (GOOD + "domain_user = 'x'\n", ("accounts.domain_user", "DOMAIN\\name")),
        (GOOD + "sid = 'x'\n", ("accounts.sid", "S-1-5-21")),
        (GOOD + "password = ''\n", ("accounts.password", "empty")),
        (GOOD + "aliases = [3]\n", ("accounts.aliases", "not a string")),
        (GOOD + "folder_language = 'xx'\n", ("accounts.folder_language", "known are")),
        (GOOD + SERVICE, ("accounts.name", "twice")),
        (GOOD + '[[accounts]]\nname = "a:b"\n', ("accounts.name", "login")),
        (GOOD + '[[rooms]]\nname = "crm13.service"\nsmtp = "r@contoso.test"\n', ("rooms.name", "twice")),
        (GOOD + '[[rooms]]\nname = "r"\nsmtp = "r"\n', ("rooms.smtp", "name@domain")),
        (GOOD + '[[rooms]]\nname = "r"\ncapacity = -1\n', ("rooms.capacity",)),
        (GOOD + '[[groups]]\nname = "g"\n', ("groups", "members is missing")),
        (GOOD + '[[groups]]\nname = "g"\nmembers = ["x@contoso.test"]\n', ("groups.members", "x@contoso.test")),
        (GOOD + '[crm]\nname = "a/b"\n', ("crm.name", "URL")),
        (GOOD + '[crm]\nversion = "9.1"\n', ("crm.version", "6.0.0.809")),
        ('netbios = ""\n' + GOOD, ("accounts.domain_user",)),
        ('service_account = "ghost"\n' + GOOD, ("service_account", "ghost")),
    ],
    ids=lambda value: str(value[-1]) if isinstance(value, tuple) else value[-30:].replace("\n", " "),
)
def test_a_topology_that_makes_no_sense_names_the_key(text: str, words: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(app, ["serve", "--topology", str(path)])
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert not [word for word in words if word not in result.stderr], result.stderr


def test_the_simulator_cannot_start(ready: dict[str, Any], tmp_path: Path) -> None:
    port = ready["control_url"].rsplit(":", 1)[1]
    could_not_run(run("simulator", "serve", "--base-port", port), "--base-port", port)
    could_not_run(run("simulator", "serve", "--host", "203.0.113.5"), "--host", "203.0.113.5")
    could_not_run(run("simulator", "serve", "--topology", "rome"), "rome", "single_site", ".toml")
    (tmp_path / "mine.toml").write_text(SITE, encoding="utf-8")
    could_not_run(
        run("simulator", "serve", "--topology", str(tmp_path / "mine.toml")), "mine.toml", "accounts is missing"
    )
    could_not_run(run("simulator", "serve", "--topology", str(tmp_path / "no.toml")), "no.toml", "cannot be read")
    for file in (tmp_path / "nowhere" / "ready.json", tmp_path):
        could_not_run(run("simulator", "serve", "--ready-file", str(file)), "--ready-file", str(file))
    missing = str(tmp_path / "mail")
    could_not_run(run("simulator", "serve", "--topology", "single_site", "--load", missing), missing, "sub-folder")


def test_the_shell_without_a_simulator(ready: dict[str, Any], tmp_path: Path) -> None:
    shell = ("shell", "Get-ManagementRoleAssignment")
    could_not_run(run("simulator", *shell), "--ready-file", "--control-url")
    could_not_run(run("simulator", *shell, "--ready-file", str(tmp_path / "r.json")), "r.json", "running simulator")
    (tmp_path / "r.json").write_text("[]", encoding="utf-8")
    could_not_run(run("simulator", *shell, "--ready-file", str(tmp_path / "r.json")), "r.json", "running simulator")
    could_not_run(run("simulator", *shell, "--control-url", closed_port()), "is it running")
    could_not_run(run("simulator", *shell, "--control-url", "nonsense"), "nonsense", "ready file")
    could_not_run(run("simulator", "shell", "Format-C", "--ready-file", ready["file"]), "Format-C")


def closed_port(scheme: str = "http") -> str:
    """The address of a port at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"{scheme}://127.0.0.1:{free.getsockname()[1]}"


class Settings:
    """A syncer's settings file that works, and what a test changes in it."""

    def __init__(self, folder: Path, ready: dict[str, Any]) -> None:
        self.folder = folder
        self.values = {
            "ca_bundle": ready["ca_bundle"],
            "url": ready["crm"]["organization_service_url"],
            "user": r"CONTOSO\crm13.service",
            "password": "Tagus-crm13.service-1",
        }

    def run(self, *arguments: str, **changed: str | None) -> subprocess.CompletedProcess[str]:
        values: dict[str, str | None] = {**self.values, **changed}
        (self.folder / "secrets").mkdir(exist_ok=True)
        if values["password"] is not None:
            (self.folder / "secrets" / "crm_password").write_text(values["password"], encoding="utf-8")
        bundle = f"ca_bundle = '{values['ca_bundle']}'\n" if values["ca_bundle"] else ""
        path = self.folder / "syncer.toml"
        path.write_text(
            f"{bundle}secrets_dir = 'secrets'\nhttp_timeout_seconds = 5\n"
            f"[crm]\norganization_service_url = '{values['url']}'\nuser = '{values['user']}'\n"
            "[state]\nurl = 'sqlite:///state.db'\n[ownership]\nmode = 'all'\n",
            encoding="utf-8",
        )
        return run("syncer", *arguments, "--settings", str(path))


@pytest.fixture
def settings(tmp_path: Path, ready: dict[str, Any]) -> Settings:
    return Settings(tmp_path, ready)


COMMANDS = (("mailbox", "list"), ("once",))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_crm_that_cannot_be_worked_with(settings: Settings, command: tuple[str, ...]) -> None:
    url = settings.values["url"]
    for wrong in ({"password": "wrong"}, {"user": r"CONTOSO\nobody"}):
        could_not_run(settings.run(*command, **wrong), "crm.user", "crm_password", "refuses")
    could_not_run(settings.run(*command, ca_bundle=None), "certificate", "ca_bundle")
    could_not_run(settings.run(*command, url=url.replace("/contoso/", "/fabrikam/")), "fabrikam", "URL")
    could_not_run(settings.run(*command, url=closed_port("https") + "/contoso/XRMServices/2011/Organization.svc/web"))
    could_not_run(settings.run(*command, url=url.replace("https://", "http://")), "https")
    could_not_run(settings.run(*command, user=r"CONTOSO\susan.wilson", password="Tagus-susan.wilson-1"))


def test_settings_that_are_not_there(settings: Settings, tmp_path: Path) -> None:
    could_not_run(run("syncer", "once"), "the setting crm is missing", "settings file")
    could_not_run(run("syncer", "once", "--settings", str(tmp_path / "no.toml")), "no.toml", "--settings")
    could_not_run(settings.run("once", password=None), "crm_password")
    could_not_run(settings.run("once", ca_bundle="/nowhere.pem"), "/nowhere.pem")
    could_not_run(settings.run("once", url="nonsense"), "organization_service_url")
    (tmp_path / "syncer.toml").write_text("[[", encoding="utf-8")
    could_not_run(run("syncer", "once", "--settings", str(tmp_path / "syncer.toml")), "TOML")
    shutil.rmtree(tmp_path / "secrets", ignore_errors=True)


def test_a_site_that_cannot_be_worked_with(settings: Settings, ready: dict[str, Any], tmp_path: Path) -> None:
    """`check` goes on to what else is wrong, so it ends with 1 and a line for each finding."""
    (settings.folder / "secrets").mkdir()
    (settings.folder / "secrets" / "profile.Site").write_text("Tagus-crm13.service-1", encoding="utf-8")
    location = next(iter(ready["sites"].values()))["ews_url"]
    options = ("--user", r"CONTOSO\crm13.service", "--location", location, "--default")
    assert settings.run("profile", "add", "Site", *options).returncode == 0
    assert settings.run("mailbox", "add", "ana.silva", "--profile", "Site").returncode == 0
    certificates = Path(ready["ca_bundle"]).read_text(encoding="ascii").split("-----END CERTIFICATE-----\n")
    only_crm = tmp_path / "crm.pem"
    only_crm.write_text(f"{certificates[1]}-----END CERTIFICATE-----\n", encoding="ascii")
    ended = settings.run("check", "--json", ca_bundle=str(only_crm))
    assert ended.returncode == 1, (ended.stdout, ended.stderr)
    problems = [finding for finding in json.loads(ended.stdout) if finding["result"] == "PROBLEM"]
    assert any("certificate" in finding["detail"] and "ca_bundle" in finding["detail"] for finding in problems), (
        problems
    )
    assert "Traceback" not in ended.stderr
