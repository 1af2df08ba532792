"""SendEmail (SDK gg326734): `EmailId`, `IssueSend`, `TrackingToken` (null: one is made); answers the `Subject`."""

import uuid
from collections.abc import Mapping

from simulator.crm import sending
from simulator.crm.context import CrmContext
from simulator.crm.message import Message, Parameters, optional, parameter


def _handle(context: CrmContext, parameters: Parameters) -> Mapping[str, object]:
    subject = sending.send(
        context,
        parameter(parameters, "EmailId", uuid.UUID),
        issue_send=parameter(parameters, "IssueSend", bool),
        token=optional(parameters, "TrackingToken", str),
    )
    return {"Subject": subject}


SEND_EMAIL = Message("SendEmail", _handle)
