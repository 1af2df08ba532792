"""Values as JSON text and back, without loss and without making anything but the classes of `value_types`.

JSON's own null, true, numbers, strings and arrays stand for None, bool, int, float, str and list. Everything else is
an object whose key "@" says what it is: `{"@": "tuple", "of": […]}`, `{"@": "Body", "text": …}`; a field that has its
default value is left out. An object without "@" is a dict with string keys. Binaries of `LONG` bytes and more are
handed to a store of contents and only named by their SHA-256.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from simulator.state.value_types import DERIVED, ENUMS, NAMED_TUPLES, RECORDS

LONG = 4096
"""Bytes from which a binary is kept apart: the same attachment in ten mailboxes is kept once."""

Store = Callable[[bytes, bytes], None]
"""Takes a digest and the content it names."""
Fetch = Callable[[bytes], bytes]
"""Gives the content that a digest names."""

_PLAIN = (type(None), bool, int, float, str)


class UnknownValue(TypeError):
    """A value whose class is not in `value_types`: add the class there."""


class UnreadableState(ValueError):
    """Text that no simulator of this format wrote."""


def encode(value: object, store: Store | None = None) -> str:
    """The text of a value. Raises UnknownValue."""
    return json.dumps(_to_json(value, store), separators=(",", ":"))


def decode(text: str, fetch: Fetch | None = None) -> Any:
    """The value of a text. Raises UnreadableState."""
    try:
        return json.loads(text, object_hook=lambda found: _from_json(found, fetch))
    except (ValueError, KeyError, TypeError, AttributeError, ZoneInfoNotFoundError, ArithmeticError) as problem:
        raise UnreadableState(f"cannot be read: {problem!r}: {text[:120]}") from problem


def _to_json(value: object, store: Store | None) -> object:
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is list:
        return [_to_json(one, store) for one in value]  # type: ignore[attr-defined]
    if kind is tuple:
        return {"@": "tuple", "of": [_to_json(one, store) for one in value]}  # type: ignore[attr-defined]
    write = _WRITERS.get(kind)
    if write is not None:
        return write(value, store)
    if isinstance(value, tzinfo):
        return _zone(value, store)
    raise UnknownValue(f"{kind.__module__}.{kind.__qualname__} is not in simulator/state/value_types.py")


def _dict(value: dict[object, object], store: Store | None) -> object:
    if all(type(key) is str for key in value) and "@" not in value:
        return {key: _to_json(one, store) for key, one in value.items()}
    return {"@": "dict", "of": [[_to_json(key, store), _to_json(one, store)] for key, one in value.items()]}


def _bytes(value: bytes, store: Store | None) -> object:
    if store is None or len(value) < LONG:
        return {"@": "bytes", "is": base64.b64encode(value).decode("ascii")}
    digest = hashlib.sha256(value).digest()
    store(digest, value)
    return {"@": "content", "sha256": digest.hex()}


def _datetime(value: datetime, _store: Store | None) -> object:
    fold = {"fold": 1} if value.fold else {}
    if value.tzinfo is None or value.tzinfo is UTC:
        return {"@": "datetime", "is": value.isoformat()} | fold
    return {"@": "datetime", "is": value.replace(tzinfo=None).isoformat(), "in": _zone(value.tzinfo, None)} | fold


def _time(value: time, _store: Store | None) -> object:
    if value.tzinfo is not None:
        raise UnknownValue(f"{value!r}: a time of day with a zone is not kept")
    return {"@": "time", "is": value.isoformat()} | ({"fold": 1} if value.fold else {})


def _zone(value: tzinfo, _store: Store | None) -> object:
    if value is UTC:
        return {"@": "zone", "is": "UTC"}
    if isinstance(value, ZoneInfo) and value.key:
        return {"@": "zone", "key": value.key}
    if type(value) is timezone:
        return {"@": "zone", "offset": _timedelta(value.utcoffset(None), None)}
    raise UnknownValue(f"{value!r} is a time zone that cannot be kept; use a ZoneInfo with a key")


def _timedelta(value: timedelta, _store: Store | None) -> object:
    return {"@": "timedelta", "days": value.days, "seconds": value.seconds, "microseconds": value.microseconds}


def _is(tag: str, write: Callable[[Any], str]) -> Callable[[Any, Store | None], object]:
    return lambda value, _store: {"@": tag, "is": write(value)}


def _set(value: frozenset[object], store: Store | None) -> object:
    return {"@": "frozenset", "of": sorted((_to_json(one, store) for one in value), key=json.dumps)}


def _record_writer(kind: type) -> Callable[[Any, Store | None], object]:
    kept = [(field.name, _default(field)) for field in _kept_fields(kind)]
    name = kind.__name__

    def write(value: object, store: Store | None) -> object:
        found: dict[str, object] = {"@": name}
        for field, default in kept:
            held = getattr(value, field)
            if held is default or (type(held) is type(default) and held == default):
                continue
            found[field] = _to_json(held, store)
        return found

    return write


def _kept_fields(kind: type) -> "list[Field[Any]]":
    left_out = DERIVED.get(kind, ())
    return [field for field in fields(kind) if field.name not in left_out]


def _default(field: "Field[Any]") -> object:
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else MISSING


def _tuple_writer(kind: type) -> Callable[[Any, Store | None], object]:
    return lambda value, store: {"@": kind.__name__, "of": [_to_json(one, store) for one in value]}


def _enum_writer(kind: type[Enum]) -> Callable[[Any, Store | None], object]:
    return lambda value, store: {"@": kind.__name__, "is": _to_json(value.value, store)}


_WRITERS: dict[type, Callable[[Any, Store | None], object]] = {
    dict: _dict,
    bytes: _bytes,
    frozenset: _set,
    datetime: _datetime,
    date: _is("date", date.isoformat),
    time: _time,
    timedelta: _timedelta,
    UUID: _is("uuid", str),
    Decimal: _is("decimal", str),
    **{kind: _record_writer(kind) for kind in RECORDS},
    **{kind: _tuple_writer(kind) for kind in NAMED_TUPLES},
    **{kind: _enum_writer(kind) for kind in ENUMS},
}

Found = Mapping[str, Any]


def _from_json(found: dict[str, Any], fetch: Fetch | None) -> object:
    tag = found.pop("@", None)
    if tag is None:
        return found
    kind = _RECORD_OF.get(tag)
    if kind is not None:
        return kind(**found)
    if tag == "content":
        if fetch is None:
            raise KeyError("content")
        return fetch(bytes.fromhex(found["sha256"]))
    return _READERS[tag](found)


def _read_datetime(found: Found) -> datetime:
    moment = datetime.fromisoformat(found["is"])
    if moment.tzinfo is not None:
        moment = moment.replace(tzinfo=UTC)
    if "in" in found:
        moment = moment.replace(tzinfo=found["in"])
    return moment.replace(fold=1) if "fold" in found else moment


def _read_zone(found: Found) -> tzinfo:
    if "key" in found:
        return ZoneInfo(found["key"])
    return timezone(found["offset"]) if "offset" in found else UTC


def _tuple_reader(kind: Callable[..., object]) -> Callable[[Found], object]:
    return lambda found: kind(*found["of"])


def _enum_reader(kind: Callable[..., object]) -> Callable[[Found], object]:
    return lambda found: kind(found["is"])


_RECORD_OF: dict[str, Callable[..., object]] = {kind.__name__: kind for kind in RECORDS}

_READERS: dict[str, Callable[[Found], object]] = {
    "tuple": lambda found: tuple(found["of"]),
    "dict": lambda found: dict(found["of"]),
    "frozenset": lambda found: frozenset(found["of"]),
    "bytes": lambda found: base64.b64decode(found["is"]),
    "datetime": _read_datetime,
    "date": lambda found: date.fromisoformat(found["is"]),
    "time": lambda found: time.fromisoformat(found["is"]).replace(fold=found.get("fold", 0)),
    "zone": _read_zone,
    "timedelta": lambda found: timedelta(**found),
    "uuid": lambda found: UUID(found["is"]),
    "decimal": lambda found: Decimal(found["is"]),
    **{kind.__name__: _tuple_reader(kind) for kind in NAMED_TUPLES},
    **{kind.__name__: _enum_reader(kind) for kind in ENUMS},
}
