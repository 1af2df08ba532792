"""The walk-through's commands are processes of their own, with their own output and exit code."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from syncer.demo.commands import Commands
from syncer.demo.processes import ProcessFailed, run_module

SETTINGS = """
[crm]
organization_service_url = "https://localhost:9/contoso/XRMServices/2011/Organization.svc/web"
user = "u"
[state]
url = "sqlite:///state.db"
"""


@pytest.fixture
def settings(tmp_path: Path) -> str:
    file = tmp_path / "syncer.toml"
    file.write_text(SETTINGS)
    return str(file)


@pytest.fixture
def commands() -> Iterator[Commands]:
    commands = Commands()
    yield commands
    commands.close()


@pytest.mark.parametrize(
    "arguments",
    [("status", "--json"), ("status",), ("quarantine",), ("mailbox", "list"), ("nonsense",), ("profile", "add")],
    ids=" ".join,
)
def test_a_command_answers_as_it_does_from_a_shell(
    commands: Commands, settings: str, arguments: tuple[str, ...]
) -> None:
    given = (*arguments, "--settings", settings)
    assert commands.run(*given) == run_module("syncer", *given)


def test_several_at_once(commands: Commands, settings: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: commands.run("status", "--json", "--settings", settings), range(8)))
    assert [(answer.code, answer.document) for answer in answers] == [(0, [])] * 8


def test_nothing_is_left_when_it_is_closed() -> None:
    commands = Commands()
    server = commands.server_process
    commands.close()
    if server is not None:
        with pytest.raises(ProcessLookupError):
            os.kill(server, 0)
        with pytest.raises(ProcessFailed):
            commands.run("status")
