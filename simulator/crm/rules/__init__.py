"""The rules that belong to one entity each, beyond its metadata."""

from collections.abc import Mapping
from types import MappingProxyType

from simulator.crm.rules import appointments, mailbox_owners, mailboxes, names, profiles
from simulator.crm.rules.rule import EntityRules

RULES: Mapping[str, EntityRules] = MappingProxyType(
    {
        "activitymimeattachment": EntityRules(check=names.attachment),
        "annotation": EntityRules(check=names.note),
        "appointment": EntityRules(check=appointments.check),
        "contact": EntityRules(check=names.full_name),
        "emailserverprofile": EntityRules(check=profiles.check),
        "mailbox": EntityRules(check=mailboxes.check, after=mailboxes.after),
        "queue": EntityRules(check=mailbox_owners.check_queue, after=mailbox_owners.after_queue),
        "systemuser": EntityRules(check=mailbox_owners.check_user, after=mailbox_owners.after_user),
    }
)
