"""Appointments: CRM rows and calendar items (what-fields-synchronized-outlook.md, sync-logic.md)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from syncer.crm_side.side import EntityReference, OptionSet, Participation, Party, Row
from syncer.entity import Entity, ItemView, Me, RowView, Verdict, stamp_view
from syncer.entity_field import Field, moment_of, moment_text
from syncer.exchange_side.side import Address, Attendee, ExchangeItem
from syncer.people import People
from syncer.policy import Policy
from syncer.state.values import Json, Link, Role

OPEN, COMPLETED, CANCELED, SCHEDULED = 0, 1, 2, 3
IMPORTANCE = ((0, "Low"), (1, "Normal"), (2, "High"))
SHOW_AS = {(OPEN, 1): "Free", (OPEN, 2): "Tentative", (SCHEDULED, 5): "Busy", (SCHEDULED, 6): "OOF"}
"""appointment statecode and statuscode <-> LegacyFreeBusyStatus."""
PARTIES = {"required": Participation.REQUIRED, "optional": Participation.OPTIONAL}
ANSWERED = ("Accept", "Decline", "Tentative")


class Appointment(Entity):
    """Made in Exchange only from the organizer's mailbox; an attendee's mailbox links its own calendar copy and
    never writes to it."""

    name = "appointment"
    key = "activityid"
    folder = "calendar"
    element = "CalendarItem"
    fields = (
        Field("subject", "subject", "Subject", limit=200, sensitive=True),
        Field("description", "description", "Body", limit=2000, sensitive=True),
        Field("location", "location", "Location", limit=200, sensitive=True),
        Field("start", "scheduledstart", "Start", "moment", sensitive=True),
        Field("end", "scheduledend", "End", "moment", sensitive=True),
        Field("all_day", "isalldayevent", "IsAllDayEvent", "flag", sensitive=True),
        Field("priority", "prioritycode", "Importance", "choice", choices=IMPORTANCE, sensitive=True),
        Field("regarding", "regardingobjectid", "CrmRegarding", "row"),
        Field("show_as", "", "LegacyFreeBusyStatus", "computed", sensitive=True),
        Field("required", "requiredattendees", "RequiredAttendees", "parties", sensitive=True),
        Field("optional", "optionalattendees", "OptionalAttendees", "parties", sensitive=True),
    )
    extra_columns = ("organizer", "ownerid", "statecode", "statuscode", "globalobjectid")

    def filter_xml(self, user_id: str) -> str:
        """The user is a party (organizer, required or optional attendee) but not just the owner."""
        masks = "".join(f"<value>{int(mask)}</value>" for mask in (*PARTIES.values(), Participation.ORGANIZER))
        return (
            '<link-entity name="activityparty" from="activityid" to="activityid" link-type="inner" alias="party">'
            f'<filter type="and"><condition attribute="partyid" operator="eq" value="{{{user_id}}}"/>'
            f'<condition attribute="participationtypemask" operator="in">{masks}</condition></filter></link-entity>'
        )

    def read_row(self, row: Row, people: People, me: Me) -> RowView:
        """Parties without an address aren't part of the canonical form; they are kept when the row is written."""
        state, status = _number(row, "statecode"), _number(row, "statuscode")
        organizers = _parties(row, "organizer")
        role: Role = "owner" if any(_is_me(party, people, me) for party in organizers) else "attendee"
        values = self.plain_values(row.attributes)
        for name in PARTIES:
            found = {people.address_of(party)[0] for party in _parties(row, self.field(name).crm)}
            values[name] = _addresses(found, me if role == "owner" else None)
        values["show_as"] = SHOW_AS.get((state, status), "Free" if state in (COMPLETED, CANCELED, OPEN) else "Busy")
        invited = [party for name in PARTIES for party in _parties(row, self.field(name).crm)]
        inside = role == "owner" or any(_is_me(party, people, me) for party in invited)
        global_id = row.attributes.get("globalobjectid")
        return RowView(
            row.id, row.version, values, role, inside,
            global_object_id=global_id.lower() if isinstance(global_id, str) and global_id else None,
            facts={"closed": state in (COMPLETED, CANCELED)},
            problem=None if organizers else "no organizer",
        )  # fmt: skip

    def read_item(self, item: ExchangeItem, people: People, me: Me) -> ItemView:
        """An item whose organizer is the mailbox (or nobody) is the organizer's own."""
        del people
        organizer = item.fields.get("Organizer")
        mine = not isinstance(organizer, Address) or organizer.email.lower() in ("", me.address)
        values = self.plain_item_values(item.fields)
        answers: dict[str, str] = {}
        for name in PARTIES:
            attendees = [entry for entry in _attendees(item, self.field(name).exchange) if entry.email]
            values[name] = _addresses({entry.email.lower() for entry in attendees}, me if mine else None)
            answers.update({e.email.lower(): e.response for e in attendees if e.response in ANSWERED})
        busy = item.fields.get("LegacyFreeBusyStatus")
        values["show_as"] = busy if busy in ("Tentative", "Busy", "OOF") and isinstance(busy, str) else "Free"
        arguments: dict[str, Any] = stamp_view(item)
        facts: dict[str, Json] = {
            "organizer": organizer.email.lower() if isinstance(organizer, Address) else "",
            "sent": bool(item.fields.get("MeetingRequestWasSent")),
        }
        return ItemView(**arguments, values=values, mine=mine, answers=answers if mine else {}, facts=facts)

    def item_fields(self, changes: Mapping[str, Json], people: People) -> dict[str, object | None]:
        """Attendees by name and address; Completed, Canceled and Free rows are shown as Free."""
        found = super().item_fields(changes, people)
        for name in PARTIES:
            addresses = changes.get(name)
            if name in changes:
                listed = addresses if isinstance(addresses, list) else []
                found[self.field(name).exchange] = tuple(
                    Attendee(people.name_of(str(address)), str(address)) for address in listed
                ) or None  # fmt: skip
        if "show_as" in changes:
            found["LegacyFreeBusyStatus"] = changes["show_as"]
        return found

    def row_attributes(
        self, changes: Mapping[str, Json], row: Row | None, people: People, me: Me
    ) -> dict[str, object | None]:
        """Parties that Exchange can't show (no address, the organizer himself) stay as they are in the row."""
        found = super().row_attributes(changes, row, people, me)
        for name, mask in PARTIES.items():
            if name not in changes:
                continue
            before = _parties(row, self.field(name).crm) if row else ()
            known = {people.address_of(party)[0]: party for party in before}
            kept = [party for party in before if people.address_of(party)[0] in ("", me.address)]
            listed = changes[name] if isinstance(changes[name], list) else []
            wanted = [str(address) for address in listed if address != me.address]  # type: ignore[union-attr]
            new = [known.get(address) or _party(address, mask, people) for address in wanted]
            found[self.field(name).crm] = (*kept, *new)
        if row is None and "organizer" in changes:
            organizer = str(changes["organizer"] or me.address)
            found["organizer"] = (
                Party(EntityReference("systemuser", me.user_id), None, Participation.ORGANIZER)
                if organizer == me.address
                else _party(organizer, Participation.ORGANIZER, people),
            )
        return found

    def row_state(self, changes: Mapping[str, Json], row: Row) -> tuple[int, int] | None:
        """Free: Completed stays or becomes Completed when closed, else Open/Free (sync-logic.md)."""
        if "show_as" not in changes:
            return None
        now = (_number(row, "statecode"), _number(row, "statuscode"))
        wanted = next((pair for pair, shown in SHOW_AS.items() if shown == changes["show_as"]), (OPEN, 1))
        if wanted == (OPEN, 1) and now[0] in (COMPLETED, CANCELED):
            wanted = (COMPLETED, 3)
        return None if wanted == now else wanted

    def tells_attendees(self, values: Mapping[str, Json], now: datetime) -> bool:
        """Invitations aren't sent when the start is past or there is no attendee (sync-logic.md)."""
        start = moment_of(values.get("start"))
        return start is not None and start > now and bool(values.get("required") or values.get("optional"))

    def when_row_is_gone(self, link: Link, me: Me, now: datetime, policy: Policy) -> Verdict:
        """Deleted in Exchange only from the organizer's mailbox and only in the future."""
        del me, policy
        return "delete" if link.role == "owner" and _in_future(link, now) else "unlink"

    def when_item_is_gone(self, link: Link, me: Me, now: datetime, policy: Policy) -> Verdict:
        """Ignored when Completed or Canceled, when the start is past, or when not the organizer."""
        del me, policy
        closed = bool(link.extra.get("closed"))
        return "delete" if link.role == "owner" and not closed and _in_future(link, now) else "unlink"


def _in_future(link: Link, now: datetime) -> bool:
    start = link.base.get("start")
    return isinstance(start, str) and start > (moment_text(now) or "")


def _addresses(found: set[str], without: Me | None) -> Json:
    listed = sorted(address for address in found if address and (without is None or address != without.address))
    return list(listed)


def _number(row: Row, name: str) -> int:
    value = row.attributes.get(name)
    return value.value if isinstance(value, OptionSet) else value if isinstance(value, int) else 0


def _parties(row: Row, column: str) -> tuple[Party, ...]:
    value = row.attributes.get(column)
    return value if isinstance(value, tuple) else ()


def _attendees(item: ExchangeItem, name: str) -> tuple[Attendee, ...]:
    value = item.fields.get(name)
    return value if isinstance(value, tuple) else ()


def _is_me(party: Party, people: People, me: Me) -> bool:
    if party.reference is not None and party.reference.logical_name == "systemuser":
        return party.reference.id == me.user_id
    return party.reference is None and people.address_of(party)[0] == me.address


def _party(address: str, mask: int, people: People) -> Party:
    reference = people.reference(address)
    return Party(reference, None if reference else address, mask)
