"""Loading one file into Ana's mailbox."""

from pathlib import Path

from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.seeding.content_folder import load
from simulator.seeding.load_report import Loaded
from tests.simulator.exchange_flow.organization import mailbox


def load_file(organization: ExchangeOrganization, folder: Path, name: str, content: str | bytes) -> Loaded:
    """What becomes of a file with this name in her folder."""
    path = folder / "ana.silva" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.replace("\n", "\r\n").encode())
    return load(organization, folder)["ana.silva"]


def ana(organization: ExchangeOrganization) -> Mailbox:
    """Her mailbox."""
    return mailbox(organization, "ana.silva")


def items(organization: ExchangeOrganization, folder: str) -> list[Item]:
    """What is in one of her folders."""
    return list(ana(organization).distinguished(folder).items.values())
