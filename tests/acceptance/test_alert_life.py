"""Between processes: an alert leaves CRM's alert wall with its reason, and `alerts` is content again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from syncer.channels import COLUMNS
from syncer.demo import crm_acts
from syncer.demo.control import writes
from syncer.demo.processes import run_module
from syncer.demo.step import eventually
from syncer.state.store import Store
from tests.acceptance.conftest import Office

pytestmark = pytest.mark.acceptance

WHO = "ana.silva"


def enabled(office: Office) -> None:
    office.grant_impersonation()
    office.set_up(WHO)
    office.test_and_enable(WHO)


def alerts(office: Office) -> tuple[int, list[Any]]:
    answer = office.stage.syncer("alerts", WHO)
    return answer.code, [alert["text"] for alert in answer.document if alert["level"] != "information"]


def test_a_right_that_is_taken_and_given_again(office: Office) -> None:
    """The channel that meets the refusal is disabled in its own words; Test & Enable ends it; then it happens again."""
    enabled(office)
    for _ in range(2):
        office.stage.control.post("/impersonation/revoke", user=office.stage.ready["service_account"])
        assert office.once().code == 1
        assert office.mailbox_row(WHO)["enabled"] == "incoming, outgoing"
        office.once()
        assert office.mailbox_row(WHO)["enabled"] == "outgoing", "incoming e-mail met the refusal by itself"
        code, texts = alerts(office)
        assert code == 1
        assert any("doesn't have sufficient permissions on this mailbox" in text for text in texts)
        assert any("insufficient permissions for receiving email" in text for text in texts)
        assert len(texts) == 2
        office.grant_impersonation()
        office.test_and_enable(WHO)
        assert alerts(office) == (0, [])
    since = office.stage.control.wire_position()
    assert office.once().code == 0
    assert writes(office.stage.control.wire_entries(since)) == []


def test_a_failed_test_ends_with_the_next_one(office: Office) -> None:
    office.set_up(WHO)
    office.test_and_enable(WHO)
    assert len(alerts(office)[1]) == 3
    office.grant_impersonation()
    office.test_and_enable(WHO)
    assert alerts(office) == (0, [])
    assert len(office.alert_texts(WHO)) == 3, "one success for each channel"


def started(office: Office) -> object:
    """When the organization's own service last began with the mailbox."""
    crm = office.stage.crm_as("crm.admin")
    (row,) = crm_acts.rows(
        crm, "mailbox", ("mailboxid", "lastsyncstartedon"), "emailaddress", office.stage.account(WHO)["smtp"]
    )
    return row.attributes.get("lastsyncstartedon")


def test_another_hand_and_take_over_twice(office: Office) -> None:
    """The alert is ours only: `alerts` shows it, CRM is not written to; after take-over it is gone."""
    enabled(office)
    for _ in range(2):
        before = started(office)
        office.stage.control.post("/crm/async-service", enabled=True)
        eventually(lambda last=before: started(office) != last, "no other hand", patience=30)  # type: ignore[misc]
        office.stage.control.post("/crm/async-service", enabled=False)
        since = office.stage.control.wire_position()
        assert office.once().code == 1
        code, (text,) = alerts(office)
        assert code == 1
        assert "another one is working on it" in text
        assert office.stage.syncer("take-over", WHO).code == 0
        assert office.once().code == 0
        assert alerts(office) == (0, [])
        assert writes(office.stage.control.wire_entries(since)) == []


def test_a_mailbox_that_another_worker_holds(office: Office) -> None:
    """`once` tells; only who asked for that mailbox gets exit code 1."""
    enabled(office)
    address, now = office.stage.account(WHO)["smtp"], datetime.now(UTC)
    store = Store.open(f"sqlite:///{office.stage.folder / 'state.db'}")
    (state,) = [state for state in store.mailboxes() if state.address == address]
    assert store.acquire_lease(state.mailbox_id, "elsewhere/x/y/1/b", now, timedelta(minutes=5)) is not None
    store.close()
    everything = office.stage.syncer("once")
    assert (everything.code, everything.document["busy"]) == (0, [address])
    named = office.stage.syncer("once", WHO)
    assert (named.code, named.document["busy"], named.document["writes"]) == (1, [address], 0)
    line = run_module("syncer", "once", WHO, "--settings", str(office.stage.settings_file))
    assert (line.code, line.said) == (1, f"{address}: another worker is at it, nothing done here")


def test_release_says_that_a_disabled_mailbox_waits_for_its_test(office: Office) -> None:
    enabled(office)
    crm = office.stage.crm_as("crm.admin")
    (row,) = crm_acts.rows(crm, "mailbox", ("mailboxid",), "emailaddress", office.stage.account(WHO)["smtp"])
    office.once()
    assert office.stage.syncer("release", WHO).document["disabled"] == []
    crm.update("mailbox", row.id, dict.fromkeys((columns.enabled for columns in COLUMNS.values()), False))
    line = run_module("syncer", "release", WHO, "--settings", str(office.stage.settings_file))
    assert line.code == 0
    assert "wait for Test & Enable" in line.said
