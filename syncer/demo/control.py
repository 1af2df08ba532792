"""The simulator's control plane, as the demo uses it: JSON over HTTP on this machine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import requests

TIMEOUT_SECONDS = 20.0


class ControlPlane:
    """One simulator's control plane. Raises `requests.RequestException`."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = False

    def get(self, path: str, **query: str | int) -> Any:
        """GET, and the JSON that is answered."""
        answer = self._session.get(self._url + path, params=query, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        return answer.json()

    def post(self, path: str, **body: object) -> Any:
        """POST a JSON object, and the JSON that is answered (None for none)."""
        answer = self._session.post(self._url + path, json=body, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def site_down(self, site: str) -> None:
        """From now on the site refuses connections."""
        self.post(f"/sites/{quote(site)}/down")

    def site_up(self, site: str) -> None:
        """The site answers again, and gets the mail that waited."""
        self.post(f"/sites/{quote(site)}/up")

    def plan_fault(self, where: dict[str, object], do: dict[str, object], *, nth: int = 1, times: int = 1) -> int:
        """Plan a fault and answer its id; `times` 0 is for ever."""
        return int(self.post("/faults", where=where, do=do, nth=nth, times=times)["id"])

    def is_holding(self, fault: int) -> bool:
        """Whether this fault holds an answer back right now."""
        return any(planned["id"] == fault and planned["holding"] for planned in self.get("/faults"))

    def release(self, fault: int) -> None:
        """Let the answer go that a fault holds back."""
        self.post(f"/faults/{fault}/release")

    def wire_position(self) -> int:
        """Where the wire log ends now."""
        return int(self.get("/wire-log", since=1_000_000_000)["next"])

    def wire_entries(self, since: int) -> list[dict[str, Any]]:
        """What went over the wire since a position."""
        entries: list[dict[str, Any]] = self.get("/wire-log", since=since)["entries"]
        return entries


READING_OPERATIONS = frozenset(
    {
        "", "GetFolder", "FindFolder", "SyncFolderHierarchy", "SyncFolderItems", "FindItem", "GetItem", "GetAttachment",
        "ResolveNames", "GetServerTimeZones", "ConvertId", "Autodiscover", "GetUserSettings",
        "Retrieve", "RetrieveMultiple", "Execute:WhoAmI", "Execute:RetrieveVersion",
    }
)  # fmt: skip
"""Operations that change nothing, by their names in the wire log."""


def writes(entries: Iterable[dict[str, Any]]) -> list[str]:
    """The operations that changed something or may have, as `site operation`."""
    return [
        f"{entry['site']} {entry['operation']}"
        for entry in entries
        if entry["operation"] not in READING_OPERATIONS and entry["http_status"] != 401
    ]
