"""Hand-written conversations: one good and one bad for each property."""

from collections.abc import Mapping

from conformance.history import NO_ERROR, Answered, Asked, Change, History, Page, Step

NEVER = {"ConflictResolution": "NeverOverwrite"}
ALWAYS = {"ConflictResolution": "AlwaysOverwrite"}


def step(
    operation: str, *pairs: tuple[Asked, Answered], options: Mapping[str, str] | None = None, fault: str = ""
) -> Step:
    """A step of entries and their answers; with a fault, the answers are dropped."""
    asked, answered = tuple(one for one, _ in pairs), tuple(other for _, other in pairs)
    if fault:
        return Step(operation, fault, asked, options=options or {}, fault=True)
    code = next((entry.code for entry in answered if entry.code != NO_ERROR), NO_ERROR)
    return Step(operation, code, asked, answered, options or {})


def created(item_id: str, key: str = "k1", subject: str = "Ponte", body: str = "") -> Step:
    """One item made."""
    return step("CreateItem", (Asked(subject=subject, body=body), Answered(NO_ERROR, item_id, key)))


def got(item_id: str, key: str = "k1", subject: str = "Ponte", body: str = "", code: str = NO_ERROR) -> Step:
    """One item read."""
    return step("GetItem", (Asked(item_id), reading(item_id, key, subject, body, code)))


def reading(item_id: str, key: str = "k1", subject: str = "Ponte", body: str = "", code: str = NO_ERROR) -> Answered:
    """What GetItem answers for an item, or an error."""
    return Answered(NO_ERROR, item_id, key, subject, body) if code == NO_ERROR else Answered(code)


def updated(
    item_id: str,
    old: str,
    new: str,
    subject: str,
    code: str = NO_ERROR,
    options: Mapping[str, str] = NEVER,
) -> Step:
    """One subject changed."""
    answered = Answered(NO_ERROR, item_id, new) if code == NO_ERROR else Answered(code)
    return step("UpdateItem", (Asked(item_id, old, subject), answered), options=options)


def deleted(item_id: str, code: str = NO_ERROR) -> Step:
    """One item deleted."""
    return step("DeleteItem", (Asked(item_id), Answered(code)), options={"DeleteType": "HardDelete"})


def synced(before: str, after: str, *changes: tuple[str, str], last: bool = True, size: int = 512) -> Step:
    """One page of changes: pairs of kind and item."""
    page = Page(before, size, after, last, tuple(Change(kind, item_id) for kind, item_id in changes))
    return Step("SyncFolderItems", NO_ERROR, (), (Answered(NO_ERROR),), page=page)


def history(*steps: Step) -> History:
    """The conversation."""
    return History(steps)


GOOD: dict[str, tuple[History, ...]] = {
    "created_item_is_readable": (
        history(created("a", body="Tejo\n"), got("a", body="Tejo\r\n")),
        history(created("a"), updated("a", "k1", "k2", "Rio"), got("a", "k2", "Rio")),
        history(
            created("a"),
            updated("a", "k0", "", "Rio", "ErrorIrresolvableConflict"),
            got("a"),
            updated("a", "k0", "k2", "Rio", options={"ConflictResolution": "AutoResolve"}),
            got("a", "k2", "Ponte"),
        ),
    ),
    "deleted_item_is_gone": (
        history(created("a"), deleted("a"), got("a", code="ErrorItemNotFound"), deleted("a", "ErrorItemNotFound")),
    ),
    "change_key_moves_with_content": (history(created("a"), updated("a", "k1", "k2", "Rio"), got("a", "k2", "Rio")),),
    "stale_change_key_is_refused": (
        history(
            created("a"),
            updated("a", "k1", "k2", "Rio"),
            updated("a", "k1", "", "Mar", "ErrorIrresolvableConflict"),
            updated("a", "k1", "k3", "Mar", options=ALWAYS),
        ),
        history(
            created("a"),
            updated("a", "k1", "k2", "Rio"),
            step("SendItem", (Asked("a", "k1"), Answered("ErrorStaleObject"))),
        ),
    ),
    "one_bad_entry_does_not_spoil_the_batch": (
        history(
            created("a"),
            created("b"),
            step(
                "GetItem",
                (Asked("a"), reading("a")),
                (Asked("?"), Answered("ErrorInvalidIdMalformed")),
                (Asked("b"), reading("b")),
            ),
        ),
    ),
    "sync_replays_mailbox": (
        history(
            created("a"),
            created("b"),
            synced("", "s1", ("Create", "b"), last=False, size=1),
            synced("s1", "s2", ("Create", "a"), size=1),
            updated("a", "k1", "k2", "Rio"),
            deleted("b"),
            synced("s2", "s3", ("Update", "a"), ("Delete", "b")),
            synced("s1", "s4", ("Create", "a"), ("Delete", "b")),
        ),
    ),
}
"""Conversations that keep the promise and put it to the test."""

BAD: dict[str, tuple[History, ...]] = {
    "created_item_is_readable": (
        history(created("a", subject="Évora"), got("a", subject="?vora")),
        history(created("a", body="Tejo"), got("a", body="")),
        history(created("a"), got("a", code="ErrorItemNotFound")),
        history(created("a"), updated("a", "k0", "", "Rio", "ErrorIrresolvableConflict"), got("a", "k2", "Rio")),
    ),
    "deleted_item_is_gone": (
        history(created("a"), deleted("a"), got("a")),
        history(created("a"), deleted("a"), deleted("a")),
        history(created("a"), deleted("a"), got("a", code="ErrorInternalServerError")),
    ),
    "change_key_moves_with_content": (
        history(created("a"), updated("a", "k1", "k1", "Rio")),
        history(created("a"), updated("a", "k1", "k2", "Rio"), updated("a", "k2", "k1", "Mar")),
        history(created("a"), got("a", subject="Rio")),
    ),
    "stale_change_key_is_refused": (
        history(created("a"), updated("a", "k1", "k2", "Rio"), updated("a", "k1", "k3", "Mar")),
        history(
            created("a"),
            updated("a", "k1", "k2", "Rio"),
            step("SendItem", (Asked("a", "k1"), Answered(NO_ERROR))),
        ),
    ),
    "one_bad_entry_does_not_spoil_the_batch": (
        history(
            created("a"),
            step(
                "GetItem",
                (Asked("a"), Answered("ErrorInvalidIdMalformed")),
                (Asked("?"), Answered("ErrorInvalidIdMalformed")),
            ),
        ),
        history(
            created("a"),
            step("GetItem", (Asked("?"), reading("a")), (Asked("a"), Answered("ErrorInvalidIdMalformed"))),
        ),
        history(
            created("a"),
            step("GetItem", (Asked("a"), reading("a")), (Asked("?"), Answered("")), fault="ErrorInvalidIdMalformed"),
        ),
        history(created("a"), Step("DeleteItem", NO_ERROR, (Asked("a"), Asked("?")), (Answered(NO_ERROR),))),
    ),
    "sync_replays_mailbox": (
        history(created("a"), synced("", "s1")),
        history(created("a"), synced("", "s1", ("Create", "a")), deleted("a"), synced("s1", "s2")),
        history(created("a"), synced("", "s1", ("Create", "a")), updated("a", "k1", "k2", "Rio"), synced("s1", "s2")),
        history(created("a"), created("b"), synced("", "s1", ("Create", "a"), ("Create", "b"), size=1)),
    ),
}
"""Conversations that break the promise, each in another way."""
