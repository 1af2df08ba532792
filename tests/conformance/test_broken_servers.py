"""Every server that is broken on purpose is caught by the property meant for it, in a short conversation."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import simulator
from conformance.broken import BROKEN_SERVERS
from conformance.cli import app
from conformance.spoiler import BrokenServer

MOST_STEPS = 16
"""Above every shortest conversation seen so far; shrinking ends when it no longer helps, not at the very shortest."""


@pytest.fixture(scope="module")
def ready_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The ready file of a simulator that runs for this module."""
    path = tmp_path_factory.mktemp("simulator") / "ready.json"
    with simulator.start("single_site") as running:
        path.write_text(json.dumps(running.ready), encoding="utf-8")
        yield path


@pytest.mark.parametrize("server", BROKEN_SERVERS, ids=lambda server: server.name)
def test_a_broken_server_is_caught(server: BrokenServer, ready_file: Path, tmp_path: Path) -> None:
    arguments = ["run", "--target", f"broken:{server.name}", "--property", server.caught_by, "--json"]
    result = CliRunner().invoke(app, [*arguments, "--ready-file", str(ready_file), "--save", str(tmp_path)])
    document = json.loads(result.stdout)
    assert result.exit_code == 1, document
    (judged,) = document["properties"]
    assert (judged["name"], judged["ruling"]) == (server.caught_by, "broken")
    assert judged["requirements"]
    assert len(judged["shortest_conversation"]) <= MOST_STEPS, judged["shortest_conversation"]
    (saved,) = tmp_path.iterdir()
    assert "<<<" in saved.read_text(encoding="utf-8")
