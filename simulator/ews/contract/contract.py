"""The contract of one site: the three documents that it publishes, and what it holds requests to.

Learn, "EWS XML elements in Exchange": they stand beside Exchange.asmx, for whoever is logged in.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from simulator.ews.contract.operation_rows import ROW_OF, OperationRow
from simulator.ews.contract.schema_text import SchemaText, schema_text
from simulator.ews.contract.validation import RequestSchema
from simulator.ews.contract.wsdl import wsdl_text
from simulator.exchange_version import ExchangeVersion

DOCUMENTS = ("services.wsdl", "messages.xsd", "types.xsd")
"""Their names, in lower case; Exchange writes the first one Services.wsdl."""
_MAKING = threading.Lock()


@dataclass(frozen=True)
class Contract:
    """What a server of a version publishes about these operations. Documents and schema are made when first needed."""

    version: ExchangeVersion
    operations: tuple[str, ...]
    """Names of `OPERATION_ROWS`, in the order of the alphabet."""

    def document(self, name: str) -> bytes:
        """One of `DOCUMENTS`, as UTF-8."""
        if name == "services.wsdl":
            return wsdl_text(self.version, _rows(self)).encode()
        text = _schema_text(self)
        return (text.messages if name == "messages.xsd" else text.types).encode()

    def check(self, body: etree._Element, document: bytes) -> None:
        """Hold the body of a request to the schema; one of other operations to nothing. Raises EwsFault.

        ``document`` is the whole request: it tells where the violation is.
        """
        if etree.QName(body).localname in self.operations:
            with _MAKING:
                schema = _compiled(self)
            schema.check(body, document)


def contract_of(version: ExchangeVersion, operations: Iterable[str]) -> Contract:
    """The contract of a server that has these operations; those without a row are not in it."""
    return Contract(version, tuple(sorted(name for name in operations if name in ROW_OF)))


def _rows(contract: Contract) -> list[OperationRow]:
    return [ROW_OF[name] for name in contract.operations]


@lru_cache(maxsize=16)
def _schema_text(contract: Contract) -> SchemaText:
    return schema_text(contract.version, _rows(contract))


@lru_cache(maxsize=16)
def _compiled(contract: Contract) -> RequestSchema:
    return RequestSchema(contract.version, _schema_text(contract))
