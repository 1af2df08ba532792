"""Real content into mailboxes (`--load FOLDER`): one sub-folder a mailbox, every file accounted for.

A sub-folder is named after an address or a login of the mailbox. What lies in it goes where such items go by
themselves: messages to the Inbox, events to the Calendar, contacts and tasks to theirs. A folder in it is a folder of
the mailbox: by its DistinguishedFolderId or its name, and one that is not there is made, with the class of what comes
first. Nothing is left out silently.
"""

from collections.abc import Iterator
from pathlib import Path

from simulator.errors import SimulatorMisuse
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.item import Item
from simulator.exchange.item_placement import check_place
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.seeding.calendar_files import read_ics
from simulator.seeding.contact_files import read_vcf
from simulator.seeding.load_report import Found, Loaded, Reader, Refused
from simulator.seeding.message_files import read_eml, read_mbox

READERS: tuple[tuple[str, Reader], ...] = (
    (".eml", read_eml),
    (".mbox", read_mbox),
    (".ics", read_ics),
    (".vcf", read_vcf),
)
"""What can be loaded, by the ending of the file's name."""

_FOLDER_CLASSES = {"CalendarItem": "IPF.Appointment", "Contact": "IPF.Contact", "Task": "IPF.Task"}


def load(organization: ExchangeOrganization, folder: Path) -> dict[str, Loaded]:
    """Put every file below `folder` into its mailbox; the answer has an entry for each sub-folder.

    Files that lie beside the sub-folders are refused under the empty name. Raises SimulatorMisuse when there is no
    such folder.
    """
    if not folder.is_dir():
        raise SimulatorMisuse(f"there is no folder {folder}; give one with a sub-folder for each mailbox")
    result: dict[str, Loaded] = {}
    with organization.lock:
        for entry in sorted(folder.iterdir()):
            if entry.is_dir():
                result[entry.name] = _load_mailbox(organization, entry)
            elif not entry.name.startswith("."):
                beside = result.setdefault("", Loaded(loaded=0, refused=[], left_out=[]))
                beside["refused"].append([entry.name, "it is in no mailbox's sub-folder"])
    return result


def _load_mailbox(organization: ExchangeOrganization, folder: Path) -> Loaded:
    account = organization.directory.by_smtp(folder.name) or organization.directory.by_login(folder.name)
    report = Loaded(loaded=0, refused=[], left_out=[])
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        try:
            if account is None:
                raise Refused(f"nobody has the address or login {folder.name}")
            _load_file(organization, organization.mailbox(account), path, path.relative_to(folder), report)
        except Refused as refused:
            report["refused"].append([_named(name, refused.part), refused.reason])
    return report


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))


def _named(name: str, part: str) -> str:
    return f"{name}: {part}" if part else name


def _load_file(organization: ExchangeOrganization, mailbox: Mailbox, path: Path, inside: Path, report: Loaded) -> None:
    reader = next((found for ending, found in READERS if path.name.lower().endswith(ending)), None)
    if reader is None:
        raise Refused(f"it is not one of {', '.join(ending for ending, _ in READERS)}")
    name = inside.as_posix()
    for found in reader(organization, mailbox, path):
        if isinstance(found, Refused):
            report["refused"].append([_named(name, found.part), found.reason])
            continue
        try:
            _place(mailbox, found, inside.parts[:-1])
        except ExchangeError as error:
            report["refused"].append([_named(name, found.part), f"Exchange refuses it there: {error.code}"])
            continue
        report["loaded"] += 1
        report["left_out"] += [[_named(name, found.part), text] for text in found.left_out]


def _place(mailbox: Mailbox, found: Found, names: tuple[str, ...]) -> None:
    folder = _folder(mailbox, names, found.item) if names else mailbox.distinguished(found.home)
    check_place(found.item, folder)
    mailbox.add_item(found.item, folder)


def _folder(mailbox: Mailbox, names: tuple[str, ...], item: Item) -> Folder:
    """The mailbox's folder along these names; those that are missing are made."""
    folder = mailbox.distinguished("msgfolderroot")
    for at, name in enumerate(names):
        known = next((one for one in mailbox.children(folder) if one.display_name.lower() == name.lower()), None)
        if known is None and at == 0:
            known = next((one for one in mailbox.folders.values() if one.distinguished == name.lower()), None)
        folder = known or mailbox.create_folder(folder, name, _FOLDER_CLASSES.get(item.kind, "IPF.Note"))
    return folder
