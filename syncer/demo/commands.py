"""The syncer's commands as the walk-through gives them: each a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile

from syncer.demo.processes import COMMAND_SECONDS, Answer, ProcessFailed, answer_of, run_module


class Commands:
    """Runs commands of the syncer, several at a time if asked by several threads.

    On Linux a process that has imported the syncer forks for each; elsewhere each is started from nothing.
    """

    def __init__(self) -> None:
        self._requests: socket.socket | None = None
        self._server: subprocess.Popen[bytes] | None = None
        if sys.platform != "linux":
            return
        self._requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = (sys.executable, "-m", "syncer.command_server", str(theirs.fileno()))
            self._server = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, pass_fds=(theirs.fileno(),), start_new_session=True
            )

    @property
    def server_process(self) -> int | None:
        """The process that forks, if there is one."""
        return self._server.pid if self._server else None

    def run(self, *arguments: str) -> Answer:
        """Run one to its end. Raises `ProcessFailed` when it takes too long."""
        if self._requests is None:
            return run_module("syncer", *arguments)
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            code = self._ask(self._requests, arguments, output.fileno(), errors.fileno())
            texts = []
            for said in (output, errors):
                said.seek(0)
                texts.append(said.read().decode("utf-8"))
        return answer_of(code, *texts)

    def close(self) -> None:
        """End the server, and a command that still runs."""
        if self._requests is None or self._server is None:
            return
        self._requests.close()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._server.pid, signal.SIGKILL)
        self._server.wait()

    def _ask(self, requests: socket.socket, arguments: tuple[str, ...], output: int, errors: int) -> int:
        reading, writing = os.pipe()
        try:
            try:
                socket.send_fds(requests, [json.dumps(arguments).encode("utf-8")], [output, errors, writing])
            except OSError as error:
                raise ProcessFailed(f"the syncer's commands cannot be started: {error}") from None
            finally:
                os.close(writing)
            ready, _, _ = select.select([reading], [], [], COMMAND_SECONDS)
            if not ready:
                raise ProcessFailed(f"tagus-syncer {' '.join(arguments)} took longer than {COMMAND_SECONDS:.0f} s")
            code = os.read(reading, 16).decode("ascii")
        finally:
            os.close(reading)
        if not code:
            raise ProcessFailed(f"tagus-syncer {' '.join(arguments)} ended without an exit code")
        return int(code)
