"""Create, Update and Delete: one pipeline of named stages, all or nothing.

validate   metadata and the entity's own rules; nothing is written
authorize  privileges
execute    the row, its stamps, its version and its parties
cascade    what follows from it: a user's mailbox, children of a deleted row
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from simulator.crm import cascades, errors, security
from simulator.crm.context import CrmContext
from simulator.crm.metadata import Entity
from simulator.crm.parties import checked_parties, party_list_columns, write_parties
from simulator.crm.platform_writes import amend, insert
from simulator.crm.rows import Row
from simulator.crm.rules import RULES
from simulator.crm.rules.rule import Change, EntityRules
from simulator.crm.validation import attribute_named, checked, does_not_exist, entity_named, refuse_missing
from simulator.crm.values import EMPTY_ID, EntityCollection, EntityReference, Record

Verb = Literal["Create", "Update", "Delete"]


@dataclass(frozen=True)
class Work:
    """What goes through the stages. `parties` are the party lists, taken out of the attributes."""

    verb: Verb
    entity: Entity
    id: uuid.UUID
    given: Mapping[str, object]
    before: Row
    changes: Mapping[str, object] = field(default_factory=dict)
    parties: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)


def create(context: CrmContext, record: Record) -> uuid.UUID:
    """Create a row, under the Id chosen by the caller or a new one; returns the Id. Raises CrmFault."""
    entity = entity_named(record.logical_name)
    row_id = _chosen_id(entity, record) or context.organization.ids.guid()
    _run(context, Work("Create", entity, row_id, record.attributes, {}))
    return row_id


def update(context: CrmContext, record: Record) -> None:
    """Change a row. Raises CrmFault."""
    entity = entity_named(record.logical_name)
    row_id = _chosen_id(entity, record) or EMPTY_ID
    _run(context, Work("Update", entity, row_id, record.attributes, _existing(context, entity, row_id)))


def delete(context: CrmContext, entity_name: str, row_id: uuid.UUID) -> None:
    """Delete a row and what goes with it. Raises CrmFault."""
    entity = entity_named(entity_name)
    _run(context, Work("Delete", entity, row_id, {}, _existing(context, entity, row_id)))


def _run(context: CrmContext, work: Work) -> None:
    with context.organization.rows.transaction():
        for _, stage in STAGES:
            work = stage(context, work)


def _validate(context: CrmContext, work: Work) -> Work:
    allowed = {"Create": work.entity.can_create, "Update": work.entity.can_update, "Delete": work.entity.can_delete}
    if not allowed[work.verb]:
        raise errors.fault(
            errors.ENTITY_DOES_NOT_SUPPORT_MESSAGE,
            f"The '{work.verb}' method does not support entities of type '{work.entity.name}'.",
        )
    rows = context.organization.rows
    if work.verb == "Create" and rows.get(work.entity.name, work.id) is not None:
        raise errors.fault(errors.DUPLICATE_RECORD)
    changes = checked(rows, work.entity, work.given, create=work.verb == "Create")
    party_columns = {attribute.name for attribute in party_list_columns(work.entity)}
    parties = {
        name: checked_parties(rows, attribute_named(work.entity, name), value)
        if isinstance(value, EntityCollection)
        else ()
        for name, value in changes.items()
        if name in party_columns
    }
    plain = {name: value for name, value in changes.items() if name not in party_columns}
    change = _rules(work.entity).check(context, _change(work, plain, parties))
    if work.verb == "Create":
        refuse_missing(work.entity, {work.entity.primary_id: work.id, **_defaults_of(change)})
    return replace(work, changes=change.values, parties=change.parties)


def _authorize(context: CrmContext, work: Work) -> Work:
    action = {"Create": "Create", "Update": "Write", "Delete": "Delete"}[work.verb]
    owner = work.before.get("ownerid")
    owner_id = owner.id if isinstance(owner, EntityReference) else None
    security.refuse_unless_allowed(context, action, work.entity, work.id, owner_id)
    return work


def _execute(context: CrmContext, work: Work) -> Work:
    if work.verb == "Create":
        insert(context, work.entity.name, work.id, work.changes)
    elif work.verb == "Update":
        amend(context, work.entity.name, work.id, work.changes)
    else:
        context.organization.rows.remove(work.entity.name, work.id)
        context.organization.rows.next_version()
    if work.entity.activity and work.verb != "Delete":
        write_parties(context, work.entity, work.id, work.parties)
    return work


def _cascade(context: CrmContext, work: Work) -> Work:
    if work.verb == "Delete":
        for entity_name, row_id in cascades.after_delete(context, work.entity, work.id):
            delete(context, entity_name, row_id)
    _rules(work.entity).after(context, _change(work, work.changes, work.parties))
    return work


STAGES = (("validate", _validate), ("authorize", _authorize), ("execute", _execute), ("cascade", _cascade))


def _rules(entity: Entity) -> EntityRules:
    return RULES.get(entity.name, EntityRules())


def _change(work: Work, values: Mapping[str, object], parties: Mapping[str, tuple[Row, ...]]) -> Change:
    return Change(work.verb, work.entity, work.id, work.before, values, parties)


def _defaults_of(change: Change) -> dict[str, object]:
    defaults: dict[str, object] = {a.name: a.default for a in change.entity.attributes if a.default is not None}
    return {**defaults, **{name: value for name, value in change.values.items() if value is not None}}


def _existing(context: CrmContext, entity: Entity, row_id: uuid.UUID) -> Row:
    row = context.organization.rows.get(entity.name, row_id)
    if row is None:
        raise does_not_exist(entity.name, row_id)
    return row


def _chosen_id(entity: Entity, record: Record) -> uuid.UUID | None:
    attribute = record.attributes.get(entity.primary_id)
    for found in (record.id, attribute):
        if isinstance(found, uuid.UUID) and found != EMPTY_ID:
            return found
    return None
