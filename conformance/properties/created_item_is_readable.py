"""What was written can be read, as it was written (MS-OXWSCORE 3.1.4.2, 3.1.4.4)."""

from conformance.history import NO_ERROR, Answered, Asked, History, Step
from conformance.property import Feature, Nonconformance, Property

Texts = dict[str, str | None]


def check(history: History) -> int:
    """Every GetItem of a living item answers the subject and the body of the last write that succeeded.

    An error is judged only where every entry of the request is a living item: a batch that fails together is judged by
    one_bad_entry_does_not_spoil_the_batch. A text that an AutoResolve update may or may not have written is not judged
    until it is written again. Line ends and white space at the end of a body are the server's to choose.
    """
    subjects: Texts = {}
    bodies: Texts = {}
    occasions = 0
    for step in history.steps:
        for asked, answered in step.pairs():
            if step.operation == "GetItem" and asked.item_id in subjects:
                if answered.code != NO_ERROR and not _all_living(step, subjects):
                    continue
                _judge(answered, subjects[asked.item_id], bodies[asked.item_id])
                occasions += 1
            elif answered.code == NO_ERROR:
                _remember(step, asked, answered, subjects, bodies)
    return occasions


def _all_living(step: Step, subjects: Texts) -> bool:
    return all(entry.item_id in subjects for entry in step.asked)


def _remember(step: Step, asked: Asked, answered: Answered, subjects: Texts, bodies: Texts) -> None:
    if step.operation == "CreateItem":
        subjects[answered.item_id], bodies[answered.item_id] = asked.subject or "", asked.body or ""
    elif step.operation == "UpdateItem" and asked.item_id in subjects:
        certain = step.option("ConflictResolution") != "AutoResolve"
        subjects[asked.item_id] = (asked.subject or "") if certain else None
    elif step.operation in ("DeleteItem", "SendItem"):
        subjects.pop(asked.item_id, None)


def _judge(answered: Answered, subject: str | None, body: str | None) -> None:
    if answered.code != NO_ERROR:
        raise Nonconformance(f"an item that was created and not deleted answered {answered.code}")
    if subject is not None and (answered.subject or "") != subject:
        raise Nonconformance(f"the subject {subject!r} was written and {answered.subject!r} was read")
    if body is not None and _lines(answered.body or "") != _lines(body):
        raise Nonconformance(f"the body {body!r} was written and {answered.body!r} was read")


def _lines(text: str) -> list[str]:
    return text.rstrip().splitlines()


PROPERTY = Property(
    name="created_item_is_readable",
    statement="what was written can be read, as it was written",
    requirements=("MS-OXWSCORE_R258", "MS-OXWSCORE_R346", "MS-OXWSCORE_R466", "MS-OXWSCORE_R73", "MS-OXWSCORE_R76"),
    needs=frozenset({Feature.ITEMS}),
    check=check,
)
