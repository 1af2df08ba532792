"""Users and queues: each has exactly one mailbox, made with it and kept in step with it."""

from simulator.crm import security
from simulator.crm.context import CrmContext
from simulator.crm.default_email_settings import starting_settings
from simulator.crm.platform_writes import amend, insert
from simulator.crm.rules import names
from simulator.crm.rules.rule import Change
from simulator.crm.values import EntityReference, OptionSetValue

EMPTY, PENDING = 0, 2
_ADDRESS = {"systemuser": "internalemailaddress", "queue": "emailaddress"}
_MIRRORED = ("incomingemaildeliverymethod", "outgoingemaildeliverymethod", "emailrouteraccessapproval")


def check_user(context: CrmContext, change: Change) -> Change:
    """Full name, and the privilege that an approval needs."""
    return check_queue(context, names.full_name(context, change))


def check_queue(context: CrmContext, change: Change) -> Change:
    """An approval of an address needs its privilege."""
    approval = change.values.get("emailrouteraccessapproval")
    if approval is not None and approval != change.before.get("emailrouteraccessapproval", OptionSetValue(EMPTY)):
        security.refuse_without(context, security.APPROVE_OR_REJECT)
    return change


def after_user(context: CrmContext, change: Change) -> None:
    """A new user gets settings and a mailbox; a changed one changes its mailbox."""
    if change.verb == "Create":
        insert(
            context,
            "usersettings",
            change.id,
            {
                "businessunitid": context.organization.business_unit_id,
                "trackingtokenid": len(context.organization.rows.all("usersettings")) + 1,
            },
        )
    after_queue(context, change)


def after_queue(context: CrmContext, change: Change) -> None:
    """A new queue gets a mailbox; a changed one changes its mailbox."""
    if change.verb == "Create":
        _make_mailbox(context, change)
    elif change.verb == "Update":
        _change_mailbox(context, change)
    else:
        mailbox = change.before.get("defaultmailbox")
        if isinstance(mailbox, EntityReference):
            context.organization.rows.remove("mailbox", mailbox.id)


def _make_mailbox(context: CrmContext, change: Change) -> None:
    rows = context.organization.rows
    owner_row = rows.get(change.entity.name, change.id) or {}
    address = owner_row.get(_ADDRESS[change.entity.name])
    approval = OptionSetValue(EMPTY if address is None else PENDING)
    mailbox_id = context.organization.ids.guid()
    settings = starting_settings(rows.get("organization", context.organization.id) or {}, change.entity.name)
    insert(
        context,
        "mailbox",
        mailbox_id,
        {
            "name": owner_row.get("fullname") or owner_row.get("name") or owner_row.get("domainname"),
            "emailaddress": address,
            "regardingobjectid": EntityReference(change.entity.name, change.id),
            "isforwardmailbox": False,
            "emailrouteraccessapproval": approval,
            "ownerid": _owner(context, change, owner_row.get("ownerid")),
            **settings,
        },
    )
    amend(
        context,
        change.entity.name,
        change.id,
        {
            "defaultmailbox": EntityReference("mailbox", mailbox_id),
            "emailrouteraccessapproval": approval,
            "incomingemaildeliverymethod": settings["incomingemaildeliverymethod"],
            "outgoingemaildeliverymethod": settings["outgoingemaildeliverymethod"],
        },
    )


def _owner(context: CrmContext, change: Change, queue_owner: object) -> EntityReference:
    if change.entity.name == "systemuser":
        return EntityReference("systemuser", change.id)
    return queue_owner if isinstance(queue_owner, EntityReference) else EntityReference("systemuser", context.user_id)


def _change_mailbox(context: CrmContext, change: Change) -> None:
    mailbox = change.before.get("defaultmailbox")
    if not isinstance(mailbox, EntityReference):
        return
    row = context.organization.rows.get("mailbox", mailbox.id) or {}
    changes: dict[str, object] = {name: change.values[name] for name in _MIRRORED if name in change.values}
    address_column = _ADDRESS[change.entity.name]
    if address_column in change.values and change.values[address_column] != row.get("emailaddress"):
        address = change.values[address_column]
        approval = OptionSetValue(EMPTY if address is None else PENDING)
        changes |= {"emailaddress": address, "emailrouteraccessapproval": approval}
        amend(context, change.entity.name, change.id, {"emailrouteraccessapproval": approval})
    if changes:
        amend(context, "mailbox", mailbox.id, changes)
