"""The keywords of a QueryString: what each searches, and for which values (Learn, "Perform an AQS search by using EWS"
and "QueryString").

Words match the beginning of a word, without regard to case and accents; a phrase in quotes matches whole words in
their order, and with an asterisk after it the beginnings of words in their order.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from simulator.ews.comparison import several
from simulator.ews.containment import containing
from simulator.ews.item_query import ATTACHED_TEXTS
from simulator.ews.query_dates import stretch
from simulator.ews.restriction import Predicate, ValueOf
from simulator.exchange.errors import ExchangeError
from simulator.exchange.property_path import PropertyPath
from simulator.exchange.values import Flag

Query = Predicate[PropertyPath]


@dataclass(frozen=True)
class Value:
    """What stands after a keyword, or alone."""

    text: str
    is_phrase: bool = False
    is_prefix: bool = False
    """Whether a phrase has an asterisk after it."""


@dataclass(frozen=True)
class When:
    """What dates are relative to: the moment, and the zone whose days count."""

    now: datetime
    zone: tzinfo


_TO = ("message:ToRecipients", "calendar:RequiredAttendees")
_CC = ("message:CcRecipients", "calendar:OptionalAttendees")
_BCC = ("message:BccRecipients", "calendar:Resources")
_FROM = ("message:From", "calendar:Organizer")
_TEXTS: dict[str, tuple[str, ...]] = {
    "subject": ("item:Subject",),
    "body": ("item:Body",),
    "content": ("item:Body",),
    "attachment": (ATTACHED_TEXTS,),
    "from": _FROM,
    "to": _TO,
    "cc": _CC,
    "bcc": _BCC,
    "participants": (*_TO, *_CC, *_BCC),
    "category": ("item:Categories",),
}
_EVERYWHERE = (
    "item:Subject", "item:Body", ATTACHED_TEXTS, *_FROM, *_TO, *_CC, *_BCC, "item:Categories",
    "calendar:Location", "contacts:DisplayName", "contacts:CompanyName",
)  # fmt: skip
"""Where a word without a keyword is looked for (our choice beyond people, subject, body and attachments)."""
_MOMENTS = {"received": "item:DateTimeReceived", "sent": "item:DateTimeSent"}
_KINDS: dict[str, tuple[str, ...]] = {
    "contacts": ("IPM.Contact", "IPM.DistList"),
    "docs": ("IPM.Document",),
    "email": ("IPM.Note",),
    "faxes": ("IPM.Note.Microsoft.Fax",),
    "im": ("IPM.Note.Microsoft.Conversation",),
    "journals": ("IPM.Activity",),
    "meetings": ("IPM.Appointment", "IPM.Schedule.Meeting"),
    "notes": ("IPM.StickyNote",),
    "posts": ("IPM.Post",),
    "rssfeeds": ("IPM.Post.RSS",),
    "tasks": ("IPM.Task",),
    "voicemail": ("IPM.Note.Microsoft.Voicemail",),
}
"""The message classes of each kind (MS-OXCMAIL, MS-OXPROPS "PidTagMessageClass")."""
_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_SIZE = re.compile(r"(>=|<=|>|<|=|)([0-9]+)(?:\.\.([0-9]+))?", re.ASCII)


def refused(what: str) -> ExchangeError:
    """The error of a query string that can't be read (our choice of code)."""
    return ExchangeError("ErrorInvalidArgument", f"The query string is invalid: {what}.")


def _says(paths: tuple[str, ...], value: Value) -> Query:
    mode = "ExactPhrase" if value.is_phrase and not value.is_prefix else "PrefixOnWords"
    test = containing(value.text, mode, "Loose")

    def holds(value_of: ValueOf[PropertyPath]) -> bool:
        return any(isinstance(one, str) and test(one) for path in paths for one in several(value_of(path)))

    return holds


def _happened(path: str, value: Value, when: When) -> Query:
    try:
        wanted = stretch(value.text, when.now, when.zone)
    except ValueError:
        raise refused(f"'{value.text}' is no date") from None

    def holds(value_of: ValueOf[PropertyPath]) -> bool:
        moment = value_of(path)
        return isinstance(moment, datetime) and wanted.start <= moment < wanted.end

    return holds


def _is(test: Callable[[ValueOf[PropertyPath]], bool], value: Value) -> Query:
    wanted = _TRUTHS.get(value.text.lower())
    if wanted is None:
        raise refused(f"'{value.text}' is neither true nor false")
    return lambda value_of: test(value_of) is wanted


def _is_read(value_of: ValueOf[PropertyPath]) -> bool:
    return value_of("message:IsRead") is not False


def _is_flagged(value_of: ValueOf[PropertyPath]) -> bool:
    flag = value_of("item:Flag")
    return isinstance(flag, Flag) and flag.status == "Flagged"


def _has_attachment(value_of: ValueOf[PropertyPath]) -> bool:
    return bool(value_of("item:HasAttachments"))


def _of_size(value: Value) -> Query:
    match = _SIZE.fullmatch(value.text.replace(" ", ""))
    if match is None or (match[1] and match[3]):
        raise refused(f"'{value.text}' is no size")
    number = int(match[2])
    least = {">": number + 1, "<": 0, "<=": 0}.get(match[1], number)
    most = {"<": number - 1, "<=": number, "=": number, "": int(match[3] or number)}.get(match[1])

    def holds(value_of: ValueOf[PropertyPath]) -> bool:
        size = value_of("item:Size")
        return isinstance(size, int) and least <= size and (most is None or size <= most)

    return holds


def _of_kind(value: Value) -> Query:
    classes = _KINDS.get(value.text.lower())
    if classes is None:
        raise refused(f"'{value.text}' is no kind of item")
    found = tuple(one.lower() for one in classes)

    def holds(value_of: ValueOf[PropertyPath]) -> bool:
        item_class = str(value_of("item:ItemClass")).lower()
        return any(item_class == one or item_class.startswith(f"{one}.") for one in found)

    return holds


def _of_importance(value: Value) -> Query:
    return lambda value_of: str(value_of("item:Importance") or "Normal").lower() == value.text.lower()


_OTHERS: dict[str, Callable[[Value], Query]] = {
    "hasattachment": lambda value: _is(_has_attachment, value),
    "hasattachments": lambda value: _is(_has_attachment, value),
    "isread": lambda value: _is(_is_read, value),
    "isflagged": lambda value: _is(_is_flagged, value),
    "size": _of_size,
    "kind": _of_kind,
    "importance": _of_importance,
}

KEYWORDS = frozenset({*_TEXTS, *_MOMENTS, *_OTHERS})
"""In small letters; anything else before a colon is text."""
OF_SEVERAL_WORDS = frozenset(_MOMENTS)
"""The keywords whose value may be several words, such as `last week`."""


def term(keyword: str | None, value: Value, when: When) -> Query:
    """The query of one value, after a keyword or alone. Raises ErrorInvalidArgument for one that doesn't fit."""
    if keyword is None:
        return _says(_EVERYWHERE, value)
    if keyword in _TEXTS:
        return _says(_TEXTS[keyword], value)
    if keyword in _MOMENTS:
        return _happened(_MOMENTS[keyword], value, when)
    return _OTHERS[keyword](value)
