"""Changes of items, what synchronizing tells, user configurations, reminders (MS-OXWSCORE, MS-OXWSSYNC 2.2.4)."""

from simulator.ews.contract.rows import ComplexType

ROWS: tuple[ComplexType, ...] = (
    ComplexType(
        "AppendToItemFieldType",
        "(Item ItemType | Message MessageType | SharingMessage SharingMessageType@2016 | "
        "CalendarItem CalendarItemType | Contact ContactItemType | DistributionList DistributionListType | "
        "MeetingMessage MeetingMessageType | MeetingRequest MeetingRequestMessageType | "
        "MeetingResponse MeetingResponseMessageType | MeetingCancellation MeetingCancellationMessageType | "
        "Task TaskType | PostItem PostItemType | RoleMember RoleMemberItemType@2016 | "
        "Network NetworkItemType@2016 | Person AbchPersonItemType@2016)",
        base="ItemChangeDescriptionType",
    ),
    ComplexType("ArrayOfBinaryType", "Base64Binary* base64Binary"),
    ComplexType("ArrayOfRemindersType", "Reminder* ReminderType"),
    ComplexType("ArrayOfStringsType", "String* string"),
    ComplexType("ChangeDescriptionType", "Path", abstract=True),
    ComplexType("ConflictResultsType", "Count int"),
    ComplexType("DeleteItemFieldType", base="ItemChangeDescriptionType"),
    ComplexType("ItemChangeDescriptionType", base="ChangeDescriptionType"),
    ComplexType(
        "ItemChangeType",
        "(ItemId ItemIdType | OccurrenceItemId OccurrenceItemIdType | "
        "RecurringMasterItemId RecurringMasterItemIdType), Updates NonEmptyArrayOfItemChangeDescriptionsType, "
        "CalendarActivityData? CalendarActivityDataType@2016",
    ),
    ComplexType(
        "NonEmptyArrayOfItemChangeDescriptionsType",
        "(AppendToItemField AppendToItemFieldType | SetItemField SetItemFieldType | "
        "DeleteItemField DeleteItemFieldType)+",
    ),
    ComplexType("NonEmptyArrayOfItemChangesType", "ItemChange+ ItemChangeType"),
    ComplexType("NonEmptyArrayOfReminderItemActionType", "ReminderItemAction+ ReminderItemActionType"),
    ComplexType("NonEmptyArrayOfUploadItemsType", "Item+ UploadItemType"),
    ComplexType(
        "ReminderItemActionType",
        "ActionType ReminderActionType, ItemId ItemIdType, NewReminderTime? string",
    ),
    ComplexType(
        "ReminderType",
        "Subject string, Location? string, ReminderTime dateTime, StartDate dateTime, EndDate dateTime, "
        "ItemId ItemIdType, RecurringMasterItemId? ItemIdType, ReminderGroup? ReminderGroupType, UID string",
    ),
    ComplexType(
        "SetItemFieldType",
        "(Item ItemType | Message MessageType | SharingMessage SharingMessageType@2016 | "
        "CalendarItem CalendarItemType | Contact ContactItemType | DistributionList DistributionListType | "
        "MeetingMessage MeetingMessageType | MeetingRequest MeetingRequestMessageType | "
        "MeetingResponse MeetingResponseMessageType | MeetingCancellation MeetingCancellationMessageType | "
        "Task TaskType | PostItem PostItemType | RoleMember RoleMemberItemType@2016 | "
        "Network NetworkItemType@2016 | Person AbchPersonItemType@2016)",
        base="ItemChangeDescriptionType",
    ),
    ComplexType(
        "SyncFolderItemsChangesType",
        "(Create SyncFolderItemsCreateOrUpdateType | Update SyncFolderItemsCreateOrUpdateType | "
        "Delete SyncFolderItemsDeleteType | ReadFlagChange SyncFolderItemsReadFlagType)*",
    ),
    ComplexType(
        "SyncFolderItemsCreateOrUpdateType",
        "(Item ItemType | Message MessageType | SharingMessage SharingMessageType@2016 | "
        "CalendarItem CalendarItemType | Contact ContactItemType | DistributionList DistributionListType | "
        "MeetingMessage MeetingMessageType | MeetingRequest MeetingRequestMessageType | "
        "MeetingResponse MeetingResponseMessageType | MeetingCancellation MeetingCancellationMessageType | "
        "Task TaskType | PostItem PostItemType | RoleMember RoleMemberItemType@2016 | "
        "Network NetworkItemType@2016 | Person AbchPersonItemType@2016)",
    ),
    ComplexType("SyncFolderItemsDeleteType", "ItemId ItemIdType"),
    ComplexType(
        "UploadItemType",
        "ParentFolderId FolderIdType, ItemId? ItemIdType, Data base64Binary",
        attributes="CreateAction! CreateActionType, IsAssociated boolean",
    ),
    ComplexType(
        "UserConfigurationDictionaryEntryType",
        "DictionaryKey UserConfigurationDictionaryObjectType, DictionaryValue~ UserConfigurationDictionaryObjectType",
    ),
    ComplexType(
        "UserConfigurationDictionaryObjectType",
        "Type UserConfigurationDictionaryObjectTypesType, Value+ string",
    ),
    ComplexType("UserConfigurationDictionaryType", "DictionaryEntry* UserConfigurationDictionaryEntryType"),
    ComplexType("UserConfigurationNameType", base="TargetFolderIdType", attributes="Name! NonEmptyStringType"),
    ComplexType(
        "UserConfigurationType",
        "UserConfigurationName UserConfigurationNameType, ItemId? ItemIdType, "
        "Dictionary? UserConfigurationDictionaryType, XmlData? base64Binary, BinaryData? base64Binary",
    ),
)
