"""What the commands say when they cannot run: one line, exit code 2, and never a secret."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from syncer.administration.command import CommandError
from syncer.administration.mailboxes import Methods
from syncer.cli import COMMANDS, app
from syncer.crm_side.records import ActMethod, IncomingMethod
from syncer.crm_side.side import OptionSet

SETTINGS = """
secrets_dir = "secrets"
http_timeout_seconds = 2
[crm]
organization_service_url = "https://localhost:9/contoso/XRMServices/2011/Organization.svc/web"
user = 'CONTOSO\\crm13.service'
[state]
url = "sqlite:///state.db"
"""


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "crm_password").write_text("Very-secret-1\n")
    file = tmp_path / "syncer.toml"
    file.write_text(SETTINGS)
    return file


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def only_line(result: Result) -> str:
    assert result.exit_code == 2, result.output
    (line,) = result.stderr.splitlines()
    assert line.startswith("tagus-syncer: ")
    return line


@pytest.mark.parametrize(
    "command",
    [("profile", "list"), ("mailbox", "list"), ("mailbox", "approve", "ana"), ("alerts",), ("once",)],
    ids=" ".join,
)
def test_crm_that_is_down(command: tuple[str, ...], settings: Path) -> None:
    assert "CRM does not answer: check crm.organization_service_url" in only_line(
        run(*command, "--settings", str(settings))
    )


def test_no_settings_file(tmp_path: Path) -> None:
    line = only_line(run("check", "--settings", str(tmp_path / "none.toml")))
    assert "there is no settings file" in line


def test_missing_secret(settings: Path) -> None:
    (settings.parent / "secrets" / "crm_password").unlink()
    assert "no password for the CRM user" in only_line(run("mailbox", "list", "--settings", str(settings)))


def test_plain_http_is_refused(settings: Path) -> None:
    settings.write_text(SETTINGS.replace("https://", "http://"))
    assert "does not start with https://" in only_line(run("mailbox", "list", "--settings", str(settings)))


def test_state_that_cannot_be_opened(settings: Path) -> None:
    (settings.parent / "state.db").mkdir()
    assert "state database" in only_line(run("status", "--settings", str(settings)))


def test_check_reports_a_crm_that_is_down(settings: Path) -> None:
    result = run("check", "--settings", str(settings), "--json")
    assert result.exit_code == 1
    findings = json.loads(result.stdout)
    assert [finding["area"] for finding in findings if finding["result"] == "PROBLEM"] == ["reachability"]
    assert "Very-secret-1" not in result.output


def test_status_before_the_first_cycle(settings: Path) -> None:
    result = run("status", "--settings", str(settings))
    assert result.exit_code == 0
    assert "no mailbox has been synchronized yet" in result.stdout


def test_tests_are_not_scheduled_on_an_organization_that_is_not_ours(settings: Path) -> None:
    assert "not declared as ours" in only_line(run("mailbox", "test", "ana", "--settings", str(settings)))


def test_methods_are_written_with_the_numbers_of_their_columns() -> None:
    attributes = Methods(incoming="server-side", act="server-side").attributes()
    assert attributes == {
        "incomingemaildeliverymethod": OptionSet(IncomingMethod.SERVER_SIDE),
        "actdeliverymethod": OptionSet(ActMethod.SERVER_SIDE),
    }


def test_a_word_that_is_no_method() -> None:
    with pytest.raises(CommandError, match="use one of none, outlook, server-side"):
        Methods(outgoing="forward").attributes()


@pytest.mark.parametrize("name", [name for name, _ in COMMANDS])
def test_every_command_says_what_it_does(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert name in result.stdout


def test_administrators_commands_do_not_wait_for_the_mail_client_and_the_database() -> None:
    said = "import sys, syncer.commands.profile, syncer.commands.mailbox; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert not {"exchangelib", "sqlalchemy"} & set(done.stdout.split())
