"""What a version of the organization can do (reference: "Version reality check").

Only CRM 2013 is simulated so far; the table has the flags on which later versions differ.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Capabilities:
    """`state_by_update`: whether Update may write statecode and statuscode; the others name what they switch on."""

    product: str
    state_by_update: bool
    change_tracking: bool
    alternate_keys: bool
    row_version_concurrency: bool
    web_api: bool


CRM_2013 = Capabilities("CRM 2013", False, False, False, False, False)
_BY_MAJOR_VERSION = {"6": CRM_2013}


def capabilities(version: str) -> Capabilities:
    """What the organization of this version (`6.0.0.809`) can do. Raises ValueError for one that is not simulated."""
    found = _BY_MAJOR_VERSION.get(version.split(".")[0])
    if found is None:
        raise ValueError(f"CRM version {version!r} is not simulated yet; use 6.0.0.809")
    return found
