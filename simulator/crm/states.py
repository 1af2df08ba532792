"""SetState: the state machines of the entities.

A status must belong to its state (InvalidStateCodeStatusCode). Moves no entity makes: between Completed and Canceled.
Of e-mails: Received is for incoming ones; Pending Send, Sending and Sent for outgoing ones. These limits are our
choice: CRM 2013 documents the states, not every move.
"""

import uuid

from simulator.crm import errors, security
from simulator.crm.context import CrmContext
from simulator.crm.metadata import Entity
from simulator.crm.platform_writes import amend, now
from simulator.crm.rows import Row
from simulator.crm.validation import does_not_exist, entity_named
from simulator.crm.values import EntityReference, OptionSetValue

COMPLETED, CANCELED = 1, 2
RECEIVED = 4
_OUTGOING_STATUSES = frozenset({3, 6, 7})
_USER_ENABLED, _USER_DISABLED = 0, 1


def set_state(context: CrmContext, target: EntityReference, state: int, status: int) -> None:
    """Move a row to a state and status; -1 as status means the state's default. Raises CrmFault."""
    entity = entity_named(target.logical_name)
    row = context.organization.rows.get(entity.name, target.id)
    if row is None:
        raise does_not_exist(entity.name, target.id)
    owner = row.get("ownerid")
    owner_id = owner.id if isinstance(owner, EntityReference) else None
    security.refuse_unless_allowed(context, "Write", entity, target.id, owner_id)
    if entity.name == "systemuser":
        _set_user(context, target.id, state)
        return
    found = _status_of(entity, state, status)
    _check_move(context, entity, row, state, found)
    changes: dict[str, object] = {"statecode": OptionSetValue(state), "statuscode": OptionSetValue(found)}
    if entity.activity and state in (COMPLETED, CANCELED) and "actualend" not in row:
        changes["actualend"] = now(context)
    if entity.name == "email" and state == COMPLETED and found == 3:
        changes["senton"] = now(context)
    amend(context, entity.name, target.id, changes)


def _status_of(entity: Entity, state: int, status: int) -> int:
    if not entity.has_state:
        raise errors.fault(
            errors.ENTITY_DOES_NOT_SUPPORT_MESSAGE,
            f"The 'SetState' method does not support entities of type '{entity.name}'.",
        )
    state_option = entity.by_name["statecode"].option(state)
    if state_option is None:
        raise errors.fault(errors.INVALID_STATE_OR_STATUS, f"{state} is not a valid state code on {entity.name}.")
    found = state_option.default_status if status == -1 else status
    status_option = entity.by_name["statuscode"].option(found if found is not None else -1)
    if found is None or status_option is None or status_option.state != state:
        raise errors.fault(
            errors.INVALID_STATE_OR_STATUS,
            f"{status} is not a valid status code for state code {state_option.label} on {entity.name}.",
        )
    return found


def _check_move(context: CrmContext, entity: Entity, row: Row, state: int, status: int) -> None:
    before = row.get("statecode")
    if entity.activity and before in (OptionSetValue(COMPLETED), OptionSetValue(CANCELED)):
        finished = {OptionSetValue(COMPLETED), OptionSetValue(CANCELED)} - {before}
        if OptionSetValue(state) in finished:
            raise errors.fault(errors.INVALID_STATE_OR_STATUS)
    if entity.name == "email":
        outgoing = bool(row.get("directioncode"))
        if (status == RECEIVED and outgoing) or (status in _OUTGOING_STATUSES and not outgoing):
            raise errors.fault(errors.INVALID_STATE_OR_STATUS)
    if entity.name == "mailbox" and state == 0:
        regarding = row.get("regardingobjectid")
        if isinstance(regarding, EntityReference) and not _is_active(context, regarding):
            raise errors.fault(errors.CANNOT_ACTIVATE_MAILBOX)


def _is_active(context: CrmContext, reference: EntityReference) -> bool:
    row = context.organization.rows.get(reference.logical_name, reference.id) or {}
    return not row.get("isdisabled") and row.get("statecode", OptionSetValue(0)) == OptionSetValue(0)


def _set_user(context: CrmContext, user_id: uuid.UUID, state: int) -> None:
    """A user has isdisabled instead of a statecode; disabling one deactivates the mailbox (our choice)."""
    if state not in (_USER_ENABLED, _USER_DISABLED):
        raise errors.fault(errors.INVALID_STATE_OR_STATUS)
    amend(context, "systemuser", user_id, {"isdisabled": state == _USER_DISABLED})
    mailbox = (context.organization.rows.get("systemuser", user_id) or {}).get("defaultmailbox")
    if isinstance(mailbox, EntityReference):
        amend(
            context,
            "mailbox",
            mailbox.id,
            {"statecode": OptionSetValue(state), "statuscode": OptionSetValue(state + 1)},
        )
