"""WhoAmI: the acting user, its business unit and the organization."""

from collections.abc import Mapping

from simulator.crm.context import CrmContext
from simulator.crm.message import Message, Parameters


def _handle(context: CrmContext, _parameters: Parameters) -> Mapping[str, object]:
    return {
        "UserId": context.user_id,
        "BusinessUnitId": context.organization.business_unit_id,
        "OrganizationId": context.organization.id,
    }


WHO_AM_I = Message("WhoAmI", _handle)
