"""Names on the wire of the Organization Service (reference: section 5.1)."""

SERVICES = "http://schemas.microsoft.com/xrm/2011/Contracts/Services"
CONTRACTS = "http://schemas.microsoft.com/xrm/2011/Contracts"
GENERIC = "http://schemas.datacontract.org/2004/07/System.Collections.Generic"
ARRAYS = "http://schemas.microsoft.com/2003/10/Serialization/Arrays"
SERIALIZATION = "http://schemas.microsoft.com/2003/10/Serialization/"
CRM_MESSAGES = "http://schemas.microsoft.com/crm/2011/Contracts"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XSD = "http://www.w3.org/2001/XMLSchema"

ENTITY_MEMBERS = ("Attributes", "EntityState", "FormattedValues", "Id", "LogicalName", "RelatedEntities")
REFERENCE_MEMBERS = ("Id", "LogicalName", "Name")
COLUMN_SET_MEMBERS = ("AllColumns", "Columns")
REQUEST_MEMBERS = ("Parameters", "RequestId", "RequestName")
QUERY_MEMBERS = ("ColumnSet", "Criteria", "Distinct", "EntityName", "LinkEntities", "Orders", "PageInfo", "NoLock",
                 "QueryHints", "SubQueryExpression", "TopCount")  # fmt: skip
FILTER_MEMBERS = ("Conditions", "FilterOperator", "Filters", "IsQuickFindFilter")
CONDITION_MEMBERS = ("AttributeName", "Operator", "Values", "EntityName")
LINK_MEMBERS = ("Columns", "EntityAlias", "JoinOperator", "LinkCriteria", "LinkEntities", "LinkFromAttributeName",
                "LinkFromEntityName", "LinkToAttributeName", "LinkToEntityName", "Orders")  # fmt: skip
ORDER_MEMBERS = ("AttributeName", "OrderType")
PAGE_MEMBERS = ("Count", "PageNumber", "PagingCookie", "ReturnTotalRecordCount")
COLLECTION_MEMBERS = ("Entities", "EntityName", "MinActiveRowVersion", "MoreRecords", "PagingCookie",
                      "TotalRecordCount", "TotalRecordCountLimitExceeded")  # fmt: skip
