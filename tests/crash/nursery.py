"""Raises syncers that die at a chosen remote call.

One process imports the syncer once and then forks a child for every order it reads, so that hundreds of crashes cost
no more than the work they interrupt. The child is the real syncer doing one pass over real TLS; only the last step
below `requests` counts its calls and, at the chosen one, kills its own process with SIGKILL.

Orders are lines of JSON on standard input: {"settings": path, "window": "before" | "after" | "freeze" | null,
"call": n, "text": …, "recovery": bool}; "freeze" stops the process (SIGSTOP) before the call whose body holds the text.
Answers are lines of JSON: {"pid": …} when the child runs, {"signal": …, "code": …, "calls": …, "document": …} when it
has ended; the last two are null when it was killed.
"""

from __future__ import annotations

import io
import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from requests.adapters import HTTPAdapter

from syncer.administration.command import Output
from syncer.service import run_once
from tests.crash.without_recovery import forget_recovery

BEFORE = "before"
AFTER = "after"
FREEZE = "freeze"


class Doom:
    """Counts the calls that leave the process and ends it at the chosen one."""

    def __init__(self, window: str | None, call: int, text: str) -> None:
        self.calls = 0
        self._window = window
        self._call = call
        self._text = text.encode()
        self._send = HTTPAdapter.send
        self._lock = threading.Lock()

    def install(self) -> None:
        """From now on every call of every session is counted."""
        send = self._send

        def counted(adapter: HTTPAdapter, *arguments: Any, **options: Any) -> Any:
            with self._lock:
                self.calls += 1
                mine = self.calls
            if self._window == BEFORE and mine == self._call:
                os.kill(os.getpid(), signal.SIGKILL)
            if self._window == FREEZE and self._text in _body(arguments):
                self._window = None
                os.kill(os.getpid(), signal.SIGSTOP)
            answer = send(adapter, *arguments, **options)
            if self._window == AFTER and mine == self._call:
                _ = answer.content
                os.kill(os.getpid(), signal.SIGKILL)
            return answer

        HTTPAdapter.send = counted  # type: ignore[method-assign]


def _body(arguments: tuple[Any, ...]) -> bytes:
    body = arguments[0].body or b""
    return body if isinstance(body, bytes) else str(body).encode()


def child(order: dict[str, Any], report_to: int) -> int:
    """One pass of the syncer; reports its calls and its own document when it lives to the end."""
    doom = Doom(order["window"], order["call"], order["text"])
    doom.install()
    if not order["recovery"]:
        forget_recovery()
    sys.stdout = io.StringIO()
    code = run_once(Path(order["settings"]), Output(as_json=True))
    said = sys.stdout.getvalue()
    with os.fdopen(report_to, "w") as report:
        json.dump({"calls": doom.calls, "document": json.loads(said) if said else None}, report)
    return int(code)


def raise_one(order: dict[str, Any]) -> None:
    """Fork a child for one order and report how it ended."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        code = 70
        try:
            code = child(order, writing)
        finally:
            os._exit(code)
    os.close(writing)
    print(json.dumps({"pid": pid}), flush=True)
    with os.fdopen(reading) as report:
        said = report.read()
    _, status = os.waitpid(pid, 0)
    ended = {
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
        "code": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
        **(json.loads(said) if said else {"calls": None, "document": None}),
    }
    print(json.dumps(ended), flush=True)


if __name__ == "__main__":
    for line in sys.stdin:
        raise_one(json.loads(line))
