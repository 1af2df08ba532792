"""The world in which the syncer is killed: three offices, rounds of step 6, and what must be there afterwards."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import requests

from syncer.crm_side.side import EntityReference
from syncer.demo import crm_acts
from syncer.demo.impersonation import IMPERSONATION
from syncer.demo.mail import customer
from syncer.demo.meeting import tomorrow_at
from syncer.demo.profiles import PROFILES, must
from syncer.demo.stage import DEFAULT_PROFILE, LONDON_PROFILE, NEW_YORK_PROFILE, Stage
from syncer.demo.step import eventually
from tests.crash.syncers import Ended, Syncers, is_running

ORGANIZER = "ana.silva"
GUESTS = ("oliver.smith", "michael.johnson")
CUSTOMER = "diogo.reis"
PROFILE_OF = {ORGANIZER: DEFAULT_PROFILE, GUESTS[0]: LONDON_PROFILE, GUESTS[1]: NEW_YORK_PROFILE}
SENT = 3


class World:
    """A simulator with three enabled mailboxes, and passes of the syncer."""

    def __init__(self, stage: Stage, syncers: Syncers) -> None:
        self.stage = stage
        self.syncers = syncers
        self._rounds = itertools.count()
        self._appointments: list[EntityReference] = []
        self._tasks: list[EntityReference] = []
        self._regarding: EntityReference | None = None
        self._first_subject = ""

    def prepare(self) -> None:
        """Enable three mailboxes, send the e-mail that is answered in every round, and play a round undisturbed."""
        stage = self.stage
        IMPERSONATION.play(stage)
        PROFILES.play(stage)
        for name, profile in PROFILE_OF.items():
            must(stage.syncer("mailbox", "add", name, "--profile", profile))
        methods = ("--incoming", "server-side", "--outgoing", "server-side", "--act", "server-side")
        must(stage.syncer("mailbox", "set", *PROFILE_OF, *methods))
        must(stage.syncer("mailbox", "approve", *PROFILE_OF))
        must(stage.syncer("mailbox", "test", *PROFILE_OF))
        crm = stage.crm_as(ORGANIZER)
        self._regarding = crm_acts.create(crm, "account", name="Fabrikam Bridges")
        sender = crm_acts.user(crm, stage.account(ORGANIZER)["smtp"])
        _, self._first_subject = crm_acts.send_email(
            crm, "The first", sender, [customer(stage, CUSTOMER)], self._regarding
        )
        self.play_round()
        self.syncers.until_quiet()

    def kill_while_held(self, call: int) -> Ended:
        """One pass, killed when the effect of its nth call is done and the answer is held back by the server."""
        control = self.stage.control
        fault = control.plan_fault({}, {"kind": "hold_answer"}, nth=call)
        pid = self.syncers.start()
        try:
            while is_running(pid):
                if control.is_holding(fault):
                    return self.syncers.kill(pid)
            return self.syncers.wait()
        finally:
            requests.delete(f"{self.stage.ready['control_url']}/faults", timeout=20).raise_for_status()

    def play_round(self) -> int:
        """All of step 6 waits for the syncer: a meeting, an e-mail out, an answer in, contacts and a task, and of the
        round before an invitation accepted, a contact changed in Outlook, a task and the meeting changed in CRM."""
        stage, number = self.stage, next(self._rounds)
        crm = stage.crm_as(ORGANIZER)
        ana = crm_acts.user(crm, stage.account(ORGANIZER)["smtp"])
        guests = [crm_acts.user(crm, stage.account(name)["smtp"]) for name in GUESTS]
        start = tomorrow_at(10) + timedelta(days=number)
        end = start + timedelta(hours=1)
        self._appointments.append(crm_acts.create_appointment(crm, f"Meeting {number}.", start, end, ana, guests))
        crm_acts.send_email(crm, f"Letter {number}.", ana, [customer(stage, CUSTOMER)], self._regarding)
        crm_acts.create(crm, "contact", firstname="Rita", lastname=f"Marques{number}.")
        self._tasks.append(crm_acts.create(crm, "task", subject=f"Task {number}.", scheduledend=start))
        stage.person(ORGANIZER).add_contact("Jun", f"Nakamura{number}.", f"jun{number}@customer.test")
        if number > 0:
            self._change_the_round_before(number)
        answer = self._answer(number)
        stage.person(CUSTOMER).write([stage.account(ORGANIZER)["smtp"]], answer, "Yes.")
        eventually(
            lambda: stage.person(ORGANIZER).account.inbox.filter(subject=answer).count(), "the answer did not arrive"
        )
        return number

    def _change_the_round_before(self, number: int) -> None:
        guest, ana = self.stage.person(GUESTS[0]), self.stage.person(ORGANIZER)
        guest.meeting_requests(f"Meeting {number - 1}.")[0].accept()
        (contact,) = ana.account.contacts.filter(surname=f"Marques{number - 1}.")
        contact.job_title = f"Engineer {number}"
        contact.save(update_fields=["job_title"])
        eventually(
            lambda: ana.account.inbox.filter(subject__contains=f"Meeting {number - 1}.").count(),
            "no acceptance arrived",
        )
        crm = self.stage.crm_as(ORGANIZER)
        crm.update("task", self._tasks[number - 1].id, {"subject": f"Task {number - 1}, later."})
        crm.update("appointment", self._appointments[number - 1].id, {"location": f"Room {number}"})

    def exactly_once(self, number: int) -> dict[str, int]:
        """How often each thing of a round exists, by its name; every count has to be 1."""
        stage, crm = self.stage, self.stage.crm_as(ORGANIZER)
        ana, customer_mailbox = stage.person(ORGANIZER).account, stage.person(CUSTOMER).account
        meeting, letter = f"Meeting {number}.", f"Letter {number}."
        counts = {
            "meeting in the organizer's calendar": ana.calendar.filter(subject=meeting).count(),
            "appointment in CRM": len(crm_acts.rows(crm, "appointment", ("activityid",), "subject", meeting)),
            "answer in CRM": len(crm_acts.rows(crm, "email", ("activityid",), "subject", self._answer(number))),
            "letter in Sent Items": ana.sent.filter(subject__contains=letter).count(),
            "letter at the customer": customer_mailbox.inbox.filter(subject__contains=letter).count(),
            "letter Sent in CRM": self._sent_in_crm(letter),
            "contact from CRM": ana.contacts.filter(surname=f"Marques{number}.").count(),
            "contact from Outlook": len(
                crm_acts.rows(crm, "contact", ("contactid",), "lastname", f"Nakamura{number}.")
            ),
            "acceptance in CRM": len(
                crm_acts.rows(crm, "annotation", ("annotationid",), "objectid", self._appointments[number - 1].id)
            ),
            "Outlook's change in CRM": len(
                crm_acts.rows(crm, "contact", ("contactid",), "jobtitle", f"Engineer {number}")
            ),
            "CRM's change of a task": ana.tasks.filter(subject=f"Task {number - 1}, later.").count(),
            "task from CRM": ana.tasks.filter(subject=f"Task {number}.").count(),
        }
        for name in GUESTS:
            guest = stage.person(name).account
            counts[f"request in the Inbox of {name}"] = guest.inbox.filter(subject=meeting).count()
            counts[f"meeting in the calendar of {name}"] = guest.calendar.filter(subject=meeting).count()
            moved = guest.inbox.filter(subject=f"Meeting {number - 1}.").only("location")
            counts[f"update in the Inbox of {name}"] = sum(update.location == f"Room {number}" for update in moved)
        return counts

    def check(self, number: int) -> None:
        """Raises AssertionError unless everything of the round exists exactly once."""
        wrong = {name: count for name, count in self.exactly_once(number).items() if count != 1}
        assert not wrong, f"round {number}: {wrong}"

    def _answer(self, number: int) -> str:
        return f"Answer {number}. {self._first_subject}"

    def _sent_in_crm(self, letter: str) -> int:
        """How many rows show the letter as Sent, with the Internet message id of the copy that arrived."""
        arrived = self.stage.person(CUSTOMER).account.inbox.filter(subject__contains=letter).only("message_id")
        crm = self.stage.crm_as(ORGANIZER)
        rows = [
            row
            for copy in arrived
            for row in crm_acts.rows(crm, "email", ("subject", "statuscode"), "messageid", copy.message_id)
        ]
        return sum(row.attributes.get("statuscode") == SENT for row in rows)


@contextmanager
def a_world() -> Iterator[World]:
    """A prepared world, and the end of everything it started."""
    with Stage() as stage, Syncers(stage.settings_file) as syncers:
        world = World(stage, syncers)
        world.prepare()
        yield world
