"""The rows that configure the syncer, as frozen values: email server profiles, mailboxes, the organization.

Columns and option sets: Learn, entities emailserverprofile, mailbox and organization (CRM 2013).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from syncer.crm_side.values import EntityReference, Row

__all__ = [
    "MAILBOX_COLUMNS",
    "ORGANIZATION_COLUMNS",
    "PROFILE_COLUMNS",
    "ActMethod",
    "Approval",
    "ConnectionChannel",
    "EmailServerProfile",
    "IncomingMethod",
    "MailboxRecord",
    "OrganizationSettings",
    "OutgoingMethod",
    "TestStatus",
    "mailbox_from_row",
    "organization_from_row",
    "profile_from_row",
]


class IncomingMethod(IntEnum):
    """mailbox.incomingemaildeliverymethod."""

    NONE = 0
    OUTLOOK = 1
    SERVER_SIDE = 2
    FORWARD_MAILBOX = 3


class OutgoingMethod(IntEnum):
    """mailbox.outgoingemaildeliverymethod."""

    NONE = 0
    OUTLOOK = 1
    SERVER_SIDE = 2


class ActMethod(IntEnum):
    """mailbox.actdeliverymethod: another order than the two for e-mail."""

    OUTLOOK = 0
    SERVER_SIDE = 1
    NONE = 2


class TestStatus(IntEnum):
    """incomingemailstatus, outgoingemailstatus, actstatus, mailboxstatus."""

    __test__ = False

    NOT_RUN = 0
    SUCCESS = 1
    FAILURE = 2


class Approval(IntEnum):
    """mailbox.emailrouteraccessapproval."""

    EMPTY = 0
    APPROVED = 1
    PENDING = 2
    REJECTED = 3


class ConnectionChannel(IntEnum):
    """organization.emailconnectionchannel."""

    SERVER_SIDE = 0
    EMAIL_ROUTER = 1


@dataclass(frozen=True, slots=True)
class EmailServerProfile:
    """An emailserverprofile row. The password is never read from CRM: it comes from the secrets folder."""

    id: str
    name: str
    server_type: int
    use_autodiscover: bool
    incoming_url: str
    outgoing_url: str
    user_name: str
    use_impersonation: bool
    incoming_authentication: int
    """0 Auto Detect, 1 Negotiate, 2 NTLM, 3 Basic."""
    credential_retrieval: int
    """0 by user or queue, 1 in the profile, 2 server to server, 3 Windows integrated, 4 anonymous."""
    use_ssl: bool
    max_connections: int
    min_polling_minutes: int
    process_received_after: datetime | None
    exchange_version: int | None
    owner: EntityReference | None
    active: bool
    version: int


@dataclass(frozen=True, slots=True)
class MailboxRecord:
    """A mailbox row. `user` is the systemuser or queue it belongs to; None for a forward mailbox."""

    id: str
    name: str
    email: str
    user: EntityReference | None
    owner: EntityReference | None
    profile_id: str | None
    is_forward: bool
    incoming_method: int
    outgoing_method: int
    act_method: int
    enabled_incoming: bool
    enabled_outgoing: bool
    enabled_act: bool
    incoming_status: int
    outgoing_status: int
    act_status: int
    approval: int
    test_scheduled: bool
    process_received_after: datetime | None
    ews_url: str
    host_id: str
    last_sync_started_on: datetime | None
    processing_last_attempted_on: datetime | None
    active: bool
    version: int


@dataclass(frozen=True, slots=True)
class OrganizationSettings:
    """The organization row: what the administrator set under "E-mail" in the system settings."""

    id: str
    name: str
    tracking_prefixes: tuple[str, ...]
    """Newest first; the column keeps the history."""
    connection_channel: int
    correlation_enabled: bool
    ignore_internal_email: bool
    require_approval_for_users: bool
    default_profile_id: str | None
    default_email_settings: str
    alerts_for_errors: bool
    alerts_for_warnings: bool
    alerts_for_information: bool
    max_upload_kilobytes: int


PROFILE_COLUMNS = (
    "emailserverprofileid", "name", "servertype", "useautodiscover", "incomingserverlocation", "outgoingserverlocation",
    "incomingusername", "incominguseimpersonation", "incomingauthenticationprotocol", "incomingcredentialretrieval",
    "incomingusessl", "maxconcurrentconnections", "minpollingintervalinminutes", "processemailsreceivedafter",
    "exchangeversion", "ownerid", "statecode", "versionnumber",
)  # fmt: skip

MAILBOX_COLUMNS = (
    "mailboxid", "name", "emailaddress", "regardingobjectid", "ownerid", "emailserverprofile", "isforwardmailbox",
    "incomingemaildeliverymethod", "outgoingemaildeliverymethod", "actdeliverymethod", "enabledforincomingemail",
    "enabledforoutgoingemail", "enabledforact", "incomingemailstatus", "outgoingemailstatus", "actstatus",
    "emailrouteraccessapproval", "testemailconfigurationscheduled", "processemailreceivedafter", "ewsurl", "hostid",
    "lastsyncstartedon", "processinglastattemptedon", "statecode", "versionnumber",
)  # fmt: skip

ORGANIZATION_COLUMNS = (
    "organizationid", "name", "trackingprefix", "emailconnectionchannel", "emailcorrelationenabled",
    "ignoreinternalemail", "requireapprovalforuseremail", "defaultemailserverprofileid", "defaultemailsettings",
    "generatealertsforerrors", "generatealertsforwarnings", "generatealertsforinformation", "maxuploadfilesize",
)  # fmt: skip


def profile_from_row(row: Row) -> EmailServerProfile:
    """Read an emailserverprofile row; defaults are those of the metadata."""
    incoming = _text(row, "incomingserverlocation")
    return EmailServerProfile(
        id=row.id,
        name=_text(row, "name"),
        server_type=_number(row, "servertype", 0),
        use_autodiscover=_flag(row, "useautodiscover"),
        incoming_url=incoming,
        outgoing_url=_text(row, "outgoingserverlocation") or incoming,
        user_name=_text(row, "incomingusername"),
        use_impersonation=_flag(row, "incominguseimpersonation"),
        incoming_authentication=_number(row, "incomingauthenticationprotocol", 0),
        credential_retrieval=_number(row, "incomingcredentialretrieval", 0),
        use_ssl=_flag(row, "incomingusessl", default=True),
        max_connections=_number(row, "maxconcurrentconnections", 10),
        min_polling_minutes=_number(row, "minpollingintervalinminutes", 0),
        process_received_after=_moment(row, "processemailsreceivedafter"),
        exchange_version=_optional_number(row, "exchangeversion"),
        owner=_reference(row, "ownerid"),
        active=_number(row, "statecode", 0) == 0,
        version=row.version,
    )


def mailbox_from_row(row: Row) -> MailboxRecord:
    """Read a mailbox row."""
    profile = _reference(row, "emailserverprofile")
    return MailboxRecord(
        id=row.id,
        name=_text(row, "name"),
        email=_text(row, "emailaddress").lower(),
        user=_reference(row, "regardingobjectid"),
        owner=_reference(row, "ownerid"),
        profile_id=profile.id if profile else None,
        is_forward=_flag(row, "isforwardmailbox"),
        incoming_method=_number(row, "incomingemaildeliverymethod", IncomingMethod.NONE),
        outgoing_method=_number(row, "outgoingemaildeliverymethod", OutgoingMethod.NONE),
        act_method=_number(row, "actdeliverymethod", ActMethod.NONE),
        enabled_incoming=_flag(row, "enabledforincomingemail"),
        enabled_outgoing=_flag(row, "enabledforoutgoingemail"),
        enabled_act=_flag(row, "enabledforact"),
        incoming_status=_number(row, "incomingemailstatus", TestStatus.NOT_RUN),
        outgoing_status=_number(row, "outgoingemailstatus", TestStatus.NOT_RUN),
        act_status=_number(row, "actstatus", TestStatus.NOT_RUN),
        approval=_number(row, "emailrouteraccessapproval", Approval.EMPTY),
        test_scheduled=_flag(row, "testemailconfigurationscheduled"),
        process_received_after=_moment(row, "processemailreceivedafter"),
        ews_url=_text(row, "ewsurl"),
        host_id=_text(row, "hostid"),
        last_sync_started_on=_moment(row, "lastsyncstartedon"),
        processing_last_attempted_on=_moment(row, "processinglastattemptedon"),
        active=_number(row, "statecode", 0) == 0,
        version=row.version,
    )


def organization_from_row(row: Row) -> OrganizationSettings:
    """Read the organization row. The separator of `trackingprefix`'s history is not published: we accept `;`, `,`
    and line breaks (our choice)."""
    prefixes = tuple(part.strip() for part in re.split(r"[;,\n]", _text(row, "trackingprefix")) if part.strip())
    profile = _reference(row, "defaultemailserverprofileid")
    return OrganizationSettings(
        id=row.id,
        name=_text(row, "name"),
        tracking_prefixes=prefixes or ("CRM:",),
        connection_channel=_number(row, "emailconnectionchannel", ConnectionChannel.SERVER_SIDE),
        correlation_enabled=_flag(row, "emailcorrelationenabled", default=True),
        ignore_internal_email=_flag(row, "ignoreinternalemail"),
        require_approval_for_users=_flag(row, "requireapprovalforuseremail", default=True),
        default_profile_id=profile.id if profile else None,
        default_email_settings=_text(row, "defaultemailsettings"),
        alerts_for_errors=_flag(row, "generatealertsforerrors", default=True),
        alerts_for_warnings=_flag(row, "generatealertsforwarnings", default=True),
        alerts_for_information=_flag(row, "generatealertsforinformation", default=True),
        max_upload_kilobytes=_number(row, "maxuploadfilesize", 5_242_880) // 1024,
    )


def _text(row: Row, name: str) -> str:
    value = row.attributes.get(name)
    return value if isinstance(value, str) else ""


def _flag(row: Row, name: str, *, default: bool = False) -> bool:
    value = row.attributes.get(name)
    return value if isinstance(value, bool) else default


def _number(row: Row, name: str, default: int) -> int:
    value = row.attributes.get(name)
    return value if isinstance(value, int) else int(default)


def _optional_number(row: Row, name: str) -> int | None:
    value = row.attributes.get(name)
    return value if isinstance(value, int) else None


def _moment(row: Row, name: str) -> datetime | None:
    value = row.attributes.get(name)
    return value if isinstance(value, datetime) else None


def _reference(row: Row, name: str) -> EntityReference | None:
    value = row.attributes.get(name)
    return value if isinstance(value, EntityReference) else None
