"""Rows over SOAP: what goes in comes out, and what cannot be is refused with its code."""

import uuid

import pytest

from simulator.crm import errors
from simulator.crm.organization import CrmOrganization
from simulator.errors import NotSimulated
from tests.simulator.crm.conftest import connect, user_id
from tests.simulator.crm.soap import (
    NAMESPACES,
    CrmClient,
    Fault,
    attributes_of,
    flag,
    moment,
    nothing,
    number,
    option,
    parties,
    records,
    reference,
    string,
    value,
)

TASK_DATES = {"scheduledend": moment("2026-12-01T10:00:00Z")}


def refused(code: int, action: object, *arguments: object, **named: object) -> Fault:
    with pytest.raises(Fault) as caught:
        action(*arguments, **named)  # type: ignore[operator]
    assert f"{caught.value.code:#010x}" == f"{code:#010x}", caught.value.message
    return caught.value


def test_created_row_is_read_back_with_stamps_and_labels(organization: CrmOrganization, ana: CrmClient) -> None:
    row_id = ana.create(
        "contact",
        {"firstname": string("Inês"), "lastname": string("Gomes"), "familystatuscode": option(2),
         "birthdate": moment("1980-02-03T00:00:00Z"), "donotemail": flag(True)},
    )  # fmt: skip
    answer = ana.fetch(
        f'<fetch><entity name="contact"><all-attributes/><filter><condition attribute="contactid" operator="eq" '
        f'value="{row_id}"/></filter></entity></fetch>'
    )
    (record,) = records(answer)
    found = attributes_of(record)
    assert value(found["fullname"]) == "Inês Gomes"
    assert value(found["createdon"]) == "2026-11-23T12:00:00Z"
    assert value(found["createdby"]) == str(user_id(organization, "ana.silva"))
    assert value(found["ownerid"]) == str(user_id(organization, "ana.silva"))
    assert found["ownerid"].findtext("b:Name", namespaces=NAMESPACES) == "Ana Silva"
    assert value(found["statecode"]) == "0"
    labels = {
        pair.findtext("c:key", namespaces=NAMESPACES): pair.findtext("c:value", namespaces=NAMESPACES)
        for pair in record.find("b:FormattedValues", NAMESPACES)
    }
    assert labels["familystatuscode"] == "Married"
    assert labels["donotemail"] == "Yes"
    assert labels["ownerid"] == "Ana Silva"


def test_every_change_gets_a_higher_version(ana: CrmClient) -> None:
    first = ana.create("contact", {"lastname": string("One")})
    second = ana.create("account", {"name": string("Two")})
    ana.update("contact", first, {"jobtitle": string("Pilot")})
    versions = [
        int(value(ana.retrieve(entity, row, "versionnumber")["versionnumber"]))
        for entity, row in (("account", second), ("contact", first))
    ]
    assert versions[1] > versions[0]


def test_chosen_id_is_used_once(ana: CrmClient) -> None:
    chosen = uuid.uuid4()
    assert ana.create("contact", {"lastname": string("One")}, chosen) == chosen
    refused(errors.DUPLICATE_RECORD, ana.create, "contact", {"lastname": string("Two")}, chosen)


def test_deleted_row_is_gone(ana: CrmClient) -> None:
    row_id = ana.create("contact", {"lastname": string("One")})
    ana.delete("contact", row_id)
    for action in (lambda: ana.retrieve("contact", row_id), lambda: ana.update("contact", row_id, {}),
                   lambda: ana.delete("contact", row_id)):  # fmt: skip
        refused(errors.OBJECT_DOES_NOT_EXIST, action)


def test_nil_empties_an_attribute(ana: CrmClient) -> None:
    row_id = ana.create("contact", {"lastname": string("One"), "jobtitle": string("Pilot")})
    ana.update("contact", row_id, {"jobtitle": nothing()})
    assert "jobtitle" not in ana.retrieve("contact", row_id)


def test_who_made_and_who_changed(organization: CrmOrganization, ana: CrmClient) -> None:
    row_id = ana.create("contact", {"lastname": string("One")})
    organization.clock.advance(60)
    connect(organization, "bruno.costa").update("contact", row_id, {"jobtitle": string("Pilot")})
    found = ana.retrieve("contact", row_id, "createdby", "modifiedby", "createdon", "modifiedon")
    assert value(found["createdby"]) == str(user_id(organization, "ana.silva"))
    assert value(found["modifiedby"]) == str(user_id(organization, "bruno.costa"))
    assert value(found["modifiedon"]) == "2026-11-23T12:01:00Z"


def test_caller_id_acts_for_another_user(organization: CrmOrganization) -> None:
    bruno = user_id(organization, "bruno.costa")
    header = f'<CallerId xmlns="http://schemas.microsoft.com/xrm/2011/Contracts">{bruno}</CallerId>'
    row_id = connect(organization, "crm13.service", header=header).create("contact", {"lastname": string("One")})
    found = connect(organization, "crm.admin").retrieve("contact", row_id)
    assert value(found["createdby"]) == str(bruno)
    assert value(found["createdonbehalfby"]) == str(user_id(organization, "crm13.service"))
    refused(errors.CANNOT_ACT_ON_BEHALF, connect(organization, "ana.silva", header=header).execute, "WhoAmI")


def test_somebody_without_a_user_is_refused(organization: CrmOrganization) -> None:
    refused(errors.INVALID_USER, connect(organization, "diogo.reis").execute, "WhoAmI")


def test_disabled_user_is_refused(organization: CrmOrganization, admin: CrmClient, ana: CrmClient) -> None:
    admin.set_state("systemuser", user_id(organization, "ana.silva"), 1, -1)
    refused(errors.SYSTEM_USER_DISABLED, ana.execute, "WhoAmI")
    admin.set_state("systemuser", user_id(organization, "ana.silva"), 0, -1)
    ana.execute("WhoAmI")


@pytest.mark.parametrize(
    ("entity", "attributes", "code"),
    [
        ("nonsense", {}, errors.NO_SUCH_ENTITY),
        ("contact", {"nonsense": string("x")}, errors.NO_SUCH_ATTRIBUTE),
        ("contact", {"fullname": string("x")}, errors.INVALID_ARGUMENT),
        ("contact", {"lastname": number(3)}, errors.INVALID_ARGUMENT),
        ("contact", {"lastname": string("x" * 51)}, errors.STRING_TOO_LONG),
        ("contact", {"numberofchildren": number(-1)}, errors.INTEGER_OUT_OF_RANGE),
        ("contact", {"address1_latitude": '<c:value i:type="x:double">91</c:value>'}, errors.DECIMAL_OUT_OF_RANGE),
        ("contact", {"familystatuscode": option(9)}, errors.OPTION_OUT_OF_RANGE),
        ("contact", {"parentcustomerid": reference("account", uuid.uuid4())}, errors.OBJECT_DOES_NOT_EXIST),
        ("contact", {"parentcustomerid": reference("task", uuid.uuid4())}, errors.INVALID_ARGUMENT),
        ("task", {"statecode": option(1)}, errors.INVALID_ARGUMENT),
        ("task", {"statuscode": option(5)}, errors.INVALID_STATE_OR_STATUS),
        ("tracelog", {"text": string("x"), "level": option(1), "tracecode": number(1)}, errors.REQUIRED_FIELD_MISSING),
        ("activityparty", {}, errors.ENTITY_DOES_NOT_SUPPORT_MESSAGE),
    ],
)
def test_what_cannot_be_created(admin: CrmClient, entity: str, attributes: dict[str, str], code: int) -> None:
    refused(code, admin.create, entity, attributes)


@pytest.mark.parametrize(
    "column", ["hostid", "lastsyncstartedon", "noemailcount", "mailboxstatus", "regardingobjectid"]
)
def test_platform_columns_of_a_mailbox_cannot_be_written(
    organization: CrmOrganization, admin: CrmClient, column: str
) -> None:
    mailbox_id, _ = organization.all("mailbox")[0]
    fault = refused(errors.INVALID_ARGUMENT, admin.update, "mailbox", mailbox_id, {column: string("x")})
    assert column in fault.message


@pytest.mark.parametrize("column", ["correlationmethod", "inreplyto", "conversationindex", "senton", "statuscode"])
def test_platform_columns_of_an_email_cannot_be_written(ana: CrmClient, column: str) -> None:
    email_id = ana.create("email", {"subject": string("Hi")})
    refused(errors.INVALID_ARGUMENT, ana.update, "email", email_id, {column: string("x")})


def test_half_done_work_leaves_nothing(organization: CrmOrganization, ana: CrmClient) -> None:
    before = len(organization.all("activityparty"))
    refused(
        errors.OBJECT_DOES_NOT_EXIST, ana.create, "appointment",
        {"scheduledstart": moment("2026-12-01T10:00:00Z"), "scheduledend": moment("2026-12-01T11:00:00Z"),
         "requiredattendees": parties({"partyid": reference("contact", uuid.uuid4())})},
    )  # fmt: skip
    assert organization.all("appointment") == []
    assert len(organization.all("activityparty")) == before


def test_a_salesperson_cannot_administer(organization: CrmOrganization, ana: CrmClient) -> None:
    refused(errors.PRIVILEGE_DENIED, ana.update, "organization", organization.id, {"trackingprefix": string("X:")})
    harry = user_id(organization, "harry.brown")
    refused(errors.PRIVILEGE_DENIED, ana.update, "systemuser", harry, {"jobtitle": string("x")})


def test_members_out_of_order_are_not_seen(ana: CrmClient) -> None:
    inside = (
        "<entity><b:LogicalName>contact</b:LogicalName><b:Attributes/></entity>",
        "<entity><b:Id>00000000-0000-0000-0000-000000000000</b:Id><b:Attributes><b:KeyValuePairOfstringanyType>"
        '<c:key>nonsense</c:key><c:value i:nil="true"/></b:KeyValuePairOfstringanyType></b:Attributes>'
        "<b:LogicalName>contact</b:LogicalName></entity>",
    )
    ana.call("Create", inside[0])
    ana.call("Create", inside[1])


def test_deleting_an_account_takes_its_children_along(organization: CrmOrganization, ana: CrmClient) -> None:
    account = ana.create("account", {"name": string("Fabrikam")})
    contact = ana.create("contact", {"lastname": string("One"), "parentcustomerid": reference("account", account)})
    task = ana.create("task", {"subject": string("Call"), "regardingobjectid": reference("contact", contact)})
    ana.create("annotation", {"subject": string("Note"), "objectid": reference("task", task)})
    ana.delete("account", account)
    for entity in ("account", "contact", "task", "annotation"):
        assert organization.all(entity) == []


def test_note_knows_what_it_is_about(ana: CrmClient) -> None:
    task = ana.create("task", {"subject": string("Call")})
    note = ana.create(
        "annotation", {"subject": string("File"), "objectid": reference("task", task), "documentbody": string("AQID")}
    )
    found = ana.retrieve("annotation", note)
    assert value(found["objecttypecode"]) == "task"
    assert value(found["filesize"]) == "3"


def test_what_we_lack_is_loud(ana: CrmClient) -> None:
    with pytest.raises(NotSimulated, match="opportunity"):
        ana.create("opportunity", {})
    with pytest.raises(NotSimulated, match="QualifyLead"):
        ana.execute("QualifyLead")
    refused(errors.MESSAGE_NOT_SUPPORTED, ana.execute, "MakeTea")


def test_what_only_later_versions_have_is_unknown(ana: CrmClient) -> None:
    refused(errors.MESSAGE_NOT_SUPPORTED, ana.execute, "Upsert")
    refused(errors.NO_SUCH_ENTITY, ana.create, "syncattributemapping", {})


def test_money_and_numbers_keep_their_types(ana: CrmClient) -> None:
    money = '<c:value i:type="b:Money"><b:Value>1234.50</b:Value></c:value>'
    row_id = ana.create(
        "contact",
        {"annualincome": money, "numberofchildren": number(2),
         "address1_latitude": '<c:value i:type="x:double">38.7</c:value>'},
    )  # fmt: skip
    found = ana.retrieve("contact", row_id)
    kinds = {name: found[name].get(f"{{{NAMESPACES['i']}}}type") for name in ("annualincome", "numberofchildren")}
    assert kinds == {"annualincome": "b:Money", "numberofchildren": "x:int"}
    assert value(found["annualincome"]) == "1234.50"
    assert value(found["address1_latitude"]) == "38.7"
    refused(errors.DECIMAL_OUT_OF_RANGE, ana.update, "contact", row_id, {"annualincome": money.replace("1234", "-1")})


def test_attachment_belongs_to_its_mail(organization: CrmOrganization, ana: CrmClient) -> None:
    email_id = ana.create("email", {"subject": string("With a file")})
    attachment = ana.create(
        "activitymimeattachment",
        {"objectid": reference("email", email_id), "filename": string("a.txt"), "body": string("AQIDBA==")},
    )
    found = ana.retrieve("activitymimeattachment", attachment)
    assert value(found["objecttypecode"]) == "email"
    assert value(found["activityid"]) == str(email_id)
    assert value(found["filesize"]) == "4"
    refused(errors.REQUIRED_FIELD_MISSING, ana.create, "activitymimeattachment", {"filename": string("b.txt")})
    ana.delete("email", email_id)
    assert organization.all("activitymimeattachment") == []


def test_migrated_row_keeps_its_date_of_creation(ana: CrmClient) -> None:
    row_id = ana.create("contact", {"overriddencreatedon": moment("2001-02-03T04:05:06Z")})
    found = ana.retrieve("contact", row_id)
    assert value(found["createdon"]) == "2001-02-03T04:05:06Z"
    assert value(found["overriddencreatedon"]) == "2026-11-23T12:00:00Z"


def test_entities_the_simulator_lacks_are_loud_as_targets(ana: CrmClient) -> None:
    with pytest.raises(NotSimulated, match="lead"):
        ana.create("task", {"subject": string("x"), "regardingobjectid": reference("lead", uuid.uuid4())})


def test_own_settings_are_ones_own(organization: CrmOrganization, ana: CrmClient) -> None:
    mine, harrys = user_id(organization, "ana.silva"), user_id(organization, "harry.brown")
    ana.update("usersettings", mine, {"incomingemailfilteringmethod": option(0)})
    assert value(ana.retrieve("usersettings", mine)["trackingtokenid"]) == "1"
    refused(errors.PRIVILEGE_DENIED, ana.update, "usersettings", harrys, {"incomingemailfilteringmethod": option(0)})
