"""`CrmSide` over the Organization Service of 2011 (SOAP 1.1, `/XRMServices/2011/Organization.svc/web`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from lxml import etree

from syncer import xml_policy
from syncer.crm_side.connection import CrmConnection, malformed
from syncer.crm_side.errors import CrmError, CrmProblemKind
from syncer.crm_side.values import EntityReference, OptionSet, Row, WhoAmI
from syncer.crm_side.wire_values import (
    NAMESPACES,
    NIL,
    TYPE,
    A,
    B,
    UnreadableError,
    V,
    entity_element,
    parameters_element,
    read_pairs,
    read_row,
)

E = TypeVar("E")
T = TypeVar("T")

_PAGE = 5000
"""Rows a page: CRM's own maximum."""
_CRM_MESSAGES = frozenset({"WhoAmI", "RetrieveVersion", "SendEmail", "GetTrackingTokenEmail", "SetState"})
"""Requests of Crm.Sdk.Messages (prefix g); all others are of Xrm.Sdk.Messages (prefix b)."""


class OrganizationService:
    """See `CrmSide`."""

    def __init__(self, connection: CrmConnection) -> None:
        self._connection = connection

    def who_am_i(self) -> WhoAmI:
        """WhoAmIRequest."""
        results = self.execute("WhoAmI", {})
        try:
            return WhoAmI(*(str(results[name]).lower() for name in ("UserId", "BusinessUnitId", "OrganizationId")))
        except KeyError as missing:
            raise malformed(f"WhoAmI answered without {missing}") from None

    def version(self) -> str:
        """RetrieveVersionRequest."""
        return str(self.execute("RetrieveVersion", {}).get("Version", ""))

    def retrieve(self, entity: str, id: str, columns: Sequence[str] | None = None) -> Row | None:
        """Retrieve; None when there is no such row."""
        body = _operation("Retrieve")
        etree.SubElement(body, V + "entityName").text = entity
        etree.SubElement(body, V + "id").text = id
        column_set = etree.SubElement(body, V + "columnSet")
        etree.SubElement(column_set, B + "AllColumns").text = "true" if columns is None else "false"
        listed = etree.SubElement(column_set, B + "Columns")
        for column in columns or ():
            etree.SubElement(listed, A + "string").text = column
        try:
            answer = self._connection.call("Retrieve", body)
        except CrmError as error:
            if error.problem.kind is CrmProblemKind.NOT_FOUND:
                return None
            raise
        result = answer.find(V + "RetrieveResult")
        if result is None:
            raise malformed("Retrieve answered without a row")
        return _reading(read_row, result)

    def create(self, entity: str, id: str, attributes: Mapping[str, object]) -> None:
        """Create with our id."""
        body = _operation("Create")
        body.append(entity_element(V + "entity", entity, id, attributes))
        answer = self._connection.call("Create", body)
        created = (answer.findtext(V + "CreateResult") or "").strip().lower()
        if created != id.lower():
            raise malformed(f"Create answered id {created!r} instead of ours")

    def update(self, entity: str, id: str, attributes: Mapping[str, object | None]) -> None:
        """Update the attributes named."""
        body = _operation("Update")
        body.append(entity_element(V + "entity", entity, id, attributes))
        self._connection.call("Update", body)

    def delete(self, entity: str, id: str) -> None:
        """Delete."""
        body = _operation("Delete")
        etree.SubElement(body, V + "entityName").text = entity
        etree.SubElement(body, V + "id").text = id
        self._connection.call("Delete", body)

    def set_state(self, entity: str, id: str, state: int, status: int) -> None:
        """SetStateRequest."""
        self.execute(
            "SetState",
            {"EntityMoniker": EntityReference(entity, id), "State": OptionSet(state), "Status": OptionSet(status)},
        )

    def retrieve_multiple(self, fetch_xml: str) -> list[Row]:
        """RetrieveMultiple of a FetchExpression, page after page while MoreRecords says so."""
        rows: list[Row] = []
        page, cookie = 1, ""
        while True:
            result = self._page(_paged(fetch_xml, page, cookie))
            read = [_reading(read_row, entity) for entity in result.iterfind(f"{B}Entities/{B}Entity")]
            rows += read
            if not read or (result.findtext(B + "MoreRecords") or "").strip() != "true":
                return rows
            cookie = result.findtext(B + "PagingCookie") or ""
            page += 1

    def versions(self, fetch_xml: str) -> dict[str, int]:
        """The rows' ids and versions; the query must ask `versionnumber`."""
        return {row.id: row.version for row in self.retrieve_multiple(fetch_xml)}

    def execute(self, request: str, parameters: Mapping[str, object]) -> Mapping[str, object]:
        """Execute any message by its name."""
        body = _operation("Execute")
        element = etree.SubElement(body, V + "request")
        element.set(TYPE, f"{'g' if request in _CRM_MESSAGES else 'b'}:{request}Request")
        parameters_element(element, parameters)
        etree.SubElement(element, B + "RequestId").set(NIL, "true")
        etree.SubElement(element, B + "RequestName").text = request
        result = self._connection.call("Execute", body).find(V + "ExecuteResult")
        return {} if result is None else _reading(read_pairs, result.find(B + "Results"))

    def send_email(self, id: str, token: str | None = None) -> str:
        """SendEmailRequest with IssueSend; CRM makes the token when none is given."""
        parameters: dict[str, object] = {"EmailId": UUID(id), "IssueSend": True, "TrackingToken": token}
        return str(self.execute("SendEmail", parameters).get("Subject", ""))

    def close(self) -> None:
        """Close the connections."""
        self._connection.close()

    def _page(self, fetch_xml: str) -> etree._Element:
        body = _operation("RetrieveMultiple")
        query = etree.SubElement(body, V + "query")
        query.set(TYPE, "b:FetchExpression")
        etree.SubElement(query, B + "Query").text = fetch_xml
        result = self._connection.call("RetrieveMultiple", body).find(V + "RetrieveMultipleResult")
        if result is None:
            raise malformed("RetrieveMultiple answered without a result")
        return result


def _operation(name: str) -> etree._Element:
    return etree.Element(V + name, nsmap=NAMESPACES)


def _paged(fetch_xml: str, page: int, cookie: str) -> str:
    """The query with its page. A query that limits itself (`top`, `count`) is asked as it is on its first page."""
    fetch = xml_policy.parse(fetch_xml.encode("utf-8"))
    if fetch.get("top") is None:
        fetch.set("page", str(page))
        if fetch.get("count") is None:
            fetch.set("count", str(_PAGE))
        if cookie:
            fetch.set("paging-cookie", cookie)
    return etree.tostring(fetch, encoding="unicode")


def _reading(read: Callable[[E], T], element: E) -> T:
    try:
        return read(element)
    except UnreadableError as error:
        raise malformed(str(error)) from None
