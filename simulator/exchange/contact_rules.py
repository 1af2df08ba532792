"""What the server works out for a contact or a distribution list: DisplayName and FileAs (MS-OXWSCONT 3.1.4.1.2.4)."""

from collections.abc import Callable

from simulator.exchange.item import Item
from simulator.exchange.property_path import PropertyPath

FILE_AS, MAPPING, DISPLAY_NAME = "contacts:FileAs", "contacts:FileAsMapping", "contacts:DisplayName"
_FROM = frozenset(
    {f"contacts:{name}" for name in
     ("GivenName", "MiddleName", "Surname", "Generation", "CompanyName", "DisplayName", "FileAsMapping")}
)  # fmt: skip
"""What FileAs is made from."""


def complete_contact(item: Item) -> None:
    """Fill in what the client left open."""
    held = item.properties
    held.setdefault(DISPLAY_NAME, _first_last(item) or item.text("contacts:CompanyName"))
    filed = file_as(item)
    if filed is not None:
        held.setdefault(FILE_AS, filed)
    held.setdefault("item:Subject", item.text(DISPLAY_NAME))
    held.setdefault("contacts:ContactSource", "Store")


def complete_distribution_list(item: Item) -> None:
    """The same for a distribution list, whose name is its subject too."""
    held = item.properties
    held.setdefault(DISPLAY_NAME, item.text("item:Subject"))
    held.setdefault("item:Subject", item.text(DISPLAY_NAME))
    held.setdefault("contacts:ContactSource", "Store")


def refiled(item: Item, changes: dict[PropertyPath, object], gone: set[PropertyPath]) -> dict[PropertyPath, object]:
    """The changes, with the FileAs that follows from them unless the client says what it shall be."""
    if not _FROM & {*changes, *gone} or FILE_AS in changes or FILE_AS in gone:
        return changes
    held = {path: value for path, value in item.properties.items() if path not in gone}
    filed = file_as(Item(item.kind, item.item_class, {**held, **changes}))
    return changes if filed is None else {**changes, FILE_AS: filed}


def file_as(item: Item) -> str | None:
    """FileAs as FileAsMapping makes it; None when the mapping makes none."""
    made = _FILE_AS.get(item.text(MAPPING))
    return None if made is None else made(item)


def _joined(between: str, *parts: str) -> str:
    return between.join(part for part in parts if part)


def _part(name: str) -> Callable[[Item], str]:
    return lambda item: item.text(f"contacts:{name}")


_given, _middle, _surname = _part("GivenName"), _part("MiddleName"), _part("Surname")
_suffix, _company = _part("Generation"), _part("CompanyName")


def _first_last(item: Item) -> str:
    return _joined(" ", _given(item), _middle(item), _surname(item), _suffix(item))


def _last_first(between: str) -> Callable[[Item], str]:
    return lambda item: _joined(between, _surname(item), _joined(" ", _given(item), _middle(item)))


def _two_lines(first: Callable[[Item], str], second: Callable[[Item], str]) -> Callable[[Item], str]:
    return lambda item: _joined("\r\n", first(item), second(item))


_FILE_AS: dict[str, Callable[[Item], str]] = {
    "LastCommaFirst": _last_first(", "),
    "FirstSpaceLast": _first_last,
    "Company": _company,
    "LastCommaFirstCompany": _two_lines(_last_first(", "), _company),
    "CompanyLastFirst": _two_lines(_company, _last_first("")),
    "LastFirst": _last_first(""),
    "LastFirstCompany": _two_lines(_last_first(""), _company),
    "CompanyLastCommaFirst": _two_lines(_company, _last_first(", ")),
    "LastFirstSuffix": lambda item: _joined(" ", _last_first("")(item), _suffix(item)),
    "LastSpaceFirstCompany": _two_lines(_last_first(" "), _company),
    "CompanyLastSpaceFirst": _two_lines(_company, _last_first(" ")),
    "LastSpaceFirst": _last_first(" "),
    "DisplayName": _part("DisplayName"),
    "FirstName": _given,
    "LastFirstMiddleSuffix": lambda item: _joined(" ", _last_first(", ")(item), _suffix(item)),
    "LastName": _surname,
    "Empty": lambda _item: "",
}
"""PidLidFileUnderId (MS-OXOCNTC 2.2.1.1.12): two-part forms are two lines, LastFirst has nothing between its parts."""
