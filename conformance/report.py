"""What a run says: a table with the shortest conversations for people, JSON for machines, golden text for files."""

from collections.abc import Iterator
from dataclasses import dataclass

from conformance.history import History, Step
from conformance.requirements import REQUIREMENTS
from conformance.verdict import Ruling, Verdict

FOUND_NOTHING, FOUND_SOMETHING, COULD_NOT_RUN = 0, 1, 2


@dataclass(frozen=True)
class Report:
    """The verdicts on one target, and what is needed to run the same again. Time is in seconds."""

    target: str
    verdicts: tuple[Verdict, ...]
    examples: int
    seed: int
    seconds: float

    def exit_code(self) -> int:
        """1 when something is broken, else 2 when nothing could be said about a property, else 0."""
        rulings = {verdict.ruling for verdict in self.verdicts}
        if Ruling.BROKEN in rulings:
            return FOUND_SOMETHING
        if Ruling.INCONCLUSIVE in rulings or Ruling.HOLDS not in rulings:
            return COULD_NOT_RUN
        return FOUND_NOTHING

    def covered(self) -> tuple[str, ...]:
        """The ids of the requirements that were put to the test."""
        tested = (verdict for verdict in self.verdicts if verdict.ruling in (Ruling.HOLDS, Ruling.BROKEN))
        return tuple(sorted({requirement for verdict in tested for requirement in verdict.property.requirements}))


def as_json(report: Report) -> dict[str, object]:
    """The report as plain values."""
    return {
        "target": report.target,
        "examples": report.examples,
        "seed": report.seed,
        "seconds": round(report.seconds, 2),
        "exit_code": report.exit_code(),
        "requirements_covered": list(report.covered()),
        "properties": [
            {
                "name": verdict.property.name,
                "ruling": verdict.ruling.value,
                "occasions": verdict.occasions,
                "reason": verdict.reason,
                "requirements": list(verdict.property.requirements),
                "shortest_conversation": list(conversation(verdict.shortest)) if verdict.shortest else None,
            }
            for verdict in report.verdicts
        ],
    }


def as_text(report: Report) -> Iterator[str]:
    """The report line by line."""
    width = max(len(verdict.property.name) for verdict in report.verdicts)
    yield f"target {report.target}: {report.examples} examples, seed {report.seed}, {report.seconds:.1f} s"
    for verdict in report.verdicts:
        said = f"({verdict.occasions} times)" if verdict.ruling is Ruling.HOLDS else verdict.reason
        yield f"  {verdict.property.name:<{width}}  {verdict.ruling.value:<14}  {said}"
    yield f"requirements put to the test: {len(report.covered())} of {len(REQUIREMENTS)} on file"
    for verdict in report.verdicts:
        if verdict.shortest is not None:
            yield ""
            yield f"{verdict.property.name} is broken: {verdict.reason}"
            yield f"  promise: {verdict.property.statement}"
            yield f"  requirements: {', '.join(verdict.property.requirements)}"
            yield "  shortest conversation:"
            yield from (f"    {line}" for line in conversation(verdict.shortest))


def conversation(history: History) -> Iterator[str]:
    """One line a step, with short names for ids and ChangeKeys."""
    names: dict[str, str] = {}
    for number, step in enumerate(history.steps, start=1):
        yield f"{number}. {_line(step, names)}"


def _line(step: Step, names: dict[str, str]) -> str:
    if step.page is not None:
        changes = ", ".join(f"{change.kind} {_name('item', change.item_id, names)}" for change in step.page.changes)
        start = _name("state", step.page.asked_state, names) or "the start"
        end = "the last page" if step.page.includes_last else "more to come"
        state = _name("state", step.page.state, names)
        return f"SyncFolderItems from {start}, at most {step.page.asked_size} -> [{changes}], {state}, {end}"
    if step.operation == "CreateFolder":
        return f"CreateFolder -> {step.code}"
    chosen = ", ".join(step.option(name) for name in ("ConflictResolution", "DeleteType") if step.option(name))
    asked = "; ".join(_entry(entry.item_id, entry.change_key, entry.subject, entry.body, names) for entry in step.asked)
    if step.fault:
        return f"{step.operation} {chosen}({asked}) -> SOAP fault {step.code}"
    answered = "; ".join(
        " ".join(filter(None, (entry.code, _entry(entry.item_id, entry.change_key, entry.subject, entry.body, names))))
        for entry in step.answered
    )
    return f"{step.operation} {chosen}({asked}) -> {answered}"


def _entry(item_id: str, change_key: str, subject: str | None, body: str | None, names: dict[str, str]) -> str:
    words = [_name("item", item_id, names), _name("key", change_key, names)]
    words.extend(f"{label} {text!r}" for label, text in (("subject", subject), ("body", body)) if text is not None)
    return " ".join(filter(None, words))


def _name(kind: str, value: str, names: dict[str, str]) -> str:
    if value and value not in names:
        names[value] = f"{kind}-{1 + sum(name.startswith(kind) for name in names.values())}"
    return names.get(value, "")


def golden(verdict: Verdict) -> str:
    """The shortest conversation as a text to keep: what is broken, then every request and answer in full."""
    assert verdict.shortest is not None
    lines = [
        f"# property: {verdict.property.name}",
        f"# promise: {verdict.property.statement}",
        f"# broken: {verdict.reason}",
        f"# requirements: {', '.join(verdict.property.requirements)}",
        *(f"# {line}" for line in conversation(verdict.shortest)),
    ]
    for number, step in enumerate(verdict.shortest.steps, start=1):
        lines += ["", f">>> {number} {step.operation}", step.request, "", f"<<< {number} {step.code}", step.answer]
    return "\n".join(lines) + "\n"
