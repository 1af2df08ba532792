"""Holding requests to the contract: what it forbids is a fault, ErrorSchemaValidation (MS-OXWSCDATA 2.2.5.24).

What libxml2 checks less
strictly than .NET, such as the letters of base64, is left to whoever reads the value.
"""

import copy
import threading
from typing import Any

from lxml import etree

from simulator.ews.contract.schema_text import SchemaText
from simulator.ews.contract.violation import violation
from simulator.ews.request_reading import schema_fault
from simulator.exchange_version import ExchangeVersion
from simulator.soap.namespaces import XSI

_HINTS = (f"{{{XSI}}}schemaLocation", f"{{{XSI}}}noNamespaceSchemaLocation")
_HAS_HINTS = etree.XPath(
    "boolean(descendant-or-self::*/@xsi:schemaLocation | descendant-or-self::*/@xsi:noNamespaceSchemaLocation)",
    namespaces={"xsi": XSI},
)


class RequestSchema:
    """The compiled schema of one version. May be used by several threads."""

    def __init__(self, version: ExchangeVersion, text: SchemaText) -> None:
        """Compile it, which takes about a tenth of a second."""
        self._version = version
        parser = etree.XMLParser(no_network=True)
        parser.resolvers.add(_Beside({"types.xsd": text.types}))
        self._schema = etree.XMLSchema(etree.fromstring(text.messages.encode(), parser))
        self._lock = threading.Lock()

    def check(self, body: etree._Element, document: bytes) -> None:
        """Raise EwsFault for a body that the schema forbids. ``document`` is the whole request, for the place."""
        if _HAS_HINTS(body):
            body, document = _without_hints(body), b""
        with self._lock:  # the schema keeps one list of errors
            if self._schema.validate(body):
                return
            error = self._schema.error_log[0]  # type: ignore[index]
        found = violation(str(error.message), _element(body, error.path), document, self._version)
        raise schema_fault(found.text, found.place.line, found.place.position)


class _Beside(etree.Resolver):
    """Finds the documents that a schema imports among texts; there is no file and no network to look in."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts

    def resolve(self, system_url: str, _public_id: str, context: Any) -> Any:  # type: ignore[override]
        """The text of that name, as lxml wants it."""
        text = self._texts[system_url.rpartition("/")[2]]
        return self.resolve_string(text, context, base_url=system_url)


def _without_hints(body: etree._Element) -> etree._Element:
    """A copy without xsi:schemaLocation, which libxml2 would follow; Exchange doesn't."""
    bare = copy.deepcopy(body)
    for element in bare.iter(etree.Element):
        for hint in _HINTS:
            element.attrib.pop(hint, "")
    return bare


def _element(body: etree._Element, path: str | None) -> etree._Element:
    """The element at a path of libxml2, in which ``body`` is the root."""
    try:
        names = {prefix: uri for one in body.iter(etree.Element) for prefix, uri in one.nsmap.items() if prefix}
        _, _, below = (path or "").lstrip("/").partition("/")
        found = body.xpath(f"./{below}", namespaces=names) if below else [body]
    except etree.XPathError:
        found = [body]
    return found[0] if isinstance(found, list) and found and isinstance(found[0], etree._Element) else body
