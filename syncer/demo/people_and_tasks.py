"""Step 6, third part: a contact and a task, both ways."""

from __future__ import annotations

from datetime import timedelta

from syncer.demo import crm_acts
from syncer.demo.meeting import tomorrow_at
from syncer.demo.profiles import must
from syncer.demo.stage import Stage
from syncer.demo.step import Step, expect

OWNER = "bruno.costa"
FROM_CRM, FROM_OUTLOOK = "Marques", "Nakamura"
NEW_NUMBER = "+351 21 000 0001"
TASK = "Call about the bridge"


def play(stage: Stage) -> str:
    """From CRM to Outlook, a change back; and a contact marked in Outlook to CRM."""
    crm, person = stage.crm_as(OWNER), stage.person(OWNER)
    contact = crm_acts.create(
        crm,
        "contact",
        firstname="Rita",
        lastname=FROM_CRM,
        emailaddress1="rita.marques@customer.test",
        jobtitle="Engineer",
    )
    task = crm_acts.create(crm, "task", subject=TASK, description="Made in CRM.", scheduledend=tomorrow_at(9))
    person.add_contact("Jun", FROM_OUTLOOK, "jun.nakamura@customer.test")
    must(stage.syncer("once"))
    contacts, tasks = person.contacts(FROM_CRM), person.tasks(TASK)
    expect(len(contacts) == 1, f"the contact from CRM is in Outlook {len(contacts)} times")
    expect(len(tasks) == 1, f"the task from CRM is in Outlook {len(tasks)} times")
    promoted = crm_acts.rows(crm, "contact", ("contactid", "firstname"), "lastname", FROM_OUTLOOK)
    expect(len(promoted) == 1, f"the contact from Outlook is in CRM {len(promoted)} times")
    contacts[0].job_title = "Chief engineer"
    contacts[0].save(update_fields=["job_title"])
    tasks[0].due_date = (tomorrow_at(9) + timedelta(days=7)).date()
    tasks[0].save(update_fields=["due_date"])
    crm.update("contact", promoted[0].id, {"telephone1": NEW_NUMBER})
    must(stage.syncer("once"))
    row = crm.retrieve("contact", contact.id, ("jobtitle",))
    expect(row is not None and row.attributes.get("jobtitle") == "Chief engineer", "Outlook's change is not in CRM")
    _expect_later(stage, task.id)
    numbers = {number.phone_number for item in person.contacts(FROM_OUTLOOK) for number in item.phone_numbers or []}
    expect(NEW_NUMBER in numbers, f"CRM's change is not in Outlook: {sorted(filter(None, numbers))}")
    return "a contact and a task from CRM, a contact from Outlook, each once; then a change of each came back"


def _expect_later(stage: Stage, task_id: str) -> None:
    row = stage.crm_as(OWNER).retrieve("task", task_id, ("scheduledend",))
    due = row.attributes.get("scheduledend") if row else None
    wanted = (tomorrow_at(9) + timedelta(days=7)).date()
    expect(getattr(due, "date", lambda: None)() == wanted, f"Outlook's due date is not in CRM: {due}, not {wanted}")


PEOPLE_AND_TASKS = Step("6c", "A contact and a task, both ways", play)
