"""FindItem: views, sort orders, restrictions and traversals over what is in a folder."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.errors import NotSimulated
from simulator.ews.contract.field_uris import FIELD_URIS
from simulator.ews.property_table import ALL_PATHS
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.property_path import named
from simulator.exchange_version import exchange_version
from simulator.soap.faults import EwsFault
from tests.simulator.ews_folders.asking import ask, codes, texts
from tests.simulator.ews_folders.finding import (
    CALENDAR,
    CONTACTS,
    CRM_ID,
    INBOX,
    by,
    containing,
    equal,
    field,
    fill,
    find,
    query,
    subjects,
)
from tests.simulator.exchange_flow.organization import address, mailbox, message, new_organization

MIDDAY = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def organization() -> ExchangeOrganization:
    return new_organization()


@pytest.fixture
def ana(organization: ExchangeOrganization) -> Mailbox:
    return mailbox(organization, "ana.silva")


def test_without_a_sort_order_the_newest_come_first(organization: ExchangeOrganization, ana: Mailbox) -> None:
    fill(organization, ana, "a", "b", "c")
    assert subjects(organization, ana, find()) == ["c", "b", "a"]


def test_pages_say_where_they_end(organization: ExchangeOrganization, ana: Mailbox) -> None:
    fill(organization, ana, *"abcde")
    view = '<m:IndexedPageItemView MaxEntriesReturned="2" Offset="{}" BasePoint="Beginning"/>'
    answer = ask(organization, ana, find(view.format(2), order=by(field("item:Subject"), "Ascending")))
    root = answer.find(".//{*}RootFolder")
    assert root is not None
    assert (root.get("TotalItemsInView"), root.get("IndexedPagingOffset")) == ("5", "4")
    assert root.get("IncludesLastItemInRange") == "false"
    assert texts(answer, ".//t:Subject") == ["c", "d"]
    last = ask(organization, ana, find(view.format(4))).find(".//{*}RootFolder")
    assert last is not None
    assert last.get("IncludesLastItemInRange") == "true"


def test_sorting_by_several_keys(organization: ExchangeOrganization, ana: Mailbox) -> None:
    one, two, three = fill(organization, ana, "a", "b", "c")
    for item, importance in ((one, "Low"), (two, "High"), (three, "Low")):
        ana.update_item(item, {"item:Importance": importance})
    order = by(field("item:Importance"), "Descending") + by(field("item:Subject"), "Descending")
    assert subjects(organization, ana, find(order=order)) == ["b", "c", "a"]


def test_a_stamp_is_found_by_its_named_property(organization: ExchangeOrganization, ana: Mailbox) -> None:
    stamped, _ = fill(organization, ana, "stamped", "other")
    ana.update_item(stamped, {named("PublicStrings", "crmid"): "{0C0FFEE0-0000-0000-0000-000000000001}"})
    wanted = equal(CRM_ID, "{0C0FFEE0-0000-0000-0000-000000000001}")
    assert subjects(organization, ana, find(restriction=wanted)) == ["stamped"]
    assert subjects(organization, ana, find(restriction=f"<t:Exists>{CRM_ID}</t:Exists>")) == ["stamped"]
    assert subjects(organization, ana, find(restriction=f"<t:Not><t:Exists>{CRM_ID}</t:Exists></t:Not>")) == ["other"]


@pytest.mark.parametrize(
    ("restriction", "expected"),
    [
        (equal(field("message:From"), "ana.silva@contoso.test"), ["b", "a"]),
        (containing(field("message:ToRecipients"), "oliver.smith@contoso"), ["b"]),
        (containing(field("item:Body"), "numbers"), ["b", "a"]),
        (equal(field("message:IsRead"), "true"), ["b", "a"]),
        (equal(field("item:ItemClass"), "IPM.Note"), ["b", "a"]),
        (equal(field("item:DateTimeReceived"), "2026-11-23T00:00:00Z", "IsGreaterThan"), ["b", "a"]),
        (equal(field("item:HasAttachments"), "true"), []),
        (equal(field("item:Subject"), "A"), ["a"]),
    ],
)
def test_restrictions_on_properties_of_messages(
    organization: ExchangeOrganization, ana: Mailbox, restriction: str, expected: list[str]
) -> None:
    _, second = fill(organization, ana, "a", "b")
    ana.update_item(second, {"message:ToRecipients": (address("oliver.smith"),)})
    assert subjects(organization, ana, find(restriction=restriction)) == expected


def test_a_path_that_items_do_not_have_is_refused(organization: ExchangeOrganization, ana: Mailbox) -> None:
    fill(organization, ana, "a")
    answer = ask(organization, ana, find(restriction=equal(field("folder:DisplayName"), "x")))
    assert codes(answer) == ["ErrorUnsupportedPathForQuery"]


def test_every_parent_folder_has_its_own_answer(organization: ExchangeOrganization, ana: Mailbox) -> None:
    fill(organization, ana, "a")
    folders = f'{INBOX}{CONTACTS}<t:FolderId Id="nonsense"/>'
    answer = ask(organization, ana, find(folders=folders))
    assert codes(answer) == ["NoError", "NoError", "ErrorInvalidIdMalformed"]


@pytest.mark.parametrize(("version", "dumpster"), [("2007 SP1", ["gone"]), ("2010", []), ("2013 SP1", [])])
def test_soft_deleted_items_are_found_by_their_traversal_in_2007_alone(version: str, dumpster: list[str]) -> None:
    """Learn, "Deleting items by using EWS in Exchange": the traversal is not supported from Exchange 2010 on."""
    organization = new_organization(version)
    ana = mailbox(organization, "ana.silva")
    gone, _ = fill(organization, ana, "gone", "here")
    ana.delete_item(gone, "SoftDelete")
    assert subjects(organization, ana, find()) == ["here"]
    assert subjects(organization, ana, find(traversal="SoftDeleted")) == dumpster


def test_associated_items_are_found_by_their_traversal(organization: ExchangeOrganization, ana: Mailbox) -> None:
    fill(organization, ana, "here")
    hidden = message(organization, "ana.silva", item__Subject="hidden")
    hidden.is_associated = True
    ana.add_item(hidden, ana.distinguished("inbox"))
    assert subjects(organization, ana, find()) == ["here"]
    assert subjects(organization, ana, find(traversal="Associated")) == ["hidden"]


def appointment(ana: Mailbox, subject: str, start: datetime, length: timedelta) -> None:
    item = Item("CalendarItem", "IPM.Appointment")
    item.properties = {"item:Subject": subject, "calendar:Start": start, "calendar:End": start + length}
    ana.add_item(item, ana.distinguished("calendar"))


def view(start: datetime, end: datetime, more: str = "") -> str:
    return f'<m:CalendarView StartDate="{start.isoformat()}" EndDate="{end.isoformat()}"{more}/>'


def test_a_calendar_view_shows_what_touches_it(organization: ExchangeOrganization, ana: Mailbox) -> None:
    hour = timedelta(hours=1)
    appointment(ana, "later", MIDDAY + hour, hour)
    appointment(ana, "touches", MIDDAY - hour, 2 * hour)
    appointment(ana, "before", MIDDAY - 2 * hour, 2 * hour)
    appointment(ana, "after", MIDDAY + 3 * hour, hour)
    appointment(ana, "moment", MIDDAY, timedelta(0))
    asked = view(MIDDAY, MIDDAY + 3 * hour)
    assert subjects(organization, ana, find(asked, folders=CALENDAR)) == ["touches", "moment", "later"]
    asked = view(MIDDAY, MIDDAY + 3 * hour, ' MaxEntriesReturned="1"')
    answer = ask(organization, ana, find(asked, folders=CALENDAR))
    root = answer.find(".//{*}RootFolder")
    assert root is not None
    assert (root.get("IncludesLastItemInRange"), root.get("TotalItemsInView")) == ("false", "3")


@pytest.mark.parametrize(
    ("asked", "folder", "code"),
    [
        (view(MIDDAY, MIDDAY - timedelta(hours=1)), CALENDAR, "ErrorCalendarEndDateIsEarlierThanStartDate"),
        (view(MIDDAY, MIDDAY + timedelta(days=800)), CALENDAR, "ErrorCalendarViewRangeTooBig"),
        (view(MIDDAY, MIDDAY), INBOX, "ErrorCalendarFolderIsInvalidForCalendarView"),
        (view(MIDDAY, MIDDAY, ' MaxEntriesReturned="0"'), CALENDAR, "ErrorInvalidPagingMaxRows"),
    ],
)
def test_a_broken_calendar_view_has_its_code(
    organization: ExchangeOrganization, ana: Mailbox, asked: str, folder: str, code: str
) -> None:
    assert codes(ask(organization, ana, find(asked, folders=folder))) == [code]


def test_a_contacts_view_is_a_stretch_of_names(organization: ExchangeOrganization, ana: Mailbox) -> None:
    for name in ("Carla", "ana", "Bruno", "Diogo"):
        contact = Item("Contact", "IPM.Contact")
        contact.properties = {"contacts:DisplayName": name, "item:Subject": name}
        ana.add_item(contact, ana.distinguished("contacts"))
    for attributes, expected in (
        ('InitialName="B" FinalName="C"', ["Bruno"]),
        ('InitialName="bruno" FinalName="Carla"', ["Bruno", "Carla"]),
        ('InitialName="Bruno" FinalName="carla"', ["Bruno"]),
        ('MaxEntriesReturned="2"', ["ana", "Bruno"]),
    ):
        asked = f"<m:ContactsView {attributes}/>"
        assert subjects(organization, ana, find(asked, folders=CONTACTS)) == expected
    sorted_by = by(field("contacts:DisplayName"), "Descending")
    asked = '<m:ContactsView MaxEntriesReturned="3" InitialName="Bruno"/>'
    assert subjects(organization, ana, find(asked, order=sorted_by, folders=CONTACTS)) == ["Diogo", "Carla", "Bruno"]


def test_a_query_string_finds_and_excludes_a_restriction(organization: ExchangeOrganization, ana: Mailbox) -> None:
    fill(organization, ana, "Budget review", "Lunch")
    assert subjects(organization, ana, query("subject:lunch")) == ["Lunch"]
    both = find(restriction=equal(field("item:Subject"), "x"))
    both = both.replace("</m:FindItem>", "<m:QueryString>x</m:QueryString></m:FindItem>")
    assert codes(ask(organization, ana, both)) == ["ErrorInvalidOperation"]
    assert codes(ask(organization, ana, query("AND"))) == ["ErrorInvalidArgument"]


@pytest.mark.parametrize("more", [' ReturnHighlightTerms="true"', ' ReturnDeletedItems="true"'])
def test_what_is_not_simulated_says_so(organization: ExchangeOrganization, ana: Mailbox, more: str) -> None:
    with pytest.raises(NotSimulated):
        ask(organization, ana, query("x", more))


def test_a_traversal_that_the_schema_lacks_is_a_fault(organization: ExchangeOrganization, ana: Mailbox) -> None:
    with pytest.raises(EwsFault) as caught:
        ask(organization, ana, find(traversal="Deep"))
    assert caught.value.code == "ErrorSchemaValidation"


PATHS = st.sampled_from(
    [field(uri) for uri in sorted(ALL_PATHS.intersection(FIELD_URIS.values(exchange_version("2013 SP1"))))]
    + [CRM_ID, '<t:ExtendedFieldURI PropertyTag="0x0e08" PropertyType="Integer"/>']
    + ['<t:IndexedFieldURI FieldURI="contacts:EmailAddress" FieldIndex="EmailAddress1"/>']
)
CONSTANTS = st.sampled_from(
    ["", "0", "1", "true", "x", "0x10", "2026-11-23T09:00:00Z", "0001-01-01T00:00:00+14:00", "é="]
)


def _expression(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"<t:And>{''.join(parts)}</t:And>"),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"<t:Or>{''.join(parts)}</t:Or>"),
        inner.map(lambda part: f"<t:Not>{part}</t:Not>"),
    )


EXPRESSIONS = st.recursive(
    st.one_of(
        st.builds(equal, PATHS, CONSTANTS, st.sampled_from(["IsEqualTo", "IsNotEqualTo", "IsLessThan"])),
        PATHS.map(lambda path: f"<t:Exists>{path}</t:Exists>"),
        st.builds(
            lambda path, text, mode: (
                f'<t:Contains ContainmentMode="{mode}">{path}<t:Constant Value="{text}"/></t:Contains>'
            ),
            PATHS,
            CONSTANTS,
            st.sampled_from(["Substring", "Prefixed", "PrefixOnWords", "ExactPhrase"]),
        ),
        PATHS.map(lambda path: f'<t:Excludes>{path}<t:Bitmask Value="3"/></t:Excludes>'),
    ),
    _expression,
    max_leaves=4,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(restriction=EXPRESSIONS, path=PATHS)
def test_any_restriction_and_sort_order_has_an_answer_of_exchange(
    organization: ExchangeOrganization, ana: Mailbox, restriction: str, path: str
) -> None:
    if not ana.items:
        fill(organization, ana, "a", "b")
        ana.add_item(Item("MeetingRequest", "IPM.Schedule.Meeting.Request"), ana.distinguished("inbox"))
    answer = ask(organization, ana, find(restriction=restriction, order=by(path, "Ascending")))
    assert set(codes(answer)) <= {
        "NoError",
        "ErrorInvalidPropertyForExists",
        "ErrorUnsupportedPathForQuery",
        "ErrorUnsupportedPathForSortGroup",
        "ErrorInvalidValueForProperty",
        "ErrorContainsFilterWrongType",
        "ErrorInvalidExcludesRestriction",
    }
