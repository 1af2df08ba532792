"""E-mail from CRM: sent once, whatever happens in between."""

import uuid
from pathlib import Path

import pytest

from syncer import outgoing_mail
from syncer.crm_side.errors import CrmError
from syncer.crm_side.side import EntityReference, OptionSet
from syncer.exchange_side.errors import EwsError
from syncer.mail_rows import COMPLETED, FAILED, PENDING_SEND, SENDING, SENT
from syncer.state.errors import LeaseLost
from syncer.state.store import Store
from tests.syncer.mail.office import Office

LONDON = ("emily.jones@contoso.test",)


def received(office: Office, email: str, name: str = "emily.jones") -> int:
    return len(office.with_subject(name, "inbox", office.email(email).attributes["subject"]))


def assert_sent_once(office: Office, email: str, sender: str = "ana.silva") -> None:
    row = office.email(email)
    copies = office.with_subject(sender, "sentitems", row.attributes["subject"])
    assert [copy.fields["InternetMessageId"] for copy in copies] == [row.attributes["messageid"]]
    assert row.attributes["statuscode"] == SENT
    assert received(office, email) == 1
    assert office.with_subject(sender, "drafts", row.attributes["subject"]) == []
    assert office.store.intents(office.mailbox(sender).id) == []


def test_pending_becomes_sent_with_its_subject_and_message_id(office: Office) -> None:
    email = office.write_email("ana.silva", LONDON, "Offer")
    subject = str(office.email(email).attributes["subject"])
    assert subject.startswith("Offer CRM:")
    result = office.send("ana.silva")
    assert result.counts == {"mail_sent": 1}
    assert_sent_once(office, email)
    assert office.send("ana.silva").writes == 0


def test_only_the_senders_own_mailbox_sends(office: Office) -> None:
    email = office.write_email("bruno.costa", LONDON, "Bruno's")
    assert office.send("ana.silva").counts == {}
    assert office.email(email).attributes["statuscode"] == PENDING_SEND
    office.send("bruno.costa")
    assert_sent_once(office, email, "bruno.costa")


CALLS = [
    ("crm", "Execute:SetState", 1),
    ("lisbon", "CreateItem", 1),
    ("lisbon", "SendItem", 1),
    ("lisbon", "FindItem", 1),
    ("crm", "Update", 1),
    ("crm", "Execute:SetState", 2),
]


@pytest.mark.parametrize("kind", ["close_before_effect", "close_after_effect"])
@pytest.mark.parametrize(("site", "operation", "nth"), CALLS)
def test_a_call_that_breaks_off_is_made_good(office: Office, site: str, operation: str, nth: int, kind: str) -> None:
    email = office.write_email("ana.silva", LONDON, f"Broken {operation} {nth} {kind}")
    office.simulated.control(
        "POST", "/faults", where={"site": site, "operation": operation}, nth=nth, times=1, do={"kind": kind}
    )
    with pytest.raises((EwsError, CrmError)):
        office.send("ana.silva")
    office.send("ana.silva")
    assert_sent_once(office, email)
    assert office.send("ana.silva").writes == 0


def test_a_worker_that_lost_its_lease_sends_nothing(office: Office) -> None:
    email = office.write_email("ana.silva", LONDON, "Two workers")
    frozen = office.cycle("ana.silva", "first")
    office.send("ana.silva")
    second = office.write_email("ana.silva", LONDON, "Two workers, again")
    with pytest.raises(LeaseLost):
        outgoing_mail.run(frozen)
    assert office.email(second).attributes["statuscode"] == PENDING_SEND
    office.send("ana.silva")
    assert_sent_once(office, email)
    assert_sent_once(office, second)


def test_neither_draft_nor_copy_means_failed_and_never_sent_again(office: Office) -> None:
    email = office.write_email("ana.silva", LONDON, "Lost")
    office.simulated.control(
        "POST", "/faults", where={"site": "lisbon", "operation": "SendItem"}, do={"kind": "close_before_effect"}
    )
    with pytest.raises(EwsError):
        office.send("ana.silva")
    exchange = office.exchange("ana.silva")
    for draft in exchange.find_by_stamp("drafts", email):
        exchange.discard_draft(draft)
    assert office.send("ana.silva").counts == {"mail_unclear": 1}
    assert office.send("ana.silva").counts == {"mail_failed": 1}
    assert office.email(email).attributes["statuscode"] == FAILED
    assert received(office, email) == 0
    alerts = office.store.alerts(office.mailbox("ana.silva").id)
    assert [alert.code for alert in alerts] == ["message_not_sent"]
    assert "Lost CRM:" in alerts[0].text
    assert office.send("ana.silva").counts == {}


def test_a_draft_that_somebody_sent_is_not_sent_again(office: Office) -> None:
    email = office.write_email("ana.silva", LONDON, "By hand")
    office.simulated.control(
        "POST", "/faults", where={"site": "lisbon", "operation": "SendItem"}, do={"kind": "close_before_effect"}
    )
    with pytest.raises(EwsError):
        office.send("ana.silva")
    exchange = office.exchange("ana.silva")
    exchange.send_draft(exchange.find_by_stamp("drafts", email)[0])
    assert office.send("ana.silva").counts == {"mail_sent": 1}
    assert_sent_once(office, email)


def test_a_lost_state_database_sends_nothing_twice(office: Office, tmp_path: Path) -> None:
    sent = office.write_email("ana.silva", LONDON, "Sent, state lost")
    office.simulated.fault({"kind": "close_after_effect"}, site="lisbon", operation="SendItem")
    with pytest.raises(EwsError):
        office.send("ana.silva")
    unclear = office.write_email("ana.silva", LONDON, "Unclear, state lost")
    office.crm.set_state("email", unclear, COMPLETED, SENDING)
    office.store.close()
    office.store = Store.open(f"sqlite:///{tmp_path}/another.db")
    assert office.send("ana.silva").counts == {"mail_sent": 1, "mail_unclear": 1}
    assert_sent_once(office, sent)
    assert received(office, unclear) == 0
    assert office.send("ana.silva").writes == 0
    office.crm.delete("email", unclear)


def test_a_refused_message_fails_with_an_alert_and_the_next_goes_out(office: Office) -> None:
    first = office.write_email("ana.silva", LONDON, "Refused")
    second = office.write_email("ana.silva", LONDON, "Accepted")
    office.simulated.fault(
        {"kind": "response_code", "code": "ErrorMessageSizeExceeded"}, site="lisbon", operation="SendItem"
    )
    assert office.send("ana.silva").counts == {"mail_failed": 1, "mail_sent": 1}
    states = {office.email(one).attributes["statuscode"] for one in (first, second)}
    assert states == {FAILED, SENT}


@pytest.mark.parametrize("method", [0, 1])
def test_other_delivery_methods_make_no_call(office: Office, method: int) -> None:
    email = office.write_email("carla.mendes", LONDON, "Not ours")
    mailbox = office.mailbox("carla.mendes")
    office.crm.update("mailbox", mailbox.id, {"outgoingemaildeliverymethod": OptionSet(method)})
    try:
        cycle = office.cycle("carla.mendes")
        since = office.simulated.control("GET", "/wire-log?since=0")["next"]
        assert outgoing_mail.run(cycle).counts == {}
        log = office.simulated.control("GET", f"/wire-log?since={since}")["entries"]
        assert log == []
    finally:
        office.crm.update("mailbox", mailbox.id, {"outgoingemaildeliverymethod": OptionSet(2)})
    assert office.email(email).attributes["statuscode"] == PENDING_SEND


def test_states_are_the_documented_ones() -> None:
    assert (SENT, PENDING_SEND, SENDING, FAILED) == (3, 6, 7, 8)


def test_an_email_that_the_server_never_reads_fails_and_the_others_go_out(office: Office) -> None:
    """A front end that answers one request with a page of its own, every time: too large, or not to its taste."""
    bad = office.write_email("ana.silva", LONDON, "Never read")
    office.simulated.fault({"kind": "http_status", "status": 404}, site="lisbon", operation="CreateItem")
    office.send("ana.silva")
    good = office.write_email("ana.silva", LONDON, "Beside it")
    office.simulated.fault({"kind": "http_status", "status": 404}, site="lisbon", operation="CreateItem")
    office.send("ana.silva")
    assert office.email(bad).attributes["statuscode"] == FAILED
    assert office.email(good).attributes["statuscode"] == SENT
    assert len(office.with_subject("oliver.smith", "inbox", office.email(bad).attributes["subject"])) == 0


def test_an_attachment_that_is_no_base64_is_not_sent_as_an_empty_one(office: Office) -> None:
    email = office.write_email("ana.silva", LONDON, "With a broken file")
    reference = EntityReference("email", email)
    broken = {"objectid": reference, "objecttypecode": "email", "filename": "a.txt", "body": "no base64!"}
    office.crm.create("activitymimeattachment", str(uuid.uuid4()), broken)
    office.send("ana.silva")
    assert office.email(email).attributes["statuscode"] == FAILED
    assert office.with_subject("oliver.smith", "inbox", office.email(email).attributes["subject"]) == []
