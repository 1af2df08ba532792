"""Views of FindItem and FindFolder: which part of a result is answered, and what the answer says about the rest.

MS-OXWSSRCH 2.2.4 (`IndexedPageViewType`, `FractionalPageViewType`) and Learn, "IndexedPageItemView". A view from
the end searches backwards: offset 0 is the last entry, and the page keeps the order of the whole (our choice). A
request without a view, or without MaxEntriesReturned, is answered with at most `MOST_ENTRIES` entries, as
EWSFindCountLimit of a new organization.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from lxml import etree

from simulator.exchange.errors import ExchangeError

EntryT = TypeVar("EntryT")

MOST_ENTRIES = 1000


@dataclass(frozen=True)
class View:
    """What was asked: the first entry as an offset, or as a fraction of the whole, and from which end."""

    most: int = MOST_ENTRIES
    offset: int = 0
    from_end: bool = False
    fraction: tuple[int, int] | None = None


@dataclass(frozen=True)
class Page(Generic[EntryT]):
    """A part of a result. `attributes` are those of `FindResponsePagingAttributes`."""

    entries: Sequence[EntryT]
    attributes: dict[str, str]


def _number(element: etree._Element, name: str, code: str) -> int:
    try:
        return int(element.get(name, ""))
    except ValueError as problem:
        raise ExchangeError(code, f"{name} isn't a number.") from problem


def read_most(element: etree._Element) -> int:
    """MaxEntriesReturned, or the most that is answered. Raises ErrorInvalidPagingMaxRows."""
    if element.get("MaxEntriesReturned") is None:
        return MOST_ENTRIES
    most = _number(element, "MaxEntriesReturned", "ErrorInvalidPagingMaxRows")
    if most < 1:
        raise ExchangeError("ErrorInvalidPagingMaxRows", "MaxEntriesReturned must be greater than 0.")
    return min(most, MOST_ENTRIES)


def read_view(element: etree._Element | None) -> View:
    """The view of an IndexedPage…View or FractionalPage…View element, or of none.

    Raises ExchangeError: ErrorInvalidPagingMaxRows, ErrorInvalidIndexedPagingParameters,
    ErrorInvalidFractionalPagingParameters.
    """
    if element is None:
        return View()
    most = read_most(element)
    if etree.QName(element).localname.startswith("Indexed"):
        offset = _number(element, "Offset", "ErrorInvalidIndexedPagingParameters")
        if offset < 0:
            raise ExchangeError("ErrorInvalidIndexedPagingParameters", "The offset must not be negative.")
        return View(most, offset, element.get("BasePoint") == "End")
    numerator = _number(element, "Numerator", "ErrorInvalidFractionalPagingParameters")
    denominator = _number(element, "Denominator", "ErrorInvalidFractionalPagingParameters")
    if denominator <= 0 or not 0 <= numerator <= denominator:
        raise ExchangeError("ErrorInvalidFractionalPagingParameters", "The fraction must lie between 0 and 1.")
    return View(most, fraction=(numerator, denominator))


def page(entries: Sequence[EntryT], view: View) -> Page[EntryT]:
    """The part of `entries` that the view asks for."""
    total = len(entries)
    if view.from_end:
        end = max(total - view.offset, 0)
        start = max(end - view.most, 0)
        following, last = min(view.offset + view.most, total), start == 0
    else:
        offset = view.offset if view.fraction is None else total * view.fraction[0] // view.fraction[1]
        start = min(offset, total)
        end = min(start + view.most, total)
        following, last = end, end == total
    attributes = {"TotalItemsInView": str(total), "IncludesLastItemInRange": "true" if last else "false"}
    if view.fraction is None:
        attributes["IndexedPagingOffset"] = str(following)
    else:
        attributes |= {"NumeratorOffset": str(following), "AbsoluteDenominator": str(total)}
    return Page(entries[start:end], attributes)
