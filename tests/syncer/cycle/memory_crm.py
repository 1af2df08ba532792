"""A CRM organization in memory: rows, one version counter, and as much FetchXML as the syncer asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from syncer.crm_side.errors import CrmError, CrmProblem, CrmProblemKind
from syncer.crm_side.side import EntityReference, OptionSet, Party, Row, WhoAmI

KEYS = {"appointment": "activityid", "task": "activityid", "email": "activityid"}
DEFAULTS: dict[str, dict[str, object]] = {
    "appointment": {"statecode": 0, "statuscode": 1, "prioritycode": 1},
    "task": {"statecode": 0, "statuscode": 2, "prioritycode": 1},
    "contact": {"statecode": 0, "statuscode": 1},
}


def problem(kind: CrmProblemKind, text: str = "") -> CrmError:
    return CrmError(CrmProblem(kind, "", text))


@dataclass
class MemoryCrm:
    """CrmSide over dictionaries. ``tick`` is called before and after the effect of every write."""

    rows: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    versions_given: int = 0
    writes: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    tick: Callable[[str], None] = lambda _where: None

    # what people do

    def put(self, entity: str, id: str, attributes: Mapping[str, object]) -> None:
        table = self.rows.setdefault(entity, {})
        row = {**DEFAULTS.get(entity, {}), **table.get(id, {})}
        for name, value in attributes.items():
            row[name] = value.value if isinstance(value, OptionSet) else value
        if entity == "contact":
            row["fullname"] = " ".join(str(row[n]) for n in ("firstname", "lastname") if row.get(n)) or None
        self.versions_given += 1
        row["versionnumber"] = self.versions_given
        table[id] = row

    def remove(self, entity: str, id: str) -> None:
        del self.rows[entity][id]

    def table(self, entity: str) -> dict[str, dict[str, Any]]:
        return self.rows.setdefault(entity, {})

    # the side

    def who_am_i(self) -> WhoAmI:
        return WhoAmI("", "", "")

    def version(self) -> str:
        return "6.0.0.809"

    def retrieve(self, entity: str, id: str, columns: Sequence[str] | None = None) -> Row | None:
        self.tick("retrieve")
        row = self.table(entity).get(id)
        return None if row is None else self._view(entity, id, row)

    def _view(self, entity: str, id: str, row: Mapping[str, Any]) -> Row:
        shown = {name: value for name, value in row.items() if value is not None and name != "versionnumber"}
        return Row(entity, id, row["versionnumber"], shown)

    def create(self, entity: str, id: str, attributes: Mapping[str, object]) -> None:
        self.tick("create: before")
        self._refuse(id)
        if id in self.table(entity):
            raise problem(CrmProblemKind.ALREADY_THERE)
        self.put(entity, id, attributes)
        self.writes += 1
        self.tick("create: after")

    def _refuse(self, id: str) -> None:
        if id in self.refused:
            raise problem(CrmProblemKind.REFUSED, self.refused[id])

    def update(self, entity: str, id: str, attributes: Mapping[str, object | None]) -> None:
        self.tick("update: before")
        self._refuse(id)
        if id not in self.table(entity):
            raise problem(CrmProblemKind.NOT_FOUND)
        assert not {"statecode", "statuscode"} & set(attributes)
        self.put(entity, id, attributes)
        self.writes += 1
        self.tick("update: after")

    def delete(self, entity: str, id: str) -> None:
        self.tick("delete: before")
        if id not in self.table(entity):
            raise problem(CrmProblemKind.NOT_FOUND)
        self.remove(entity, id)
        self.writes += 1
        self.tick("delete: after")

    def set_state(self, entity: str, id: str, state: int, status: int) -> None:
        self.tick("set_state: before")
        self.put(entity, id, {"statecode": state, "statuscode": status})
        self.writes += 1
        self.tick("set_state: after")

    def versions(self, fetch_xml: str) -> dict[str, int]:
        return {row.id: row.version for row in self.retrieve_multiple(fetch_xml)}

    def retrieve_multiple(self, fetch_xml: str) -> list[Row]:
        self.tick("retrieve_multiple")
        entity = ElementTree.fromstring(fetch_xml).find("entity")
        assert entity is not None
        name = entity.attrib["name"]
        key = KEYS.get(name, f"{name}id")
        found = []
        for id, row in self.table(name).items():
            wide = {**row, key: id}
            if all(_holds(condition, wide) for condition in entity.findall("filter/condition")) and all(
                _has_party(link, row) for link in entity.findall("link-entity")
            ):
                found.append(self._view(name, id, row))
        return found

    def execute(self, request: str, parameters: Mapping[str, object]) -> Mapping[str, object]:
        return {}

    def send_email(self, id: str, token: str | None = None) -> str:
        return ""


def _bare(value: object) -> str:
    if isinstance(value, EntityReference):
        value = value.id
    return str(value).strip("{}").lower()


def _holds(condition: ElementTree.Element, row: Mapping[str, Any]) -> bool:
    value = row.get(condition.attrib["attribute"])
    wanted = [condition.attrib.get("value")] if "value" in condition.attrib else [v.text for v in condition]
    return value is not None and _bare(value) in [_bare(entry) for entry in wanted]


def _has_party(link: ElementTree.Element, row: Mapping[str, Any]) -> bool:
    parties = [party for value in row.values() if isinstance(value, tuple) for party in value]
    for party in parties:
        assert isinstance(party, Party)
        seen = {"partyid": party.reference, "participationtypemask": party.mask}
        if all(_holds(condition, seen) for condition in link.findall("filter/condition")):
            return True
    return False
