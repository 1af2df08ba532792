"""A client that does nothing but wait: one connection, one request again and again, answers counted, not parsed.

Run as a process of its own (``python -m benchmarks.load``), so that the server's CPU time is the server's alone.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

END_OF_HEAD = b"\r\n\r\n"


@dataclass(frozen=True)
class Load:
    """What a series of requests took: seconds of the clock, and of the server's CPU, for one request."""

    requests: int
    seconds: float
    cpu_seconds: float
    answer_bytes: int

    @property
    def per_second(self) -> float:
        """Requests a second, by the clock."""
        return 1 / self.seconds


def measure(port: int, path: str, headers: dict[str, str], body: bytes, count: int) -> Load:
    """Send ``body`` ``count`` times from another process to a server that lives in this one."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = f"POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\n{lines}Content-Length: {len(body)}\r\n\r\n"
    with TemporaryDirectory() as folder:
        file = Path(folder) / "request"
        file.write_bytes(head.encode("latin-1") + body)
        before = time.process_time()
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.load", str(port), str(file), str(count)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        spent = time.process_time() - before
    told = json.loads(done.stdout)
    return Load(count, told["seconds"] / count, spent / count, told["bytes"])


def _one(connection: socket.socket, request: bytes) -> int:
    """Send one request and read its answer to the end; how many bytes of body it had. Raises SystemExit for no 200."""
    connection.sendall(request)
    held = b""
    while END_OF_HEAD not in held:
        more = connection.recv(1 << 20)
        if not more:
            raise SystemExit("the server closed the connection")
        held += more
    head, _, rest = held.partition(END_OF_HEAD)
    if b" 200 " not in head.split(b"\r\n", 1)[0]:
        raise SystemExit(f"no success: {held[:2000].decode('utf-8', 'replace')}")
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
    )
    left = length - len(rest)
    while left > 0:
        left -= len(connection.recv(min(left, 1 << 20)))
    return length


def _main(port: str, file: str, count: str) -> None:
    request = Path(file).read_bytes()
    with socket.create_connection(("127.0.0.1", int(port))) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        size = _one(connection, request)
        begin = time.perf_counter()
        for _ in range(int(count)):
            size = _one(connection, request)
        print(json.dumps({"seconds": time.perf_counter() - begin, "bytes": size}))


def best(series: Callable[[], Load], times: int = 3) -> Load:
    """The quickest of several series: what disturbs only ever slows down."""
    return min((series() for _ in range(times)), key=lambda load: load.cpu_seconds)


if __name__ == "__main__":
    _main(*sys.argv[1:])
