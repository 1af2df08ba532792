"""Mailboxes come with users and queues, take the default settings, and refuse what Dynamics refuses."""

import uuid

import pytest

from simulator.crm import default_email_settings, errors
from simulator.crm.organization import CrmOrganization
from simulator.crm.values import EntityReference, OptionSetValue
from tests.simulator.crm.conftest import connect, user_id
from tests.simulator.crm.soap import CrmClient, flag, nothing, number, option, reference, string, value
from tests.simulator.crm.test_rows_over_soap import refused

EWS = {
    "name": string("Default Exchange Profile"),
    "incomingserverlocation": string("https://localhost/EWS/Exchange.asmx"),
}
POP3 = {"name": string("POP3"), "servertype": option(1), "incomingserverlocation": string("pop.example.test"),
        "outgoingserverlocation": string("smtp.example.test")}  # fmt: skip
SERVER_SIDE = (
    "<EmailSettings><IncomingEmailDeliveryMethod>2</IncomingEmailDeliveryMethod><OutgoingEmailDeliveryMethod>2"
    "</OutgoingEmailDeliveryMethod><ACTDeliveryMethod>1</ACTDeliveryMethod></EmailSettings>"
)


def mailbox_of(organization: CrmOrganization, name: str) -> uuid.UUID:
    row = organization.row("systemuser", user_id(organization, name)) or {}
    found = row["defaultmailbox"]
    assert isinstance(found, EntityReference)
    return found.id


@pytest.fixture
def mailbox(organization: CrmOrganization) -> uuid.UUID:
    return mailbox_of(organization, "ana.silva")


@pytest.fixture
def profile(admin: CrmClient) -> uuid.UUID:
    return admin.create("emailserverprofile", EWS)


def test_every_user_has_one_mailbox(organization: CrmOrganization, admin: CrmClient) -> None:
    users = [account for account in organization.directory.accounts if account.crm_user or account.crm_administrator]
    assert len(organization.all("mailbox")) == len(users)
    found = admin.retrieve("mailbox", mailbox_of(organization, "ana.silva"))
    assert value(found["name"]) == "Ana Silva"
    assert value(found["emailaddress"]) == "ana.silva@contoso.test"
    assert value(found["regardingobjectid"]) == str(user_id(organization, "ana.silva"))
    assert value(found["isforwardmailbox"]) == "false"
    assert value(found["emailrouteraccessapproval"]) == "2"
    assert "emailserverprofile" not in found


def test_new_user_gets_a_mailbox_with_the_default_settings(
    organization: CrmOrganization, admin: CrmClient, profile: uuid.UUID
) -> None:
    settings = {"defaultemailserverprofileid": reference("emailserverprofile", profile),
                "defaultemailsettings": string(SERVER_SIDE)}  # fmt: skip
    admin.update("organization", organization.id, settings)
    user = admin.create(
        "systemuser",
        {"domainname": string(r"CONTOSO\diogo.reis"), "firstname": string("Diogo"), "lastname": string("Reis"),
         "internalemailaddress": string("diogo.reis@contoso.test"),
         "businessunitid": reference("businessunit", organization.business_unit_id)},
    )  # fmt: skip
    mailbox = value(admin.retrieve("systemuser", user)["defaultmailbox"])
    found = admin.retrieve("mailbox", mailbox)
    assert value(found["emailserverprofile"]) == str(profile)
    methods = [value(found[name]) for name in default_email_settings.METHODS]
    assert methods == ["2", "2", "1"]
    assert value(connect(organization, "diogo.reis").execute("WhoAmI")["UserId"]) == str(user)


def test_default_settings_can_be_applied_to_old_mailboxes(
    organization: CrmOrganization, admin: CrmClient, profile: uuid.UUID, mailbox: uuid.UUID
) -> None:
    settings = {"defaultemailserverprofileid": reference("emailserverprofile", profile),
                "defaultemailsettings": string(SERVER_SIDE)}  # fmt: skip
    admin.update("organization", organization.id, settings)
    with organization.lock:
        assert default_email_settings.apply(organization.system_context(), [mailbox]) == 1
        assert default_email_settings.apply(organization.system_context(), [mailbox]) == 0
    assert value(admin.retrieve("mailbox", mailbox)["incomingemaildeliverymethod"]) == "2"


@pytest.mark.parametrize("text", ["", "<nonsense", "<a/>", "<a><actdeliverymethod>7</actdeliverymethod></a>"])
def test_unreadable_default_settings_say_nothing(text: str) -> None:
    assert default_email_settings.parsed(text) == {}


def test_queue_gets_a_mailbox_and_takes_it_away(organization: CrmOrganization, admin: CrmClient) -> None:
    queue = admin.create("queue", {"name": string("Support"), "emailaddress": string("support@contoso.test")})
    mailbox = value(admin.retrieve("queue", queue)["defaultmailbox"])
    refused(
        errors.QUEUE_MAILBOX_DELIVERY_METHOD, admin.update, "mailbox", mailbox,
        {"outgoingemaildeliverymethod": option(1)},
    )  # fmt: skip
    admin.delete("queue", queue)
    assert organization.row("mailbox", uuid.UUID(mailbox)) is None


def test_users_mailbox_is_bound_to_its_user(admin: CrmClient, mailbox: uuid.UUID) -> None:
    refused(errors.CANNOT_DELETE_USER_MAILBOX, admin.delete, "mailbox", mailbox)
    refused(errors.CANNOT_MODIFY_ADDRESS, admin.update, "mailbox", mailbox, {"emailaddress": string("x@y.test")})
    refused(
        errors.MAILBOX_CANNOT_DELETE_EMAILS, admin.update, "mailbox", mailbox, {"processanddeleteemails": flag(True)}
    )


def test_users_address_is_the_mailboxs(organization: CrmOrganization, admin: CrmClient, mailbox: uuid.UUID) -> None:
    admin.update("mailbox", mailbox, {"emailrouteraccessapproval": option(1)})
    ana = user_id(organization, "ana.silva")
    assert value(admin.retrieve("systemuser", ana)["emailrouteraccessapproval"]) == "1"
    admin.update("systemuser", ana, {"internalemailaddress": string("ana@contoso.test")})
    found = admin.retrieve("mailbox", mailbox)
    assert value(found["emailaddress"]) == "ana@contoso.test"
    assert value(found["emailrouteraccessapproval"]) == "2", "a new address waits for approval"


def test_approval_needs_its_privilege(organization: CrmOrganization, ana: CrmClient, mailbox: uuid.UUID) -> None:
    ana.update("mailbox", mailbox, {"incomingemaildeliverymethod": option(2)})
    fault = refused(errors.PRIVILEGE_DENIED, ana.update, "mailbox", mailbox, {"emailrouteraccessapproval": option(1)})
    assert "prvApproveRejectEmailAddress" in fault.message
    own = {"emailrouteraccessapproval": option(1)}
    refused(errors.PRIVILEGE_DENIED, ana.update, "systemuser", user_id(organization, "ana.silva"), own)
    other = mailbox_of(organization, "harry.brown")
    refused(errors.PRIVILEGE_DENIED, ana.update, "mailbox", other, {"incomingemaildeliverymethod": option(2)})


def test_mailbox_without_a_profile_cannot_be_tested(admin: CrmClient, mailbox: uuid.UUID, profile: uuid.UUID) -> None:
    schedule = {"testemailconfigurationscheduled": flag(True)}
    refused(errors.PROFILE_NOT_ASSOCIATED, admin.update, "mailbox", mailbox, schedule)
    admin.update("mailbox", mailbox, {"emailserverprofile": reference("emailserverprofile", profile)})
    admin.update("mailbox", mailbox, schedule)
    refused(errors.TEST_IN_PROGRESS, admin.update, "mailbox", mailbox, {"incomingemaildeliverymethod": option(2)})
    results = {"incomingemailstatus": option(1), "enabledforincomingemail": flag(True)}
    admin.update("mailbox", mailbox, results | {"testemailconfigurationscheduled": flag(False)})
    assert value(admin.retrieve("mailbox", mailbox)["incomingemailstatus"]) == "1"


def test_another_profile_or_method_puts_the_results_back(
    admin: CrmClient, mailbox: uuid.UUID, profile: uuid.UUID
) -> None:
    good = {"incomingemailstatus": option(1), "enabledforincomingemail": flag(True), "actstatus": option(1)}
    admin.update("mailbox", mailbox, good)
    admin.update("mailbox", mailbox, {"incomingemaildeliverymethod": option(2)})
    found = admin.retrieve("mailbox", mailbox)
    assert [value(found[name]) for name in ("incomingemailstatus", "enabledforincomingemail", "actstatus")] == [
        "0", "false", "1",
    ]  # fmt: skip
    admin.update("mailbox", mailbox, {"emailserverprofile": reference("emailserverprofile", profile)})
    assert value(admin.retrieve("mailbox", mailbox)["actstatus"]) == "0"


def test_pop3_has_no_calendar(admin: CrmClient, mailbox: uuid.UUID) -> None:
    pop3 = admin.create("emailserverprofile", POP3)
    changes = {"emailserverprofile": reference("emailserverprofile", pop3), "actdeliverymethod": option(1)}
    refused(errors.ACT_NEEDS_EXCHANGE, admin.update, "mailbox", mailbox, changes)


def test_forward_mailboxes(admin: CrmClient) -> None:
    good = {"name": string("Forward"), "emailaddress": string("forward@contoso.test")}
    created = admin.create("mailbox", good | {"processanddeleteemails": flag(True)})
    assert value(admin.retrieve("mailbox", created)["isforwardmailbox"]) == "true"
    for change, code in (
        ({"emailaddress": nothing()}, errors.FORWARD_MAILBOX_NEEDS_ADDRESS),
        ({"incomingemaildeliverymethod": option(1)}, errors.FORWARD_MAILBOX_INCOMING_METHOD),
        ({"outgoingemaildeliverymethod": option(2)}, errors.FORWARD_MAILBOX_OUTGOING_METHOD),
    ):
        refused(code, admin.create, "mailbox", good | change)
        refused(code, admin.update, "mailbox", created, change)
    admin.delete("mailbox", created)


def test_password_goes_in_and_never_comes_out(
    organization: CrmOrganization, admin: CrmClient, mailbox: uuid.UUID
) -> None:
    admin.update("mailbox", mailbox, {"username": string("ana"), "password": string("secret")})
    found = admin.retrieve("mailbox", mailbox)
    assert value(found["ispasswordset"]) == "true"
    assert "password" not in found
    assert "password" not in admin.retrieve("mailbox", mailbox, "password")
    insecure = connect(organization, "crm.admin", secure=False)
    refused(errors.BASIC_WITHOUT_SSL, insecure.update, "mailbox", mailbox, {"password": string("x")})
    peek = ('<fetch><entity name="mailbox"><filter><condition attribute="password" operator="like" value="s%"/>'
            "</filter></entity></fetch>")  # fmt: skip
    refused(errors.INVALID_ARGUMENT, admin.fetch, peek)


def test_mailbox_of_a_disabled_user_stays_inactive(
    organization: CrmOrganization, admin: CrmClient, mailbox: uuid.UUID
) -> None:
    ana = user_id(organization, "ana.silva")
    admin.set_state("systemuser", ana, 1, -1)
    assert value(admin.retrieve("mailbox", mailbox)["statecode"]) == "1"
    refused(errors.CANNOT_ACTIVATE_MAILBOX, admin.set_state, "mailbox", mailbox, 0, 1)
    admin.set_state("systemuser", ana, 0, -1)
    assert value(admin.retrieve("mailbox", mailbox)["statecode"]) == "0"


def test_used_profile_is_not_deleted(admin: CrmClient, mailbox: uuid.UUID, profile: uuid.UUID) -> None:
    admin.update("mailbox", mailbox, {"emailserverprofile": reference("emailserverprofile", profile)})
    refused(errors.DELETE_NOT_ALLOWED, admin.delete, "emailserverprofile", profile)
    admin.update("mailbox", mailbox, {"emailserverprofile": nothing()})
    admin.delete("emailserverprofile", profile)


def test_alerts_are_made_read_and_deleted_but_not_changed(admin: CrmClient, mailbox: uuid.UUID) -> None:
    alert = admin.create(
        "tracelog",
        {"text": string("It works."), "level": option(1), "tracecode": number(21), "tracestatus": flag(True),
         "regardingobjectid": reference("mailbox", mailbox)},
    )  # fmt: skip
    assert value(admin.retrieve("tracelog", alert)["text"]) == "It works."
    refused(errors.ENTITY_DOES_NOT_SUPPORT_MESSAGE, admin.update, "tracelog", alert, {"machinename": string("x")})
    admin.delete("tracelog", alert)


def test_async_service_is_another_hand(
    organization: CrmOrganization, admin: CrmClient, mailbox: uuid.UUID, profile: uuid.UUID
) -> None:
    admin.update(
        "mailbox", mailbox,
        {"emailserverprofile": reference("emailserverprofile", profile), "incomingemaildeliverymethod": option(2)},
    )  # fmt: skip
    assert organization.async_service.tick() == 0, "off by default"
    organization.async_service.enabled = True
    try:
        organization.clock.advance(60)
        assert organization.async_service.tick() == 1
    finally:
        organization.close()
    row = organization.row("mailbox", mailbox) or {}
    assert row["hostid"]
    assert row["lastsyncstartedon"] == organization.clock.now()
    other = organization.row("mailbox", mailbox_of(organization, "harry.brown")) or {}
    assert "hostid" not in other
    assert row["incomingemailstatus"] == OptionSetValue(0)


def test_reset_starts_again(organization: CrmOrganization, ana: CrmClient) -> None:
    ana.create("contact", {"lastname": string("One")})
    organization.reset()
    assert organization.all("contact") == []
    connect(organization, "ana.silva").execute("WhoAmI")
