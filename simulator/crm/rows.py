"""The tables of one organization, with undo and one version counter. No rules live here."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

Row = Mapping[str, object]
_Undo = tuple[str, uuid.UUID, "Row | None"]


class Rows:
    """Every row of an organization. The caller holds the organization's lock.

    A row is never changed in place: `put` replaces it, so that whoever holds an older one keeps it as it was.
    """

    def __init__(self) -> None:
        """Start empty, at version 0."""
        self._tables: dict[str, dict[uuid.UUID, Row]] = {}
        self._parties: dict[uuid.UUID, tuple[uuid.UUID, ...]] = {}
        self._undo: list[_Undo] | None = None
        self._undo_parties: dict[uuid.UUID, tuple[uuid.UUID, ...]] = {}
        self._version = 0
        self.touched: dict[tuple[str, uuid.UUID], bool] | None = None
        """Rows written since somebody last emptied it, in the order of `all`; True: it was removed in between.

        None: nobody asks.
        """

    def restore(self, tables: Iterable[tuple[str, uuid.UUID, Row]], version: int) -> None:
        """Take rows that were written down before, oldest first."""
        for entity, row_id, row in tables:
            self._set(entity, row_id, row)
        self._version = version

    @property
    def version(self) -> int:
        """The newest version number given out."""
        return self._version

    def next_version(self) -> int:
        """A version number above every other: each change takes one, undone or not (as a SQL rowversion)."""
        self._version += 1
        return self._version

    def get(self, entity: str, row_id: uuid.UUID) -> Row | None:
        """The row with this Id, or None."""
        return self._tables.get(entity, {}).get(row_id)

    def all(self, entity: str) -> list[tuple[uuid.UUID, Row]]:
        """Every row of the entity with its Id, oldest first."""
        return list(self._tables.get(entity, {}).items())

    def everything(self) -> Iterator[tuple[str, uuid.UUID, Row]]:
        """Every row of every entity, the oldest of each first."""
        for entity, table in self._tables.items():
            for row_id, row in table.items():
                yield entity, row_id, row

    def parties(self, activity_id: uuid.UUID) -> list[tuple[uuid.UUID, Row]]:
        """The activityparty rows of an activity, in the order in which they were written."""
        table = self._tables.get("activityparty", {})
        return [(party_id, table[party_id]) for party_id in self._parties.get(activity_id, ())]

    def put(self, entity: str, row_id: uuid.UUID, row: Row) -> None:
        """Write a whole row."""
        self._remember(entity, row_id)
        self._set(entity, row_id, row)

    def remove(self, entity: str, row_id: uuid.UUID) -> None:
        """Remove a row. Raises KeyError when it is not there."""
        self._remember(entity, row_id)
        self._set(entity, row_id, None)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Undo every put and remove since the start when the block raises. Nested blocks belong to the outer one."""
        if self._undo is not None:
            yield
            return
        self._undo, self._undo_parties = [], {}
        try:
            yield
        except BaseException:
            for entity, row_id, row in reversed(self._undo):
                self._set(entity, row_id, row)
            self._parties.update(self._undo_parties)
            raise
        finally:
            self._undo = None

    def _remember(self, entity: str, row_id: uuid.UUID) -> None:
        if self._undo is not None:
            self._undo.append((entity, row_id, self.get(entity, row_id)))

    def _set(self, entity: str, row_id: uuid.UUID, row: Row | None) -> None:
        table = self._tables.setdefault(entity, {})
        before = table.get(row_id)
        if row is None:
            del table[row_id]
        else:
            table[row_id] = row
        if self.touched is not None:
            removed = self.touched.get((entity, row_id), False)
            if before is None or row is None:
                self.touched.pop((entity, row_id), None)
            self.touched[entity, row_id] = removed or row is None
        if entity == "activityparty":
            self._index_party(row_id, before, row)

    def _index_party(self, party_id: uuid.UUID, before: Row | None, after: Row | None) -> None:
        old, new = _activity_of(before), _activity_of(after)
        if old == new:
            return
        for activity in (old, new):
            if activity is not None:
                self._undo_parties.setdefault(activity, self._parties.get(activity, ()))
        if old is not None:
            self._parties[old] = tuple(other for other in self._parties[old] if other != party_id)
        if new is not None:
            self._parties[new] = (*self._parties.get(new, ()), party_id)


def _activity_of(row: Row | None) -> uuid.UUID | None:
    reference = None if row is None else row.get("activityid")
    found = getattr(reference, "id", None)
    return found if isinstance(found, uuid.UUID) else None
