"""Rows as answers: columns chosen, party lists put together, names of lookups and labels of options filled in."""

import uuid
from collections.abc import Iterable, Mapping

from simulator.crm.context import CrmContext
from simulator.crm.entities import BY_NAME
from simulator.crm.metadata import OPTION_SETS, Attribute, Entity, Type
from simulator.crm.parties import parties_with_mask
from simulator.crm.query_model import ColumnSet
from simulator.crm.rows import Row, Rows
from simulator.crm.validation import attribute_named, does_not_exist, entity_named
from simulator.crm.values import EntityCollection, EntityReference, OptionSetValue, Record


def retrieve(context: CrmContext, target: EntityReference, columns: ColumnSet) -> Record:
    """One row. Raises CrmFault when it, its entity or a column does not exist."""
    entity = entity_named(target.logical_name)
    chosen = chosen_columns(entity, columns)
    row = context.organization.rows.get(entity.name, target.id)
    if row is None:
        raise does_not_exist(entity.name, target.id)
    return record_of(context.organization.rows, entity, target.id, row, chosen)


def chosen_columns(entity: Entity, columns: ColumnSet) -> tuple[Attribute, ...]:
    """The attributes a column set means; what cannot be read (passwords) is never among them."""
    wanted = entity.attributes if columns.all else [attribute_named(entity, name) for name in columns.columns]
    return tuple(attribute for attribute in wanted if attribute.read)


def record_of(rows: Rows, entity: Entity, row_id: uuid.UUID, row: Row, columns: Iterable[Attribute]) -> Record:
    """A row as an Entity: attributes without a value are absent, the primary id is always there."""
    found: dict[str, object] = {}
    formatted: dict[str, str] = {}
    for attribute in columns:
        value = column_value(rows, row_id, row, attribute)
        if value is not None:
            found[attribute.name] = value
            label = label_of(attribute, value)
            if label is not None:
                formatted[attribute.name] = label
    found[entity.primary_id] = row_id
    return Record(entity.name, row_id, found, formatted)


def column_value(rows: Rows, row_id: uuid.UUID, row: Row, attribute: Attribute) -> object:
    """The value of one column, lookups with their names and party lists as collections; None when there is none."""
    if attribute.type is Type.PARTY_LIST:
        return _party_list(rows, row_id, attribute)
    value = row.get(attribute.name)
    if isinstance(value, EntityReference):
        return EntityReference(value.logical_name, value.id, name_of(rows, value))
    return value


def name_of(rows: Rows, reference: EntityReference) -> str | None:
    """What a lookup's target is called: its primary name."""
    entity = BY_NAME.get(reference.logical_name)
    row = rows.get(reference.logical_name, reference.id)
    if entity is None or row is None or entity.primary_name is None:
        return None
    name = row.get(entity.primary_name)
    return name if isinstance(name, str) else None


def label_of(attribute: Attribute, value: object) -> str | None:
    """The text of FormattedValues: labels of options and booleans, names of lookups."""
    if isinstance(value, OptionSetValue) and attribute.type in OPTION_SETS:
        option = attribute.option(value.value)
        return option.label if option is not None else None
    if isinstance(value, bool):
        option = attribute.option(int(value))
        return option.label if option is not None else None
    return value.name if isinstance(value, EntityReference) else None


def _party_list(rows: Rows, activity_id: uuid.UUID, attribute: Attribute) -> EntityCollection:
    party_entity = BY_NAME["activityparty"]
    columns = [column for column in party_entity.attributes if column.read]
    found = parties_with_mask(rows, activity_id, attribute.mask or 0)
    records = tuple(record_of(rows, party_entity, party_id, party, columns) for party_id, party in found)
    return EntityCollection("activityparty", records)


def with_aliases(record: Record, extra: Mapping[str, object], labels: Mapping[str, str]) -> Record:
    """The record with columns of linked entities added."""
    if not extra:
        return record
    return Record(record.logical_name, record.id, {**record.attributes, **extra}, {**record.formatted, **labels})
