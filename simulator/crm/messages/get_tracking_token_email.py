"""GetTrackingTokenEmail (SDK gg308026): a new token, for an e-mail with this `Subject`; answers `TrackingToken`."""

from collections.abc import Mapping

from simulator.crm.context import CrmContext
from simulator.crm.message import Message, Parameters, optional
from simulator.crm.tracking_token import next_token


def _handle(context: CrmContext, parameters: Parameters) -> Mapping[str, object]:
    optional(parameters, "Subject", str)
    with context.organization.rows.transaction():
        return {"TrackingToken": next_token(context)}


GET_TRACKING_TOKEN_EMAIL = Message("GetTrackingTokenEmail", _handle)
