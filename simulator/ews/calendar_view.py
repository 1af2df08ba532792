"""CalendarView: the calendar items that touch a stretch of time, earliest first (MS-OXWSSRCH 2.2.4.10).

Of a series its occurrences are shown, each with an id of its own; never the master.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from lxml import etree

from simulator.ews.paging import MOST_ENTRIES, Page
from simulator.ews.request_reading import schema_fault
from simulator.exchange.calendar_window import items_between
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.item import Item

LONGEST = timedelta(days=2 * 366)
"""A longer view is ErrorCalendarViewRangeTooBig (two years, Learn "CalendarView")."""


@dataclass(frozen=True)
class CalendarView:
    """From `start` up to, not including, `end` (aware); `most` entries when it was given."""

    start: datetime
    end: datetime
    most: int | None


def read_calendar_view(element: etree._Element, zone: tzinfo) -> CalendarView:
    """The view of a CalendarView element; moments without a zone are in `zone`.

    Raises ExchangeError: ErrorCalendarEndDateIsEarlierThanStartDate, ErrorCalendarViewRangeTooBig,
    ErrorInvalidPagingMaxRows.
    """
    start, end = _moment(element, "StartDate", zone), _moment(element, "EndDate", zone)
    if end < start:
        raise ExchangeError("ErrorCalendarEndDateIsEarlierThanStartDate")
    if end - start > LONGEST:
        raise ExchangeError("ErrorCalendarViewRangeTooBig", "The calendar view's time range is too big.")
    most = element.get("MaxEntriesReturned")
    if most is not None and not most.lstrip("-").isdecimal():
        raise schema_fault("The 'MaxEntriesReturned' attribute is invalid.")
    if most is not None and int(most) < 1:
        raise ExchangeError("ErrorInvalidPagingMaxRows", "MaxEntriesReturned must be greater than 0.")
    return CalendarView(start, end, int(most) if most is not None else None)


def _moment(element: etree._Element, name: str, zone: tzinfo) -> datetime:
    try:
        read = datetime.fromisoformat(element.get(name, "").replace("Z", "+00:00"))
        return (read.replace(tzinfo=zone) if read.tzinfo is None else read).astimezone(UTC)
    except (ValueError, OverflowError):
        raise schema_fault(f"The '{name}' attribute is invalid or missing.") from None


def in_view(folder: Folder, items: Iterable[Item], view: CalendarView) -> Page[Item]:
    """The items of a calendar folder that touch the view.

    Raises ErrorCalendarFolderIsInvalidForCalendarView for another folder.
    """
    if folder.element != "CalendarFolder":
        raise ExchangeError(
            "ErrorCalendarFolderIsInvalidForCalendarView", "A calendar view can be used with a calendar folder only."
        )
    found = items_between(items, view.start, view.end)
    most = min(view.most, MOST_ENTRIES) if view.most is not None else len(found)
    last = "true" if len(found) <= most else "false"
    attributes = {"TotalItemsInView": str(len(found)), "IncludesLastItemInRange": last}
    return Page(found[:most], attributes)
