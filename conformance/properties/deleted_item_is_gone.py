"""The id of a deleted item leads nowhere any more (MS-OXWSCORE 3.1.4.3)."""

from conformance.history import NO_ERROR, History
from conformance.property import Feature, Nonconformance, Property

NOT_FOUND = "ErrorItemNotFound"


def check(history: History) -> int:
    """GetItem, UpdateItem and DeleteItem of a deleted item's id answer ErrorItemNotFound.

    An item that was moved to Deleted Items lives on there under another id, so the old one is gone as well.
    """
    gone: set[str] = set()
    occasions = 0
    for step in history.steps:
        if step.operation not in ("GetItem", "UpdateItem", "DeleteItem"):
            continue
        for asked, answered in step.pairs():
            if asked.item_id in gone:
                occasions += 1
                if answered.code != NOT_FOUND:
                    raise Nonconformance(f"{step.operation} of a deleted item answered {answered.code}")
            elif step.operation == "DeleteItem" and answered.code == NO_ERROR:
                gone.add(asked.item_id)
    return occasions


PROPERTY = Property(
    name="deleted_item_is_gone",
    statement="the id of a deleted item leads nowhere any more",
    requirements=("MS-OXWSCORE_R303", "MS-OXWSCORE_R1667"),
    needs=frozenset({Feature.ITEMS}),
    check=check,
)
