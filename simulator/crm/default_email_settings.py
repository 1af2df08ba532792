"""The organization's default e-mail settings: what a new mailbox starts with, and the form's Apply Default Email
Settings.

`organization.defaultemailsettings` is XML applied to mailboxes made with a user or queue. Its shape is not
documented: the root's children carry the delivery methods, named after their columns, case ignored (our choice).
Without it a new mailbox starts with the methods CRM 2013's settings dialog starts with: CRM for Outlook for users,
None for queues.
"""

import uuid
from collections.abc import Iterable, Mapping

from lxml import etree

from simulator.crm.context import CrmContext
from simulator.crm.entities import BY_NAME
from simulator.crm.rows import Row
from simulator.crm.values import EntityReference, OptionSetValue

METHODS = ("incomingemaildeliverymethod", "outgoingemaildeliverymethod", "actdeliverymethod")
_BEFORE_ANY_SETTING = {"systemuser": (1, 1, 0), "queue": (0, 0, 2)}
_OUTLOOK = 1


def starting_settings(organization_row: Row, owner_entity: str) -> dict[str, OptionSetValue | EntityReference]:
    """Profile and methods of a new mailbox of a `systemuser` or `queue`."""
    found = parsed(organization_row.get("defaultemailsettings"))
    starting = dict(zip(METHODS, _BEFORE_ANY_SETTING[owner_entity], strict=True))
    if owner_entity == "queue":
        found = {name: value for name, value in found.items() if name != METHODS[2]}
        found = {name: value if value != _OUTLOOK else 0 for name, value in found.items()}
    result: dict[str, OptionSetValue | EntityReference] = {
        name: OptionSetValue(value) for name, value in {**starting, **found}.items()
    }
    profile = organization_row.get("defaultemailserverprofileid")
    if isinstance(profile, EntityReference):
        result["emailserverprofile"] = profile
    return result


def parsed(settings: object) -> dict[str, int]:
    """The delivery methods in the XML; unreadable XML and unknown values count as nothing said."""
    if not isinstance(settings, str) or "<!DOCTYPE" in settings:
        return {}
    try:
        root = etree.fromstring(settings, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return {}
    found = {
        etree.QName(child).localname.lower(): (child.text or "").strip() for child in root if isinstance(child.tag, str)
    }
    return {
        name: int(found[name])
        for name in METHODS
        if found.get(name, "").isdecimal() and BY_NAME["mailbox"].by_name[name].option(int(found[name])) is not None
    }


def changes_for(organization_row: Row, mailbox_row: Row) -> Mapping[str, object]:
    """What Apply Default Email Settings writes into an existing mailbox; nothing for a forward mailbox."""
    regarding = mailbox_row.get("regardingobjectid")
    if not isinstance(regarding, EntityReference):
        return {}
    return starting_settings(organization_row, regarding.logical_name)


def apply(context: CrmContext, mailbox_ids: Iterable[uuid.UUID]) -> int:
    """The form's command, which has no documented message, for tools driving the simulator; how many changed.


    It only writes the settings: the form's offer to test at once is the caller's business.
    """
    organization = context.organization
    own = organization.rows.get("organization", organization.id) or {}
    changed = 0
    for mailbox_id in mailbox_ids:
        row = organization.rows.get("mailbox", mailbox_id) or {}
        wanted = {name: value for name, value in changes_for(own, row).items() if row.get(name) != value}
        if wanted:
            organization.update("mailbox", mailbox_id, wanted, user_id=context.user_id)
            changed += 1
    return changed
