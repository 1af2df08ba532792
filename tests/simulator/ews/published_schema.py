"""The element names that a published types.xsd gives each type, in its order."""

import importlib.util
import inspect
import os
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

XSD = "{http://www.w3.org/2001/XMLSchema}"


@cache
def types_schema() -> etree._Element | None:
    """The types.xsd by which the script that TAGUS_EWS_VALIDATOR names checks, or the one beside it."""
    script = os.environ.get("TAGUS_EWS_VALIDATOR")
    if not script:
        return None
    spec = importlib.util.spec_from_file_location("ews_validator", Path(script))
    assert spec is not None and spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    folder = Path(script).parent
    if hasattr(module, "SCHEMAS"):
        folder = module.SCHEMAS / str(inspect.signature(module.load).parameters["name"].default)
    return etree.parse(str(folder / "types.xsd")).getroot()


def elements_of_type(schema: etree._Element, name: str) -> list[str]:
    """The elements of a complex type, those of the type it extends first."""
    kind = schema.find(f"{XSD}complexType[@name='{name}']")
    assert kind is not None, name
    extension = kind.find(f".//{XSD}extension")
    base = elements_of_type(schema, str(extension.get("base")).partition(":")[2]) if extension is not None else []
    found = kind.iterfind(f".//{XSD}sequence/{XSD}element")
    inner = {str(one.get("name")) for one in kind.iterfind(f".//{XSD}element//{XSD}element")}
    return base + [name for one in found if (name := str(one.get("name"))) not in inner]


def values_of_type(schema: etree._Element, name: str) -> list[str]:
    """The values of an enumeration."""
    kind = schema.find(f"{XSD}simpleType[@name='{name}']")
    assert kind is not None, name
    return [str(one.get("value")) for one in kind.iter(f"{XSD}enumeration")]
