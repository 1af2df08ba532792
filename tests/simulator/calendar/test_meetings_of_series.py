"""Meetings that recur: request, update, cancellation and answers, of the series and of single occurrences."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from simulator.exchange import delivery
from simulator.exchange.item import Item
from simulator.exchange.series import MODIFIED, changed, deleted, occurrences_between, span_of
from tests.simulator.calendar.asking import (
    FIVE,
    NS,
    WEEKLY,
    change,
    delete,
    event,
    got,
    item_id,
    nth,
    one,
    starts,
    update,
    view,
)
from tests.simulator.ews.conversation import Conversation, codes, conversation, only, text_at

SEND_NEW = 'SendMeetingInvitations="SendToAllAndSaveCopy"'
SEND = 'ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="SendToAllAndSaveCopy"'
GUESTS = (
    "<t:RequiredAttendees><t:Attendee><t:Mailbox><t:EmailAddress>oliver.smith@contoso.test</t:EmailAddress></t:Mailbox>"
    "</t:Attendee></t:RequiredAttendees>"
)
WHOLE = ("2026-03-01T00:00:00Z", "2026-06-01T00:00:00Z")


def at(talk: Conversation, who: str = "oliver.smith") -> Conversation:
    return Conversation(talk.organization, f"{who}@contoso.test")


def inbox(talk: Conversation) -> list[Item]:
    return list(talk.mailbox.distinguished("inbox").items.values())


def calendar(talk: Conversation) -> list[Item]:
    return list(talk.mailbox.distinguished("calendar").items.values())


def invited(people: str = GUESTS) -> tuple[Conversation, str]:
    """The organizer and the series, sent."""
    talk = conversation()
    return talk, str(talk.create(event(WEEKLY + FIVE, people=people), SEND_NEW).get("Id"))


def respond(talk: Conversation, identity: str, name: str) -> etree._Element:
    return talk.call(
        f'<m:CreateItem MessageDisposition="SendAndSaveCopy"><m:Items><t:{name}><t:ReferenceItemId Id="{identity}"/>'
        f"</t:{name}></m:Items></m:CreateItem>"
    )


def test_a_request_for_a_series_puts_the_series_into_the_calendar() -> None:
    """MS-OXWSMTGS_R305, R309, R339, R341, R343, R760."""
    talk, _ = invited()
    guest = at(talk)
    assert starts(view(guest, *WHOLE)) == starts(view(talk, *WHOLE))
    shown = guest.get(guest.mailbox.item_id(inbox(guest)[0]))
    assert etree.QName(shown).localname == "MeetingRequest"
    assert (text_at(shown, "t:CalendarItemType"), text_at(shown, "t:IsRecurring")) == ("RecurringMaster", "true")
    assert text_at(shown, "t:Recurrence/t:WeeklyRecurrence/t:DaysOfWeek") == "Monday"
    assert text_at(shown, "t:LastOccurrence/t:Start") == "2026-04-13T07:00:00Z"
    (entry,) = calendar(guest)
    assert only(shown, "t:AssociatedCalendarItemId").get("Id") == guest.mailbox.item_id(entry)
    assert only(shown, "t:StartTimeZone").get("Id") == "Romance Standard Time"


def test_an_update_of_one_occurrence_reaches_that_occurrence_alone() -> None:
    """MS-OXWSMTGS_R277, R345."""
    talk, master = invited()
    guest = at(talk)
    moved = change("Start", "2026-03-24T12:00:00Z") + change("End", "2026-03-24T13:00:00Z")
    assert codes(update(talk, nth(master, 2), moved, SEND)) == ["NoError"]
    request = guest.get(guest.mailbox.item_id(inbox(guest)[-1]))
    assert (text_at(request, "t:MeetingRequestType"), text_at(request, "t:CalendarItemType")) == (
        "FullUpdate",
        "Exception",
    )
    assert text_at(request, "t:RecurrenceId") == "2026-03-23T08:00:00Z"
    associated = one(guest, item_id(str(only(request, "t:AssociatedCalendarItemId").get("Id"))))
    assert text_at(associated, "t:Start") == "2026-03-24T12:00:00Z"
    assert starts(view(guest, *WHOLE)) == starts(view(talk, *WHOLE))
    assert len(calendar(guest)) == 1
    assert text_at(one(talk, nth(master, 2)), "t:AppointmentSequenceNumber") == "1"
    assert text_at(one(talk, nth(master, 3)), "t:AppointmentSequenceNumber") == "0"
    assert update(talk, nth(master, 2), change("Location", "Pier"), SEND) is not None
    assert inbox(guest)[-1].text("meetingRequest:MeetingRequestType") == "InformationalUpdate"
    assert changed(calendar(guest)[0])[0].day.isoformat() == "2026-03-23"


def test_answers_to_a_series_and_to_one_occurrence() -> None:
    talk, master = invited()
    guest = at(talk)
    assert codes(respond(guest, guest.mailbox.item_id(inbox(guest)[0]), "AcceptItem")) == ["NoError"]
    occurrence = str(only(one(guest, nth(guest.mailbox.item_id(calendar(guest)[0]), 3)), "t:ItemId").get("Id"))
    assert codes(respond(guest, occurrence, "TentativelyAcceptItem")) == ["NoError"]

    def answers(talk: Conversation, named: str, path: str) -> str | None:
        return text_at(one(talk, named), path)

    response = ".//t:Attendee/t:ResponseType"
    assert answers(talk, item_id(master), response) == "Accept"
    assert answers(talk, nth(master, 3), response) == "Tentative"
    assert answers(talk, nth(master, 2), response) == "Accept"
    mine = guest.mailbox.item_id(calendar(guest)[0])
    found = [answers(guest, named, "t:MyResponseType") for named in (item_id(mine), nth(mine, 3), nth(mine, 2))]
    assert found == ["Accept", "Tentative", "Accept"]
    assert text_at(one(guest, nth(mine, 3)), "t:LegacyFreeBusyStatus") == "Tentative"
    message = inbox(talk)[-1]
    assert text_at(talk.get(talk.mailbox.item_id(message)), "t:RecurrenceId") == "2026-03-30T07:00:00Z"


def test_a_declined_occurrence_goes_from_the_attendees_calendar() -> None:
    talk, master = invited()
    guest = at(talk)
    occurrence = str(only(one(guest, nth(guest.mailbox.item_id(calendar(guest)[0]), 3)), "t:ItemId").get("Id"))
    assert codes(respond(guest, occurrence, "DeclineItem")) == ["NoError"]
    assert "2026-03-30T07:00:00Z" not in starts(view(guest, *WHOLE))
    assert len(starts(view(talk, *WHOLE))) == 5
    assert text_at(one(talk, nth(master, 3)), ".//t:Attendee/t:ResponseType") == "Decline"
    later = change("Start", "2026-03-31T12:00:00Z") + change("End", "2026-03-31T13:00:00Z")
    assert codes(update(talk, nth(master, 3), later, SEND)) == ["NoError"]
    assert starts(view(guest, *WHOLE)) == starts(view(talk, *WHOLE))


def test_one_occurrence_cancelled() -> None:
    talk, master = invited()
    guest = at(talk)
    assert codes(delete(talk, nth(master, 2), "SendToAllAndSaveCopy")) == ["NoError"]
    cancellation = guest.get(guest.mailbox.item_id(inbox(guest)[-1]))
    assert text_at(cancellation, "t:RecurrenceId") == "2026-03-23T08:00:00Z"
    mine = guest.mailbox.item_id(calendar(guest)[0])
    flags = [text_at(one(guest, nth(mine, index)), "t:IsCancelled") for index in (1, 2, 3)]
    assert flags == ["false", "true", "false"]
    assert codes(respond(guest, guest.mailbox.item_id(inbox(guest)[-1]), "RemoveItem")) == ["NoError"]
    assert codes(got(guest, nth(mine, 2))) == ["ErrorCalendarOccurrenceIsDeletedFromRecurrence"]
    assert starts(view(guest, *WHOLE)) == starts(view(talk, *WHOLE))


def test_the_whole_series_cancelled() -> None:
    talk, master = invited()
    guest = at(talk)
    update(talk, nth(master, 2), change("Location", "Pier"), SEND)
    assert codes(delete(talk, item_id(master), "SendToAllAndSaveCopy")) == ["NoError"]
    flags = [str(flag.text) for flag in view(guest, *WHOLE, shape="AllProperties").iterfind(".//t:IsCancelled", NS)]
    assert flags == ["true"] * 5
    assert [item.kind for item in inbox(guest)] == ["MeetingCancellation"]


def test_somebody_invited_to_one_occurrence_alone() -> None:
    talk, master = invited()
    other = at(talk, "michael.johnson")
    more = GUESTS.replace("oliver.smith", "michael.johnson").replace("<t:RequiredAttendees>", "").replace(
        "</t:RequiredAttendees>", ""
    )  # fmt: skip
    both = GUESTS.replace("</t:RequiredAttendees>", f"{more}</t:RequiredAttendees>")
    people = (
        '<t:SetItemField><t:FieldURI FieldURI="calendar:RequiredAttendees"/>'
        f"<t:CalendarItem>{both}</t:CalendarItem></t:SetItemField>"
    )
    assert codes(update(talk, nth(master, 2), people, SEND)) == ["NoError"]
    assert starts(view(other, *WHOLE)) == ["2026-03-23T08:00:00Z"]
    assert (other.mailbox.distinguished("calendar").total, len(starts(view(at(talk), *WHOLE)))) == (1, 5)
    shown = other.get(other.mailbox.item_id(calendar(other)[0]))
    assert text_at(shown, "t:CalendarItemType") == "Single"
    assert codes(respond(other, other.mailbox.item_id(calendar(other)[0]), "AcceptItem")) == ["NoError"]
    answers = [str(found.text) for found in one(talk, nth(master, 2)).iterfind(".//t:Attendee/t:ResponseType", NS)]
    assert answers == ["Unknown", "Accept"]
    assert codes(update(talk, item_id(master), people, SEND)) == ["NoError"]
    assert starts(view(other, *WHOLE)) == starts(view(talk, *WHOLE))
    assert other.mailbox.distinguished("calendar").total == 1


def test_a_request_for_an_occurrence_that_comes_too_late_is_out_of_date() -> None:
    talk, master = invited()
    guest = at(talk)
    moved = change("Start", "2026-03-24T12:00:00Z") + change("End", "2026-03-24T13:00:00Z")
    update(talk, nth(master, 2), moved, SEND)
    old = inbox(guest)[-1]
    update(talk, nth(master, 2), change("Start", "2026-03-25T12:00:00Z") + change("End", "2026-03-25T13:00:00Z"), SEND)
    assert old.flag("meeting:IsOutOfDate")
    assert len([item for item in inbox(guest) if item.kind == "MeetingRequest"]) == 2
    assert starts(view(guest, *WHOLE)) == starts(view(talk, *WHOLE))


def test_a_room_looks_at_every_occurrence() -> None:
    talk = conversation()
    room = next(one for one in talk.organization.directory.accounts if one.kind == "room")
    people = GUESTS.replace("oliver.smith@contoso.test", room.smtp)
    resources = people.replace("RequiredAttendees", "Resources")
    busy = event(start="2026-03-30T09:30:00", end="2026-03-30T10:00:00", people=resources)
    talk.create(busy, SEND_NEW)
    master = str(talk.create(event(WEEKLY + FIVE, people=resources), SEND_NEW).get("Id"))
    assert text_at(talk.get(master), ".//t:Attendee/t:ResponseType") == "Decline"
    later = event(WEEKLY + FIVE, start="2026-03-16T11:00:00", end="2026-03-16T12:00:00", people=resources)
    assert text_at(talk.get(str(talk.create(later, SEND_NEW).get("Id"))), ".//t:Attendee/t:ResponseType") == "Accept"


@pytest.mark.parametrize("operation", ["CreateItem", "UpdateItem", "DeleteItem"])
def test_a_calendar_item_needs_to_know_whom_to_tell(operation: str) -> None:
    """MS-OXWSMTGS_R1213: of an occurrence as of any other calendar item."""
    talk, master = invited()
    if operation == "CreateItem":
        answer = talk.call(f"<m:CreateItem><m:Items>{event()}</m:Items></m:CreateItem>")
        assert codes(answer) == ["ErrorSendMeetingInvitationsRequired"]
    elif operation == "UpdateItem":
        answer = update(talk, nth(master, 2), change("Subject", "x"), 'ConflictResolution="AlwaysOverwrite"')
        assert codes(answer) == ["ErrorSendMeetingInvitationsOrCancellationsRequired"]
    else:
        answer = talk.call(
            f'<m:DeleteItem DeleteType="HardDelete"><m:ItemIds>{nth(master, 2)}</m:ItemIds></m:DeleteItem>'
        )
        assert codes(answer) == ["ErrorSendMeetingCancellationsRequired"]


steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["move", "move series", "rename", "rename one", "cancel one", "accept", "decline one", "down", "up"]
        ),
        st.integers(1, 5),
    ),
    max_size=10,
)


@settings(max_examples=40, deadline=None)
@given(steps=steps)
def test_the_copies_of_a_series_end_in_step(steps: list[tuple[str, int]]) -> None:
    talk, master = invited()
    guest = at(talk)
    for number, (step, index) in enumerate(steps):
        play(talk, guest, master, step, index, number)
    play(talk, guest, master, "up", 1, 0)
    if not calendar(talk):
        return
    (ours,), (theirs,) = calendar(talk), calendar(guest)
    assert (ours.text("item:Subject"), theirs.properties["calendar:Start"]) == (
        theirs.text("item:Subject"), ours.properties["calendar:Start"],
    )  # fmt: skip
    begin, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    mine = {one.occurrence: one for one in occurrences_between(ours, begin, end)}
    seen = {one.occurrence: one for one in occurrences_between(theirs, begin, end)}
    for day, held in seen.items():
        if not held.flag("calendar:IsCancelled"):
            assert day in mine
            assert span_of(held) == span_of(mine[day])
            assert held.text("item:Subject") == mine[day].text("item:Subject")
    assert set(mine) - set(seen) <= set(deleted(theirs))
    assert theirs.get(MODIFIED, tuple) is None or all(one.day not in deleted(theirs) for one in changed(theirs))


def play(talk: Conversation, guest: Conversation, master: str, step: str, index: int, number: int) -> None:
    """One step of the organizer or the guest; one that can't be done is answered with an error and changes nothing."""
    directory = talk.organization.directory
    if step in ("down", "up"):
        directory.set_up("london", step == "up")
        delivery.site_up(talk.organization, "london")
    elif step == "move":
        day = ("16", "23", "30", "06", "13")[index - 1]
        month = "03" if index < 4 else "04"
        wanted = f"2026-{month}-{day}T{12 + number % 8:02}"
        update(talk, nth(master, index), change("Start", f"{wanted}:00:00Z") + change("End", f"{wanted}:30:00Z"), SEND)
    elif step == "move series":
        hour = 6 + number % 8
        start, end = f"2026-03-16T{hour:02}:00:00Z", f"2026-03-16T{hour:02}:45:00Z"
        update(talk, item_id(master), change("Start", start) + change("End", end), SEND)
    elif step in ("rename", "rename one"):
        named = item_id(master) if step == "rename" else nth(master, index)
        update(talk, named, change("Subject", f"Standing {number}"), SEND)
    elif step == "cancel one":
        delete(talk, nth(master, index), "SendToAllAndSaveCopy")
    elif directory.is_up("london") and calendar(guest):
        held = guest.mailbox.item_id(calendar(guest)[0])
        if step == "accept":
            respond(guest, held, "AcceptItem")
        else:
            found = got(guest, nth(held, index), "IdOnly")
            if codes(found) == ["NoError"]:
                respond(guest, str(only(found, "//t:ItemId").get("Id")), "DeclineItem")
