"""Who is who: CRM rows by address and addresses by CRM row, looked up once a cycle."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from syncer.crm_side.side import CrmSide, EntityReference, Party

ACTIVE = '<condition attribute="statecode" operator="eq" value="0"/>'
ENABLED = '<condition attribute="isdisabled" operator="eq" value="0"/>'
ADDRESS_COLUMNS = (
    ("systemuser", "systemuserid", "internalemailaddress", "fullname", ENABLED),
    ("contact", "contactid", "emailaddress1", "fullname", ACTIVE),
    ("account", "accountid", "emailaddress1", "name", ACTIVE),
)
"""Where an address is looked up, in the order in which one record wins (email-message-filtering-correlation.md)."""


class People:
    """Look-ups of one cycle; addresses are lower case."""

    def __init__(self, crm: CrmSide) -> None:
        self._crm = crm
        self._references: dict[str, EntityReference | None] = {}
        self._addresses: dict[tuple[str, str], tuple[str, str]] = {}

    def reference(self, address: str) -> EntityReference | None:
        """The record that has this address, or None. Raises CrmError."""
        address = address.lower()
        if address not in self._references:
            self._references[address] = self._look_up(address)
        return self._references[address]

    def _look_up(self, address: str) -> EntityReference | None:
        for entity, key, column, name, active in ADDRESS_COLUMNS:
            found = self._crm.retrieve_multiple(
                f'<fetch><entity name="{entity}"><attribute name="{key}"/><attribute name="{name}"/>'
                f'<order attribute="createdon"/><filter type="and"><condition attribute="{column}" operator="eq" '
                f"value={quoteattr(address)}/>{active}</filter></entity></fetch>"
            )
            if found:
                label = found[0].attributes.get(name)
                return EntityReference(entity, found[0].id, label if isinstance(label, str) else None)
        return None

    def address_of(self, party: Party) -> tuple[str, str]:
        """(lower-case address, display name) of a party; an empty address when it has none. Raises CrmError."""
        reference = party.reference
        if reference is None:
            return (party.address or "").lower(), ""
        key = (reference.logical_name, reference.id)
        if key not in self._addresses:
            self._addresses[key] = self._read(reference)
        address, name = self._addresses[key]
        return (address or (party.address or "").lower()), (reference.name or name)

    def _read(self, reference: EntityReference) -> tuple[str, str]:
        for entity, _, column, name, _ in ADDRESS_COLUMNS:
            if reference.logical_name == entity:
                row = self._crm.retrieve(entity, reference.id, (column, name))
                values = row.attributes if row else {}
                return str(values.get(column) or "").lower(), str(values.get(name) or "")
        return "", ""

    def name_of(self, address: str) -> str:
        """The display name of whoever has this address, or the address. Raises CrmError."""
        reference = self.reference(address)
        return (reference.name if reference else None) or address
