"""The synchronized entities: one file and one line here for each."""

from syncer.entities.appointment import Appointment
from syncer.entities.contact import Contact
from syncer.entities.entity import Entity
from syncer.entities.task import Task

ENTITIES: tuple[Entity, ...] = (Appointment(), Contact(), Task())
