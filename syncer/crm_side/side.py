"""The CRM side as the rest of the syncer sees it: rows, no XML, no HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from syncer.crm_side.values import EntityReference, OptionSet, Participation, Party, Row, WhoAmI

__all__ = ["CrmSide", "EntityReference", "OptionSet", "Participation", "Party", "Row", "WhoAmI"]


class CrmSide(Protocol):
    """One organization. Every call raises `CrmError`. Ids are lower-case GUIDs without braces."""

    def who_am_i(self) -> WhoAmI:
        """The account the syncer works as."""

    def version(self) -> str:
        """The organization's version, for instance 6.0.0.809 (RetrieveVersion)."""

    def retrieve(self, entity: str, id: str, columns: Sequence[str] | None = None) -> Row | None:
        """One row (None for columns: all of them); None when it does not exist."""

    def create(self, entity: str, id: str, attributes: Mapping[str, object]) -> None:
        """Create with our id. ALREADY_THERE when a row has that id: the create was made before."""

    def update(self, entity: str, id: str, attributes: Mapping[str, object | None]) -> None:
        """Change the attributes named; None clears one."""

    def delete(self, entity: str, id: str) -> None:
        """Delete; NOT_FOUND when it is gone already."""

    def set_state(self, entity: str, id: str, state: int, status: int) -> None:
        """SetStateRequest: in CRM 2013 the only way to change statecode and statuscode."""

    def retrieve_multiple(self, fetch_xml: str) -> list[Row]:
        """All rows of a FetchXML query, page after page to the end."""

    def versions(self, fetch_xml: str) -> dict[str, int]:
        """{id: versionnumber} of all rows of a FetchXML query."""

    def execute(self, request: str, parameters: Mapping[str, object]) -> Mapping[str, object]:
        """Any other message by its name; answers the Results."""

    def send_email(self, id: str, token: str | None = None) -> str:
        """SendEmailRequest with IssueSend true: Draft becomes Pending Send. Answers the subject with its token."""
