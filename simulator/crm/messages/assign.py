"""Assign: gives the row that `Target` refers to the owner `Assignee`. Only users own rows here."""

from collections.abc import Mapping

from simulator.crm import errors, pipeline
from simulator.crm.context import CrmContext
from simulator.crm.message import Message, Parameters, parameter
from simulator.crm.validation import entity_named
from simulator.crm.values import EntityReference, Record


def _handle(context: CrmContext, parameters: Parameters) -> Mapping[str, object]:
    target = parameter(parameters, "Target", EntityReference)
    assignee = parameter(parameters, "Assignee", EntityReference)
    entity = entity_named(target.logical_name)
    if entity.ownership != "UserOwned":
        raise errors.fault(
            errors.ENTITY_DOES_NOT_SUPPORT_MESSAGE,
            f"The 'Assign' method does not support entities of type '{entity.name}'.",
        )
    pipeline.update(context, Record(entity.name, target.id, {"ownerid": assignee}))
    return {}


ASSIGN = Message("Assign", _handle)
