"""E-mails: SendEmail owns the token and the subject, and says no when something is missing."""

import uuid

import pytest

from simulator.crm import errors
from simulator.crm.organization import CrmOrganization
from tests.simulator.crm.conftest import connect, user_id
from tests.simulator.crm.soap import CrmClient, flag, guid, number, option, parties, reference, string, value
from tests.simulator.crm.test_rows_over_soap import refused


@pytest.fixture
def contact(ana: CrmClient) -> uuid.UUID:
    return ana.create("contact", {"lastname": string("Gomes"), "emailaddress1": string("ines.gomes@example.test")})


def draft(
    organization: CrmOrganization, name: str, contact: uuid.UUID, subject: str = "Offer", **more: str
) -> uuid.UUID:
    client = connect(organization, name)
    sender = {"partyid": reference("systemuser", user_id(organization, name))}
    attributes = {
        "subject": string(subject),
        "from": parties(sender),
        "to": parties({"partyid": reference("contact", contact)}),
    }
    return client.create("email", attributes | more)


def test_first_mail_of_the_first_user(organization: CrmOrganization, ana: CrmClient, contact: uuid.UUID) -> None:
    email_id = draft(organization, "ana.silva", contact)
    assert ana.send_email(email_id) == "Offer CRM:0001001"
    found = ana.retrieve("email", email_id)
    assert value(found["subject"]) == "Offer CRM:0001001"
    assert value(found["trackingtoken"]) == "CRM:0001001"
    assert (value(found["statecode"]), value(found["statuscode"])) == ("1", "6")
    assert value(found["torecipients"]) == "ines.gomes@example.test;"


def test_tokens_count_for_the_organization_and_name_the_user(
    organization: CrmOrganization, ana: CrmClient, contact: uuid.UUID
) -> None:
    bruno = connect(organization, "bruno.costa")
    subjects = [
        ana.send_email(draft(organization, "ana.silva", contact)),
        bruno.send_email(draft(organization, "bruno.costa", contact)),
        ana.send_email(draft(organization, "ana.silva", contact)),
    ]
    assert [subject.split()[-1] for subject in subjects] == ["CRM:0001001", "CRM:0002002", "CRM:0001003"]


def test_counter_wraps(organization: CrmOrganization, admin: CrmClient, ana: CrmClient) -> None:
    admin.update("organization", organization.id, {"nexttrackingnumber": number(998)})
    tokens = [value(ana.execute("GetTrackingTokenEmail", {"Subject": string("x")})["TrackingToken"]) for _ in range(4)]
    assert tokens == ["CRM:0001998", "CRM:0001999", "CRM:0001000", "CRM:0001001"]


def test_organization_decides_the_form_of_tokens(
    organization: CrmOrganization, admin: CrmClient, ana: CrmClient
) -> None:
    admin.update(
        "organization", organization.id,
        {"trackingprefix": string("Contoso#"), "trackingtokenidbase": number(7), "trackingtokeniddigits": number(2),
         "maximumtrackingnumber": number(99999)},
    )  # fmt: skip
    assert value(ana.execute("GetTrackingTokenEmail")["TrackingToken"]) == "Contoso#70100001"


def test_given_token_is_used_and_an_empty_one_means_none(
    organization: CrmOrganization, ana: CrmClient, contact: uuid.UUID
) -> None:
    assert ana.send_email(draft(organization, "ana.silva", contact), "CRM:0001777") == "Offer CRM:0001777"
    assert ana.send_email(draft(organization, "ana.silva", contact), "") == "Offer"


def test_long_subject_is_cut_to_keep_the_token(
    organization: CrmOrganization, admin: CrmClient, ana: CrmClient, contact: uuid.UUID
) -> None:
    admin.update("organization", organization.id, {"trackingprefix": string("P" * 80)})
    subject = ana.send_email(draft(organization, "ana.silva", contact, "x" * 200))
    assert len(subject) == 255
    assert subject.endswith(" " + "P" * 80 + "0001001")


def test_sent_at_once_without_issue_send(organization: CrmOrganization, ana: CrmClient, contact: uuid.UUID) -> None:
    email_id = draft(organization, "ana.silva", contact)
    ana.send_email(email_id, issue=False)
    found = ana.retrieve("email", email_id)
    assert value(found["statuscode"]) == "3"
    assert value(found["senton"]) == "2026-11-23T12:00:00Z"


def test_life_of_an_outgoing_mail(organization: CrmOrganization, ana: CrmClient, contact: uuid.UUID) -> None:
    email_id = draft(organization, "ana.silva", contact)
    ana.send_email(email_id)
    for state, status in ((1, 7), (0, 8)):
        ana.set_state("email", email_id, state, status)
    assert ana.send_email(email_id) == "Offer CRM:0001001", "a failed mail keeps its token"
    ana.update("email", email_id, {"messageid": string("<1@contoso.test>"), "deliveryattempts": number(1)})
    ana.set_state("email", email_id, 1, 3)
    assert value(ana.retrieve("email", email_id)["statuscode"]) == "3"
    refused(errors.INVALID_OPERATION, ana.send_email, email_id)
    refused(errors.INVALID_STATE_OR_STATUS, ana.set_state, "email", email_id, 1, 4)


def test_life_of_an_incoming_mail(ana: CrmClient) -> None:
    chosen = uuid.uuid4()
    sender = {"addressused": string("stranger@example.test")}
    ana.create(
        "email",
        {"subject": string("Hello"), "directioncode": flag(False), "messageid": string("<2@example.test>"),
         "from": parties(sender)},
        chosen,
    )  # fmt: skip
    refused(errors.INVALID_STATE_OR_STATUS, ana.set_state, "email", chosen, 1, 6)
    refused(errors.INVALID_OPERATION, ana.send_email, chosen)
    ana.set_state("email", chosen, 1, 4)
    assert value(ana.retrieve("email", chosen)["statuscode"]) == "4"


@pytest.mark.parametrize(("state", "status"), [(9, 1), (1, 1), (0, 6)])
def test_status_must_belong_to_its_state(ana: CrmClient, state: int, status: int) -> None:
    email_id = ana.create("email", {"subject": string("x")})
    refused(errors.INVALID_STATE_OR_STATUS, ana.set_state, "email", email_id, state, status)


def test_no_recipient(organization: CrmOrganization, ana: CrmClient, contact: uuid.UUID) -> None:
    email_id = draft(organization, "ana.silva", contact, to=parties())
    refused(errors.RECIPIENT_NOT_SPECIFIED, ana.send_email, email_id)


def test_no_sender(organization: CrmOrganization, ana: CrmClient, contact: uuid.UUID) -> None:
    refused(errors.NO_SENDER, ana.send_email, ana.create("email", {"to": parties()}))
    two = [{"partyid": reference("systemuser", user_id(organization, n))} for n in ("ana.silva", "bruno.costa")]
    refused(errors.MORE_THAN_ONE_SENDER, ana.send_email, ana.create("email", {"from": parties(*two)}))


def test_sender_without_an_address(organization: CrmOrganization, admin: CrmClient, ana: CrmClient) -> None:
    admin.update("systemuser", user_id(organization, "ana.silva"), {"internalemailaddress": string("")})
    sender = {"partyid": reference("systemuser", user_id(organization, "ana.silva"))}
    refused(errors.NO_SENDER_ADDRESS, ana.send_email, ana.create("email", {"from": parties(sender)}))


def test_recipient_that_takes_no_mail(organization: CrmOrganization, admin: CrmClient, ana: CrmClient) -> None:
    silent = ana.create("contact", {"lastname": string("Quiet")})
    refused(errors.NO_PARTY_ADDRESS, ana.send_email, draft(organization, "ana.silva", silent))
    unwilling = ana.create(
        "contact", {"lastname": string("No"), "emailaddress1": string("no@example.test"), "donotemail": flag(True)}
    )
    refused(errors.NO_PARTY_ADDRESS, ana.send_email, draft(organization, "ana.silva", unwilling))
    stranger = {"addressused": string("stranger@example.test")}
    email_id = draft(organization, "ana.silva", unwilling, to=parties(stranger))
    refused(errors.NO_PARTY_ADDRESS, ana.send_email, email_id)
    admin.update("organization", organization.id, {"allowunresolvedpartiesonemailsend": flag(True)})
    assert ana.send_email(email_id) == "Offer CRM:0001001"


def test_sending_what_is_not_there(ana: CrmClient) -> None:
    refused(errors.OBJECT_DOES_NOT_EXIST, ana.send_email, uuid.uuid4())
    refused(errors.INVALID_ARGUMENT, ana.execute, "SendEmail", {"EmailId": guid(uuid.uuid4())})


def test_completed_mail_is_not_canceled(ana: CrmClient) -> None:
    email_id = ana.create("email", {"subject": string("x"), "prioritycode": option(2)})
    ana.set_state("email", email_id, 1, -1)
    assert value(ana.retrieve("email", email_id)["statuscode"]) == "2"
    refused(errors.INVALID_STATE_OR_STATUS, ana.set_state, "email", email_id, 2, 5)


def test_queue_sends_only_for_its_owner(organization: CrmOrganization, admin: CrmClient, contact: uuid.UUID) -> None:
    queue = admin.create("queue", {"name": string("Support"), "emailaddress": string("support@contoso.test")})
    sender = {"from": parties({"partyid": reference("queue", queue)})}
    email_id = draft(organization, "bruno.costa", contact, **sender)
    refused(errors.NO_SEND_AS, connect(organization, "bruno.costa").send_email, email_id)
    assert admin.send_email(email_id).startswith("Offer CRM:")
