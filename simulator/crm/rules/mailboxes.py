"""Rules of mailboxes (reference: section 4 and Appendix A).

Our choices: a change of address, profile or method puts the test result of what changed back to Not Run and disables
it; credentials sent over plain HTTP are refused with the code for an insecure channel; `enabledfor*` start as No,
although the entity page gives Yes as their default, so that only a test enables.
"""

from simulator.crm import errors, security
from simulator.crm.context import CrmContext
from simulator.crm.platform_writes import amend
from simulator.crm.rules.rule import Change
from simulator.crm.values import EntityReference, OptionSetValue

NONE, OUTLOOK, SERVER_SIDE = 0, 1, 2
ACT_SERVER_SIDE = 1
OTHER_SERVER = 1
_SETTINGS = frozenset(
    {
        "emailserverprofile",
        "incomingemaildeliverymethod",
        "outgoingemaildeliverymethod",
        "actdeliverymethod",
        "emailaddress",
        "username",
        "password",
        "allowemailconnectortousecredentials",
    }
)
_STATUS_OF = {
    "incomingemaildeliverymethod": ("incomingemailstatus", "enabledforincomingemail"),
    "outgoingemaildeliverymethod": ("outgoingemailstatus", "enabledforoutgoingemail"),
    "actdeliverymethod": ("actstatus", "enabledforact"),
}
_SHARED = ("incomingemaildeliverymethod", "outgoingemaildeliverymethod", "emailrouteraccessapproval")


def check(context: CrmContext, change: Change) -> Change:
    """Refuse what a mailbox cannot be; note a password and reset test results."""
    regarding = change.before.get("regardingobjectid")
    if change.verb == "Delete":
        if regarding is not None:
            raise errors.fault(errors.CANNOT_DELETE_USER_MAILBOX)
        return change
    _check_approval(context, change)
    _check_credentials(context, change)
    if isinstance(regarding, EntityReference):
        _check_associated(change, regarding)
    else:
        _check_forward(change)
    _check_profile(context, change)
    if change.values.get("password") is not None:
        change = change.with_values(ispasswordset=True)
    return change if change.verb == "Create" else _with_results_reset(change)


def _check_approval(context: CrmContext, change: Change) -> None:
    approval = change.values.get("emailrouteraccessapproval")
    if approval is not None and approval != change.before.get("emailrouteraccessapproval", OptionSetValue(0)):
        security.refuse_without(context, security.APPROVE_OR_REJECT)


def _check_credentials(context: CrmContext, change: Change) -> None:
    given = any(change.values.get(name) is not None for name in ("username", "password"))
    if given and not context.secure:
        raise errors.fault(errors.BASIC_WITHOUT_SSL, "Credentials can only be entered over a secure channel (HTTPS).")


def _check_associated(change: Change, regarding: EntityReference) -> None:
    if "emailaddress" in change.values and change.values["emailaddress"] != change.before.get("emailaddress"):
        raise errors.fault(errors.CANNOT_MODIFY_ADDRESS)
    if regarding.logical_name == "systemuser" and change.after("processanddeleteemails"):
        raise errors.fault(errors.MAILBOX_CANNOT_DELETE_EMAILS)
    methods = {change.number("incomingemaildeliverymethod"), change.number("outgoingemaildeliverymethod")}
    if regarding.logical_name == "queue" and OUTLOOK in methods:
        raise errors.fault(errors.QUEUE_MAILBOX_DELIVERY_METHOD)


def _check_forward(change: Change) -> None:
    if change.after("emailaddress") is None:
        raise errors.fault(errors.FORWARD_MAILBOX_NEEDS_ADDRESS)
    if change.number("incomingemaildeliverymethod") not in (NONE, SERVER_SIDE):
        raise errors.fault(errors.FORWARD_MAILBOX_INCOMING_METHOD)
    if change.number("outgoingemaildeliverymethod") != NONE:
        raise errors.fault(errors.FORWARD_MAILBOX_OUTGOING_METHOD)


def _check_profile(context: CrmContext, change: Change) -> None:
    scheduled = bool(change.after("testemailconfigurationscheduled"))
    if scheduled and change.before.get("testemailconfigurationscheduled") and _SETTINGS & set(change.values):
        raise errors.fault(errors.TEST_IN_PROGRESS)
    profile = change.after("emailserverprofile")
    if not isinstance(profile, EntityReference):
        if scheduled:
            raise errors.fault(errors.PROFILE_NOT_ASSOCIATED)
        return
    row = context.organization.rows.get("emailserverprofile", profile.id) or {}
    if row.get("servertype") == OptionSetValue(OTHER_SERVER) and change.number("actdeliverymethod") == ACT_SERVER_SIDE:
        raise errors.fault(errors.ACT_NEEDS_EXCHANGE)


def _with_results_reset(change: Change) -> Change:
    everything = any(
        name in change.values and change.values[name] != change.before.get(name)
        for name in ("emailserverprofile", "emailaddress")
    )
    reset: dict[str, object] = {}
    for method, (status, enabled) in _STATUS_OF.items():
        if everything or (method in change.values and change.values[method] != change.before.get(method)):
            reset |= {status: OptionSetValue(0), enabled: False}
    return change.with_values(**{name: value for name, value in reset.items() if name not in change.values})


def after(context: CrmContext, change: Change) -> None:
    """Keep the user's or queue's own copy of methods and approval the same."""
    regarding = change.before.get("regardingobjectid")
    if change.verb != "Update" or not isinstance(regarding, EntityReference):
        return
    other = context.organization.rows.get(regarding.logical_name, regarding.id) or {}
    copied = {name: change.values[name] for name in _SHARED if name in change.values}
    changed = {name: value for name, value in copied.items() if other.get(name) != value}
    if changed:
        amend(context, regarding.logical_name, regarding.id, changed)
