"""Numbers for Prometheus."""

import urllib.request

from prometheus_client import generate_latest

from syncer import metrics
from syncer.outcome import Outcome


def test_a_cycle_is_counted_and_served() -> None:
    metrics.observe(Outcome("1", counts={"mail_sent": 2}, writes=3, quarantined=1), 0.5)
    metrics.observe(Outcome("1", problem="down"), 0.5)
    metrics.observe_open({"intents": 4})
    text = generate_latest(metrics.REGISTRY).decode()
    assert 'tagus_actions_total{action="mail_sent"} 2.0' in text
    assert 'tagus_cycles_total{outcome="problem"} 1.0' in text
    assert 'tagus_open{kind="intents"} 4.0' in text


def test_serving_stops(unused_port: int) -> None:
    stop = metrics.serve(unused_port)
    with urllib.request.urlopen(f"http://127.0.0.1:{unused_port}/metrics", timeout=10) as answer:
        assert b"tagus_cycle_seconds" in answer.read()
    stop()
