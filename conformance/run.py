"""One run: open the target, explore it, report."""

import time
from collections.abc import Sequence

from conformance.explore import Progress, explore
from conformance.open_target import open_target
from conformance.properties import PROPERTIES
from conformance.property import Property
from conformance.report import Report
from conformance.target import CannotRun, TargetChoice

EXAMPLES = 100
SEED = 1


def quiet(doing: str, walks: int) -> None:
    """Progress for nobody."""


def properties_named(names: Sequence[str]) -> tuple[Property, ...]:
    """The properties of these names, all when there are none. Raises CannotRun for an unknown name."""
    known = {prop.name: prop for prop in PROPERTIES}
    for name in names:
        if name not in known:
            raise CannotRun(f"there is no property {name!r}; there are {', '.join(known)}")
    return tuple(known[name] for name in dict.fromkeys(names)) if names else PROPERTIES


def run(
    target: str = "simulator",
    properties: Sequence[str] = (),
    examples: int = EXAMPLES,
    seed: int = SEED,
    choice: TargetChoice | None = None,
    progress: Progress = quiet,
) -> Report:
    """Judge the properties on the target. Raises CannotRun when that is not possible."""
    chosen = properties_named(properties)
    started = time.monotonic()
    with open_target(target, choice or TargetChoice()) as opened:
        verdicts = explore(opened, chosen, examples, seed, progress)
        name = opened.name
    return Report(name, tuple(verdicts), examples, seed, time.monotonic() - started)
