"""MAPI properties of contacts that are the same thing as a property of the schema (MS-OXOCNTC 2.2.1, MS-OXPROPS 2)."""

from simulator.ews.contact_properties import ADDRESS, PHONE
from simulator.ews.mapi_alias import Alias, same
from simulator.exchange.property_path import IndexedPath, numbered, tagged

_TEXTS = (
    (0x3001, "DisplayName"),
    (0x3A05, "Generation"),
    (0x3A06, "GivenName"),
    (0x3A0A, "Initials"),
    (0x3A11, "Surname"),
    (0x3A16, "CompanyName"),
    (0x3A17, "JobTitle"),
    (0x3A18, "Department"),
    (0x3A19, "OfficeLocation"),
    (0x3A30, "AssistantName"),
    (0x3A44, "MiddleName"),
    (0x3A46, "Profession"),
    (0x3A48, "SpouseName"),
    (0x3A4E, "Manager"),
    (0x3A4F, "Nickname"),
    (0x3A51, "BusinessHomePage"),
)
_MOMENTS = ((0x3A41, "WeddingAnniversary"), (0x3A42, "Birthday"))
_PHONES = (
    (0x3A02, "Callback"),
    (0x3A08, "BusinessPhone"),
    (0x3A09, "HomePhone"),
    (0x3A1A, "PrimaryPhone"),
    (0x3A1B, "BusinessPhone2"),
    (0x3A1C, "MobilePhone"),
    (0x3A1D, "RadioPhone"),
    (0x3A1E, "CarPhone"),
    (0x3A1F, "OtherTelephone"),
    (0x3A21, "Pager"),
    (0x3A23, "OtherFax"),
    (0x3A24, "BusinessFax"),
    (0x3A25, "HomeFax"),
    (0x3A2C, "Telex"),
    (0x3A2D, "Isdn"),
    (0x3A2E, "AssistantPhone"),
    (0x3A2F, "HomePhone2"),
    (0x3A4B, "TtyTddPhone"),
    (0x3A57, "CompanyMainPhone"),
)
_ADDRESSES = (
    (0x3A59, "Home", "City"),
    (0x3A5A, "Home", "CountryOrRegion"),
    (0x3A5B, "Home", "PostalCode"),
    (0x3A5C, "Home", "State"),
    (0x3A5D, "Home", "Street"),
    (0x3A5F, "Other", "City"),
    (0x3A60, "Other", "CountryOrRegion"),
    (0x3A61, "Other", "PostalCode"),
    (0x3A62, "Other", "State"),
    (0x3A63, "Other", "Street"),
)
_WORK_ADDRESS = (
    (0x8045, "Street"),
    (0x8046, "City"),
    (0x8047, "State"),
    (0x8048, "PostalCode"),
    (0x8049, "CountryOrRegion"),
)

CONTACT_ALIASES: tuple[Alias, ...] = (
    *(Alias(tagged(tag, "String"), f"contacts:{name}", back=same) for tag, name in _TEXTS),
    *(Alias(tagged(tag, "SystemTime"), f"contacts:{name}", back=same) for tag, name in _MOMENTS),
    *(Alias(tagged(tag, "String"), IndexedPath(PHONE, key), back=same) for tag, key in _PHONES),
    *(Alias(tagged(tag, "String"), IndexedPath(f"{ADDRESS}:{part}", key), back=same) for tag, key, part in _ADDRESSES),
    *(
        Alias(numbered("Address", number, "String"), IndexedPath(f"{ADDRESS}:{part}", "Business"), back=same)
        for number, part in _WORK_ADDRESS
    ),
)
