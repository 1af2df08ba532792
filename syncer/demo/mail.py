"""Step 6, second part: an e-mail from CRM and three answers."""

from __future__ import annotations

from typing import Any

from syncer.crm_side.side import EntityReference
from syncer.demo import crm_acts
from syncer.demo.profiles import must
from syncer.demo.stage import Stage
from syncer.demo.step import Step, StepFailed, eventually, expect

SUBJECT = "Offer for the new bridge"
SENDER = "ana.silva"
CUSTOMERS = ("diogo.reis", "grace.taylor", "susan.wilson")
WITH_HEADERS, WITH_TOKEN, WITH_NEITHER = CUSTOMERS
ACCOUNT = "Fabrikam Bridges"
COLUMNS = ("activityid", "subject", "regardingobjectid", "statuscode", "messageid", "directioncode")
SENT = 3


def play(stage: Stage) -> str:
    """In-Reply-To decides for one answer, the token for another; the third has neither and stays untracked."""
    crm = stage.crm_as(SENDER)
    regarding = crm_acts.create(crm, "account", name=ACCOUNT)
    sender = crm_acts.user(crm, stage.account(SENDER)["smtp"])
    contacts = [customer(stage, name) for name in CUSTOMERS]
    email, subject = crm_acts.send_email(crm, SUBJECT, sender, contacts, regarding)
    token = subject.removeprefix(SUBJECT).strip()
    expect(token.startswith("CRM:"), f"no token in the subject {subject!r}")
    must(stage.syncer("once"))
    received = [_received(stage, name, subject) for name in CUSTOMERS]
    row = crm.retrieve("email", email.id, COLUMNS)
    expect(row is not None and row.attributes.get("statuscode") == SENT, "the e-mail is not Sent in CRM")
    expect(
        row is not None and row.attributes.get("messageid") == received[0].message_id,
        "CRM does not know the Internet message id",
    )
    to = [stage.account(SENDER)["smtp"]]
    answers = {
        WITH_HEADERS: (
            "Your offer is fine",
            {"in_reply_to": received[0].message_id, "references": received[0].message_id},
        ),
        WITH_TOKEN: (f"RE: {subject}", {}),
        WITH_NEITHER: ("By the way", {}),
    }
    for name, (text, headers) in answers.items():
        stage.person(name).write(to, text, "An answer.", **headers)
        person = stage.person(SENDER)
        eventually(lambda p=person, t=text: p.inbox(t), f"the answer of {name} does not arrive")  # type: ignore[misc]
    must(stage.syncer("once"))
    for name in (WITH_HEADERS, WITH_TOKEN):
        _expect_tracked(stage, answers[name][0], regarding)
    untracked = crm_acts.rows(crm, "email", COLUMNS, "subject", answers[WITH_NEITHER][0])
    expect(not untracked, "the answer with neither was tracked")
    return f"sent once with {token}; one tracked by In-Reply-To, one by its token, one untracked"


def customer(stage: Stage, name: str) -> EntityReference:
    """The contact in CRM for somebody who is no CRM user; made when it is first needed."""
    crm = stage.crm_as(SENDER)
    account = stage.account(name)
    known = crm_acts.rows(crm, "contact", ("contactid",), "emailaddress1", account["smtp"])
    if known:
        return EntityReference("contact", known[0].id)
    given, _, surname = account["display_name"].partition(" ")
    return crm_acts.create(crm, "contact", firstname=given, lastname=surname, emailaddress1=account["smtp"])


def _received(stage: Stage, name: str, subject: str) -> Any:
    person = stage.person(name)
    found = eventually(lambda: person.inbox(subject), f"{name} did not get the e-mail")
    if len(found) != 1:
        raise StepFailed(f"{name} got the e-mail {len(found)} times")
    return found[0]


def _expect_tracked(stage: Stage, subject: str, regarding: EntityReference) -> None:
    tracked = crm_acts.rows(stage.crm_as(SENDER), "email", COLUMNS, "subject", subject)
    incoming = [row for row in tracked if row.attributes.get("directioncode") is False]
    expect(len(incoming) == 1, f'"{subject}" is in CRM {len(incoming)} times')
    found = incoming[0].attributes.get("regardingobjectid")
    expect(
        isinstance(found, EntityReference) and found.id == regarding.id,
        f'"{subject}" is not regarding {ACCOUNT}: {found}',
    )


MAIL = Step("6b", "An e-mail from CRM and three answers", play)
