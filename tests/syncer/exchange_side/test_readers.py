"""The strict readers on written answers: what is there, what is absent, what is poisoned, what is cut off."""

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.exchange_side.answers import read_answer
from syncer.exchange_side.errors import EwsError, ProblemKind
from syncer.exchange_side.readers import read_changes, read_found, read_items, read_refs
from syncer.exchange_side.values import Address, Attendee, ExchangeItem, ItemProblem, ItemRef, PostalAddress
from tests.syncer.exchange_side.answers_xml import (
    CLEAN,
    CONVERSATION,
    envelope,
    error,
    extended,
    fault,
    got,
    item,
    response,
    success,
)

LIMIT = 10_000_000


def read_one(xml: str) -> ExchangeItem | ItemProblem:
    return read_items(read_answer(response("GetItem", got(xml)), "GetItem", max_bytes=LIMIT), ("I1",))[0]


def kind_of(document: bytes, operation: str = "GetItem") -> ProblemKind:
    with pytest.raises(EwsError) as caught:
        read_items(read_answer(document, operation, max_bytes=LIMIT), ("I1",))
    return caught.value.problem.kind


@pytest.mark.parametrize("uri", [CLEAN, CONVERSATION])
@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("<t:Value/>", "EmptyBinary"),
        ("<t:Value></t:Value>", "EmptyBinary"),
        ("<t:Value> </t:Value>", "EmptyBinary"),
        ("", "EmptyBinary"),
        ("<t:Value>A</t:Value>", "MalformedBinary"),
        ("<t:Value>AQ*=</t:Value>", "MalformedBinary"),
    ],
)
def test_a_poisoned_item_is_a_problem_and_its_neighbours_are_read(uri: str, value: str, code: str) -> None:
    poisoned = got(item(extended(uri, value), "CalendarItem", "I2"))
    answer = response("GetItem", got(item("", item_id="I1")), poisoned, got(item("", item_id="I3")))
    read = read_items(read_answer(answer, "GetItem", max_bytes=LIMIT), ("I1", "I2", "I3"))
    assert isinstance(read[1], ItemProblem)
    assert (read[1].item_id, read[1].code) == ("I2", code)
    assert [one.ref.item_id for one in read if isinstance(one, ExchangeItem)] == ["I1", "I3"]


def test_an_absent_binary_is_no_problem() -> None:
    read = read_one(item("<t:Subject>s</t:Subject>"))
    assert isinstance(read, ExchangeItem)
    assert (read.clean_global_object_id, read.conversation_index) == (None, None)


@given(st.binary(min_size=1, max_size=50), st.booleans())
def test_binary_round_trip(content: bytes, lines: bool) -> None:
    text = base64.b64encode(content).decode()
    text = "\r\n".join(text[i : i + 4] for i in range(0, len(text), 4)) if lines else text
    read = read_one(item(extended(CLEAN, f"<t:Value>{text}</t:Value>"), "CalendarItem"))
    assert isinstance(read, ExchangeItem)
    assert read.clean_global_object_id == content


def test_a_calendar_item() -> None:
    read = read_one(
        item(
            '<t:ParentFolderId Id="F"/><t:Subject>Trip</t:Subject><t:Body BodyType="Text">to\nPorto</t:Body>'
            "<t:Start>2014-01-07T10:00:00Z</t:Start><t:End>2014-01-07T12:00:00+01:00</t:End>"
            "<t:IsAllDayEvent>false</t:IsAllDayEvent><t:MyResponseType>Organizer</t:MyResponseType>"
            "<t:Organizer><t:Mailbox><t:Name>Ana</t:Name><t:EmailAddress>ana@contoso.test</t:EmailAddress></t:Mailbox>"
            "</t:Organizer><t:RequiredAttendees><t:Attendee><t:Mailbox><t:EmailAddress>b@x</t:EmailAddress></t:Mailbox>"
            "<t:ResponseType>Accept</t:ResponseType></t:Attendee></t:RequiredAttendees>",
            "CalendarItem",
        )
    )
    assert isinstance(read, ExchangeItem)
    assert (read.element, read.folder, read.ref) == ("CalendarItem", "F", ItemRef("I1", "C1"))
    assert read.fields["Start"] == datetime(2014, 1, 7, 10, tzinfo=UTC)
    assert read.fields["End"] == datetime(2014, 1, 7, 11, tzinfo=UTC)
    assert read.fields["Organizer"] == Address("Ana", "ana@contoso.test")
    assert read.fields["RequiredAttendees"] == (Attendee("", "b@x", "Accept"),)
    assert (read.fields["IsOrganizer"], read.fields["IsAllDayEvent"], read.fields["SendMarker"]) == (True, False, None)
    assert "Location" not in read.fields


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<t:MyResponseType>Accept</t:MyResponseType>", False),
        ("<t:AppointmentState>3</t:AppointmentState>", False),
        ("<t:AppointmentState>1</t:AppointmentState>", True),
        ("", True),
    ],
)
def test_who_organizes(content: str, expected: bool) -> None:
    read = read_one(item(content, "CalendarItem"))
    assert isinstance(read, ExchangeItem)
    assert read.fields["IsOrganizer"] is expected


def test_a_contact() -> None:
    read = read_one(
        item(
            "<t:GivenName>Rui</t:GivenName><t:EmailAddresses><t:Entry Key='EmailAddress1'>r@x</t:Entry>"
            "<t:Entry Key='EmailAddress2'/></t:EmailAddresses><t:PhysicalAddresses><t:Entry Key='Business'>"
            "<t:Street>Rua 1</t:Street><t:City>Lisboa</t:City></t:Entry></t:PhysicalAddresses>"
            "<t:PhoneNumbers><t:Entry Key='MobilePhone'>+351</t:Entry></t:PhoneNumbers>",
            "Contact",
        )
    )
    assert isinstance(read, ExchangeItem)
    assert read.fields["EmailAddress1"] == "r@x"
    assert "EmailAddress2" not in read.fields
    assert read.fields["BusinessAddress"] == PostalAddress(street="Rua 1", city="Lisboa")
    assert read.fields["MobilePhone"] == "+351"


@pytest.mark.parametrize(
    ("identifier", "organization", "state"),
    [("crmid", "crmorgid", "crmLinkState"), ("crmId", "crmOrgId", "crmlinkstate")],
)
def test_every_spelling_of_the_marks(identifier: str, organization: str, state: str) -> None:
    def mark(name: str, kind: str, value: str) -> str:
        attributes = f'DistinguishedPropertySetId="PublicStrings" PropertyName="{name}" PropertyType="{kind}"'
        uri = f"<t:ExtendedFieldURI {attributes}/>"
        return extended(uri, f"<t:Value>{value}</t:Value>")

    read = read_one(
        item(mark(identifier, "String", "{ABC}") + mark(organization, "String", "{DEF}") + mark(state, "Double", "2"))
    )
    assert isinstance(read, ExchangeItem)
    assert (read.stamp.crm_id, read.stamp.org_id, read.stamp.link_state) == ("abc", "def", 2.0)


@pytest.mark.parametrize(
    "content", ["<t:DateTimeReceived>yesterday</t:DateTimeReceived>", "<t:IsDraft>maybe</t:IsDraft>"]
)
def test_a_value_of_the_wrong_type_concerns_its_item_only(content: str) -> None:
    read = read_one(item(content))
    assert isinstance(read, ItemProblem)
    assert read.code == "MalformedItem"


def test_response_codes_of_items_and_of_the_request() -> None:
    gone = read_items(
        read_answer(
            response("GetItem", error("GetItem", "ErrorItemNotFound", "<m:Items/>")), "GetItem", max_bytes=LIMIT
        ),
        ("I1",),
    )
    assert gone == [ItemProblem("I1", "ErrorItemNotFound", "text")]
    assert kind_of(response("GetItem", error("GetItem", "ErrorServerBusy"))) is ProblemKind.BUSY
    assert kind_of(fault("ErrorImpersonateUserDenied")) is ProblemKind.DENIED
    assert kind_of(fault("ErrorNonExistentMailbox")) is ProblemKind.NO_MAILBOX
    assert kind_of(fault("ErrorSomethingNew")) is ProblemKind.REFUSED
    assert kind_of(response("GetItem")) is ProblemKind.MALFORMED
    assert kind_of(response("FindItem")) is ProblemKind.MALFORMED
    assert kind_of(b"<html/>") is ProblemKind.MALFORMED
    assert kind_of(b"") is ProblemKind.MALFORMED


def test_a_busy_fault_reports_how_long_to_stay_away() -> None:
    wait = '<t:MessageXml><t:Value Name="BackOffMilliseconds">1500</t:Value></t:MessageXml>'
    with pytest.raises(EwsError) as caught:
        read_answer(fault("ErrorServerBusy", wait), "GetItem", max_bytes=LIMIT)
    assert caught.value.problem.back_off_seconds == 1.5


CHANGES = response(
    "SyncFolderItems",
    success(
        "SyncFolderItems",
        "<m:SyncState>S2</m:SyncState><m:IncludesLastItemInRange>false</m:IncludesLastItemInRange><m:Changes>"
        + f"<t:Create>{item('', 'CalendarItem', 'A')}</t:Create><t:Update>{item('', 'Message', 'B')}</t:Update>"
        + '<t:Delete><t:ItemId Id="C"/></t:Delete><t:ReadFlagChange><t:ItemId Id="D" ChangeKey="k"/><t:IsRead>true'
        + "</t:IsRead></t:ReadFlagChange></m:Changes>",
    ),
)


def test_a_page_of_changes() -> None:
    page = read_changes(read_answer(CHANGES, "SyncFolderItems", max_bytes=LIMIT))
    assert [(one.kind, one.ref.item_id, one.item_class) for one in page.changes] == [
        ("create", "A", "CalendarItem"),
        ("update", "B", "Message"),
        ("delete", "C", ""),
        ("read_flag", "D", ""),
    ]
    assert (page.sync_state, page.includes_last) == ("S2", False)


@given(st.integers(0, len(CHANGES) - 1))
def test_a_cut_off_page_is_never_half_a_page(length: int) -> None:
    with pytest.raises(EwsError) as caught:
        read_changes(read_answer(CHANGES[:length], "SyncFolderItems", max_bytes=LIMIT))
    assert caught.value.problem.kind is ProblemKind.MALFORMED


@given(st.binary(max_size=300))
def test_any_bytes_are_a_typed_error(document: bytes) -> None:
    for given_bytes in (document, envelope(document.decode("latin-1")), CHANGES[:400] + document + CHANGES[400:]):
        try:
            read_changes(read_answer(given_bytes, "SyncFolderItems", max_bytes=LIMIT, mend_characters=True))
        except EwsError:
            continue


@given(st.data())
def test_any_damage_to_an_item_is_an_item_a_problem_or_a_typed_error(data: st.DataObject) -> None:
    document = response(
        "GetItem", got(item(extended(CLEAN, "<t:Value>AQI=</t:Value>") + "<t:IsDraft>true</t:IsDraft>"))
    )
    place = data.draw(st.integers(0, len(document) - 1))
    damaged = document[:place] + data.draw(st.binary(min_size=1, max_size=3)) + document[place + 1 :]
    try:
        read = read_items(read_answer(damaged, "GetItem", max_bytes=LIMIT, mend_characters=True), ("I1",))
    except EwsError:
        return
    assert len(read) == 1


def test_found_and_written_ids() -> None:
    found = response(
        "FindItem",
        success("FindItem", f"<m:RootFolder TotalItemsInView='1'><t:Items>{item('')}</t:Items></m:RootFolder>"),
    )
    assert read_found(read_answer(found, "FindItem", max_bytes=LIMIT)) == [ItemRef("I1", "C1")]
    written = response("CreateItem", success("CreateItem", f"<m:Items>{item('')}</m:Items>"))
    assert read_refs(read_answer(written, "CreateItem", max_bytes=LIMIT)) == ItemRef("I1", "C1")
    with pytest.raises(EwsError):
        read_refs(read_answer(response("CreateItem", success("CreateItem", "")), "CreateItem", max_bytes=LIMIT))
