"""From the name on the command line to an open target: a plain one, or a broken one in front of the simulator."""

from collections.abc import Iterator
from contextlib import contextmanager

from conformance.broken import BROKEN_SERVERS
from conformance.proxy import in_front_of
from conformance.target import CannotRun, Target, TargetChoice
from conformance.targets import TARGETS
from conformance.targets.simulator import KIND as SIMULATOR

BROKEN_PREFIX = "broken:"


def target_names() -> tuple[tuple[str, str], ...]:
    """Every name that can be given, with its meaning."""
    plain = tuple((kind.name, kind.meaning) for kind in TARGETS)
    return plain + tuple((BROKEN_PREFIX + server.name, server.meaning) for server in BROKEN_SERVERS)


@contextmanager
def open_target(name: str, choice: TargetChoice) -> Iterator[Target]:
    """The open target. Raises CannotRun for an unknown name and for what stands in the way."""
    if name.startswith(BROKEN_PREFIX):
        for server in BROKEN_SERVERS:
            if name == BROKEN_PREFIX + server.name:
                with SIMULATOR.open(choice) as target, in_front_of(target, server.make(), name) as spoiled:
                    yield spoiled
                return
    for kind in TARGETS:
        if name == kind.name:
            with kind.open(choice) as target:
                yield target
            return
    raise CannotRun(f"there is no target {name!r}; there are {', '.join(known for known, _ in target_names())}")
