"""Values of extended properties: each MapiPropertyType between its text form and Python (MS-OXWSXPROP 2.1.4)."""

import base64
import binascii
import math
import re
import struct
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from lxml import etree

from simulator.ews.value_codecs import moment_text, read_moment
from simulator.ews.xml_text import children, content, leaf, types_child
from simulator.exchange.errors import ExchangeError
from simulator.exchange.property_path import ExtendedPropertyPath

_WHOLE = re.compile(r"\s*[+-]?[0-9]{1,20}\s*")
_REAL = re.compile(r"\s*([+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|-?INF|NaN)\s*")


def _integer(bits: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not _WHOLE.fullmatch(text):
            raise ValueError(text)
        number = int(text)
        if not -(1 << bits - 1) <= number < 1 << bits - 1:
            raise ValueError(text)
        return number

    return read


def _real(text: str) -> float:
    if not _REAL.fullmatch(text):
        raise ValueError(text)
    return float(text)


def _float(text: str) -> float:
    """The nearest number of 32 bits; one that is too large for them can't be."""
    packed: float = struct.unpack("<f", struct.pack("<f", _real(text)))[0]
    return packed


def _boolean(text: str) -> bool:
    if text.strip().lower() not in ("true", "false", "1", "0"):
        raise ValueError(text)
    return text.strip().lower() in ("true", "1")


def _binary(text: str) -> bytes:
    return base64.b64decode("".join(text.split()), validate=True)


def _number_text(value: object) -> str:
    assert isinstance(value, int | float)
    number = float(value)
    if not math.isfinite(number):
        return "NaN" if math.isnan(number) else "INF" if number > 0 else "-INF"
    return repr(number).removesuffix(".0")


def _float_text(value: object) -> str:
    """The shortest text that is the same number of 32 bits."""
    assert isinstance(value, int | float)
    for digits in range(6, 10):
        text = f"{value:.{digits}g}"
        if math.isfinite(value) and _float(text) == value:
            return text
    return _number_text(value)


def _moment(text: str) -> datetime:
    return read_moment(text, UTC)


_READERS: dict[str, Callable[[str], object]] = {
    "ApplicationTime": _real,
    "Binary": _binary,
    "Boolean": _boolean,
    "CLSID": lambda text: str(UUID(text.strip())),
    "Currency": _integer(64),
    "Double": _real,
    "Float": _float,
    "Integer": _integer(32),
    "Long": _integer(64),
    "Short": _integer(16),
    "String": str,
    "SystemTime": _moment,
}
_WRITERS: dict[str, Callable[[object], str]] = {
    "ApplicationTime": _number_text,
    "Binary": lambda value: base64.b64encode(value).decode() if isinstance(value, bytes) else "",
    "Boolean": lambda value: "true" if value else "false",
    "Double": _number_text,
    "Float": _float_text,
    "SystemTime": lambda value: moment_text(value) if isinstance(value, datetime) else "",
}


def _read_one(path: ExtendedPropertyPath, text: str) -> object:
    try:
        return _READERS[path.type.removesuffix("Array")](text)
    except (ValueError, binascii.Error, OverflowError, struct.error):
        raise ExchangeError("ErrorInvalidExtendedPropertyValue", path=path) from None


def read_value(path: ExtendedPropertyPath, element: etree._Element) -> object:
    """The value of a ``t:ExtendedProperty``; arrays as tuple. Raises ErrorInvalidExtendedPropertyValue."""
    single, several = types_child(element, "Value"), types_child(element, "Values")
    if path.type.endswith("Array"):
        if several is None:
            raise ExchangeError("ErrorInvalidExtendedPropertyValue", path=path)
        return tuple(_read_one(path, content(child)) for child in children(several))
    if single is None:
        raise ExchangeError("ErrorInvalidExtendedPropertyValue", path=path)
    return _read_one(path, content(single))


def write_value(path: ExtendedPropertyPath, value: object) -> str:
    """``t:Value`` or ``t:Values``. An array is never empty in the schema: one without entries is left out."""
    writer = _WRITERS.get(path.type.removesuffix("Array"), str)
    if isinstance(value, tuple):
        return f"<t:Values>{''.join(leaf('t:Value', writer(entry)) for entry in value)}</t:Values>"
    return leaf("t:Value", writer(value))
