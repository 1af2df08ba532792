"""Restrictions, sort orders and views as pure functions."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from simulator.ews.paging import View, page, read_view
from simulator.ews.restriction import predicate_of
from simulator.ews.sorting import SortKey, read_sort_order, sort
from simulator.exchange.errors import ExchangeError

TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"

ITEM: Mapping[str, object] = {
    "item:Subject": "Quarterly Café review",
    "item:Size": 2048,
    "message:IsRead": False,
    "item:DateTimeReceived": datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
    "item:Importance": "High",
    "item:Categories": ("Red", "Project Atlantic"),
    "0x1234": b"\x01\x02",
    "EmailAddress1": "ana.silva@contoso.test",
    "item:InReplyTo": None,
}


def _read_path(element: etree._Element) -> str:
    return element.get("FieldIndex") or element.get("PropertyTag") or element.get("FieldURI") or ""


def _matches(inner: str) -> bool:
    element = etree.fromstring(f'<Restriction xmlns="{TYPES}">{inner}</Restriction>')
    return predicate_of(element, _read_path)(ITEM.get)


def _compare(name: str, field: str, constant: str) -> str:
    path = f'<FieldURI FieldURI="{field}"/>'
    return f'<{name}>{path}<FieldURIOrConstant><Constant Value="{constant}"/></FieldURIOrConstant></{name}>'


def _contains(text: str, mode: str, comparison: str, field: str = "item:Subject") -> str:
    attributes = f'ContainmentMode="{mode}" ContainmentComparison="{comparison}"'
    return f'<Contains {attributes}><FieldURI FieldURI="{field}"/><Constant Value="{text}"/></Contains>'


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (_compare("IsEqualTo", "item:Subject", "quarterly café REVIEW"), True),
        (_compare("IsNotEqualTo", "item:Subject", "other"), True),
        (_compare("IsEqualTo", "message:IsRead", "0"), True),
        (_compare("IsEqualTo", "message:IsRead", "true"), False),
        (_compare("IsGreaterThan", "item:Size", "2047"), True),
        (_compare("IsGreaterThanOrEqualTo", "item:Size", "2048"), True),
        (_compare("IsLessThan", "item:Size", "2048"), False),
        (_compare("IsLessThanOrEqualTo", "item:Size", "0x800"), True),
        (_compare("IsLessThan", "item:DateTimeReceived", "2026-11-23T11:00:00+01:30"), True),
        (_compare("IsGreaterThan", "item:DateTimeReceived", "2026-11-23T09:00:00Z"), False),
        (_compare("IsGreaterThan", "item:Importance", "Normal"), True),
        (_compare("IsEqualTo", "item:Categories", "red"), True),
        (_compare("IsNotEqualTo", "item:Categories", "red"), False),
        (_compare("IsEqualTo", "item:InReplyTo", "x"), False),
        (_compare("IsNotEqualTo", "item:InReplyTo", "x"), True),
        ('<Exists><FieldURI FieldURI="item:InReplyTo"/></Exists>', False),
        ('<Exists><IndexedFieldURI FieldURI="contacts:EmailAddress" FieldIndex="EmailAddress1"/></Exists>', True),
        (f"<Not>{_compare('IsEqualTo', 'item:Size', '1')}</Not>", True),
        (f"<And>{_compare('IsEqualTo', 'item:Size', '2048')}{_compare('IsEqualTo', 'item:Size', '1')}</And>", False),
        (f"<Or>{_compare('IsEqualTo', 'item:Size', '2048')}{_compare('IsEqualTo', 'item:Size', '1')}</Or>", True),
        ('<Excludes><FieldURI FieldURI="item:Size"/><Bitmask Value="0x7FF"/></Excludes>', True),
        ('<Excludes><FieldURI FieldURI="item:Size"/><Bitmask Value="2048"/></Excludes>', False),
        (
            '<IsEqualTo><ExtendedFieldURI PropertyTag="0x1234" PropertyType="Binary"/>'
            '<FieldURIOrConstant><Constant Value="AQI="/></FieldURIOrConstant></IsEqualTo>',
            True,
        ),
        (
            '<IsEqualTo><FieldURI FieldURI="item:Size"/><FieldURIOrConstant>'
            '<FieldURI FieldURI="item:Size"/></FieldURIOrConstant></IsEqualTo>',
            True,
        ),
        (_contains("Quarterly", "Prefixed", "Exact"), True),
        (_contains("quarterly", "Prefixed", "Exact"), False),
        (_contains("CAFÉ", "Substring", "IgnoreCase"), True),
        (_contains("Cafe", "Substring", "IgnoreNonSpacingCharacters"), True),
        (_contains("cafe", "Substring", "IgnoreCaseAndNonSpacingCharacters"), True),
        (_contains("cafe rev", "PrefixOnWords", "Loose"), True),
        (_contains("afe", "PrefixOnWords", "Loose"), False),
        (_contains("cafe review", "ExactPhrase", "Loose"), True),
        (_contains("cafe rev", "ExactPhrase", "Loose"), False),
        (_contains("Quarterly Café review", "FullString", "Exact"), True),
        (_contains("atlantic", "Substring", "IgnoreCase", "item:Categories"), True),
    ],
)
def test_each_expression_decides(expression: str, expected: bool) -> None:
    assert _matches(expression) is expected


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        (_compare("IsEqualTo", "item:Size", "many"), "ErrorInvalidValueForProperty"),
        (_compare("IsEqualTo", "message:IsRead", "yes"), "ErrorInvalidValueForProperty"),
        (_contains("1", "Substring", "Exact", "item:Size"), "ErrorContainsFilterWrongType"),
        (
            '<Excludes><FieldURI FieldURI="item:Subject"/><Bitmask Value="1"/></Excludes>',
            "ErrorInvalidExcludesRestriction",
        ),
        ("<Exists/>", "ErrorInvalidRestriction"),
        ('<IsEqualTo><FieldURI FieldURI="item:Size"/></IsEqualTo>', "ErrorInvalidRestriction"),
        ("", "ErrorInvalidRestriction"),
        ("<Near/>", "ErrorUnsupportedQueryFilter"),
        (_compare("IsEqualTo", "item:Size", "1") * 2, "ErrorInvalidRestriction"),
        (f"<Or>{_compare('IsEqualTo', 'item:Size', '1') * 600}</Or>", "ErrorRestrictionTooComplex"),
    ],
)
def test_a_broken_restriction_has_its_code(expression: str, code: str) -> None:
    with pytest.raises(ExchangeError) as caught:
        _matches(expression)
    assert caught.value.code == code


def _column(row: tuple[int | None, str], path: int) -> object:
    return row[path]


@given(rows=st.lists(st.tuples(st.none() | st.integers(0, 3), st.text("ab", max_size=2))), descending=st.booleans())
def test_sorting_by_two_keys_is_the_order_of_the_pairs(rows: list[tuple[int | None, str]], descending: bool) -> None:
    got = sort(rows, (SortKey(0, False), SortKey(1, descending)), _column)
    expected = sorted(rows, key=lambda row: row[1], reverse=descending)
    expected.sort(key=lambda row: -1 if row[0] is None else row[0])
    assert got == expected


def test_a_sort_order_is_read_key_by_key() -> None:
    element = etree.fromstring(
        f'<SortOrder xmlns="{TYPES}"><FieldOrder Order="Descending"><FieldURI FieldURI="item:Size"/></FieldOrder>'
        '<FieldOrder Order="Ascending"><FieldURI FieldURI="item:Subject"/></FieldOrder></SortOrder>'
    )
    assert read_sort_order(element, _read_path) == (SortKey("item:Size", True), SortKey("item:Subject", False))


@given(total=st.integers(0, 50), size=st.integers(1, 12), from_end=st.booleans())
def test_pages_together_are_the_whole(total: int, size: int, from_end: bool) -> None:
    entries, offset, seen = list(range(total)), 0, list[int]()
    while True:
        part = page(entries, View(size, offset, from_end))
        seen = [*part.entries, *seen] if from_end else [*seen, *part.entries]
        assert part.attributes["TotalItemsInView"] == str(total)
        if part.attributes["IncludesLastItemInRange"] == "true":
            break
        offset = int(part.attributes["IndexedPagingOffset"])
    assert seen == entries


@pytest.mark.parametrize(
    ("view", "code"),
    [
        ('<IndexedPageItemView MaxEntriesReturned="0" Offset="0" BasePoint="Beginning"/>', "ErrorInvalidPagingMaxRows"),
        ('<IndexedPageItemView Offset="-1" BasePoint="End"/>', "ErrorInvalidIndexedPagingParameters"),
        ('<FractionalPageItemView Numerator="2" Denominator="1"/>', "ErrorInvalidFractionalPagingParameters"),
        ('<FractionalPageItemView Numerator="0" Denominator="0"/>', "ErrorInvalidFractionalPagingParameters"),
    ],
)
def test_a_broken_view_has_its_code(view: str, code: str) -> None:
    with pytest.raises(ExchangeError) as caught:
        read_view(etree.fromstring(view))
    assert caught.value.code == code


def test_a_fractional_view_starts_at_its_part() -> None:
    view = read_view(etree.fromstring('<FractionalPageItemView MaxEntriesReturned="3" Numerator="1" Denominator="2"/>'))
    part = page(list(range(10)), view)
    assert list(part.entries) == [5, 6, 7]
    assert part.attributes["NumeratorOffset"] == "8"
    assert part.attributes["AbsoluteDenominator"] == "10"
