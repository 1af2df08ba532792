"""MAPI properties that are the same thing as a FieldURI, so that both names reach one value (MS-OXPROPS section 2)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from simulator.exchange.property_path import (
    CLEAN_GLOBAL_OBJECT_ID,
    CONVERSATION_INDEX,
    GLOBAL_OBJECT_ID,
    ExtendedPropertyPath,
    PropertyPath,
    numbered,
    tagged,
)

BinaryName = Literal["CleanGlobalObjectId", "GlobalObjectId", "ConversationIndex"]
Convert = Callable[[object], object]


@dataclass(frozen=True)
class Alias:
    """One MAPI property, the FieldURI with its value, and the way from one form to the other."""

    mapi: ExtendedPropertyPath
    path: PropertyPath
    out: Convert = lambda value: value
    back: Convert | None = None
    """None when a client may not set it by this name."""


def _same(value: object) -> object:
    return value


_IMPORTANCE = ("Low", "Normal", "High")
_SENSITIVITY = ("Normal", "Personal", "Private", "Confidential")


def _number_of(names: tuple[str, ...]) -> Convert:
    return lambda value: names.index(str(value)) if value in names else None


def _name_of(names: tuple[str, ...]) -> Convert:
    return lambda value: names[value] if isinstance(value, int) and 0 <= value < len(names) else names[0]


ALIASES: tuple[Alias, ...] = (
    Alias(tagged(0x001A, "String"), "item:ItemClass"),
    Alias(tagged(0x0017, "Integer"), "item:Importance", _number_of(_IMPORTANCE), _name_of(_IMPORTANCE)),
    Alias(tagged(0x0036, "Integer"), "item:Sensitivity", _number_of(_SENSITIVITY), _name_of(_SENSITIVITY)),
    Alias(tagged(0x0037, "String"), "item:Subject", back=_same),
    Alias(tagged(0x0039, "SystemTime"), "item:DateTimeSent", back=_same),
    Alias(tagged(0x0070, "String"), "message:ConversationTopic", back=_same),
    Alias(CONVERSATION_INDEX, "message:ConversationIndex", back=_same),
    Alias(tagged(0x0E06, "SystemTime"), "item:DateTimeReceived", back=_same),
    Alias(tagged(0x0E08, "Integer"), "item:Size"),
    Alias(tagged(0x0E03, "String"), "item:DisplayCc"),
    Alias(tagged(0x0E04, "String"), "item:DisplayTo"),
    Alias(tagged(0x0E1B, "Boolean"), "item:HasAttachments"),
    Alias(tagged(0x0E69, "Boolean"), "message:IsRead"),
    Alias(tagged(0x1035, "String"), "message:InternetMessageId", back=_same),
    Alias(tagged(0x1039, "String"), "message:References", back=_same),
    Alias(tagged(0x1042, "String"), "item:InReplyTo", back=_same),
    Alias(tagged(0x3007, "SystemTime"), "item:DateTimeCreated"),
    Alias(tagged(0x3008, "SystemTime"), "item:LastModifiedTime"),
    Alias(tagged(0x3FFA, "String"), "item:LastModifiedName"),
    Alias(tagged(0x0FFF, "Binary"), "item:StoreEntryId"),
    Alias(tagged(0x3A06, "String"), "contacts:GivenName", back=_same),
    Alias(tagged(0x3A11, "String"), "contacts:Surname", back=_same),
    Alias(tagged(0x3A16, "String"), "contacts:CompanyName", back=_same),
    Alias(tagged(0x3A17, "String"), "contacts:JobTitle", back=_same),
    Alias(numbered("Appointment", 0x820D, "SystemTime"), "calendar:Start", back=_same),
    Alias(numbered("Appointment", 0x820E, "SystemTime"), "calendar:End", back=_same),
    Alias(numbered("Appointment", 0x8208, "String"), "calendar:Location", back=_same),
    Alias(numbered("Appointment", 0x8215, "Boolean"), "calendar:IsAllDayEvent", back=_same),
    Alias(numbered("Appointment", 0x8201, "Integer"), "calendar:AppointmentSequenceNumber"),
    Alias(numbered("Common", 0x8503, "Boolean"), "item:ReminderIsSet", back=_same),
    Alias(numbered("Task", 0x8105, "SystemTime"), "task:DueDate", back=_same),
    Alias(numbered("Task", 0x8104, "SystemTime"), "task:StartDate", back=_same),
    Alias(numbered("Task", 0x8102, "Double"), "task:PercentComplete",
          lambda value: value / 100 if isinstance(value, int | float) else None,
          lambda value: value * 100 if isinstance(value, int | float) else None),
)  # fmt: skip

ALIAS_OF = {alias.mapi: alias for alias in ALIASES}

_NAMES: dict[ExtendedPropertyPath, BinaryName] = {
    CLEAN_GLOBAL_OBJECT_ID: "CleanGlobalObjectId",
    GLOBAL_OBJECT_ID: "GlobalObjectId",
    CONVERSATION_INDEX: "ConversationIndex",
}


def name_of_binary(path: ExtendedPropertyPath) -> str:
    """How a planned fault names a Binary property: its well-known name, else its own name, tag or number."""
    if path in _NAMES:
        return _NAMES[path]
    if path.name is not None:
        return path.name
    return f"0x{path.tag:04x}" if path.tag is not None else f"0x{path.id or 0:x}"
