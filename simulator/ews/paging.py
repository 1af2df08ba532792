"""Views of FindItem and FindFolder: which part of a result is answered, and what the answer says about the rest.

MS-OXWSSRCH 2.2.4 (`IndexedPageViewType`, `FractionalPageViewType`, `SeekToConditionPageViewType`) and Learn,
"IndexedPageItemView". A view from the end searches backwards: offset 0 is the last entry, and the page keeps the order
of the whole (our choice). A request without a view, or without MaxEntriesReturned, is answered with as many entries
as the site's EWSFindCountLimit allows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from lxml import etree

from simulator.ews.request_reading import choice, schema_fault
from simulator.exchange.errors import ExchangeError

EntryT = TypeVar("EntryT")

MOST_ENTRIES = 1000
"""EWSFindCountLimit of a new organization (Learn, "EWS throttling in Exchange")."""
_MOST = 2**31


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
    start: int = 0
    """The place of the page's first entry in the whole."""


def _number(element: etree._Element, name: str) -> int:
    """An xs:int attribute that must be there."""
    text = element.get(name, "").strip()
    digits = text.removeprefix("-").removeprefix("+")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= len(str(_MOST)) and abs(int(text)) <= _MOST):
        raise schema_fault(f"The '{name}' attribute is invalid - The value '{text[:40]}' is invalid.")
    return int(text)


def read_most(element: etree._Element, limit: int = MOST_ENTRIES) -> int:
    """MaxEntriesReturned, or the most that is answered. Raises ErrorInvalidPagingMaxRows."""
    if element.get("MaxEntriesReturned") is None:
        return limit
    most = _number(element, "MaxEntriesReturned")
    if most < 1:
        raise ExchangeError("ErrorInvalidPagingMaxRows")
    return min(most, limit)


def is_from_end(element: etree._Element) -> bool:
    """Whether a view's BasePoint is the end."""
    base = choice(element, "BasePoint", ("Beginning", "End"))
    if base is None:
        raise schema_fault("The required attribute 'BasePoint' is missing.")
    return base == "End"


def read_view(element: etree._Element | None, limit: int = MOST_ENTRIES) -> View:
    """The view of an IndexedPage…View or FractionalPage…View element, or of none.

    Raises ExchangeError: ErrorInvalidPagingMaxRows, ErrorInvalidIndexedPagingParameters,
    ErrorInvalidFractionalPagingParameters; EwsFault for what the schema forbids.
    """
    if element is None:
        return View(limit)
    most = read_most(element, limit)
    if etree.QName(element).localname.startswith("Indexed"):
        offset = _number(element, "Offset")
        if offset < 0:
            raise ExchangeError("ErrorInvalidIndexedPagingParameters")
        return View(most, offset, is_from_end(element))
    numerator, denominator = _number(element, "Numerator"), _number(element, "Denominator")
    if denominator <= 0 or not 0 <= numerator <= denominator:
        raise ExchangeError("ErrorInvalidFractionalPagingParameters")
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
    if view.fraction is None:
        where = {"IndexedPagingOffset": str(following)}
    else:
        where = {"NumeratorOffset": str(following), "AbsoluteDenominator": str(total)}
    return Page(entries[start:end], _attributes(total, last) | where, start)


def sought_page(entries: Sequence[EntryT], holds: Callable[[EntryT], bool], most: int, from_end: bool) -> Page[EntryT]:
    """The page that begins at the first entry for which the condition holds, seen from the view's base point.

    From the end the last such entry is the page's last one (our choice). Nothing is answered when it holds for none.
    """
    total = len(entries)
    order = range(total - 1, -1, -1) if from_end else range(total)
    found = next((at for at in order if holds(entries[at])), None)
    if found is None:
        return Page((), _attributes(total, True) | {"IndexedPagingOffset": str(total)}, total)
    if from_end:
        return page(entries, View(most, total - 1 - found, from_end=True))
    return page(entries, View(most, found))


def _attributes(total: int, is_last: bool) -> dict[str, str]:
    return {"TotalItemsInView": str(total), "IncludesLastItemInRange": "true" if is_last else "false"}
