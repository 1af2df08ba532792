"""The text of an answer above the text that it answers, as Outlook puts them (the words between are our choice)."""

from datetime import datetime
from html import escape

from simulator.exchange.item import Item
from simulator.exchange.text_conversion import as_html, as_text
from simulator.exchange.values import Body, EmailAddress


def with_quotation(new: Body, old: Item) -> Body:
    """HTML if either is; `quoted_text` finds the place between them again."""
    before = old.get("item:Body", Body) or Body("")
    if "HTML" in (new.type, before.type):
        mine, theirs = (body.text if body.type == "HTML" else as_html(body.text) for body in (new, before))
        lines = "<br>\r\n".join(f"<b>{name}:</b> {escape(value, quote=False)}" for name, value in _heading(old))
        return Body(f'{mine}\r\n<hr>\r\n<div id="divRplyFwdMsg">{lines}</div>\r\n{theirs}', "HTML")
    quoted = as_text(before.text) if before.type == "HTML" else before.text
    heading = "\r\n".join(f"{name}: {value}" for name, value in _heading(old))
    return Body(f"{new.text}\r\n\r\n{'_' * 32}\r\n{heading}\r\n\r\n{quoted}", "Text")


def _heading(old: Item) -> list[tuple[str, str]]:
    sender = old.get("message:From", EmailAddress) or old.get("calendar:Organizer", EmailAddress)
    sent = old.get("item:DateTimeSent", datetime)
    rows = (
        ("From", "" if sender is None else _person(sender)),
        ("Sent", "" if sent is None else f"{sent:%A, %B} {sent.day}, {sent:%Y %H:%M} UTC"),
        ("To", _people(old, "message:ToRecipients")),
        ("Cc", _people(old, "message:CcRecipients")),
    )
    return [*((name, value) for name, value in rows if value or name == "From"), ("Subject", old.text("item:Subject"))]


def _people(old: Item, path: str) -> str:
    held = old.get(path, tuple) or ()
    return "; ".join(_person(one) for one in held if isinstance(one, EmailAddress))


def _person(person: EmailAddress) -> str:
    if not person.name or person.name == person.email:
        return person.email
    return f"{person.name} <{person.email}>"
