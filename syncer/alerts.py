"""The alerts that administrators and mailbox owners see, as one typed table.

The words are those that Dynamics uses (Learn: "Troubleshooting and things to know about server-side synchronization"
and the support articles on e-mail and Exchange synchronization). An entry whose `source` is `ANALOGY` says for
sending or for appointments what is documented for receiving; `OURS` is our choice, where no published text was found:
the success text of CRM 2013 is only shown as a picture, and Dynamics has no words for quarantine, for a second syncer
or for our safety stop.
"""

from __future__ import annotations

from syncer.alert_kind import Alert, AlertKind, Channel, Failure, Level, Source, alert

__all__ = ["ALERTS", "CHANNEL_FAILURES", "Alert", "AlertKind", "Channel", "Failure", "Level", "Source", "alert"]

_NOTIFIED = "The owner of the associated email server profile {profile} has been notified."
_E, _W, _I = Level.ERROR, Level.WARNING, Level.INFORMATION
_DOC, _LIKE, _OUR = Source.DOCUMENTED, Source.ANALOGY, Source.OURS

# Test & Enable, and failures that disable a channel.
INCOMING_NOT_APPROVED = AlertKind(
    1,
    "incoming_not_approved",
    _E,
    _DOC,
    "Email cannot be received for the mailbox {mailbox} because the email address of the mailbox {mailbox} is "
    "not approved and the mailbox has been disabled. " + _NOTIFIED,
)
OUTGOING_NOT_APPROVED = AlertKind(
    2,
    "outgoing_not_approved",
    _E,
    _LIKE,
    "Email cannot be sent for the mailbox {mailbox} because the email address of the mailbox {mailbox} is not "
    "approved and the mailbox has been disabled. " + _NOTIFIED,
)
INCOMING_SECURE_CONNECTION = AlertKind(
    4,
    "incoming_secure_connection",
    _E,
    _DOC,
    "Email cannot be received for the mailbox because an error occurred while establishing a secure connection "
    "to the email server. The mailbox has been disabled for receiving email and the owner of the email server "
    "profile has been notified.",
)
OUTGOING_SECURE_CONNECTION = AlertKind(
    5,
    "outgoing_secure_connection",
    _E,
    _LIKE,
    "Email cannot be sent for the mailbox because an error occurred while establishing a secure connection to "
    "the email server. The mailbox has been disabled for sending email and the owner of the email server "
    "profile has been notified.",
)
ACT_SECURE_CONNECTION = AlertKind(
    6,
    "act_secure_connection",
    _E,
    _DOC,
    "The mailbox has been disabled for synchronizing appointments, contacts, and tasks for the mailbox because "
    "an error occurred while establishing a secure connection to the Exchange server. The owner of the email "
    "server profile has been notified.",
)
INCOMING_LOCATION = AlertKind(
    7,
    "incoming_location_unknown",
    _E,
    _DOC,
    'The mailbox location could not be determined while receiving the email message "{subject}". The mailbox '
    "{mailbox} has been disabled for receiving email and the owner of the associated email server profile "
    "{profile} has been notified.",
)
OUTGOING_LOCATION = AlertKind(
    8,
    "outgoing_location_unknown",
    _E,
    _DOC,
    'The mailbox location could not be determined while sending the email message "{subject}". The mailbox '
    "{mailbox} has been disabled for sending email and the owner of the associated email server profile "
    "{profile} has been notified.",
)
ACT_LOCATION = AlertKind(
    9,
    "act_location_unknown",
    _E,
    _LIKE,
    "The mailbox location could not be determined while synchronizing appointments, contacts, and tasks. The "
    "mailbox {mailbox} has been disabled and the owner of the associated email server profile {profile} has "
    "been notified.",
)
INCOMING_CREDENTIALS = AlertKind(
    10,
    "incoming_credentials",
    _E,
    _DOC,
    "Email cannot be received because the credentials specified in the associated email server profile are "
    "incorrect or have insufficient permissions for receiving email. The mailbox {mailbox} has been disabled "
    "for receiving email and the owner of the email server profile {profile} has been notified.",
)
OUTGOING_CREDENTIALS = AlertKind(
    11,
    "outgoing_credentials",
    _E,
    _DOC,
    "Email cannot be sent because the credentials specified in the associated email server profile are "
    "incorrect or have insufficient permissions for sending email. The mailbox {mailbox} has been disabled for "
    "sending email and the owner of the email server profile {profile} has been notified.",
)
ACT_PERMISSIONS = AlertKind(
    12,
    "act_permissions",
    _E,
    _DOC,
    "Appointments, contacts, and tasks can't be synchronized for the mailbox {mailbox} because the mailbox "
    "user doesn't have sufficient permissions on this mailbox.",
)
INCOMING_SERVER = AlertKind(
    13,
    "incoming_server_location",
    _E,
    _DOC,
    "Email cannot be received for the mailbox {mailbox} because the email server location or the incoming "
    "email port specified in the associated email server profile {profile} is incorrect. The mailbox didn't "
    "synchronize. " + _NOTIFIED,
)
OUTGOING_SERVER = AlertKind(
    14,
    "outgoing_server_location",
    _E,
    _LIKE,
    "Email cannot be sent for the mailbox {mailbox} because the email server location or the outgoing email "
    "port specified in the associated email server profile {profile} is incorrect. The mailbox didn't "
    "synchronize. " + _NOTIFIED,
)
ACT_SERVER = AlertKind(
    15,
    "act_server_location",
    _E,
    _LIKE,
    "Appointments, contacts, and tasks can't be synchronized for the mailbox {mailbox} because the email "
    "server location specified in the associated email server profile {profile} is incorrect. The mailbox "
    "didn't synchronize. " + _NOTIFIED,
)
NO_MAILBOX = AlertKind(
    16,
    "no_mailbox",
    _E,
    _DOC,
    "The SMTP address has no mailbox associated with it.",
)
NO_PROFILE = AlertKind(
    18,
    "no_profile",
    _E,
    _DOC,
    "Email Server Profile is not associated with the current mailbox. Please associate a valid profile to "
    "send/receive mails.",
)
INCOMING_ACCESS = AlertKind(
    19,
    "incoming_access",
    _W,
    _DOC,
    "A general mailbox access error occurred while receiving email through the mailbox {mailbox}. "
    + _NOTIFIED
    + " The system will try to receive email again later.",
)
OUTGOING_ACCESS = AlertKind(
    20,
    "outgoing_access",
    _W,
    _LIKE,
    "A general mailbox access error occurred while sending email through the mailbox {mailbox}. "
    + _NOTIFIED
    + " The system will try to send email again later.",
)
ACT_ACCESS = AlertKind(
    21,
    "act_access",
    _W,
    _LIKE,
    "A general mailbox access error occurred while synchronizing appointments, contacts, and tasks through the "
    "mailbox {mailbox}. " + _NOTIFIED + " The system will try again later.",
)
INCOMING_UNKNOWN = AlertKind(
    22,
    "incoming_unknown",
    _E,
    _LIKE,
    "An unknown error occurred while receiving email through the mailbox {mailbox}. Mailbox {mailbox} didn't "
    "synchronize. " + _NOTIFIED,
)
OUTGOING_UNKNOWN = AlertKind(
    23,
    "outgoing_unknown",
    _E,
    _DOC,
    'An unknown error occurred while sending the email message "{subject}". Mailbox {mailbox} didn\'t '
    "synchronize. " + _NOTIFIED,
)
ACT_UNKNOWN = AlertKind(
    24,
    "act_unknown",
    _E,
    _LIKE,
    "An unknown error occurred while synchronizing appointments, contacts, and tasks. Mailbox {mailbox} didn't "
    "synchronize. " + _NOTIFIED,
)
CHANNEL_ENABLED = AlertKind(
    25,
    "channel_enabled",
    _I,
    _OUR,
    "The {channel} test of the mailbox {mailbox} was successful and the mailbox has been enabled.",
)

# Synchronization.
ORGANIZER_MISSING = AlertKind(
    40,
    "organizer_missing",
    _E,
    _DOC,
    "Appointments can't be synchronized because the Organizer field is not present.",
)
ITEM_QUARANTINED = AlertKind(
    42,
    "item_quarantined",
    _W,
    _OUR,
    'The item "{item}" of the mailbox {mailbox} could not be read and has been set aside ({reason}). The other '
    "items of the mailbox are synchronized and the mailbox stays enabled.",
)
ANOTHER_HAND = AlertKind(
    43,
    "another_hand",
    _E,
    _OUR,
    "The mailbox {mailbox} is not synchronized by this syncer because another one is working on it: {reason}. When "
    'that one is off for good: tagus-syncer take-over "{mailbox}".',
)
SAFETY_STOP = AlertKind(
    44,
    "safety_stop",
    _E,
    _OUR,
    "Deletes of the mailbox {mailbox} are held back, everything else goes on: {reason}. Check both sides; if the "
    'records are gone on purpose: tagus-syncer release "{mailbox}" --deletes NUMBER.',
)
MESSAGE_NOT_SENT = AlertKind(
    45,
    "message_not_sent",
    _E,
    _DOC,
    'An unknown error occurred while sending the email message "{subject}". Mailbox {mailbox} didn\'t '
    "synchronize. " + _NOTIFIED,
)
ROW_REFUSED = AlertKind(
    46,
    "row_refused",
    _W,
    _OUR,
    "The row {row} could not be synchronized for the mailbox {mailbox}: {reason}.",
)
SERIES_NOT_TAKEN = AlertKind(
    47,
    "series_not_taken",
    _W,
    _OUR,
    'The series "{item}" of the mailbox {mailbox} is marked to be tracked, but recurring appointments and tasks are '
    "not synchronized: it stays in Exchange only.",
)

ALERTS: tuple[AlertKind, ...] = (
    INCOMING_NOT_APPROVED, OUTGOING_NOT_APPROVED,
    INCOMING_SECURE_CONNECTION, OUTGOING_SECURE_CONNECTION, ACT_SECURE_CONNECTION,
    INCOMING_LOCATION, OUTGOING_LOCATION, ACT_LOCATION,
    INCOMING_CREDENTIALS, OUTGOING_CREDENTIALS, ACT_PERMISSIONS,
    INCOMING_SERVER, OUTGOING_SERVER, ACT_SERVER,
    NO_MAILBOX, NO_PROFILE,
    INCOMING_ACCESS, OUTGOING_ACCESS, ACT_ACCESS,
    INCOMING_UNKNOWN, OUTGOING_UNKNOWN, ACT_UNKNOWN,
    CHANNEL_ENABLED,
    ORGANIZER_MISSING, ITEM_QUARANTINED, ANOTHER_HAND, SAFETY_STOP, MESSAGE_NOT_SENT, ROW_REFUSED, SERIES_NOT_TAKEN,
)  # fmt: skip
"""Every alert there is. Dynamics' alert for a mailbox that is configured with another organization is not raised: its
mark in the mailbox is not published, and marks on items outlive a move between organizations."""

CHANNEL_FAILURES: dict[tuple[Channel, Failure], AlertKind] = {
    (Channel.INCOMING, Failure.NOT_APPROVED): INCOMING_NOT_APPROVED,
    (Channel.OUTGOING, Failure.NOT_APPROVED): OUTGOING_NOT_APPROVED,
    (Channel.INCOMING, Failure.SECURE_CONNECTION): INCOMING_SECURE_CONNECTION,
    (Channel.OUTGOING, Failure.SECURE_CONNECTION): OUTGOING_SECURE_CONNECTION,
    (Channel.ACT, Failure.SECURE_CONNECTION): ACT_SECURE_CONNECTION,
    (Channel.INCOMING, Failure.LOCATION_UNKNOWN): INCOMING_LOCATION,
    (Channel.OUTGOING, Failure.LOCATION_UNKNOWN): OUTGOING_LOCATION,
    (Channel.ACT, Failure.LOCATION_UNKNOWN): ACT_LOCATION,
    (Channel.INCOMING, Failure.CREDENTIALS): INCOMING_CREDENTIALS,
    (Channel.OUTGOING, Failure.CREDENTIALS): OUTGOING_CREDENTIALS,
    (Channel.ACT, Failure.CREDENTIALS): ACT_PERMISSIONS,
    (Channel.INCOMING, Failure.SERVER_LOCATION): INCOMING_SERVER,
    (Channel.OUTGOING, Failure.SERVER_LOCATION): OUTGOING_SERVER,
    (Channel.ACT, Failure.SERVER_LOCATION): ACT_SERVER,
    (Channel.INCOMING, Failure.GENERAL_ACCESS): INCOMING_ACCESS,
    (Channel.OUTGOING, Failure.GENERAL_ACCESS): OUTGOING_ACCESS,
    (Channel.ACT, Failure.GENERAL_ACCESS): ACT_ACCESS,
    (Channel.INCOMING, Failure.UNKNOWN): INCOMING_UNKNOWN,
    (Channel.OUTGOING, Failure.UNKNOWN): OUTGOING_UNKNOWN,
    (Channel.ACT, Failure.UNKNOWN): ACT_UNKNOWN,
    **{(channel, Failure.NO_MAILBOX): NO_MAILBOX for channel in Channel},
    **{(channel, Failure.NO_PROFILE): NO_PROFILE for channel in Channel},
}
"""Which alert says that a channel failed, and why. Approval is asked for e-mail only (requireapprovalforuseremail)."""
