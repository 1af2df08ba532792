"""The CRM organization in the state file: its rows, its version counter and what it was made with."""

from collections.abc import Iterator
from uuid import UUID

from simulator.crm.organization import CrmOrganization
from simulator.crm.rows import Rows
from simulator.state.database import Database, Write
from simulator.state.encoding import decode, encode

_HEAD = "INSERT OR REPLACE INTO head VALUES (?, ?)"
_ROW = "INSERT INTO crm_rows VALUES (?, ?, ?) ON CONFLICT (entity, id) DO UPDATE SET value = excluded.value"
_NO_ROW = "DELETE FROM crm_rows WHERE entity = ? AND id = ?"


class CrmState:
    """Gives an organization what the file has, then follows it with what changed."""

    def __init__(self, database: Database) -> None:
        """Follow nothing yet."""
        self._database = database
        self._organization: CrmOrganization | None = None
        self._rows: Rows | None = None
        self._version = 0

    def restore(self, organization: CrmOrganization) -> None:
        """Have the organization become the one of the file. Raises UnreadableState."""
        head = dict(self._database.read("SELECT name, value FROM head"))
        found = self._database.read("SELECT entity, id, value FROM crm_rows ORDER BY rowid")
        rows = Rows()
        rows.restore(((entity, UUID(row_id), decode(value)) for entity, row_id, value in found), int(head["version"]))
        organization.restore(decode(head["crm"]), rows)
        self._rows, self._version = rows, rows.version
        rows.touched = {}

    def follow(self, organization: CrmOrganization) -> None:
        """Write what this organization does from now on; one that was not restored is written whole."""
        self._organization = organization

    def is_behind(self) -> bool:
        """Whether something happened since the last `news`; costs nothing."""
        organization = self._organization
        if organization is None:
            return False
        rows = organization.rows
        return rows is not self._rows or bool(rows.touched) or rows.version != self._version

    def news(self) -> Iterator[Write]:
        """What happened since the last time. The caller holds the organization's lock."""
        organization = self._organization
        if organization is None:
            return
        rows = organization.rows
        if rows is not self._rows:
            self._rows = rows
            yield "DELETE FROM crm_rows", ()
            yield _HEAD, ("crm", encode(organization.identity))
            for entity, row_id, row in rows.everything():
                yield _ROW, (entity, str(row_id), encode(dict(row)))
        for (entity, row_id), was_removed in (rows.touched or {}).items():
            changed = rows.get(entity, row_id)
            if changed is None or was_removed:
                yield _NO_ROW, (entity, str(row_id))
            if changed is not None:
                yield _ROW, (entity, str(row_id), encode(dict(changed)))
        rows.touched = {}
        self._version = rows.version
        yield _HEAD, ("version", str(rows.version))
