"""A roaming dictionary, and the stream in which an item keeps it (MS-OXOCFG 2.2.5.1, PidTagRoamingDictionary).

The stream is XML in UTF-8: an element ``e`` for each entry, key and value each as a type number, a hyphen and a text.
The published numbers are 3 (Boolean), 9 (32-bit integer) and 18 (text), which are those of .NET's TypeCode; the other
types that EWS has take theirs, a missing value 0. Arrays have 100 more than their elements and a JSON list as text (our
choice).
"""

import base64
import binascii
import json
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.parsers import expat

from simulator.exchange.errors import ExchangeError

_CODES = (
    ("Boolean", 3),
    ("Byte", 6),
    ("Integer32", 9),
    ("UnsignedInteger32", 10),
    ("Integer64", 11),
    ("UnsignedInteger64", 12),
    ("DateTime", 16),
    ("String", 18),
    ("ByteArray", 106),
    ("StringArray", 118),
)
TYPES = tuple(name for name, _ in _CODES)
"""UserConfigurationDictionaryObjectTypesType (types.xsd)."""
_CODE_OF = dict(_CODES)
_TYPE_OF = {code: name for name, code in _CODES}
_NOTHING = "0-"
_RANGES = {
    "Byte": (0, 0xFF),
    "Integer32": (-(1 << 31), (1 << 31) - 1),
    "UnsignedInteger32": (0, (1 << 32) - 1),
    "Integer64": (-(1 << 63), (1 << 63) - 1),
    "UnsignedInteger64": (0, (1 << 64) - 1),
}


@dataclass(frozen=True, slots=True)
class DictionaryObject:
    """A key or a value: its EWS type, and its text; only a StringArray has more texts than one."""

    type: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DictionaryEntry:
    """One entry; a value of None is a null."""

    key: DictionaryObject
    value: DictionaryObject | None


def text_object(text: str) -> DictionaryObject:
    """A String."""
    return DictionaryObject("String", (text,))


def checked(thing: DictionaryObject) -> DictionaryObject:
    """The object with its text in the one form that is kept. Raises ErrorInvalidValueForProperty (our choice of code)
    for a text that its type can't have.
    """
    if thing.type == "StringArray":
        return thing
    if len(thing.values) != 1:
        raise ExchangeError("ErrorInvalidValueForProperty")
    return DictionaryObject(thing.type, (_canonical(thing.type, thing.values[0]),))


def _canonical(kind: str, text: str) -> str:
    try:
        if kind == "Boolean":
            return {"true": "true", "1": "true", "false": "false", "0": "false"}[text.strip().lower()]
        if kind == "ByteArray":
            return base64.b64encode(base64.b64decode("".join(text.split()), validate=True)).decode()
        if kind in _RANGES:
            lowest, highest = _RANGES[kind]
            number = int(text[:40])
            if not lowest <= number <= highest:
                raise ValueError(text)
            return str(number)
    except (KeyError, ValueError, binascii.Error):
        raise ExchangeError("ErrorInvalidValueForProperty") from None
    return text


def stream_of(entries: Iterable[DictionaryEntry]) -> bytes:
    """The stream with these entries, in this order."""
    root = ElementTree.Element("UserConfiguration")
    ElementTree.SubElement(root, "Info", version="Exchange.15")
    data = ElementTree.SubElement(root, "Data")
    for entry in entries:
        ElementTree.SubElement(data, "e", k=_coded(entry.key), v=_coded(entry.value))
    return bytes(ElementTree.tostring(root, "utf-8", xml_declaration=True))


def entries_of(stream: bytes) -> tuple[DictionaryEntry, ...]:
    """The entries of a stream, which a client may have written. Raises ErrorCorruptData for one without sense."""
    found: list[DictionaryEntry] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(" ")[2] == "e":
            key = _decoded(attributes["k"])
            if key is None:
                raise ValueError("a null key")
            found.append(DictionaryEntry(key, _decoded(attributes["v"])))

    def refuse(*_doctype: object) -> None:
        raise ValueError("a DOCTYPE is not allowed")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = begin, refuse
    try:
        parser.Parse(stream, True)
    except (expat.ExpatError, KeyError, ValueError):
        raise ExchangeError("ErrorCorruptData") from None
    return tuple(found)


def _coded(thing: DictionaryObject | None) -> str:
    if thing is None:
        return _NOTHING
    if thing.type == "Boolean":
        return f"{_CODE_OF['Boolean']}-{thing.values[0].title()}"
    text = thing.values[0] if thing.type != "StringArray" else json.dumps(thing.values, ensure_ascii=False)
    return f"{_CODE_OF[thing.type]}-{text}"


def _decoded(coded: str) -> DictionaryObject | None:
    if coded == _NOTHING:
        return None
    number, hyphen, text = coded.partition("-")
    kind = _TYPE_OF[int(number)]
    if not hyphen:
        raise ValueError(coded)
    if kind == "StringArray":
        return DictionaryObject(kind, tuple(str(one) for one in json.loads(text)))
    return DictionaryObject(kind, (text.lower() if kind == "Boolean" else text,))
