"""Mail through DavMail: what goes in over IMAP and SMTP is what exchangelib reads, and the other way round."""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from imaplib import IMAP4

import pytest
from exchangelib import ExtendedProperty, FileAttachment, Message
from exchangelib import Mailbox as Address

from tests.independent.clients.davmail import Davmail
from tests.independent.clients.exchange import Exchange, Person

WRITTEN = "23-Nov-2026 09:00:00 +0000"
BYTES = bytes(range(256)) * 5


class FlagStatus(ExtendedProperty):
    """PidTagFlagStatus: 2 when a message is flagged for follow-up (MS-OXOFLAG 2.2.1.1)."""

    property_tag = 0x1090
    property_type = "Integer"


@pytest.fixture(autouse=True)
def every_answer_right(exchange: Exchange) -> Iterator[None]:
    Message.register("flag_status", FlagStatus)
    with exchange.every_answer_right():
        yield
    Message.deregister("flag_status")


@pytest.fixture
def imap(davmail: Davmail, ana: Person) -> Iterator[IMAP4]:
    """Ana's mailbox over IMAP, with the Inbox opened."""
    with davmail.imap(ana) as connection:
        connection.select("INBOX")
        yield connection


def a_mail(subject: str, to: str = "ana@x.test") -> EmailMessage:
    """A mail with a name, a text and an attachment that are not plain ASCII."""
    mail = EmailMessage()
    mail["From"] = "Zé Ninguém <ze@x.test>"
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = "Mon, 23 Nov 2026 09:00:00 +0000"
    mail["Message-ID"] = f"<{subject.encode().hex()}@x.test>"
    mail.set_content("Olá, x < y & z\n")
    mail.add_attachment(BYTES, maintype="application", subtype="octet-stream", filename="dados.bin")
    return mail


def append(imap: IMAP4, mail: EmailMessage, flags: str = "") -> None:
    done, _said = imap.append("INBOX", flags, f'"{WRITTEN}"', mail.as_bytes())
    assert done == "OK"


def found(imap: IMAP4, *criteria: str) -> list[str]:
    """The UIDs that a search finds."""
    done, (uids,) = imap.uid("SEARCH", *criteria)
    assert done == "OK"
    return list(uids.decode().split())


def fetched(imap: IMAP4, uid: str) -> EmailMessage:
    """The whole mail, read by Python's own parser."""
    _done, ((_head, content), *_rest) = imap.uid("FETCH", uid, "(BODY.PEEK[])")
    mail = BytesParser(policy=default).parsebytes(content)
    assert isinstance(mail, EmailMessage)
    return mail


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def folders(imap: IMAP4) -> set[str]:
    """The names of the folders that LIST tells, without their flags."""
    return {line.decode().rpartition(' "/" ')[2].strip('"') for line in imap.list('""', "*")[1]}


def test_the_folders_are_those_of_the_mailbox(imap: IMAP4, ana: Person) -> None:
    assert folders(imap) >= {"INBOX", "Sent", "Drafts", "Trash", "Junk", "Unsent Messages"}
    assert imap.create("Projects")[0] == "OK"
    assert "Projects" in folders(imap)
    assert "Projects" in {folder.name for folder in ana.exchangelib.msg_folder_root.children}


def test_a_folder_is_renamed_moved_and_deleted(imap: IMAP4, ana: Person) -> None:
    for name in ("Projects", "Archive"):
        imap.create(name)
    assert imap.rename("Projects", "Archive/Old")[0] == "OK"
    account = ana.exchangelib
    archive = account.msg_folder_root / "Archive"
    assert [folder.name for folder in archive.children] == ["Old"]
    (archive / "Old").delete()
    assert imap.create("Archive/New")[0] == "OK"
    assert "Archive/New" in folders(imap)
    assert imap.delete("Archive/New")[0] == "OK"
    account.root.clear_cache()
    assert list((account.msg_folder_root / "Archive").children) == []


def test_an_appended_mail_is_an_item_with_the_same_content(imap: IMAP4, ana: Person) -> None:
    mail = a_mail("Plano — ção 日本")
    append(imap, mail, r"(\Seen)")
    (item,) = ana.exchangelib.inbox.all()
    assert (item.subject, item.message_id) == (mail["Subject"], mail["Message-ID"])
    assert (item.sender.name, item.sender.email_address) == ("Zé Ninguém", "ze@x.test")
    assert [one.email_address for one in item.to_recipients] == ["ana@x.test"]
    assert item.text_body.replace("\r\n", "\n") == text_of(mail)
    assert [(one.name, one.content) for one in item.attachments] == [("dados.bin", BYTES)]
    assert item.is_read
    assert f"{item.datetime_received:%d-%b-%Y %H:%M:%S}" == WRITTEN[:20]


def test_an_item_is_a_mail_with_the_same_content(imap: IMAP4, ana: Person) -> None:
    item = Message(
        account=ana.exchangelib, folder=ana.exchangelib.inbox, subject="Relatório", body="Olá, x < y & z",
        author=Address(name="Zé", email_address="ze@x.test"), to_recipients=[ana.smtp],
    )  # fmt: skip
    item.attach(FileAttachment(name="dados.bin", content=BYTES))
    item.save()
    imap.select("INBOX")
    (uid,) = found(imap, "ALL")
    mail = fetched(imap, uid)
    assert mail["Subject"] == "Relatório"
    assert (mail["From"].addresses[0].addr_spec, mail["To"].addresses[0].addr_spec) == ("ze@x.test", ana.smtp)
    assert text_of(mail).strip() == "Olá, x < y & z"
    (attachment,) = mail.iter_attachments()
    assert (attachment.get_filename(), attachment.get_content()) == ("dados.bin", BYTES)


def test_flags(imap: IMAP4, ana: Person) -> None:
    append(imap, a_mail("Flags"))
    imap.select("INBOX")
    (uid,) = found(imap, "UNSEEN")

    def seen_by_exchangelib() -> tuple[bool, int | None, list[str]]:
        (item,) = ana.exchangelib.inbox.all()
        return item.is_read, item.flag_status, sorted(item.categories or ())

    assert seen_by_exchangelib() == (False, None, [])
    imap.uid("STORE", uid, "+FLAGS", r"(\Seen \Flagged)")
    imap.uid("STORE", uid, "+FLAGS", "(Lisbon)")
    assert seen_by_exchangelib() == (True, 2, ["Lisbon"])
    assert found(imap, "FLAGGED") == found(imap, "SEEN") == [uid]
    imap.uid("STORE", uid, "-FLAGS", r"(\Seen \Flagged Lisbon)")
    assert seen_by_exchangelib() == (False, None, [])
    (item,) = ana.exchangelib.inbox.all()
    item.is_read, item.categories = True, ["London"]
    item.save(update_fields=["is_read", "categories"])
    imap.select("INBOX")
    _done, (line,) = imap.uid("FETCH", uid, "(FLAGS)")
    flags = re.search(rb"FLAGS \(([^)]*)\)", line)
    assert flags is not None
    assert set(flags.group(1).split()) == {b"\\Seen", b"London"}


def test_search(imap: IMAP4, ana: Person) -> None:
    for subject in ("Budget for Lisbon", "Budget for London", "Lunch"):
        append(imap, a_mail(subject))
    imap.select("INBOX")
    subjects = {uid: str(fetched(imap, uid)["Subject"]) for uid in found(imap, "ALL")}
    assert sorted(subjects.values()) == ["Budget for Lisbon", "Budget for London", "Lunch"]

    def told(*criteria: str) -> list[str]:
        return sorted(subjects[uid] for uid in found(imap, *criteria))

    assert told("SUBJECT", "budget") == ["Budget for Lisbon", "Budget for London"]
    assert told("NOT", "(SUBJECT budget)") == ["Lunch"]
    assert told("FROM", "ze@x.test", "SUBJECT", "lunch") == ["Lunch"]
    assert told("OR", "SUBJECT", "lunch", "SUBJECT", "london") == ["Budget for London", "Lunch"]
    assert told("HEADER", "Message-ID", str(a_mail("Lunch")["Message-ID"])) == ["Lunch"]
    assert told("BODY", '"x < y"') == sorted(subjects.values())
    assert told("SINCE", "01-Nov-2026") == sorted(subjects.values())
    assert told("BEFORE", "01-Nov-2026") == []
    assert {item.subject for item in ana.exchangelib.inbox.filter(subject__contains="Budget")} == set(
        told("SUBJECT", "budget")
    )


def test_copy(imap: IMAP4, ana: Person) -> None:
    imap.create("Projects")
    append(imap, a_mail("Twice — ção"), r"(\Seen)")
    imap.select("INBOX")
    (uid,) = found(imap, "ALL")
    assert imap.uid("COPY", uid, "Projects")[0] == "OK"
    account = ana.exchangelib
    (original,), (copy,) = account.inbox.all(), (account.msg_folder_root / "Projects").all()
    assert (copy.subject, copy.text_body, copy.is_read) == (original.subject, original.text_body, True)
    assert [(one.name, one.content) for one in copy.attachments] == [("dados.bin", BYTES)]
    assert copy.id != original.id


def test_move_and_delete(imap: IMAP4, ana: Person) -> None:
    imap.create("Projects")
    append(imap, a_mail("To be moved"))
    append(imap, a_mail("To stay"))
    imap.select("INBOX")
    (uid,) = found(imap, "SUBJECT", "moved")
    assert imap.uid("MOVE", uid, "Projects")[0] == "OK"
    account = ana.exchangelib
    projects = account.msg_folder_root / "Projects"
    assert [item.subject for item in account.inbox.all()] == ["To stay"]
    (moved,) = projects.all()
    assert (moved.subject, moved.attachments[0].content) == ("To be moved", BYTES)
    moved.move(account.inbox)
    imap.select("Projects")
    assert found(imap, "ALL") == []
    imap.select("INBOX")
    assert len(found(imap, "ALL")) == 2
    (uid,) = found(imap, "SUBJECT", "moved")
    imap.uid("STORE", uid, "+FLAGS", r"(\Deleted)")
    assert imap.expunge()[0] == "OK"
    assert [item.subject for item in account.inbox.all()] == ["To stay"]
    next(iter(account.inbox.all())).delete()
    imap.select("INBOX")
    assert found(imap, "ALL") == []


def test_a_sent_mail_is_there_at_both_ends(davmail: Davmail, ana: Person, bruno: Person) -> None:
    mail = a_mail("Enviado — ção", bruno.smtp)
    mail.replace_header("From", ana.smtp)
    with davmail.smtp(ana) as connection:
        assert connection.send_message(mail) == {}
    (sent,) = ana.exchangelib.sent.all()
    (received,) = bruno.exchangelib.inbox.all()
    for item in (sent, received):
        assert (item.subject, item.sender.email_address) == (mail["Subject"], ana.smtp)
        assert item.text_body.replace("\r\n", "\n").strip() == text_of(mail).strip()
        assert [(one.name, one.content) for one in item.attachments] == [("dados.bin", BYTES)]
    with davmail.imap(bruno) as connection:
        connection.select("INBOX")
        (uid,) = found(connection, "ALL")
        read = fetched(connection, uid)
        assert (read["Subject"], text_of(read).strip()) == (mail["Subject"], text_of(mail).strip())
