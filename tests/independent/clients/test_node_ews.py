"""node-ews builds a client from the contract that the server publishes; both ends have the same content."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from exchangelib import EWSDateTime, Message

from tests.independent.clients import node_ews as node_ews_process
from tests.independent.clients.exchange import Exchange, Person
from tests.independent.clients.node_ews import NodeEws

INBOX = {"DistinguishedFolderId": {"attributes": {"Id": "inbox"}}}
CALENDAR = {"DistinguishedFolderId": {"attributes": {"Id": "calendar"}}}
ALL = {"BaseShape": "AllProperties", "BodyType": "Text"}
MESSAGE = {
    "Subject": "Olá, ção 日本",
    "Body": {"attributes": {"BodyType": "Text"}, "$value": "x < y & z"},
    "ToRecipients": {"Mailbox": {"EmailAddress": "ze@x.test"}},
}
APPOINTMENT = {
    "Subject": "Reunião",
    "Start": "2026-12-01T09:00:00Z",
    "End": "2026-12-01T10:00:00Z",
    "Location": "Sala 1",
}


@pytest.fixture(autouse=True)
def every_answer_right(exchange: Exchange) -> Iterator[None]:
    with exchange.every_answer_right():
        yield


@pytest.fixture
def node(exchange: Exchange, ana: Person, tmp_path: Path) -> Iterator[NodeEws]:
    with node_ews_process.started(tmp_path, ana, exchange.ready["ca_bundle"]) as client:
        yield client


def test_the_contract_is_read_from_the_server(node: NodeEws, tmp_path: Path) -> None:
    folder = node.call("GetFolder", {"FolderShape": {"BaseShape": "Default"}, "FolderIds": INBOX})["Folders"]["Folder"]
    assert (folder["DisplayName"], folder["TotalCount"]) == ("Inbox", 0)
    assert {file.name for file in tmp_path.glob("*.*")} >= {"services.wsdl", "messages.xsd", "types.xsd"}


def test_what_it_creates_is_there_and_what_is_there_it_finds(node: NodeEws, ana: Person) -> None:
    account = ana.exchangelib
    created = node.call(
        "CreateItem",
        {
            "attributes": {"MessageDisposition": "SaveOnly"},
            "SavedItemFolderId": INBOX,
            "Items": {"Message": MESSAGE},
        },
    )["Items"]["Message"]["ItemId"]["attributes"]
    (item,) = account.inbox.all()
    assert (item.id, item.changekey) == (created["Id"], created["ChangeKey"])
    assert (item.subject, item.text_body) == (MESSAGE["Subject"], "x < y & z")
    assert [one.email_address for one in item.to_recipients] == ["ze@x.test"]

    theirs = Message(account=account, folder=account.inbox, subject="De exchangelib", body="x < y & z").save()
    found = node.call(
        "FindItem",
        {"attributes": {"Traversal": "Shallow"}, "ItemShape": {"BaseShape": "Default"}, "ParentFolderIds": INBOX},
    )["RootFolder"]
    assert found["attributes"]["TotalItemsInView"] == "2"
    assert {message["Subject"] for message in found["Items"]["Message"]} == {MESSAGE["Subject"], "De exchangelib"}
    read = _got(node, theirs.id)
    assert (read["Subject"], read["Body"]["$value"], read["IsDraft"]) == ("De exchangelib", "x < y & z", True)


def test_an_appointment_is_created_changed_and_deleted(node: NodeEws, ana: Person) -> None:
    account = ana.exchangelib
    item_id = node.call(
        "CreateItem",
        {
            "attributes": {"SendMeetingInvitations": "SendToNone"},
            "SavedItemFolderId": CALENDAR,
            "Items": {"CalendarItem": APPOINTMENT},
        },
    )["Items"]["CalendarItem"]["ItemId"]
    (item,) = account.calendar.all()
    assert (item.subject, item.location) == ("Reunião", "Sala 1")
    assert item.start == EWSDateTime.from_string("2026-12-01T09:00:00Z")
    item.location = "Sala 2"
    item.save(update_fields=["location"])
    read = node.call("GetItem", {"ItemShape": ALL, "ItemIds": {"ItemId": item_id}})["Items"]["CalendarItem"]
    assert (read["Location"], read["Start"], read["IsAllDayEvent"]) == ("Sala 2", "2026-12-01T09:00:00.000Z", False)
    deleting = {"DeleteType": "HardDelete", "SendMeetingCancellations": "SendToNone"}
    node.call("DeleteItem", {"attributes": deleting, "ItemIds": {"ItemId": item_id}})
    assert list(account.calendar.all()) == []


def test_errors_arrive(node: NodeEws) -> None:
    asked = {"ItemShape": ALL, "ItemIds": {"ItemId": {"attributes": {"Id": "no id"}}}}
    assert node.call("GetItem", asked)["ResponseCode"] == "ErrorInvalidIdMalformed"
    assert "ErrorSchemaValidation" in node.problem("FindItem", {})


def _got(node: NodeEws, item_id: str) -> dict[str, Any]:
    asked = {"ItemShape": ALL, "ItemIds": {"ItemId": {"attributes": {"Id": item_id}}}}
    message: dict[str, Any] = node.call("GetItem", asked)["Items"]["Message"]
    return message
