"""What people do in CRM's browser during the walk-through, over the same Organization Service."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from xml.sax.saxutils import quoteattr

from syncer.configuration import fetch
from syncer.crm_side.side import CrmSide, EntityReference, Participation, Party, Row


def rows(crm: CrmSide, entity: str, columns: tuple[str, ...], attribute: str, value: str) -> list[Row]:
    """The rows where the attribute has this value."""
    condition = f'<filter><condition attribute={quoteattr(attribute)} operator="eq" value={quoteattr(value)}/></filter>'
    return crm.retrieve_multiple(fetch(entity, columns, condition))


def user(crm: CrmSide, address: str) -> EntityReference:
    """The CRM user with this e-mail address."""
    (row,) = rows(crm, "systemuser", ("systemuserid", "fullname"), "internalemailaddress", address)
    return EntityReference("systemuser", row.id)


def create(crm: CrmSide, entity: str, **attributes: object) -> EntityReference:
    """A new row under a new id."""
    identity = str(uuid.uuid4())
    crm.create(entity, identity, attributes)
    return EntityReference(entity, identity)


def parties(people: Sequence[EntityReference], role: Participation) -> tuple[Party, ...]:
    """These rows as activity parties of one role."""
    return tuple(Party(person, None, int(role)) for person in people)


def create_appointment(
    crm: CrmSide,
    subject: str,
    start: datetime,
    end: datetime,
    organizer: EntityReference,
    others: Sequence[EntityReference],
) -> EntityReference:
    """An appointment with people, saved in CRM."""
    return create(
        crm,
        "appointment",
        subject=subject,
        description="Made in CRM.",
        location="Lisbon, room Alfama",
        scheduledstart=start,
        scheduledend=end,
        organizer=parties([organizer], Participation.ORGANIZER),
        requiredattendees=parties([organizer, *others], Participation.REQUIRED),
    )


def send_email(
    crm: CrmSide,
    subject: str,
    sender: EntityReference,
    to: Sequence[EntityReference],
    regarding: EntityReference | None = None,
) -> tuple[EntityReference, str]:
    """Write an e-mail in CRM and press Send; answers the row and the subject with its token."""
    more = {} if regarding is None else {"regardingobjectid": regarding}
    attributes: dict[str, object] = {
        "subject": subject,
        "description": "<p>Written in CRM.</p>",
        "directioncode": True,
        "from": parties([sender], Participation.SENDER),
        "to": parties(to, Participation.TO),
        **more,
    }
    email = create(crm, "email", **attributes)
    return email, crm.send_email(email.id)
