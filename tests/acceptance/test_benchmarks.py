"""The benchmark of the simulator runs, on small numbers; how fast it was is nobody's business here."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.acceptance


def test_the_benchmark_of_the_simulator_measures_everything() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.simulator", "--quick", "--json"],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert [row["name"].split(" ")[0] for row in rows if not row["name"].startswith(" ")] == [
        "GetItem", "CreateItem", "start", "reset", "SyncFolderItems", "FindItem", "memory",
    ]  # fmt: skip
    assert all(row["value"] for row in rows)
