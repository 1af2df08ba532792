"""What a CRM answers when it refuses: an error code, as in the SDK's ErrorCodes, and a message.

Codes and texts are those of the SDK sample `ErrorCodes.cs`. Texts with a name in them follow what servers print.
"""

from datetime import datetime

INVALID_ARGUMENT = 0x80040203
REQUIRED_FIELD_MISSING = 0x80040200
OBJECT_DOES_NOT_EXIST = 0x80040217
PRIVILEGE_DENIED = 0x80040220
DUPLICATE_RECORD = 0x80040237
INVALID_OPERATION = 0x8004023B
APPOINTMENT_SCHEDULE_NOT_SET = 0x80040275
INVALID_FETCH_XML = 0x80040303
ENTITY_DOES_NOT_SUPPORT_MESSAGE = 0x80040800
NO_PARTY_ADDRESS = 0x80040B00
MORE_THAN_ONE_SENDER = 0x80040B01
NO_SENDER = 0x80040B02
RECIPIENT_NOT_SPECIFIED = 0x80040B04
NO_SENDER_ADDRESS = 0x80040B08
NO_SUCH_ENTITY = 0x80041102
NO_SUCH_ATTRIBUTE = 0x80041103
INVALID_CONDITION_OPERATOR = 0x80041120
INVALID_FILTER_TYPE = 0x80041122
INVALID_USER = 0x80041D1F
SQL_TIMEOUT = 0x80044151
DELETE_NOT_ALLOWED = 0x80048103
INVALID_PARTY_TYPE = 0x80043505
MESSAGE_NOT_SUPPORTED = 0x80044180
TOO_MANY_CONDITIONS = 0x8004430C
TOO_MANY_LINKS = 0x8004430D
OPTION_OUT_OF_RANGE = 0x8004431A
INTEGER_OUT_OF_RANGE = 0x8004432F
DECIMAL_OUT_OF_RANGE = 0x80044330
STRING_TOO_LONG = 0x80044331
NO_SEND_AS = 0x8004480F
INVALID_STATE_OR_STATUS = 0x80048408
CANNOT_ACT_ON_BEHALF = 0x8004A110
SYSTEM_USER_DISABLED = 0x8004A112

CANNOT_DELETE_USER_MAILBOX = 0x8005E200
ANONYMOUS_WITH_EXCHANGE = 0x8005E203
AUTODISCOVER_NOT_ALLOWED = 0x8005E204
LOCATION_WITH_AUTODISCOVER = 0x8005E205
CANNOT_MODIFY_ADDRESS = 0x8005E208
INVALID_SERVER_LOCATION = 0x8005E20A
QUEUE_MAILBOX_DELIVERY_METHOD = 0x8005E210
FORWARD_MAILBOX_NEEDS_ADDRESS = 0x8005E211
FORWARD_MAILBOX_INCOMING_METHOD = 0x8005E212
FORWARD_MAILBOX_OUTGOING_METHOD = 0x8005E213
POP3_CREDENTIALS = 0x8005E214
PROFILE_NOT_ASSOCIATED = 0x8005E222
CANNOT_ACTIVATE_MAILBOX = 0x8005E230
MAILBOX_CANNOT_DELETE_EMAILS = 0x8005E233
DELEGATE_ACCESS_NOT_ALLOWED = 0x8005E235
IMPERSONATION_NOT_ALLOWED = 0x8005E236
OUTGOING_SETTINGS_DIFFER = 0x8005E238
INVALID_AUTHENTICATION_PROTOCOL = 0x8005E23B
BASIC_WITHOUT_SSL = 0x8005E23D
INCOMING_HTTPS_WITHOUT_SSL = 0x8005E23E
OUTGOING_HTTPS_WITHOUT_SSL = 0x8005E23F
INCOMING_HTTP_WITH_SSL = 0x8005E240
OUTGOING_HTTP_WITH_SSL = 0x8005E241
PROCESS_EMAIL_AFTER_TOO_EARLY = 0x8005E244
SERVER_TO_SERVER_ON_PREMISES = 0x8005E245
ACT_NEEDS_EXCHANGE = 0x8005E247
TEST_IN_PROGRESS = 0x8005E248
INCOMING_LOCATION_MISSING = 0x8005E24B
OUTGOING_LOCATION_MISSING = 0x8005E24C
IMPERSONATION_NEEDS_USER_NAME = 0x8005E24D
IMPERSONATION_NEEDS_PASSWORD = 0x8005E24E
INCOMING_USER_NAME_MISSING = 0x8005E251
OUTGOING_USER_NAME_MISSING = 0x8005E252
INCOMING_PASSWORD_MISSING = 0x8005E253
OUTGOING_PASSWORD_MISSING = 0x8005E254

MESSAGES: dict[int, str] = {
    INVALID_ARGUMENT: "Invalid argument.",
    REQUIRED_FIELD_MISSING: "Required field missing.",
    OBJECT_DOES_NOT_EXIST: "The specified object was not found.",
    PRIVILEGE_DENIED: "The user does not hold the necessary privileges.",
    DUPLICATE_RECORD: "Cannot insert duplicate key.",
    INVALID_OPERATION: "Invalid Operation performed.",
    APPOINTMENT_SCHEDULE_NOT_SET: (
        "Scheduled End and Scheduled Start must be set for Appointments in order to sync with Outlook."
    ),
    INVALID_FETCH_XML: "Malformed FetchXml.",
    ENTITY_DOES_NOT_SUPPORT_MESSAGE: "The method being invoked does not support provided entity type.",
    NO_PARTY_ADDRESS: "Object address not found on party or party is marked as non-emailable",
    MORE_THAN_ONE_SENDER: "More than one sender specified",
    NO_SENDER: "No email address was specified, and the calling user does not have an email address set",
    RECIPIENT_NOT_SPECIFIED: "The e-mail must have at least one recipient before it can be sent",
    NO_SENDER_ADDRESS: "The sender does not have an email address on the party record",
    NO_SUCH_ENTITY: "The specified entity was not found.",
    NO_SUCH_ATTRIBUTE: "The specified attribute does not exist on this entity.",
    INVALID_CONDITION_OPERATOR: "Unsupported condition operator.",
    INVALID_FILTER_TYPE: "Unsupported filter type. Valid values are 'and', or 'or'.",
    INVALID_USER: "The user Id is invalid.",
    SQL_TIMEOUT: "SQL timeout expired.",
    TOO_MANY_CONDITIONS: "Number of conditions in query exceeded maximum limit.",
    TOO_MANY_LINKS: "Number of link entities in query exceeded maximum limit.",
    DELETE_NOT_ALLOWED: "Object is not allowed to be deleted",
    SYSTEM_USER_DISABLED: "System user is disabled.",
    INVALID_PARTY_TYPE: "Activity party object type is invalid",
    MESSAGE_NOT_SUPPORTED: "The message requested is not supported on the server.",
    OPTION_OUT_OF_RANGE: "The picklist value is out of the range.",
    INTEGER_OUT_OF_RANGE: (
        "A validation error occurred. An integer provided is outside of the allowed values for this attribute."
    ),
    DECIMAL_OUT_OF_RANGE: (
        "A validation error occurred. A decimal value provided is outside of the allowed values for this attribute."
    ),
    STRING_TOO_LONG: "A validation error occurred. A string value provided is too long.",
    NO_SEND_AS: "You do not have sufficient privileges to send e-mail as the selected queue.",
    INVALID_STATE_OR_STATUS: (
        "State code is invalid or state code is valid but status code is invalid for a specified state code."
    ),
    CANNOT_ACT_ON_BEHALF: "User does not have the privilege to act on behalf another user.",
    CANNOT_DELETE_USER_MAILBOX: "The mailbox associated to a user or a queue cannot be deleted.",
    ANONYMOUS_WITH_EXCHANGE: (
        "No credentials (Anonymous) cannot be used a connection type for exchange e-mail server type."
    ),
    AUTODISCOVER_NOT_ALLOWED: (
        "Auto discover server URL can location can only be used for an exchange e-mail server type."
    ),
    LOCATION_WITH_AUTODISCOVER: (
        "You cannot specify the incoming/outgoing e-mail server location when Autodiscover server location has been "
        "set to true."
    ),
    CANNOT_MODIFY_ADDRESS: "E-mail Address of a mailbox cannot be updated when associated with an user/queue.",
    INVALID_SERVER_LOCATION: (
        "The specified server location {0} is invalid. Correct the server location and try again."
    ),
    QUEUE_MAILBOX_DELIVERY_METHOD: ("Delivery method for mailbox associated with a queue cannot be outlook client."),
    FORWARD_MAILBOX_NEEDS_ADDRESS: "An e-mail address is a required field in case of forward mailbox.",
    FORWARD_MAILBOX_INCOMING_METHOD: "Forward mailbox incoming delivery method can only be none or router.",
    FORWARD_MAILBOX_OUTGOING_METHOD: "Forward mailbox outgoing delivery method can only be none.",
    POP3_CREDENTIALS: (
        "For a POP3 email server type, you can only connect using credentials that are specified by a user or queue."
    ),
    PROFILE_NOT_ASSOCIATED: (
        "Email Server Profile is not associated with the current mailbox. Please associate a valid profile to "
        "send/receive mails."
    ),
    CANNOT_ACTIVATE_MAILBOX: (
        "Mailbox cannot be activated because the user or queue associated with the mailbox is in disabled state. "
        "Mailbox can only be activated for Active User/Queue."
    ),
    MAILBOX_CANNOT_DELETE_EMAILS: (
        "The Delete Emails after Processing option cannot be set to Yes for user mailboxes."
    ),
    DELEGATE_ACCESS_NOT_ALLOWED: "For an SMTP email server type, auto-granted delegate access cannot be used.",
    IMPERSONATION_NOT_ALLOWED: "For a Non Exchange email server type, impersonation cannot be used.",
    OUTGOING_SETTINGS_DIFFER: (
        'Different outgoing connection settings cannot be specified because the "Use Same Settings for Outgoing '
        'Connections" flag is set to True.'
    ),
    INVALID_AUTHENTICATION_PROTOCOL: (
        "The authentication protocol is invalid for the specified server and connection type."
    ),
    BASIC_WITHOUT_SSL: (
        "The specified authentication protocol cannot be used because the protocol requires sending credentials on a "
        "secure channel."
    ),
    INCOMING_HTTPS_WITHOUT_SSL: (
        "The URL specified for Incoming Server Location uses HTTPS but the Use SSL for Incoming Connection option is "
        "set to No."
    ),
    OUTGOING_HTTPS_WITHOUT_SSL: (
        "The URL specified for Outgoing Server Location uses HTTPS but the Use SSL for Outgoing Connection option is "
        "set to No."
    ),
    INCOMING_HTTP_WITH_SSL: (
        "The URL specified for Incoming Server Location uses HTTP but the Use SSL for Incoming Connection option is "
        "set to Yes."
    ),
    OUTGOING_HTTP_WITH_SSL: (
        "The URL specified for Outgoing Server Location uses HTTP but the Use SSL for Outgoing Connection option is "
        "set to Yes."
    ),
    PROCESS_EMAIL_AFTER_TOO_EARLY: (
        "The date in the Process Email From field is earlier than what is allowed for your organization."
    ),
    SERVER_TO_SERVER_ON_PREMISES: (
        "You can use server-to-server authentication only for email server profiles created for a Microsoft Dynamics "
        "CRM Online organization."
    ),
    ACT_NEEDS_EXCHANGE: (
        "Server-side synchronization for appointments, contacts, and tasks isn't supported for POP3 or SMTP server "
        "types."
    ),
    TEST_IN_PROGRESS: ("Test email configuration scheduled is in progress. Please save after completion of test."),
    INCOMING_LOCATION_MISSING: "Specify the URL of the incoming server location",
    OUTGOING_LOCATION_MISSING: "Specify the URL of the outgoing server location",
    IMPERSONATION_NEEDS_USER_NAME: "Type in a user name and save again",
    IMPERSONATION_NEEDS_PASSWORD: "Type in a password and save again",
    INCOMING_USER_NAME_MISSING: "Specify username for Incoming Connection",
    OUTGOING_USER_NAME_MISSING: "Specify username for Outgoing Connection",
    INCOMING_PASSWORD_MISSING: "Specify password for Incoming Connection",
    OUTGOING_PASSWORD_MISSING: "Specify password for Outgoing Connection",
}


class CrmFault(Exception):
    """The organization refuses. `code` is one of this module's, unsigned; `message` says what is wrong.

    `moment` is when, set by whoever answers.
    """

    def __init__(self, code: int, message: str) -> None:
        """Made by `fault`."""
        super().__init__(f"{code:#010x} {message}")
        self.code = code
        self.message = message
        self.moment: datetime | None = None

    @property
    def signed_code(self) -> int:
        """The code as the int32 that travels in OrganizationServiceFault/ErrorCode."""
        return self.code - (1 << 32) if self.code >= 1 << 31 else self.code


def fault(code: int, message: str | None = None) -> CrmFault:
    """The refusal with this code, with its own text or the one given."""
    return CrmFault(code, MESSAGES[code] if message is None else message)
