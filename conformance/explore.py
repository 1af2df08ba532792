"""Hold conversations with a target and judge them: the loop between hypothesis, the machine and the properties."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from conformance.history import History
from conformance.machines.mailbox_machine import MailboxMachine
from conformance.property import Nonconformance, Property
from conformance.target import CannotRun, Target
from conformance.verdict import Ruling, Verdict
from conformance.wire.ews import Ews
from conformance.wire.post import WireError

STEPS = 12
"""Rules in one walk, at most."""

ROUND = 10
"""Walks drawn from one seed. Hypothesis varies walks that it drew before, so that many of one seed are much alike."""

PATIENCE = 40
"""Shrinking ends after so many walks that found nothing shorter."""

MOST_SHRINKING = 120
"""And after so many walks in all."""

Progress = Callable[[str, int], None]
"""Told what is going on, and how many walks there were so far."""


class ShortEnough(BaseException):
    """Ends shrinking; hypothesis lets through what is no Exception."""


@dataclass
class Judge:
    """Judges every history that a machine shows; remembers the shortest that breaks a property.

    As soon as one property is broken, only that one is judged, so that hypothesis shrinks one finding.
    """

    properties: list[Property]
    occasions: dict[str, int] = field(default_factory=dict)
    inconclusive: dict[str, str] = field(default_factory=dict)
    broken: Property | None = None
    reason: str = ""
    shortest: History | None = None
    walks_since: int = 0
    shrinking: int = 0

    def begin(self) -> None:
        """A walk begins. Raises ShortEnough when nothing shorter was found for a while."""
        if self.broken is None:
            return
        self.walks_since += 1
        self.shrinking += 1
        if self.walks_since > PATIENCE or self.shrinking > MOST_SHRINKING:
            raise ShortEnough

    def watch(self, history: History) -> None:
        """Raise Nonconformance when the conversation so far breaks a property."""
        for prop in (self.broken,) if self.broken else tuple(self.properties):
            if prop.name in self.inconclusive:
                continue
            try:
                prop.check(history)
            except Nonconformance as nonconformance:
                self._found(prop, str(nonconformance), history)
                raise
            except Exception as error:  # a mistake of the property is no finding about the server
                self.inconclusive[prop.name] = f"the property itself failed: {type(error).__name__}: {error}"

    def count(self, history: History) -> None:
        """Add a finished walk's occasions."""
        for prop in self.properties:
            if self.broken is None and prop.name not in self.inconclusive:
                self.occasions[prop.name] = self.occasions.get(prop.name, 0) + prop.check(history)

    def _found(self, prop: Property, reason: str, history: History) -> None:
        if self.shortest is None or history.size() < self.shortest.size():
            self.broken, self.reason, self.shortest, self.walks_since = prop, reason, history, 0


def explore(
    target: Target, properties: Sequence[Property], examples: int, seed_number: int, progress: Progress
) -> list[Verdict]:
    """Judge the properties on `examples` walks; one verdict each, in their order.

    A broken property is shrunk by itself, then the rest is judged again. Raises CannotRun when the server is not there
    or does not speak SOAP.
    """
    verdicts: dict[str, Verdict] = {}
    judged: list[Property] = []
    for prop in properties:
        missing = prop.needs - target.features
        if missing:
            reason = f"{target.name} does not offer {', '.join(sorted(missing))}"
            verdicts[prop.name] = Verdict(prop, Ruling.NOT_APPLICABLE, reason=reason)
        else:
            judged.append(prop)
    ews = Ews(target)
    try:
        while judged:
            judge = Judge(list(judged))
            _walk(target, ews, judge, examples, seed_number, progress)
            if judge.broken is None:
                verdicts.update({prop.name: _verdict(prop, judge) for prop in judged})
                break
            verdicts[judge.broken.name] = Verdict(judge.broken, Ruling.BROKEN, 1, judge.reason, judge.shortest)
            judged.remove(judge.broken)
    finally:
        ews.close()
    return [verdicts[prop.name] for prop in properties]


def _verdict(prop: Property, judge: Judge) -> Verdict:
    if prop.name in judge.inconclusive:
        return Verdict(prop, Ruling.INCONCLUSIVE, reason=judge.inconclusive[prop.name])
    occasions = judge.occasions.get(prop.name, 0)
    if not occasions:
        return Verdict(prop, Ruling.INCONCLUSIVE, reason="no conversation put it to the test; try more examples")
    return Verdict(prop, Ruling.HOLDS, occasions)


def _walk(target: Target, ews: Ews, judge: Judge, examples: int, seed_number: int, progress: Progress) -> None:
    walks = 0

    class Walk(MailboxMachine):
        """One walk of this run."""

        def __init__(self) -> None:
            nonlocal walks
            walks += 1
            judge.begin()
            progress("walking" if judge.broken is None else f"shrinking {judge.broken.name}", walks)
            super().__init__(target, ews, judge.watch)

        def teardown(self) -> None:
            super().teardown()
            judge.count(self.history)

    for number, already in enumerate(range(0, examples, ROUND)):
        chosen = _settings(min(ROUND, examples - already))
        try:
            run_state_machine_as_test(seed(f"{seed_number}.{number}")(Walk), settings=chosen)
        except WireError as error:
            raise CannotRun(str(error)) from error
        except CannotRun:
            raise
        except ShortEnough:
            return
        except Exception:
            # Hypothesis calls a finding flaky when the server does not answer alike twice: it was seen all the same.
            if judge.broken is None:
                raise
            return


def _settings(examples: int) -> settings:
    """Settings that no profile changes, so that a run on a build machine draws what a run at home draws."""
    return settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=False,
        verbosity=Verbosity.quiet,
        report_multiple_bugs=False,
        print_blob=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
