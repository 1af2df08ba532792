"""Names on the wire: namespaces, and the named properties this syncer reads and writes."""

from __future__ import annotations

from dataclasses import dataclass

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"
ERRORS = "http://schemas.microsoft.com/exchange/services/2006/errors"

T = f"{{{TYPES}}}"
M = f"{{{MESSAGES}}}"
S = f"{{{SOAP}}}"


@dataclass(frozen=True, slots=True)
class ExtendedProperty:
    """A property addressed by `ExtendedFieldURI` (MS-OXWSXPROP 2.1.1): by name in a set, by id in a set, or by tag."""

    type: str
    set: str | None = None
    name: str | None = None
    id: int | None = None
    tag: str | None = None

    def attributes(self) -> dict[str, str]:
        """The attributes of `ExtendedFieldURI`."""
        found = {
            "DistinguishedPropertySetId": self.set,
            "PropertyTag": self.tag,
            "PropertyName": self.name,
            "PropertyId": None if self.id is None else str(self.id),
            "PropertyType": self.type,
        }
        return {key: value for key, value in found.items() if value is not None}


def _public(name: str, type: str = "String") -> ExtendedProperty:
    return ExtendedProperty(type, set="PublicStrings", name=name)


CRM_ID = (_public("crmid"), _public("crmId"))
"""All spellings of the mark that are read; the first is the one we write."""
CRM_ORG_ID = (_public("crmorgid"), _public("crmOrgId"))
CRM_LINK_STATE = (_public("crmLinkState", "Double"), _public("crmlinkstate", "Double"))
CRM_REGARDING_ID = (_public("crmRegardingId"), _public("crmregardingobjectid"))
CRM_REGARDING_TYPE = (_public("crmRegardingObjectType"), _public("crmregardingobjecttypecode"))
OBJECT_TYPES = {"1": "account", "2": "contact", "3": "opportunity", "4": "lead", "8": "systemuser"}
"""CRM's object type codes of what an activity may be regarding; for any other entity its name stands in the mark (our
choice)."""
ATTEMPT = _public("tagusAttempt")
"""Which intent of ours made the item (our choice)."""
SEND_MARKER = _public("tagusSendMarker")
"""Written by the call that sends a meeting (our choice)."""

CLEAN_GLOBAL_OBJECT_ID = ExtendedProperty("Binary", set="Meeting", id=0x23)
"""PidLidCleanGlobalObjectId, MS-OXOCAL 2.2.1.28."""
CONVERSATION_INDEX = ExtendedProperty("Binary", tag="0x0071")
"""PidTagConversationIndex, MS-OXOMSG 2.2.1.3."""

READ_PROPERTIES = (
    *CRM_ID, *CRM_ORG_ID, *CRM_LINK_STATE, *CRM_REGARDING_ID, *CRM_REGARDING_TYPE, ATTEMPT, SEND_MARKER,
    CLEAN_GLOBAL_OBJECT_ID, CONVERSATION_INDEX,
)  # fmt: skip
"""Asked of every item."""
