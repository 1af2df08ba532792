"""Who holds a lease: ``host/pid/serial``. A dead process of this machine holds nothing."""

from __future__ import annotations

import os
import socket


def owner_name(serial: str) -> str:
    """The name under which this process takes leases; ``serial`` tells its workers apart."""
    return f"{socket.gethostname()}/{os.getpid()}/{serial}"


def is_gone(owner: str) -> bool:
    """True only when the holder surely no longer runs: the same host, and no such process id."""
    host, _, rest = owner.partition("/")
    pid = rest.partition("/")[0]
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
