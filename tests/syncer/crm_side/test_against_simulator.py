"""The CRM side against the real simulator process over TLS."""

import uuid
from datetime import UTC, datetime

import pytest

from syncer.crm_side.connect import connect_crm
from syncer.crm_side.errors import CrmError, CrmProblemKind
from syncer.crm_side.fetch import equals, fetch, one_of
from syncer.crm_side.records import (
    MAILBOX_COLUMNS,
    ORGANIZATION_COLUMNS,
    PROFILE_COLUMNS,
    mailbox_from_row,
    organization_from_row,
    profile_from_row,
)
from syncer.crm_side.side import EntityReference, OptionSet, Party
from tests.syncer.exchange_side.simulator_process import Simulated


def kind(call, *arguments) -> CrmProblemKind:
    with pytest.raises(CrmError) as caught:
        call(*arguments)
    return caught.value.problem.kind


@pytest.mark.parametrize("auth", ["ntlm", "basic"])
def test_who_am_i_and_the_organization(simulated: Simulated, auth: str) -> None:
    settings = simulated.settings()
    crm = connect_crm(settings.model_copy(update={"crm": settings.crm.model_copy(update={"auth": auth})}))
    me = crm.who_am_i()
    row = crm.retrieve("organization", me.organization_id, ORGANIZATION_COLUMNS)
    assert row is not None
    organization = organization_from_row(row)
    assert (organization.id, organization.tracking_prefixes) == (me.organization_id, ("CRM:",))
    assert crm.version() == "6.0.0.809"
    crm.close()


def test_wrong_password_wrong_certificate_nobody_there(simulated: Simulated) -> None:
    settings = simulated.settings()
    wrong = simulated.settings(crm={**settings.crm.model_dump(), "password": "wrong"})
    assert kind(connect_crm(wrong).who_am_i) is CrmProblemKind.UNAUTHORIZED
    assert kind(connect_crm(settings.model_copy(update={"ca_bundle": None})).who_am_i) is CrmProblemKind.UNTRUSTED
    simulated.control("POST", "/crm/down")
    try:
        assert kind(connect_crm(settings).who_am_i) is CrmProblemKind.UNREACHABLE
    finally:
        simulated.control("POST", "/crm/up")


def test_create_with_our_id_once(simulated: Simulated) -> None:
    crm, identifier = simulated.crm(), str(uuid.uuid4())
    crm.create("contact", identifier, {"firstname": "Rui", "lastname": "P", "emailaddress1": "rui@x.test"})
    assert kind(crm.create, "contact", identifier, {"lastname": "P"}) is CrmProblemKind.ALREADY_THERE
    row = crm.retrieve("contact", identifier, ("firstname", "fullname", "versionnumber"))
    assert row is not None
    assert row.attributes["firstname"] == "Rui"
    crm.update("contact", identifier, {"firstname": None, "jobtitle": "CEO"})
    changed = crm.retrieve("contact", identifier)
    assert changed is not None
    assert changed.version > row.version > 0
    assert "firstname" not in changed.attributes
    crm.delete("contact", identifier)
    assert crm.retrieve("contact", identifier) is None
    assert kind(crm.delete, "contact", identifier) is CrmProblemKind.NOT_FOUND
    assert kind(crm.create, "mailbox", identifier, {"hostid": "x"}) is CrmProblemKind.REFUSED


def test_an_appointment_with_parties_and_times(simulated: Simulated) -> None:
    crm, identifier = simulated.crm(), str(uuid.uuid4())
    mailboxes = [mailbox_from_row(row) for row in crm.retrieve_multiple(fetch("mailbox", MAILBOX_COLUMNS))]
    ana = next(one for one in mailboxes if one.email == "ana.silva@contoso.test")
    assert ana.user is not None
    start = datetime(2014, 1, 7, 10, tzinfo=UTC)
    attributes = {
        "subject": "Trip",
        "scheduledstart": start,
        "scheduledend": start,
        "organizer": (Party(EntityReference("systemuser", ana.user.id), None, 7),),
        "requiredattendees": (Party(None, "someone@x.test", 5),),
        "prioritycode": OptionSet(2),
    }
    crm.create("appointment", identifier, attributes)
    row = crm.retrieve("appointment", identifier, tuple(attributes))
    assert row is not None
    assert row.attributes["scheduledstart"] == start
    assert row.attributes["prioritycode"] == 2
    organizer, required = row.attributes["organizer"], row.attributes["requiredattendees"]
    assert isinstance(organizer, tuple)
    assert isinstance(required, tuple)
    assert (organizer[0].reference.id, organizer[0].address) == (ana.user.id, "ana.silva@contoso.test")
    assert (required[0].reference, required[0].address) == (None, "someone@x.test")
    crm.set_state("appointment", identifier, 1, 3)
    done = crm.retrieve("appointment", identifier, ("statecode", "statuscode"))
    assert done is not None
    assert (done.attributes["statecode"], done.attributes["statuscode"]) == (1, 3)


def test_every_page_of_a_long_list(simulated: Simulated) -> None:
    crm, mark = simulated.crm(), str(uuid.uuid4())
    ids = {str(uuid.uuid4()) for _ in range(7)}
    for identifier in ids:
        crm.create("task", identifier, {"subject": mark})
    query = fetch("task", ("subject", "versionnumber"), where=(equals("subject", mark),), order="createdon")
    assert {row.id for row in crm.retrieve_multiple(query.replace("<fetch ", '<fetch count="2" '))} == ids
    versions = crm.versions(query)
    assert set(versions) == ids
    assert all(version > 0 for version in versions.values())


def test_a_profile_and_the_columns_we_read_exist(simulated: Simulated) -> None:
    crm, identifier = simulated.crm(), str(uuid.uuid4())
    attributes: dict[str, object] = {
        "name": "London CRM Profile",
        "servertype": OptionSet(0),
        "incomingserverlocation": simulated.ready["sites"]["london"]["ews_url"],
        "outgoingserverlocation": simulated.ready["sites"]["london"]["ews_url"],
        "incomingcredentialretrieval": OptionSet(1),
        "outgoingcredentialretrieval": OptionSet(1),
        "incomingusername": "CONTOSO\\crm13.service",
        "incomingpassword": "secret",
        "incominguseimpersonation": True,
        "outgoinguseimpersonation": True,
    }
    crm.create("emailserverprofile", identifier, attributes)
    profile = profile_from_row(crm.retrieve_multiple(fetch("emailserverprofile", PROFILE_COLUMNS))[0])
    assert (profile.name, profile.use_impersonation, profile.credential_retrieval) == ("London CRM Profile", True, 1)
    assert profile.user_name == "CONTOSO\\crm13.service"
    crm.retrieve_multiple(fetch("mailbox", MAILBOX_COLUMNS, where=(one_of("emailaddress", ("a@x", "b@x")),)))


def test_truncated_and_busy_answers(simulated: Simulated) -> None:
    crm = simulated.crm()
    crm.who_am_i()
    simulated.fault({"kind": "truncate", "bytes": 150}, site="crm", operation="RetrieveMultiple")
    query = fetch("task", ("subject",))
    assert kind(crm.retrieve_multiple, query) in {CrmProblemKind.MALFORMED, CrmProblemKind.UNREACHABLE}
    simulated.fault({"kind": "http_status", "status": 503, "retry_after": 3}, site="crm", operation="RetrieveMultiple")
    with pytest.raises(CrmError) as caught:
        crm.retrieve_multiple(query)
    assert (caught.value.problem.kind, caught.value.problem.after_seconds) == (CrmProblemKind.THROTTLED, 3)
    crm = simulated.crm()  # the other one waits for the three seconds
    identifier = str(uuid.uuid4())
    simulated.fault({"kind": "close_after_effect"}, site="crm", operation="Create")
    assert kind(crm.create, "task", identifier, {"subject": "x"}) is CrmProblemKind.UNREACHABLE
    assert kind(crm.create, "task", identifier, {"subject": "x"}) is CrmProblemKind.ALREADY_THERE


def test_no_call_leaves_before_the_time_that_crm_named(simulated: Simulated) -> None:
    crm = simulated.crm()
    crm.who_am_i()
    simulated.fault({"kind": "http_status", "status": 503, "retry_after": 1}, site="crm")
    since = simulated.control("GET", "/wire-log")["next"]
    refused = 0
    while True:
        try:
            crm.version()
            break
        except CrmError as error:
            assert error.problem.kind is CrmProblemKind.THROTTLED
            refused += 1
    entries = simulated.control("GET", f"/wire-log?since={since}&site=crm")["entries"]
    assert [entry["http_status"] for entry in entries if entry["http_status"] != 401] == [503, 200]
    assert refused > 1
    crm.close()
