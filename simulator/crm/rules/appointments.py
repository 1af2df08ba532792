"""Rules of appointments.

Start and end are required (AppointmentScheduleNotSet); the duration follows from them; without an organizer the owner
is it. That an end before its start is refused with InvalidArgument is our choice of code.
"""

from datetime import datetime

from simulator.crm import errors
from simulator.crm.context import CrmContext
from simulator.crm.parties import address_of
from simulator.crm.rules.rule import Change
from simulator.crm.values import EntityReference, OptionSetValue

ORGANIZER_MASK = 7


def check(context: CrmContext, change: Change) -> Change:
    """Refuse an appointment without a sound schedule; fill in duration and organizer."""
    if change.verb == "Delete":
        return change
    start, end = change.after("scheduledstart"), change.after("scheduledend")
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        raise errors.fault(errors.APPOINTMENT_SCHEDULE_NOT_SET)
    if end < start:
        raise errors.fault(errors.INVALID_ARGUMENT, "The appointment ends before it starts.")
    change = change.with_values(scheduleddurationminutes=int((end - start).total_seconds() // 60))
    if change.verb == "Create" and not change.parties.get("organizer"):
        owner = change.values.get("ownerid") or EntityReference("systemuser", context.user_id)
        if isinstance(owner, EntityReference):
            party = {
                "partyid": owner,
                "addressused": address_of(context.organization.rows, owner),
                "participationtypemask": OptionSetValue(ORGANIZER_MASK),
            }
            return Change(
                change.verb,
                change.entity,
                change.id,
                change.before,
                change.values,
                {**change.parties, "organizer": (party,)},
            )
    return change
