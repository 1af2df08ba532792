"""The entities of the organization: one module each, metadata as data."""

from collections.abc import Mapping
from types import MappingProxyType

from simulator.crm.entities import (
    account,
    activitymimeattachment,
    activityparty,
    annotation,
    appointment,
    businessunit,
    contact,
    email,
    emailserverprofile,
    mailbox,
    organization,
    queue,
    systemuser,
    task,
    tracelog,
    usersettings,
)
from simulator.crm.metadata import Entity

ENTITIES: tuple[Entity, ...] = (
    account.ACCOUNT,
    activitymimeattachment.ACTIVITYMIMEATTACHMENT,
    activityparty.ACTIVITYPARTY,
    annotation.ANNOTATION,
    appointment.APPOINTMENT,
    businessunit.BUSINESSUNIT,
    contact.CONTACT,
    email.EMAIL,
    emailserverprofile.EMAILSERVERPROFILE,
    mailbox.MAILBOX,
    organization.ORGANIZATION,
    queue.QUEUE,
    systemuser.SYSTEMUSER,
    task.TASK,
    tracelog.TRACELOG,
    usersettings.USERSETTINGS,
)
BY_NAME: Mapping[str, Entity] = MappingProxyType({entity.name: entity for entity in ENTITIES})
ACTIVITIES: tuple[str, ...] = tuple(entity.name for entity in ENTITIES if entity.activity)
