"""Reminders of items, tasks and occurrences: told, dismissed, snoozed (MS-OXWSMTGS 3.1.4.5 and 3.1.4.7)."""

from datetime import UTC, datetime

import pytest
from lxml import etree

from simulator.exchange.errors import ExchangeError
from tests.simulator.calendar.asking import (
    DAILY,
    ENDLESS,
    FIVE,
    NO_MAIL,
    change,
    delete,
    event,
    item_id,
    nth,
    one,
    series,
    update,
)
from tests.simulator.ews.conversation import NS, Conversation, codes, conversation, only, text_at

NOW = datetime(2026, 3, 18, 12, tzinfo=UTC)
REMINDER = "<t:ReminderIsSet>true</t:ReminderIsSet><t:ReminderMinutesBeforeStart>30</t:ReminderMinutesBeforeStart>"


def talking(now: datetime = NOW) -> Conversation:
    talk = conversation()
    talk.organization.clock.stop(now)
    return talk


def reminders(talk: Conversation, asked: str = "") -> list[etree._Element]:
    answer = talk.call(f"<m:GetReminders>{asked}</m:GetReminders>")
    assert codes(answer) == ["NoError"]
    return list(answer.iterfind(".//t:Reminder", NS))


def times(talk: Conversation, asked: str = "") -> list[str | None]:
    return [text_at(reminder, "t:ReminderTime") for reminder in reminders(talk, asked)]


def act(talk: Conversation, action: str, identity: str, later: str = "") -> etree._Element:
    new = f"<t:NewReminderTime>{later}</t:NewReminderTime>" if later else ""
    return talk.call(
        "<m:PerformReminderAction><m:ReminderItemActions><t:ReminderItemAction>"
        f'<t:ActionType>{action}</t:ActionType><t:ItemId Id="{identity}"/>{new}</t:ReminderItemAction>'
        "</m:ReminderItemActions></m:PerformReminderAction>"
    )


def test_what_a_reminder_tells() -> None:
    """MS-OXWSMTGS_R2077, R2079, R2081, R2083, R2085, R2087, R20911, R20912."""
    talk = talking()
    identity = str(talk.create(event(more="<t:Location>Quay</t:Location>"), NO_MAIL).get("Id"))
    talk.create("<t:Task><t:Subject>Water</t:Subject><t:ReminderDueBy>2026-03-20T09:00:00Z</t:ReminderDueBy>"
                "<t:ReminderIsSet>true</t:ReminderIsSet></t:Task>")  # fmt: skip
    first, second = reminders(talk)
    shown = [text_at(first, f"t:{name}") for name in ("Subject", "Location", "ReminderTime", "StartDate", "EndDate")]
    assert shown == ["Standing", "Quay", "2026-03-16T07:45:00Z", "2026-03-16T08:00:00Z", "2026-03-16T09:00:00Z"]
    assert (only(first, "t:ItemId").get("Id"), text_at(first, "t:ReminderGroup")) == (identity, "Calendar")
    assert (text_at(second, "t:ReminderTime"), text_at(second, "t:ReminderGroup")) == ("2026-03-20T09:00:00Z", "Task")
    assert text_at(first, "t:UID") == text_at(talk.get(identity), "t:UID")


def test_a_series_reminds_of_its_next_occurrence() -> None:
    """MS-OXWSMTGS_R2089."""
    talk = talking()
    master = series(talk, DAILY, ENDLESS)
    (reminder,) = reminders(talk)
    assert text_at(reminder, "t:ReminderTime") == "2026-03-19T07:45:00Z"
    assert only(reminder, "t:RecurringMasterItemId").get("Id") == master
    occurrence = str(only(reminder, "t:ItemId").get("Id"))
    assert text_at(one(talk, item_id(occurrence)), "t:Start") == "2026-03-19T08:00:00Z"
    assert text_at(one(talk, item_id(master)), "t:ReminderNextTime") == "2026-03-19T07:45:00Z"
    done = act(talk, "Dismiss", occurrence)
    assert codes(done) == ["NoError"]
    assert only(done, "//t:ItemId").get("Id") == master
    assert times(talk) == ["2026-03-20T07:45:00Z"]
    assert text_at(one(talk, item_id(occurrence)), "t:ReminderNextTime") is None
    delete(talk, nth(master, 5))
    update(talk, nth(master, 6), change("ReminderIsSet", "false"))
    assert times(talk) == ["2026-03-22T07:45:00Z"]


def test_the_last_occurrence_dismissed() -> None:
    talk = talking()
    series(talk, DAILY, FIVE.replace(">5<", ">4<"))
    assert times(talk) == ["2026-03-19T07:45:00Z"]
    (reminder,) = reminders(talk)
    act(talk, "Dismiss", str(only(reminder, "t:ItemId").get("Id")))
    assert times(talk) == []


def test_a_single_item_dismissed() -> None:
    talk = talking()
    identity = str(talk.create(event(), NO_MAIL).get("Id"))
    assert text_at(talk.get(identity), "t:ReminderNextTime") == "2026-03-16T07:45:00Z"
    assert codes(act(talk, "Dismiss", identity)) == ["NoError"]
    shown = talk.get(identity)
    assert (text_at(shown, "t:ReminderIsSet"), text_at(shown, "t:ReminderNextTime")) == ("false", None)
    assert times(talk) == []


@pytest.mark.parametrize("recurring", [False, True])
def test_a_snoozed_reminder_comes_again(recurring: bool) -> None:
    talk = talking()
    identity = series(talk, DAILY, ENDLESS) if recurring else str(talk.create(event(), NO_MAIL).get("Id"))
    assert codes(act(talk, "Snooze", identity, "2026-03-19T10:00:00Z")) == ["NoError"]
    assert times(talk) == ["2026-03-19T10:00:00Z"]
    act(talk, "Dismiss", identity)
    assert times(talk) == (["2026-03-20T07:45:00Z"] if recurring else [])


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("<m:BeginTime>2026-03-17T00:00:00Z</m:BeginTime>", 1),
        ("<m:EndTime>2026-03-17T00:00:00Z</m:EndTime>", 1),
        ("<m:BeginTime>2026-03-16T00:00:00Z</m:BeginTime><m:EndTime>2026-03-20T00:00:00Z</m:EndTime>", 2),
        ("<m:MaxItems>1</m:MaxItems>", 1),
        ("<m:MaxItems>0</m:MaxItems>", 0),
        ("<m:ReminderType>Old</m:ReminderType>", 1),
        ("<m:ReminderType>Current</m:ReminderType>", 1),
        ("<m:ReminderType>All</m:ReminderType>", 2),
    ],
)
def test_which_reminders_are_wanted(asked: str, count: int) -> None:
    """MS-OXWSMTGS_R2061, R2063, R2065."""
    talk = talking()
    talk.create(event(), NO_MAIL)
    talk.create(event(start="2026-03-19T09:00:00", end="2026-03-19T10:00:00"), NO_MAIL)
    assert len(times(talk, asked)) == count


@pytest.mark.parametrize(
    ("action", "later", "code"),
    [("Snooze", "", "ErrorInvalidArgument"), ("Snooze", "tomorrow", "ErrorInvalidArgument")],
)
def test_actions_that_cannot_be(action: str, later: str, code: str) -> None:
    """The schema has no answer without an id: the whole request is refused."""
    talk = talking()
    with pytest.raises(ExchangeError) as caught:
        act(talk, action, str(talk.create(event(), NO_MAIL).get("Id")), later)
    assert caught.value.code == code
