"""MAPI properties that are the same thing as a FieldURI, so that both names reach one value (MS-OXPROPS section 2)."""

from typing import Literal

from simulator.ews.mapi_alias import Alias, Convert, same
from simulator.ews.mapi_contact_aliases import CONTACT_ALIASES
from simulator.exchange.property_path import (
    CLEAN_GLOBAL_OBJECT_ID,
    CONVERSATION_INDEX,
    GLOBAL_OBJECT_ID,
    ExtendedPropertyPath,
    named,
    numbered,
    tagged,
)
from simulator.exchange.text_conversion import converted
from simulator.exchange.values import Body, Flag

ITEM_CLASS = "item:ItemClass"
BinaryName = Literal["CleanGlobalObjectId", "GlobalObjectId", "ConversationIndex"]
_IMPORTANCE = ("Low", "Normal", "High")
_BUSY = ("Free", "Tentative", "Busy", "OOF", "WorkingElsewhere")
"""PidLidBusyStatus (MS-OXOCAL 2.2.1.2)."""
_TASK_STATUS = ("NotStarted", "InProgress", "Completed", "WaitingOnOthers", "Deferred")
"""PidLidTaskStatus (MS-OXOTASK 2.2.2.2.2)."""
_SENSITIVITY = ("Normal", "Personal", "Private", "Confidential")


def _number_of(names: tuple[str, ...]) -> Convert:
    return lambda value: names.index(str(value)) if value in names else None


def _name_of(names: tuple[str, ...]) -> Convert:
    return lambda value: names[value] if isinstance(value, int) and 0 <= value < len(names) else names[0]


_FLAG_STATUS = ("NotFlagged", "Complete", "Flagged")
"""PidTagFlagStatus (MS-OXPROPS 2.703): 1 is complete, 2 is flagged."""


def _flag_status(value: object) -> object:
    return (_FLAG_STATUS.index(value.status) or None) if isinstance(value, Flag) else None


def _plain_text(value: object) -> object:
    return converted(value, "Text").text if isinstance(value, Body) else None


ALIASES: tuple[Alias, ...] = (
    Alias(tagged(0x001A, "String"), ITEM_CLASS, back=same),
    Alias(tagged(0x0017, "Integer"), "item:Importance", _number_of(_IMPORTANCE), _name_of(_IMPORTANCE)),
    Alias(tagged(0x0036, "Integer"), "item:Sensitivity", _number_of(_SENSITIVITY), _name_of(_SENSITIVITY)),
    Alias(tagged(0x0037, "String"), "item:Subject", back=same),
    Alias(tagged(0x0039, "SystemTime"), "item:DateTimeSent", back=same),
    Alias(tagged(0x0070, "String"), "message:ConversationTopic", back=same),
    Alias(CONVERSATION_INDEX, "message:ConversationIndex", back=same),
    Alias(tagged(0x0E06, "SystemTime"), "item:DateTimeReceived", back=same),
    Alias(tagged(0x0E08, "Integer"), "item:Size"),
    Alias(tagged(0x0E03, "String"), "item:DisplayCc"),
    Alias(tagged(0x0E04, "String"), "item:DisplayTo"),
    Alias(tagged(0x0E1B, "Boolean"), "item:HasAttachments"),
    Alias(tagged(0x0E69, "Boolean"), "message:IsRead"),
    Alias(tagged(0x1000, "String"), "item:Body", _plain_text, lambda value: Body(str(value))),
    Alias(tagged(0x1090, "Integer"), "item:Flag", _flag_status, lambda value: Flag(str(_name_of(_FLAG_STATUS)(value)))),
    Alias(named("PublicStrings", "Keywords", "StringArray"), "item:Categories", back=same),
    Alias(tagged(0x1035, "String"), "message:InternetMessageId", back=same),
    Alias(tagged(0x1039, "String"), "message:References", back=same),
    Alias(tagged(0x1042, "String"), "item:InReplyTo", back=same),
    Alias(tagged(0x3007, "SystemTime"), "item:DateTimeCreated"),
    Alias(tagged(0x3008, "SystemTime"), "item:LastModifiedTime"),
    Alias(tagged(0x3FFA, "String"), "item:LastModifiedName"),
    Alias(tagged(0x0FFF, "Binary"), "item:StoreEntryId"),
    Alias(numbered("Appointment", 0x820D, "SystemTime"), "calendar:Start", back=same),
    Alias(numbered("Appointment", 0x820E, "SystemTime"), "calendar:End", back=same),
    Alias(numbered("Appointment", 0x8208, "String"), "calendar:Location", back=same),
    Alias(numbered("Appointment", 0x8215, "Boolean"), "calendar:IsAllDayEvent", back=same),
    Alias(numbered("Common", 0x8516, "SystemTime"), "calendar:Start", back=same),
    Alias(numbered("Common", 0x8517, "SystemTime"), "calendar:End", back=same),
    Alias(numbered("Appointment", 0x8205, "Integer"), "calendar:LegacyFreeBusyStatus",
          _number_of(_BUSY), _name_of(_BUSY)),
    Alias(numbered("Appointment", 0x8217, "Integer"), "calendar:AppointmentState", back=same),
    Alias(numbered("Common", 0x8501, "Integer"), "item:ReminderMinutesBeforeStart", back=same),
    Alias(numbered("Task", 0x8101, "Integer"), "task:Status", _number_of(_TASK_STATUS), _name_of(_TASK_STATUS)),
    Alias(numbered("Appointment", 0x8201, "Integer"), "calendar:AppointmentSequenceNumber", back=same),
    Alias(numbered("Common", 0x8503, "Boolean"), "item:ReminderIsSet", back=same),
    Alias(numbered("Task", 0x8105, "SystemTime"), "task:DueDate", back=same),
    Alias(numbered("Task", 0x8104, "SystemTime"), "task:StartDate", back=same),
    Alias(numbered("Task", 0x8102, "Double"), "task:PercentComplete",
          lambda value: value / 100 if isinstance(value, int | float) else None,
          lambda value: value * 100 if isinstance(value, int | float) else None),
    *CONTACT_ALIASES,
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
