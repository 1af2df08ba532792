"""Step 6, first part: an appointment made in CRM with people from all four offices."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from syncer.demo import crm_acts
from syncer.demo.profiles import must
from syncer.demo.stage import Stage
from syncer.demo.step import Step, StepFailed, eventually, expect

SUBJECT = "Four offices, one river"
ORGANIZER = "ana.silva"
GUESTS = ("bruno.costa", "oliver.smith", "michael.johnson", "kenji.sato")
ACCEPTS, DECLINES = "oliver.smith", "michael.johnson"


def play(stage: Stage) -> str:
    """Requests reach each Inbox and calendar within two cycles; one accepts, one declines, and CRM shows it."""
    crm = stage.crm_as(ORGANIZER)
    organizer = crm_acts.user(crm, stage.account(ORGANIZER)["smtp"])
    guests = [crm_acts.user(crm, stage.account(name)["smtp"]) for name in GUESTS]
    start = tomorrow_at(10)
    appointment = crm_acts.create_appointment(crm, SUBJECT, start, start + timedelta(hours=1), organizer, guests)
    cycles = _cycles_until_invited(stage)
    for name in GUESTS:
        person = stage.person(name)
        requests, meetings = len(person.meeting_requests(SUBJECT)), len(person.meetings(SUBJECT))
        expect(requests == 1, f"{name} has {requests} requests in the Inbox")
        expect(meetings == 1, f"{name} has {meetings} meetings in the calendar")
    expect(len(stage.person(ORGANIZER).meetings(SUBJECT)) == 1, "the organizer's calendar has the meeting not once")
    stage.person(ACCEPTS).meeting_requests(SUBJECT)[0].accept()
    stage.person(DECLINES).meeting_requests(SUBJECT)[0].decline()
    eventually(
        lambda: len(stage.person(ORGANIZER).inbox(SUBJECT)) >= 2 or None, "the answers do not reach the organizer"
    )
    must(stage.syncer("once"))
    notes = _answers(stage, appointment.id)
    for name, word in ((ACCEPTS, "accepted"), (DECLINES, "declined")):
        wanted = f"{stage.account(name)['display_name']} {word}"
        expect(any(wanted in note for note in notes), f"CRM does not show that {wanted}: {notes}")
    rows = crm_acts.rows(crm, "appointment", ("activityid",), "subject", SUBJECT)
    expect(len(rows) == 1, f"CRM has {len(rows)} appointments of this meeting")
    return (
        f"{len(GUESTS)} requests in four offices after {cycles} cycle(s), once each; an acceptance and a refusal in CRM"
    )


def _cycles_until_invited(stage: Stage) -> int:
    """Run cycles, two at most, until everybody has a request."""
    for cycles in (1, 2):
        must(stage.syncer("once"))
        if all(stage.person(name).meeting_requests(SUBJECT) for name in GUESTS):
            return cycles
    raise StepFailed("not everybody has a request after two cycles")


def tomorrow_at(hour: int) -> datetime:
    """A full hour of tomorrow, UTC."""
    return datetime.now(UTC).replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _answers(stage: Stage, appointment_id: str) -> list[str]:
    notes = crm_acts.rows(
        stage.crm_as(ORGANIZER), "annotation", ("annotationid", "subject"), "objectid", appointment_id
    )
    return [str(note.attributes.get("subject", "")) for note in notes]


MEETING = Step("6a", "An appointment over four offices", play)
