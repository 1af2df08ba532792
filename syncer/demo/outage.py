"""Step 7: London goes down; the others carry on, and what was sent meanwhile arrives once when it is back."""

from __future__ import annotations

from datetime import timedelta

from syncer.demo import crm_acts
from syncer.demo.mail import customer
from syncer.demo.meeting import tomorrow_at
from syncer.demo.profiles import must
from syncer.demo.stage import Stage
from syncer.demo.step import Step, eventually, expect

ORGANIZER = "ana.silva"
OFFLINE_MEETING, ONLINE_MEETING = "With London, while it is away", "Lisbon and New York carry on"
MAIL = "Are you there, London?"
LONDON_USER, LONDON_CUSTOMER = "emily.jones", "grace.taylor"


def play(stage: Stage) -> str:
    """Site down; a meeting in New York works, mail and a request for London wait; site up; both arrive once."""
    crm = stage.crm_as(ORGANIZER)
    me, emily, jessica = (
        crm_acts.user(crm, stage.account(name)["smtp"]) for name in (ORGANIZER, LONDON_USER, "jessica.davis")
    )
    london = {stage.account(name)["smtp"] for name in stage.crm_users("london")}
    stage.control.site_down("london")
    try:
        start = tomorrow_at(14)
        crm_acts.create_appointment(crm, ONLINE_MEETING, start, start + timedelta(hours=1), me, [jessica])
        crm_acts.create_appointment(crm, OFFLINE_MEETING, start, start + timedelta(hours=1), me, [emily])
        _, subject = crm_acts.send_email(crm, MAIL, me, [customer(stage, LONDON_CUSTOMER)])
        outcomes = stage.syncer("once").document["outcomes"]
        troubled = {outcome["address"] for outcome in outcomes if outcome["problem"]}
        expect(bool(troubled) and troubled <= london, f"not London's mailboxes had a problem, but {sorted(troubled)}")
        new_york = stage.person("jessica.davis")
        eventually(lambda: new_york.meeting_requests(ONLINE_MEETING), "New York got no request while London was down")
    finally:
        stage.control.site_up("london")
    customers, users = stage.person(LONDON_CUSTOMER), stage.person(LONDON_USER)
    eventually(lambda: customers.inbox(subject), "the mail for London was lost")
    eventually(lambda: users.meeting_requests(OFFLINE_MEETING), "the request for London was lost")
    must(stage.syncer("once"))
    for what, count in (
        ("mail", len(customers.inbox(subject))),
        ("request", len(users.meeting_requests(OFFLINE_MEETING))),
        ("meeting", len(users.meetings(OFFLINE_MEETING))),
    ):
        expect(count == 1, f"London has the {what} {count} times")
    return f"{len(london)} mailboxes waited, the others carried on; mail and request arrived once"


OUTAGE = Step("7", "London goes down and comes back", play)
