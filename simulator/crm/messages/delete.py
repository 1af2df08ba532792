"""Delete: the row that `Target` refers to."""

from collections.abc import Mapping

from simulator.crm import pipeline
from simulator.crm.context import CrmContext
from simulator.crm.message import Message, Parameters, parameter
from simulator.crm.values import EntityReference


def _handle(context: CrmContext, parameters: Parameters) -> Mapping[str, object]:
    target = parameter(parameters, "Target", EntityReference)
    pipeline.delete(context, target.logical_name, target.id)
    return {}


DELETE = Message("Delete", _handle)
