"""An entry that cannot be done fails alone, and answers stand in the order of the entries (MS-OXWSCDATA 2.2.4.12)."""

from conformance.history import NO_ERROR, Answered, Asked, History, Step
from conformance.property import Feature, Nonconformance, Property


def check(history: History) -> int:
    """In a batch with entries that lead nowhere, the others are done, in their places.

    Judged are GetItem, DeleteItem and UpdateItem with AlwaysOverwrite, where nothing but a lost item may fail. An entry
    that stands twice in a request is not judged, and whether a deleted item is gone is another property's matter.
    """
    alive: set[str] = set()
    deleted: set[str] = set()
    occasions = 0
    for step in history.steps:
        if _judged(step) and len({entry.item_id for entry in step.asked}) == len(step.asked):
            occasions += _judge(step, alive, deleted)
        for asked, answered in step.pairs():
            if answered.code != NO_ERROR:
                continue
            if step.operation == "CreateItem":
                alive.add(answered.item_id)
            elif step.operation in ("DeleteItem", "SendItem"):
                alive.discard(asked.item_id)
                deleted.add(asked.item_id)
    return occasions


def _judged(step: Step) -> bool:
    if step.operation == "UpdateItem":
        return step.option("ConflictResolution") == "AlwaysOverwrite"
    return step.operation in ("GetItem", "DeleteItem")


def _judge(step: Step, alive: set[str], deleted: set[str]) -> int:
    good = [entry.item_id in alive for entry in step.asked]
    if all(good) or not any(good):
        return 0
    if step.fault:
        raise Nonconformance(f"one bad entry made the whole {step.operation} fail with {step.code}")
    if len(step.answered) != len(step.asked):
        raise Nonconformance(f"{len(step.asked)} entries of {step.operation} got {len(step.answered)} answers")
    for (asked, answered), lives in zip(step.pairs(), good, strict=True):
        if asked.item_id not in deleted:
            _judge_entry(step.operation, asked, answered, lives)
    return 1


def _judge_entry(operation: str, asked: Asked, answered: Answered, lives: bool) -> None:
    if not lives and answered.code == NO_ERROR:
        raise Nonconformance(f"an entry of {operation} that leads nowhere was answered NoError")
    if lives and answered.code != NO_ERROR:
        raise Nonconformance(f"a good entry of {operation} beside a bad one answered {answered.code}")
    if lives and answered.item_id and answered.item_id != asked.item_id:
        raise Nonconformance(f"an answer of {operation} stands in another entry's place")


PROPERTY = Property(
    name="one_bad_entry_does_not_spoil_the_batch",
    statement="an entry that cannot be done fails alone, and answers stand in the order of the entries",
    requirements=("MS-OXWSCDATA_R1036", "MS-OXWSCDATA_R1284", "MS-OXWSCDATA_R1436"),
    needs=frozenset({Feature.ITEMS, Feature.BATCHES}),
    check=check,
)
