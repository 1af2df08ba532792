"""Contacts from .vcf files: vCard 3.0 and 4.0 (RFC 2426, RFC 6350), one card or several, as Exchange imports them.

Which telephone and which address a card means follows from its TYPE (our choice where Exchange has fewer places than
vCard has words). What has no place in a contact of Exchange is said.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from simulator.exchange.attachments import Attachment
from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.item_defaults import complete_new_item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.property_path import IndexedPath, PropertyPath
from simulator.exchange.text_components import Component, Line, read_components, unescaped
from simulator.exchange.values import Body, EmailAddress
from simulator.seeding.load_report import Found, Refused, read_text

_CARD = re.compile(r"^BEGIN:VCARD[ \t]*\r?$.*?^END:VCARD[ \t]*\r?$", re.DOTALL | re.MULTILINE | re.IGNORECASE)
_SEMICOLON = re.compile(r"(?<!\\);")
_TEXTS = (
    ("NICKNAME", "contacts:Nickname"),
    ("TITLE", "contacts:JobTitle"),
    ("ROLE", "contacts:Profession"),
    ("URL", "contacts:BusinessHomePage"),
    ("X-MS-MANAGER", "contacts:Manager"),
    ("X-MANAGER", "contacts:Manager"),
    ("X-ASSISTANT", "contacts:AssistantName"),
    ("X-MS-ASSISTANT", "contacts:AssistantName"),
    ("X-SPOUSE", "contacts:SpouseName"),
    ("X-MS-SPOUSE", "contacts:SpouseName"),
)
_DAYS = (
    ("BDAY", "contacts:Birthday"),
    ("ANNIVERSARY", "contacts:WeddingAnniversary"),
    ("X-ANNIVERSARY", "contacts:WeddingAnniversary"),
    ("X-MS-ANNIVERSARY", "contacts:WeddingAnniversary"),
)
_PHONES: tuple[tuple[frozenset[str], tuple[str, ...]], ...] = (
    (frozenset({"fax", "home"}), ("HomeFax",)),
    (frozenset({"fax", "work"}), ("BusinessFax",)),
    (frozenset({"fax"}), ("BusinessFax", "OtherFax")),
    (frozenset({"cell"}), ("MobilePhone",)),
    (frozenset({"iphone"}), ("MobilePhone",)),
    (frozenset({"pager"}), ("Pager",)),
    (frozenset({"car"}), ("CarPhone",)),
    (frozenset({"isdn"}), ("Isdn",)),
    (frozenset({"textphone"}), ("TtyTddPhone",)),
    (frozenset({"work"}), ("BusinessPhone", "BusinessPhone2")),
    (frozenset({"home"}), ("HomePhone", "HomePhone2")),
    (frozenset({"pref"}), ("PrimaryPhone",)),
    (frozenset(), ("OtherTelephone", "PrimaryPhone")),
)
"""Types of a telephone, and the places for it, each taken once."""
_ADDRESS_PARTS = ("Street", "City", "State", "PostalCode", "CountryOrRegion")
_OF_THE_CARD = frozenset({"VERSION", "PRODID", "REV", "UID", "SOURCE", "CLIENTPIDMAP", "X-ABLABEL", "KIND"})
"""What speaks of the card or of its other lines and not of the contact."""


@dataclass
class _Contact:
    """A contact that is being read."""

    properties: dict[PropertyPath, object] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def put(self, uri: str, keys: tuple[str, ...], value: object, name: str) -> None:
        """Put a value under the first key that is free."""
        for key in keys:
            if IndexedPath(uri, key) not in self.properties:
                self.properties[IndexedPath(uri, key)] = value
                return
        shown = value.email if isinstance(value, EmailAddress) else value
        self.left_out.append(f"{name} {shown}: a contact has no more places for it")


def read_vcf(_organization: ExchangeOrganization, mailbox: Mailbox, path: Path) -> Iterator[Found | Refused]:
    """The contacts of a .vcf file; a card that can't be read spoils itself alone."""
    cards = [found.group(0) for found in _CARD.finditer(read_text(path))]
    if not cards:
        raise Refused("it has no card: nothing is between BEGIN:VCARD and END:VCARD")
    for number, text in enumerate(cards, 1):
        part = f"card {number}" if len(cards) > 1 else ""
        try:
            yield contact_from(mailbox, text, part)
        except Refused as refused:
            yield Refused(refused.reason, part)


def contact_from(mailbox: Mailbox, text: str, part: str = "") -> Found:
    """The contact that a card tells, in no folder yet. Raises Refused."""
    version = re.search(r"^VERSION:\s*(\S+)", text, re.MULTILINE | re.IGNORECASE)
    if version is None or version.group(1) not in ("3.0", "4.0"):
        raise Refused(f"its version is {version.group(1) if version else 'missing'}; only vCard 3.0 and 4.0 are read")
    try:
        (card,) = read_components(text)
    except ValueError as problem:
        raise Refused(f"it can't be read: {problem}") from problem
    if card.text("KIND").lower() not in ("", "individual", "org"):
        raise Refused(f"it is a {card.text('KIND').lower()}, and only people and organizations become contacts")
    contact = _Contact()
    item = Item("Contact", "IPM.Contact")
    for line in _lines(card):
        if line.name == "PHOTO":
            item.attachments += _photo(line, mailbox, contact)
        else:
            _read(line, contact)
    item.properties = contact.properties
    try:
        complete_new_item(mailbox, item)
    except ExchangeError as error:
        raise Refused(f"Exchange refuses it: {error.code}") from error
    return Found(item, "contacts", part, tuple(contact.left_out))


def _lines(card: Component) -> Iterator[Line]:
    """The card's lines, without the group that some programs put before a name (`item1.EMAIL`)."""
    for line in card.lines:
        yield Line(line.name.rpartition(".")[2], line.parameters, line.value)


def _types(line: Line) -> frozenset[str]:
    named = {one.lower() for value in line.parameters.get("TYPE", ()) for one in value.split(",")}
    return frozenset(named | ({"pref"} if line.parameter("PREF") == "1" else set()))


def _parts(line: Line) -> list[str]:
    return [unescaped(part).strip() for part in _SEMICOLON.split(line.value)]


def _read(line: Line, contact: _Contact) -> None:
    reader = _READERS.get(line.name)
    if reader is not None:
        reader(line, contact)
    elif line.name not in _OF_THE_CARD and line.value.strip():
        contact.left_out.append(f"{line.name}: a contact has no place for it")


def _name(line: Line, contact: _Contact) -> None:
    paths = ("contacts:Surname", "contacts:GivenName", "contacts:MiddleName", "", "contacts:Generation")
    for path, value in zip(paths, _parts(line), strict=False):
        if value and path:
            contact.properties[path] = value
        elif value:
            contact.left_out.append(f"N {value}: a contact has no place for what comes before a name")


def _full_name(line: Line, contact: _Contact) -> None:
    contact.properties.setdefault("contacts:DisplayName", line.text)


def _organization(line: Line, contact: _Contact) -> None:
    company, *units = [part for part in _parts(line) if part] or [""]
    if company:
        contact.properties.setdefault("contacts:CompanyName", company)
    if units:
        contact.properties.setdefault("contacts:Department", ", ".join(units))


def _email(line: Line, contact: _Contact) -> None:
    address = line.text.strip().removeprefix("mailto:")
    keys = ("EmailAddress1", "EmailAddress2", "EmailAddress3")
    if address:
        contact.put("contacts:EmailAddress", keys, EmailAddress(address, address), "EMAIL")


def _phone(line: Line, contact: _Contact) -> None:
    number, types = line.text.strip().removeprefix("tel:"), _types(line)
    keys = next(places for wanted, places in _PHONES if wanted <= types)
    if number:
        contact.put("contacts:PhoneNumber", keys, number, "TEL")


def _instant_message(line: Line, contact: _Contact) -> None:
    if line.text.strip():
        contact.put("contacts:ImAddress", ("ImAddress1", "ImAddress2", "ImAddress3"), line.text.strip(), line.name)


def _address(line: Line, contact: _Contact) -> None:
    """Post box and extended address go before the street (our choice)."""
    parts = [*_parts(line), *[""] * 7][:7]
    values = ("\r\n".join(part for part in parts[:3] if part), *parts[3:])
    types = _types(line)
    key = "Business" if "work" in types else "Home" if "home" in types else "Other"
    if any(IndexedPath(f"contacts:PhysicalAddress:{part}", key) in contact.properties for part in _ADDRESS_PARTS):
        contact.left_out.append(f"ADR {', '.join(value for value in values if value)}: a contact has one {key} address")
        return
    for part, value in zip(_ADDRESS_PARTS, values, strict=True):
        if value:
            contact.properties[IndexedPath(f"contacts:PhysicalAddress:{part}", key)] = value


def _note(line: Line, contact: _Contact) -> None:
    contact.properties["item:Body"] = Body(line.text.replace("\n", "\r\n"))


def _categories(line: Line, contact: _Contact) -> None:
    contact.properties["item:Categories"] = line.texts


def _text(path: str) -> Callable[[Line, _Contact], None]:
    def read(line: Line, contact: _Contact) -> None:
        if path in contact.properties:
            contact.left_out.append(f"{line.name} {line.text}: a contact has one")
        elif line.text.strip():
            contact.properties[path] = line.text.strip()

    return read


def _day(path: str) -> Callable[[Line, _Contact], None]:
    def read(line: Line, contact: _Contact) -> None:
        found = re.match(r"(\d{4})-?(\d\d)-?(\d\d)", line.value.strip())
        try:
            if found is None:
                raise ValueError
            contact.properties[path] = datetime(*(int(part) for part in found.groups()), tzinfo=UTC)  # type: ignore[misc,arg-type]
        except ValueError:
            contact.left_out.append(f"{line.name} {line.value}: it is no whole date")

    return read


def _photo(line: Line, mailbox: Mailbox, contact: _Contact) -> list[Attachment]:
    """The picture that is in the card, as the attachment that Exchange makes of it."""
    inline = re.fullmatch(r"data:([^;,]*);base64,(.*)", line.value.strip(), re.DOTALL)
    encoded = inline.group(2) if inline else line.value if line.parameter("ENCODING").lower() in ("b", "base64") else ""
    try:
        content = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if not content:
        contact.left_out.append("PHOTO: only a picture inside the card is taken")
        return []
    kind = (inline.group(1) if inline else f"image/{line.parameter('TYPE').lower() or 'jpeg'}") or "image/jpeg"
    return [
        Attachment(
            number=mailbox.new_key(),
            name="ContactPicture.jpg",
            modified=mailbox.clock.now(),
            content=content,
            content_type=kind,
            is_contact_photo=True,
        )
    ]


_READERS: dict[str, Callable[[Line, _Contact], None]] = {
    "N": _name,
    "FN": _full_name,
    "ORG": _organization,
    "EMAIL": _email,
    "TEL": _phone,
    "IMPP": _instant_message,
    "ADR": _address,
    "NOTE": _note,
    "CATEGORIES": _categories,
    **{name: _text(path) for name, path in _TEXTS},
    **{name: _day(path) for name, path in _DAYS},
}
