"""The elements of types.xsd that stand by themselves: SOAP headers and substitution groups."""

from simulator.ews.contract.rows import GlobalElement

HEADERS: tuple[GlobalElement, ...] = (
    GlobalElement("RequestServerVersion", "RequestServerVersionType"),
    GlobalElement("ServerVersionInfo", "ServerVersionInfoType"),
    GlobalElement("ExchangeImpersonation", "ExchangeImpersonationType"),
    GlobalElement("MailboxCulture", "MailboxCultureType"),
    GlobalElement("TimeZoneContext", "TimeZoneContextType"),
    GlobalElement("DateTimePrecision", "DateTimePrecisionType", since="2010_SP2"),
    GlobalElement("ManagementRole", "ManagementRoleType", since="2013"),
)
"""The headers of requests and answers (MS-OXWSCDATA 2.2.3)."""

GLOBAL_ELEMENTS: tuple[GlobalElement, ...] = (
    *HEADERS,
    GlobalElement("Path", "BasePathToElementType", abstract=True),
    GlobalElement("FieldURI", "PathToUnindexedFieldType", "Path"),
    GlobalElement("IndexedFieldURI", "PathToIndexedFieldType", "Path"),
    GlobalElement("ExtendedFieldURI", "PathToExtendedFieldType", "Path"),
    GlobalElement("SearchExpression", "SearchExpressionType"),
    GlobalElement("And", "AndType", "SearchExpression"),
    GlobalElement("Or", "OrType", "SearchExpression"),
    GlobalElement("Not", "NotType", "SearchExpression"),
    GlobalElement("Exists", "ExistsType", "SearchExpression"),
    GlobalElement("Excludes", "ExcludesType", "SearchExpression"),
    GlobalElement("Contains", "ContainsExpressionType", "SearchExpression"),
    GlobalElement("IsEqualTo", "IsEqualToType", "SearchExpression"),
    GlobalElement("IsNotEqualTo", "IsNotEqualToType", "SearchExpression"),
    GlobalElement("IsGreaterThan", "IsGreaterThanType", "SearchExpression"),
    GlobalElement("IsGreaterThanOrEqualTo", "IsGreaterThanOrEqualToType", "SearchExpression"),
    GlobalElement("IsLessThan", "IsLessThanType", "SearchExpression"),
    GlobalElement("IsLessThanOrEqualTo", "IsLessThanOrEqualToType", "SearchExpression"),
    GlobalElement("Near", "NearType", "SearchExpression", since="2016"),
    GlobalElement("Transition", "TransitionType", since="2010"),
    GlobalElement("AbsoluteDateTransition", "AbsoluteDateTransitionType", "Transition", since="2010"),
    GlobalElement("RecurringDateTransition", "RecurringDateTransitionType", "Transition", since="2010"),
    GlobalElement("RecurringDayTransition", "RecurringDayTransitionType", "Transition", since="2010"),
)
"""Every global element of types.xsd (MS-OXWSCDATA 2.2.4, MS-OXWSSRCH 2.2.4, MS-OXWSGTZ 2.2.4)."""
