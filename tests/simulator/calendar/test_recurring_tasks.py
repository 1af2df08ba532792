"""Tasks that recur: completing one makes the next (MS-OXWSTASK 2.2.4.6)."""

from datetime import UTC, datetime

import pytest
from lxml import etree

from tests.simulator.ews.conversation import NS, Conversation, codes, conversation, only, text_at

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
START = "<t:StartDate>2026-03-16</t:StartDate>"
DAILY = "<t:DailyRecurrence><t:Interval>2</t:Interval></t:DailyRecurrence>"
THREE = f"<t:NumberedRecurrence>{START}<t:NumberOfOccurrences>3</t:NumberOfOccurrences></t:NumberedRecurrence>"
ENDLESS = f"<t:NoEndRecurrence>{START}</t:NoEndRecurrence>"
DONE = (
    '<t:SetItemField><t:FieldURI FieldURI="task:Status"/><t:Task><t:Status>Completed</t:Status></t:Task>'
    "</t:SetItemField>"
)


def regeneration(unit: str, interval: int = 1) -> str:
    return f"<t:{unit}Regeneration><t:Interval>{interval}</t:Interval></t:{unit}Regeneration>"


def talking() -> Conversation:
    talk = conversation()
    talk.organization.clock.stop(NOW)
    return talk


def task(talk: Conversation, recurrence: str, due: str = "2026-03-16T00:00:00Z") -> etree._Element:
    return talk.create(
        f"<t:Task><t:Subject>Water</t:Subject><t:DueDate>{due}</t:DueDate><t:Recurrence>{recurrence}</t:Recurrence>"
        "<t:StartDate>2026-03-16T00:00:00Z</t:StartDate></t:Task>"
    )


def state(item: etree._Element) -> tuple[str | None, ...]:
    return tuple(text_at(item, f"t:{name}") for name in ("StartDate", "DueDate", "Status", "IsRecurring"))


def others(talk: Conversation, identity: str) -> list[etree._Element]:
    items = talk.mailbox.distinguished("tasks").items.values()
    return [talk.get(found) for item in items if (found := talk.mailbox.item_id(item)) != identity]


def complete(talk: Conversation, identity: str) -> None:
    answer = talk.update(only(talk.get(identity), "t:ItemId"), DONE)
    assert codes(answer) == ["NoError"]


def test_completing_a_task_makes_the_next() -> None:
    """MS-OXWSTASK_R125, R5666, R5667."""
    talk = talking()
    identity = str(task(talk, DAILY + THREE, due="2026-03-17T00:00:00Z").get("Id"))
    assert state(talk.get(identity)) == ("2026-03-16T00:00:00Z", "2026-03-17T00:00:00Z", "NotStarted", "true")
    complete(talk, identity)
    assert state(talk.get(identity)) == ("2026-03-18T00:00:00Z", "2026-03-19T00:00:00Z", "NotStarted", "true")
    (done,) = others(talk, identity)
    assert state(done) == ("2026-03-16T00:00:00Z", "2026-03-17T00:00:00Z", "Completed", "false")
    assert text_at(done, "t:CompleteDate") == "2026-03-20T00:00:00Z"
    assert done.find("t:Recurrence", NS) is None
    complete(talk, identity)
    complete(talk, identity)
    assert len(others(talk, identity)) == 2
    assert state(talk.get(identity))[2] == "Completed"


@pytest.mark.parametrize(
    ("pattern", "following"),
    [
        (regeneration("Daily", 3), "2026-03-23T00:00:00Z"),
        (regeneration("Weekly", 2), "2026-04-03T00:00:00Z"),
        (regeneration("Monthly"), "2026-04-20T00:00:00Z"),
        (regeneration("Yearly"), "2027-03-20T00:00:00Z"),
    ],
)
def test_a_regenerating_task_counts_from_its_completion(pattern: str, following: str) -> None:
    """MS-OXWSTASK_R127, R129, R131, R133."""
    talk = talking()
    identity = str(task(talk, pattern + ENDLESS).get("Id"))
    name = only(talk.get(identity), "t:Recurrence/*[1]").tag.split("}")[1]
    assert f"<t:{name}>" in pattern
    complete(talk, identity)
    assert state(talk.get(identity))[:3] == (following, following, "NotStarted")


def test_a_numbered_regeneration_ends() -> None:
    talk = talking()
    identity = str(task(talk, regeneration("Daily") + THREE).get("Id"))
    for left in (2, 1):
        complete(talk, identity)
        assert text_at(talk.get(identity), ".//t:NumberOfOccurrences") == str(left)
    complete(talk, identity)
    assert (state(talk.get(identity))[2], len(others(talk, identity))) == ("Completed", 2)


@pytest.mark.parametrize(("occurrences", "left"), [("AllOccurrences", 0), ("SpecifiedOccurrenceOnly", 1)])
def test_deleting_one_occurrence_or_all(occurrences: str, left: int) -> None:
    """MS-OXWSTASK_R174, R175."""
    talk = talking()
    identity = task(talk, DAILY + ENDLESS).get("Id")
    answer = talk.call(
        f'<m:DeleteItem DeleteType="HardDelete" AffectedTaskOccurrences="{occurrences}"><m:ItemIds>'
        f'<t:ItemId Id="{identity}"/></m:ItemIds></m:DeleteItem>'
    )
    assert codes(answer) == ["NoError"]
    assert talk.mailbox.distinguished("tasks").total == left
    if left:
        assert state(talk.get(str(identity)))[0] == "2026-03-18T00:00:00Z"


def test_the_last_occurrence_is_not_deleted_by_itself() -> None:
    talk = talking()
    identity = task(talk, DAILY + THREE.replace(">3<", ">1<")).get("Id")
    answer = talk.call(
        '<m:DeleteItem DeleteType="HardDelete" AffectedTaskOccurrences="SpecifiedOccurrenceOnly"><m:ItemIds>'
        f'<t:ItemId Id="{identity}"/></m:ItemIds></m:DeleteItem>'
    )
    assert codes(answer) == ["ErrorCannotDeleteTaskOccurrence"]


def test_a_task_gets_and_loses_its_recurrence() -> None:
    talk = talking()
    created = talk.create("<t:Task><t:Subject>Water</t:Subject></t:Task>")
    identity = str(created.get("Id"))
    assert text_at(talk.get(identity), "t:IsRecurring") == "false"
    recurring = (
        '<t:SetItemField><t:FieldURI FieldURI="task:Recurrence"/><t:Task><t:Recurrence>'
        f"{DAILY}{ENDLESS}</t:Recurrence></t:Task></t:SetItemField>"
    )
    assert codes(talk.update(created, recurring)) == ["NoError"]
    assert state(talk.get(identity))[::3] == ("2026-03-16T00:00:00Z", "true")
    gone = '<t:DeleteItemField><t:FieldURI FieldURI="task:Recurrence"/></t:DeleteItemField>'
    assert codes(talk.update(only(talk.get(identity), "t:ItemId"), gone)) == ["NoError"]
    assert text_at(talk.get(identity), "t:IsRecurring") == "false"


def test_a_calendar_item_does_not_regenerate() -> None:
    """A regeneration is no pattern of RecurrenceType: the schema forbids it."""
    talk = talking()
    item = f"<t:CalendarItem><t:Recurrence>{regeneration('Daily')}{ENDLESS}</t:Recurrence></t:CalendarItem>"
    with pytest.raises(Exception, match="ErrorSchemaValidation"):
        talk.call(f'<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items>{item}</m:Items></m:CreateItem>')
