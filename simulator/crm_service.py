"""The seam between the HTTP side of the CRM and its Organization Service."""

from collections.abc import Mapping

from simulator.endpoint_answer import EndpointAnswer
from simulator.errors import NotSimulated
from simulator.topology import Account


class OrganizationService:
    """The Organization Service (SOAP 2011) of the one simulated CRM organization."""

    def operation_name(self, body: bytes) -> str:  # noqa: ARG002
        """What a request asks for."""
        return ""

    def answer(self, body: bytes, headers: Mapping[str, str], caller: Account, secure: bool) -> EndpointAnswer:  # noqa: ARG002
        """Answer one POST."""
        raise NotSimulated("the Organization Service")
