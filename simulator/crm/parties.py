"""Party lists: `to`, `requiredattendees` and their kind are rows of activityparty, not columns of the activity."""

import uuid
from collections.abc import Mapping

from simulator.crm import errors
from simulator.crm.context import CrmContext
from simulator.crm.metadata import Attribute, Entity, Type
from simulator.crm.platform_writes import insert
from simulator.crm.rows import Row, Rows
from simulator.crm.validation import attribute_named, does_not_exist
from simulator.crm.values import EntityCollection, EntityReference, OptionSetValue, Record

ADDRESS_COLUMNS = {
    "account": ("emailaddress1", "emailaddress2", "emailaddress3"),
    "contact": ("emailaddress1", "emailaddress2", "emailaddress3"),
    "queue": ("emailaddress",),
    "systemuser": ("internalemailaddress", "personalemailaddress"),
}
OWNER_MASK, REGARDING_MASK = 9, 8
_WRITABLE = frozenset({"partyid", "addressused", "exchangeentryid", "effort", "participationtypemask", "activityid"})


def address_of(rows: Rows, reference: EntityReference) -> str | None:
    """The first e-mail address of an account, contact, queue or user; None when it has none."""
    row = rows.get(reference.logical_name, reference.id)
    for column in ADDRESS_COLUMNS.get(reference.logical_name, ()):
        found = row.get(column) if row is not None else None
        if isinstance(found, str):
            return found
    return None


def checked_parties(rows: Rows, attribute: Attribute, collection: EntityCollection) -> tuple[Row, ...]:
    """The activityparty rows a party list asks for, addresses resolved. Raises CrmFault.

    A party without a partyid keeps its `addressused` and stays unresolved, on appointments too (our choice).
    """
    return tuple(_checked_party(rows, attribute, record) for record in collection.records)


def _checked_party(rows: Rows, attribute: Attribute, record: Record) -> Row:
    if record.logical_name != "activityparty":
        raise errors.fault(errors.INVALID_ARGUMENT, f"'{attribute.name}' takes entities of type activityparty only.")
    unknown = sorted(set(record.attributes) - _WRITABLE)
    if unknown:
        raise errors.fault(errors.INVALID_ARGUMENT, f"The attribute '{unknown[0]}' of a party is not valid here.")
    party, address = record.attributes.get("partyid"), record.attributes.get("addressused")
    row: dict[str, object] = {"participationtypemask": OptionSetValue(attribute.mask or 0)}
    if isinstance(party, EntityReference):
        if party.logical_name not in attribute.targets:
            raise errors.fault(errors.INVALID_PARTY_TYPE)
        if rows.get(party.logical_name, party.id) is None:
            raise does_not_exist(party.logical_name, party.id)
        row["partyid"] = EntityReference(party.logical_name, party.id)
        row["addressused"] = address if isinstance(address, str) and address else address_of(rows, party)
    elif isinstance(address, str) and address:
        row["addressused"] = address
    else:
        raise errors.fault(errors.INVALID_ARGUMENT, f"A party of '{attribute.name}' names nobody and no address.")
    if isinstance(address, str) and len(address) > 200:
        raise errors.fault(errors.STRING_TOO_LONG)
    return row


def write_parties(
    context: CrmContext, entity: Entity, activity_id: uuid.UUID, lists: Mapping[str, tuple[Row, ...]]
) -> None:
    """Replace the named party lists of an activity, and its Owner and Regarding parties, which follow the row."""
    rows = context.organization.rows
    activity = rows.get(entity.name, activity_id) or {}
    wanted = {attribute_named(entity, name).mask or 0: parties for name, parties in lists.items()}
    for mask, column in ((OWNER_MASK, "ownerid"), (REGARDING_MASK, "regardingobjectid")):
        reference = activity.get(column)
        if isinstance(reference, EntityReference):
            wanted[mask] = ({"partyid": reference, "participationtypemask": OptionSetValue(mask)},)
        else:
            wanted[mask] = ()
    for party_id, party in rows.parties(activity_id):
        mask_value = party.get("participationtypemask")
        if isinstance(mask_value, OptionSetValue) and mask_value.value in wanted:
            rows.remove("activityparty", party_id)
    for parties in wanted.values():
        for party in parties:
            insert(
                context,
                "activityparty",
                context.organization.ids.guid(),
                {**party, **_from_activity(entity, activity_id, activity)},
            )


def _from_activity(entity: Entity, activity_id: uuid.UUID, activity: Row) -> dict[str, object]:
    return {
        "activityid": EntityReference(entity.name, activity_id),
        "ownerid": activity.get("ownerid"),
        "scheduledstart": activity.get("scheduledstart"),
        "scheduledend": activity.get("scheduledend"),
    }


def parties_with_mask(rows: Rows, activity_id: uuid.UUID, mask: int) -> list[tuple[uuid.UUID, Row]]:
    """The parties of an activity that play one part in it."""
    wanted = OptionSetValue(mask)
    return [(party_id, row) for party_id, row in rows.parties(activity_id) if row["participationtypemask"] == wanted]


def party_list_columns(entity: Entity) -> tuple[Attribute, ...]:
    """The entity's party lists."""
    return tuple(attribute for attribute in entity.attributes if attribute.type is Type.PARTY_LIST)
