"""Recurring calendar items: the master in the folder, its occurrences by id, exceptions and deleted days."""

import pytest

from tests.simulator.calendar.asking import (
    DAILY,
    ENDLESS,
    FIVE,
    NS,
    WEEKLY,
    asked,
    change,
    codes,
    conversation,
    delete,
    event,
    got,
    item_id,
    nth,
    one,
    series,
    starts,
    update,
    view,
)
from tests.simulator.ews.conversation import only, text_at

WHOLE = ("2026-03-01T00:00:00Z", "2026-06-01T00:00:00Z")


def test_a_master_and_its_first_and_last_occurrence() -> None:
    """MS-OXWSMTGS_R181, R213, R215, R732."""
    talk = conversation()
    master = talk.get(series(talk))
    assert text_at(master, "t:CalendarItemType") == "RecurringMaster"
    assert text_at(master, "t:IsRecurring") == "true"
    assert text_at(master, "t:Start") == "2026-03-16T08:00:00Z"
    assert text_at(master, "t:FirstOccurrence/t:Start") == "2026-03-16T08:00:00Z"
    assert text_at(master, "t:LastOccurrence/t:Start") == "2026-04-13T07:00:00Z"
    assert text_at(master, "t:Recurrence/t:WeeklyRecurrence/t:DaysOfWeek") == "Monday"
    last = one(talk, item_id(str(only(master, "t:LastOccurrence/t:ItemId").get("Id"))))
    assert text_at(last, "t:CalendarItemType") == "Occurrence"
    assert master.find("t:ModifiedOccurrences", NS) is None
    endless = talk.get(series(talk, WEEKLY, ENDLESS))
    assert endless.find("t:LastOccurrence", NS) is None


def test_a_series_begins_with_its_first_occurrence() -> None:
    talk = conversation()
    master = talk.get(series(talk, WEEKLY, FIVE.replace("2026-03-16", "2026-03-11")))
    assert text_at(master, "t:Start") == "2026-03-16T08:00:00Z"
    assert text_at(master, ".//t:StartDate") == "2026-03-16"


def test_an_occurrence_is_named_by_its_number_and_its_master_by_an_occurrence() -> None:
    """MS-OXWSMTGS_R161, R631, R807."""
    talk = conversation()
    master = series(talk)
    third = one(talk, nth(master, 3), asked("calendar:RecurrenceId"))
    identity = only(third, "t:ItemId").get("Id")
    assert text_at(third, "t:Start") == text_at(third, "t:OriginalStart") == "2026-03-30T07:00:00Z"
    assert text_at(third, "t:RecurrenceId") == "2026-03-30T07:00:00Z"
    assert text_at(third, "t:CalendarItemType") == "Occurrence"
    assert text_at(third, "t:IsRecurring") == "true"
    assert third.find("t:Recurrence", NS) is None
    assert identity != master
    again = one(talk, f'<t:RecurringMasterItemId OccurrenceId="{identity}"/>')
    assert only(again, "t:ItemId").get("Id") == master
    assert text_at(again, "t:UID") == text_at(third, "t:UID")
    assert only(third, "t:ParentFolderId").get("Id") == only(again, "t:ParentFolderId").get("Id")


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ('<t:OccurrenceItemId RecurringMasterId="{master}" InstanceIndex="6"/>',
         "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange"),
        ('<t:OccurrenceItemId RecurringMasterId="{master}" InstanceIndex="0"/>',
         "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange"),
        ('<t:OccurrenceItemId RecurringMasterId="{master}" InstanceIndex="2"/>',
         "ErrorCalendarOccurrenceIsDeletedFromRecurrence"),
        ('<t:OccurrenceItemId RecurringMasterId="{single}" InstanceIndex="1"/>',
         "ErrorCalendarCannotUseIdForRecurringMasterId"),
        ('<t:OccurrenceItemId RecurringMasterId="{occurrence}" InstanceIndex="1"/>',
         "ErrorCalendarCannotUseIdForRecurringMasterId"),
        ('<t:RecurringMasterItemId OccurrenceId="{master}"/>', "ErrorCalendarCannotUseIdForOccurrenceId"),
        ('<t:RecurringMasterItemId OccurrenceId="{single}"/>', "ErrorCalendarCannotUseIdForOccurrenceId"),
        ('<t:ItemId Id="{deleted}"/>', "ErrorCalendarOccurrenceIsDeletedFromRecurrence"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("operation", ["GetItem", "UpdateItem", "DeleteItem"])
def test_ids_that_name_nothing(named: str, code: str, operation: str) -> None:
    """MS-OXWSMTGS_R1212, R1222, R1223."""
    talk = conversation()
    master = series(talk)
    deleted, occurrence = (str(only(one(talk, nth(master, n)), "t:ItemId").get("Id")) for n in (2, 1))
    assert codes(delete(talk, nth(master, 2))) == ["NoError"]
    single = str(talk.create(event(), 'SendMeetingInvitations="SendToNone"').get("Id"))
    text = named.format(master=master, single=single, deleted=deleted, occurrence=occurrence)
    if operation == "GetItem":
        assert codes(got(talk, text)) == [code]
    elif operation == "UpdateItem":
        assert codes(update(talk, text, change("Subject", "x"))) == [code]
    else:
        assert codes(delete(talk, text)) == [code]


def test_a_changed_occurrence_is_an_exception() -> None:
    """MS-OXWSMTGS_R217, R651."""
    talk = conversation()
    master = series(talk)
    changes = (
        change("Subject", "Moved") + change("Start", "2026-03-24T12:00:00Z") + change("End", "2026-03-24T13:00:00Z")
    )
    answer = update(talk, nth(master, 2), changes)
    assert codes(answer) == ["NoError"]
    identity = str(only(answer, "//t:ItemId").get("Id"))
    moved = one(talk, item_id(identity))
    assert text_at(moved, "t:CalendarItemType") == "Exception"
    assert (text_at(moved, "t:Subject"), text_at(moved, "t:Start")) == ("Moved", "2026-03-24T12:00:00Z")
    assert text_at(moved, "t:OriginalStart") == "2026-03-23T08:00:00Z"
    whole = one(talk, item_id(master))
    (info,) = whole.iterfind("t:ModifiedOccurrences/t:Occurrence", NS)
    assert only(info, "t:ItemId").get("Id") == identity
    assert (text_at(info, "t:Start"), text_at(info, "t:OriginalStart")) == (
        "2026-03-24T12:00:00Z",
        "2026-03-23T08:00:00Z",
    )
    assert (text_at(whole, "t:Subject"), text_at(one(talk, nth(master, 3)), "t:Subject")) == ("Standing", "Standing")
    update(talk, item_id(master), change("Subject", "Renamed") + change("Location", "Pier"))
    seen = {text_at(one(talk, nth(master, n)), "t:Subject") for n in (1, 3)}
    exception = one(talk, nth(master, 2))
    assert (seen, text_at(exception, "t:Subject"), text_at(exception, "t:Location")) == ({"Renamed"}, "Moved", "Pier")


def test_a_property_deleted_in_one_occurrence() -> None:
    talk = conversation()
    master = series(talk, more="<t:Location>Quay</t:Location>")
    gone = '<t:DeleteItemField><t:FieldURI FieldURI="calendar:Location"/></t:DeleteItemField>'
    assert codes(update(talk, nth(master, 2), gone)) == ["NoError"]
    assert [text_at(one(talk, nth(master, n)), "t:Location") for n in (1, 2)] == ["Quay", None]


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        ("2026-03-16T12:00:00Z", "2026-03-16T13:00:00Z", "ErrorOccurrenceCrossingBoundary"),
        ("2026-03-30T06:00:00Z", "2026-03-30T06:30:00Z", "ErrorOccurrenceCrossingBoundary"),
        ("2026-04-20T08:00:00Z", "2026-04-20T09:00:00Z", "ErrorOccurrenceCrossingBoundary"),
        ("2026-03-29T08:00:00Z", "2026-03-30T07:30:00Z", "ErrorOccurrenceTimeSpanTooBig"),
        ("2026-03-24T12:00:00Z", "2026-03-24T11:00:00Z", "ErrorCalendarEndDateIsEarlierThanStartDate"),
        ("2026-03-17T12:00:00Z", "2026-03-17T13:00:00Z", "NoError"),
    ],
)
def test_an_occurrence_stays_between_its_neighbours(start: str, end: str, code: str) -> None:
    talk = conversation()
    master = series(talk)
    answer = update(talk, nth(master, 2), change("Start", start) + change("End", end))
    assert codes(answer) == [code]


def test_an_occurrence_has_no_pattern_of_its_own_and_is_not_moved() -> None:
    """MS-OXWSMTGS_R1231."""
    talk = conversation()
    master = series(talk)
    assert codes(update(talk, nth(master, 2), change("Recurrence", DAILY + FIVE))) == ["ErrorInvalidPropertySet"]
    occurrence = only(one(talk, nth(master, 2)), "t:ItemId").get("Id")
    answer = talk.call(
        '<m:MoveItem><m:ToFolderId><t:DistinguishedFolderId Id="deleteditems"/></m:ToFolderId>'
        f'<m:ItemIds><t:ItemId Id="{occurrence}"/></m:ItemIds></m:MoveItem>'
    )
    assert codes(answer) == ["ErrorCalendarCannotMoveOrCopyOccurrence"]


def test_deleted_occurrences() -> None:
    """MS-OXWSMTGS_R219, R373, R620."""
    talk = conversation()
    master = series(talk)
    for index in (1, 5):
        assert codes(delete(talk, nth(master, index))) == ["NoError"]
    whole = one(talk, item_id(master))
    gone = [str(start.text) for start in whole.iterfind("t:DeletedOccurrences/t:DeletedOccurrence/t:Start", NS)]
    assert gone == ["2026-03-16T08:00:00Z", "2026-04-13T07:00:00Z"]
    assert text_at(whole, "t:FirstOccurrence/t:Start") == "2026-03-23T08:00:00Z"
    assert text_at(whole, "t:LastOccurrence/t:Start") == "2026-04-06T07:00:00Z"
    assert starts(view(talk, *WHOLE)) == ["2026-03-23T08:00:00Z", "2026-03-30T07:00:00Z", "2026-04-06T07:00:00Z"]
    for index in (2, 3, 4):
        assert codes(delete(talk, nth(master, index))) == ["NoError"]
    assert codes(got(talk, item_id(master))) == ["ErrorItemNotFound"]
    assert not talk.mailbox.distinguished("calendar").items


def test_a_series_is_deleted_by_any_of_its_occurrences() -> None:
    talk = conversation()
    master = series(talk)
    occurrence = only(one(talk, nth(master, 2)), "t:ItemId").get("Id")
    assert codes(delete(talk, f'<t:RecurringMasterItemId OccurrenceId="{occurrence}"/>')) == ["NoError"]
    assert starts(view(talk, *WHOLE)) == []


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        (change("Recurrence", DAILY + FIVE), (0, 0)),
        (change("Start", "2026-03-16T10:00:00Z") + change("End", "2026-03-16T11:00:00Z"), (0, 0)),
        (change("Recurrence", WEEKLY + ENDLESS), (1, 1)),
        (change("Recurrence", WEEKLY + FIVE.replace(">5<", ">2<")), (1, 0)),
        (change("Subject", "Renamed"), (1, 1)),
    ],
)
def test_a_new_pattern_takes_exceptions_away(changes: str, left: tuple[int, int]) -> None:
    talk = conversation()
    master = series(talk)
    update(talk, nth(master, 2), change("Subject", "Moved"))
    delete(talk, nth(master, 4))
    assert codes(update(talk, item_id(master), changes)) == ["NoError"]
    whole = one(talk, item_id(master))
    found = [len(list(whole.iterfind(f"t:{name}/*", NS))) for name in ("ModifiedOccurrences", "DeletedOccurrences")]
    assert tuple(found) == left


def test_a_single_item_becomes_a_series_and_back() -> None:
    talk = conversation()
    identity = str(talk.create(event(), 'SendMeetingInvitations="SendToNone"').get("Id"))
    assert text_at(talk.get(identity), "t:CalendarItemType") == "Single"
    assert codes(update(talk, item_id(identity), change("Recurrence", WEEKLY + FIVE))) == ["NoError"]
    assert len(starts(view(talk, *WHOLE))) == 5
    gone = '<t:DeleteItemField><t:FieldURI FieldURI="calendar:Recurrence"/></t:DeleteItemField>'
    assert codes(update(talk, item_id(identity), gone)) == ["NoError"]
    assert (text_at(talk.get(identity), "t:CalendarItemType"), len(starts(view(talk, *WHOLE)))) == ("Single", 1)


@pytest.mark.parametrize(
    ("recurrence", "code"),
    [
        (DAILY.replace(">1<", ">0<") + FIVE, "ErrorCalendarOutOfRange"),
        (WEEKLY.replace(">Monday</t:DaysOfWeek", ">Weekday</t:DaysOfWeek") + FIVE,
         "ErrorCalendarInvalidDayForWeeklyRecurrence"),
        (WEEKLY + "<t:EndDateRecurrence><t:StartDate>2026-03-17</t:StartDate><t:EndDate>2026-03-20</t:EndDate>"
         "</t:EndDateRecurrence>", "ErrorRecurrenceHasNoOccurrence"),
        (WEEKLY + "<t:EndDateRecurrence><t:StartDate>2026-03-17</t:StartDate><t:EndDate>4600-03-20</t:EndDate>"
         "</t:EndDateRecurrence>", "ErrorRecurrenceEndDateTooBig"),
    ],
)  # fmt: skip
def test_series_that_cannot_be(recurrence: str, code: str) -> None:
    """MS-OXWSMTGS_R1205, R1206."""
    talk = conversation()
    call = f'<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items>{event(recurrence)}</m:Items></m:CreateItem>'
    assert codes(talk.call(call)) == [code]
    assert not talk.mailbox.distinguished("calendar").items


def test_an_occurrence_is_shorter_than_the_time_to_the_next() -> None:
    talk = conversation()
    long = event(DAILY + FIVE, end="2026-03-17T09:30:00")
    call = f'<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items>{long}</m:Items></m:CreateItem>'
    assert codes(talk.call(call)) == ["ErrorOccurrenceTimeSpanTooBig"]


def test_an_attachment_of_one_occurrence() -> None:
    talk = conversation()
    master = series(talk)
    occurrence = only(one(talk, nth(master, 2)), "t:ItemId").get("Id")
    answer = talk.call(
        f'<m:CreateAttachment><m:ParentItemId Id="{occurrence}"/><m:Attachments><t:FileAttachment>'
        "<t:Name>a.txt</t:Name><t:Content>aGVq</t:Content></t:FileAttachment></m:Attachments></m:CreateAttachment>"
    )
    assert codes(answer) == ["NoError"]
    identity = only(answer, "//t:AttachmentId").get("Id")
    fetched = talk.call(
        f'<m:GetAttachment><m:AttachmentIds><t:AttachmentId Id="{identity}"/></m:AttachmentIds></m:GetAttachment>'
    )
    assert text_at(fetched, ".//t:Content") == "aGVq"
    assert [text_at(one(talk, nth(master, n)), "t:HasAttachments") for n in (1, 2)] == ["false", "true"]


def test_finding_and_synchronizing_show_the_master_alone() -> None:
    talk = conversation()
    master = series(talk)
    update(talk, nth(master, 2), change("Subject", "Moved"))
    found = talk.call(
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>'
        '<m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>'
    )
    assert only(found, "//t:ItemId").get("Id") == master
    synced = talk.call(
        "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:SyncFolderId>"
        '<t:DistinguishedFolderId Id="calendar"/></m:SyncFolderId><m:MaxChangesReturned>9</m:MaxChangesReturned>'
        "</m:SyncFolderItems>"
    )
    assert only(synced, "//t:ItemId").get("Id") == master
