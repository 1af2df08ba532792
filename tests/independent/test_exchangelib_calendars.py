"""Recurring items as programs built on exchangelib use them: views, occurrences, series and their meetings."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import requests.adapters
from exchangelib import (
    DELEGATE,
    NTLM,
    Account,
    CalendarItem,
    Configuration,
    Credentials,
    EWSDate,
    EWSDateTime,
    EWSTimeZone,
    FailFast,
    Task,
)
from exchangelib.errors import ErrorOccurrenceCrossingBoundary
from exchangelib.fields import MONDAY, WEDNESDAY
from exchangelib.items import SEND_TO_ALL_AND_SAVE_COPY
from exchangelib.protocol import BaseProtocol, close_connections
from exchangelib.recurrence import DailyPattern, DailyRegeneration, Recurrence, TaskRecurrence, WeeklyPattern

import simulator
from simulator.running import Running

ZONE = EWSTimeZone("Europe/Paris")
START = EWSDateTime(2026, 3, 16, 9, tzinfo=ZONE)
HOUR = timedelta(hours=1)
SPRING = {"start": EWSDateTime(2026, 3, 1, tzinfo=ZONE), "end": EWSDateTime(2026, 6, 1, tzinfo=ZONE)}


@pytest.fixture(scope="module", params=["lisbon_london_new_york", "modern"])
def server(request: pytest.FixtureRequest) -> Iterator[Running]:
    with simulator.start(request.param) as running:
        yield running


@pytest.fixture
def running(server: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    class TrustingAdapter(requests.adapters.HTTPAdapter):
        def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
            super().cert_verify(conn, url, server.ready["ca_bundle"], cert)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(BaseProtocol, "HTTP_ADAPTER_CLS", TrustingAdapter)
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    server.control.reset()
    yield server
    close_connections()


def mailbox(running: Running, name: str) -> Account:
    """Somebody's own mailbox, over NTLM."""
    person = next(one for one in running.ready["accounts"] if one["name"] == name)
    configuration = Configuration(
        service_endpoint=running.ready["sites"][person["site"]]["ews_url"],
        credentials=Credentials(person["domain_user"], person["password"]),
        auth_type=NTLM,
        retry_policy=FailFast(),
    )
    return Account(
        person["smtp"], config=configuration, access_type=DELEGATE, autodiscover=False, default_timezone=ZONE
    )


@pytest.fixture
def ana(running: Running) -> Account:
    return mailbox(running, "ana.silva")


def weekly(account: Account, **more: object) -> CalendarItem:
    """Five Mondays, saved."""
    pattern = WeeklyPattern(interval=1, weekdays=[MONDAY])
    recurrence = Recurrence(pattern=pattern, start=EWSDate(2026, 3, 16), number=5)
    item = CalendarItem(
        folder=account.calendar, subject="Standing", start=START, end=START + HOUR, recurrence=recurrence, **more
    )
    return item.save(**({"send_meeting_invitations": SEND_TO_ALL_AND_SAVE_COPY} if more else {}))


def test_a_series_in_a_view(ana: Account) -> None:
    master = weekly(ana)
    found = list(ana.calendar.view(**SPRING).order_by("start"))
    assert [item.start.astimezone(ZONE).hour for item in found] == [9] * 5
    assert [item.type for item in found] == ["Occurrence"] * 5
    (whole,) = ana.calendar.all()
    assert (whole.id, whole.type, whole.recurrence.boundary.number) == (master.id, "RecurringMaster", 5)
    assert whole.first_occurrence.start == START
    assert whole.last_occurrence.start == EWSDateTime(2026, 4, 13, 9, tzinfo=ZONE)


def test_one_occurrence_changed_and_one_deleted(ana: Account) -> None:
    master = weekly(ana)
    third = master.occurrence(index=3)
    third.refresh()
    assert third.start == EWSDateTime(2026, 3, 30, 9, tzinfo=ZONE)
    third.start, third.end, third.subject = third.start + HOUR, third.end + HOUR, "Later"
    third.save()
    second = master.occurrence(index=2)
    second.refresh()
    second.delete()
    found = list(ana.calendar.view(**SPRING).order_by("start"))
    assert [(item.start.day, item.start.astimezone(ZONE).hour, item.subject) for item in found] == [
        (16, 9, "Standing"), (30, 10, "Later"), (6, 9, "Standing"), (13, 9, "Standing"),
    ]  # fmt: skip
    master.refresh()
    assert [one.start.astimezone(ZONE).hour for one in master.modified_occurrences] == [10]
    assert [one.start.day for one in master.deleted_occurrences] == [23]
    again = found[0].recurring_master()
    again.refresh()
    assert again.id == master.id
    fourth = master.occurrence(index=4)
    fourth.refresh()
    fourth.start, fourth.end = fourth.start - timedelta(days=14), fourth.end - timedelta(days=14)
    with pytest.raises(ErrorOccurrenceCrossingBoundary):
        fourth.save()


def test_a_series_changed_and_deleted(ana: Account) -> None:
    master = weekly(ana)
    master.recurrence.pattern = WeeklyPattern(interval=2, weekdays=[MONDAY, WEDNESDAY])
    master.save()
    days = [item.start.date() for item in ana.calendar.view(**SPRING).order_by("start")]
    assert days == [date(2026, 3, day) for day in (16, 18, 30)] + [date(2026, 4, 1), date(2026, 4, 13)]
    master.delete()
    assert list(ana.calendar.view(**SPRING)) == []


def test_a_recurring_meeting(running: Running, ana: Account) -> None:
    oliver = mailbox(running, "oliver.smith")
    master = weekly(ana, required_attendees=[oliver.primary_smtp_address])
    request = oliver.inbox.get(subject="Standing")
    assert request.recurrence.boundary.number == 5
    request.accept(message_disposition="SendAndSaveCopy")
    assert len(list(oliver.calendar.view(**SPRING))) == 5
    master.refresh()
    assert master.required_attendees[0].response_type == "Accept"
    second = master.occurrence(index=2)
    second.refresh()
    second.cancel()
    flags = [item.is_cancelled for item in oliver.calendar.view(**SPRING).order_by("start")]
    assert flags == [False, True, False, False, False]


def test_recurring_tasks(ana: Account) -> None:
    daily = TaskRecurrence(pattern=DailyPattern(interval=1), start=EWSDate(2026, 3, 16), number=2)
    task = Task(folder=ana.tasks, subject="Water", recurrence=daily).save()
    task.complete()
    found = sorted((item.is_complete, item.is_recurring, item.start_date.day) for item in ana.tasks.all())
    assert found == [(False, True, 17), (True, False, 16)]
    again = TaskRecurrence(pattern=DailyRegeneration(interval=2), start=EWSDate(2026, 3, 16))
    saved = Task(folder=ana.tasks, subject="Feed", recurrence=again).save()
    saved.refresh()
    assert saved.recurrence.pattern.interval == 2
