"""What the README tells a newcomer to type works as it is written there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from syncer.demo.impersonation import LINE
from syncer.demo.processes import Simulator, run_module

pytestmark = pytest.mark.acceptance

README = Path(__file__).parents[2] / "README.md"


def python_block() -> str:
    found = re.search(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found.group(1)


def test_the_exchangelib_lines_against_a_running_simulator(tmp_path: Path) -> None:
    simulator = Simulator(tmp_path)
    try:
        simulator.wait_until_ready()
        (tmp_path / "r.json").write_bytes(simulator.ready_file.read_bytes())
        environment = {name: value for name, value in os.environ.items() if not name.endswith("_CA_BUNDLE")}
        done = subprocess.run(
            [sys.executable, "-c", python_block()],
            cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        listed, answered = done.stdout.strip().splitlines()
        assert "Ola" in listed
        assert "('oliver.smith@contoso.test', 'Accept')" in answered
        shell = run_module("simulator", "shell", "--ready-file", str(tmp_path / "r.json"), LINE)
        assert shell.code == 0, shell.said
    finally:
        simulator.stop()


def test_the_readme_has_the_administrators_line() -> None:
    assert LINE in README.read_text(encoding="utf-8")
