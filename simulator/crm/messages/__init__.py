"""The messages the organization answers: one module each."""

from simulator.crm.message import Message
from simulator.crm.messages import (
    assign,
    create,
    delete,
    get_tracking_token_email,
    retrieve,
    retrieve_multiple,
    retrieve_version,
    send_email,
    set_state,
    update,
    who_am_i,
)

MESSAGES: tuple[Message, ...] = (
    assign.ASSIGN,
    create.CREATE,
    delete.DELETE,
    get_tracking_token_email.GET_TRACKING_TOKEN_EMAIL,
    retrieve.RETRIEVE,
    retrieve_multiple.RETRIEVE_MULTIPLE,
    retrieve_version.RETRIEVE_VERSION,
    send_email.SEND_EMAIL,
    set_state.SET_STATE,
    update.UPDATE,
    who_am_i.WHO_AM_I,
)
