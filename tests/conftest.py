"""The hypothesis profiles that every test runs under, a switch, and the numbers that tests tell at the end."""

import os

import pytest
from hypothesis import HealthCheck, settings

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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests recorded with `record_property`, for instance how many kills a crash test survived."""
    told = [told for report in terminalreporter.getreports("passed") for told in report.user_properties]
    if told:
        terminalreporter.section("recorded")
        for name, value in told:
            terminalreporter.line(f"{name}: {value}")
