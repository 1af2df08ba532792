"""Requests that are no request: each gets a SOAP fault, none breaks the organization."""

import threading
import uuid

import pytest
from lxml import etree

from simulator.crm import errors, soap_2011
from simulator.crm.organization import CrmOrganization
from tests.simulator.crm.conftest import connect
from tests.simulator.crm.soap import NAMESPACES, CrmClient, Fault, action_of, envelope, option, reference, string
from tests.simulator.crm.test_rows_over_soap import refused


def answer(organization: CrmOrganization, body: bytes) -> tuple[int, etree._Element]:
    account = organization.directory.by_name("ana.silva")
    assert account is not None
    found = soap_2011.handle(organization, soap_2011.CrmRequest(body, action_of(body), account, True))
    return found.status, etree.fromstring(found.body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not xml",
        b"<a>",
        b"<a/>",
        b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"/>',
        b'<!DOCTYPE a [<!ENTITY b "c">]>' + envelope("Execute", ""),
        envelope("Execute", "").replace(b"xmlsoap.org/soap", b"w3.org/2003/05"),
        envelope("Nonsense", ""),
        envelope("Create", "").replace(b"Contracts/Services", b"Contracts/Nonsense"),
    ],
)
def test_no_message_of_ours(organization: CrmOrganization, body: bytes) -> None:
    status, document = answer(organization, body)
    assert status == 500
    assert document.findtext("s:Body/s:Fault/faultstring", namespaces=NAMESPACES)


@pytest.mark.parametrize(
    ("operation", "inside"),
    [
        ("Create", ""),
        ("Create", "<entity/>"),
        ("Create", "<entity><b:Attributes><b:KeyValuePairOfstringanyType/></b:Attributes></entity>"),
        ("Retrieve", "<entityName>contact</entityName>"),
        ("Retrieve", "<entityName/><id>x</id>"),
        ("Delete", "<entityName>contact</entityName><id>not-a-guid</id>"),
        ("RetrieveMultiple", ""),
        ("RetrieveMultiple", "<query/>"),
        ("RetrieveMultiple", '<query i:type="b:QueryExpression"/>'),
        ("Execute", ""),
        ("Execute", "<request/>"),
    ],
)
def test_incomplete_requests(ana: CrmClient, operation: str, inside: str) -> None:
    with pytest.raises(Fault) as caught:
        ana.call(operation, inside)
    assert caught.value.code in (errors.INVALID_ARGUMENT, errors.INVALID_FETCH_XML)


@pytest.mark.parametrize(
    "value_xml",
    [
        "<c:value>no type</c:value>",
        '<c:value i:type="x:int">three</c:value>',
        '<c:value i:type="x:boolean">maybe</c:value>',
        '<c:value i:type="x:dateTime">yesterday</c:value>',
        '<c:value i:type="x:decimal">much</c:value>',
        '<c:value i:type="ser:guid">7</c:value>',
        '<c:value i:type="b:OptionSetValue"/>',
        '<c:value i:type="unknown:Thing">x</c:value>',
    ],
)
def test_values_that_cannot_be_read(ana: CrmClient, value_xml: str) -> None:
    refused(errors.INVALID_ARGUMENT, ana.create, "contact", {"lastname": value_xml})


def test_the_same_attribute_twice(ana: CrmClient) -> None:
    pair = f"<b:KeyValuePairOfstringanyType><c:key>lastname</c:key>{string('x')}</b:KeyValuePairOfstringanyType>"
    inside = f"<entity><b:Attributes>{pair}{pair}</b:Attributes><b:LogicalName>contact</b:LogicalName></entity>"
    with pytest.raises(Fault, match="already been added"):
        ana.call("Create", inside)


def test_control_characters_and_markup_go_round(ana: CrmClient) -> None:
    text = "a < b & c > d \"e\" 'f'\r\n\té 漢字 😀 ]]>"
    row_id = ana.create("task", {"subject": string("x"), "description": string(text).replace("\r", "&#13;")})
    assert ana.retrieve("task", row_id, "description")["description"].text == text


def test_operation_names_for_the_log() -> None:
    assert soap_2011.operation_name(envelope("Create", "")) == "Create"
    request = "<request><b:RequestName>SendEmail</b:RequestName></request>"
    assert soap_2011.operation_name(envelope("Execute", request)) == "Execute:SendEmail"
    assert soap_2011.operation_name(b"nonsense") == ""


def test_one_id_created_by_many_at_once_is_created_once(organization: CrmOrganization) -> None:
    chosen, outcomes = uuid.uuid4(), []

    def create() -> None:
        try:
            connect(organization, "ana.silva").create("contact", {"lastname": string("One")}, chosen)
            outcomes.append("created")
        except Fault as fault:
            outcomes.append(hex(fault.code))

    threads = [threading.Thread(target=create) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [hex(errors.DUPLICATE_RECORD)] * 7 + ["created"]


def test_messages_run_through_execute_too(ana: CrmClient) -> None:
    target = '<c:value i:type="b:Entity"><b:Attributes/><b:LogicalName>task</b:LogicalName></c:value>'
    row_id = ana.execute("Create", {"Target": target})["id"].text
    assert row_id is not None
    every = '<c:value i:type="b:ColumnSet"><b:AllColumns>true</b:AllColumns></c:value>'
    found = ana.execute("Retrieve", {"Target": reference("task", row_id), "ColumnSet": every})["Entity"]
    assert found.findtext("b:Id", namespaces=NAMESPACES) == row_id
    fetch = '&lt;fetch&gt;&lt;entity name="task"/&gt;&lt;/fetch&gt;'
    query = f'<c:value i:type="b:FetchExpression"><b:Query>{fetch}</b:Query></c:value>'
    rows = ana.execute("RetrieveMultiple", {"Query": query})["EntityCollection"]
    assert len(rows.findall("b:Entities/b:Entity", NAMESPACES)) == 1
    refused(errors.INVALID_ARGUMENT, ana.execute, "SetState", {"State": option(1)})
    ana.execute("Delete", {"Target": reference("task", row_id)})
