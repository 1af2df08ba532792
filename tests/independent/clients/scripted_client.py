"""A client that a script of its own drives: one JSON command a line in, one JSON answer a line out."""

import json
import os
import select
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ANSWER_SECONDS = 60.0
STOP_SECONDS = 10.0


class ScriptedClient:
    """The running script. An answer is `{"answer": …}` or `{"problem": text}`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def tell(self, command: object) -> None:
        """Send a command that is not answered."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()

    def said(self, command: Sequence[object]) -> dict[str, Any]:
        """Send a command; what is answered. Raises AssertionError when nothing is in time."""
        self.tell(command)
        assert self._process.stdout is not None
        assert select.select([self._process.stdout], [], [], ANSWER_SECONDS)[0], f"no answer to {command[:2]}"
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def ask(self, *command: object) -> Any:
        """The answer to a command. Raises AssertionError for a problem."""
        answer = self.said(command)
        assert "answer" in answer, f"{command[:2]}: {answer['problem']}"
        return answer["answer"]


@contextmanager
def started(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Iterator[ScriptedClient]:
    """The script as a process, from start to stop; what it complains of is in the file `said` of the folder.

    The end of its input ends it; what is left of its session after that is killed.
    """
    with (folder / "said").open("wb") as complaints:
        process = subprocess.Popen(
            command, env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "TMPDIR": str(folder), **environment},
            cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, text=True,
            start_new_session=True,
        )  # fmt: skip
    assert process.stdin is not None and process.stdout is not None
    try:
        yield ScriptedClient(process)
    finally:
        with process.stdin, process.stdout:
            pass
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
