"""One FindItem search in one folder: which items, in which order, which page of them, in which groups.

Without a SortOrder the newest arrivals come first (our choice: no page says it; a mail folder of Exchange answers so).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from simulator.errors import NotSimulated
from simulator.ews.calendar_view import in_view, read_calendar_view
from simulator.ews.contacts_view import contacts_page
from simulator.ews.grouping import Group, entries_in, grouped, on_page, read_grouping, rows_of
from simulator.ews.item_query import query_value
from simulator.ews.optional_behaviour import GROUPS_ARE_ROWS, SEARCHES_FIND_250
from simulator.ews.paging import MOST_ENTRIES, Page, View, is_from_end, page, read_most, read_view, sought_page
from simulator.ews.property_paths import read_path
from simulator.ews.query_string import query_predicate
from simulator.ews.query_types import item_type, sort_type
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import flag, schema_fault
from simulator.ews.restriction import Predicate, predicate_of
from simulator.ews.search_folders import items_shown
from simulator.ews.sorting import read_sort_order, sort
from simulator.ews.xml_text import content, messages_child, types_child
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import PropertyPath

MOST_SEARCHED = 250
"""EWSFindCountLimit of a search with a restriction or a query string, since Exchange 2013 (Learn, "EWS throttling")."""


@dataclass(frozen=True)
class Found:
    """The page of items, and its groups when the request wants them."""

    page: Page[Item]
    groups: Sequence[Group[Item]] | None = None


@dataclass(frozen=True)
class ItemSearch:
    """A FindItem request over one folder."""

    request: etree._Element
    context: RequestContext
    mailbox: Mailbox
    folder: Folder
    traversal: str

    def part(self, name: str) -> etree._Element | None:
        """A child of the request."""
        return messages_child(self.request, name)

    def found(self) -> Found:
        """The answer. Raises ExchangeError for what can't be searched, EwsFault for what the schema forbids."""
        calendar, order = self.part("CalendarView"), self.part("SortOrder")
        if calendar is not None:
            if self.part("Restriction") is not None or order is not None:
                raise ExchangeError(
                    "ErrorInvalidRestriction", "A calendar view goes with no restriction and no sort order."
                )
            return self._without_more(in_view(self.folder, self._all(), read_calendar_view(
                calendar, self.context.time_zone
            )))  # fmt: skip
        items = sort(self._matching(), read_sort_order(order, read_path, sort_type), self._value)
        contacts = self.part("ContactsView")
        if contacts is not None:
            return self._without_more(contacts_page(items, contacts, self._limit(), is_sorted=order is not None))
        return self._paged(items)

    def _all(self) -> list[Item]:
        """What the traversal reaches, the newest first."""
        if self.traversal == "Shallow":
            return items_shown(self.mailbox, self.folder)[::-1]
        where = self.folder.associated if self.traversal == "Associated" else self.folder.dumpster
        return list(reversed(where.values()))

    def _matching(self) -> list[Item]:
        """The items that the restriction or the query string lets through.

        A soft-deleted traversal with a restriction finds nothing (Learn, "FindItem operation").
        """
        restriction, query = self.part("Restriction"), self.part("QueryString")
        if restriction is not None and query is not None:
            raise ExchangeError("ErrorInvalidOperation", "A query string and a restriction exclude each other.")
        if restriction is not None:
            predicate = predicate_of(restriction, read_path, item_type)
            return [] if self.traversal == "SoftDeleted" else self._those(self._all(), predicate)
        if query is not None:
            for name in ("ReturnHighlightTerms", "ReturnDeletedItems"):
                if flag(query, name, False):
                    raise NotSimulated(f"{name} of a QueryString")
            predicate = query_predicate(content(query), self.context.clock.now(), self.context.time_zone)
            return self._those(self._all(), predicate)
        return self._all()

    def _those(self, items: Iterable[Item], predicate: Predicate[PropertyPath]) -> list[Item]:
        return [item for item in items if self._holds(predicate, item)]

    def _holds(self, predicate: Predicate[PropertyPath], item: Item) -> bool:
        return predicate(lambda path: query_value(self.mailbox, item, path))

    def _value(self, item: Item, path: PropertyPath) -> object:
        return query_value(self.mailbox, item, path)

    def _limit(self) -> int:
        searching = self.part("Restriction") is not None or self.part("QueryString") is not None
        if searching and SEARCHES_FIND_250.of(self.context.site.version):
            return MOST_SEARCHED
        return MOST_ENTRIES

    def _groups(self, items: Sequence[Item]) -> list[Group[Item]] | None:
        element = self.part("GroupBy")
        element = element if element is not None else self.part("DistinguishedGroupBy")
        return None if element is None else grouped(items, read_grouping(element), self._value)

    def _without_more(self, whole: Page[Item]) -> Found:
        """A view that knows no offset, with the groups of what it shows."""
        return Found(whole, self._groups(whole.entries))

    def _paged(self, items: list[Item]) -> Found:
        seek, groups = self.part("SeekToConditionPageItemView"), self._groups(items)
        if groups is not None:
            items = [item for group in groups for item in group.entries]
        if seek is not None:
            found = self._sought(items, seek)
        else:
            indexed = self.part("IndexedPageItemView")
            element = indexed if indexed is not None else self.part("FractionalPageItemView")
            view = read_view(element, self._limit())
            if groups is not None:
                return self._grouped_page(items, groups, view)
            found = page(items, view)
        return Found(found, None if groups is None else on_page(groups, found.start, found.start + len(found.entries)))

    def _grouped_page(self, items: list[Item], groups: list[Group[Item]], view: View) -> Found:
        """A page of grouped items. Since Exchange 2013 an offset counts a row for each group, too."""
        with_rows = view.fraction is None and not view.from_end
        if with_rows and GROUPS_ARE_ROWS.of(self.context.site.version):
            found = page(items, replace(view, offset=entries_in(groups, view.offset)))
            following = rows_of(groups, found.start + len(found.entries))
            found = replace(found, attributes=found.attributes | {"IndexedPagingOffset": str(following)})
        else:
            found = page(items, view)
        return Found(found, on_page(groups, found.start, found.start + len(found.entries)))

    def _sought(self, items: list[Item], element: etree._Element) -> Page[Item]:
        """The page of a SeekToConditionPageItemView. Raises ErrorCalendarSeekToConditionNotSupported."""
        if self.folder.element == "CalendarFolder":
            raise ExchangeError("ErrorCalendarSeekToConditionNotSupported")
        condition = types_child(element, "Condition")
        if condition is None:
            raise schema_fault("The element 'SeekToConditionPageItemView' has incomplete content: Condition.")
        predicate = predicate_of(condition, read_path, item_type)
        most = read_most(element, self._limit())
        return sought_page(items, lambda item: self._holds(predicate, item), most, is_from_end(element))
