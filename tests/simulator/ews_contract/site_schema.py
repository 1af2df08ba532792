"""The schema that a site publishes, as a client would load it."""

from functools import cache
from typing import Any

from lxml import etree

from simulator.ews.contract.contract import Contract


class _Beside(etree.Resolver):
    def __init__(self, contract: Contract) -> None:
        self._contract = contract

    def resolve(self, url: str, _id: str, context: Any) -> Any:  # type: ignore[override]
        return self.resolve_string(self._contract.document(url.rpartition("/")[2]), context, base_url=url)


@cache
def schema(contract: Contract) -> etree.XMLSchema:
    """The schema of both documents."""
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Beside(contract))
    return etree.XMLSchema(etree.fromstring(contract.document("messages.xsd"), parser))


def check_answer(contract: Contract, body: etree._Element) -> None:
    """Fail when the element of an answer isn't what the site publishes."""
    assert schema(contract).validate(body), schema(contract).error_log
