"""What metadata alone can refuse: unknown attributes, attributes that cannot be written, wrong types and sizes.

Sources: the entity pages for the facts; for the codes the SDK's ErrorCodes. That a read-only attribute is refused with
InvalidArgument is our choice: servers differ in whether they refuse or ignore it.
"""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

from simulator.crm import errors
from simulator.crm.entities import BY_NAME
from simulator.crm.known_names import ENTITIES_NOT_SIMULATED
from simulator.crm.metadata import LOOKUPS, OPTION_SETS, Attribute, Entity, Required, Type
from simulator.crm.rows import Rows
from simulator.crm.values import EntityCollection, EntityReference, Money, OptionSetValue
from simulator.errors import NotSimulated

EARLIEST = datetime(1753, 1, 1, tzinfo=UTC)
_PYTHON_TYPES: dict[Type, tuple[type, ...]] = {
    Type.STRING: (str,),
    Type.MEMO: (str,),
    Type.ENTITY_NAME: (str, int),
    Type.INTEGER: (int,),
    Type.BIG_INT: (int,),
    Type.DOUBLE: (float, int),
    Type.DECIMAL: (Decimal,),
    Type.MONEY: (Money,),
    Type.BOOLEAN: (bool,),
    Type.DATE_TIME: (datetime,),
    Type.UNIQUE_IDENTIFIER: (uuid.UUID,),
    Type.LOOKUP: (EntityReference,),
    Type.CUSTOMER: (EntityReference,),
    Type.OWNER: (EntityReference,),
    Type.PARTY_LIST: (EntityCollection,),
    Type.PICKLIST: (OptionSetValue,),
    Type.STATE: (OptionSetValue,),
    Type.STATUS: (OptionSetValue,),
}


def entity_named(name: str) -> Entity:
    """The entity with this logical name. Raises CrmFault for an unknown one, NotSimulated for one we do not have."""
    found = BY_NAME.get(name)
    if found is not None:
        return found
    if name in ENTITIES_NOT_SIMULATED:
        raise NotSimulated(f"CRM entity {name}")
    raise errors.fault(errors.NO_SUCH_ENTITY, f"The entity with a name = '{name}' was not found in the MetadataCache.")


def attribute_named(entity: Entity, name: str) -> Attribute:
    """The entity's attribute. Raises CrmFault NoSuchAttribute."""
    found = entity.by_name.get(name)
    if found is None:
        raise errors.fault(
            errors.NO_SUCH_ATTRIBUTE, f"'{entity.name}' entity doesn't contain attribute with Name = '{name}'."
        )
    return found


def checked(rows: Rows, entity: Entity, attributes: Mapping[str, object], *, create: bool) -> dict[str, object]:
    """`attributes` as a row keeps them. Raises CrmFault for the first that cannot be written so."""
    result: dict[str, object] = {}
    for name, value in attributes.items():
        attribute = attribute_named(entity, name)
        if name == entity.primary_id:
            if not isinstance(value, uuid.UUID | None):
                raise _wrong_type(entity, attribute, value)
            continue
        _refuse_read_only(entity, attribute, value, create=create)
        result[name] = None if value is None or value == "" else _checked_value(rows, entity, attribute, value)
    return result


def refuse_missing(entity: Entity, row: Mapping[str, object]) -> None:
    """Raise CrmFault when the row lacks a system-required attribute."""
    for attribute in entity.attributes:
        if attribute.required is Required.SYSTEM and row.get(attribute.name) is None:
            raise errors.fault(
                errors.REQUIRED_FIELD_MISSING, f"Required field '{attribute.name}' is missing on '{entity.name}'."
            )


def _refuse_read_only(entity: Entity, attribute: Attribute, value: object, *, create: bool) -> None:
    if create and attribute.type is Type.STATE and value == OptionSetValue(attribute.options[0].value):
        return
    if not (attribute.create if create else attribute.update):
        what = "create" if create else "update"
        raise errors.fault(
            errors.INVALID_ARGUMENT,
            f"The attribute '{attribute.name}' of '{entity.name}' is not valid for {what}."
            + (" Use SetState." if attribute.type in (Type.STATE, Type.STATUS) else ""),
        )


def _checked_value(rows: Rows, entity: Entity, attribute: Attribute, value: object) -> object:
    wanted = _PYTHON_TYPES[attribute.type]
    if not isinstance(value, wanted) or (isinstance(value, bool) and attribute.type is not Type.BOOLEAN):
        raise _wrong_type(entity, attribute, value)
    if isinstance(value, str):
        _check_length(entity, attribute, value)
    elif isinstance(value, datetime):
        _check_moment(value)
        return value.astimezone(UTC).replace(microsecond=0)
    elif isinstance(value, EntityReference) and attribute.type in LOOKUPS:
        refuse_dangling(rows, attribute, value)
        return EntityReference(value.logical_name, value.id)
    elif isinstance(value, OptionSetValue) and attribute.type in OPTION_SETS:
        _check_option(entity, attribute, value)
    elif isinstance(value, int | float | Decimal | Money) and not isinstance(value, bool):
        _check_range(entity, attribute, value)
    return value


def _wrong_type(entity: Entity, attribute: Attribute, value: object) -> errors.CrmFault:
    return errors.fault(
        errors.INVALID_ARGUMENT,
        f"Incorrect attribute value type {type(value).__name__} for '{attribute.name}' of '{entity.name}':"
        f" it is a {attribute.type.value}.",
    )


def _check_moment(value: datetime) -> None:
    """CrmDateTime begins with 1753, as SQL Server's datetime does. The words are the server's, the code our choice."""
    if value < EARLIEST:
        raise errors.fault(
            errors.INVALID_ARGUMENT,
            f"DateTime is less than minumum value supported by CrmDateTime. Actual value: "
            f"{value.month:02}/{value.day:02}/{value.year:04} {value:%H:%M:%S}, "
            "Minimum value supported: 01/01/1753 00:00:00",
        )


def _check_length(entity: Entity, attribute: Attribute, value: str) -> None:
    if attribute.length is not None and len(value) > attribute.length:
        raise errors.fault(
            errors.STRING_TOO_LONG,
            f"A validation error occurred. The length of the '{attribute.name}' attribute of the '{entity.name}' "
            f"entity exceeded the maximum allowed length of '{attribute.length}'.",
        )


def _check_range(entity: Entity, attribute: Attribute, value: int | float | Decimal | Money) -> None:
    number = value.value if isinstance(value, Money) else value
    too_small = attribute.least is not None and number < attribute.least
    if too_small or (attribute.most is not None and number > attribute.most):
        code = errors.INTEGER_OUT_OF_RANGE if isinstance(number, int) else errors.DECIMAL_OUT_OF_RANGE
        raise errors.fault(
            code,
            f"A validation error occurred. The value of '{attribute.name}' on record of type '{entity.name}' is "
            "outside the valid range.",
        )


def _check_option(entity: Entity, attribute: Attribute, value: OptionSetValue) -> None:
    option = attribute.option(value.value)
    if option is None:
        raise errors.fault(
            errors.OPTION_OUT_OF_RANGE,
            f"A validation error occurred. The value of '{attribute.name}' on record of type '{entity.name}' is "
            "outside the valid range.",
        )
    if attribute.type is Type.STATUS and option.state != 0:
        raise errors.fault(
            errors.INVALID_STATE_OR_STATUS,
            f"{value.value} is not a valid status code for state code 0 on {entity.name}.",
        )


def refuse_dangling(rows: Rows, attribute: Attribute, reference: EntityReference) -> None:
    """Raise CrmFault when a lookup's target is of the wrong entity or does not exist."""
    if reference.logical_name not in attribute.targets:
        if reference.logical_name in ENTITIES_NOT_SIMULATED:
            raise NotSimulated(f"'{attribute.name}' that refers to CRM entity {reference.logical_name}")
        raise errors.fault(
            errors.INVALID_ARGUMENT,
            f"'{attribute.name}' cannot refer to '{reference.logical_name}': its targets are "
            f"{', '.join(attribute.targets)}.",
        )
    if rows.get(reference.logical_name, reference.id) is None:
        raise does_not_exist(reference.logical_name, reference.id)


def does_not_exist(entity_name: str, row_id: uuid.UUID) -> errors.CrmFault:
    """ObjectDoesNotExist in the words servers use."""
    return errors.fault(errors.OBJECT_DOES_NOT_EXIST, f"{entity_name} With Id = {row_id} Does Not Exist")
