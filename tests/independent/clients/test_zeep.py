"""zeep with the contract that each site publishes: it reads every answer by the types, and refuses what does not fit.

GetServerTimeZones is not asked: zeep knows no substitution groups, and the schema puts transitions into one.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

import simulator
from simulator.running import Running

PEOPLE = (
    ("lisbon", "ana.silva", "Exchange2013_SP1"),
    ("london", "oliver.smith", "Exchange2010_SP2"),
    ("new-york", "michael.johnson", "Exchange2013"),
)
ME = "bruno.costa@contoso.test"
FOLDERS = ("inbox", "calendar", "contacts", "tasks", "sentitems")


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with simulator.start() as started:
        yield started


def proxy(running: Running, site: str, name: str) -> Any:
    """The port type of a site's own WSDL at the site's address, with a person's own login; nothing else is fetched."""
    zeep: Any = pytest.importorskip("zeep")  # --clients has made sure of it; others only collect this file
    url = running.ready["sites"][site]["ews_url"]
    beside = url.removesuffix("Exchange.asmx")

    class Transport(zeep.Transport):  # type: ignore[misc]
        def load(self, url: str) -> bytes:
            assert url in [beside + document for document in ("Services.wsdl", "messages.xsd", "types.xsd")]
            loaded: bytes = super().load(url)
            return loaded

    session = requests.Session()
    session.trust_env = False
    session.verify = running.ready["ca_bundle"]
    session.auth = (f"{name}@contoso.test", f"Tagus-{name}-1")
    client = zeep.Client(f"{beside}Services.wsdl", transport=Transport(session=session))
    return client.create_service(next(iter(client.wsdl.bindings)), url)


def distinguished(name: str) -> dict[str, Any]:
    return {"DistinguishedFolderId": {"Id": name}}


@pytest.mark.parametrize(("site", "name", "version"), PEOPLE)
def test_answers_by_the_types_of_the_schema(running: Running, site: str, name: str, version: str) -> None:
    service = proxy(running, site, name)

    def call(operation: str, **arguments: Any) -> list[Any]:
        """The response messages; every one must be a success."""
        headers = {"RequestVersion": {"Version": version}}
        answer = getattr(service, operation)(**arguments, _soapheaders=headers)
        messages = [message for entry in answer.body.ResponseMessages._value_1 for message in entry.values()]
        assert {message.ResponseCode for message in messages} == {"NoError"}, operation
        return messages

    people = {"_value_1": [{"Mailbox": {"EmailAddress": f"{name}@contoso.test"}}, {"Mailbox": {"EmailAddress": ME}}]}
    message = {"Subject": "ção", "Body": {"_value_1": "x", "BodyType": "Text"}, "ToRecipients": people}
    call("CreateItem", MessageDisposition="SendAndSaveCopy", Items={"_value_1": [{"Message": message}]})
    meeting = {
        "Start": "2026-12-01T10:00:00Z",
        "End": "2026-12-01T11:00:00Z",
        "RequiredAttendees": {"Attendee": [{"Mailbox": {"EmailAddress": ME}}]},
    }
    contact = {"GivenName": "Zé", "EmailAddresses": {"Entry": [{"Key": "EmailAddress1", "_value_1": "ze@x.test"}]}}
    items = [{"CalendarItem": meeting}, {"Contact": contact}, {"Task": {"Subject": "Do"}}]
    created = call("CreateItem", SendMeetingInvitations="SendToAllAndSaveCopy", Items={"_value_1": items})
    assert len(created) == 3
    shape = {"BaseShape": "AllProperties"}
    call("GetFolder", FolderShape=shape, FolderIds={"_value_1": [distinguished(folder) for folder in FOLDERS]})
    call("SyncFolderHierarchy", FolderShape=shape)
    call("ResolveNames", ReturnFullContactData=True, UnresolvedEntry=name)
    for folder in FOLDERS:
        call("FindItem", Traversal="Shallow", ItemShape=shape, ParentFolderIds={"_value_1": [distinguished(folder)]})
        (page,) = call("SyncFolderItems", ItemShape=shape, SyncFolderId=distinguished(folder), MaxChangesReturned=50)
        changed = [item for entry in page.Changes._value_1 for change in entry.values() for item in [change]]
        assert changed, folder
    ids = [{"ItemId": {"Id": one.ItemId.Id}} for entry in created for one in _items(entry)]
    assert len(call("GetItem", ItemShape={**shape, "IncludeMimeContent": True}, ItemIds={"_value_1": ids})) == 3


def _items(message: Any) -> list[Any]:
    return [item for entry in message.Items._value_1 for item in entry.values()]
