"""RetrieveVersion: the version of the server."""

from collections.abc import Mapping

from simulator.crm.context import CrmContext
from simulator.crm.message import Message, Parameters


def _handle(context: CrmContext, _parameters: Parameters) -> Mapping[str, object]:
    return {"Version": context.organization.version}


RETRIEVE_VERSION = Message("RetrieveVersion", _handle)
