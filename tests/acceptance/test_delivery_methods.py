"""Methods that are not ours make no mail call: None, Outlook, Forward Mailbox, and the Email Router's channel."""

import pytest

from syncer.administration.mailboxes import Methods, set_mailboxes
from syncer.crm_side.records import ConnectionChannel
from syncer.crm_side.side import OptionSet
from syncer.demo import crm_acts
from tests.acceptance.conftest import SERVER_SIDE, Office

pytestmark = pytest.mark.acceptance

WHO, OTHER = "ana.silva", "bruno.costa"
MAIL_FOLDERS = ('Id="inbox"', 'Id="sentitems"', 'Id="drafts"')


def pending_email(office: Office) -> str:
    crm = office.stage.crm_as(WHO)
    people = [crm_acts.user(crm, office.stage.account(name)["smtp"]) for name in (WHO, OTHER)]
    email, _ = crm_acts.send_email(crm, "Not by us", people[0], people[1:])
    return email.id


def mail_calls(office: Office, since: int) -> list[str]:
    """Exchange requests that touch a mail folder or a message."""
    return [
        entry["operation"]
        for entry in office.stage.control.wire_entries(since)
        if entry["site"] != "crm"
        and (entry["operation"] == "SendItem" or any(folder in entry["request"] for folder in MAIL_FOLDERS))
    ]


def enabled(office: Office) -> None:
    office.grant_impersonation()
    office.set_up(WHO)
    office.test_and_enable(WHO)
    assert office.mailbox_row(WHO)["enabled"] == "incoming, outgoing, act"


@pytest.mark.parametrize(
    "methods", [Methods("none", "none"), Methods("outlook", "outlook"), Methods("forward", "none")], ids=str
)
def test_other_methods_make_no_mail_call(office: Office, methods: Methods) -> None:
    enabled(office)
    set_mailboxes(office.stage.crm_as("crm.admin"), [WHO], methods, None)
    pending_email(office)
    office.stage.person(OTHER).write([office.stage.account(WHO)["smtp"]], "Hello", "Hello")
    since = office.stage.control.wire_position()
    assert office.once().code == 0
    assert mail_calls(office, since) == []


def test_the_email_router_s_channel(office: Office) -> None:
    enabled(office)
    crm = office.stage.crm_as("crm.admin")
    organization = crm.who_am_i().organization_id
    crm.update("organization", organization, {"emailconnectionchannel": OptionSet(ConnectionChannel.EMAIL_ROUTER)})
    pending_email(office)
    since = office.stage.control.wire_position()
    assert office.once().code == 0
    assert mail_calls(office, since) == []


def test_server_side_does_make_them(office: Office) -> None:
    """The measure above does see mail calls when there are any."""
    enabled(office)
    set_mailboxes(office.stage.crm_as("crm.admin"), [WHO], SERVER_SIDE, None)
    email = pending_email(office)
    since = office.stage.control.wire_position()
    office.once()
    assert "SendItem" in mail_calls(office, since)
    row = office.stage.crm_as(WHO).retrieve("email", email, ("statuscode",))
    assert row is not None
    assert row.attributes["statuscode"] == 3
