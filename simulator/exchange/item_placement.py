"""Which items may be in which folders (MS-OXWSCORE 3.1.4.2, MS-OXWSCDATA ErrorCannotCreate…)."""

from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.item import Item

HOME_FOLDERS = {
    "CalendarItem": "calendar",
    "Contact": "contacts",
    "DistributionList": "contacts",
    "Task": "tasks",
    "Message": "drafts",
    "PostItem": "inbox",
}
"""Where an item goes when the request names no folder."""

_RULES = (
    ("CalendarItem", "IPF.Appointment", "ErrorCannotCreateCalendarItemInNonCalendarFolder"),
    ("Contact", "IPF.Contact", "ErrorCannotCreateContactInNonContactFolder"),
    ("DistributionList", "IPF.Contact", "ErrorCannotCreateContactInNonContactFolder"),
    ("PostItem", "IPF.Note", "ErrorCannotCreatePostItemInNonMailFolder"),
    ("Task", "IPF.Task", "ErrorCannotCreateTaskInNonTaskFolder"),
    ("PostItem", "IPF.Note", "ErrorCannotCreatePostItemInNonMailFolder"),
)
_RULE_OF = {kind: (folder_class, code) for kind, folder_class, code in _RULES}


def check_place(item: Item, folder: Folder) -> None:
    """Raise the error of a new item in a folder that is not for it.

    Only new items are refused: one that is moved or copied may lie anywhere, as it does in Deleted Items (our choice:
    no page names a code).
    """
    rule = _RULE_OF.get(item.kind)
    if rule is not None and not (folder.folder_class == rule[0] or folder.folder_class.startswith(rule[0] + ".")):
        raise ExchangeError(rule[1])
