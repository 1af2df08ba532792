"""Another hand on the mailboxes: the organization's own asynchronous service is on."""

import pytest

from syncer.demo import crm_acts
from syncer.demo.control import writes
from syncer.demo.step import eventually
from tests.acceptance.conftest import Office

pytestmark = pytest.mark.acceptance

WHO = "ana.silva"


def hand_is_seen(office: Office) -> bool:
    """The organization's own service has moved Ana's row."""
    crm = office.stage.crm_as("crm.admin")
    address = office.stage.account(WHO)["smtp"]
    (row,) = crm_acts.rows(crm, "mailbox", ("mailboxid", "hostid", "lastsyncstartedon"), "emailaddress", address)
    return bool(row.attributes.get("hostid") or row.attributes.get("lastsyncstartedon"))


def test_with_the_async_service_on_nothing_is_written_and_check_says_why(office: Office) -> None:
    office.grant_impersonation()
    office.set_up(WHO)
    office.test_and_enable(WHO)
    office.stage.control.post("/crm/async-service", enabled=True)
    eventually(lambda: hand_is_seen(office), "the organization's own service does not touch the mailbox", patience=30)
    crm_acts.create(office.stage.crm_as(WHO), "contact", firstname="Not", lastname="Ours")
    since = office.stage.control.wire_position()
    assert office.once().code == 1
    entries = [e for e in office.stage.control.wire_entries(since) if "crm13.service" in e["caller"]]
    assert entries
    assert writes(entries) == []
    assert office.stage.person(WHO).contacts("Ours") == []
    check = office.stage.syncer("check")
    assert check.code == 1
    (finding,) = [f for f in check.document if f["area"] == "ownership" and f["result"] == "PROBLEM"]
    assert finding["subject"] == office.stage.account(WHO)["smtp"]
    assert finding["detail"]
    office.stage.control.post("/crm/async-service", enabled=False)
    assert office.stage.syncer("take-over", WHO).code == 0
    assert office.once().code == 0
    assert len(office.stage.person(WHO).contacts("Ours")) == 1


def test_a_listed_mailbox_is_ours_and_the_others_are_not(office: Office) -> None:
    settings = office.stage.settings_file
    text = settings.read_text(encoding="utf-8")
    address = office.stage.account(WHO)["smtp"]
    settings.write_text(text.replace('mode = "all"', f'mode = "listed"\nmailboxes = ["{address}"]'), encoding="utf-8")
    office.grant_impersonation()
    office.set_up(WHO, "bruno.costa")
    outcomes = office.once().document["outcomes"]
    assert {outcome["address"] for outcome in outcomes} <= {address}
    owned = [f["subject"] for f in office.stage.syncer("check").document if f["area"] == "ownership"]
    assert owned == [address]
    answer = office.stage.syncer("mailbox", "test", WHO)
    assert answer.code == 2
    assert "not declared as ours" in answer.said
