"""Writes the platform makes by itself: defaults, stamps and version, and no question of who may write what."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from simulator.crm.context import CrmContext
from simulator.crm.entities import BY_NAME
from simulator.crm.metadata import OPTION_SETS, Attribute, Entity, Type
from simulator.crm.rows import Row
from simulator.crm.values import EntityReference, OptionSetValue


def insert(context: CrmContext, entity_name: str, row_id: uuid.UUID, attributes: Mapping[str, object]) -> None:
    """Write a new row: defaults first, then `attributes` (None leaves one empty), then owner, stamps and version."""
    entity = BY_NAME[entity_name]
    row: dict[str, object] = {a.name: default_value(a) for a in entity.attributes if a.default is not None}
    row.update(_first_status(entity))
    row.update(attributes)
    row[entity.primary_id] = row_id
    if entity.activity:
        row["activitytypecode"] = entity_name
    _own(context, entity, row)
    _stamp(context, entity, row, created=True)
    context.organization.rows.put(entity_name, row_id, _without_empty(row))


def amend(context: CrmContext, entity_name: str, row_id: uuid.UUID, changes: Mapping[str, object]) -> None:
    """Change a row that exists; None empties an attribute. Stamps it and gives it a new version."""
    entity = BY_NAME[entity_name]
    before = context.organization.rows.get(entity_name, row_id)
    if before is None:
        raise KeyError(f"{entity_name} {row_id}")
    row = {**before, **changes}
    if "ownerid" in changes:
        _own(context, entity, row)
    _stamp(context, entity, row, created=False)
    context.organization.rows.put(entity_name, row_id, _without_empty(row))


def now(context: CrmContext) -> datetime:
    """The organization's time; like CRM's columns it has no fractions of a second."""
    return context.organization.clock.now().replace(microsecond=0)


def default_value(attribute: Attribute) -> object:
    """The attribute's default as a row keeps it."""
    if attribute.type in OPTION_SETS and isinstance(attribute.default, int):
        return OptionSetValue(attribute.default)
    return attribute.default


def _first_status(entity: Entity) -> Row:
    state, status = entity.by_name.get("statecode"), entity.by_name.get("statuscode")
    if state is None or status is None or state.options[0].default_status is None:
        return {}
    return {"statuscode": OptionSetValue(state.options[0].default_status)}


def _own(context: CrmContext, entity: Entity, row: dict[str, object]) -> None:
    owner_column = entity.by_name.get("ownerid")
    if owner_column is None:
        return
    row.setdefault("ownerid", EntityReference("systemuser", context.user_id))
    owner = row["ownerid"]
    if isinstance(owner, EntityReference) and "owninguser" in entity.by_name:
        row["owninguser"] = EntityReference("systemuser", owner.id)
        row["owningbusinessunit"] = EntityReference("businessunit", context.organization.business_unit_id)


def _stamp(context: CrmContext, entity: Entity, row: dict[str, object], *, created: bool) -> None:
    moment = now(context)
    acting = EntityReference("systemuser", context.user_id)
    behalf = (
        EntityReference("systemuser", context.initiating_user_id)
        if context.initiating_user_id != context.user_id
        else None
    )
    if created:
        migrated = row.get("overriddencreatedon")
        values = {"createdon": migrated or moment, "createdby": acting, "createdonbehalfby": behalf}
        if migrated is not None:
            values["overriddencreatedon"] = moment
        row.update({name: value for name, value in values.items() if name in entity.by_name})
    changed = {"modifiedon": moment, "modifiedby": acting, "modifiedonbehalfby": behalf}
    row.update({name: value for name, value in changed.items() if name in entity.by_name})
    if entity.by_name.get("organizationid", None) is not None and entity.by_name["organizationid"].type is Type.LOOKUP:
        row["organizationid"] = EntityReference("organization", context.organization.id)
    row["versionnumber"] = context.organization.rows.next_version()


def _without_empty(row: Mapping[str, object]) -> Row:
    return {name: value for name, value in row.items() if value is not None}
