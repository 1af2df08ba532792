"""How a property of an item is named: a FieldURI, an indexed FieldURI, or an extended property (MS-OXWSXPROP 2.1.5)."""

from dataclasses import dataclass
from typing import NamedTuple

PROPERTY_SETS = (
    ("Meeting", "6ed8da90-450b-101b-98da-00aa003f1305"),
    ("Appointment", "00062002-0000-0000-c000-000000000046"),
    ("Common", "00062008-0000-0000-c000-000000000046"),
    ("PublicStrings", "00020329-0000-0000-c000-000000000046"),
    ("Address", "00062004-0000-0000-c000-000000000046"),
    ("InternetHeaders", "00020386-0000-0000-c000-000000000046"),
    ("CalendarAssistant", "11000e07-b51b-40d6-af21-caa85edab1d0"),
    ("UnifiedMessaging", "4442858e-a9e3-4e80-b900-317a210cc15b"),
    ("Task", "00062003-0000-0000-c000-000000000046"),
    ("Sharing", "00062040-0000-0000-c000-000000000046"),
)
"""Distinguished property sets and their GUIDs: MS-OXWSXPROP 2.1.2 and MS-OXPROPS 1.3.2."""

GUID_OF_SET = dict(PROPERTY_SETS)


@dataclass(frozen=True, slots=True)
class ExtendedPropertyPath:
    """One extended property, in one canonical form however a client spells it.

    Either ``tag`` (0x0001..0xFFFE) is given, or ``set_id`` (lower-case GUID text) with ``name`` or ``id``.
    ``type`` is the MapiPropertyType of MS-OXWSXPROP 2.1.4, such as ``Binary`` or ``StringArray``.
    """

    type: str
    tag: int | None = None
    set_id: str | None = None
    name: str | None = None
    id: int | None = None


class IndexedPath(NamedTuple):
    """One entry of a dictionary property, such as ("contacts:EmailAddress", "EmailAddress1")."""

    uri: str
    key: str


PropertyPath = str | IndexedPath | ExtendedPropertyPath
"""FieldURI text, an :class:`IndexedPath` or an :class:`ExtendedPropertyPath`."""


def named(property_set: str, name: str, kind: str = "String") -> ExtendedPropertyPath:
    """The string-named property of a distinguished set, such as ``named("PublicStrings", "crmid")``."""
    return ExtendedPropertyPath(type=kind, set_id=GUID_OF_SET[property_set], name=name)


def numbered(property_set: str, identifier: int, kind: str) -> ExtendedPropertyPath:
    """The number-named property of a distinguished set, such as ``numbered("Meeting", 0x23, "Binary")``."""
    return ExtendedPropertyPath(type=kind, set_id=GUID_OF_SET[property_set], id=identifier)


def tagged(tag: int, kind: str) -> ExtendedPropertyPath:
    """The property of a MAPI tag (the upper 16 bits alone), such as ``tagged(0x0071, "Binary")``."""
    return ExtendedPropertyPath(type=kind, tag=tag)


GLOBAL_OBJECT_ID = numbered("Meeting", 0x3, "Binary")
CLEAN_GLOBAL_OBJECT_ID = numbered("Meeting", 0x23, "Binary")
CONVERSATION_INDEX = tagged(0x0071, "Binary")
