"""What a search folder looks for, and where (MS-OXWSSRCH 2.2.4.31 and 2.2.4.32)."""

from dataclasses import dataclass

from simulator.exchange.folder import SEARCH_PARAMETERS, Folder
from simulator.exchange.mailbox import Mailbox


@dataclass(frozen=True, slots=True)
class SearchParameters:
    """The criteria of a search folder."""

    restriction: str
    """The Restriction element, as XML."""
    folders: tuple[int, ...]
    """Keys of the folders that are searched."""
    deep: bool = False
    """Whether the folders below them are searched, too."""


def search_parameters(folder: Folder) -> SearchParameters | None:
    """The criteria of a search folder; None for any other folder."""
    held = folder.properties.get(SEARCH_PARAMETERS)
    return held if isinstance(held, SearchParameters) else None


def searched_folders(mailbox: Mailbox, parameters: SearchParameters) -> list[Folder]:
    """The folders that are searched, each once; those that are gone, and search folders, hold nothing to find."""
    found: dict[int, Folder] = {}
    for key in parameters.folders:
        root = mailbox.folders.get(key)
        if root is None:
            continue
        for folder in (root, *(mailbox.descendants(root) if parameters.deep else ())):
            if folder.element != "SearchFolder":
                found[folder.key] = folder
    return list(found.values())
