"""Meetings through CreateItem, UpdateItem and DeleteItem: every message that they make is read with every property."""

import pytest
from lxml import etree

from simulator.exchange.item import Item
from tests.simulator.ews.conversation import NS, Conversation, codes, conversation, only, text_at

ATTENDEE = (
    "<t:Attendee><t:Mailbox><t:EmailAddress>{}</t:EmailAddress></t:Mailbox>"
    "<t:ResponseType>Accept</t:ResponseType></t:Attendee>"
)
MEETING = (
    "<t:CalendarItem><t:Subject>Estuary</t:Subject><t:Body BodyType='Text'>agenda</t:Body>"
    "<t:Start>2026-12-01T10:00:00Z</t:Start><t:End>2026-12-01T11:00:00Z</t:End><t:Location>L</t:Location>"
    "<t:RequiredAttendees>"
    + ATTENDEE.format("oliver.smith@contoso.test")
    + "</t:RequiredAttendees><t:OptionalAttendees>"
    + ATTENDEE.format("michael.johnson@contoso.test")
    + "</t:OptionalAttendees></t:CalendarItem>"
)
MARKER = (
    "<t:SetItemField><t:ExtendedFieldURI DistinguishedPropertySetId='PublicStrings' PropertyName='marker' "
    "PropertyType='String'/><t:CalendarItem><t:ExtendedProperty><t:ExtendedFieldURI "
    "DistinguishedPropertySetId='PublicStrings' PropertyName='marker' PropertyType='String'/><t:Value>m</t:Value>"
    "</t:ExtendedProperty></t:CalendarItem></t:SetItemField>"
)
SEND = 'ConflictResolution="NeverOverwrite" SendMeetingInvitationsOrCancellations="SendToAllAndSaveCopy"'


def at(talk: Conversation, who: str) -> Conversation:
    return Conversation(talk.organization, f"{who}@contoso.test")


def inbox(talk: Conversation) -> list[Item]:
    return list(talk.mailbox.distinguished("inbox").items.values())


def calendar(talk: Conversation) -> list[Item]:
    return list(talk.mailbox.distinguished("calendar").items.values())


def answer(talk: Conversation, item: Item, name: str, disposition: str = "SendAndSaveCopy") -> etree._Element:
    return talk.call(
        f'<m:CreateItem MessageDisposition="{disposition}"><m:Items><t:{name}>'
        f'<t:ReferenceItemId Id="{talk.mailbox.item_id(item)}" ChangeKey="{talk.mailbox.change_key(item)}"/>'
        f"</t:{name}></m:Items></m:CreateItem>"
    )


def test_the_answers_of_attendees_reach_the_organizer() -> None:
    talk = conversation()
    created = talk.create(MEETING, 'SendMeetingInvitations="SendToAllAndSaveCopy"')
    for who, name in (("oliver.smith", "AcceptItem"), ("michael.johnson", "DeclineItem")):
        there = at(talk, who)
        request = inbox(there)[0]
        shown = there.get(there.mailbox.item_id(request))
        assert etree.QName(shown).localname == "MeetingRequest"
        assert text_at(shown, "t:Start") == "2026-12-01T10:00:00Z"
        assert codes(answer(there, request, name)) == ["NoError"]
    item = talk.get(str(created.get("Id")))
    answers = {
        str(one.findtext("t:Mailbox/t:Name", namespaces=NS)): one.findtext("t:ResponseType", namespaces=NS)
        for one in item.iterfind(".//t:Attendee", NS)
    }
    assert answers == {"Oliver Smith": "Accept", "Michael Johnson": "Decline"}
    assert text_at(item, "t:MeetingRequestWasSent") == "true"
    responses = [talk.get(talk.mailbox.item_id(one)) for one in inbox(talk)]
    assert [text_at(one, "t:ResponseType") for one in responses] == ["Accept", "Decline"]
    copies = [calendar(at(talk, who))[0] for who in ("oliver.smith",)]
    assert [copy.text("calendar:MyResponseType") for copy in copies] == ["Accept"]


def test_sending_is_a_compare_and_swap() -> None:
    talk = conversation()
    created = talk.create(MEETING, 'SendMeetingInvitations="SendToNone"')
    assert not inbox(at(talk, "oliver.smith"))
    first = talk.update(created, MARKER, SEND)
    second = talk.update(created, MARKER, SEND)
    assert codes(first) + codes(second) == ["NoError", "ErrorIrresolvableConflict"]
    assert len(inbox(at(talk, "oliver.smith"))) == 1
    assert len(talk.mailbox.distinguished("sentitems").items) >= 1


def test_a_deleted_meeting_is_cancelled_and_removed() -> None:
    talk = conversation()
    created = talk.create(MEETING, 'SendMeetingInvitations="SendToAllAndSaveCopy"')
    gone = talk.call(
        '<m:DeleteItem DeleteType="MoveToDeletedItems" SendMeetingCancellations="SendToAllAndSaveCopy">'
        f'<m:ItemIds><t:ItemId Id="{created.get("Id")}"/></m:ItemIds></m:DeleteItem>'
    )
    assert codes(gone) == ["NoError"]
    there = at(talk, "oliver.smith")
    cancellation = next(item for item in inbox(there) if item.kind == "MeetingCancellation")
    shown = there.get(there.mailbox.item_id(cancellation))
    assert only(shown, "t:AssociatedCalendarItemId").get("Id") == there.mailbox.item_id(calendar(there)[0])
    assert calendar(there)[0].flag("calendar:IsCancelled")
    assert codes(answer(there, cancellation, "RemoveItem")) == ["NoError"]
    assert not calendar(there)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("AcceptItem", "ErrorCalendarIsOrganizerForAccept"),
        ("TentativelyAcceptItem", "ErrorCalendarIsOrganizerForTentative"),
        ("DeclineItem", "ErrorCalendarIsOrganizerForDecline"),
    ],
)
def test_the_organizer_does_not_answer(name: str, code: str) -> None:
    talk = conversation()
    talk.create(MEETING, 'SendMeetingInvitations="SendToAllAndSaveCopy"')
    assert codes(answer(talk, calendar(talk)[0], name)) == [code]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("AcceptItem", "ErrorInvalidItemForOperationAcceptItem"),
        ("TentativelyAcceptItem", "ErrorInvalidItemForOperationTentative"),
        ("DeclineItem", "ErrorInvalidItemForOperationDeclineItem"),
        ("CancelCalendarItem", "ErrorInvalidItemForOperationCancelItem"),
        ("RemoveItem", "ErrorInvalidItemForOperationRemoveItem"),
    ],
)
def test_answers_to_a_message_that_is_no_meeting(name: str, code: str) -> None:
    talk = conversation()
    talk.create("<t:Message/>")
    item = next(iter(talk.mailbox.distinguished("drafts").items.values()))
    assert codes(answer(talk, item, name)) == [code]


def test_only_the_organizer_cancels() -> None:
    talk = conversation()
    talk.create(MEETING, 'SendMeetingInvitations="SendToAllAndSaveCopy"')
    there = at(talk, "oliver.smith")
    assert codes(answer(there, calendar(there)[0], "CancelCalendarItem")) == ["ErrorCalendarIsNotOrganizer"]
    assert codes(answer(talk, calendar(talk)[0], "CancelCalendarItem")) == ["NoError"]
    assert calendar(there)[0].flag("calendar:IsCancelled")


def test_times_that_cannot_be() -> None:
    talk = conversation()
    wrong = MEETING.replace("2026-12-01T11", "2026-12-01T09")
    call = f'<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items>{wrong}</m:Items></m:CreateItem>'
    assert codes(talk.call(call)) == ["ErrorCalendarEndDateIsEarlierThanStartDate"]
    assert not calendar(talk)
    in_tasks = call.replace(
        "<m:Items>", '<m:SavedItemFolderId><t:DistinguishedFolderId Id="tasks"/></m:SavedItemFolderId><m:Items>', 1
    )
    assert codes(talk.call(in_tasks.replace("T09:", "T11:"))) == ["ErrorCannotCreateCalendarItemInNonCalendarFolder"]
