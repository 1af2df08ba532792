"""The row store by itself: an undone block leaves no trace but the version numbers it used."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.crm.rows import Row, Rows
from simulator.crm.values import EntityReference

IDS = [uuid.UUID(int=number) for number in range(1, 6)]
ACTIVITIES = [uuid.UUID(int=number) for number in range(11, 13)]
STEPS = st.lists(
    st.tuples(st.sampled_from(("put", "remove")), st.sampled_from(IDS), st.sampled_from(ACTIVITIES)), max_size=12
)


class Stopped(Exception):
    """What goes wrong in the middle."""


def party(activity: uuid.UUID) -> Row:
    return {"activityid": EntityReference("task", activity)}


def play(rows: Rows, steps: list[tuple[str, uuid.UUID, uuid.UUID]]) -> None:
    for verb, row_id, activity in steps:
        if verb == "put":
            rows.put("activityparty", row_id, party(activity))
        elif rows.get("activityparty", row_id) is not None:
            rows.remove("activityparty", row_id)


def seen(rows: Rows) -> object:
    return dict(rows.all("activityparty")), [rows.parties(activity) for activity in ACTIVITIES]


@given(before=STEPS, undone=STEPS, after=STEPS)
def test_undone_block_leaves_rows_and_the_order_of_parties(
    before: list[tuple[str, uuid.UUID, uuid.UUID]],
    undone: list[tuple[str, uuid.UUID, uuid.UUID]],
    after: list[tuple[str, uuid.UUID, uuid.UUID]],
) -> None:
    rows, untouched = Rows(), Rows()
    for store in (rows, untouched):
        play(store, before)
    with pytest.raises(Stopped), rows.transaction():
        play(rows, undone)
        with rows.transaction():
            play(rows, undone)
        raise Stopped
    assert seen(rows) == seen(untouched)
    for store in (rows, untouched):
        with store.transaction():
            play(store, after)
    assert seen(rows) == seen(untouched)


@given(steps=STEPS)
def test_index_of_parties_agrees_with_the_rows(steps: list[tuple[str, uuid.UUID, uuid.UUID]]) -> None:
    rows = Rows()
    play(rows, steps)
    for activity in ACTIVITIES:
        expected = {row_id for row_id, row in rows.all("activityparty") if row == party(activity)}
        assert {row_id for row_id, _ in rows.parties(activity)} == expected


def test_versions_only_grow() -> None:
    rows = Rows()
    first = rows.next_version()
    with pytest.raises(Stopped), rows.transaction():
        rows.next_version()
        raise Stopped
    assert rows.next_version() == first + 2
    assert rows.version == first + 2
