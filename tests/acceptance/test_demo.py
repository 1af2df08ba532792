"""The first of the README's two commands: every step held, and nothing is left behind."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.acceptance


def leftovers() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("tagus-demo-*"))


def test_the_demo_holds_every_step_and_cleans_up() -> None:
    before = leftovers()
    command = [sys.executable, "-m", "syncer", "demo", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    document = json.loads(done.stdout)
    assert [step["seen"] for step in document["steps"] if not step["held"]] == []
    assert len(document["steps"]) == 12
    assert done.returncode == 0, done.stderr
    assert leftovers() <= before


def test_a_folder_that_does_not_exist() -> None:
    command = [sys.executable, "-m", "syncer", "demo", "--load", "/no/such/folder"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.strip().startswith("tagus-syncer: there is no folder")
