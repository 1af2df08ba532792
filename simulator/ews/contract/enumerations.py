"""The enumerations of types.xsd (MS-OXWSCDATA 2.2.5 and the simple types of the other MS-OXWS documents)."""

from simulator.ews.contract.rows import Enumeration

ENUMERATIONS: tuple[Enumeration, ...] = (
    Enumeration("AbchEmailAddressTypeType", "Personal Business Other Passport"),
    Enumeration("AffectedTaskOccurrencesType", "AllOccurrences SpecifiedOccurrenceOnly"),
    Enumeration("AggregateType", "Minimum Maximum"),
    Enumeration("BodyTypeResponseType", "Best HTML Text"),
    Enumeration("BodyTypeType", "HTML Text"),
    Enumeration("CalendarItemCreateOrDeleteOperationType", "SendToNone SendOnlyToAll SendToAllAndSaveCopy"),
    Enumeration("CalendarItemTypeType", "Single Occurrence Exception RecurringMaster"),
    Enumeration(
        "CalendarItemUpdateOperationType",
        "SendToNone SendOnlyToAll SendOnlyToChanged SendToAllAndSaveCopy SendToChangedAndSaveCopy",
    ),
    Enumeration(
        "CalendarPermissionLevelType",
        "None Owner PublishingEditor Editor PublishingAuthor Author NoneditingAuthor Reviewer Contributor "
        "FreeBusyTimeOnly FreeBusyTimeAndSubjectAndLocation Custom",
    ),
    Enumeration("CalendarPermissionReadAccessType", "None TimeOnly TimeAndSubjectAndLocation FullDetails"),
    Enumeration("ConflictResolutionType", "NeverOverwrite AutoResolve AlwaysOverwrite"),
    Enumeration("ContactSourceType", "ActiveDirectory Store"),
    Enumeration(
        "ContactUrlKeyType",
        "Personal Business Attachment EbcDisplayDefinition EbcFinalImage EbcLogo Feed Image InternalMarker Other",
    ),
    Enumeration(
        "ContainmentComparisonType",
        "Exact IgnoreCase IgnoreNonSpacingCharacters Loose IgnoreCaseAndNonSpacingCharacters LooseAndIgnoreCase "
        "LooseAndIgnoreNonSpace LooseAndIgnoreCaseAndIgnoreNonSpace",
    ),
    Enumeration("ContainmentModeType", "FullString Prefixed Substring PrefixOnWords ExactPhrase"),
    Enumeration("CreateActionType", "CreateNew Update UpdateOrCreate"),
    Enumeration("DateTimePrecisionType", "Seconds Milliseconds"),
    Enumeration("DayOfWeekIndexType", "First Second Third Fourth Last"),
    Enumeration("DayOfWeekType", "Sunday Monday Tuesday Wednesday Thursday Friday Saturday Day Weekday WeekendDay"),
    Enumeration("DefaultShapeNamesType", "IdOnly Default AllProperties @2016 PcxPeopleSearch"),
    Enumeration(
        "DictionaryURIType",
        "item:InternetMessageHeader contacts:ImAddress contacts:PhysicalAddress:Street contacts:PhysicalAddress:City "
        "contacts:PhysicalAddress:State contacts:PhysicalAddress:CountryOrRegion contacts:PhysicalAddress:PostalCode "
        "contacts:PhoneNumber contacts:EmailAddress @2010 distributionlist:Members:Member",
    ),
    Enumeration("DisposalType", "HardDelete SoftDelete MoveToDeletedItems"),
    Enumeration(
        "DistinguishedPropertySetType",
        "Meeting Appointment Common PublicStrings Address InternetHeaders CalendarAssistant UnifiedMessaging Task "
        "@2013 Sharing",
    ),
    Enumeration("DistinguishedUserType", "Default Anonymous"),
    Enumeration("EmailAddressKeyType", "EmailAddress1 EmailAddress2 EmailAddress3"),
    Enumeration("EmailPositionType", "LatestReply Other Subject Signature"),
    Enumeration("EmailReminderChangeType", "None Added Override Deleted"),
    Enumeration("EmailReminderSendOption", "NotSet User AllAttendees Staff Customer"),
    Enumeration(
        "FileAsMappingType",
        "None LastCommaFirst FirstSpaceLast Company LastCommaFirstCompany CompanyLastFirst LastFirst "
        "LastFirstCompany CompanyLastCommaFirst LastFirstSuffix LastSpaceFirstCompany CompanyLastSpaceFirst "
        "LastSpaceFirst @2010 DisplayName FirstName LastFirstMiddleSuffix LastName Empty",
    ),
    Enumeration("FlagStatusType", "NotFlagged Flagged Complete"),
    Enumeration("FolderQueryTraversalType", "Shallow Deep SoftDeleted"),
    Enumeration(
        "IconIndexType",
        "Default PostItem MailRead MailUnread MailReplied MailForwarded MailEncrypted MailSmimeSigned "
        "MailEncryptedReplied MailSmimeSignedReplied MailEncryptedForwarded MailSmimeSignedForwarded "
        "MailEncryptedRead MailSmimeSignedRead MailIrm MailIrmForwarded MailIrmReplied SmsSubmitted "
        "SmsRoutedToDeliveryPoint SmsRoutedToExternalMessagingSystem SmsDelivered OutlookDefaultForContacts "
        "AppointmentItem AppointmentRecur AppointmentMeet AppointmentMeetRecur AppointmentMeetNY AppointmentMeetYes "
        "AppointmentMeetNo AppointmentMeetMaybe AppointmentMeetCancel AppointmentMeetInfo TaskItem TaskRecur "
        "TaskOwned TaskDelegated",
    ),
    Enumeration("IdFormatType", "EwsLegacyId EwsId EntryId HexEntryId StoreId OwaId"),
    Enumeration("ImAddressKeyType", "ImAddress1 ImAddress2 ImAddress3"),
    Enumeration("ImportanceChoicesType", "Low Normal High"),
    Enumeration("IndexBasePointType", "Beginning End"),
    Enumeration("InferenceClassificationType", "Focused Other"),
    Enumeration("ItemQueryTraversalType", "Shallow SoftDeleted @2010 Associated"),
    Enumeration("LegacyFreeBusyType", "Free Tentative Busy OOF NoData @2013 WorkingElsewhere"),
    Enumeration("LobbyBypassType", "Disabled EnabledForGatewayParticipants"),
    Enumeration("LocationSourceType", "None LocationServices PhonebookServices Device Contact Resource"),
    Enumeration(
        "MailboxTypeType",
        "Mailbox PublicDL PrivateDL Contact PublicFolder @2010 Unknown OneOff @2013 GroupMailbox @2016 "
        "ImplicitContact User",
    ),
    Enumeration(
        "MapiPropertyTypeType",
        "ApplicationTime ApplicationTimeArray Binary BinaryArray Boolean CLSID CLSIDArray Currency CurrencyArray "
        "Double DoubleArray Error Float FloatArray Integer IntegerArray Long LongArray Null Object ObjectArray Short "
        "ShortArray SystemTime SystemTimeArray String StringArray",
    ),
    Enumeration(
        "MeetingRequestTypeType",
        "None FullUpdate InformationalUpdate NewMeetingRequest Outdated SilentUpdate PrincipalWantsCopy",
    ),
    Enumeration("MemberStatusType", "Unrecognized Normal Demoted"),
    Enumeration("MessageDispositionType", "SaveOnly SendOnly SendAndSaveCopy"),
    Enumeration(
        "MonthNamesType",
        "January February March April May June July August September October November December",
    ),
    Enumeration("OnlineMeetingAccessLevelType", "Locked Invited Internal Everyone"),
    Enumeration("PermissionActionType", "None Owned All"),
    Enumeration(
        "PermissionLevelType",
        "None Owner PublishingEditor Editor PublishingAuthor Author NoneditingAuthor Reviewer Contributor Custom",
    ),
    Enumeration("PermissionReadAccessType", "None FullDetails"),
    Enumeration(
        "PhoneNumberKeyType",
        "AssistantPhone BusinessFax BusinessPhone BusinessPhone2 Callback CarPhone CompanyMainPhone HomeFax "
        "HomePhone HomePhone2 Isdn MobilePhone OtherFax OtherTelephone Pager PrimaryPhone RadioPhone Telex "
        "TtyTddPhone @2016 BusinessMobile IPPhone Mms Msn",
    ),
    Enumeration("PhysicalAddressIndexType", "None Home Business Other"),
    Enumeration("PhysicalAddressKeyType", "Home Business Other"),
    Enumeration(
        "PredictedActionReasonType",
        "None ConversationStarterIsYou OnlyRecipient ConversationContributions MarkedImportantBySender "
        "SenderIsManager SenderIsInManagementChain SenderIsDirectReport ActionBasedOnSender NameOnToLine "
        "NameOnCcLine ManagerPosition ReplyToAMessageFromMe PreviouslyFlagged ActionBasedOnRecipients "
        "ActionBasedOnSubjectWords ActionBasedOnBasedOnBodyWords",
    ),
    Enumeration("PresentersType", "Disabled Internal Everyone"),
    Enumeration("ReminderActionType", "Dismiss Snooze"),
    Enumeration("ReminderGroupType", "Calendar Task"),
    Enumeration(
        "ResolveNamesSearchScopeType",
        "ActiveDirectory ActiveDirectoryContacts Contacts ContactsActiveDirectory",
    ),
    Enumeration("ResponseClassType", "Success Warning Error"),
    Enumeration("ResponseTypeType", "Unknown Organizer Tentative Accept Decline NoResponseReceived"),
    Enumeration(
        "RoleMemberTypeType",
        "None Passport Everyone Email Phone SkypeId ExternalId Group Guid Role Service Circle Domain Partner",
    ),
    Enumeration("SearchFolderTraversalType", "Shallow Deep"),
    Enumeration("SendPromptType", "None Send VotingOption"),
    Enumeration("SensitivityChoicesType", "Normal Personal Private Confidential"),
    Enumeration("SharingAction", "AcceptAndViewCalendar ViewCalendar AddThisCalendar Accept"),
    Enumeration("SharingActionImportance", "Primary Secondary"),
    Enumeration("SharingActionType", "Accept"),
    Enumeration("SortDirectionType", "Ascending Descending"),
    Enumeration("StandardGroupByType", "ConversationTopic"),
    Enumeration("SyncFolderItemsScopeType", "NormalItems NormalAndAssociatedItems"),
    Enumeration("TaskDelegateStateType", "NoMatch OwnNew Owned Accepted Declined Max"),
    Enumeration("TaskStatusType", "NotStarted InProgress Completed WaitingOnOthers Deferred"),
    Enumeration("TransitionTargetKindType", "Period Group"),
    Enumeration(
        "UserConfigurationDictionaryObjectTypesType",
        "DateTime Boolean Byte String Integer32 UnsignedInteger32 Integer64 UnsignedInteger64 StringArray ByteArray",
    ),
    Enumeration("UserConfigurationPropertyType", "Id Dictionary XmlData BinaryData All", many=True),
    Enumeration("GetRemindersKindType", "All Current Old"),
)
