"""Conflicting and adjacent meetings of a calendar item (MS-OXWSMTGS 2.2.4.6)."""

from tests.simulator.calendar.asking import (
    NO_MAIL,
    NS,
    asked,
    event,
    item_id,
    nth,
    one,
    series,
)
from tests.simulator.ews.conversation import Conversation, conversation, only, text_at

SHOWN = asked(
    "calendar:ConflictingMeetingCount", "calendar:AdjacentMeetingCount", "calendar:ConflictingMeetings",
    "calendar:AdjacentMeetings",
)  # fmt: skip


def add(talk: Conversation, start: str, end: str, more: str = "") -> str:
    item = event(start=f"2026-03-30T{start}:00", end=f"2026-03-30T{end}:00", more=more)
    return str(talk.create(item, NO_MAIL).get("Id"))


def counts(talk: Conversation, named: str) -> tuple[str | None, str | None]:
    shown = one(talk, named, SHOWN)
    return text_at(shown, "t:ConflictingMeetingCount"), text_at(shown, "t:AdjacentMeetingCount")


def test_meetings_in_the_way_and_next_to_it() -> None:
    talk = conversation()
    identity = add(talk, "09:00", "10:00")
    assert counts(talk, item_id(identity)) == ("0", "0")
    overlapping = add(talk, "09:30", "11:00")
    before = add(talk, "08:00", "09:00")
    add(talk, "09:15", "09:45", "<t:LegacyFreeBusyStatus>Free</t:LegacyFreeBusyStatus>")
    add(talk, "11:00", "12:00")
    assert counts(talk, item_id(identity)) == ("1", "1")
    shown = one(talk, item_id(identity), SHOWN)
    assert only(shown, "t:ConflictingMeetings/t:CalendarItem/t:ItemId").get("Id") == overlapping
    neighbour = only(shown, "t:AdjacentMeetings/t:CalendarItem")
    assert only(neighbour, "t:ItemId").get("Id") == before
    assert [one.tag.split("}")[1] for one in neighbour] == [
        "ItemId", "Subject", "Start", "End", "LegacyFreeBusyStatus", "Location",
    ]  # fmt: skip


def test_an_occurrence_is_in_the_way_and_meets_others() -> None:
    talk = conversation()
    master = series(talk)
    identity = add(talk, "09:30", "11:00")
    assert counts(talk, item_id(identity)) == ("1", "0")
    assert [counts(talk, nth(master, index)) for index in (2, 3)] == [("0", "0"), ("1", "0")]
    conflict = only(one(talk, item_id(identity), SHOWN), "t:ConflictingMeetings/t:CalendarItem/t:ItemId")
    assert conflict.get("Id") == only(one(talk, nth(master, 3)), "t:ItemId").get("Id")
    assert one(talk, nth(master, 2), SHOWN).find("t:ConflictingMeetings", NS) is None
