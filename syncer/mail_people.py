"""Who is behind an address: users, queues, contacts and accounts by their e-mail columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from syncer.crm_side.fetch import equals, fetch, one_of
from syncer.crm_side.side import CrmSide, EntityReference, Party, Row

_ADDRESS_COLUMNS = (
    ("systemuser", "fullname", ("internalemailaddress", "personalemailaddress")),
    ("contact", "fullname", ("emailaddress1", "emailaddress2", "emailaddress3")),
    ("account", "name", ("emailaddress1", "emailaddress2", "emailaddress3")),
    ("queue", "name", ("emailaddress",)),
)
"""Entity, name column, address columns; in the order in which a sender is resolved (Learn, "Associate an email address
with a row"). Leads, equipment, teams and business units are not resolved yet."""
_RECEIVERS = {"systemuser": "usersettings", "queue": "queue"}
"""Who has a filtering method, and in which entity."""


@dataclass(slots=True)
class People:
    """Finds the records of addresses; every address is asked once during one run. Raises `CrmError`."""

    crm: CrmSide
    _known: dict[str, tuple[EntityReference, ...]] = field(default_factory=dict)
    _methods: dict[str, int | None] = field(default_factory=dict)

    def look_up(self, addresses: Iterable[str]) -> None:
        """Ask CRM for the addresses not known yet, one query for each entity."""
        wanted = sorted({address.lower() for address in addresses if address} - self._known.keys())
        if not wanted:
            return
        found: dict[str, list[EntityReference]] = {address: [] for address in wanted}
        for entity, name, columns in _ADDRESS_COLUMNS:
            for row in self._rows(entity, name, columns, wanted):
                label = row.attributes.get(name)
                reference = EntityReference(entity, row.id, label if isinstance(label, str) else None)
                for column in columns:
                    address = str(row.attributes.get(column, "")).lower()
                    if address in found and reference not in found[address]:
                        found[address].append(reference)
        self._known.update({address: tuple(references) for address, references in found.items()})

    def of(self, address: str) -> tuple[EntityReference, ...]:
        """Every record that has this address, best first."""
        self.look_up((address,))
        return self._known.get(address.lower(), ())

    def sender(self, address: str, mask: int) -> tuple[Party, ...]:
        """The one record a sender resolves to, or the address alone."""
        references = self.of(address)
        return (Party(references[0] if references else None, address, mask),) if address else ()

    def recipients(self, addresses: Iterable[str], mask: int) -> tuple[Party, ...]:
        """Every record of every address, or the address alone; each record once."""
        parties: dict[tuple[str, str], Party] = {}
        for address in addresses:
            references = self.of(address)
            for reference in references:
                parties.setdefault((reference.logical_name, reference.id), Party(reference, address, mask))
            if not references and address:
                parties.setdefault(("", address.lower()), Party(None, address, mask))
        return tuple(parties.values())

    def filtering_method(self, receiver: EntityReference) -> int | None:
        """The `incomingemailfilteringmethod` of a user or queue; None when it is not set."""
        key = f"{receiver.logical_name}:{receiver.id}"
        if key not in self._methods:
            entity = _RECEIVERS[receiver.logical_name]
            row = self.crm.retrieve(entity, receiver.id, ("incomingemailfilteringmethod",))
            value = None if row is None else row.attributes.get("incomingemailfilteringmethod")
            self._methods[key] = value if isinstance(value, int) else None
        return self._methods[key]

    def receivers(self, addresses: Iterable[str]) -> tuple[EntityReference, ...]:
        """The users and queues among the addresses."""
        found = (reference for address in addresses for reference in self.of(address))
        return tuple(dict.fromkeys(one for one in found if one.logical_name in _RECEIVERS))

    def _rows(self, entity: str, name: str, columns: tuple[str, ...], wanted: list[str]) -> list[Row]:
        active = () if entity == "systemuser" else (equals("statecode", 0),)
        disabled = (equals("isdisabled", False),) if entity == "systemuser" else ()
        query = fetch(
            entity,
            (name, *columns),
            where=(*active, *disabled),
            any_of=tuple(one_of(column, wanted) for column in columns),
            order="createdon",
        )
        return self.crm.retrieve_multiple(query)
