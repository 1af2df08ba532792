"""Passes of the syncer, started, killed and waited for: the other end of the nursery's pipe."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

MOST_PASSES = 6


@dataclass(frozen=True)
class Ended:
    """How one pass of the syncer ended."""

    signal: int | None
    code: int | None
    calls: int | None
    document: Mapping[str, Any] | None

    @property
    def killed(self) -> bool:
        return self.signal == signal.SIGKILL

    @property
    def quiet(self) -> bool:
        """Nothing was wrong and nothing had to be written."""
        return self.code == 0 and self.document is not None and self.document["writes"] == 0


class Syncers:
    """One nursery; at most one pass of it runs at a time."""

    def __init__(self, settings_file: Path) -> None:
        self._settings = settings_file
        self._nursery = subprocess.Popen(
            (sys.executable, "-m", "tests.crash.nursery"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Syncers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._nursery.stdin is not None
        assert self._nursery.stdout is not None
        self._nursery.stdin.close()
        self._nursery.stdout.close()
        self._nursery.wait(timeout=30)

    def start(self, window: str | None = None, call: int = 0, *, text: str = "", recovery: bool = True) -> int:
        """Start one pass, to be killed in the window of its call; answers its process id."""
        order = {
            "settings": str(self._settings),
            "window": window,
            "call": call,
            "text": text,
            "recovery": recovery,
        }
        assert self._nursery.stdin is not None
        self._nursery.stdin.write(json.dumps(order) + "\n")
        self._nursery.stdin.flush()
        return int(self._hear()["pid"])

    def wait(self) -> Ended:
        """Wait for the pass that was started."""
        return Ended(**self._hear())

    def once(self, window: str | None = None, call: int = 0, *, recovery: bool = True) -> Ended:
        """One pass from start to end."""
        self.start(window, call, recovery=recovery)
        return self.wait()

    def kill(self, pid: int) -> Ended:
        """SIGKILL the pass that was started; one that has just ended is no error."""
        if is_running(pid):
            os.kill(pid, signal.SIGKILL)
        return self.wait()

    def until_quiet(self, *, recovery: bool = True) -> int:
        """Pass after pass until one writes nothing and finds no problem; answers how many it took."""
        for passes in range(1, MOST_PASSES + 1):
            ended = self.once(recovery=recovery)
            if ended.quiet:
                return passes
        raise AssertionError(f"not quiet after {MOST_PASSES} passes: {ended}")

    def _hear(self) -> dict[str, Any]:
        assert self._nursery.stdout is not None
        line = self._nursery.stdout.readline()
        assert line, "the nursery has died"
        heard: dict[str, Any] = json.loads(line)
        return heard


def is_running(pid: int) -> bool:
    """Whether there is a process with this id."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def is_frozen(pid: int) -> bool:
    """Whether the process is stopped (SIGSTOP)."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(") ")[2].startswith("T")
