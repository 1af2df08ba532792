"""SetState: `EntityMoniker`, `State` and `Status` (-1: the state's default)."""

from collections.abc import Mapping

from simulator.crm import states
from simulator.crm.context import CrmContext
from simulator.crm.message import Message, Parameters, parameter
from simulator.crm.values import EntityReference, OptionSetValue


def _handle(context: CrmContext, parameters: Parameters) -> Mapping[str, object]:
    moniker = parameter(parameters, "EntityMoniker", EntityReference)
    state = parameter(parameters, "State", OptionSetValue)
    status = parameter(parameters, "Status", OptionSetValue)
    with context.organization.rows.transaction():
        states.set_state(context, moniker, state.value, status.value)
    return {}


SET_STATE = Message("SetState", _handle)
