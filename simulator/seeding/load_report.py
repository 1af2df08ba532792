"""What becomes of the files that are loaded: every file, and every part of one, is accounted for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization

LARGEST = 150 * 1024 * 1024
"""Bytes; a larger file is refused (our choice, above the largest message size an administrator usually sets)."""


class Loaded(TypedDict):
    """What became of the files of one sub-folder: how many items there are, which files or parts of files were not
    taken, and what of those taken has no place in Exchange, each with the reason.
    """

    loaded: int
    refused: list[list[str]]
    left_out: list[list[str]]


@dataclass(frozen=True)
class Refused(Exception):
    """A file, or the part of it that is named, is not taken."""

    reason: str
    part: str = ""


@dataclass(frozen=True)
class Found:
    """One item of a file, in no folder yet."""

    item: Item
    home: str
    """The DistinguishedFolderId of the folder where such items go by themselves."""
    part: str = ""
    """Which part of the file it is; empty when it is all of it."""
    left_out: tuple[str, ...] = ()
    """What the file says and an item can't hold."""


Reader = Callable[[ExchangeOrganization, Mailbox, Path], Iterable[Found | Refused]]
"""The items of a file; raises Refused when nothing of it can be read."""


def read_bytes(path: Path) -> bytes:
    """The content. Raises Refused for a file that is too large or can't be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(f"it is larger than {LARGEST} bytes")
        return path.read_bytes()
    except OSError as problem:
        raise Refused(f"it can't be read: {problem.strerror}") from problem


def read_text(path: Path) -> str:
    """The content as text: UTF-8, else Windows-1252, which older programs write. Raises Refused."""
    content = read_bytes(path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("windows-1252", "replace")
