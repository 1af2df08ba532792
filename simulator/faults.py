"""Planned faults: what a test asks the simulated servers to do wrong, where, and how often.

A fault is JSON on the control plane: `{"where": {...}, "nth": 1, "times": 1, "do": {"kind": ...}}`. It strikes from the
`nth` matching call on, `times` times (0: for ever). Nothing here knows HTTP or XML: the endpoints act on it.
"""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from simulator.errors import SimulatorMisuse

BinaryForm = Literal["self_closed", "empty", "missing", "malformed"]

_TYPES: tuple[tuple[str, type], ...] = (
    ("property", str),
    ("form", str),
    ("code", str),
    ("back_off_ms", int),
    ("bytes", int),
    ("status", int),
    ("retry_after", int),
)

KINDS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    # kind, keys it must have, keys it may have
    ("empty_binary", ("property",), ("form",)),
    ("server_busy", (), ("back_off_ms",)),
    ("response_code", ("code",), ()),
    ("close_before_effect", (), ()),
    ("close_after_effect", (), ()),
    ("hold_before_effect", (), ()),
    ("hold_answer", (), ()),
    ("truncate", ("bytes",), ()),
    ("http_status", ("status",), ("retry_after",)),
)
"""Every kind of fault with the keys of its `do`."""

HTTP_KINDS = (
    "close_before_effect",
    "close_after_effect",
    "hold_before_effect",
    "hold_answer",
    "truncate",
    "http_status",
)
"""The kinds that mean something to every endpoint; the others are about EWS."""

CALL_KINDS = (*HTTP_KINDS, "server_busy", "response_code")
"""The kinds that strike an EWS call."""

BINARY_FORMS: tuple[BinaryForm, ...] = ("self_closed", "empty", "missing", "malformed")

_PLACES = ("site", "operation", "mailbox", "item_id")


@dataclass
class PlannedFault:
    """One planned fault. `hits` counts how often it struck, `holding` tells whether a call waits in it now."""

    id: int
    where: Mapping[str, str]
    do: Mapping[str, Any]
    nth: int
    times: int
    matched: int = 0
    hits: int = 0
    waiting: int = 0
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def kind(self) -> str:
        """The kind of fault, one of `KINDS`."""
        return str(self.do["kind"])

    @property
    def holding(self) -> bool:
        """Whether a call is being held back by it at this moment."""
        return self.waiting > 0

    def matches(self, site: str, operation: str | None, mailbox: str, item_ids: Iterable[str]) -> bool:
        """Whether a call is the one meant. An `operation` of None is not compared."""
        found = {"site": site, "operation": operation, "mailbox": mailbox.lower()}
        for place, wanted in self.where.items():
            if place == "item_id":
                if wanted not in item_ids:
                    return False
            elif found[place] is not None and found[place] != (wanted.lower() if place == "mailbox" else wanted):
                return False
        return True

    def strikes(self) -> bool:
        """Count one matching call; whether the fault strikes it."""
        self.matched += 1
        due = self.matched >= self.nth and (self.times == 0 or self.matched < self.nth + self.times)
        self.hits += due
        return due

    def as_json(self) -> dict[str, Any]:
        """What the control plane lists."""
        return {
            "id": self.id,
            "where": dict(self.where),
            "nth": self.nth,
            "times": self.times,
            "do": dict(self.do),
            "hits": self.hits,
            "holding": self.holding,
        }


class Faults:
    """The planned faults of a running simulator."""

    def __init__(self) -> None:
        """Begin without any."""
        self._lock = threading.Lock()
        self._planned: list[PlannedFault] = []
        self._last_id = 0

    def plan(
        self, where: Mapping[str, str] | None = None, do: Mapping[str, Any] | None = None, nth: int = 1, times: int = 1
    ) -> int:
        """Plan a fault and return its id. Raises SimulatorMisuse for a kind, place or key that does not exist."""
        where, do = dict(where or {}), dict(do or {})
        _check(where, do, nth, times)
        with self._lock:
            self._last_id += 1
            self._planned.append(PlannedFault(self._last_id, where, do, nth, times))
            return self._last_id

    def listed(self) -> list[dict[str, Any]]:
        """Every planned fault, oldest first."""
        with self._lock:
            return [fault.as_json() for fault in self._planned]

    def delete(self, fault_id: int) -> None:
        """Forget a fault; whoever it holds goes on. Raises SimulatorMisuse for an unknown id."""
        with self._lock:
            fault = self._find(fault_id)
            self._planned.remove(fault)
        fault.released.set()

    def clear(self) -> None:
        """Forget every fault; whoever is held goes on."""
        with self._lock:
            gone, self._planned = self._planned, []
        for fault in gone:
            fault.released.set()

    def release(self, fault_id: int) -> None:
        """Let everybody whom the fault holds go on; calls held later are held anew."""
        with self._lock:
            fault = self._find(fault_id)
            fault.released.set()
            fault.released = threading.Event()

    @property
    def are_planned(self) -> bool:
        """Whether there is any: most of the time there is none, and nobody needs to look."""
        return bool(self._planned)

    def strike(
        self,
        site: str,
        operation: str,
        mailbox: str,
        item_ids: Iterable[str] = (),
        kinds: tuple[str, ...] = CALL_KINDS,
    ) -> PlannedFault | None:
        """The fault that strikes this call, if any; every matching fault of these `kinds` counts the call."""
        item_ids = frozenset(item_ids)
        with self._lock:
            struck = [
                fault
                for fault in self._planned
                if fault.kind in kinds and fault.matches(site, operation, mailbox, item_ids) and fault.strikes()
            ]
        return struck[0] if struck else None

    def binary_form(self, site: str, mailbox: str, item_id: str, property_name: str) -> BinaryForm | None:
        """How a requested Binary property of an item is to be answered wrongly, or None for the truth."""
        with self._lock:
            for fault in self._planned:
                if fault.kind != "empty_binary" or fault.do["property"] != property_name:
                    continue
                if fault.matches(site, None, mailbox, (item_id,)) and fault.strikes():
                    form: BinaryForm = fault.do.get("form", "self_closed")
                    return form
        return None

    def hold(self, fault: PlannedFault) -> None:
        """Wait until the fault is released, deleted or cleared."""
        with self._lock:
            if fault not in self._planned:
                return
            fault.waiting += 1
            released = fault.released
        try:
            released.wait()
        finally:
            with self._lock:
                fault.waiting -= 1

    def _find(self, fault_id: int) -> PlannedFault:
        for fault in self._planned:
            if fault.id == fault_id:
                return fault
        raise SimulatorMisuse(f"there is no fault {fault_id}; GET /faults lists them")


def _check(where: Mapping[str, str], do: Mapping[str, Any], nth: int, times: int) -> None:
    for place, wanted in where.items():
        if place not in _PLACES:
            raise SimulatorMisuse(f"where.{place}: no such place; known are {', '.join(_PLACES)}")
        if not isinstance(wanted, str):
            raise SimulatorMisuse(f"where.{place} = {wanted!r}: write a string")
    known = {kind: (needed, optional) for kind, needed, optional in KINDS}
    kind = do.get("kind")
    if kind not in known:
        raise SimulatorMisuse(f"do.kind = {kind!r}: no such fault; known are {', '.join(known)}")
    needed, optional = known[kind]
    for key in needed:
        if key not in do:
            raise SimulatorMisuse(f"do.{key} is missing: a fault of kind {kind} needs it")
    for key in do:
        if key not in ("kind", *needed, *optional):
            raise SimulatorMisuse(f"do.{key}: a fault of kind {kind} has no such key")
    for key, expected in _TYPES:
        if key in do and type(do[key]) is not expected:
            raise SimulatorMisuse(f"do.{key} = {do[key]!r}: write a {'string' if expected is str else 'whole number'}")
    if kind == "empty_binary" and do.get("form", "self_closed") not in BINARY_FORMS:
        raise SimulatorMisuse(f"do.form = {do['form']!r}: use one of {', '.join(BINARY_FORMS)}")
    if nth < 1 or times < 0:
        raise SimulatorMisuse("nth counts from 1, times from 0 (for ever)")
