"""The synchronized entities: one file and one line here for each."""

from syncer.entities.appointment import Appointment
from syncer.entities.contact import Contact
from syncer.entities.task import Task
from syncer.entity import Entity

ENTITIES: tuple[Entity, ...] = (Appointment(), Contact(), Task())
