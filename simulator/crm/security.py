"""Who may do what. Two roles, kept simple: a System Administrator may do everything, a Salesperson the daily work.

The two roles are our choice, and so is that a Salesperson sees and edits every business row of the organization:
sharing, business units and depth of access are not simulated yet.
"""

import uuid

from simulator.crm import errors
from simulator.crm.context import CrmContext
from simulator.crm.entities import ACTIVITIES
from simulator.crm.metadata import Entity

SYSTEM_ADMINISTRATOR = "System Administrator"
SALESPERSON = "Salesperson"
APPROVE_OR_REJECT = "prvApproveRejectEmailAddress"
ACT_ON_BEHALF = "prvActOnBehalfOfAnotherUser"

_DAILY_WORK = frozenset({"account", "contact", "annotation", "activitymimeattachment", *ACTIVITIES})
_OWN_ONLY = frozenset({"mailbox", "usersettings", "systemuser"})


def may(context: CrmContext, action: str, entity: Entity, row_id: uuid.UUID | None, owner: uuid.UUID | None) -> bool:
    """Whether the acting user may `action` (Create, Read, Write, Delete) the row; `owner` is the row's owner."""
    if action == "Read" or context.organization.is_administrator(context.user_id):
        return True
    if entity.name in _DAILY_WORK:
        return True
    return action == "Write" and entity.name in _OWN_ONLY and context.user_id in (owner, row_id)


def refuse_unless_allowed(
    context: CrmContext, action: str, entity: Entity, row_id: uuid.UUID | None, owner: uuid.UUID | None
) -> None:
    """Raise CrmFault PrivilegeDenied unless `may`."""
    if not may(context, action, entity, row_id, owner):
        raise missing_privilege(context, f"prv{action}{entity.name}")


def refuse_without(context: CrmContext, privilege: str) -> None:
    """Raise CrmFault PrivilegeDenied unless the acting user holds a privilege only administrators have."""
    if not context.organization.is_administrator(context.user_id):
        raise missing_privilege(context, privilege)


def missing_privilege(context: CrmContext, privilege: str) -> errors.CrmFault:
    """PrivilegeDenied in the words servers use."""
    return errors.fault(
        errors.PRIVILEGE_DENIED,
        f"Principal user (Id={context.user_id}, type=8) is missing {privilege} privilege",
    )
