"""The permissions of a folder, as every new folder has them: nobody but the owner (MS-OXWSFOLD 2.2.4.14)."""

_FLAGS = ("CanCreateItems", "CanCreateSubFolders", "IsFolderOwner", "IsFolderVisible", "IsFolderContact")


def permission_set(element: str) -> str:
    """The PermissionSet of a folder written as `element`; a calendar's is of another type."""
    prefix = "Calendar" if element == "CalendarFolder" else ""
    entries = "".join(_entry(prefix, user) for user in ("Default", "Anonymous"))
    return f"<t:PermissionSet><t:{prefix}Permissions>{entries}</t:{prefix}Permissions></t:PermissionSet>"


def _entry(prefix: str, user: str) -> str:
    flags = "".join(f"<t:{flag}>false</t:{flag}>" for flag in _FLAGS)
    return (
        f"<t:{prefix}Permission><t:UserId><t:DistinguishedUser>{user}</t:DistinguishedUser></t:UserId>{flags}"
        "<t:EditItems>None</t:EditItems><t:DeleteItems>None</t:DeleteItems><t:ReadItems>None</t:ReadItems>"
        f"<t:{prefix}PermissionLevel>None</t:{prefix}PermissionLevel></t:{prefix}Permission>"
    )
