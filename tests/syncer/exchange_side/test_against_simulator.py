"""The Exchange side against the real simulator process over TLS: every call, and what goes wrong on the way."""

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncer.exchange_side.autodiscover import discover
from syncer.exchange_side.errors import EwsError, ProblemKind
from syncer.exchange_side.mailbox import EwsMailbox
from syncer.exchange_side.values import Address, Attachment, Attendee, ExchangeItem, Html, ItemProblem, ItemRef, Stamp
from tests.syncer.exchange_side.simulator_process import Simulated

START = datetime.now(UTC).replace(microsecond=0) + timedelta(days=2)


def stamp() -> Stamp:
    return Stamp(str(uuid.uuid4()), str(uuid.uuid4()), 2.0, str(uuid.uuid4()))


def meeting(subject: str, *people: str) -> dict[str, object]:
    attendees = tuple(Attendee("", f"{name}@contoso.test") for name in people)
    return {"Subject": subject, "Start": START, "End": START + timedelta(hours=1), "RequiredAttendees": attendees}


def read(mailbox: EwsMailbox, ref: ItemRef) -> ExchangeItem:
    found = mailbox.get_items([ref.item_id])[0]
    assert isinstance(found, ExchangeItem)
    return found


def everything(mailbox: EwsMailbox, folder: str) -> list[ExchangeItem]:
    page = mailbox.changes_since(folder, None)
    assert page.includes_last
    found = mailbox.get_items([change.ref.item_id for change in page.changes])
    return [one for one in found if isinstance(one, ExchangeItem)]


def kind(call, *arguments) -> ProblemKind:
    with pytest.raises(EwsError) as caught:
        call(*arguments)
    return caught.value.problem.kind


@pytest.mark.parametrize(
    ("site", "auth", "version"),
    [("lisbon", 2, "Exchange2013_SP1"), ("london", 3, "Exchange2010_SP2"), ("new-york", 0, "Exchange2013")],
)
def test_each_site_tells_its_version_under_each_login(simulated: Simulated, site: str, auth: int, version: str) -> None:
    connection = simulated.connection(site, auth=auth)
    assert connection.api_version() == version
    connection.close()


def test_wrong_password_wrong_certificate_nobody_there(simulated: Simulated) -> None:
    assert kind(simulated.connection("lisbon", password="wrong").api_version) is ProblemKind.UNAUTHORIZED
    untrusting = simulated.connection("lisbon")
    untrusting.endpoint = type(untrusting.endpoint)(
        **{name: getattr(untrusting.endpoint, name) for name in untrusting.endpoint.__slots__} | {"ca_bundle": None}
    )
    assert kind(untrusting.api_version) is ProblemKind.UNTRUSTED
    simulated.control("POST", "/sites/new-york/down")
    try:
        assert kind(simulated.connection("new-york").api_version) is ProblemKind.UNREACHABLE
    finally:
        simulated.control("POST", "/sites/new-york/up")


def test_impersonation_denied_and_unknown_mailboxes(simulated: Simulated) -> None:
    simulated.control("POST", "/impersonation/revoke", user="crm13.service")
    try:
        assert kind(simulated.mailbox("ana.silva").probe_incoming) is ProblemKind.DENIED
    finally:
        simulated.control("POST", "/impersonation/grant", user="crm13.service")
    nobody = EwsMailbox(simulated.connection("lisbon"), "nobody@contoso.test", impersonate=True)
    assert kind(nobody.probe_incoming) is ProblemKind.NO_MAILBOX


def test_a_meeting_is_made_silently_and_sent_once(simulated: Simulated) -> None:
    bruno, emily = simulated.mailbox("bruno.costa"), simulated.mailbox("emily.jones")
    mark = stamp()
    ref = bruno.create_item("calendar", "CalendarItem", meeting("Once", "emily.jones"), mark)
    assert bruno.find_by_stamp("calendar", str(mark.crm_id)) == [ref]
    assert [item for item in everything(emily, "inbox") if item.fields["Subject"] == "Once"] == []
    made = read(bruno, ref)
    assert (made.stamp, made.fields["IsOrganizer"], made.fields["MeetingRequestWasSent"]) == (mark, True, False)
    bruno.send_meeting(ref, "marker")
    assert kind(bruno.send_meeting, ref, "marker") is ProblemKind.STALE
    sent = read(bruno, ref)
    assert (sent.fields["SendMarker"], sent.fields["MeetingRequestWasSent"]) == ("marker", True)
    requests = [item for item in everything(emily, "inbox") if item.fields["Subject"] == "Once"]
    assert [item.element for item in requests] == ["MeetingRequest"]
    assert requests[0].clean_global_object_id == sent.clean_global_object_id
    assert requests[0].stamp == Stamp()


def test_updates_test_the_change_key_and_delete_fields(simulated: Simulated) -> None:
    mailbox = simulated.mailbox("carla.mendes")
    fields = {"Subject": "Pay", "Body": "one\ntwo", "DueDate": START, "PercentComplete": 25.0, "Status": "InProgress"}
    ref = mailbox.create_item("tasks", "Task", fields, stamp())
    newer = mailbox.update_item(ref, "Task", {"Subject": "Paid", "DueDate": None}, Stamp(link_state=1.0))
    assert kind(mailbox.update_item, ref, "Task", {"Subject": "Lost"}) is ProblemKind.STALE
    task = read(mailbox, newer)
    assert (task.fields["Subject"], task.fields["Body"], task.stamp.link_state) == ("Paid", "one\ntwo", 1.0)
    assert "DueDate" not in task.fields
    mailbox.delete_item(newer)
    assert isinstance(mailbox.get_items([ref.item_id])[0], ItemProblem)
    assert kind(mailbox.update_item, newer, "Task", {"Subject": "Gone"}) is ProblemKind.GONE


def test_a_draft_with_its_attachments_is_sent_once(simulated: Simulated) -> None:
    ana, harry = simulated.mailbox("ana.silva"), simulated.mailbox("harry.brown")
    mark, content = stamp(), bytes(range(256)) * 40
    fields = {
        "Subject": "Mail CRM:0001001",
        "Body": Html("<p>hello</p>"),
        "ToRecipients": (Address("Harry", "harry.brown@contoso.test"),),
        "Attachments": (
            Attachment("a.bin", "application/octet-stream", content),
            Attachment("b.txt", "text/plain", b""),
        ),
    }
    draft = ana.create_draft(fields, mark)
    assert ana.find_by_stamp("drafts", str(mark.crm_id)) == [draft]
    ana.send_draft(draft)
    assert kind(ana.send_draft, draft) in {ProblemKind.GONE, ProblemKind.STALE}
    copies = ana.find_by_stamp("sentitems", str(mark.crm_id))
    sent = read(ana, copies[0])
    received = [item for item in everything(harry, "inbox") if item.fields["Subject"] == "Mail CRM:0001001"]
    assert len(copies) == len(received) == 1
    assert received[0].fields["InternetMessageId"] == sent.fields["InternetMessageId"]
    assert [one.content for one in harry.attachments(received[0].ref.item_id)] == [content, b""]


def test_a_discarded_draft_is_gone_and_discarding_again_is_fine(simulated: Simulated) -> None:
    ana = simulated.mailbox("ana.silva")
    mark = stamp()
    draft = ana.create_draft({"Subject": "never"}, mark)
    ana.discard_draft(draft)
    ana.discard_draft(draft)
    assert ana.find_by_stamp("drafts", str(mark.crm_id)) == []
    assert kind(ana.send_draft, draft) is ProblemKind.GONE


def test_changes_page_by_page_and_a_refused_sync_state(simulated: Simulated) -> None:
    mailbox = simulated.mailbox("hiro.suzuki")
    refs = [mailbox.create_item("contacts", "Contact", {"GivenName": str(n)}, stamp()) for n in range(5)]
    state, found = None, []
    while True:
        page = mailbox.changes_since("contacts", state, 2)
        found += [change.ref.item_id for change in page.changes]
        state = page.sync_state
        if page.includes_last:
            break
    assert sorted(found) == sorted(ref.item_id for ref in refs)
    mailbox.delete_item(refs[0])
    assert [change.kind for change in mailbox.changes_since("contacts", state).changes] == ["delete"]
    assert kind(mailbox.changes_since, "contacts", "garbage") is ProblemKind.INVALID_SYNC_STATE


@pytest.mark.parametrize("form", ["self_closed", "empty", "malformed"])
def test_a_poisoned_item_leaves_its_neighbours_alone(simulated: Simulated, form: str) -> None:
    mailbox = simulated.mailbox("kenji.sato")
    refs = [mailbox.create_item("calendar", "CalendarItem", meeting(str(n)), stamp()) for n in range(12)]
    poison = {"kind": "empty_binary", "property": "CleanGlobalObjectId", "form": form}
    simulated.fault(poison, times=0, site="lisbon", item_id=refs[7].item_id)
    found = mailbox.get_items([ref.item_id for ref in refs])
    problems = [one for one in found if isinstance(one, ItemProblem)]
    assert [one.item_id for one in problems] == [refs[7].item_id]
    assert problems[0].code in {"EmptyBinary", "MalformedBinary"}
    assert len(found) == 12


def test_an_item_the_server_fails_at_is_a_problem_unless_it_fails_at_everything(simulated: Simulated) -> None:
    mailbox = simulated.mailbox("kenji.sato")
    ids = [mailbox.create_item("tasks", "Task", {"Subject": str(n)}, stamp()).item_id for n in range(3)]
    simulated.fault({"kind": "http_status", "status": 500}, times=0, operation="GetItem", item_id=ids[1])
    found = mailbox.get_items(ids)
    assert [(one.item_id, one.code) for one in found if isinstance(one, ItemProblem)] == [(ids[1], "Http500")]
    simulated.fault({"kind": "http_status", "status": 500}, times=0, operation="GetItem")
    assert kind(mailbox.get_items, ids) is ProblemKind.MALFORMED
    simulated.control("DELETE", "/faults")
    assert all(isinstance(one, ExchangeItem) for one in mailbox.get_items(ids))


@given(st.sets(st.integers(0, 11), max_size=4), st.sampled_from(["self_closed", "empty", "malformed"]))
@settings(max_examples=8)
def test_any_poisoned_items_leave_all_others(simulated: Simulated, poisoned: set[int], form: str) -> None:
    mailbox = simulated.mailbox("yuki.tanaka")
    if mailbox.folder_size("calendar") == 0:
        for n in range(12):
            mailbox.create_item("calendar", "CalendarItem", meeting(str(n)), stamp())
    ids = [change.ref.item_id for change in mailbox.changes_since("calendar", None).changes]
    simulated.control("DELETE", "/faults")
    for place in poisoned:
        poison: dict[str, object] = {"kind": "empty_binary", "property": "CleanGlobalObjectId", "form": form}
        simulated.fault(poison, times=0, site="lisbon", item_id=ids[place])
    found = mailbox.get_items(ids)
    assert {n for n, one in enumerate(found) if isinstance(one, ItemProblem)} == poisoned


def test_busy_says_how_long_and_nothing_sleeps(simulated: Simulated) -> None:
    simulated.fault({"kind": "server_busy", "back_off_ms": 90_000}, site="london", operation="GetFolder")
    with pytest.raises(EwsError) as caught:
        simulated.mailbox("oliver.smith").folder_size("inbox")
    assert (caught.value.problem.kind, caught.value.problem.back_off_seconds) == (ProblemKind.BUSY, 90)
    simulated.fault({"kind": "http_status", "status": 503, "retry_after": 7}, site="london", operation="GetFolder")
    with pytest.raises(EwsError) as caught:
        simulated.mailbox("oliver.smith").folder_size("inbox")
    assert (caught.value.problem.kind, caught.value.problem.back_off_seconds) == (ProblemKind.BUSY, 7)


def test_a_truncated_answer_is_refused(simulated: Simulated) -> None:
    mailbox = simulated.mailbox("yuki.tanaka")
    simulated.fault({"kind": "truncate", "bytes": 700}, site="lisbon", operation="SyncFolderItems")
    assert kind(mailbox.changes_since, "inbox", None) in {ProblemKind.MALFORMED, ProblemKind.UNREACHABLE}
    mailbox.changes_since("inbox", None)


def test_an_answer_that_never_comes(simulated: Simulated) -> None:
    mailbox = simulated.mailbox("yuki.tanaka", timeout=1)
    mailbox.folder_size("tasks")
    mark = stamp()
    simulated.fault({"kind": "hold_answer"}, site="lisbon", operation="CreateItem")
    arguments = ("tasks", "Task", {"Subject": "late"}, mark)
    assert kind(mailbox.create_item, *arguments) is ProblemKind.UNREACHABLE
    simulated.control("DELETE", "/faults")
    assert len(mailbox.find_by_stamp("tasks", str(mark.crm_id))) == 1
    simulated.fault({"kind": "close_after_effect"}, site="lisbon", operation="CreateItem")
    assert kind(mailbox.create_item, *arguments) is ProblemKind.UNREACHABLE
    assert len(mailbox.find_by_stamp("tasks", str(mark.crm_id))) == 2


@pytest.mark.parametrize("suffix", ["xml", "svc"])
def test_autodiscover_finds_each_users_site(simulated: Simulated, suffix: str) -> None:
    url = simulated.ready["sites"]["lisbon"]["autodiscover_url"].removesuffix("xml") + suffix
    account = simulated.account("crm13.service")

    def post(where: str, document: bytes) -> bytes:
        connection = simulated.connection("lisbon")
        connection.endpoint = type(connection.endpoint)(
            where, account["domain_user"], 2, 1, 10, 1_000_000, Path(simulated.ready["ca_bundle"])
        )
        return connection.post_plain(document)

    for name in ("ana.silva", "emily.jones", "david.miller", "hiro.suzuki"):
        user = simulated.account(name)
        assert discover(user["smtp"], url, post) == simulated.ready["sites"][user["site"]]["ews_url"]
    assert kind(discover, "nobody@contoso.test", url, post) in {ProblemKind.NO_MAILBOX, ProblemKind.REFUSED}


def test_a_large_attachment_passes_both_ways(simulated: Simulated) -> None:
    ana, harry = simulated.mailbox("ana.silva", timeout=60), simulated.mailbox("harry.brown", timeout=60)
    content = bytes(range(256)) * 100 * 1024
    fields = {
        "Subject": "Large",
        "ToRecipients": (Address("", "harry.brown@contoso.test"),),
        "Attachments": (Attachment("large.bin", "application/octet-stream", content),),
    }
    ana.send_draft(ana.create_draft(fields, stamp()))
    received = next(item for item in everything(harry, "inbox") if item.fields["Subject"] == "Large")
    assert [one.content == content for one in harry.attachments(received.ref.item_id)] == [True]


@pytest.mark.parametrize("entity", ["account", "new_custom"])
def test_what_an_item_is_regarding_is_marked_changed_and_unmarked(simulated: Simulated, entity: str) -> None:
    bruno, first, second = simulated.mailbox("bruno.costa"), str(uuid.uuid4()), str(uuid.uuid4())
    made = bruno.create_item("tasks", "Task", {"Subject": "Call", "CrmRegarding": f"{entity}:{first}"}, stamp())
    assert read(bruno, made).fields["CrmRegarding"] == f"{entity}:{first}"
    changed = bruno.update_item(read(bruno, made).ref, "Task", {"CrmRegarding": f"contact:{second}"})
    assert read(bruno, changed).fields["CrmRegarding"] == f"contact:{second}"
    cleared = bruno.update_item(changed, "Task", {"CrmRegarding": None, "Subject": "Write"})
    read_again = read(bruno, cleared)
    assert (read_again.fields.get("CrmRegarding"), read_again.fields["Subject"]) == (None, "Write")
