"""An item whose content changed has another ChangeKey (MS-OXWSCORE 2.2.4.25)."""

from dataclasses import dataclass

from conformance.history import NO_ERROR, Answered, Asked, History, Step
from conformance.property import Feature, Nonconformance, Property


@dataclass(frozen=True)
class Version:
    """What is known of an item under one ChangeKey."""

    change_key: str
    subject: str


def check(history: History) -> int:
    """One ChangeKey of one item never stands for two subjects, whether they were written or read."""
    seen: dict[str, list[Version]] = {}
    occasions = 0
    for step in history.steps:
        for asked, answered in step.pairs():
            version = _version(step, asked, answered)
            if version is None:
                continue
            item_id = answered.item_id or asked.item_id
            for earlier in seen.setdefault(item_id, []):
                if earlier.subject != version.subject:
                    occasions += 1
                    if earlier.change_key == version.change_key:
                        raise Nonconformance(
                            f"the subject went from {earlier.subject!r} to {version.subject!r} under one ChangeKey"
                        )
            seen[item_id].append(version)
    return occasions


def _version(step: Step, asked: Asked, answered: Answered) -> Version | None:
    if answered.code != NO_ERROR or not answered.change_key:
        return None
    if step.operation == "GetItem":
        return Version(answered.change_key, answered.subject or "")
    if step.operation == "CreateItem":
        return Version(answered.change_key, asked.subject or "")
    if step.operation == "UpdateItem" and step.option("ConflictResolution") != "AutoResolve":
        return Version(answered.change_key, asked.subject or "")
    return None


PROPERTY = Property(
    name="change_key_moves_with_content",
    statement="an item whose content changed has another ChangeKey",
    requirements=("MS-OXWSCORE_R158",),
    needs=frozenset({Feature.ITEMS}),
    check=check,
)
