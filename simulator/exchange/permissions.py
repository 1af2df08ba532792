"""Who may do what in a folder (MS-OXWSFOLD 2.2.4.7, 2.2.4.14, 2.2.5.3; MS-OXWSMTGS 2.2.4.8).

Permissions are kept as they were written and given back; nothing here enforces them yet.
"""

from dataclasses import dataclass, replace

from simulator.exchange.folder import Folder, element_of_class
from simulator.exchange.property_path import PropertyPath

PERMISSIONS = "folder:PermissionSet"
"""The property that holds a folder's permissions: a tuple of `Permission`, Default and Anonymous first."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What one user may do in one folder."""

    create_items: bool = False
    create_subfolders: bool = False
    owner: bool = False
    visible: bool = False
    contact: bool = False
    edit: str = "None"
    """None, Owned or All; so is `delete`."""
    delete: str = "None"
    read: str = "None"
    """None or FullDetails; in a calendar also TimeOnly or TimeAndSubjectAndLocation."""


@dataclass(frozen=True, slots=True)
class Permission:
    """The rights of one user: of `Default` or `Anonymous`, or of the account with an address."""

    user: str
    rights: Rights = Rights()


DISTINGUISHED_USERS = ("Default", "Anonymous")

LEVELS = (
    ("None", Rights()),
    ("Owner", Rights(True, True, True, True, True, "All", "All", "FullDetails")),
    ("PublishingEditor", Rights(True, True, False, True, False, "All", "All", "FullDetails")),
    ("Editor", Rights(True, False, False, True, False, "All", "All", "FullDetails")),
    ("PublishingAuthor", Rights(True, True, False, True, False, "Owned", "Owned", "FullDetails")),
    ("Author", Rights(True, False, False, True, False, "Owned", "Owned", "FullDetails")),
    ("NoneditingAuthor", Rights(True, False, False, True, False, "None", "Owned", "FullDetails")),
    ("Reviewer", Rights(False, False, False, True, False, "None", "None", "FullDetails")),
    ("Contributor", Rights(True, False, False, True, False, "None", "None", "None")),
)
"""What each level stands for (Learn, "Set folder permissions for another user by using EWS in Exchange")."""

CALENDAR_LEVELS = (
    *LEVELS,
    ("FreeBusyTimeOnly", Rights(read="TimeOnly")),
    ("FreeBusyTimeAndSubjectAndLocation", Rights(read="TimeAndSubjectAndLocation")),
)


def levels_of(folder: Folder) -> dict[str, Rights]:
    """The levels that a permission of this folder may have, Custom aside."""
    return dict(CALENDAR_LEVELS if folder.element == "CalendarFolder" else LEVELS)


def level_of(folder: Folder, rights: Rights) -> str:
    """The level with exactly these rights, else Custom: a folder keeps rights, not levels (MS-OXCPERM 2.2.7)."""
    return next((level for level, theirs in levels_of(folder).items() if theirs == rights), "Custom")


def permissions(folder: Folder) -> tuple[Permission, ...]:
    """The folder's permissions; Default and Anonymous are always among them."""
    held = folder.properties.get(PERMISSIONS)
    if isinstance(held, tuple):
        return held
    busy = Rights(read="TimeOnly") if folder.distinguished == "calendar" else Rights()
    return Permission("Default", busy), Permission("Anonymous")


def with_distinguished_users(given: tuple[Permission, ...]) -> tuple[Permission, ...]:
    """The permissions with Default and Anonymous in front; one that was not given has no rights (our choice)."""
    of_user = {one.user: one for one in given}
    first = tuple(of_user.get(user, Permission(user)) for user in DISTINGUISHED_USERS)
    return first + tuple(one for one in given if one.user not in DISTINGUISHED_USERS)


def inherited(parent: Folder, folder_class: str) -> dict[PropertyPath, object]:
    """The permissions that a new folder takes over from its parent.

    In a folder that is no calendar, rights to see when somebody is busy are none (our choice).
    """
    held = parent.properties.get(PERMISSIONS)
    if not isinstance(held, tuple):
        return {}
    if element_of_class(folder_class) != "CalendarFolder":
        held = tuple(_without_busy_times(one) for one in held)
    return {PERMISSIONS: held}


def _without_busy_times(permission: Permission) -> Permission:
    if permission.rights.read in ("None", "FullDetails"):
        return permission
    return Permission(permission.user, replace(permission.rights, read="None"))
