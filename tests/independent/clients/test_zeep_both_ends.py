"""zeep with the contract that the site publishes: what it writes is what exchangelib reads, and the other way round."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from exchangelib import Message

from tests.independent.clients.exchange import Exchange, Person

INBOX = {"DistinguishedFolderId": {"Id": "inbox"}}
CALENDAR = {"DistinguishedFolderId": {"Id": "calendar"}}
NINE, TEN = (datetime(2026, 12, 1, hour, tzinfo=UTC) for hour in (9, 10))


@pytest.fixture(autouse=True)
def every_answer_right(exchange: Exchange) -> Iterator[None]:
    with exchange.every_answer_right():
        yield


@pytest.fixture
def service(exchange: Exchange, ana: Person) -> Iterator[Any]:
    """The operations of the published contract, at the site's address, with Ana's login."""
    zeep: Any = pytest.importorskip("zeep")  # --clients has made sure of it; others only collect this file
    with requests.Session() as session:
        session.trust_env = False
        session.verify = exchange.ready["ca_bundle"]
        session.auth = (ana.smtp, ana.password)
        published = ana.ews_url.replace("Exchange.asmx", "Services.wsdl")
        client = zeep.Client(published, transport=zeep.Transport(session=session))
        yield client.create_service(next(iter(client.wsdl.bindings)), ana.ews_url)


def call(service: Any, operation: str, **arguments: Any) -> Any:
    """The one response message, which must be a success."""
    headers = {"RequestVersion": {"Version": "Exchange2013_SP1"}}
    answer = getattr(service, operation)(**arguments, _soapheaders=headers)
    (message,) = (one for entry in answer.body.ResponseMessages._value_1 for one in entry.values())
    assert message.ResponseCode == "NoError", message.MessageText
    return message


def items_of(message: Any) -> list[Any]:
    return [item for entry in message.Items._value_1 for item in entry.values()]


def test_a_folder(service: Any) -> None:
    message = call(service, "GetFolder", FolderShape={"BaseShape": "Default"}, FolderIds={"_value_1": [INBOX]})
    (folder,) = (one for entry in message.Folders._value_1 for one in entry.values())
    assert (folder.DisplayName, folder.TotalCount, folder.UnreadCount) == ("Inbox", 0, 0)


def test_what_it_creates_is_there_and_what_is_there_it_finds(service: Any, ana: Person) -> None:
    account = ana.exchangelib
    message = {
        "Subject": "Olá, ção 日本",
        "Body": {"_value_1": "x < y & z", "BodyType": "Text"},
        "ToRecipients": {"_value_1": [{"Mailbox": {"EmailAddress": "ze@x.test"}}]},
    }
    (created,) = items_of(
        call(
            service, "CreateItem", MessageDisposition="SaveOnly", SavedItemFolderId=INBOX,
            Items={"_value_1": [{"Message": message}]},
        )
    )  # fmt: skip
    (item,) = account.inbox.all()
    assert (item.id, item.changekey) == (created.ItemId.Id, created.ItemId.ChangeKey)
    assert (item.subject, item.text_body, item.to_recipients[0].email_address) == (
        message["Subject"], "x < y & z", "ze@x.test",
    )  # fmt: skip

    Message(account=account, folder=account.inbox, subject="De exchangelib", body="x < y & z").save()
    found = call(
        service, "FindItem", Traversal="Shallow", ItemShape={"BaseShape": "AllProperties"},
        ParentFolderIds={"_value_1": [INBOX]},
    ).RootFolder  # fmt: skip
    assert (found.TotalItemsInView, found.IncludesLastItemInRange) == (2, True)
    assert {one.Subject for one in items_of(found)} == {message["Subject"], "De exchangelib"}


def test_an_appointment_keeps_its_times(service: Any, ana: Person) -> None:
    """Without a subject: of a CalendarItem zeep sends what is its own and leaves out what it has of Item."""
    appointment = {"Start": NINE, "End": TEN, "Location": "Sala 1"}
    (created,) = items_of(
        call(
            service, "CreateItem", SendMeetingInvitations="SendToNone", SavedItemFolderId=CALENDAR,
            Items={"_value_1": [{"CalendarItem": appointment}]},
        )
    )  # fmt: skip
    (item,) = ana.exchangelib.calendar.all()
    assert (item.start, item.end, item.location) == (NINE, TEN, "Sala 1")
    item.subject, item.location = "Reunião", "Sala 2"
    item.save()
    (read,) = items_of(
        call(
            service, "GetItem", ItemShape={"BaseShape": "AllProperties"},
            ItemIds={"_value_1": [{"ItemId": {"Id": created.ItemId.Id}}]},
        )
    )  # fmt: skip
    assert (read.Subject, read.Start, read.End, read.Location) == ("Reunião", NINE, TEN, "Sala 2")
