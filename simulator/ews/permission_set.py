"""The PermissionSet of a folder, read and written (MS-OXWSFOLD 2.2.4.14, MS-OXWSMTGS 2.2.4.8).

A calendar's set is of another type, with levels of its own. Rights given beside a level other than Custom are an error
up to Exchange 2010, and count for nothing from Exchange 2013 on (MS-OXWSFOLD appendix C).
"""

from typing import Any

from lxml import etree

from simulator.ews.optional_behaviour import PERMISSION_LEVELS_STAND_ALONE
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import schema_fault
from simulator.ews.xml_text import children, content, leaf, local_name
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.permissions import (
    DISTINGUISHED_USERS,
    Permission,
    Rights,
    level_of,
    levels_of,
    permissions,
    with_distinguished_users,
)
from simulator.topology import Account, DistributionGroup

_FLAGS = (
    ("CanCreateItems", "create_items"),
    ("CanCreateSubFolders", "create_subfolders"),
    ("IsFolderOwner", "owner"),
    ("IsFolderVisible", "visible"),
    ("IsFolderContact", "contact"),
)
_CHOICES = (
    ("EditItems", "edit", ("None", "Owned", "All")),
    ("DeleteItems", "delete", ("None", "Owned", "All")),
    ("ReadItems", "read", ("None", "FullDetails")),
)
_READ_IN_CALENDAR = ("None", "TimeOnly", "TimeAndSubjectAndLocation", "FullDetails")
_ORDER = ("UserId", *(name for name, _ in _FLAGS), *(name for name, _, _ in _CHOICES), "level")


def write_permission_set(context: RequestContext, folder: Folder) -> str:
    """The ``t:PermissionSet`` of a folder."""
    prefix = _prefix(folder)
    entries = "".join(_write(context, folder, prefix, one) for one in permissions(folder))
    return f"<t:PermissionSet><t:{prefix}Permissions>{entries}</t:{prefix}Permissions></t:PermissionSet>"


def read_permission_set(context: RequestContext, folder: Folder, element: etree._Element) -> tuple[Permission, ...]:
    """The permissions in a ``t:PermissionSet`` for this folder.

    Raises ErrorCannotSetCalendarPermissionOnNonCalendarFolder and its counterpart,
    ErrorCannotSetPermissionUnknownEntries, ErrorDuplicateUserIdsSpecified, ErrorInvalidPermissionSettings,
    ErrorInvalidUserInfo, and EwsFault for what the schema forbids.
    """
    parts = children(element)
    prefix = _prefix(folder)
    if not parts or local_name(parts[0]) not in ("Permissions", "CalendarPermissions"):
        raise schema_fault("The element 'PermissionSet' has incomplete content.")
    if local_name(parts[0]) != f"{prefix}Permissions":
        raise ExchangeError(
            "ErrorCannotSetNonCalendarPermissionOnCalendarFolder"
            if prefix
            else "ErrorCannotSetCalendarPermissionOnNonCalendarFolder"
        )
    if len(parts) > 1 and children(parts[1]):
        raise ExchangeError("ErrorCannotSetPermissionUnknownEntries")
    given = tuple(_read(context, folder, prefix, one) for one in children(parts[0]))
    if len({one.user for one in given}) < len(given):
        raise ExchangeError("ErrorDuplicateUserIdsSpecified")
    return with_distinguished_users(given)


def _prefix(folder: Folder) -> str:
    return "Calendar" if folder.element == "CalendarFolder" else ""


def _write(context: RequestContext, folder: Folder, prefix: str, permission: Permission) -> str:
    rights = permission.rights
    flags = "".join(leaf(f"t:{name}", str(getattr(rights, field)).lower()) for name, field in _FLAGS)
    choices = "".join(leaf(f"t:{name}", getattr(rights, field)) for name, field, _ in _CHOICES)
    level = leaf(f"t:{prefix}PermissionLevel", level_of(folder, rights))
    user = _write_user(context, permission.user)
    return f"<t:{prefix}Permission>{user}{flags}{choices}{level}</t:{prefix}Permission>"


def _write_user(context: RequestContext, user: str) -> str:
    if user in DISTINGUISHED_USERS:
        return f"<t:UserId><t:DistinguishedUser>{user}</t:DistinguishedUser></t:UserId>"
    directory = context.organization.directory
    account, group = directory.by_smtp(user), directory.group(user)
    sid = leaf("t:SID", account.sid) if account is not None else ""
    known = account or group
    name = leaf("t:DisplayName", known.display_name) if known is not None else ""
    return f"<t:UserId>{sid}{leaf('t:PrimarySmtpAddress', user)}{name}</t:UserId>"


def _read(context: RequestContext, folder: Folder, prefix: str, element: etree._Element) -> Permission:
    if local_name(element) != f"{prefix}Permission":
        raise schema_fault(f"The element has invalid child element '{local_name(element)}'.")
    part = _parts(prefix, element)
    user_id, level = part.pop("UserId"), content(part.pop("level")).strip()
    user = _read_user(context, user_id)
    levels = levels_of(folder)
    if level != "Custom" and level not in levels:
        raise schema_fault(f"The '{prefix}PermissionLevel' element is invalid - The value '{level}' is invalid.")
    rights = _read_rights(prefix, part)
    if level == "Custom":
        return Permission(user, rights)
    if part and PERMISSION_LEVELS_STAND_ALONE.of(context.site.version):
        raise ExchangeError("ErrorInvalidPermissionSettings")
    return Permission(user, levels[level])


def _parts(prefix: str, element: etree._Element) -> dict[str, etree._Element]:
    """The children by name; that of the level is `level` whatever it is called."""
    last, found = -1, dict[str, etree._Element]()
    for child in children(element):
        name = local_name(child)
        key = "level" if name == f"{prefix}PermissionLevel" else name
        if key not in _ORDER or _ORDER.index(key) <= last:
            raise schema_fault(f"The element '{local_name(element)}' has invalid child element '{name}'.")
        last = _ORDER.index(key)
        found[key] = child
    if "UserId" not in found or "level" not in found:
        raise schema_fault(f"The element '{local_name(element)}' has incomplete content.")
    return found


def _read_rights(prefix: str, part: dict[str, etree._Element]) -> Rights:
    """The rights that are given; the others are none (our choice)."""
    rights: dict[str, Any] = {field: _boolean(part[name]) for name, field in _FLAGS if name in part}
    for name, field, allowed in _CHOICES:
        if name in part:
            value = rights[field] = content(part[name]).strip()
            if value not in (_READ_IN_CALENDAR if prefix and field == "read" else allowed):
                raise schema_fault(f"The '{name}' element is invalid - The value '{value}' is invalid.")
    return Rights(**rights)


def _boolean(element: etree._Element) -> bool:
    value = content(element).strip()
    if value not in ("true", "false", "1", "0"):
        raise schema_fault(f"The '{local_name(element)}' element is invalid - The value '{value}' is invalid.")
    return value in ("true", "1")


def _read_user(context: RequestContext, element: etree._Element) -> str:
    """Default, Anonymous, or an account's address.

    That nobody has the identity is ErrorInvalidUserInfo as well (our choice).
    """
    named = {local_name(child): content(child).strip() for child in children(element) if content(child).strip()}
    distinguished = named.pop("DistinguishedUser", None)
    if distinguished is not None:
        if named:
            raise ExchangeError("ErrorInvalidUserInfo")
        if distinguished not in DISTINGUISHED_USERS:
            raise schema_fault(f"The 'DistinguishedUser' element is invalid - The value '{distinguished}' is invalid.")
        return distinguished
    found = _smtp(context, named)
    if found is None:
        raise ExchangeError("ErrorInvalidUserInfo")
    return found


def _smtp(context: RequestContext, named: dict[str, str]) -> str | None:
    """The address of the account or group that is named."""
    directory = context.organization.directory
    if "SID" in named:
        account = directory.by_sid(named["SID"])
        return account.smtp if account is not None else None
    everybody: tuple[Account | DistributionGroup, ...] = (*directory.accounts, *directory.groups)
    address = named.get("PrimarySmtpAddress")
    if address is None:
        return next((one.smtp for one in everybody if one.display_name == named.get("DisplayName")), None)
    found = directory.by_smtp(address) or directory.group(address)
    return found.smtp if found is not None else None
