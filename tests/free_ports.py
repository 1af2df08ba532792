"""Ports that a test may give to a process."""

import contextlib
import os
import socket


def free_ports(count: int) -> int:
    """The first of some free ports in a row, below those that the system gives away by itself."""
    for base in range(20_000 + os.getpid() % 10_000, 32_000, count):
        with contextlib.ExitStack() as held:
            try:
                for port in range(base, base + count):
                    held.enter_context(socket.socket()).bind(("127.0.0.1", port))
            except OSError:
                continue
        return base
    raise AssertionError("no free ports in a row")
