"""The GlobalObjectId that all copies of a meeting share, and the UID that EWS shows for it (MS-OXOCAL 2.2.1.27)."""

from datetime import UTC, date, datetime

PREFIX = bytes.fromhex("040000008200E00074C5B7101A82E008")
_FOREIGN = b"vCal-Uid\x01\x00\x00\x00"
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def new_global_object_id(now: datetime, random: bytes) -> bytes:
    """A new id, made at ``now`` (aware) with 16 random bytes."""
    ticks = int((now - _EPOCH).total_seconds() * 10_000_000)
    return _layout(ticks, random)


def global_object_id_of_uid(uid: str) -> bytes:
    """The id for a UID that a client chose: an Exchange UID is the id in hexadecimal, any other is wrapped."""
    try:
        raw = bytes.fromhex(uid)
    except ValueError:
        raw = b""
    if raw.startswith(PREFIX) and len(raw) >= 40:
        return raw
    return _layout(0, _FOREIGN + uid.encode() + b"\x00")


def uid_of_global_object_id(identifier: bytes) -> str:
    """The UID of an id: the wrapped one when there is one, else the id in upper-case hexadecimal."""
    data = identifier[40:]
    if data.startswith(_FOREIGN):
        return data[len(_FOREIGN) :].rstrip(b"\x00").decode(errors="replace")
    return clean_global_object_id(identifier).hex().upper()


def clean_global_object_id(identifier: bytes) -> bytes:
    """The id without the date of an occurrence (MS-OXOCAL 2.2.1.28)."""
    return identifier[:16] + bytes(4) + identifier[20:]


def occurrence_global_object_id(identifier: bytes, day: date) -> bytes:
    """The id of one occurrence: the day on which its series has it in the id (MS-OXOCAL 2.2.1.27)."""
    return identifier[:16] + day.year.to_bytes(2, "big") + bytes((day.month, day.day)) + identifier[20:]


def day_of_global_object_id(identifier: bytes) -> date | None:
    """The day in the id of one occurrence; None in the id of a whole meeting."""
    try:
        return date(int.from_bytes(identifier[16:18], "big"), identifier[18], identifier[19])
    except (ValueError, IndexError):
        return None


def _layout(ticks: int, data: bytes) -> bytes:
    return b"".join((PREFIX, bytes(4), ticks.to_bytes(8, "little"), bytes(8), len(data).to_bytes(4, "little"), data))
