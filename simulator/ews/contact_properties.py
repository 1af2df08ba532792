"""Properties of contacts and distribution lists, in the order of types.xsd (MS-OXWSCONT 2.2.4)."""

from collections.abc import Iterable
from datetime import tzinfo

from lxml import etree

from simulator.ews.distribution_list_members import MEMBERS_CODEC
from simulator.ews.linked_contact_properties import LINKED_CONTACT
from simulator.ews.property_row import Property, computed, stored
from simulator.ews.request_reading import schema_fault
from simulator.ews.value_codecs import BINARY, BOOLEAN, MOMENT, RAW, STRINGS, TEXT, Codec, one_of
from simulator.ews.xml_text import attribute, children, content, leaf, local_name, text
from simulator.exchange.distribution_list import MEMBERS
from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import IndexedPath, numbered, tagged
from simulator.exchange.values import EmailAddress

EMAIL = "contacts:EmailAddress"
PHONE = "contacts:PhoneNumber"
IM = "contacts:ImAddress"
ADDRESS = "contacts:PhysicalAddress"
ADDRESS_PARTS = ("Street", "City", "State", "CountryOrRegion", "PostalCode")
EMAIL_KEYS = ("EmailAddress1", "EmailAddress2", "EmailAddress3")
IM_KEYS = ("ImAddress1", "ImAddress2", "ImAddress3")
FILE_AS_MAPPINGS = (
    "None", "LastCommaFirst", "FirstSpaceLast", "Company", "LastCommaFirstCompany", "CompanyLastFirst", "LastFirst",
    "LastFirstCompany", "CompanyLastCommaFirst", "LastFirstSuffix", "LastSpaceFirstCompany", "CompanyLastSpaceFirst",
    "LastSpaceFirst", "DisplayName", "FirstName", "LastFirstMiddleSuffix", "LastName", "Empty",
)  # fmt: skip
ADDRESS_KEYS = ("Home", "Business", "Other")
PHONE_KEYS = (
    "AssistantPhone", "BusinessFax", "BusinessPhone", "BusinessPhone2", "Callback", "CarPhone", "CompanyMainPhone",
    "HomeFax", "HomePhone", "HomePhone2", "Isdn", "MobilePhone", "OtherFax", "OtherTelephone", "Pager", "PrimaryPhone",
    "RadioPhone", "Telex", "TtyTddPhone", "BusinessMobile", "IPPhone", "Mms", "Msn",
)  # fmt: skip
NAME_PREFIX = tagged(0x3A45, "String")
"""PidTagDisplayNamePrefix: the title."""
YOMI_FIRST_NAME = numbered("Address", 0x802C, "String")
YOMI_LAST_NAME = numbered("Address", 0x802D, "String")
"""PidLidYomiFirstName and PidLidYomiLastName: how the names are spoken."""
DICTIONARY_KEYS: dict[str, tuple[str, ...]] = {
    EMAIL: EMAIL_KEYS,
    PHONE: PHONE_KEYS,
    IM: IM_KEYS,
    **{f"{ADDRESS}:{part}": ADDRESS_KEYS for part in ADDRESS_PARTS},
}
"""Which keys each dictionary of a contact may have (MS-OXWSCONT 2.2.5)."""


def check_index(path: IndexedPath) -> None:
    """Raise the error of an index that no entry has: ErrorInvalidContactEmailIndex.

    For the other dictionaries no page names a code: ErrorInvalidPropertyRequest (our choice).
    """
    keys = DICTIONARY_KEYS.get(path.uri)
    if keys is not None and path.key not in keys:
        code = "ErrorInvalidContactEmailIndex" if path.uri == EMAIL else "ErrorInvalidPropertyRequest"
        raise ExchangeError(code, path=path)


Entries = tuple[tuple[IndexedPath, object], ...]
"""A dictionary property on its way: what to store under which path."""


def _path(uri: str, entry: etree._Element) -> IndexedPath:
    """The path of a ``t:Entry``. Raises EwsFault for a key that such entries can't have."""
    key = entry.get("Key", "")
    if key not in DICTIONARY_KEYS.get(uri, ()):
        raise schema_fault(f"The 'Key' attribute is invalid - The value '{key}' is invalid.")
    return IndexedPath(uri, key)


def _read_entry(uri: str, element: etree._Element) -> object:
    value = content(element)
    if uri == EMAIL:
        return EmailAddress(element.get("Name", ""), value, element.get("RoutingType", "SMTP"),
                            element.get("MailboxType", ""))  # fmt: skip
    return value


def _read_entries(uri: str) -> Codec:
    def read(element: etree._Element, _zone: tzinfo) -> Entries:
        return tuple((_path(uri, entry), _read_entry(uri, entry)) for entry in children(element))

    return Codec(read, _write_entries)


def _write_entries(name: str, value: object) -> str:
    assert isinstance(value, tuple)
    entries = []
    for path, held in value:
        if isinstance(held, EmailAddress):
            extra = f" Name={attribute(held.name)}" if held.name else ""
            extra += f" RoutingType={attribute(held.routing_type)}" if held.routing_type else ""
            extra += f" MailboxType={attribute(held.mailbox_type)}" if held.mailbox_type else ""
            entries.append(f'<t:Entry Key="{path.key}"{extra}>{text(held.email)}</t:Entry>')
        else:
            entries.append(f'<t:Entry Key="{path.key}">{text(str(held))}</t:Entry>')
    return f"<{name}>{''.join(entries)}</{name}>" if entries else ""


def _read_addresses(element: etree._Element, _zone: tzinfo) -> Entries:
    return tuple(
        (_path(f"{ADDRESS}:{local_name(part)}", entry), content(part))
        for entry in children(element)
        for part in children(entry)
    )


def _write_addresses(name: str, value: object) -> str:
    assert isinstance(value, tuple)
    held = dict(value)
    entries = []
    for key in ADDRESS_KEYS:
        parts = [
            leaf(f"t:{part}", str(found))
            for part in ADDRESS_PARTS
            if (found := held.get(IndexedPath(f"{ADDRESS}:{part}", key))) is not None
        ]
        if parts:
            entries.append(f'<t:Entry Key="{key}">{"".join(parts)}</t:Entry>')
    return f"<{name}>{''.join(entries)}</{name}>" if entries else ""


def _held(item: Item, uri: str, keys: Iterable[str]) -> Entries:
    paths = (IndexedPath(uri, key) for key in keys)
    return tuple((path, item.properties[path]) for path in paths if path in item.properties)


def _dictionary(path: str, element: str, uri: str, *, default: bool = False) -> Property:
    keys = DICTIONARY_KEYS[uri]
    return Property(path, element, _read_entries(uri), default=default, find=True,
                    getter=lambda _mailbox, item: _held(item, uri, keys) or None)  # fmt: skip


def _addresses(_mailbox: Mailbox, item: Item) -> object:
    return tuple(pair for part in ADDRESS_PARTS for pair in _held(item, f"{ADDRESS}:{part}", ADDRESS_KEYS)) or None


def _complete_name(_mailbox: Mailbox, item: Item) -> object:
    rows = (
        ("Title", item.properties.get(NAME_PREFIX)),
        ("FirstName", item.text("contacts:GivenName")),
        ("MiddleName", item.text("contacts:MiddleName")),
        ("LastName", item.text("contacts:Surname")),
        ("Suffix", item.text("contacts:Generation")),
        ("Initials", item.text("contacts:Initials")),
        ("FullName", item.text("contacts:DisplayName")),
        ("Nickname", item.text("contacts:Nickname")),
        ("YomiFirstName", item.properties.get(YOMI_FIRST_NAME)),
        ("YomiLastName", item.properties.get(YOMI_LAST_NAME)),
    )
    inner = "".join(leaf(f"t:{name}", str(value)) for name, value in rows if value)
    return f"<t:CompleteName>{inner}</t:CompleteName>" if inner else None


def _has_picture(_mailbox: Mailbox, item: Item) -> object:
    return any(attachment.is_contact_photo for attachment in item.attachments)


def _photo(_mailbox: Mailbox, item: Item) -> object:
    return next((one.content for one in item.attachments if one.is_contact_photo and one.content), None)


def _text(name: str, *, default: bool = False, since: str = "Exchange2007") -> Property:
    return Property(f"contacts:{name}", name, TEXT, default=default, since=since)


CONTACT: tuple[Property, ...] = (
    _text("FileAs", default=True),
    Property("contacts:FileAsMapping", "FileAsMapping", one_of(*FILE_AS_MAPPINGS)),
    _text("DisplayName"),
    _text("GivenName"),
    _text("Initials"),
    _text("MiddleName"),
    _text("Nickname"),
    computed("contacts:CompleteName", "CompleteName", RAW, _complete_name, default=True, find=True),
    _text("CompanyName", default=True),
    _dictionary("contacts:EmailAddresses", "EmailAddresses", EMAIL, default=True),
    Property("contacts:AbchEmailAddresses", "AbchEmailAddresses", RAW, all=False, find=False, since="Exchange2016"),
    Property("contacts:PhysicalAddresses", "PhysicalAddresses", Codec(_read_addresses, _write_addresses),
             default=True, getter=_addresses),
    _dictionary("contacts:PhoneNumbers", "PhoneNumbers", PHONE, default=True),
    _text("AssistantName"),
    Property("contacts:Birthday", "Birthday", MOMENT),
    _text("BusinessHomePage"),
    Property("contacts:Children", "Children", STRINGS),
    Property("contacts:Companies", "Companies", STRINGS),
    stored("contacts:ContactSource", "ContactSource", TEXT),
    _text("Department"),
    _text("Generation"),
    _dictionary("contacts:ImAddresses", "ImAddresses", IM, default=True),
    _text("JobTitle", default=True),
    _text("Manager"),
    _text("Mileage"),
    _text("OfficeLocation"),
    Property("contacts:PostalAddressIndex", "PostalAddressIndex", one_of("None", *reversed(ADDRESS_KEYS))),
    _text("Profession"),
    _text("SpouseName"),
    _text("Surname"),
    Property("contacts:WeddingAnniversary", "WeddingAnniversary", MOMENT),
    computed("contacts:HasPicture", "HasPicture", BOOLEAN, _has_picture, since="Exchange2010"),
    stored("contacts:PhoneticFullName", "PhoneticFullName", TEXT, since="Exchange2010_SP2"),
    stored("contacts:PhoneticFirstName", "PhoneticFirstName", TEXT, since="Exchange2010_SP2"),
    stored("contacts:PhoneticLastName", "PhoneticLastName", TEXT, since="Exchange2010_SP2"),
    stored("contacts:Alias", "Alias", TEXT, since="Exchange2010_SP2"),
    stored("contacts:Notes", "Notes", TEXT, since="Exchange2010_SP2"),
    computed("contacts:Photo", "Photo", BINARY, _photo, all=False, find=False, since="Exchange2010_SP2"),
    stored("contacts:UserSMIMECertificate", "UserSMIMECertificate", RAW, all=False, since="Exchange2010_SP2"),
    stored("contacts:MSExchangeCertificate", "MSExchangeCertificate", RAW, all=False, since="Exchange2010_SP2"),
    stored("contacts:DirectoryId", "DirectoryId", TEXT, since="Exchange2010_SP2"),
    stored("contacts:ManagerMailbox", "ManagerMailbox", RAW, all=False, since="Exchange2010_SP2"),
    stored("contacts:DirectReports", "DirectReports", RAW, all=False, since="Exchange2010_SP2"),
    *LINKED_CONTACT,
)  # fmt: skip

DISTRIBUTION_LIST: tuple[Property, ...] = (
    _text("DisplayName", default=True),
    computed("contacts:FileAs", "FileAs", TEXT, lambda _mailbox, item: item.text("contacts:DisplayName") or None,
             default=True),
    stored("contacts:ContactSource", "ContactSource", TEXT),
    Property(MEMBERS, "Members", MEMBERS_CODEC, appendable=True, find=False, since="Exchange2010"),
)  # fmt: skip
