"""What happens to rows that refer to a deleted one.

Parental relationships of accounts, contacts and activities delete their children, as the relationships of the entity
pages do; any other lookup is emptied (RemoveLink); parties lose their partyid and keep the address (our choice of
detail).
"""

import uuid

from simulator.crm import errors
from simulator.crm.context import CrmContext
from simulator.crm.entities import ACTIVITIES, ENTITIES
from simulator.crm.metadata import LOOKUPS, Entity
from simulator.crm.platform_writes import amend
from simulator.crm.values import EntityReference

_CHILDREN: dict[str, tuple[tuple[str, str], ...]] = {
    "account": (
        ("annotation", "objectid"),
        ("contact", "parentcustomerid"),
        *((activity, "regardingobjectid") for activity in ACTIVITIES),
    ),
    "contact": (("annotation", "objectid"), *((activity, "regardingobjectid") for activity in ACTIVITIES)),
    **dict.fromkeys(ACTIVITIES, (("annotation", "objectid"), ("activitymimeattachment", "objectid"))),
    "mailbox": (("annotation", "objectid"), ("tracelog", "regardingobjectid")),
    "emailserverprofile": (("annotation", "objectid"), ("tracelog", "regardingobjectid")),
}
_RESTRICTED = {"emailserverprofile": (("mailbox", "emailserverprofile"),)}


def after_delete(context: CrmContext, entity: Entity, row_id: uuid.UUID) -> list[tuple[str, uuid.UUID]]:
    """Empty the lookups at the deleted row; returns the rows to delete with it. Raises CrmFault when one forbids it."""
    gone = EntityReference(entity.name, row_id)
    for child, column in _RESTRICTED.get(entity.name, ()):
        if _referring(context, child, column, gone):
            raise errors.fault(errors.DELETE_NOT_ALLOWED, f"Object is not allowed to be deleted: a {child} uses it.")
    rows = context.organization.rows
    for party_id, _ in rows.parties(row_id):
        rows.remove("activityparty", party_id)
    for party_id in _referring(context, "activityparty", "partyid", gone):
        amend(context, "activityparty", party_id, {"partyid": None, "ispartydeleted": True})
    children = _CHILDREN.get(entity.name, ())
    for other in ENTITIES:
        for attribute in other.attributes:
            points_here = attribute.type in LOOKUPS and entity.name in attribute.targets
            if points_here and other.name != "activityparty" and (other.name, attribute.name) not in children:
                for found in _referring(context, other.name, attribute.name, gone):
                    amend(context, other.name, found, {attribute.name: None})
    return [(child, found) for child, column in children for found in _referring(context, child, column, gone)]


def _referring(context: CrmContext, entity_name: str, column: str, gone: EntityReference) -> list[uuid.UUID]:
    return [row_id for row_id, row in context.organization.rows.all(entity_name) if row.get(column) == gone]
