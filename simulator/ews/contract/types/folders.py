"""Folders, their permissions and changes of them (MS-OXWSFOLD 2.2.4, MS-OXWSCDATA 2.2.4)."""

from simulator.ews.contract.rows import ComplexType

ROWS: tuple[ComplexType, ...] = (
    ComplexType(
        "AppendToFolderFieldType",
        "(Folder FolderType | CalendarFolder CalendarFolderType | ContactsFolder ContactsFolderType | "
        "SearchFolder SearchFolderType | TasksFolder TasksFolderType)",
        base="FolderChangeDescriptionType",
    ),
    ComplexType("ArrayOfCalendarPermissionsType", "(CalendarPermission CalendarPermissionType)*"),
    ComplexType(
        "ArrayOfFoldersType",
        "(Folder FolderType | CalendarFolder CalendarFolderType | ContactsFolder ContactsFolderType | "
        "SearchFolder SearchFolderType | TasksFolder TasksFolderType)*",
    ),
    ComplexType("ArrayOfPermissionsType", "(Permission PermissionType)*"),
    ComplexType("ArrayOfUnknownEntriesType", "(UnknownEntry string)*"),
    ComplexType(
        "BaseFolderType",
        "FolderId? FolderIdType, ParentFolderId? FolderIdType, FolderClass? string, DisplayName? string, "
        "TotalCount? int, ChildFolderCount? int, ExtendedProperty* ExtendedPropertyType, "
        "ManagedFolderInformation? ManagedFolderInformationType, EffectiveRights? EffectiveRightsType, "
        "DistinguishedFolderId? DistinguishedFolderIdNameType@2013, PolicyTag? RetentionTagType@2013, "
        "ArchiveTag? RetentionTagType@2013, ReplicaList? ArrayOfStringsType@2016",
        abstract=True,
    ),
    ComplexType(
        "BasePermissionType",
        "UserId UserIdType, CanCreateItems? boolean, CanCreateSubFolders? boolean, IsFolderOwner? boolean, "
        "IsFolderVisible? boolean, IsFolderContact? boolean, EditItems? PermissionActionType, "
        "DeleteItems? PermissionActionType",
        abstract=True,
    ),
    ComplexType(
        "CalendarFolderType",
        "SharingEffectiveRights? CalendarPermissionReadAccessType@2010, PermissionSet? CalendarPermissionSetType",
        base="BaseFolderType",
    ),
    ComplexType(
        "CalendarPermissionSetType",
        "CalendarPermissions ArrayOfCalendarPermissionsType, UnknownEntries? ArrayOfUnknownEntriesType",
    ),
    ComplexType(
        "CalendarPermissionType",
        "ReadItems? CalendarPermissionReadAccessType, CalendarPermissionLevel CalendarPermissionLevelType",
        base="BasePermissionType",
    ),
    ComplexType(
        "ContactsFolderType",
        "SharingEffectiveRights? PermissionReadAccessType@2010, PermissionSet? PermissionSetType, "
        "SourceId? string@2016, AccountName? string@2016",
        base="BaseFolderType",
    ),
    ComplexType("DeleteFolderFieldType", base="FolderChangeDescriptionType"),
    ComplexType(
        "EffectiveRightsType",
        "CreateAssociated boolean, CreateContents boolean, CreateHierarchy boolean, Delete boolean, "
        "Modify boolean, Read boolean, ViewPrivateItems? boolean@2010",
    ),
    ComplexType("FolderChangeDescriptionType", base="ChangeDescriptionType"),
    ComplexType(
        "FolderChangeType",
        "(FolderId FolderIdType | DistinguishedFolderId DistinguishedFolderIdType), "
        "Updates NonEmptyArrayOfFolderChangeDescriptionsType",
    ),
    ComplexType("FolderType", "PermissionSet? PermissionSetType, UnreadCount? int", base="BaseFolderType"),
    ComplexType(
        "ManagedFolderInformationType",
        "CanDelete? boolean, CanRenameOrMove? boolean, MustDisplayComment? boolean, HasQuota? boolean, "
        "IsManagedFoldersRoot? boolean, ManagedFolderId? string, Comment? string, StorageQuota? int, "
        "FolderSize? int, HomePage? string",
    ),
    ComplexType(
        "NonEmptyArrayOfFolderChangeDescriptionsType",
        "(AppendToFolderField AppendToFolderFieldType | SetFolderField SetFolderFieldType | "
        "DeleteFolderField DeleteFolderFieldType)+",
    ),
    ComplexType("NonEmptyArrayOfFolderChangesType", "FolderChange+ FolderChangeType"),
    ComplexType(
        "NonEmptyArrayOfFoldersType",
        "(Folder FolderType | CalendarFolder CalendarFolderType | ContactsFolder ContactsFolderType | "
        "SearchFolder SearchFolderType | TasksFolder TasksFolderType)+",
    ),
    ComplexType("PermissionSetType", "Permissions ArrayOfPermissionsType, UnknownEntries? ArrayOfUnknownEntriesType"),
    ComplexType(
        "PermissionType",
        "ReadItems? PermissionReadAccessType, PermissionLevel PermissionLevelType",
        base="BasePermissionType",
    ),
    ComplexType("SearchFolderType", "SearchParameters? SearchParametersType", base="FolderType"),
    ComplexType(
        "SetFolderFieldType",
        "(Folder FolderType | CalendarFolder CalendarFolderType | ContactsFolder ContactsFolderType | "
        "SearchFolder SearchFolderType | TasksFolder TasksFolderType)",
        base="FolderChangeDescriptionType",
    ),
    ComplexType(
        "SyncFolderHierarchyChangesType",
        "(Create SyncFolderHierarchyCreateOrUpdateType | Update SyncFolderHierarchyCreateOrUpdateType | "
        "Delete SyncFolderHierarchyDeleteType)*",
    ),
    ComplexType(
        "SyncFolderHierarchyCreateOrUpdateType",
        "(Folder FolderType | CalendarFolder CalendarFolderType | ContactsFolder ContactsFolderType | "
        "SearchFolder SearchFolderType | TasksFolder TasksFolderType)",
    ),
    ComplexType("SyncFolderHierarchyDeleteType", "FolderId FolderIdType"),
    ComplexType("TasksFolderType", base="FolderType"),
    ComplexType(
        "UserIdType",
        "SID? string, PrimarySmtpAddress? string, DisplayName? string, DistinguishedUser? DistinguishedUserType, "
        "ExternalUserIdentity? string@2010",
    ),
)
