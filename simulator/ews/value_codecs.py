"""How values are written in EWS XML and read from it: one codec per XML type of types.xsd."""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Literal

from lxml import etree

from simulator.ews.request_reading import required_choice, schema_fault
from simulator.ews.xml_text import attribute, children, content, leaf, local_name, text, types_child
from simulator.exchange.errors import ExchangeError
from simulator.exchange.values import Attendee, Body, EmailAddress, Flag, InternetHeader
from simulator.soap.faults import EwsFault

Read = Callable[[etree._Element, tzinfo], object]
Write = Callable[[str, object], str]

_MOMENT = re.compile(
    r"\s*(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?\s*"
)  # fmt: skip
_WHOLE = re.compile(r"[+-]?[0-9]{1,20}")
_CULTURE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")

EARLIEST, LATEST = datetime(1601, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
"""Between these a moment lies: the first day of a FILETIME and the last of a year of four digits, a day spared for time
zones."""


@dataclass(frozen=True)
class Codec:
    """Reads a property's element and writes it (``write`` gets the element's name with its prefix)."""

    read: Read
    write: Write
    words: tuple[str, ...] = ()
    """Of a choice of words: all of them, in the schema's order."""


def _invalid(element: etree._Element) -> EwsFault:
    name, value = local_name(element), content(element)[:80]
    return schema_fault(f"The '{name}' element is invalid - The value '{value}' is invalid.")


def moment_text(value: datetime) -> str:
    """An aware moment as Exchange writes it: UTC, whole seconds."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if value.year >= 1000 else "0001-01-01T00:00:00Z"


def read_moment(value: str, zone: tzinfo) -> datetime:
    """An xs:dateTime or xs:date; without a zone it is in ``zone``. Raises ValueError.

    What the store can't hold becomes the nearest that it can (our choice): clients write the year 1 for "no date".
    """
    match = _MOMENT.fullmatch(value)
    if match is None:
        raise ValueError(value)
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    moment = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), micro)
    if not EARLIEST < moment.replace(tzinfo=UTC) < LATEST:
        return EARLIEST if moment.year <= EARLIEST.year else LATEST
    if offset is None:
        return moment.replace(tzinfo=zone).astimezone(UTC)
    return datetime.fromisoformat(moment.isoformat() + ("+00:00" if offset == "Z" else offset)).astimezone(UTC)


def _read_text(element: etree._Element, _zone: tzinfo) -> object:
    return content(element)


def _read_boolean(element: etree._Element, _zone: tzinfo) -> object:
    value = content(element).strip()
    if value not in ("true", "false", "1", "0"):
        raise _invalid(element)
    return value in ("true", "1")


def _read_whole(least: int, most: int) -> Read:
    def read(element: etree._Element, _zone: tzinfo) -> object:
        text = content(element).strip()
        if not _WHOLE.fullmatch(text) or not least <= int(text) <= most:
            raise _invalid(element)
        return int(text)

    return read


_MOST_REMINDER_MINUTES = 2_629_800
"""Five years (types.xsd ReminderMinutesBeforeStartType)."""


def _read_double(element: etree._Element, _zone: tzinfo) -> object:
    try:
        return float(content(element))
    except ValueError:
        raise _invalid(element) from None


def _read_moment(element: etree._Element, zone: tzinfo) -> object:
    try:
        return read_moment(content(element), zone)
    except ValueError:
        raise _invalid(element) from None


def _read_binary(element: etree._Element, _zone: tzinfo) -> object:
    return read_base64(element)


def read_base64(element: etree._Element) -> bytes:
    """An element's base64, with any white space. Raises EwsFault."""
    try:
        return base64.b64decode("".join(content(element).split()), validate=True)
    except (binascii.Error, ValueError):
        raise _invalid(element) from None


def _read_strings(element: etree._Element, _zone: tzinfo) -> object:
    return tuple(content(child) for child in children(element))


def _read_culture(element: etree._Element, _zone: tzinfo) -> object:
    value = content(element).strip()
    if not _CULTURE.fullmatch(value):
        raise ExchangeError("ErrorUnsupportedCulture")
    return value


_BODY_TYPES: tuple[Literal["HTML", "Text"], ...] = ("HTML", "Text")


def _read_body(element: etree._Element, _zone: tzinfo) -> object:
    kind = required_choice(element, "BodyType", _BODY_TYPES)
    return Body(content(element), kind)


def read_address(mailbox: etree._Element) -> EmailAddress:
    """A ``t:Mailbox``."""
    part = {local_name(child): content(child).strip() for child in children(mailbox)}
    email = part.get("EmailAddress", "")
    return EmailAddress(part.get("Name", ""), email, part.get("RoutingType", "SMTP"), part.get("MailboxType", ""))


def _read_recipient(element: etree._Element, _zone: tzinfo) -> object:
    mailbox = types_child(element, "Mailbox")
    if mailbox is None:
        raise _invalid(element)
    return read_address(mailbox)


def _read_recipients(element: etree._Element, _zone: tzinfo) -> object:
    return tuple(read_address(child) for child in children(element) if local_name(child) == "Mailbox")


def _read_attendees(element: etree._Element, _zone: tzinfo) -> object:
    found = []
    for child in children(element):
        mailbox, response = types_child(child, "Mailbox"), types_child(child, "ResponseType")
        if mailbox is None:
            raise _invalid(child)
        found.append(Attendee(read_address(mailbox), "Unknown" if response is None else content(response).strip()))
    return tuple(found)


_FLAG_STATUSES = ("NotFlagged", "Flagged", "Complete")


def _read_flag(element: etree._Element, zone: tzinfo) -> object:
    """Raises ErrorInvalidArgument for dates that such a flag can't have (MS-OXWSCORE 2.2.4.23)."""

    def part(name: str) -> datetime | None:
        child = types_child(element, name)
        found = None if child is None else _read_moment(child, zone)
        return found if isinstance(found, datetime) else None

    child = types_child(element, "FlagStatus")
    status = "" if child is None else content(child).strip()
    if status not in _FLAG_STATUSES:
        raise _invalid(element if child is None else child)
    flag = Flag(status, part("StartDate"), part("DueDate"), part("CompleteDate"))
    dated = flag.start is not None or flag.due is not None
    if (dated and status != "Flagged") or (flag.complete is not None and status != "Complete"):
        raise ExchangeError("ErrorInvalidArgument")
    if (flag.start is None) != (flag.due is None):
        raise ExchangeError("ErrorInvalidArgument")
    return flag


def _read_headers(element: etree._Element, _zone: tzinfo) -> object:
    return tuple(InternetHeader(child.get("HeaderName", ""), content(child)) for child in children(element))


def _read_raw(element: etree._Element, _zone: tzinfo) -> object:
    return etree.tostring(element, method="c14n", with_tail=False).decode()


def write_address(value: EmailAddress, name: str = "t:Mailbox") -> str:
    """A ``t:Mailbox``."""
    parts = [leaf("t:Name", value.name or value.email)]
    if value.email:
        parts.append(leaf("t:EmailAddress", value.email))
    parts.append(leaf("t:RoutingType", value.routing_type or "SMTP"))
    if value.mailbox_type:
        parts.append(leaf("t:MailboxType", value.mailbox_type))
    return f"<{name}>{''.join(parts)}</{name}>"


def _write_text(name: str, value: object) -> str:
    return leaf(name, str(value))


def _write_boolean(name: str, value: object) -> str:
    return f"<{name}>{'true' if value else 'false'}</{name}>"


def _write_double(name: str, value: object) -> str:
    assert isinstance(value, int | float)
    return f"<{name}>{value:.17g}</{name}>"


def _write_moment(name: str, value: object) -> str:
    assert isinstance(value, datetime)
    return f"<{name}>{moment_text(value)}</{name}>"


def _write_binary(name: str, value: object) -> str:
    assert isinstance(value, bytes)
    return leaf(name, base64.b64encode(value).decode())


def _write_strings(name: str, value: object) -> str:
    assert isinstance(value, tuple)
    return f"<{name}>{''.join(leaf('t:String', entry) for entry in value)}</{name}>" if value else ""


def _write_body(name: str, value: object) -> str:
    assert isinstance(value, Body)
    inner = text(value.text)
    cut = "" if value.truncated is None else f' IsTruncated="{str(value.truncated).lower()}"'
    start = f'<{name} BodyType="{value.type}"{cut}'
    return f"{start}>{inner}</{name}>" if inner else f"{start}/>"


def _write_recipient(name: str, value: object) -> str:
    assert isinstance(value, EmailAddress)
    return f"<{name}>{write_address(value)}</{name}>"


def _write_recipients(name: str, value: object) -> str:
    assert isinstance(value, tuple)
    return f"<{name}>{''.join(write_address(entry) for entry in value)}</{name}>" if value else ""


def _write_attendee(value: Attendee) -> str:
    last = _write_moment("t:LastResponseTime", value.last_response) if value.last_response else ""
    who = write_address(value.mailbox)
    return f"<t:Attendee>{who}<t:ResponseType>{value.response}</t:ResponseType>{last}</t:Attendee>"


def _write_attendees(name: str, value: object) -> str:
    assert isinstance(value, tuple)
    return f"<{name}>{''.join(_write_attendee(entry) for entry in value)}</{name}>" if value else ""


def _write_flag(name: str, value: object) -> str:
    assert isinstance(value, Flag)
    moments = (("StartDate", value.start), ("DueDate", value.due), ("CompleteDate", value.complete))
    dates = "".join(_write_moment(f"t:{part}", moment) for part, moment in moments if moment is not None)
    return f"<{name}><t:FlagStatus>{value.status}</t:FlagStatus>{dates}</{name}>"


def _write_headers(name: str, value: object) -> str:
    assert isinstance(value, tuple)
    lines = "".join(
        f"<t:InternetMessageHeader HeaderName={attribute(line.name)}>{text(line.value)}</t:InternetMessageHeader>"
        for line in value
    )
    return f"<{name}>{lines}</{name}>" if lines else ""


def _write_identifier(name: str, value: object) -> str:
    if isinstance(value, tuple):
        return f'<{name} Id="{value[0]}" ChangeKey="{value[1]}"/>'
    return f'<{name} Id="{value}"/>'


def _write_raw(_name: str, value: object) -> str:
    return str(value)


def read_never(_element: etree._Element, _zone: tzinfo) -> object:
    raise ExchangeError("ErrorInvalidPropertySet")


TEXT = Codec(_read_text, _write_text)
BOOLEAN = Codec(_read_boolean, _write_boolean)
INTEGER = Codec(_read_whole(-(1 << 31), (1 << 31) - 1), _write_text)
LONG = Codec(_read_whole(-(1 << 63), (1 << 63) - 1), _write_text)
REMINDER_MINUTES = Codec(_read_whole(0, _MOST_REMINDER_MINUTES), _write_text)
DOUBLE = Codec(_read_double, _write_double)
MOMENT = Codec(_read_moment, _write_moment)
BINARY = Codec(_read_binary, _write_binary)
CULTURE = Codec(_read_culture, _write_text)
"""A language such as ``pt-BR``; what no culture is called is ErrorUnsupportedCulture."""
STRINGS = Codec(_read_strings, _write_strings)
BODY = Codec(_read_body, _write_body)
RECIPIENT = Codec(_read_recipient, _write_recipient)
RECIPIENTS = Codec(_read_recipients, _write_recipients)
ATTENDEES = Codec(_read_attendees, _write_attendees)
FLAG = Codec(_read_flag, _write_flag)
HEADERS = Codec(_read_headers, _write_headers)
IDENTIFIER = Codec(read_never, _write_identifier)
"""A value is an id text, or a pair of id and change key."""


def one_of(*values: str) -> Codec:
    """A text of the schema's choice of these; anything else is an EwsFault."""

    def read(element: etree._Element, _zone: tzinfo) -> object:
        value = content(element).strip()
        if value not in values:
            raise _invalid(element)
        return value

    return Codec(read, _write_text, values)


RAW = Codec(_read_raw, _write_raw)
"""Kept as XML text, namespaces declared: for structures that nothing here looks into."""
