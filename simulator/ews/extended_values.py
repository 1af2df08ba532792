"""Values of extended properties: each MapiPropertyType between its text form and Python (MS-OXWSXPROP 2.1.4)."""

import base64
import binascii
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from lxml import etree

from simulator.ews.value_codecs import moment_text, read_moment
from simulator.ews.xml_text import children, content, leaf, types_child
from simulator.exchange.errors import ExchangeError
from simulator.exchange.property_path import ExtendedPropertyPath


def _integer(bits: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text)
        if not -(1 << bits - 1) <= number < 1 << bits - 1:
            raise ValueError(text)
        return number

    return read


def _boolean(text: str) -> bool:
    if text.strip().lower() not in ("true", "false", "1", "0"):
        raise ValueError(text)
    return text.strip().lower() in ("true", "1")


def _binary(text: str) -> bytes:
    return base64.b64decode("".join(text.split()), validate=True)


def _number_text(value: object) -> str:
    assert isinstance(value, int | float)
    return repr(float(value)).removesuffix(".0")


def _moment(text: str) -> datetime:
    return read_moment(text, UTC)


_READERS: dict[str, Callable[[str], object]] = {
    "ApplicationTime": float,
    "Binary": _binary,
    "Boolean": _boolean,
    "CLSID": lambda text: str(UUID(text.strip())),
    "Currency": _integer(64),
    "Double": float,
    "Float": float,
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
    "Float": _number_text,
    "SystemTime": lambda value: moment_text(value) if isinstance(value, datetime) else "",
}


def _read_one(kind: str, text: str) -> object:
    try:
        return _READERS[kind](text)
    except (ValueError, binascii.Error, OverflowError):
        raise ExchangeError("ErrorInvalidExtendedPropertyValue") from None


def read_value(path: ExtendedPropertyPath, element: etree._Element) -> object:
    """The value of a ``t:ExtendedProperty``; arrays as tuple. Raises ErrorInvalidExtendedPropertyValue."""
    kind = path.type.removesuffix("Array")
    single, several = types_child(element, "Value"), types_child(element, "Values")
    if path.type.endswith("Array"):
        if several is None:
            raise ExchangeError("ErrorInvalidExtendedPropertyValue")
        return tuple(_read_one(kind, content(child)) for child in children(several))
    if single is None:
        raise ExchangeError("ErrorInvalidExtendedPropertyValue")
    return _read_one(kind, content(single))


def write_value(path: ExtendedPropertyPath, value: object) -> str:
    """``t:Value`` or ``t:Values``. An array is never empty in the schema: one without entries is left out."""
    writer = _WRITERS.get(path.type.removesuffix("Array"), str)
    if isinstance(value, tuple):
        return f"<t:Values>{''.join(leaf('t:Value', writer(entry)) for entry in value)}</t:Values>"
    return leaf("t:Value", writer(value))
