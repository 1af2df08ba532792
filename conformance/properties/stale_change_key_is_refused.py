"""A write or a send with an old ChangeKey is refused: what makes compare-and-swap of a meeting or a mail possible."""

from conformance.history import NO_ERROR, History, Step
from conformance.property import Feature, Nonconformance, Property


def check(history: History) -> int:
    """UpdateItem with NeverOverwrite, and SendItem, fail when the ChangeKey is one that a later write has replaced.

    MS-OXWSCORE 3.1.4.9.4.1 asks for an error without naming it; Exchange answers ErrorIrresolvableConflict to
    UpdateItem and ErrorStaleObject to SendItem. Any error is accepted (our choice).
    """
    newest: dict[str, str] = {}
    replaced: dict[str, set[str]] = {}
    occasions = 0
    for step in history.steps:
        compares = _compares(step)
        for asked, answered in step.pairs():
            if compares and asked.change_key in replaced.get(asked.item_id, ()):
                occasions += 1
                if answered.code == NO_ERROR:
                    raise Nonconformance(f"{step.operation} with a ChangeKey that had been replaced was carried out")
            if step.operation in ("CreateItem", "UpdateItem") and answered.code == NO_ERROR and answered.change_key:
                item_id = answered.item_id or asked.item_id
                before = newest.get(item_id)
                if before is not None and before != answered.change_key:
                    replaced.setdefault(item_id, set()).add(before)
                newest[item_id] = answered.change_key
    return occasions


def _compares(step: Step) -> bool:
    never = step.operation == "UpdateItem" and step.option("ConflictResolution") == "NeverOverwrite"
    return never or step.operation == "SendItem"


PROPERTY = Property(
    name="stale_change_key_is_refused",
    statement="a write or a send with a ChangeKey that was replaced is refused",
    requirements=("MS-OXWSCORE_R588", "MS-OXWSCORE_R158"),
    needs=frozenset({Feature.ITEMS, Feature.CONFLICT_RESOLUTION}),
    check=check,
)
