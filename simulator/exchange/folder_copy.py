"""A copy of a folder, with all in it and below it (MS-OXWSFOLD 3.1.4.1)."""

from simulator.exchange.folder import Folder
from simulator.exchange.mailbox import Mailbox


def copy_folder(mailbox: Mailbox, folder: Folder, target: Folder) -> Folder:
    """Copy into a folder that is not below; the copy of a distinguished folder is not one.

    Raises ErrorFolderExists when the target has a sub-folder of the name.
    """
    copy = mailbox.create_folder(target, folder.display_name, folder.folder_class, properties=dict(folder.properties))
    for item in [*folder.items.values(), *folder.associated.values()]:
        mailbox.copy_item(item, copy)
    for child in list(mailbox.children(folder)):
        copy_folder(mailbox, child, copy)
    return copy
