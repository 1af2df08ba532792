"""Other people's tests get a running simulator from a fixture."""

import subprocess
import sys
from pathlib import Path

PROGRAM = """
def test_one(tagus_simulator):
    assert tagus_simulator.control.impersonation() == []
    tagus_simulator.control.grant("crm13.service")

def test_two(tagus_simulator):
    assert tagus_simulator.control.impersonation() == []
    assert set(tagus_simulator.ready["sites"]) == {"lisbon"}
"""


def test_the_fixture_is_as_new_for_each_test(tmp_path: Path) -> None:
    path = tmp_path / "test_theirs.py"
    path.write_text(PROGRAM, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-W",
        "error",
        "-p",
        "simulator.pytest_plugin",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(
        [*command, "--tagus-topology", "single_site", "--rootdir", str(tmp_path), str(path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, "2 passed" in done.stdout) == (0, True), done.stdout + done.stderr
