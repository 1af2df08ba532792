"""Step 8: the article's known issue. One item with an empty Binary property, which stopped whole mailboxes in 2013."""

from __future__ import annotations

from datetime import timedelta

from syncer.demo import crm_acts
from syncer.demo.meeting import tomorrow_at
from syncer.demo.profiles import must
from syncer.demo.stage import Stage
from syncer.demo.step import Step, expect
from syncer.test_and_enable import SUBJECT as TEST_SUBJECT

WHO = "carla.mendes"
NUMBER, POISONED = 6, 2


def play(stage: Stage) -> str:
    """Test & Enable says Success, stock exchangelib fails, the syncer carries on with N-1 and one alert.

    The pass that carries out the test synchronizes the mailbox, too.
    """
    person = stage.person(WHO)
    titles = [f"Site visit {number}" for number in range(1, NUMBER + 1)]
    items = [
        person.add_appointment(
            title, tomorrow_at(8) + timedelta(days=day), tomorrow_at(9) + timedelta(days=day), track=True
        )
        for day, title in enumerate(titles)
    ]
    stage.control.plan_fault(
        {"site": "lisbon", "mailbox": person.address, "item_id": items[POISONED].id},
        {"kind": "empty_binary", "property": "CleanGlobalObjectId", "form": "self_closed"},
        times=0,
    )
    _expect_test_success(stage)
    control = _control_fails(stage)
    crm = stage.crm_as("crm.admin")
    found = [
        title for title in titles if len(crm_acts.rows(crm, "appointment", ("activityid",), "subject", title)) == 1
    ]
    expect(len(found) == NUMBER - 1, f"{len(found)} of {NUMBER} appointments are in CRM: {found}")
    expect(titles[POISONED] not in found, "the poisoned appointment is in CRM")
    wall, listed = stage.syncer_at_once(("alerts", WHO), ("mailbox", "list"))
    alerts = [alert["text"] for alert in wall.document if alert["level"] != "information"]
    expect(len(alerts) == 1, f"{len(alerts)} alerts, not 1: {alerts}")
    (row,) = [row for row in must(listed).document if row["address"] == person.address]
    expect(row["enabled"] == "incoming, outgoing, act", f"the mailbox is enabled for {row['enabled']} only")
    return f"test Success; exchangelib: {control}; {NUMBER - 1} of {NUMBER} synchronized, one alert, mailbox enabled"


def _expect_test_success(stage: Stage) -> None:
    must(stage.syncer("mailbox", "test", WHO))
    document = stage.syncer("once").document
    tested = [test for test in document["tests"] if test["mailbox"] == stage.account(WHO)["smtp"]]
    expect(len(tested) == 1 and tested[0]["success"], f"Test & Enable does not say Success: {tested}")
    count = len(stage.person(WHO).inbox(TEST_SUBJECT))
    expect(count == 2, f"{count} test messages in the Inbox after two tests")


def _control_fails(stage: Stage) -> str:
    """Stock exchangelib on the same calendar; answers the error it stops with."""
    try:
        stage.person(WHO).read_binary_property_of_calendar()
    except TypeError as error:
        return f"TypeError ({error})"
    expect(False, "the control does not fail: stock exchangelib reads the calendar")
    return ""


KNOWN_ISSUE = Step("8", "The known issue: one poisoned item", play)
