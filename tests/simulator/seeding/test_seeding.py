"""Factories, and real files in mailboxes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from simulator.errors import SimulatorMisuse
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.values import Body
from simulator.seeding.content_folder import load
from simulator.seeding.factories import MeetingFactory, MessageFactory, PersonFactory
from simulator.seeding.fill import fill
from tests.simulator.ews_folders.asking import ask, texts
from tests.simulator.exchange_flow.organization import calendar, inbox, mailbox, new_organization

MESSAGE = b"""\
Received: from b.example.test by a.example.test; Fri, 20 Nov 2026 10:00:01 +0100
From: =?utf-8?q?Jos=C3=A9?= <jose@example.test>
To: Ana <ana.silva@contoso.test>
Subject: =?utf-8?q?Or=C3=A7amento?=
Date: Fri, 20 Nov 2026 10:00:00 +0100
Message-ID: <one@example.test>
In-Reply-To: <zero@example.test>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Numbers
--b
Content-Type: text/csv
Content-Disposition: attachment; filename="n.csv"

1,2
--b--
"""


@pytest.fixture
def organization() -> ExchangeOrganization:
    return new_organization()


def write(folder: Path, name: str, content: bytes = MESSAGE) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_a_file_becomes_a_message_with_its_properties(organization: ExchangeOrganization, tmp_path: Path) -> None:
    write(tmp_path, "ana.silva@contoso.test/one.eml")
    assert load(organization, tmp_path) == {"ana.silva@contoso.test": {"loaded": 1, "refused": [], "left_out": []}}
    (item,) = inbox(mailbox(organization, "ana.silva"))
    assert item.text("item:Subject") == "Orçamento"
    assert item.text("message:InternetMessageId") == "<one@example.test>"
    assert item.text("item:InReplyTo") == "<zero@example.test>"
    body = item.get("item:Body", Body)
    assert body is not None
    assert body.text.strip() == "Numbers"
    assert item.properties["item:DateTimeReceived"] == datetime(2026, 11, 20, 9, 0, 1, tzinfo=UTC)
    assert [one.name for one in item.attachments] == ["n.csv"]
    assert (item.is_read, item.flag("item:IsDraft", True), item.mime) == (False, False, MESSAGE)


def test_every_file_is_accounted_for(organization: ExchangeOrganization, tmp_path: Path) -> None:
    write(tmp_path, "ana.silva/one.eml")
    write(tmp_path, "ana.silva/two.EML", MESSAGE.replace(b"Message-ID: <one@example.test>\n", b""))
    write(tmp_path, "ana.silva/empty.eml", b"")
    write(tmp_path, "ana.silva/picture.jpg", b"\xff\xd8")
    write(tmp_path, "nobody/one.eml")
    write(tmp_path, "lost.eml")
    result = load(organization, tmp_path)
    assert result["ana.silva"]["loaded"] == 2
    assert [name for name, _ in result["ana.silva"]["refused"]] == ["empty.eml", "picture.jpg"]
    assert result["nobody"] == {
        "loaded": 0,
        "refused": [["one.eml", "nobody has the address or login nobody"]],
        "left_out": [],
    }
    assert [name for name, _ in result[""]["refused"]] == ["lost.eml"]
    assert all(one.text("message:InternetMessageId") for one in inbox(mailbox(organization, "ana.silva")))


def test_odd_bytes_are_taken_or_refused_but_never_lost(organization: ExchangeOrganization, tmp_path: Path) -> None:
    odd = (
        b"Subject: \xe9\xff\n\nbody",
        b"Subject: x\nContent-Type: text/plain; charset=no-such\n\n\xe9",
        b"Subject: x\nContent-Transfer-Encoding: base64\n\nnot base64!",
        b"Subject: x\nDate: yesterday\nTo: <>, ,;\n\n",
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nbroken",
        b"\x00\x01\x02",
    )
    for number, content in enumerate(odd):
        write(tmp_path, f"ana.silva/{number}.eml", content)
    result = load(organization, tmp_path)["ana.silva"]
    assert result["loaded"] + len(result["refused"]) == len(odd)
    ana = mailbox(organization, "ana.silva")
    request = (
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>'
        '<m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem>'
    )
    assert len(texts(ask(organization, ana, request), ".//t:ItemClass")) == result["loaded"]


def test_the_messages_of_an_mbox_file(organization: ExchangeOrganization, tmp_path: Path) -> None:
    line = b"From jose@example.test Fri Nov 20 10:00:00 2026\n"
    read = MESSAGE.replace(b"Subject:", b"Status: RO\nX-Old-Subject:").replace(
        b"Numbers", b">From the sea\n>>From here"
    )
    write(tmp_path, "ana.silva/old.mbox", line + MESSAGE + b"\n" + line + b"\nno header\n\n" + line + read)
    report = load(organization, tmp_path)["ana.silva"]
    assert report["loaded"] == 2
    assert report["refused"] == [["old.mbox: message 2", "it has no header: it is no RFC 5322 message"]]
    first, second = inbox(mailbox(organization, "ana.silva"))
    assert (first.is_read, second.is_read) == (False, True)
    assert first.text("item:Subject") == "Orçamento"
    body = second.get("item:Body", Body)
    assert body is not None and body.text.split() == ["From", "the", "sea", ">From", "here"]


def test_an_mbox_file_without_messages(organization: ExchangeOrganization, tmp_path: Path) -> None:
    write(tmp_path, "ana.silva/old.mbox", b"nothing")
    assert load(organization, tmp_path)["ana.silva"]["refused"] == [
        ["old.mbox", "it has no message: no line begins with 'From '"]
    ]


def test_folders_are_folders_of_the_mailbox(organization: ExchangeOrganization, tmp_path: Path) -> None:
    card = b"BEGIN:VCARD\nVERSION:3.0\nFN:Rui\nEND:VCARD\n"
    for name in ("sentitems/1.eml", "Drafts/2.eml", "inbox/Tides/3.eml", "Projects/New/4.eml", "INBOX/tides/5.eml"):
        write(tmp_path, f"ana.silva/{name}")
    write(tmp_path, "ana.silva/Suppliers/6.vcf", card)
    write(tmp_path, "ana.silva/inbox/7.vcf", card)
    report = load(organization, tmp_path)["ana.silva"]
    assert report["loaded"] == 6
    assert report["refused"] == [
        ["inbox/7.vcf", "Exchange refuses it there: ErrorCannotCreateContactInNonContactFolder"]
    ]
    ana = mailbox(organization, "ana.silva")
    root = ana.distinguished("msgfolderroot")
    made = {
        (ana.folder(folder.parent).display_name, folder.display_name): (folder.folder_class, folder.total)
        for folder in ana.descendants(root)
        if not folder.distinguished
    }
    assert made == {
        ("Inbox", "tides"): ("IPF.Note", 2),
        (root.display_name, "Projects"): ("IPF.Note", 0),
        ("Projects", "New"): ("IPF.Note", 1),
        (root.display_name, "Suppliers"): ("IPF.Contact", 1),
    }
    assert (ana.distinguished("sentitems").total, ana.distinguished("drafts").total) == (1, 1)


def test_a_folder_that_is_not_there_is_said_so(organization: ExchangeOrganization, tmp_path: Path) -> None:
    with pytest.raises(SimulatorMisuse):
        load(organization, tmp_path / "missing")


def test_factories_fill_a_mailbox_the_same_way_for_the_same_seed(organization: ExchangeOrganization) -> None:
    ana = mailbox(organization, "ana.silva")
    assert fill(ana, 3) == 12
    first = [one.text("item:Subject") for one in inbox(ana)]
    again = mailbox(new_organization(), "ana.silva")
    fill(again, 3)
    assert [one.text("item:Subject") for one in inbox(again)] == first
    assert len(calendar(ana)) == 3


def test_what_a_test_gives_wins() -> None:
    sender = PersonFactory(name="Somebody")
    assert MessageFactory(subject="Budget", sender=sender).properties["message:From"] == sender
    assert "calendar:RequiredAttendees" not in MeetingFactory().properties
    assert len(MeetingFactory(required=(sender,)).properties["calendar:RequiredAttendees"]) == 1
