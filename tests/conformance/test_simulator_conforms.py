"""The simulator keeps every promise; a property that fails by itself is never counted as kept."""

from dataclasses import replace

import pytest

from conformance.explore import explore
from conformance.feature import Feature
from conformance.history import History
from conformance.open_target import open_target
from conformance.properties import PROPERTIES
from conformance.property import Property
from conformance.report import Report, as_text
from conformance.run import quiet, run
from conformance.target import TargetChoice
from conformance.verdict import Ruling


@pytest.mark.parametrize("seed", [1, 2])
def test_the_simulator_holds_every_property(seed: int) -> None:
    report = run("simulator", seed=seed)
    assert report.exit_code() == 0, "\n".join(as_text(report))
    assert {verdict.ruling for verdict in report.verdicts} == {Ruling.HOLDS}


def test_a_property_that_fails_by_itself_is_inconclusive() -> None:
    def check(history: History) -> int:
        return len(history.steps) // 0

    def silent_check(history: History) -> int:
        return 0

    crashing = Property("crashing", "", (), frozenset(), check)
    silent = Property("silent", "", (), frozenset(), silent_check)
    with open_target("simulator", TargetChoice()) as target:
        verdicts = explore(target, (crashing, silent), 2, 1, quiet)
    assert [verdict.ruling for verdict in verdicts] == [Ruling.INCONCLUSIVE, Ruling.INCONCLUSIVE]
    assert "ZeroDivisionError" in verdicts[0].reason
    assert Report("simulator", tuple(verdicts), 2, 1, 0.0).exit_code() == 2


def test_a_property_that_needs_what_is_not_offered_is_not_applicable() -> None:
    with open_target("simulator", TargetChoice()) as target:
        poor = replace(target, features=frozenset({Feature.ITEMS}))
        verdicts = {verdict.property.name: verdict.ruling for verdict in explore(poor, PROPERTIES, 5, 1, quiet)}
    assert verdicts["sync_replays_mailbox"] is Ruling.NOT_APPLICABLE
    assert verdicts["created_item_is_readable"] is Ruling.HOLDS
