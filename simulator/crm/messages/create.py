"""Create: one row from `Target`."""

from collections.abc import Mapping

from simulator.crm import pipeline
from simulator.crm.context import CrmContext
from simulator.crm.message import Message, Parameters, parameter
from simulator.crm.values import Record


def _handle(context: CrmContext, parameters: Parameters) -> Mapping[str, object]:
    return {"id": pipeline.create(context, parameter(parameters, "Target", Record))}


CREATE = Message("Create", _handle)
