"""Appointments and tasks: schedule, parties and states."""

import uuid

from simulator.crm import errors
from simulator.crm.organization import CrmOrganization
from tests.simulator.crm.conftest import user_id
from tests.simulator.crm.soap import (
    NAMESPACES,
    CrmClient,
    attributes_of,
    ids,
    moment,
    nothing,
    option,
    parties,
    reference,
    string,
    value,
)
from tests.simulator.crm.test_rows_over_soap import refused

START, END = moment("2026-12-01T10:00:00Z"), moment("2026-12-01T11:30:00Z")
SCHEDULE = {"subject": string("Review"), "scheduledstart": START, "scheduledend": END}


def party_addresses(client: CrmClient, appointment: uuid.UUID, column: str) -> list[str]:
    collection = client.retrieve("appointment", appointment, column).get(column)
    found = [] if collection is None else collection.findall("b:Entities/b:Entity", NAMESPACES)
    return [value(attributes_of(party)["addressused"]) for party in found]


def test_schedule_is_required_and_sound(ana: CrmClient) -> None:
    refused(errors.APPOINTMENT_SCHEDULE_NOT_SET, ana.create, "appointment", {"subject": string("x")})
    refused(errors.APPOINTMENT_SCHEDULE_NOT_SET, ana.create, "appointment", {"scheduledstart": START})
    refused(errors.INVALID_ARGUMENT, ana.create, "appointment", {"scheduledstart": END, "scheduledend": START})
    appointment = ana.create("appointment", SCHEDULE)
    refused(errors.APPOINTMENT_SCHEDULE_NOT_SET, ana.update, "appointment", appointment, {"scheduledend": nothing()})


def test_times_are_utc_and_duration_follows(ana: CrmClient) -> None:
    appointment = ana.create(
        "appointment",
        {"scheduledstart": moment("2026-12-01T10:00:00+02:00"), "scheduledend": moment("2026-12-01T09:30:00")},
    )
    found = ana.retrieve("appointment", appointment)
    assert value(found["scheduledstart"]) == "2026-12-01T08:00:00Z"
    assert value(found["scheduledend"]) == "2026-12-01T09:30:00Z"
    assert value(found["scheduleddurationminutes"]) == "90"


def test_organizer_is_the_owner_unless_named(organization: CrmOrganization, ana: CrmClient) -> None:
    mine = ana.create("appointment", SCHEDULE)
    assert party_addresses(ana, mine, "organizer") == ["ana.silva@contoso.test"]
    bruno = {"partyid": reference("systemuser", user_id(organization, "bruno.costa"))}
    his = ana.create("appointment", SCHEDULE | {"organizer": parties(bruno)})
    assert party_addresses(ana, his, "organizer") == ["bruno.costa@contoso.test"]


def test_attendees_are_resolved_and_replaced(organization: CrmOrganization, ana: CrmClient) -> None:
    contact = ana.create("contact", {"lastname": string("One"), "emailaddress1": string("one@example.test")})
    harry = {"partyid": reference("systemuser", user_id(organization, "harry.brown"))}
    appointment = ana.create(
        "appointment",
        SCHEDULE
        | {
            "requiredattendees": parties({"partyid": reference("contact", contact)}, harry),
            "optionalattendees": parties({"addressused": string("stranger@example.test")}),
        },
    )
    assert party_addresses(ana, appointment, "requiredattendees") == ["one@example.test", "harry.brown@contoso.test"]
    assert party_addresses(ana, appointment, "optionalattendees") == ["stranger@example.test"]
    ana.update("appointment", appointment, {"requiredattendees": parties(harry)})
    assert party_addresses(ana, appointment, "requiredattendees") == ["harry.brown@contoso.test"]
    assert party_addresses(ana, appointment, "optionalattendees") == ["stranger@example.test"]


def test_deleted_contact_leaves_its_address(ana: CrmClient) -> None:
    contact = ana.create("contact", {"lastname": string("One"), "emailaddress1": string("one@example.test")})
    appointment = ana.create(
        "appointment", SCHEDULE | {"requiredattendees": parties({"partyid": reference("contact", contact)})}
    )
    ana.delete("contact", contact)
    assert party_addresses(ana, appointment, "requiredattendees") == ["one@example.test"]


def test_wrong_parties(organization: CrmOrganization, ana: CrmClient) -> None:
    mailbox_id, _ = organization.all("mailbox")[0]
    wrong = {"partyid": reference("mailbox", mailbox_id)}
    refused(errors.INVALID_PARTY_TYPE, ana.create, "appointment", SCHEDULE | {"requiredattendees": parties(wrong)})
    refused(errors.INVALID_ARGUMENT, ana.create, "appointment", SCHEDULE | {"requiredattendees": parties({})})
    long = {"addressused": string("x" * 201)}
    refused(errors.STRING_TOO_LONG, ana.create, "appointment", SCHEDULE | {"requiredattendees": parties(long)})


def test_appointments_of_a_user_by_party(organization: CrmOrganization, ana: CrmClient) -> None:
    harry = user_id(organization, "harry.brown")
    wanted = ana.create(
        "appointment", SCHEDULE | {"requiredattendees": parties({"partyid": reference("systemuser", harry)})}
    )
    ana.create("appointment", SCHEDULE)
    found = ana.fetch(
        '<fetch><entity name="appointment"><attribute name="subject"/><link-entity name="activityparty" '
        'from="activityid" to="activityid"><filter><condition attribute="partyid" operator="eq" '
        f'value="{{{harry}}}"/><condition attribute="participationtypemask" operator="in"><value>5</value>'
        "<value>7</value></condition></filter></link-entity></entity></fetch>"
    )
    assert ids(found) == [str(wanted)]


def test_states_of_an_appointment(ana: CrmClient) -> None:
    appointment = ana.create("appointment", SCHEDULE)
    assert value(ana.retrieve("appointment", appointment)["statuscode"]) == "1"
    ana.set_state("appointment", appointment, 3, 6)
    ana.set_state("appointment", appointment, 1, -1)
    found = ana.retrieve("appointment", appointment)
    assert value(found["statuscode"]) == "3"
    assert value(found["actualend"]) == "2026-11-23T12:00:00Z"
    refused(errors.INVALID_STATE_OR_STATUS, ana.set_state, "appointment", appointment, 2, 4)
    ana.set_state("appointment", appointment, 0, 2)


def test_task_starts_in_a_status_of_open(ana: CrmClient) -> None:
    task = ana.create("task", {"subject": string("Call"), "statuscode": option(3), "percentcomplete": nothing()})
    assert value(ana.retrieve("task", task)["statuscode"]) == "3"
    refused(errors.INVALID_ARGUMENT, ana.update, "task", task, {"statuscode": option(5)})
    ana.set_state("task", task, 1, 5)
    assert value(ana.retrieve("task", task)["statecode"]) == "1"


def test_assign_moves_owner_and_owner_party(organization: CrmOrganization, ana: CrmClient) -> None:
    harry = user_id(organization, "harry.brown")
    task = ana.create("task", {"subject": string("Call")})
    ana.execute("Assign", {"Target": reference("task", task), "Assignee": reference("systemuser", harry)})
    assert value(ana.retrieve("task", task)["ownerid"]) == str(harry)
    owners = [str(row["partyid"].id) for _, row in organization.rows.parties(task)]  # type: ignore[attr-defined]
    assert owners == [str(harry)]
    refused(
        errors.ENTITY_DOES_NOT_SUPPORT_MESSAGE, ana.execute, "Assign",
        {"Target": reference("tracelog", task), "Assignee": reference("systemuser", harry)},
    )  # fmt: skip


def test_states_need_an_entity_with_states(organization: CrmOrganization, admin: CrmClient, ana: CrmClient) -> None:
    note = ana.create("annotation", {"subject": string("x")})
    refused(errors.ENTITY_DOES_NOT_SUPPORT_MESSAGE, ana.set_state, "annotation", note, 0, 1)
    refused(errors.OBJECT_DOES_NOT_EXIST, ana.set_state, "task", uuid.uuid4(), 0, 2)
    harry = user_id(organization, "harry.brown")
    refused(errors.INVALID_STATE_OR_STATUS, admin.set_state, "systemuser", harry, 7, -1)
