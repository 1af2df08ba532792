"""Numbers for Prometheus. No label names a mailbox: thousands of them would be thousands of series."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

from syncer.outcome import Outcome

REGISTRY = CollectorRegistry()

_CYCLES = Counter("tagus_cycles_total", "Cycles by how they ended.", ["outcome"], registry=REGISTRY)
_ACTIONS = Counter("tagus_actions_total", "What the cycles did, by action.", ["action"], registry=REGISTRY)
_WRITES = Counter("tagus_remote_writes_total", "Calls that changed something in Exchange or CRM.", registry=REGISTRY)
_QUARANTINED = Counter("tagus_quarantined_total", "Items and rows set aside.", registry=REGISTRY)
_SECONDS = Histogram("tagus_cycle_seconds", "How long a cycle took, in seconds.", registry=REGISTRY)
_OPEN = Gauge("tagus_open", "Changes, intents and quarantined entries now.", ["kind"], registry=REGISTRY)


def observe(outcome: Outcome, seconds: float) -> None:
    """Count one cycle."""
    _CYCLES.labels(_ending(outcome)).inc()
    _WRITES.inc(outcome.writes)
    _QUARANTINED.inc(outcome.quarantined)
    _SECONDS.observe(seconds)
    for action, number in outcome.counts.items():
        _ACTIONS.labels(action).inc(number)


def observe_open(counts: dict[str, int]) -> None:
    """Set how much is open, as `Store.count_open` answers it."""
    for kind, number in counts.items():
        _OPEN.labels(kind).set(number)


def serve(port: int) -> Callable[[], None]:
    """Serve the numbers on the loopback interface; answers the function that stops it. Raises OSError."""
    server, thread = start_http_server(port, addr="127.0.0.1", registry=REGISTRY)

    def stop() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return stop


def _ending(outcome: Outcome) -> str:
    if outcome.lost:
        return "lease_lost"
    if outcome.problem:
        return "problem"
    if outcome.held:
        return "held"
    return "quiet" if outcome.quiet else "done"
