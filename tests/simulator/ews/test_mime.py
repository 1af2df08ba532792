"""MIME in and out: what goes in comes out, and what comes out parses to the same message."""

import base64
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.exchange.values import Body
from tests.simulator.ews.conversation import NS, Conversation, codes, conversation, text_at

LINES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=80)
WORDS = LINES.map(lambda text: " ".join(text.split())).filter(lambda text: "=?" not in text)
INCLUDE = "<t:IncludeMimeContent>true</t:IncludeMimeContent>"


def imported(talk: Conversation, raw: bytes) -> str:
    content = base64.b64encode(raw).decode()
    created = talk.create(f'<t:Message><t:MimeContent CharacterSet="UTF-8">{content}</t:MimeContent></t:Message>')
    return str(created.get("Id"))


def mime(talk: Conversation, item_id: str) -> bytes:
    text = text_at(talk.get(item_id, "IdOnly", INCLUDE), "t:MimeContent")
    return base64.b64decode(str(text))


def message(subject: str = "S", text: str = "hello\n", html: str = "") -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["From"] = "Ana Silva <ana.silva@contoso.test>"
    made["To"] = "Oliver <oliver.smith@contoso.test>, x@example.test"
    made["Subject"] = subject
    made["Message-ID"] = "<one@contoso.test>"
    made["In-Reply-To"] = "<zero@contoso.test>"
    made["References"] = "<zero@contoso.test>"
    made["X-Tide"] = "high"
    made["Date"] = "Mon, 23 Nov 2026 10:00:00 +0100"
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    return made


def test_a_message_made_from_mime_has_its_properties_and_its_bytes() -> None:
    talk = conversation()
    made = message(html="<p>hello</p>")
    made.add_attachment(b"\x00\x01", maintype="application", subtype="x", filename="a.bin")
    raw = made.as_bytes()
    item_id = imported(talk, raw)
    item = talk.get(item_id)
    assert text_at(item, "t:Subject") == "S"
    assert text_at(item, "t:InternetMessageId") == "<one@contoso.test>"
    assert text_at(item, "t:InReplyTo") == "<zero@contoso.test>"
    assert text_at(item, "t:DateTimeSent") == "2026-11-23T09:00:00Z"
    assert text_at(item, "t:Body") == "<p>hello</p>\r\n"
    assert len(item.findall("t:ToRecipients/t:Mailbox", NS)) == 2
    assert text_at(item, "t:Attachments/t:FileAttachment/t:Name") == "a.bin"
    headers = {str(line.get("HeaderName")): line.text for line in item.iterfind(".//t:InternetMessageHeader", NS)}
    assert headers["X-Tide"] == "high"
    assert mime(talk, item_id) == raw


@settings(max_examples=60, deadline=None)
@given(WORDS, LINES, st.sampled_from(["Text", "HTML"]))
def test_what_is_written_as_mime_parses_to_the_same(subject: str, body: str, kind: Literal["Text", "HTML"]) -> None:
    talk = conversation()
    created = talk.create("<t:Message/>")
    item = talk.mailbox.items[next(reversed(talk.mailbox.items))]
    talk.mailbox.update_item(item, {"item:Subject": subject, "item:Body": Body(body, kind)})
    parsed = message_from_bytes(mime(talk, str(created.get("Id"))), policy=default)
    assert (parsed["Subject"] or "") == subject
    part = parsed.get_body(("html",) if kind == "HTML" else ("plain",))
    assert part is not None
    assert part.get_content().rstrip("\r\n") == body


def test_mime_that_is_no_base64() -> None:
    talk = conversation()
    answer = talk.call(
        '<m:CreateItem MessageDisposition="SaveOnly"><m:Items><t:Message><t:MimeContent>!</t:MimeContent></t:Message>'
        "</m:Items></m:CreateItem>"
    )
    assert codes(answer) == ["ErrorMimeContentInvalidBase64String"]


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_message_or_an_exchange_error(raw: bytes) -> None:
    talk = conversation()
    content = base64.b64encode(raw).decode()
    answer = talk.call(
        f'<m:CreateItem MessageDisposition="SaveOnly"><m:Items><t:Message><t:MimeContent>{content}</t:MimeContent>'
        "</t:Message></m:Items></m:CreateItem>"
    )
    assert codes(answer) in (["NoError"], ["ErrorMimeContentInvalid"])
    for item in talk.mailbox.items.values():
        talk.get(talk.mailbox.item_id(item), "AllProperties", INCLUDE)


def test_a_message_in_a_message() -> None:
    talk = conversation()
    outer = message()
    outer.add_attachment(message("inner"))
    item = talk.get(imported(talk, outer.as_bytes()))
    assert text_at(item, "t:Attachments/*/t:Name")


def test_the_same_item_gives_the_same_bytes() -> None:
    talk = conversation()
    body = "<t:Body BodyType='HTML'>&lt;p&gt;x&lt;/p&gt;</t:Body>"
    file = "<t:FileAttachment><t:Name>a</t:Name><t:Content>QQ==</t:Content></t:FileAttachment>"
    created = talk.create(f"<t:Message>{body}<t:Attachments>{file}</t:Attachments></t:Message>")
    first = mime(talk, str(created.get("Id")))
    assert first == mime(talk, str(created.get("Id")))
    parsed = message_from_bytes(first, policy=default)
    assert [part.get_filename() for part in parsed.iter_attachments()] == ["a"]
