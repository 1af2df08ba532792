"""Rules of email server profiles (reference: section 4, "Validation", and Appendix A).

Each check looks at the profile as it would be after the write and returns an error code or None; the first code wins,
in the order of the tuple (our choice: servers' order is not documented). "Too old" for Process Emails From means more
than a year (our choice: ProcessEmailSinceMaximumDaysAllowed has no documented default).
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from simulator.crm import errors
from simulator.crm.context import CrmContext
from simulator.crm.rules.rule import Change

EXCHANGE, OTHER = 0, 1
BY_USER, IN_PROFILE, SERVER_TO_SERVER, WINDOWS, ANONYMOUS = 0, 1, 2, 3, 4
NEGOTIATE, BASIC = 1, 3
OLDEST_START = timedelta(days=365)
_CONNECTION = ("credentialretrieval", "username", "useimpersonation", "authenticationprotocol", "password")
_SECRETS = ("incomingusername", "incomingpassword", "outgoingusername", "outgoingpassword")


def check(context: CrmContext, change: Change) -> Change:
    """Refuse a profile that cannot work; copy the incoming settings when outgoing ones are the same."""
    if change.verb == "Delete":
        return change
    if not context.secure and any(change.values.get(name) is not None for name in _SECRETS):
        raise errors.fault(errors.BASIC_WITHOUT_SSL, "Credentials can only be entered over a secure channel (HTTPS).")
    for test in _CHECKS:
        code = test(change)
        if code is not None:
            raise errors.fault(code)
    _check_locations(change)
    _check_start(context, change)
    return _completed(change)


def _same(change: Change) -> bool:
    return bool(change.after("usesamesettingsforoutgoingconnections"))


def _sides(change: Change) -> tuple[str, ...]:
    return ("incoming",) if _same(change) else ("incoming", "outgoing")


def _credential_type(change: Change) -> int | None:
    retrievals = [change.number(f"{side}credentialretrieval") for side in _sides(change)]
    exchange = change.number("servertype") == EXCHANGE
    if SERVER_TO_SERVER in retrievals:
        return errors.SERVER_TO_SERVER_ON_PREMISES
    if exchange and ANONYMOUS in retrievals:
        return errors.ANONYMOUS_WITH_EXCHANGE
    if not exchange and retrievals[0] != BY_USER:
        return errors.POP3_CREDENTIALS
    return None


def _exchange_only(change: Change) -> int | None:
    if change.number("servertype") == EXCHANGE:
        return None
    if change.after("useautodiscover"):
        return errors.AUTODISCOVER_NOT_ALLOWED
    if change.after("outgoingautograntdelegateaccess"):
        return errors.DELEGATE_ACCESS_NOT_ALLOWED
    if any(change.after(f"{side}useimpersonation") for side in _sides(change)):
        return errors.IMPERSONATION_NOT_ALLOWED
    if any(change.number(f"{side}authenticationprotocol") == NEGOTIATE for side in _sides(change)):
        return errors.INVALID_AUTHENTICATION_PROTOCOL
    return None


def _outgoing_differs(change: Change) -> int | None:
    if not _same(change):
        return None
    for name in _CONNECTION:
        given = change.values.get(f"outgoing{name}")
        if given is not None and given != change.after(f"incoming{name}"):
            return errors.OUTGOING_SETTINGS_DIFFER
    return None


def _autodiscover(change: Change) -> int | None:
    incoming, outgoing = change.after("incomingserverlocation"), change.after("outgoingserverlocation")
    if change.after("useautodiscover"):
        return errors.LOCATION_WITH_AUTODISCOVER if incoming or outgoing else None
    if not incoming:
        return errors.INCOMING_LOCATION_MISSING
    return errors.OUTGOING_LOCATION_MISSING if not outgoing and not _same(change) else None


def _ssl(change: Change) -> int | None:
    codes = {
        ("incoming", "https", False): errors.INCOMING_HTTPS_WITHOUT_SSL,
        ("outgoing", "https", False): errors.OUTGOING_HTTPS_WITHOUT_SSL,
        ("incoming", "http", True): errors.INCOMING_HTTP_WITH_SSL,
        ("outgoing", "http", True): errors.OUTGOING_HTTP_WITH_SSL,
    }
    for side in ("incoming", "outgoing"):
        location = change.after(f"{side}serverlocation")
        scheme = location.partition("://")[0].lower() if isinstance(location, str) else ""
        code = codes.get((side, scheme, bool(change.after(f"{side}usessl"))))
        if code is not None:
            return code
    return None


def _protocol(change: Change) -> int | None:
    for side in _sides(change):
        if change.number(f"{side}authenticationprotocol") == BASIC and not change.after(f"{side}usessl"):
            return errors.BASIC_WITHOUT_SSL
    return None


def _impersonation(change: Change) -> int | None:
    for side in _sides(change):
        windows = change.number(f"{side}credentialretrieval") == WINDOWS
        if change.after(f"{side}useimpersonation") and not windows:
            if not change.after(f"{side}username"):
                return errors.IMPERSONATION_NEEDS_USER_NAME
            if not _has_password(change, side):
                return errors.IMPERSONATION_NEEDS_PASSWORD
    return None


def _credentials(change: Change) -> int | None:
    missing = {
        "incoming": (errors.INCOMING_USER_NAME_MISSING, errors.INCOMING_PASSWORD_MISSING),
        "outgoing": (errors.OUTGOING_USER_NAME_MISSING, errors.OUTGOING_PASSWORD_MISSING),
    }
    for side in _sides(change):
        if change.number(f"{side}credentialretrieval") == IN_PROFILE:
            if not change.after(f"{side}username"):
                return missing[side][0]
            if not _has_password(change, side):
                return missing[side][1]
    return None


_CHECKS: tuple[Callable[[Change], int | None], ...] = (
    _credential_type,
    _exchange_only,
    _outgoing_differs,
    _autodiscover,
    _ssl,
    _protocol,
    _impersonation,
    _credentials,
)


def _has_password(change: Change, side: str) -> bool:
    name = f"{side}password"
    return bool(change.after(name)) if name in change.values else bool(change.before.get(f"is{side}passwordset"))


def _check_locations(change: Change) -> None:
    if change.number("servertype") != EXCHANGE:
        return
    for side in ("incoming", "outgoing"):
        location = change.after(f"{side}serverlocation")
        if isinstance(location, str) and not _is_web_address(location):
            text = errors.MESSAGES[errors.INVALID_SERVER_LOCATION].format(location)
            raise errors.fault(errors.INVALID_SERVER_LOCATION, text)


def _is_web_address(location: str) -> bool:
    try:
        parts = urlsplit(location)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _check_start(context: CrmContext, change: Change) -> None:
    start = change.values.get("processemailsreceivedafter")
    if isinstance(start, datetime) and start < context.organization.clock.now() - OLDEST_START:
        raise errors.fault(errors.PROCESS_EMAIL_AFTER_TOO_EARLY)


def _completed(change: Change) -> Change:
    copied: dict[str, object] = {}
    if _same(change):
        copied = {f"outgoing{name}": change.after(f"incoming{name}") for name in _CONNECTION if name != "password"}
        if "incomingpassword" in change.values:
            copied["outgoingpassword"] = change.values["incomingpassword"]
    change = change.with_values(**copied)
    flags = {
        f"is{side}passwordset": bool(change.values[f"{side}password"])
        for side in ("incoming", "outgoing")
        if f"{side}password" in change.values
    }
    return change.with_values(**flags)
