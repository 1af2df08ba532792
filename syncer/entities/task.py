"""Tasks: CRM rows and items of the Tasks folder (what-fields-synchronized-outlook.md, sync-logic.md)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from syncer.crm_side.side import EntityReference, Row
from syncer.entity import Entity, ItemView, Me, RowView, Verdict, stamp_view
from syncer.entity_field import Field
from syncer.exchange_side.side import ExchangeItem
from syncer.people import People
from syncer.policy import Policy
from syncer.state.values import Json, Link

OPEN, COMPLETED, CANCELED = 0, 1, 2
STATUS = ((2, "NotStarted"), (3, "InProgress"), (4, "WaitingOnOthers"), (7, "Deferred"), (5, "Completed"))
"""task.statuscode <-> task:Status. 6 (Canceled) is shown as Completed."""
IMPORTANCE = ((0, "Low"), (1, "Normal"), (2, "High"))


class Task(Entity):
    """Open tasks that the user owns; once linked, a task is followed into its completion."""

    name = "task"
    key = "activityid"
    folder = "tasks"
    element = "Task"
    fields = (
        Field("subject", "subject", "Subject", limit=200),
        Field("description", "description", "Body", limit=2000),
        Field("start", "scheduledstart", "StartDate", "day"),
        Field("due", "scheduledend", "DueDate", "day"),
        Field("completed", "actualend", "CompleteDate", "day"),
        Field("priority", "prioritycode", "Importance", "choice", choices=IMPORTANCE),
        Field("regarding", "regardingobjectid", "CrmRegarding", "row"),
        Field("percent", "percentcomplete", "PercentComplete", "number"),
        Field("status", "", "Status", "computed"),
    )
    extra_columns = ("ownerid", "statecode", "statuscode")

    def filter_xml(self, user_id: str) -> str:
        """My Tasks: open tasks owned by the user."""
        return (
            '<filter type="and"><condition attribute="statecode" operator="eq" value="0"/>'
            f'<condition attribute="ownerid" operator="eq" value="{{{user_id}}}"/></filter>'
        )

    def read_row(self, row: Row, people: People, me: Me) -> RowView:
        """Completed and Canceled are Completed in Exchange; the percentage follows the status at both ends."""
        del people
        owner = row.attributes.get("ownerid")
        owner_id = owner.id if isinstance(owner, EntityReference) else me.user_id
        values = self.plain_values(row.attributes)
        closed = row.attributes.get("statecode", OPEN) in (COMPLETED, CANCELED)
        status = row.attributes.get("statuscode")
        shown = dict(STATUS).get(status if isinstance(status, int) else 2, "NotStarted")
        values["status"] = "Completed" if closed else shown
        inside = owner_id == me.user_id
        facts: dict[str, Json] = {"owner": owner_id, "open": not closed}
        return RowView(row.id, row.version, _settled(values), "owner", inside, facts=facts)

    def read_item(self, item: ExchangeItem, people: People, me: Me) -> ItemView:
        """An item without a status hasn't been started."""
        del people, me
        values = self.plain_item_values(item.fields)
        status = item.fields.get("Status")
        values["status"] = next((name for _, name in STATUS if name == status), "NotStarted")
        arguments: dict[str, Any] = stamp_view(item)
        return ItemView(**arguments, values=_settled(values))

    def item_fields(self, changes: Mapping[str, Json], people: People) -> dict[str, object | None]:
        """Exchange keeps status, percentage and completion date together by itself: only what decides is written."""
        found = super().item_fields(changes, people)
        if "status" in changes:
            found["Status"] = changes["status"]
            if changes["status"] in ("Completed", "NotStarted"):
                found.pop("PercentComplete", None)
        if found.get("CompleteDate") is None:
            found.pop("CompleteDate", None)
        return found

    def row_attributes(
        self, changes: Mapping[str, Json], row: Row | None, people: People, me: Me
    ) -> dict[str, object | None]:
        """A new row belongs to the mailbox's user."""
        found = super().row_attributes(changes, row, people, me)
        if row is None:
            found["ownerid"] = EntityReference("systemuser", me.user_id)
        return found

    def row_state(self, changes: Mapping[str, Json], row: Row) -> tuple[int, int] | None:
        """Completed completes the row; a Canceled row stays Canceled; another status opens it again."""
        if "status" not in changes:
            return None
        now = (row.attributes.get("statecode", OPEN), row.attributes.get("statuscode", 2))
        status = next(number for number, name in STATUS if name == changes["status"])
        wanted = (COMPLETED if status == 5 else OPEN, status)
        if wanted == now or (wanted[0] == COMPLETED and now[0] == CANCELED):
            return None
        return wanted

    def when_row_is_gone(self, link: Link, me: Me, now: datetime, policy: Policy) -> Verdict:
        """Propagated unless the task is completed in Exchange."""
        del me, now, policy
        return "unlink" if link.base.get("status") == "Completed" else "delete"

    def when_item_is_gone(self, link: Link, me: Me, now: datetime, policy: Policy) -> Verdict:
        """Task deletion on Exchange also deletes the task in CRM."""
        del link, me, now, policy
        return "delete"


def _settled(values: dict[str, Json]) -> dict[str, Json]:
    fixed = {"Completed": 100, "NotStarted": 0}
    status = values["status"]
    if isinstance(status, str) and status in fixed:
        values["percent"] = fixed[status]
    if status != "Completed":
        values["completed"] = None
    return values
