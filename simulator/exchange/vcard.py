"""A contact as vCard 3.0 (RFC 2426)."""

import base64
from datetime import datetime

from simulator.exchange.item import Item
from simulator.exchange.property_path import IndexedPath
from simulator.exchange.text_conversion import converted
from simulator.exchange.text_lines import escaped, folded
from simulator.exchange.values import Body, EmailAddress

_TEXTS = (
    ("NICKNAME", "contacts:Nickname"),
    ("TITLE", "contacts:JobTitle"),
    ("ROLE", "contacts:Profession"),
    ("URL", "contacts:BusinessHomePage"),
)
_PHONES = (
    ("BusinessPhone", "WORK"), ("BusinessPhone2", "WORK"), ("HomePhone", "HOME"), ("HomePhone2", "HOME"),
    ("MobilePhone", "CELL"), ("BusinessFax", "WORK,FAX"), ("HomeFax", "HOME,FAX"), ("OtherFax", "FAX"),
    ("Pager", "PAGER"), ("CarPhone", "CAR"), ("Isdn", "ISDN"), ("PrimaryPhone", "PREF"), ("OtherTelephone", "VOICE"),
    ("CompanyMainPhone", "WORK,PREF"), ("AssistantPhone", "X-ASSISTANT"), ("Callback", "X-CALLBACK"),
    ("RadioPhone", "X-RADIO"), ("Telex", "X-TELEX"), ("TtyTddPhone", "X-TTYTDD"),
)  # fmt: skip
_ADDRESSES = (("Business", "WORK"), ("Home", "HOME"), ("Other", "POSTAL"))
_PARTS = ("Street", "City", "State", "PostalCode", "CountryOrRegion")


def vcard_text(item: Item) -> str:
    """The whole card; what a contact doesn't have is left out."""
    lines = ["BEGIN:VCARD", "VERSION:3.0", *_names(item)]
    lines += [f"{name}:{escaped(item.text(path))}" for name, path in _TEXTS if item.text(path)]
    lines += [*_organization(item), *_emails(item), *_phones(item), *_addresses(item), *_others(item), "END:VCARD"]
    return "\r\n".join(folded(line) for line in lines) + "\r\n"


def _names(item: Item) -> list[str]:
    surname, given = item.text("contacts:Surname"), item.text("contacts:GivenName")
    parts = (surname, given, item.text("contacts:MiddleName"), "", item.text("contacts:Generation"))
    full = item.text("contacts:DisplayName") or f"{given} {surname}".strip()
    return [f"N:{';'.join(escaped(part) for part in parts)}", f"FN:{escaped(full)}"]


def _organization(item: Item) -> list[str]:
    parts = [escaped(item.text("contacts:CompanyName")), escaped(item.text("contacts:Department"))]
    return [f"ORG:{';'.join(parts).removesuffix(';')}"] if any(parts) else []


def _emails(item: Item) -> list[str]:
    held = (item.properties.get(IndexedPath("contacts:EmailAddress", f"EmailAddress{number}")) for number in (1, 2, 3))
    return [f"EMAIL;TYPE=INTERNET:{escaped(one.email)}" for one in held if isinstance(one, EmailAddress) and one.email]


def _phones(item: Item) -> list[str]:
    held = ((item.text(IndexedPath("contacts:PhoneNumber", key)), kind) for key, kind in _PHONES)
    return [f"TEL;TYPE={kind}:{escaped(number)}" for number, kind in held if number]


def _addresses(item: Item) -> list[str]:
    found = []
    for key, kind in _ADDRESSES:
        parts = [escaped(item.text(IndexedPath(f"contacts:PhysicalAddress:{part}", key))) for part in _PARTS]
        if any(parts):
            found.append(f"ADR;TYPE={kind}:;;{';'.join(parts)}")
    return found


def _others(item: Item) -> list[str]:
    found = []
    birthday = item.get("contacts:Birthday", datetime)
    if birthday is not None:
        found.append(f"BDAY:{birthday.date().isoformat()}")
    categories = item.get("item:Categories", tuple)
    if categories:
        found.append(f"CATEGORIES:{','.join(escaped(str(one)) for one in categories)}")
    body = item.get("item:Body", Body)
    if body is not None and body.text:
        found.append(f"NOTE:{escaped(converted(body, 'Text').text)}")
    photo = next((one.content for one in item.attachments if one.is_contact_photo and one.content), None)
    if photo is not None:
        found.append(f"PHOTO;ENCODING=b:{base64.b64encode(photo).decode()}")
    return found
