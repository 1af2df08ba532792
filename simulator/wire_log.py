"""Both sides of every call that reached an operation: what was asked and what was answered, byte for byte."""

import re
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

MAXIMUM_BYTES = 512 * 1024 * 1024
"""Requests and answers kept, together. Beyond it the oldest entries go (our choice)."""

_RESPONSE_CODE = re.compile(rb"ResponseCode(?:\s[^>]*)?>([A-Za-z]+)<")


@dataclass(frozen=True)
class WireLogEntry:
    """One call. `site` is the name of a site or "crm"; `caller` and `acting` are addresses, "" where there is none."""

    seq: int
    time: datetime
    site: str
    path: str
    caller: str
    acting: str
    operation: str
    http_status: int
    request: bytes
    pieces: tuple[bytes, ...]
    """The answer as it was put together: what the cache of rendered items keeps as well is not held twice."""

    @property
    def answer(self) -> bytes:
        """The answer as it left."""
        return b"".join(self.pieces)

    @property
    def weight(self) -> int:
        """How much is kept."""
        return len(self.request) + sum(map(len, self.pieces))

    @property
    def response_codes(self) -> list[str]:
        """Every ResponseCode of the answer, in order."""
        return [code.decode("ascii") for code in _RESPONSE_CODE.findall(self.answer)]

    def as_json(self) -> dict[str, Any]:
        """What the control plane shows."""
        return {
            "seq": self.seq,
            "time": self.time.isoformat(),
            "site": self.site,
            "path": self.path,
            "caller": self.caller,
            "acting": self.acting,
            "operation": self.operation,
            "http_status": self.http_status,
            "response_codes": self.response_codes,
            "request": self.request.decode("utf-8", errors="replace"),
            "answer": self.answer.decode("utf-8", errors="replace"),
        }


class WireLog:
    """The calls of a running simulator, numbered from 1. `http_status` 0: the connection was closed instead."""

    def __init__(self, maximum_bytes: int = MAXIMUM_BYTES) -> None:
        """Keep at most `maximum_bytes` of requests and answers."""
        self._lock = threading.Lock()
        self._entries: deque[WireLogEntry] = deque()
        self._maximum_bytes = maximum_bytes
        self._bytes = 0
        self._last = 0
        self.listeners: list[Callable[[WireLogEntry], None]] = []
        """Told of every call, in the thread that answers it."""

    def add(
        self,
        *,
        time: datetime,
        site: str,
        path: str,
        caller: str,
        acting: str,
        operation: str,
        http_status: int,
        request: bytes,
        answer: tuple[bytes, ...],
    ) -> None:
        """Write one call down."""
        with self._lock:
            self._last += 1
            entry = WireLogEntry(self._last, time, site, path, caller, acting, operation, http_status, request, answer)
            self._entries.append(entry)
            self._bytes += entry.weight
            while self._bytes > self._maximum_bytes and len(self._entries) > 1:
                self._bytes -= self._entries.popleft().weight
        for listener in self.listeners:
            listener(entry)

    def entries(self, since: int = 0, site: str | None = None, operation: str | None = None) -> list[WireLogEntry]:
        """The calls with a number above `since`, of one site or operation where given."""
        with self._lock:
            kept = list(self._entries)
        return [
            entry
            for entry in kept
            if entry.seq > since
            and (site is None or entry.site == site)
            and (operation is None or entry.operation == operation)
        ]

    @property
    def last(self) -> int:
        """The number of the latest call, 0 before the first: the `since` for what comes next."""
        return self._last

    def clear(self) -> None:
        """Forget every call; numbers go on."""
        with self._lock:
            self._entries.clear()
            self._bytes = 0
