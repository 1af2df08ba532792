"""The ids of items, folders and people, in every form (MS-OXWSCDATA 2.2.4, MS-OXWSCVTID 2.2.4)."""

from simulator.ews.contract.rows import ComplexType

ROWS: tuple[ComplexType, ...] = (
    ComplexType("AddressListIdType", base="BaseFolderIdType", attributes="Id! string"),
    ComplexType("AlternateIdBaseType", abstract=True, attributes="Format! IdFormatType"),
    ComplexType(
        "AlternateIdType",
        base="AlternateIdBaseType",
        attributes="Id! string, Mailbox! NonEmptyStringType, IsArchive boolean@2010",
    ),
    ComplexType("AlternatePublicFolderIdType", base="AlternateIdBaseType", attributes="FolderId! string"),
    ComplexType("AlternatePublicFolderItemIdType", base="AlternatePublicFolderIdType", attributes="ItemId! string"),
    ComplexType("ArrayOfBaseItemIdsType", "(ItemId ItemIdType)*"),
    ComplexType("ArrayOfOccurrenceRangesType", "Range+ OccurrencesRangeType"),
    ComplexType(
        "AttachmentIdType",
        base="RequestAttachmentIdType",
        attributes="RootItemId string, RootItemChangeKey string",
    ),
    ComplexType("BaseFolderIdType", abstract=True),
    ComplexType("BaseItemIdType", abstract=True),
    ComplexType(
        "DistinguishedFolderIdType",
        "Mailbox? EmailAddressType",
        base="BaseFolderIdType",
        attributes="Id! DistinguishedFolderIdNameType, ChangeKey string",
    ),
    ComplexType("FolderIdType", base="BaseFolderIdType", attributes="Id! string, ChangeKey string"),
    ComplexType("ItemIdType", base="BaseItemIdType", attributes="Id! string, ChangeKey string"),
    ComplexType(
        "NonEmptyArrayOfAlternateIdsType",
        "(AlternateId AlternateIdType | AlternatePublicFolderId AlternatePublicFolderIdType | "
        "AlternatePublicFolderItemId AlternatePublicFolderItemIdType)+",
    ),
    ComplexType(
        "NonEmptyArrayOfBaseFolderIdsType",
        "(FolderId FolderIdType | DistinguishedFolderId DistinguishedFolderIdType)+",
    ),
    ComplexType(
        "NonEmptyArrayOfBaseItemIdsType",
        "(ItemId ItemIdType | OccurrenceItemId OccurrenceItemIdType | "
        "RecurringMasterItemId RecurringMasterItemIdType | "
        "RecurringMasterItemIdRanges RecurringMasterItemIdRangesType@2013)+",
    ),
    ComplexType("NonEmptyArrayOfItemIdsType", "ItemId+ ItemIdType"),
    ComplexType("NonEmptyArrayOfRequestAttachmentIdsType", "(AttachmentId RequestAttachmentIdType)+"),
    ComplexType("NonEmptyArrayOfTimeZoneIdType", "Id+ string"),
    ComplexType(
        "OccurrenceItemIdType",
        base="BaseItemIdType",
        attributes="RecurringMasterId! DerivedItemIdType, ChangeKey string, InstanceIndex! int",
    ),
    ComplexType(
        "OccurrencesRangeType",
        attributes="Start dateTime, End dateTime, Count int, CompareOriginalStartTime boolean",
    ),
    ComplexType("RecurringMasterItemIdRangesType", "Ranges? ArrayOfOccurrenceRangesType", base="ItemIdType"),
    ComplexType(
        "RecurringMasterItemIdType",
        base="BaseItemIdType",
        attributes="OccurrenceId! DerivedItemIdType, ChangeKey string",
    ),
    ComplexType("RequestAttachmentIdType", base="BaseItemIdType", attributes="Id! string"),
    ComplexType("RootItemIdType", base="BaseItemIdType", attributes="RootItemId! string, RootItemChangeKey! string"),
    ComplexType(
        "TargetFolderIdType",
        "(FolderId FolderIdType | DistinguishedFolderId DistinguishedFolderIdType | "
        "AddressListId AddressListIdType@2013)",
    ),
)
