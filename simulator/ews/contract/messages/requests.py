"""The request of each operation (MS-OXWS*, 3.1.4)."""

from simulator.ews.contract.rows import ComplexType

ROWS: tuple[ComplexType, ...] = (
    ComplexType(
        "ArchiveItemType",
        "ArchiveSourceFolderId TargetFolderIdType, ItemIds NonEmptyArrayOfBaseItemIdsType",
        base="m:BaseRequestType",
    ),
    ComplexType(
        "BaseMoveCopyFolderType",
        "ToFolderId TargetFolderIdType, FolderIds NonEmptyArrayOfBaseFolderIdsType",
        base="m:BaseRequestType",
    ),
    ComplexType(
        "BaseMoveCopyItemType",
        "ToFolderId TargetFolderIdType, ItemIds NonEmptyArrayOfBaseItemIdsType, ReturnNewItemIds? boolean@2010",
        base="m:BaseRequestType",
    ),
    ComplexType("BaseRequestType", abstract=True),
    ComplexType(
        "ConvertIdType",
        "SourceIds NonEmptyArrayOfAlternateIdsType",
        base="m:BaseRequestType",
        attributes="DestinationFormat! IdFormatType",
    ),
    ComplexType("CopyFolderType", base="m:BaseMoveCopyFolderType"),
    ComplexType("CopyItemType", base="m:BaseMoveCopyItemType"),
    ComplexType(
        "CreateAttachmentType",
        "ParentItemId ItemIdType, Attachments NonEmptyArrayOfAttachmentsType",
        base="m:BaseRequestType",
    ),
    ComplexType(
        "CreateFolderPathType",
        "ParentFolderId TargetFolderIdType, RelativeFolderPath NonEmptyArrayOfFoldersType",
        base="m:BaseRequestType",
    ),
    ComplexType(
        "CreateFolderType",
        "ParentFolderId TargetFolderIdType, Folders NonEmptyArrayOfFoldersType",
        base="m:BaseRequestType",
    ),
    ComplexType(
        "CreateItemType",
        "SavedItemFolderId? TargetFolderIdType, Items NonEmptyArrayOfAllItemsType",
        base="m:BaseRequestType",
        attributes="MessageDisposition MessageDispositionType, "
        "SendMeetingInvitations CalendarItemCreateOrDeleteOperationType",
    ),
    ComplexType("CreateUserConfigurationType", "UserConfiguration UserConfigurationType", base="m:BaseRequestType"),
    ComplexType(
        "DeleteAttachmentType",
        "AttachmentIds NonEmptyArrayOfRequestAttachmentIdsType",
        base="m:BaseRequestType",
    ),
    ComplexType(
        "DeleteFolderType",
        "FolderIds NonEmptyArrayOfBaseFolderIdsType",
        base="m:BaseRequestType",
        attributes="DeleteType! DisposalType",
    ),
    ComplexType(
        "DeleteItemType",
        "ItemIds NonEmptyArrayOfBaseItemIdsType",
        base="m:BaseRequestType",
        attributes="DeleteType! DisposalType, SendMeetingCancellations CalendarItemCreateOrDeleteOperationType, "
        "AffectedTaskOccurrences AffectedTaskOccurrencesType, SuppressReadReceipts boolean@2013",
    ),
    ComplexType(
        "DeleteUserConfigurationType",
        "UserConfigurationName UserConfigurationNameType",
        base="m:BaseRequestType",
    ),
    ComplexType(
        "EmptyFolderType",
        "FolderIds NonEmptyArrayOfBaseFolderIdsType",
        base="m:BaseRequestType",
        attributes="DeleteType! DisposalType, DeleteSubFolders! boolean",
    ),
    ComplexType("ExportItemsType", "ItemIds NonEmptyArrayOfItemIdsType", base="m:BaseRequestType"),
    ComplexType(
        "FindFolderType",
        "FolderShape FolderResponseShapeType, (IndexedPageFolderView IndexedPageViewType | "
        "FractionalPageFolderView FractionalPageViewType)?, Restriction? RestrictionType, "
        "ParentFolderIds NonEmptyArrayOfBaseFolderIdsType",
        base="m:BaseRequestType",
        attributes="Traversal! FolderQueryTraversalType",
    ),
    ComplexType(
        "FindItemType",
        "ItemShape ItemResponseShapeType, (IndexedPageItemView IndexedPageViewType | "
        "FractionalPageItemView FractionalPageViewType | "
        "SeekToConditionPageItemView SeekToConditionPageViewType@2013 | CalendarView CalendarViewType | "
        "ContactsView ContactsViewType)?, (GroupBy GroupByType | DistinguishedGroupBy DistinguishedGroupByType)?, "
        "Restriction? RestrictionType, SortOrder? NonEmptyArrayOfFieldOrdersType, "
        "ParentFolderIds NonEmptyArrayOfBaseFolderIdsType, QueryString? m:QueryStringType@2010",
        base="m:BaseRequestType",
        attributes="Traversal! ItemQueryTraversalType",
    ),
    ComplexType(
        "GetAttachmentType",
        "AttachmentShape? AttachmentResponseShapeType, AttachmentIds NonEmptyArrayOfRequestAttachmentIdsType",
        base="m:BaseRequestType",
    ),
    ComplexType(
        "GetFolderType",
        "FolderShape FolderResponseShapeType, FolderIds NonEmptyArrayOfBaseFolderIdsType",
        base="m:BaseRequestType",
    ),
    ComplexType(
        "GetItemType",
        "ItemShape ItemResponseShapeType, ItemIds NonEmptyArrayOfBaseItemIdsType",
        base="m:BaseRequestType",
    ),
    ComplexType(
        "GetRemindersType",
        "BeginTime? dateTime, EndTime? dateTime, MaxItems? GetRemindersMaxItemsType, "
        "ReminderType? GetRemindersKindType",
        base="m:BaseRequestType",
    ),
    ComplexType(
        "GetServerTimeZonesType",
        "Ids? NonEmptyArrayOfTimeZoneIdType",
        base="m:BaseRequestType",
        attributes="ReturnFullTimeZoneData boolean",
    ),
    ComplexType(
        "GetUserConfigurationType",
        "UserConfigurationName UserConfigurationNameType, UserConfigurationProperties UserConfigurationPropertyType",
        base="m:BaseRequestType",
    ),
    ComplexType(
        "MarkAllItemsAsReadType",
        "ReadFlag boolean, SuppressReadReceipts boolean, FolderIds NonEmptyArrayOfBaseFolderIdsType",
        base="m:BaseRequestType",
    ),
    ComplexType(
        "MarkAsJunkType",
        "ItemIds NonEmptyArrayOfBaseItemIdsType",
        base="m:BaseRequestType",
        attributes="IsJunk! boolean, MoveItem! boolean",
    ),
    ComplexType("MoveFolderType", base="m:BaseMoveCopyFolderType"),
    ComplexType("MoveItemType", base="m:BaseMoveCopyItemType"),
    ComplexType(
        "PerformReminderActionType",
        "ReminderItemActions NonEmptyArrayOfReminderItemActionType",
        base="m:BaseRequestType",
    ),
    ComplexType(
        "QueryStringType",
        text="string",
        attributes="ResetCache boolean, ReturnHighlightTerms boolean, ReturnDeletedItems boolean",
    ),
    ComplexType(
        "ResolveNamesType",
        "ParentFolderIds? NonEmptyArrayOfBaseFolderIdsType, UnresolvedEntry NonEmptyStringType",
        base="m:BaseRequestType",
        attributes="ReturnFullContactData! boolean, "
        "SearchScope ResolveNamesSearchScopeType=ActiveDirectoryContacts, "
        "ContactDataShape DefaultShapeNamesType@2010_SP2",
    ),
    ComplexType(
        "SendItemType",
        "ItemIds NonEmptyArrayOfBaseItemIdsType, SavedItemFolderId? TargetFolderIdType",
        base="m:BaseRequestType",
        attributes="SaveItemToFolder! boolean",
    ),
    ComplexType(
        "SyncFolderHierarchyType",
        "FolderShape FolderResponseShapeType, SyncFolderId? TargetFolderIdType, SyncState? string",
        base="m:BaseRequestType",
    ),
    ComplexType(
        "SyncFolderItemsType",
        "ItemShape ItemResponseShapeType, SyncFolderId TargetFolderIdType, SyncState? string, "
        "Ignore? ArrayOfBaseItemIdsType, MaxChangesReturned MaxSyncChangesReturnedType, "
        "SyncScope? SyncFolderItemsScopeType@2010",
        base="m:BaseRequestType",
    ),
    ComplexType("UpdateFolderType", "FolderChanges NonEmptyArrayOfFolderChangesType", base="m:BaseRequestType"),
    ComplexType(
        "UpdateItemType",
        "SavedItemFolderId? TargetFolderIdType, ItemChanges NonEmptyArrayOfItemChangesType",
        base="m:BaseRequestType",
        attributes="ConflictResolution! ConflictResolutionType, MessageDisposition MessageDispositionType, "
        "SendMeetingInvitationsOrCancellations CalendarItemUpdateOperationType, "
        "SuppressReadReceipts boolean@2013",
    ),
    ComplexType("UpdateUserConfigurationType", "UserConfiguration UserConfigurationType", base="m:BaseRequestType"),
    ComplexType("UploadItemsType", "Items NonEmptyArrayOfUploadItemsType", base="m:BaseRequestType"),
)
