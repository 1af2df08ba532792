"""Real mail from a folder of .eml files, one sub-folder a mailbox, as if it had just arrived.

A sub-folder is called by a login name or an address. Every file ending in `.eml` in it, at any depth, is one message
for that Inbox, in the order of the file names.
"""

from pathlib import Path

from simulator.directory import Directory
from simulator.errors import SimulatorMisuse
from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.item_defaults import complete_new_item, owner
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.new_message import message_id
from simulator.exchange.organization import ExchangeOrganization
from simulator.topology import Account


def load_folder(organization: ExchangeOrganization, folder: Path) -> dict[str, int]:
    """Deliver every message and return how many each address got, the empty sub-folders included.

    Raises SimulatorMisuse, before anything is delivered, for a folder that is not there, a sub-folder that names
    nobody and a file that cannot be read as a message.
    """
    targets = _targets(organization.directory, folder)
    messages = {account: [_read(organization, account, path) for path in paths] for account, paths in targets.items()}
    with organization.lock:
        for account, items in messages.items():
            mailbox = organization.mailbox(account)
            for item in items:
                mailbox.add_item(item, mailbox.distinguished("inbox"))
    return {account.smtp: len(items) for account, items in messages.items()}


def _targets(directory: Directory, folder: Path) -> dict[Account, list[Path]]:
    if not folder.is_dir():
        raise SimulatorMisuse(f"{folder} is no folder; give one with a sub-folder of .eml files for each mailbox")
    found: dict[Account, list[Path]] = {}
    for sub in sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")):
        account = directory.by_smtp(sub.name) or directory.by_login(sub.name)
        if account is None:
            raise SimulatorMisuse(f"{sub}: nobody has this address or login; name the sub-folder after a mailbox")
        paths = sorted(path for path in sub.rglob("*") if path.suffix.lower() == ".eml" and path.is_file())
        found.setdefault(account, []).extend(paths)
    if not found:
        raise SimulatorMisuse(f"{folder} has no sub-folder; make one, called by an address, for each mailbox")
    return found


def _read(organization: ExchangeOrganization, account: Account, path: Path) -> Item:
    mailbox: Mailbox = organization.mailbox(account)
    item = Item("Message", "IPM.Note", mime=path.read_bytes())
    try:
        complete_new_item(mailbox, item)
    except ExchangeError as problem:
        raise SimulatorMisuse(f"{path} cannot be read as a message: {problem.text}") from problem
    item.properties |= {
        "item:IsDraft": False,
        "message:IsRead": False,
        "item:DateTimeReceived": organization.clock.now(),
        "message:ReceivedBy": owner(mailbox),
        "message:ReceivedRepresenting": owner(mailbox),
    }
    item.properties.setdefault("message:InternetMessageId", message_id(organization))
    return item
