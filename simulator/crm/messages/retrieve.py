"""Retrieve: the row that `Target` refers to, with the columns of `ColumnSet`."""

from collections.abc import Mapping

from simulator.crm import reading
from simulator.crm.context import CrmContext
from simulator.crm.message import Message, Parameters, parameter
from simulator.crm.query_model import ColumnSet
from simulator.crm.values import EntityReference


def _handle(context: CrmContext, parameters: Parameters) -> Mapping[str, object]:
    target = parameter(parameters, "Target", EntityReference)
    columns = parameter(parameters, "ColumnSet", ColumnSet)
    return {"Entity": reading.retrieve(context, target, columns)}


RETRIEVE = Message("Retrieve", _handle)
