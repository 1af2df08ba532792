"""The processes of the walk-through: the simulator, and the syncer's own commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

START_SECONDS = 60.0
STOP_SECONDS = 10.0
COMMAND_SECONDS = 120.0
PAUSE_SECONDS = 0.02


class ProcessFailed(Exception):
    """A process did not start or did not do its work; the text is one line with what it said last."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said and its exit code. `document` is its JSON, None when it printed none."""

    code: int
    document: Any
    said: str


class Simulator:
    """`python -m simulator serve` as a process of its own, from start to stop."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._ready_file = folder / "ready.json"
        self._log = folder / "simulator.log"
        command = (sys.executable, "-m", "simulator", "serve", "--ready-file", str(self._ready_file), *options)
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    @property
    def ready_file(self) -> Path:
        """Where the simulator wrote its URLs and accounts."""
        return self._ready_file

    @property
    def process_id(self) -> int:
        """The process, for a person who wants to stop it later."""
        return self._process.pid

    def wait_until_ready(self) -> Mapping[str, Any]:
        """The ready file's document. Raises `ProcessFailed` when the process ends or is not ready in time."""
        end = time.monotonic() + START_SECONDS
        while not self._ready_file.exists():
            if self._process.poll() is not None:
                raise ProcessFailed(
                    f"the simulator ended with code {self._process.returncode}: {_last_line(self._log)}"
                )
            if time.monotonic() > end:
                self.stop()
                raise ProcessFailed(f"the simulator was not ready after {START_SECONDS:.0f} s: {_last_line(self._log)}")
            time.sleep(PAUSE_SECONDS)
        document: Mapping[str, Any] = json.loads(self._ready_file.read_text(encoding="utf-8"))
        return document

    def stop(self) -> None:
        """Stop it as Ctrl-C would, and wait until it is gone."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()


def run_module(module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Answer:
    """Run `python -m module …` to its end. Raises `ProcessFailed` when it takes too long."""
    command = (sys.executable, "-m", module, *arguments)
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            timeout=COMMAND_SECONDS,
            env={**os.environ, **(environment or {})},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ProcessFailed(f"{_shown(module, arguments)} took longer than {COMMAND_SECONDS:.0f} s") from None
    return answer_of(done.returncode, done.stdout, done.stderr)


def answer_of(code: int, output: str, errors: str) -> Answer:
    """What a command answered, from its exit code and what it wrote."""
    lines = (errors or output).strip().splitlines()
    return Answer(code, _document(output), lines[-1] if lines else "")


def start_module(module: str, *arguments: str, log: Path) -> subprocess.Popen[bytes]:
    """Start `python -m module …` and leave it running; what it says goes to the log."""
    with log.open("ab") as said:
        return subprocess.Popen(
            (sys.executable, "-m", module, *arguments), stdout=said, stderr=said, stdin=subprocess.DEVNULL
        )


def _document(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def _shown(module: str, arguments: Sequence[str]) -> str:
    return " ".join(("python -m", module, *arguments))
