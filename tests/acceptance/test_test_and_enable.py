"""Test & Enable between processes: what succeeds, what fails with which words, and what a crash leaves."""

import os
import signal
from pathlib import Path

import pytest

from syncer.administration.mailboxes import Methods
from syncer.demo.processes import start_module
from syncer.demo.step import eventually
from syncer.test_and_enable import SUBJECT
from tests.acceptance.conftest import Office

pytestmark = pytest.mark.acceptance

WHO = "ana.silva"


def results(office: Office) -> list[str]:
    row = office.mailbox_row(WHO)
    return [row["incoming_test"], row["outgoing_test"], row["act_test"]]


def test_success_enables_and_says_so(office: Office) -> None:
    office.grant_impersonation()
    office.set_up(WHO)
    office.test_and_enable(WHO)
    assert results(office) == ["Success"] * 3
    assert office.mailbox_row(WHO)["enabled"] == "incoming, outgoing, act"
    assert office.mailbox_row(WHO)["test"] == "-"
    assert len(office.alert_texts(WHO)) == 3
    assert len(office.stage.person(WHO).inbox(SUBJECT)) == 1


def test_an_unapproved_mailbox_fails_for_mail(office: Office) -> None:
    office.grant_impersonation()
    office.set_up(WHO, approve=False)
    office.test_and_enable(WHO)
    assert results(office) == ["Failure", "Failure", "Success"]
    assert any("is not approved and the mailbox has been disabled" in text for text in office.alert_texts(WHO))
    assert office.stage.person(WHO).inbox(SUBJECT) == []


def test_a_missing_impersonation_right(office: Office) -> None:
    office.set_up(WHO)
    office.test_and_enable(WHO)
    assert results(office) == ["Failure"] * 3
    texts = office.alert_texts(WHO)
    assert any("have insufficient permissions for receiving email" in text for text in texts)
    assert any("doesn't have sufficient permissions on this mailbox" in text for text in texts)


def test_a_wrong_password(office: Office) -> None:
    office.grant_impersonation()
    (office.stage.folder / "secrets" / "profile.Default Exchange Profile").write_text("wrong\n", encoding="utf-8")
    office.set_up(WHO)
    office.test_and_enable(WHO)
    assert results(office) == ["Failure"] * 3
    assert any("credentials specified in the associated email server profile" in t for t in office.alert_texts(WHO))


def test_a_certificate_that_is_not_trusted(office: Office, tmp_path: Path) -> None:
    """Only the CRM's own certificate is in the bundle; the site's CA is not."""
    office.grant_impersonation()
    office.set_up(WHO)
    bundle = Path(office.stage.ready["ca_bundle"]).read_text(encoding="utf-8")
    certificates = [
        part + "-----END CERTIFICATE-----\n" for part in bundle.split("-----END CERTIFICATE-----") if "BEGIN" in part
    ]
    trusted = tmp_path / "crm-only.pem"
    trusted.write_text(certificates[-1], encoding="utf-8")
    settings = office.stage.settings_file
    settings.write_text(settings.read_text(encoding="utf-8").replace(office.stage.ready["ca_bundle"], str(trusted)))
    office.test_and_enable(WHO)
    assert results(office) == ["Failure"] * 3
    assert any("establishing a secure connection" in text for text in office.alert_texts(WHO))


def test_a_server_that_is_not_there(office: Office) -> None:
    office.grant_impersonation()
    office.set_up(WHO, location="https://localhost:9/EWS/Exchange.asmx")
    office.test_and_enable(WHO)
    assert results(office) == ["Failure"] * 3
    assert any("email server location or the incoming email port" in text for text in office.alert_texts(WHO))


def test_a_mailbox_without_profile_cannot_be_tested(office: Office) -> None:
    office.grant_impersonation()
    answer = office.stage.syncer("mailbox", "test", WHO)
    assert answer.code == 2
    assert "0x8005E222" in answer.said


def test_channels_of_other_methods_are_not_tested(office: Office) -> None:
    office.grant_impersonation()
    office.set_up(WHO, methods=Methods("none", "outlook", "server-side"))
    office.test_and_enable(WHO)
    assert results(office) == ["Not Run", "Not Run", "Success"]
    assert office.stage.person(WHO).inbox(SUBJECT) == []


@pytest.mark.parametrize("operation", ["CreateItem", "SendItem"])
def test_the_test_message_is_sent_once_over_a_kill(office: Office, operation: str) -> None:
    """The syncer is killed while the server holds back its answer: the effect is there, nobody knows."""
    office.grant_impersonation()
    office.set_up(WHO)
    assert office.stage.syncer("mailbox", "test", WHO).code == 0
    fault = office.stage.control.plan_fault({"operation": operation}, {"kind": "hold_answer"})
    settings = str(office.stage.settings_file)
    process = start_module("syncer", "once", "--settings", settings, log=office.stage.folder / "killed.log")
    eventually(lambda: office.stage.control.is_holding(fault), "the answer was not held back", patience=30)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    office.stage.control.release(fault)
    office.once()
    assert results(office) == ["Success"] * 3
    assert len(office.stage.person(WHO).inbox(SUBJECT)) == 1
