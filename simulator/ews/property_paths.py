"""Reading and writing FieldURI, IndexedFieldURI and ExtendedFieldURI (MS-OXWSXPROP 2.1.5, MS-OXWSCDATA 2.2.4.57)."""

import re
from uuid import UUID

from lxml import etree

from simulator.ews.xml_text import attribute, local_name
from simulator.exchange.errors import ExchangeError
from simulator.exchange.property_path import GUID_OF_SET, ExtendedPropertyPath, IndexedPath, PropertyPath
from simulator.soap.faults import EwsFault

MAPI_TYPES = frozenset(
    {"ApplicationTime", "Binary", "CLSID", "Currency", "Double", "Float", "Integer", "Long", "Short", "String",
     "SystemTime"}
)  # fmt: skip
"""Types of which there are arrays too; Boolean has none (MS-OXWSXPROP 2.1.4)."""
NOT_REQUESTABLE = frozenset({"Error", "Null", "Object", "ObjectArray"})
"""Types that a path may not have (MS-OXWSXPROP 2.1.4)."""
_ATTRIBUTES = ("DistinguishedPropertySetId", "PropertySetId", "PropertyTag", "PropertyName", "PropertyId")
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]{1,4}|[0-9]{1,5}")


def read_path(element: etree._Element) -> PropertyPath:
    """The path a path element names. Raises ErrorInvalidExtendedProperty, or EwsFault for what the schema forbids."""
    name = local_name(element)
    if name == "FieldURI":
        return _required(element, "FieldURI")
    if name == "IndexedFieldURI":
        return IndexedPath(_required(element, "FieldURI"), _required(element, "FieldIndex"))
    if name == "ExtendedFieldURI":
        return _read_extended(element)
    raise EwsFault("ErrorSchemaValidation", f"The element '{name}' is not a property path.")


def write_path(path: PropertyPath) -> str:
    """The path element as XML, in our own spelling."""
    if isinstance(path, IndexedPath):
        return f'<t:IndexedFieldURI FieldURI="{path.uri}" FieldIndex={attribute(path.key)}/>'
    if isinstance(path, ExtendedPropertyPath):
        if path.tag is not None:
            return f'<t:ExtendedFieldURI PropertyTag="0x{path.tag:x}" PropertyType="{path.type}"/>'
        which = f"PropertyName={attribute(path.name)}" if path.name is not None else f'PropertyId="{path.id}"'
        return f'<t:ExtendedFieldURI PropertySetId="{path.set_id}" {which} PropertyType="{path.type}"/>'
    return f'<t:FieldURI FieldURI="{path}"/>'


def echo(element: etree._Element) -> str:
    """An ExtendedFieldURI as the client spelled it."""
    given = "".join(
        f" {key}={attribute(value)}"
        for key in (*_ATTRIBUTES, "PropertyType")
        if (value := element.get(key)) is not None
    )
    return f"<t:ExtendedFieldURI{given}/>"


def _read_extended(element: etree._Element) -> ExtendedPropertyPath:
    kind = _required(element, "PropertyType")
    if kind.removesuffix("Array") not in MAPI_TYPES and kind != "Boolean" and kind not in NOT_REQUESTABLE:
        raise EwsFault("ErrorSchemaValidation", f"The 'PropertyType' attribute is invalid: {kind}.")
    if kind in NOT_REQUESTABLE:
        raise ExchangeError("ErrorUnsupportedMapiPropertyType")
    given = {name: value for name in _ATTRIBUTES if (value := element.get(name)) is not None}
    if set(given) == {"PropertyTag"}:
        return ExtendedPropertyPath(type=kind, tag=_tag(given["PropertyTag"]))
    sets = {"DistinguishedPropertySetId", "PropertySetId"} & set(given)
    which = {"PropertyName", "PropertyId"} & set(given)
    if len(sets) != 1 or len(which) != 1 or "PropertyTag" in given:
        raise ExchangeError("ErrorInvalidExtendedProperty")
    set_id = _set_id(given)
    if "PropertyId" in given:
        return ExtendedPropertyPath(type=kind, set_id=set_id, id=_property_id(given["PropertyId"]))
    name = given["PropertyName"]
    if set_id == GUID_OF_SET["InternetHeaders"]:
        name = name.lower()
    return ExtendedPropertyPath(type=kind, set_id=set_id, name=name)


def _set_id(given: dict[str, str]) -> str:
    if "DistinguishedPropertySetId" in given:
        try:
            return GUID_OF_SET[given["DistinguishedPropertySetId"]]
        except KeyError:
            raise EwsFault("ErrorSchemaValidation", "The 'DistinguishedPropertySetId' attribute is invalid.") from None
    try:
        return str(UUID(given["PropertySetId"].strip()))
    except ValueError:
        raise EwsFault("ErrorSchemaValidation", "The 'PropertySetId' attribute is invalid.") from None


def _tag(value: str) -> int:
    if not _NUMBER.fullmatch(value):
        raise EwsFault("ErrorSchemaValidation", f"The 'PropertyTag' attribute is invalid: {value}.")
    number = int(value, 16) if value[:2] in ("0x", "0X") else int(value)
    if number > 0xFFFF:
        raise EwsFault("ErrorSchemaValidation", f"The 'PropertyTag' attribute is invalid: {value}.")
    if number >= 0x8000:
        raise ExchangeError("ErrorNoPropertyTagForCustomProperties")
    return number


def _property_id(value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise EwsFault("ErrorSchemaValidation", f"The 'PropertyId' attribute is invalid: {value}.") from None


def _required(element: etree._Element, name: str) -> str:
    value = element.get(name)
    if value is None:
        raise EwsFault("ErrorSchemaValidation", f"The required attribute '{name}' is missing.")
    return value
