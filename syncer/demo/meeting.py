"""Step 6, first part: an appointment made in CRM with people from all four offices."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from syncer.demo import crm_acts
from syncer.demo.profiles import must
from syncer.demo.stage import Stage
from syncer.demo.step import Step, eventually, expect

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
    must(stage.syncer("once"))
    must(stage.syncer("once"))
    for name in GUESTS:
        person = stage.person(name)
        requests = eventually(lambda p=person: p.meeting_requests(SUBJECT), f"no request in the Inbox of {name}")  # type: ignore[misc]
        expect(len(requests) == 1, f"{name} has {len(requests)} requests")
        expect(
            len(person.meetings(SUBJECT)) == 1, f"{name} has {len(person.meetings(SUBJECT))} meetings in the calendar"
        )
    expect(
        len(stage.person(ORGANIZER).meetings(SUBJECT)) == 1, "the organizer's calendar does not have the meeting once"
    )
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
    return f"{len(GUESTS)} requests from four offices, once each; one accepts, one declines, CRM shows both"


def tomorrow_at(hour: int) -> datetime:
    """A full hour of tomorrow, UTC."""
    return datetime.now(UTC).replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _answers(stage: Stage, appointment_id: str) -> list[str]:
    notes = crm_acts.rows(
        stage.crm_as(ORGANIZER), "annotation", ("annotationid", "subject"), "objectid", appointment_id
    )
    return [str(note.attributes.get("subject", "")) for note in notes]


MEETING = Step("6a", "An appointment over four offices", play)
