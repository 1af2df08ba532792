"""The operations of the contract: their elements, and the headers that a request may have."""

from dataclasses import dataclass

IMPERSONATION = "ExchangeImpersonation"
CULTURE = "MailboxCulture"
VERSION = "RequestServerVersion"
ZONE = "TimeZoneContext"
PRECISION = "DateTimePrecision"
ROLE = "ManagementRole"
USUAL = (IMPERSONATION, CULTURE, VERSION)
WITH_ZONE = (*USUAL, ZONE)


@dataclass(frozen=True)
class OperationRow:
    """One operation as Services.wsdl has it."""

    name: str
    """The request's element in messages.xsd."""
    headers: tuple[str, ...]
    """Header elements of types.xsd, in the order in which Services.wsdl has them."""
    response: str = ""
    """The answer's type where it isn't named after the operation."""

    @property
    def request_type(self) -> str:
        """The request's type."""
        return f"m:{self.name}Type"

    @property
    def answer(self) -> str:
        """The answer's element."""
        return f"{self.name}Response"

    @property
    def answer_type(self) -> str:
        """The answer's type."""
        return self.response or f"m:{self.answer}Type"


OPERATION_ROWS: tuple[OperationRow, ...] = (
    OperationRow("ArchiveItem", USUAL),
    OperationRow("ConvertId", (IMPERSONATION, VERSION)),
    OperationRow("CopyFolder", USUAL),
    OperationRow("CopyItem", USUAL),
    OperationRow("CreateAttachment", WITH_ZONE),
    OperationRow("CreateFolder", WITH_ZONE),
    OperationRow("CreateFolderPath", WITH_ZONE),
    OperationRow("CreateItem", WITH_ZONE),
    OperationRow("CreateUserConfiguration", USUAL),
    OperationRow("DeleteAttachment", USUAL),
    OperationRow("DeleteFolder", USUAL),
    OperationRow("DeleteItem", USUAL),
    OperationRow("DeleteUserConfiguration", USUAL),
    OperationRow("EmptyFolder", USUAL),
    OperationRow("ExportItems", (*USUAL, ROLE)),
    OperationRow("FindFolder", (*WITH_ZONE, ROLE)),
    OperationRow("FindItem", (*WITH_ZONE, PRECISION, ROLE)),
    OperationRow("GetAttachment", WITH_ZONE),
    OperationRow("GetFolder", (*WITH_ZONE, ROLE)),
    OperationRow("GetItem", (*WITH_ZONE, PRECISION, ROLE)),
    OperationRow("GetReminders", WITH_ZONE, "m:GetRemindersResponseMessageType"),
    OperationRow("GetServerTimeZones", (CULTURE, VERSION)),
    OperationRow("GetUserConfiguration", USUAL),
    OperationRow("MarkAllItemsAsRead", USUAL),
    OperationRow("MarkAsJunk", USUAL),
    OperationRow("MoveFolder", USUAL),
    OperationRow("MoveItem", USUAL),
    OperationRow("PerformReminderAction", USUAL, "m:PerformReminderActionResponseMessageType"),
    OperationRow("ResolveNames", USUAL),
    OperationRow("SendItem", USUAL),
    OperationRow("SyncFolderHierarchy", USUAL),
    OperationRow("SyncFolderItems", USUAL),
    OperationRow("UpdateFolder", WITH_ZONE),
    OperationRow("UpdateItem", WITH_ZONE),
    OperationRow("UpdateUserConfiguration", USUAL),
    OperationRow("UploadItems", USUAL),
)
"""Every operation that the contract has words for, in the order of the alphabet.

Exchange's own Services.wsdl leaves GetReminders and PerformReminderAction out; ours has them (our choice), with the
headers of their kind.
"""
ROW_OF = {row.name: row for row in OPERATION_ROWS}
