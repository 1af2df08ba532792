"""CalendarView: what happens between two moments, series expanded (MS-OXWSSRCH 2.2.4.10)."""

import pytest

from tests.simulator.calendar.asking import (
    DAILY,
    ENDLESS,
    NO_MAIL,
    NS,
    WEEKLY,
    change,
    conversation,
    event,
    item_id,
    nth,
    one,
    only,
    series,
    starts,
    update,
    view,
)
from tests.simulator.ews.conversation import text_at


def test_wall_times_stay_over_daylight_saving() -> None:
    talk = conversation()
    series(talk, DAILY, ENDLESS)
    found = view(talk, "2026-03-27T00:00:00Z", "2026-03-31T00:00:00Z")
    assert starts(found) == [
        "2026-03-27T08:00:00Z", "2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z", "2026-03-30T07:00:00Z",
    ]  # fmt: skip
    later = view(talk, "2126-10-24T00:00:00Z", "2126-10-26T00:00:00Z")
    assert len(starts(later)) == 2


def test_series_and_single_items_are_sorted_together_and_can_be_read_by_id() -> None:
    talk = conversation()
    series(talk)
    talk.create(event(start="2026-03-20T09:00:00"[:19], end="2026-03-20T10:00:00"), NO_MAIL)
    found = view(talk, "2026-03-16T00:00:00Z", "2026-03-24T00:00:00Z")
    kinds = [str(item.text) for item in found.iterfind(".//t:CalendarItemType", NS)]
    assert kinds == ["Occurrence", "Single", "Occurrence"]
    assert starts(found) == ["2026-03-16T08:00:00Z", "2026-03-20T08:00:00Z", "2026-03-23T08:00:00Z"]
    ids = [str(item.get("Id")) for item in found.iterfind(".//t:ItemId", NS)]
    assert [text_at(one(talk, item_id(identity)), "t:Start") for identity in ids] == starts(found)
    keys = [str(key.text) for key in view(talk, "2026-03-16T00:00:00Z", "2026-03-24T00:00:00Z", shape="AllProperties")
            .iterfind(".//t:InstanceKey", NS)]  # fmt: skip
    assert len(set(keys)) == 3


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2026-03-16T08:00:00Z", "2026-03-16T09:00:00Z", 1),
        ("2026-03-16T09:00:00Z", "2026-03-23T08:00:00Z", 0),
        ("2026-03-16T08:59:59Z", "2026-03-23T08:00:01Z", 2),
        ("2026-03-16T08:30:00Z", "2026-03-16T08:30:00Z", 1),
        ("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z", 0),
    ],
)
def test_an_occurrence_that_touches_the_view_is_in_it(start: str, end: str, count: int) -> None:
    talk = conversation()
    series(talk)
    assert len(starts(view(talk, start, end))) == count


def test_a_moved_occurrence_is_where_it_was_moved_to() -> None:
    talk = conversation()
    master = series(talk, WEEKLY, ENDLESS)
    update(talk, nth(master, 2), change("Start", "2026-03-26T08:00:00Z") + change("End", "2026-03-26T09:00:00Z"))
    assert starts(view(talk, "2026-03-23T00:00:00Z", "2026-03-24T00:00:00Z")) == []
    assert starts(view(talk, "2026-03-26T00:00:00Z", "2026-03-27T00:00:00Z")) == ["2026-03-26T08:00:00Z"]


def test_no_more_entries_than_wanted() -> None:
    talk = conversation()
    series(talk, DAILY, ENDLESS)
    found = view(talk, "2026-03-16T00:00:00Z", "2026-03-21T00:00:00Z", ' MaxEntriesReturned="2"')
    root = only(found, "//m:RootFolder")
    assert (len(starts(found)), root.get("IncludesLastItemInRange"), root.get("TotalItemsInView")) == (2, "false", "5")
    assert starts(found)[0] == "2026-03-16T08:00:00Z"
