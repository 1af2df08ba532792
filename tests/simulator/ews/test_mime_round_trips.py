"""Any message as MIME parses in Python's email package with the same content; read in again it is the same message."""

import base64
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import getaddresses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.exchange.attachments import Attachment
from simulator.exchange.item import Item
from simulator.exchange.item_defaults import complete_new_item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.mime_out import mime_of
from simulator.exchange.property_path import IndexedPath
from simulator.exchange.text_conversion import as_text
from simulator.exchange.values import Body, EmailAddress, InternetHeader
from tests.simulator.ews.conversation import codes, conversation, text_at

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs"))
LINE = st.text(LETTERS | st.just(" "), max_size=120)
NAME = st.text(LETTERS | st.sampled_from(' ,;:<>"\\()[]@='), min_size=1, max_size=50).map(
    lambda text: " ".join(text.split())
)
BODY_TEXT = st.lists(LINE, max_size=6).map("\r\n".join) | st.text(LETTERS | st.sampled_from("\r\n\t "), max_size=80)
LOCAL = st.text("abcXYZ019!#$%&'*+-/=?^_`{|}~.", min_size=1, max_size=20)
ADDRESSES = st.tuples(LOCAL, st.sampled_from(["x.test", "mail.contoso.test"])).map("@".join)
PEOPLE = st.builds(EmailAddress, NAME | st.just(""), ADDRESSES)
BODIES = st.builds(Body, BODY_TEXT, st.just("Text")) | st.builds(
    Body, BODY_TEXT.map(lambda text: f"<p>{text.replace('<', '')}</p>"), st.just("HTML")
)
MOMENTS = st.datetimes(datetime(1980, 1, 1), datetime(2090, 1, 1)).map(lambda at: at.replace(microsecond=0, tzinfo=UTC))
HEADERS = st.dictionaries(st.sampled_from(["x-tide", "list-id", "x-a-b"]), LINE.map(str.strip).filter(bool), max_size=2)
FILES = st.builds(
    Attachment,
    number=st.integers(1, 9),
    name=NAME.filter(bool),
    modified=st.just(datetime(2026, 1, 1, tzinfo=UTC)),
    content=st.binary(max_size=200),
    content_type=st.sampled_from([None, "image/gif", "application/x-tide", "text/plain", "message/rfc822", "?"]),
    content_id=st.sampled_from([None, "a@b", "p1"]),
    is_inline=st.booleans(),
)


@st.composite
def messages(draw: st.DrawFn, depth: int = 1) -> Item:
    item = Item("Message", "IPM.Note")
    held = item.properties
    held["item:Subject"], held["item:Body"] = draw(LINE), draw(BODIES)
    for name in ("ToRecipients", "CcRecipients", "BccRecipients", "ReplyTo"):
        people = tuple(draw(st.lists(PEOPLE, max_size=3)))
        if people:
            held[f"message:{name}"] = people
    held["message:From"] = held["message:Sender"] = draw(PEOPLE)
    held["message:InternetMessageId"] = f"<{draw(st.integers(0, 99))}@x.test>"
    held["message:References"] = " ".join(f"<{n}@x.test>" for n in draw(st.lists(st.integers(0, 9), max_size=20)))
    held["item:DateTimeSent"] = draw(MOMENTS)
    held["item:Importance"] = draw(st.sampled_from(["Low", "Normal", "High"]))
    held["item:Sensitivity"] = draw(st.sampled_from(["Normal", "Personal", "Private", "Confidential"]))
    held["message:IsReadReceiptRequested"] = draw(st.booleans())
    held["message:IsDeliveryReceiptRequested"] = draw(st.booleans())
    categories = draw(st.lists(NAME.filter(lambda name: name and "," not in name), max_size=3, unique=True))
    if categories:
        held["item:Categories"] = tuple(categories)
    for name, text in draw(HEADERS).items():
        held[IndexedPath("item:InternetMessageHeader", name)] = (InternetHeader(name, text),)
    item.attachments = draw(st.lists(FILES, max_size=3))
    if depth and draw(st.booleans()):
        inner = draw(messages(depth - 1))
        item.attachments.append(Attachment(7, draw(NAME.filter(bool)), datetime(2026, 1, 1, tzinfo=UTC), item=inner))
    return item


def mailbox() -> Mailbox:
    return conversation().mailbox


TALK = conversation()


def people_of(parsed: EmailMessage, name: str) -> list[tuple[str, str]]:
    raw = [str(value) for key, value in parsed.raw_items() if key == name]
    return [(str(make_header(decode_header(shown))), email) for shown, email in getaddresses(raw)]


def spoken(value: object) -> list[tuple[str, str]]:
    entries = value if isinstance(value, tuple) else (value,)
    return [("" if one.name == one.email else one.name, one.email) for one in entries if isinstance(one, EmailAddress)]


def usable(item: Item) -> bool:
    """Dots at the ends of a local part, or in a row, are quoted; Python's package gives them without quotes or not."""
    return all(".." not in f".{one.partition('@')[0]}." for one in addresses_in(item))


def addresses_in(item: Item) -> list[str]:
    found = [
        one.email
        for value in item.properties.values()
        for one in (value if isinstance(value, tuple) else (value,))
        if isinstance(one, EmailAddress)
    ]
    return found + [email for one in item.attachments if one.item is not None for email in addresses_in(one.item)]


@settings(max_examples=120, deadline=None)
@given(messages().filter(usable))
def test_mime_says_what_the_message_says(item: Item) -> None:
    raw = mime_of(TALK.mailbox, item)
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert raw == mime_of(TALK.mailbox, item)
    check(message_from_bytes(raw, policy=default), item)


def check(parsed: EmailMessage, item: Item) -> None:
    held = item.properties
    assert (parsed["Subject"] or "") == held["item:Subject"]
    for path, name in (("message:From", "From"), ("message:ToRecipients", "To"), ("message:CcRecipients", "Cc"),
                       ("message:BccRecipients", "Bcc"), ("message:ReplyTo", "Reply-To")):  # fmt: skip
        assert people_of(parsed, name) == spoken(held.get(path)), (
            name,
            people_of(parsed, name),
            spoken(held.get(path)),
        )
    assert parsed["Date"].datetime == held["item:DateTimeSent"]
    assert " ".join(str(parsed["References"] or "").split()) == held["message:References"]
    body = item.get("item:Body", Body)
    assert body is not None
    plain, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    assert plain is not None
    assert decoded(plain) == (body.text if body.type == "Text" else as_text(body.text))
    assert (html is None) == (body.type == "Text")
    assert html is None or decoded(html) == body.text
    files = [part for part in parsed.walk() if part.get_content_disposition() and part.get_content_type() != RFC822]
    own = [part for part in files if part not in [deep for inner in nested(parsed) for deep in inner.walk()]]
    wanted = [one for one in item.attachments if one.content is not None]
    order = sorted(wanted, key=lambda one: not (one.is_inline and body.type == "HTML"))
    assert [(part.get_filename(), part.get_payload(decode=True)) for part in own] == [
        (one.name, one.content) for one in order
    ]
    inside = [one.item for one in item.attachments if one.item is not None]
    assert len(inside) == len(nested(parsed))
    for inner, found in zip(inside, nested(parsed), strict=True):
        check(found, inner)


RFC822 = "message/rfc822"


def nested(parsed: EmailMessage) -> list[EmailMessage]:
    """The messages right in this one."""
    parts = list(parsed.iter_parts()) if parsed.is_multipart() else []
    found = [part.get_payload(0) for part in parts if part.get_content_type() == RFC822]
    return [one for one in found if isinstance(one, EmailMessage)]


def decoded(part: object) -> str:
    assert isinstance(part, EmailMessage) or hasattr(part, "get_payload")
    raw = part.get_payload(decode=True)
    assert isinstance(raw, bytes)
    return raw.decode()


KEPT = (
    "item:Subject", "item:Body", "message:ToRecipients", "message:CcRecipients", "message:BccRecipients",
    "message:ReplyTo", "message:From", "message:InternetMessageId", "message:References", "item:DateTimeSent",
    "item:Importance", "item:Sensitivity", "item:Categories", "message:IsReadReceiptRequested",
    "message:IsDeliveryReceiptRequested", "message:ConversationTopic", "message:ConversationIndex",
)  # fmt: skip


def kept(item: Item, path: str) -> object:
    value = item.properties.get(path)
    if isinstance(value, EmailAddress):
        return spoken(value)
    if isinstance(value, tuple) and value and isinstance(value[0], EmailAddress):
        return spoken(value)
    if path == "item:Subject":
        return " ".join(str(value or "").split())
    return value or None


@settings(max_examples=80, deadline=None)
@given(messages().filter(usable))
def test_a_message_survives_the_way_through_mime(item: Item) -> None:
    box = TALK.mailbox
    item.properties = {path: value for path, value in item.properties.items() if value not in ("", ())}
    complete_new_item(box, item)
    again = Item("Message", "IPM.Note", mime=mime_of(box, item))
    complete_new_item(box, again)
    for path in KEPT:
        assert kept(again, path) == kept(item, path), path
    body = item.get("item:Body", Body)
    assert body is not None
    files = [one for one in item.attachments if one.content is not None]
    files.sort(key=lambda one: not (one.is_inline and body.type == "HTML"))
    assert [(one.name, one.content, one.content_id) for one in again.attachments if one.item is None] == [
        (one.name, one.content, one.content_id) for one in files
    ]
    inner = [one.item for one in item.attachments if one.item is not None]
    found = [one.item for one in again.attachments if one.item is not None]
    assert [one.text("message:InternetMessageId") for one in found] == [
        one.text("message:InternetMessageId") for one in inner
    ]


@pytest.mark.parametrize(
    ("lines", "path", "expected"),
    [
        (["Subject: =?iso-8859-1?Q?Ol=E1?="], "t:Subject", "Olá"),
        (["Subject: Ol\u00e1"], "t:Subject", "Olá"),
        (["Importance: high"], "t:Importance", "High"),
        (["X-Priority: 5"], "t:Importance", "Low"),
        (["Sensitivity: Company-Confidential"], "t:Sensitivity", "Confidential"),
        (["Keywords: a, b c"], "t:Categories/t:String[2]", "b c"),
        (["From: A <a@x.test>", "Disposition-Notification-To: a@x.test"], "t:IsReadReceiptRequested", "true"),
        (["From: \"Silva, Ana\" <a@x.test>"], "t:From/t:Mailbox/t:Name", "Silva, Ana"),
        (["Content-Type: multipart/report; report-type=disposition-notification; boundary=b"], "t:ItemClass",
         "REPORT.IPM.Note.IPNRN"),
        (["Content-Type: application/pkcs7-mime"], "t:ItemClass", "IPM.Note.SMIME"),
        (["To: not an address at all, <b@x.test>"], "t:Subject", ""),
    ],
)  # fmt: skip
def test_what_a_header_becomes(lines: list[str], path: str, expected: str) -> None:
    talk = conversation()
    raw = "\r\n".join([*lines, "", "text"]).encode()
    content = base64.b64encode(raw).decode()
    created = talk.create(f"<t:Message><t:MimeContent>{content}</t:MimeContent></t:Message>")
    assert text_at(talk.get(str(created.get("Id"))), path) == expected


def test_a_message_in_a_message_is_an_item() -> None:
    talk = conversation()
    inner, outer = EmailMessage(policy=SMTP), EmailMessage(policy=SMTP)
    inner["Subject"], outer["Subject"] = "inner", "outer"
    inner.set_content("deep")
    inner.add_attachment(b"x", maintype="image", subtype="gif", filename="p.gif")
    outer.set_content("text")
    outer.add_attachment(inner)
    content = base64.b64encode(outer.as_bytes()).decode()
    created = talk.create(f"<t:Message><t:MimeContent>{content}</t:MimeContent></t:Message>")
    item = talk.get(str(created.get("Id")))
    identity = item.find(
        "t:Attachments/t:ItemAttachment/t:AttachmentId",
        {"t": "http://schemas.microsoft.com/exchange/services/2006/types"},
    )
    assert identity is not None
    answer = talk.call(
        f'<m:GetAttachment><m:AttachmentIds><t:AttachmentId Id="{identity.get("Id")}"/></m:AttachmentIds>'
        "</m:GetAttachment>"
    )
    assert codes(answer) == ["NoError"]
    found = answer.find(".//{*}ItemAttachment/{*}Message")
    assert found is not None
    assert text_at(found, "t:Subject") == "inner"
    assert text_at(found, "t:Attachments/t:FileAttachment/t:Name") == "p.gif"


@pytest.mark.parametrize("kind", ["Contact", "Task", "DistributionList"])
def test_other_items_are_not_made_from_mime(kind: str) -> None:
    """MS-OXWSCORE_R2012, R2013."""
    talk = conversation()
    xml = f"<t:{kind}><t:MimeContent>QQ==</t:MimeContent></t:{kind}>"
    answer = talk.call(f"<m:CreateItem><m:Items>{xml}</m:Items></m:CreateItem>")
    assert codes(answer) == ["ErrorUnsupportedMimeConversion"]
