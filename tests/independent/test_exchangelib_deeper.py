"""What programs built on exchangelib do all day: queries, bulk calls, attachments, extended properties, sync."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import requests.adapters
from exchangelib import (
    DELEGATE,
    NTLM,
    Account,
    CalendarItem,
    Configuration,
    Contact,
    Credentials,
    EWSDateTime,
    EWSTimeZone,
    ExtendedProperty,
    FailFast,
    FileAttachment,
    Folder,
    HTMLBody,
    ItemAttachment,
    Message,
    Q,
    Task,
)
from exchangelib.errors import ErrorDeleteDistinguishedFolder, ErrorInvalidOperation, ErrorItemNotFound
from exchangelib.folders import Messages
from exchangelib.items import SEND_TO_ALL_AND_SAVE_COPY, MeetingCancellation, MeetingRequest
from exchangelib.protocol import BaseProtocol, close_connections

import simulator
from simulator.running import Running

ZONE = EWSTimeZone("Europe/Lisbon")
START = EWSDateTime(2026, 12, 1, 9, tzinfo=ZONE)
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module", params=["lisbon_london_new_york", "modern"])
def server(request: pytest.FixtureRequest) -> Iterator[Running]:
    with simulator.start(request.param) as running:
        yield running


@pytest.fixture
def running(server: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    class TrustingAdapter(requests.adapters.HTTPAdapter):
        def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
            super().cert_verify(conn, url, server.ready["ca_bundle"], cert)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(BaseProtocol, "HTTP_ADAPTER_CLS", TrustingAdapter)
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    server.control.reset()
    yield server
    close_connections()


def mailbox(running: Running, name: str) -> Account:
    """Somebody's own mailbox, over NTLM."""
    person = next(one for one in running.ready["accounts"] if one["name"] == name)
    configuration = Configuration(
        service_endpoint=running.ready["sites"][person["site"]]["ews_url"],
        credentials=Credentials(person["domain_user"], person["password"]),
        auth_type=NTLM,
        retry_policy=FailFast(),
    )
    return Account(
        person["smtp"], config=configuration, access_type=DELEGATE, autodiscover=False, default_timezone=ZONE
    )


@pytest.fixture
def ana(running: Running) -> Account:
    return mailbox(running, "ana.silva")


def test_lookups(ana: Account) -> None:
    subjects = ["Ação número 1", "acção 2", "Plan 3", "plan 4", "Other"]
    ana.bulk_create(
        ana.drafts,
        [
            Message(account=ana, folder=ana.drafts, subject=subject, categories=["x"] if at % 2 else [], body=f"b{at}")
            for at, subject in enumerate(subjects)
        ],
    )
    found = ana.drafts
    for query, expected in (
        (Q(subject="Plan 3"), {2}),
        (Q(subject__iexact="plan 3"), {2}),
        (Q(subject__contains="plan"), {3}),
        (Q(subject__icontains="PLAN"), {2, 3}),
        (Q(subject__startswith="Plan"), {2}),
        (Q(subject__istartswith="plan"), {2, 3}),
        (Q(subject__in=["Other", "plan 4"]), {3, 4}),
        (~Q(subject="Other"), {0, 1, 2, 3}),
        (Q(subject__icontains="plan") | Q(subject="Other"), {2, 3, 4}),
        (Q(subject__icontains="plan") & ~Q(subject="plan 4"), {2}),
        (Q(categories__contains=["x"]), {1, 3}),
        (Q(subject__exists=True), {0, 1, 2, 3, 4}),
        (Q(subject__gt="Plan"), {2, 3}),
        (Q(size__gt=0), {0, 1, 2, 3, 4}),
        (Q(datetime_created__lt=EWSDateTime(2000, 1, 1, tzinfo=ZONE)), set()),
        (Q(subject="Ação número 1"), {0}),
    ):
        names = {subjects.index(str(item.subject)) for item in found.filter(query).only("subject")}
        assert names == expected, query
    assert found.filter(subject__icontains="plan").count() == 2
    assert found.get(subject="Other").subject == "Other"
    assert found.filter(subject="nothing").exists() is False


@pytest.mark.parametrize("page_size", [1, 7, 100])
def test_pages_and_order(ana: Account, page_size: int) -> None:
    people = [Contact(folder=ana.contacts, display_name=f"P{at:02}", surname=f"S{at % 3}") for at in range(20)]
    ana.bulk_create(ana.contacts, people)
    query = ana.contacts.all().order_by("surname", "-display_name").only("display_name", "surname")
    query.page_size = page_size
    names = [(str(item.surname), str(item.display_name)) for item in query]
    expected = sorted(((f"S{at % 3}", f"P{at:02}") for at in range(20)), key=lambda pair: (pair[0], -int(pair[1][1:])))
    assert names == expected
    assert [item.display_name for item in ana.contacts.all().order_by("display_name")[5:8]] == ["P05", "P06", "P07"]
    assert list(ana.contacts.all().order_by("display_name").values_list("surname", flat=True))[:3] == ["S0", "S1", "S2"]


def test_bulk_calls(ana: Account) -> None:
    made = ana.bulk_create(ana.tasks, [Task(folder=ana.tasks, subject=f"T{at}") for at in range(30)])
    tasks = list(ana.fetch(ids=[(one.id, one.changekey) for one in made]))
    for task in tasks:
        task.percent_complete = Decimal(50)
        task.status = "InProgress"
    ana.bulk_update([(task, ("percent_complete", "status")) for task in tasks])
    assert {task.percent_complete for task in ana.tasks.all()} == {Decimal(50)}
    moved = ana.bulk_move([(task.id, task.changekey) for task in ana.tasks.all()[:5]], to_folder=ana.trash)
    assert (len(moved), ana.tasks.all().count(), ana.trash.all().count()) == (5, 25, 5)
    assert all(answer is True for answer in ana.bulk_delete(list(ana.tasks.all().values_list("id", "changekey"))))
    assert ana.tasks.all().count() == 0


def test_delete_in_three_ways(ana: Account) -> None:
    for subject in ("trash", "soft", "hard"):
        Message(account=ana, folder=ana.drafts, subject=subject).save()
    ana.drafts.get(subject="trash").move_to_trash()
    ana.drafts.get(subject="soft").soft_delete()
    ana.drafts.get(subject="hard").delete()
    assert [item.subject for item in ana.trash.all()] == ["trash"]
    assert ana.drafts.all().count() == 0


def test_attachments_of_both_kinds(ana: Account) -> None:
    inner = Message(account=ana, subject="Inner — ç", body="inside", folder=ana.drafts)
    message = Message(account=ana, folder=ana.drafts, subject="Outer", body=HTMLBody("<b>x</b>"))
    message.attach(FileAttachment(name="relatório ç.txt", content=b"abc" * 1000, content_type="text/plain"))
    message.attach(ItemAttachment(name="inner", item=inner))
    message.save()
    file, item = sorted(ana.drafts.get(subject="Outer").attachments, key=lambda one: type(one).__name__)
    assert (file.name, file.content, file.content_type) == ("relatório ç.txt", b"abc" * 1000, "text/plain")
    assert (item.item.subject, item.item.body) == ("Inner — ç", "inside")


def test_a_large_attachment(ana: Account) -> None:
    content = bytes(range(256)) * 4 * 1024 * 25
    message = Message(account=ana, folder=ana.drafts, subject="Large")
    message.attach(FileAttachment(name="large.bin", content=content))
    message.save()
    (kept,) = ana.drafts.all().only("attachments")  # without the MIME content, which the client reads byte by byte
    assert kept.attachments[0].content == content


class _Text(ExtendedProperty):  # type: ignore[misc]
    distinguished_property_set_id = "PublicStrings"
    property_name = "crmid"
    property_type = "String"


class _Number(ExtendedProperty):  # type: ignore[misc]
    distinguished_property_set_id = "PublicStrings"
    property_name = "crmLinkState"
    property_type = "Double"


class _Bytes(ExtendedProperty):  # type: ignore[misc]
    property_set_id = "c11ff724-aa03-4555-9952-8fa248a11c3e"
    property_name = "blob"
    property_type = "Binary"


class _Texts(ExtendedProperty):  # type: ignore[misc]
    property_set_id = "c11ff724-aa03-4555-9952-8fa248a11c3e"
    property_id = 0x8001
    property_type = "StringArray"


class _Moment(ExtendedProperty):  # type: ignore[misc]
    property_set_id = "c11ff724-aa03-4555-9952-8fa248a11c3e"
    property_name = "moment"
    property_type = "SystemTime"


class _Yes(ExtendedProperty):  # type: ignore[misc]
    property_tag = 0x6666
    property_type = "Boolean"


EXTENDED: tuple[tuple[str, Any, Any], ...] = (
    ("t_text", _Text, "{A-ç}"),
    ("t_number", _Number, Decimal(2)),
    ("t_bytes", _Bytes, b"\x00\xff"),
    ("t_texts", _Texts, ["a", "ção"]),
    ("t_moment", _Moment, EWSDateTime(2026, 1, 2, 3, 4, 5, tzinfo=EWSTimeZone("UTC"))),
    ("t_yes", _Yes, True),
)


def test_extended_properties_of_every_type(ana: Account) -> None:
    for name, kind, _value in EXTENDED:
        Message.register(name, kind)
    try:
        Message(account=ana, folder=ana.drafts, subject="x", **{name: value for name, _kind, value in EXTENDED}).save()
        (kept,) = ana.drafts.all()
        assert {name: getattr(kept, name) for name, _kind, _value in EXTENDED} == {
            name: value for name, _kind, value in EXTENDED
        }
        assert ana.drafts.filter(t_text="{A-ç}").count() == 1
        assert ana.drafts.filter(t_number__gt=Decimal(1)).count() == 1
        assert ana.drafts.filter(t_text="{B}").count() == 0
        kept.t_text = None
        kept.save(update_fields=["t_text"])
        assert ana.drafts.get(subject="x").t_text is None
    finally:
        for name, _kind, _value in EXTENDED:
            Message.deregister(name)


def test_synchronizing_items_and_folders(ana: Account) -> None:
    list(ana.inbox.sync_hierarchy())
    list(ana.drafts.sync_items())
    message = Message(account=ana, folder=ana.drafts, subject="one")
    message.save()
    folder = Folder(parent=ana.inbox, name="Sub-pasta ç")
    folder.save()
    assert [(kind, item.subject) for kind, item in ana.drafts.sync_items()] == [("create", "one")]
    assert [(kind, one.name) for kind, one in ana.inbox.sync_hierarchy()] == [("create", "Sub-pasta ç")]
    message.subject = "two"
    message.save(update_fields=["subject"])
    folder.delete()
    assert [(kind, item.subject) for kind, item in ana.drafts.sync_items()] == [("update", "two")]
    assert [kind for kind, _one in ana.inbox.sync_hierarchy()] == ["delete"]
    message.delete()
    assert [kind for kind, _item in ana.drafts.sync_items()] == ["delete"]


def test_folders_are_made_moved_emptied_and_deleted(ana: Account) -> None:
    folder = Messages(parent=ana.inbox, name="Sub-pasta ç")
    folder.save()
    folder.name = "Cais"
    folder.save(update_fields=["name"])
    Message(account=ana, folder=folder, subject="one").save()
    folder.move(to_folder=ana.drafts)
    folder.refresh()
    assert (folder.name, folder.total_count, folder.parent.id) == ("Cais", 1, ana.drafts.id)
    assert [one.name for one in ana.drafts.children] == ["Cais"]
    folder.empty()
    folder.refresh()
    assert folder.total_count == 0
    assert [item.subject for item in ana.recoverable_items_purges.all()] == ["one"]
    folder.delete()
    ana.root.clear_cache()
    assert list(ana.drafts.children) == []
    with pytest.raises(ErrorDeleteDistinguishedFolder):
        ana.inbox.delete()


def test_a_meeting_is_moved_and_called_off(running: Running, ana: Account) -> None:
    emily = mailbox(running, "emily.jones")
    meeting = CalendarItem(
        account=ana,
        folder=ana.calendar,
        subject="Reunião",
        start=START,
        end=START + HOUR,
        required_attendees=[emily.primary_smtp_address],
    )
    meeting.save(send_meeting_invitations=SEND_TO_ALL_AND_SAVE_COPY)
    meeting.refresh()
    meeting.start, meeting.end = START + HOUR, START + 2 * HOUR
    meeting.save(update_fields=["start", "end"], send_meeting_invitations=SEND_TO_ALL_AND_SAVE_COPY)
    (planned,) = emily.calendar.view(start=START, end=START + 8 * HOUR)
    assert planned.start == START + HOUR
    (request,) = emily.inbox.all()
    assert isinstance(request, MeetingRequest)
    request.accept(body="Sim")
    meeting.refresh()
    assert [who.response_type for who in meeting.required_attendees] == ["Accept"]
    meeting.cancel(new_body="Adiada")
    notices = [item for item in emily.inbox.all() if isinstance(item, MeetingCancellation)]
    assert len(notices) == 1
    assert [item.is_cancelled for item in emily.calendar.all()] == [True]


def test_a_view_of_a_calendar(ana: Account) -> None:
    for at in range(5):
        start = START + timedelta(days=at)
        CalendarItem(account=ana, folder=ana.calendar, subject=f"D{at}", start=start, end=start + HOUR).save()
    view = ana.calendar.view(start=START + timedelta(days=1), end=START + timedelta(days=3))
    assert [item.subject for item in view] == ["D1", "D2"]
    assert ana.calendar.view(start=START, end=START + timedelta(days=9), max_items=3).count() == 3
    assert ana.calendar.filter(start__gte=START + timedelta(days=3)).count() == 2


def test_everybody_at_once_over_ntlm(running: Running) -> None:
    names = [person["name"] for person in running.ready["accounts"] if person["crm_user"]][:8]

    def work(name: str) -> list[str]:
        account = mailbox(running, name)
        for at in range(3):
            Message(account=account, folder=account.drafts, subject=f"{name} {at}").save()
        return sorted(str(item.subject) for item in account.drafts.all().only("subject"))

    with ThreadPoolExecutor(len(names)) as pool:
        for name, subjects in zip(names, pool.map(work, names), strict=True):
            assert subjects == [f"{name} {at}" for at in range(3)]


def test_copies_exports_and_uploads(ana: Account) -> None:
    message = Message(account=ana, folder=ana.drafts, subject="Outer", body="b", categories=["x"])
    message.attach(FileAttachment(name="f", content=b"abc"))
    message.attach(ItemAttachment(name="i", item=Message(account=ana, subject="Inner", folder=ana.drafts)))
    message.save()
    (copied,) = ana.bulk_copy([message], to_folder=ana.inbox)
    (data,) = ana.export([message])
    (uploaded,) = ana.upload([(ana.sent, data)])
    for folder, identity in ((ana.inbox, copied), (ana.sent, uploaded)):
        found = folder.get(subject="Outer")
        assert found.id == identity[0] != message.id
        file, item = sorted(found.attachments, key=lambda one: type(one).__name__)
        assert (found.body, found.categories, file.content, item.item.subject) == ("b", ["x"], b"abc", "Inner")
    message.subject = "Other"
    message.save()
    ((identity, _key),) = ana.upload([(ana.drafts, ((message.id, message.changekey), False, data))])
    assert (identity, ana.drafts.get(id=identity).subject) == (message.id, "Outer")


def test_attachments_that_come_and_go(ana: Account) -> None:
    message = Message(account=ana, folder=ana.drafts, subject="Outer").save()
    files = [FileAttachment(name=name, content=name.encode()) for name in ("a", "b")]
    message.attach(files)
    assert {one.name for one in ana.drafts.get(subject="Outer").attachments} == {"a", "b"}
    message.detach(files[0])
    message.subject = "Later"
    message.save()
    assert [one.content for one in ana.drafts.get(subject="Later").attachments] == [b"b"]


def test_junk_and_archive(running: Running, ana: Account) -> None:
    bruno = mailbox(running, "bruno.costa")
    Message(account=bruno, subject="Buy", to_recipients=["ana.silva@contoso.test"]).send()
    item = ana.inbox.get(subject="Buy")
    item.mark_as_junk(is_junk=True, move_item=True)
    assert [one.subject for one in ana.junk.all()] == ["Buy"]
    ana.junk.get(subject="Buy").mark_as_junk(is_junk=False, move_item=True)
    with pytest.raises(ErrorInvalidOperation, match="Archive mailbox is not enabled"):
        ana.inbox.get(subject="Buy").archive(to_folder=ana.inbox)


def test_user_configurations(ana: Account) -> None:
    options = ana.root.get_user_configuration("OWA.UserOptions", properties="Dictionary")
    assert options.dictionary["timezone"] == "GMT Standard Time"
    ana.calendar.create_user_configuration("Mine", dictionary={"b": True, "a": 7, "s": "text"}, xml_data=b"<x/>")
    kept = ana.calendar.get_user_configuration("Mine")
    assert (list(kept.dictionary.items()), kept.xml_data) == ([("b", True), ("a", 7), ("s", "text")], b"<x/>")
    ana.calendar.update_user_configuration("Mine", dictionary={"c": "3"})
    assert ana.calendar.get_user_configuration("Mine").dictionary == {"c": "3"}
    ana.calendar.delete_user_configuration("Mine")
    with pytest.raises(ErrorItemNotFound):
        ana.calendar.get_user_configuration("Mine")
