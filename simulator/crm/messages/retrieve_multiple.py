"""RetrieveMultiple: the rows that `Query` finds, one page at a time."""

from collections.abc import Mapping

from simulator.crm import query
from simulator.crm.context import CrmContext
from simulator.crm.message import Message, Parameters, parameter
from simulator.crm.query_model import Query


def _handle(context: CrmContext, parameters: Parameters) -> Mapping[str, object]:
    return {"EntityCollection": query.run(context, parameter(parameters, "Query", Query))}


RETRIEVE_MULTIPLE = Message("RetrieveMultiple", _handle)
