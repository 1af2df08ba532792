"""The cure for spyne works on a fresh interpreter that turns every warning into an error."""

import subprocess
import sys

PROGRAM = """
import sys
import simulator.soap.application
from simulator.soap.spyne_import import Soap11
assert Soap11.__module__ == "spyne.protocol.soap.soap11"
assert not [finder for finder in sys.meta_path if type(finder).__name__ == "_SixMetaPathImporter" and
            type(finder).__module__.startswith("spyne")]
print("fine")
"""


def test_spyne_imports_without_a_warning() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "fine\n", "")
