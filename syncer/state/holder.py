"""Who holds a lease: ``host/boot/namespace/pid/serial``. A dead process that we could have seen holds nothing.

Process ids mean something only within one boot and one process-id namespace: two containers may share host name and
database and still not see each other's processes. A holder from elsewhere is never known to be gone; its lease ends by
itself.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_NAMESPACE = Path("/proc/self/ns/pid")


def owner_name(serial: str) -> str:
    """The name under which this process takes leases; ``serial`` tells its workers apart."""
    return f"{_here()}/{os.getpid()}/{serial}"


def is_gone(owner: str) -> bool:
    """True only when the holder surely no longer runs: same host, boot and namespace, and no such process id."""
    here = _here()
    pid = owner.removeprefix(f"{here}/").partition("/")[0]
    if not owner.startswith(f"{here}/") or "unknown" in here or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _here() -> str:
    try:
        boot = _BOOT.read_text(encoding="ascii").strip()
        namespace = str(_NAMESPACE.stat().st_ino)
    except OSError:
        boot = namespace = "unknown"
    return f"{socket.gethostname()}/{boot}/{namespace}"
