"""What Exchange refuses to do with a folder (MS-OXWSFOLD 3.1.4, Learn "ResponseCode")."""

from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.mailbox import Mailbox


def check_parent(parent: Folder) -> None:
    """Raise ErrorInvalidParentFolder for a search folder: nothing can be below it."""
    if parent.element == "SearchFolder":
        raise ExchangeError("ErrorInvalidParentFolder")


def check_copy(mailbox: Mailbox, folder: Folder, target: Folder) -> None:
    """Raise the error of a copy (or move) into the folder itself or below it, or of a name that is taken there."""
    check_parent(target)
    if mailbox.is_within(target, folder):
        raise ExchangeError("ErrorMoveCopyFailed")
    mailbox.check_name_is_free(target, folder.display_name)


def check_move(mailbox: Mailbox, folder: Folder, target: Folder) -> None:
    """Raise the error of a move. Into the parent that it has already, a folder's own name is taken (our choice)."""
    if folder.distinguished:
        raise ExchangeError("ErrorMoveDistinguishedFolder")
    check_copy(mailbox, folder, target)


def check_delete(mailbox: Mailbox, folder: Folder) -> None:
    """Raise ErrorDeleteDistinguishedFolder for a distinguished folder, and for one above such a folder (our choice)."""
    if folder.distinguished or any(below.distinguished for below in mailbox.descendants(folder)):
        raise ExchangeError("ErrorDeleteDistinguishedFolder")


def check_empty(mailbox: Mailbox, folder: Folder, *, with_subfolders: bool) -> None:
    """Raise ErrorCannotEmptyFolder for a calendar or search folder.

    Distinguished sub-folders are ErrorDeleteDistinguishedFolder. Nothing is deleted then, not even what could be (our
    choice).
    """
    if folder.element in ("CalendarFolder", "SearchFolder"):
        raise ExchangeError("ErrorCannotEmptyFolder")
    if with_subfolders:
        for child in mailbox.children(folder):
            check_delete(mailbox, child)


def check_rename(folder: Folder) -> None:
    """Raise ErrorInvalidPropertySet for a distinguished folder: its name is not the client's (our choice of code)."""
    if folder.distinguished:
        raise ExchangeError("ErrorInvalidPropertySet", "The name of a distinguished folder can't be set.")
