"""Unmodified exchangelib against all three sites of the article, over TLS, with impersonation, by NTLM and Basic."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests.adapters
from exchangelib import (
    BASIC,
    IMPERSONATION,
    NTLM,
    Account,
    CalendarItem,
    Configuration,
    Contact,
    Credentials,
    EWSDateTime,
    EWSTimeZone,
    FailFast,
    FileAttachment,
    Mailbox,
    Message,
    Task,
)
from exchangelib.errors import ErrorImpersonateUserDenied, ErrorNonExistentMailbox, UnauthorizedError
from exchangelib.items import SEND_TO_ALL_AND_SAVE_COPY, MeetingRequest, MeetingResponse
from exchangelib.protocol import BaseProtocol, close_connections

import simulator
from simulator.running import Running

PEOPLE = {"lisbon": "ana.silva", "london": "oliver.smith", "new-york": "michael.johnson"}
ZONE = EWSTimeZone("Europe/Lisbon")


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with simulator.start() as running:
        yield running


@pytest.fixture
def running(server: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """A new world that exchangelib trusts, with the right to impersonate granted."""

    class TrustingAdapter(requests.adapters.HTTPAdapter):
        def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
            super().cert_verify(conn, url, server.ready["ca_bundle"], cert)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(BaseProtocol, "HTTP_ADAPTER_CLS", TrustingAdapter)
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    server.control.reset()
    server.control.grant("crm13.service")
    yield server
    close_connections()


def mailbox(
    running: Running, site: str, auth: str = NTLM, login: str = "CONTOSO\\crm13.service", **other: Any
) -> Account:
    """The mailbox of the site's first person, through the service account."""
    configuration = Configuration(
        service_endpoint=running.ready["sites"][site]["ews_url"],
        credentials=Credentials(login, other.pop("password", "Tagus-crm13.service-1")),
        auth_type=auth,
        retry_policy=FailFast(),
    )
    address = other.pop("address", f"{PEOPLE[site]}@contoso.test")
    return Account(address, config=configuration, access_type=IMPERSONATION, autodiscover=False)


def callers(running: Running) -> set[tuple[str, str]]:
    return {(entry["caller"], entry["acting"]) for entry in running.control.wire_log(operation="FindItem")}


@pytest.mark.parametrize("site", PEOPLE)
@pytest.mark.parametrize(("auth", "login"), [(BASIC, "crm13.service@contoso.test"), (NTLM, "CONTOSO\\crm13.service")])
def test_login_version_and_an_empty_inbox(running: Running, site: str, auth: str, login: str) -> None:
    account = mailbox(running, site, auth, login)
    assert list(account.inbox.all()) == []
    assert account.version.build is not None
    assert str(account.version.build) == running.ready["sites"][site]["exchange_version"]
    assert callers(running) == {("crm13.service@contoso.test", f"{PEOPLE[site]}@contoso.test")}
    assert account.protocol.auth_type == auth


def test_the_authentication_is_found_out(running: Running) -> None:
    account = mailbox(running, "lisbon", auth=None, login="crm13.service")  # type: ignore[arg-type]
    assert list(account.inbox.all()) == []
    assert account.protocol.auth_type == NTLM


@pytest.mark.parametrize("auth", [BASIC, NTLM])
def test_a_wrong_password(running: Running, auth: str) -> None:
    account = mailbox(running, "lisbon", auth, password="wrong")
    with pytest.raises(UnauthorizedError):
        list(account.inbox.all())


def test_without_the_right_and_without_a_mailbox(running: Running) -> None:
    running.control.revoke("crm13.service")
    account = mailbox(running, "lisbon")
    with pytest.raises(ErrorImpersonateUserDenied):
        list(account.inbox.all())
    running.control.grant("crm13.service")
    nobody = mailbox(running, "lisbon", address="nobody@contoso.test")
    with pytest.raises(ErrorNonExistentMailbox):
        list(nobody.inbox.all())


def test_mail_between_the_sites(running: Running) -> None:
    sender, *others = (mailbox(running, site) for site in PEOPLE)
    message = Message(
        account=sender,
        folder=sender.sent,
        subject="Plans — ção 日本",
        body="x < y & z",
        to_recipients=[Mailbox(email_address=other.primary_smtp_address) for other in others],
    )
    message.attach(FileAttachment(name="a.bin", content=bytes(range(256)) * 40))
    message.send_and_save()
    (sent,) = sender.sent.all()
    for other in others:
        (received,) = other.inbox.all()
        assert (received.subject, received.body) == (message.subject, message.body)
        assert received.sender.email_address == sender.primary_smtp_address
        assert received.message_id == sent.message_id
        assert received.attachments[0].content == bytes(range(256)) * 40
        assert not received.is_read


def test_a_meeting_in_three_sites(running: Running) -> None:
    organizer, london, new_york = (mailbox(running, site) for site in PEOPLE)
    start, end = EWSDateTime(2026, 12, 1, 9, tzinfo=ZONE), EWSDateTime(2026, 12, 1, 10, tzinfo=ZONE)
    CalendarItem(
        account=organizer,
        folder=organizer.calendar,
        subject="Review",
        start=start,
        end=end,
        required_attendees=[london.primary_smtp_address, new_york.primary_smtp_address],
    ).save(send_meeting_invitations=SEND_TO_ALL_AND_SAVE_COPY)
    for attendee, accepts in ((london, True), (new_york, False)):
        (request,) = attendee.inbox.all()
        assert isinstance(request, MeetingRequest)
        assert (request.subject, request.start, request.end) == ("Review", start, end)
        (planned,) = attendee.calendar.all()
        assert planned.uid == next(iter(organizer.calendar.all())).uid
        if accepts:
            request.accept()
        else:
            request.decline()
    (meeting,) = organizer.calendar.view(start=start, end=end)
    answers = {who.mailbox.email_address: who.response_type for who in meeting.required_attendees}
    assert answers == {london.primary_smtp_address: "Accept", new_york.primary_smtp_address: "Decline"}
    assert [type(item) for item in organizer.inbox.all()] == [MeetingResponse, MeetingResponse]
    assert [item.subject for item in london.calendar.all()] == ["Review"]
    assert list(new_york.calendar.all()) == []


@pytest.mark.parametrize("site", PEOPLE)
def test_contacts_and_tasks_can_be_changed_found_and_deleted(running: Running, site: str) -> None:
    account = mailbox(running, site)
    Contact(
        account=account, folder=account.contacts, given_name="Rui", surname="Lopes", display_name="Rui Lopes"
    ).save()
    task = Task(account=account, folder=account.tasks, subject="Call Rui")
    task.save()
    task.subject = "Call Rui back"
    task.save(update_fields=["subject"])
    assert [found.subject for found in account.tasks.filter(subject__contains="back")] == ["Call Rui back"]
    assert [found.display_name for found in account.contacts.filter(surname="Lopes")] == ["Rui Lopes"]
    task.move_to_trash()
    assert list(account.tasks.all()) == []
    changes = list(account.contacts.sync_items())
    assert [kind for kind, _item in changes] == ["create"]
    assert list(account.contacts.sync_items()) == []


def test_a_folder_tree(running: Running) -> None:
    account = mailbox(running, "lisbon")
    names = {folder.name for folder in account.msg_folder_root.walk()}
    assert {"Inbox", "Calendar", "Contacts", "Tasks", "Sent Items", "Deleted Items", "Drafts"} <= names


def test_time_zones_and_names(running: Running) -> None:
    account = mailbox(running, "lisbon")
    zones = {zone.id for zone in account.protocol.get_timezones(return_full_timezone_data=True)}
    assert {"GMT Standard Time", "Eastern Standard Time", "Tokyo Standard Time"} <= zones
    (found,) = account.protocol.resolve_names(["harry.brown"])
    assert found.email_address == "harry.brown@contoso.test"
