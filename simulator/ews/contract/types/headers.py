"""What stands in the SOAP headers (MS-OXWSCDATA 2.2.3)."""

from simulator.ews.contract.rows import ComplexType

ROWS: tuple[ComplexType, ...] = (
    ComplexType(
        "ConnectingSIDType",
        "(PrincipalName PrincipalNameType | SID SIDType | PrimarySmtpAddress PrimarySmtpAddressType | "
        "SmtpAddress SmtpAddressType@2010)",
    ),
    ComplexType("ExchangeImpersonationType", "ConnectingSID ConnectingSIDType", attributes="any"),
    ComplexType("MailboxCultureType", text="language", attributes="any"),
    ComplexType(
        "ManagementRoleType",
        "UserRoles? NonEmptyArrayOfRoleType, ApplicationRoles? NonEmptyArrayOfRoleType",
    ),
    ComplexType("PrincipalNameType", text="NonEmptyStringType"),
    ComplexType("RequestServerVersionType", attributes="Version! ExchangeVersionType, any"),
    ComplexType("SIDType", text="NonEmptyStringType"),
    ComplexType(
        "ServerVersionInfoType",
        attributes="MajorVersion int, MinorVersion int, MajorBuildNumber int, MinorBuildNumber int, Version string",
    ),
)
