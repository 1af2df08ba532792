"""Sort orders, groups and views as pure functions."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from simulator.ews.grouping import entries_in, grouped, on_page, read_grouping, rows_of
from simulator.ews.paging import View, page, read_view, sought_page
from simulator.ews.property_paths import read_path
from simulator.ews.query_types import sort_type
from simulator.ews.sorting import SortKey, read_sort_order, sort
from simulator.exchange.errors import ExchangeError
from simulator.exchange.property_path import PropertyPath
from simulator.soap.faults import EwsFault

TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
Row = dict[PropertyPath, object]
TEXT = sort_type("item:Subject")


def order(text: str) -> tuple[SortKey[PropertyPath], ...]:
    return read_sort_order(etree.fromstring(f'<SortOrder xmlns="{TYPES}">{text}</SortOrder>'), read_path, sort_type)


def by(uri: str, direction: str = "Ascending") -> str:
    return f'<FieldOrder Order="{direction}"><FieldURI FieldURI="{uri}"/></FieldOrder>'


def value(row: Row, path: PropertyPath) -> object:
    return row.get(path)


def test_an_absent_value_comes_first_ascending_and_last_descending() -> None:
    rows: list[Row] = [{"item:Subject": "b"}, {}, {"item:Subject": "A"}]
    assert sort(rows, order(by("item:Subject")), value) == [{}, {"item:Subject": "A"}, {"item:Subject": "b"}]
    assert sort(rows, order(by("item:Subject", "Descending")), value)[-1] == {}


def test_words_sort_by_their_numbers_and_numbers_by_size() -> None:
    rows: list[Row] = [{"item:Importance": one, "item:Size": size} for one, size in (("High", 9), ("Low", 10))]
    assert sort(rows, order(by("item:Importance")), value)[0]["item:Importance"] == "Low"
    assert sort(rows, order(by("item:Size")), value)[0]["item:Size"] == 9


ROWS = st.lists(
    st.fixed_dictionaries({"item:Size": st.integers(0, 3)}, optional={"item:Subject": st.text("aAb", max_size=2)}),
    max_size=12,
)


@given(rows=ROWS, first=st.booleans(), second=st.booleans())
def test_several_keys_sort_as_one_comparison_of_all(rows: list[Row], first: bool, second: bool) -> None:
    directions = ["Descending" if one else "Ascending" for one in (first, second)]
    keys = order(by("item:Subject", directions[0]) + by("item:Size", directions[1]))
    got = sort([row | {"place": at} for at, row in enumerate(rows)], keys, value)

    def rank(row: Row) -> tuple[object, ...]:
        subject = row.get("item:Subject")
        text = 0 if subject is None else 1 + sorted({"", "a", "b", "aa", "ab", "ba", "bb"}).index(str(subject).lower())
        size = int(str(row["item:Size"]))
        return (-text if first else text), (-size if second else size), row["place"]

    assert got == sorted(got, key=rank)  # type: ignore[arg-type]


@pytest.mark.parametrize("uri", ["message:ToRecipients", "item:Body", "item:MimeContent", "calendar:UID", "x:y"])
def test_what_cannot_be_sorted_by_is_refused(uri: str) -> None:
    with pytest.raises(ExchangeError) as caught:
        order(by(uri))
    assert caught.value.code == "ErrorUnsupportedPathForSortGroup"


@pytest.mark.parametrize("broken", ["<FieldOrder/>", '<FieldOrder Order="Ascending"/>', by("item:Size", "Up")])
def test_a_broken_sort_order_is_a_fault(broken: str) -> None:
    with pytest.raises(EwsFault):
        order(broken)


# ---- groups


def group_by(uri: str, on: str, aggregate: str = "Maximum", direction: str = "Ascending") -> etree._Element:
    return etree.fromstring(
        f'<GroupBy xmlns="{TYPES}" Order="{direction}"><FieldURI FieldURI="{uri}"/>'
        f'<AggregateOn Aggregate="{aggregate}"><FieldURI FieldURI="{on}"/></AggregateOn></GroupBy>'
    )


def received(minute: int) -> datetime:
    return datetime(2006, 9, 15, 0, minute, tzinfo=UTC)


A_AND_B: list[Row] = [
    {"item:Subject": "A", "item:DateTimeReceived": received(3)},
    {"item:Subject": "b", "item:DateTimeReceived": received(1)},
    {"item:Subject": "B", "item:DateTimeReceived": received(2)},
    {"item:Subject": "A", "item:DateTimeReceived": received(0)},
]


@pytest.mark.parametrize(
    ("aggregate", "direction", "expected"),
    [
        ("Maximum", "Ascending", ["b", "A"]),
        ("Maximum", "Descending", ["A", "b"]),
        ("Minimum", "Ascending", ["A", "b"]),
        ("Minimum", "Descending", ["b", "A"]),
    ],
)
def test_groups_are_in_the_order_of_what_is_aggregated(aggregate: str, direction: str, expected: list[str]) -> None:
    grouping = read_grouping(group_by("item:Subject", "item:DateTimeReceived", aggregate, direction))
    groups = grouped(A_AND_B, grouping, value)
    assert [group.value for group in groups] == expected
    assert {group.value: len(group.entries) for group in groups} == {"A": 2, "b": 2}


def test_a_group_shows_its_value_as_text() -> None:
    rows: list[Row] = [{"item:HasAttachments": True, "item:DateTimeReceived": received(1)}, {}]
    for uri, expected in (
        ("item:HasAttachments", ["", "true"]),
        ("item:DateTimeReceived", ["", "2006-09-15T00:01:00Z"]),
    ):
        groups = grouped(rows, read_grouping(group_by(uri, uri)), value)
        assert [group.value for group in groups] == expected


def test_a_grouping_that_cannot_be_is_refused() -> None:
    for uri, on in (("item:Body", "item:Size"), ("item:Size", "item:Attachments")):
        with pytest.raises(ExchangeError) as caught:
            read_grouping(group_by(uri, on))
        assert caught.value.code == "ErrorUnsupportedPathForSortGroup"
    with pytest.raises(EwsFault):
        read_grouping(group_by("item:Size", "item:Size", aggregate="Average"))
    with pytest.raises(EwsFault):
        read_grouping(etree.fromstring(f'<DistinguishedGroupBy xmlns="{TYPES}" Order="Ascending"/>'))


@given(rows=ROWS, size=st.integers(1, 4))
def test_pages_of_groups_together_are_the_whole(rows: list[Row], size: int) -> None:
    groups = grouped(rows, read_grouping(group_by("item:Subject", "item:Size")), value)
    whole = [entry for group in groups for entry in group.entries]
    assert sorted(map(id, whole)) == sorted(map(id, rows))
    parts = [on_page(groups, at, at + size) for at in range(0, len(whole), size)]
    assert [entry for part in parts for group in part for entry in group.entries] == whole
    for entries in range(len(whole) + 1):
        assert entries_in(groups, rows_of(groups, entries)) == entries


# ---- views


@given(total=st.integers(0, 50), size=st.integers(1, 12), from_end=st.booleans())
def test_pages_together_are_the_whole(total: int, size: int, from_end: bool) -> None:
    entries, offset, seen = list(range(total)), 0, list[int]()
    while True:
        part = page(entries, View(size, offset, from_end))
        seen = [*part.entries, *seen] if from_end else [*seen, *part.entries]
        assert part.attributes["TotalItemsInView"] == str(total)
        assert list(part.entries) == entries[part.start : part.start + len(part.entries)]
        if part.attributes["IncludesLastItemInRange"] == "true":
            break
        offset = int(part.attributes["IndexedPagingOffset"])
    assert seen == entries


@pytest.mark.parametrize(
    ("view", "code"),
    [
        ('<IndexedPageItemView MaxEntriesReturned="0" Offset="0" BasePoint="Beginning"/>', "ErrorInvalidPagingMaxRows"),
        ('<IndexedPageItemView MaxEntriesReturned="-5" Offset="0" BasePoint="End"/>', "ErrorInvalidPagingMaxRows"),
        ('<IndexedPageItemView Offset="-1" BasePoint="End"/>', "ErrorInvalidIndexedPagingParameters"),
        ('<FractionalPageItemView Numerator="2" Denominator="1"/>', "ErrorInvalidFractionalPagingParameters"),
        ('<FractionalPageItemView Numerator="-1" Denominator="1"/>', "ErrorInvalidFractionalPagingParameters"),
        ('<FractionalPageItemView Numerator="0" Denominator="0"/>', "ErrorInvalidFractionalPagingParameters"),
    ],
)
def test_a_broken_view_has_its_code(view: str, code: str) -> None:
    with pytest.raises(ExchangeError) as caught:
        read_view(etree.fromstring(view))
    assert caught.value.code == code


@pytest.mark.parametrize(
    "view",
    [
        '<IndexedPageItemView MaxEntriesReturned="many" Offset="0" BasePoint="Beginning"/>',
        '<IndexedPageItemView BasePoint="Beginning"/>',
        '<IndexedPageItemView Offset="99999999999" BasePoint="Beginning"/>',
        '<IndexedPageItemView Offset="0" BasePoint="Middle"/>',
        '<IndexedPageItemView Offset="0"/>',
        '<FractionalPageItemView Numerator="1"/>',
    ],
)
def test_a_view_that_the_schema_forbids_is_a_fault(view: str) -> None:
    with pytest.raises(EwsFault):
        read_view(etree.fromstring(view))


def test_a_fractional_view_starts_at_its_part() -> None:
    view = read_view(etree.fromstring('<FractionalPageItemView MaxEntriesReturned="3" Numerator="1" Denominator="2"/>'))
    part = page(list(range(10)), view)
    assert list(part.entries) == [5, 6, 7]
    assert part.attributes["NumeratorOffset"] == "8"
    assert part.attributes["AbsoluteDenominator"] == "10"


@pytest.mark.parametrize(
    ("least", "from_end", "expected", "following", "last"),
    [
        (4, False, [4, 5], "6", "false"),
        (9, False, [9], "10", "true"),
        (4, True, [8, 9], "2", "false"),
        (99, False, [], "10", "true"),
    ],
)
def test_a_sought_page_begins_where_the_condition_holds(
    least: int, from_end: bool, expected: list[int], following: str, last: str
) -> None:
    part = sought_page(list(range(10)), lambda one: one >= least, 2, from_end)
    assert list(part.entries) == expected
    assert part.attributes["IndexedPagingOffset"] == following
    assert part.attributes["IncludesLastItemInRange"] == last
