"""The answer of each operation, and its response messages (MS-OXWS*, 3.1.4; MS-OXWSCDATA 2.2.4)."""

from simulator.ews.contract.rows import ComplexType

ROWS: tuple[ComplexType, ...] = (
    ComplexType("ArchiveItemResponseType", base="m:BaseResponseMessageType"),
    ComplexType(
        "ArrayOfResponseMessagesType",
        "(CreateItemResponseMessage m:ItemInfoResponseMessageType | "
        "DeleteItemResponseMessage m:DeleteItemResponseMessageType | "
        "GetItemResponseMessage m:ItemInfoResponseMessageType | "
        "UpdateItemResponseMessage m:UpdateItemResponseMessageType | "
        "SendItemResponseMessage m:ResponseMessageType | DeleteFolderResponseMessage m:ResponseMessageType | "
        "EmptyFolderResponseMessage m:ResponseMessageType@2010 | "
        "CreateFolderResponseMessage m:FolderInfoResponseMessageType | "
        "GetFolderResponseMessage m:FolderInfoResponseMessageType | "
        "FindFolderResponseMessage m:FindFolderResponseMessageType | "
        "UpdateFolderResponseMessage m:FolderInfoResponseMessageType | "
        "MoveFolderResponseMessage m:FolderInfoResponseMessageType | "
        "CopyFolderResponseMessage m:FolderInfoResponseMessageType | "
        "CreateFolderPathResponseMessage m:FolderInfoResponseMessageType@2013 | "
        "CreateAttachmentResponseMessage m:AttachmentInfoResponseMessageType | "
        "DeleteAttachmentResponseMessage m:DeleteAttachmentResponseMessageType | "
        "GetAttachmentResponseMessage m:AttachmentInfoResponseMessageType | "
        "UploadItemsResponseMessage m:UploadItemsResponseMessageType@2010 | "
        "ExportItemsResponseMessage m:ExportItemsResponseMessageType@2010 | "
        "MarkAllItemsAsReadResponseMessage m:ResponseMessageType@2013 | "
        "FindItemResponseMessage m:FindItemResponseMessageType | "
        "MoveItemResponseMessage m:ItemInfoResponseMessageType | "
        "ArchiveItemResponseMessage m:ItemInfoResponseMessageType@2013 | "
        "CopyItemResponseMessage m:ItemInfoResponseMessageType | "
        "ResolveNamesResponseMessage m:ResolveNamesResponseMessageType | "
        "GetServerTimeZonesResponseMessage m:GetServerTimeZonesResponseMessageType@2010 | "
        "SyncFolderHierarchyResponseMessage m:SyncFolderHierarchyResponseMessageType | "
        "SyncFolderItemsResponseMessage m:SyncFolderItemsResponseMessageType | "
        "ConvertIdResponseMessage m:ConvertIdResponseMessageType | "
        "CreateUserConfigurationResponseMessage m:ResponseMessageType@2010 | "
        "DeleteUserConfigurationResponseMessage m:ResponseMessageType@2010 | "
        "GetUserConfigurationResponseMessage m:GetUserConfigurationResponseMessageType@2010 | "
        "UpdateUserConfigurationResponseMessage m:ResponseMessageType@2010 | "
        "MarkAsJunkResponseMessage m:MarkAsJunkResponseMessageType@2013)+",
    ),
    ComplexType(
        "AttachmentInfoResponseMessageType",
        "Attachments ArrayOfAttachmentsType",
        base="m:ResponseMessageType",
    ),
    ComplexType("BaseResponseMessageType", "ResponseMessages m:ArrayOfResponseMessagesType"),
    ComplexType("ConvertIdResponseMessageType", "AlternateId? AlternateIdBaseType", base="m:ResponseMessageType"),
    ComplexType("ConvertIdResponseType", base="m:BaseResponseMessageType"),
    ComplexType("CopyFolderResponseType", base="m:BaseResponseMessageType"),
    ComplexType("CopyItemResponseType", base="m:BaseResponseMessageType"),
    ComplexType("CreateAttachmentResponseType", base="m:BaseResponseMessageType"),
    ComplexType("CreateFolderPathResponseType", base="m:BaseResponseMessageType"),
    ComplexType("CreateFolderResponseType", base="m:BaseResponseMessageType"),
    ComplexType("CreateItemResponseType", base="m:BaseResponseMessageType"),
    ComplexType("CreateUserConfigurationResponseType", base="m:BaseResponseMessageType"),
    ComplexType("DeleteAttachmentResponseMessageType", "RootItemId? RootItemIdType", base="m:ResponseMessageType"),
    ComplexType("DeleteAttachmentResponseType", base="m:BaseResponseMessageType"),
    ComplexType("DeleteFolderResponseType", base="m:BaseResponseMessageType"),
    ComplexType("DeleteItemResponseMessageType", base="m:ResponseMessageType"),
    ComplexType("DeleteItemResponseType", base="m:BaseResponseMessageType"),
    ComplexType("DeleteUserConfigurationResponseType", base="m:BaseResponseMessageType"),
    ComplexType("EmptyFolderResponseType", base="m:BaseResponseMessageType"),
    ComplexType(
        "ExportItemsResponseMessageType",
        "ItemId? ItemIdType, Data? base64Binary",
        base="m:ResponseMessageType",
    ),
    ComplexType("ExportItemsResponseType", base="m:BaseResponseMessageType"),
    ComplexType("FindFolderResponseMessageType", "RootFolder? FindFolderParentType", base="m:ResponseMessageType"),
    ComplexType("FindFolderResponseType", base="m:BaseResponseMessageType"),
    ComplexType(
        "FindItemResponseMessageType",
        "RootFolder? FindItemParentType, HighlightTerms? ArrayOfHighlightTermsType@2013",
        base="m:ResponseMessageType",
    ),
    ComplexType("FindItemResponseType", base="m:BaseResponseMessageType"),
    ComplexType("FolderInfoResponseMessageType", "Folders? ArrayOfFoldersType", base="m:ResponseMessageType"),
    ComplexType("GetAttachmentResponseType", base="m:BaseResponseMessageType"),
    ComplexType("GetFolderResponseType", base="m:BaseResponseMessageType"),
    ComplexType("GetItemResponseType", base="m:BaseResponseMessageType"),
    ComplexType("GetRemindersResponseMessageType", "Reminders ArrayOfRemindersType", base="m:ResponseMessageType"),
    ComplexType(
        "GetServerTimeZonesResponseMessageType",
        "TimeZoneDefinitions ArrayOfTimeZoneDefinitionType",
        base="m:ResponseMessageType",
    ),
    ComplexType("GetServerTimeZonesResponseType", base="m:BaseResponseMessageType"),
    ComplexType(
        "GetUserConfigurationResponseMessageType",
        "UserConfiguration? UserConfigurationType",
        base="m:ResponseMessageType",
    ),
    ComplexType("GetUserConfigurationResponseType", base="m:BaseResponseMessageType"),
    ComplexType("ItemInfoResponseMessageType", "Items ArrayOfRealItemsType", base="m:ResponseMessageType"),
    ComplexType("MarkAllItemsAsReadResponseType", base="m:BaseResponseMessageType"),
    ComplexType("MarkAsJunkResponseMessageType", "MovedItemId? ItemIdType", base="m:ResponseMessageType"),
    ComplexType("MarkAsJunkResponseType", base="m:BaseResponseMessageType"),
    ComplexType("MoveFolderResponseType", base="m:BaseResponseMessageType"),
    ComplexType("MoveItemResponseType", base="m:BaseResponseMessageType"),
    ComplexType(
        "PerformReminderActionResponseMessageType",
        "UpdatedItemIds NonEmptyArrayOfItemIdsType",
        base="m:ResponseMessageType",
    ),
    ComplexType(
        "ResolveNamesResponseMessageType",
        "ResolutionSet? ArrayOfResolutionType",
        base="m:ResponseMessageType",
    ),
    ComplexType("ResolveNamesResponseType", base="m:BaseResponseMessageType"),
    ComplexType(
        "ResponseMessageType",
        "(MessageText? string, ResponseCode? m:ResponseCodeType, DescriptiveLinkKey? int, "
        "MessageXml? m:MessageXmlType)?",
        attributes="ResponseClass! ResponseClassType",
    ),
    ComplexType("SendItemResponseType", base="m:BaseResponseMessageType"),
    ComplexType(
        "SyncFolderHierarchyResponseMessageType",
        "SyncState? string, IncludesLastFolderInRange? boolean, Changes? SyncFolderHierarchyChangesType",
        base="m:ResponseMessageType",
    ),
    ComplexType("SyncFolderHierarchyResponseType", base="m:BaseResponseMessageType"),
    ComplexType(
        "SyncFolderItemsResponseMessageType",
        "SyncState? string, IncludesLastItemInRange? boolean, Changes? SyncFolderItemsChangesType",
        base="m:ResponseMessageType",
    ),
    ComplexType("SyncFolderItemsResponseType", base="m:BaseResponseMessageType"),
    ComplexType("UpdateFolderResponseType", base="m:BaseResponseMessageType"),
    ComplexType(
        "UpdateItemResponseMessageType",
        "ConflictResults? ConflictResultsType",
        base="m:ItemInfoResponseMessageType",
    ),
    ComplexType("UpdateItemResponseType", base="m:BaseResponseMessageType"),
    ComplexType("UpdateUserConfigurationResponseType", base="m:BaseResponseMessageType"),
    ComplexType("UploadItemsResponseMessageType", "ItemId? ItemIdType", base="m:ResponseMessageType"),
    ComplexType("UploadItemsResponseType", base="m:BaseResponseMessageType"),
    ComplexType("MessageXmlType", "any*"),
)
