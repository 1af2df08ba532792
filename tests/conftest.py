"""The hypothesis profiles that every test runs under, a switch, and the numbers that tests tell at the end."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from simulator.wire_log import WireLog
from tests.published_schema import CHECKED, errors_of, schema_errors

# Examples share this machine with real processes: slowness is no fault of the code under test.
settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("dev"), derandomize=True, print_blob=True)
settings.register_profile("nightly", parent=settings.get_profile("dev"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """The switch for the tests that need packages of Debian and npm."""
    parser.addoption(
        "--clients", action="store_true", help="let other people's clients judge (tests/independent/clients)"
    )


@pytest.fixture(autouse=True)
def every_answer_is_valid(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hold every EWS answer of a simulator in this process against the published schemas, where they are given."""
    if schema_errors() is None or request.node.get_closest_marker("spoils_answers"):
        yield
        return
    wrong: list[str] = []
    add = WireLog.add

    def add_and_check(log: WireLog, **call: Any) -> None:
        add(log, **call)
        if call["path"].lower().endswith(".asmx") and call["http_status"] in (200, 500):
            wrong.extend(f"{call['operation']}: {error}" for error in errors_of(b"".join(call["answer"])))

    monkeypatch.setattr(WireLog, "add", add_and_check)
    yield
    assert wrong == []


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker tells how many answers it checked."""
    told = getattr(session.config, "workeroutput", None)
    if told is not None:
        told["answers"] = CHECKED.answers


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A worker has told it."""
    CHECKED.answers += getattr(node, "workeroutput", {}).get("answers", 0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests recorded with `record_property`, for instance how many kills a crash test survived."""
    told = [told for report in terminalreporter.getreports("passed") for told in report.user_properties]
    if told:
        terminalreporter.section("recorded")
        for name, value in told:
            terminalreporter.line(f"{name}: {value}")
    if schema_errors() is not None:
        terminalreporter.section("published schemas")
        terminalreporter.line(f"{CHECKED.answers} EWS answers were held against them")
