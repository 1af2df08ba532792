"""Items, meetings and attachments (MS-OXWSCORE, MS-OXWSMSG, MS-OXWSMTGS, MS-OXWSTASK, MS-OXWSATT 2.2.4)."""

from simulator.ews.contract.rows import ComplexType

ROWS: tuple[ComplexType, ...] = (
    ComplexType(
        "ArrayOfAttachmentsType",
        "(ItemAttachment ItemAttachmentType | FileAttachment FileAttachmentType | "
        "ReferenceAttachment ReferenceAttachmentType@2016)*",
    ),
    ComplexType("ArrayOfInboxReminderType", "InboxReminder* InboxReminderType"),
    ComplexType(
        "ArrayOfRealItemsType",
        "(Item ItemType | Message MessageType | SharingMessage SharingMessageType@2016 | "
        "CalendarItem CalendarItemType | Contact ContactItemType | DistributionList DistributionListType | "
        "MeetingMessage MeetingMessageType | MeetingRequest MeetingRequestMessageType | "
        "MeetingResponse MeetingResponseMessageType | MeetingCancellation MeetingCancellationMessageType | "
        "Task TaskType | PostItem PostItemType | RoleMember RoleMemberItemType@2016 | "
        "Network NetworkItemType@2016 | Person AbchPersonItemType@2016)*",
    ),
    ComplexType(
        "AttachmentType",
        "AttachmentId? AttachmentIdType, Name? string, ContentType? string, ContentId? string, "
        "ContentLocation? string, AttachmentOriginalUrl? string@2016, Size? int@2010, "
        "LastModifiedTime? dateTime@2010, IsInline? boolean@2010",
    ),
    ComplexType(
        "AttendeeType",
        "Mailbox EmailAddressType, ResponseType? ResponseTypeType, LastResponseTime? dateTime, "
        "ProposedStart? dateTime@2013, ProposedEnd? dateTime@2013",
    ),
    ComplexType("BodyType", text="string", attributes="BodyType! BodyTypeType, IsTruncated boolean@2013"),
    ComplexType(
        "CalendarItemType",
        "UID? string, RecurrenceId? dateTime, DateTimeStamp? dateTime, Start? dateTime, End? dateTime, "
        "OriginalStart? dateTime, IsAllDayEvent? boolean, LegacyFreeBusyStatus? LegacyFreeBusyType, "
        "Location? string, When? string, IsMeeting? boolean, IsCancelled? boolean, IsRecurring? boolean, "
        "MeetingRequestWasSent? boolean, IsResponseRequested? boolean, CalendarItemType? CalendarItemTypeType, "
        "MyResponseType? ResponseTypeType, Organizer? SingleRecipientType, "
        "RequiredAttendees? NonEmptyArrayOfAttendeesType, OptionalAttendees? NonEmptyArrayOfAttendeesType, "
        "Resources? NonEmptyArrayOfAttendeesType, InboxReminders? ArrayOfInboxReminderType@2016, "
        "ConflictingMeetingCount? int, AdjacentMeetingCount? int, "
        "ConflictingMeetings? NonEmptyArrayOfAllItemsType, AdjacentMeetings? NonEmptyArrayOfAllItemsType, "
        "Duration? string, TimeZone? string, AppointmentReplyTime? dateTime, AppointmentSequenceNumber? int, "
        "AppointmentState? int, Recurrence? RecurrenceType, FirstOccurrence? OccurrenceInfoType, "
        "LastOccurrence? OccurrenceInfoType, ModifiedOccurrences? NonEmptyArrayOfOccurrenceInfoType, "
        "DeletedOccurrences? NonEmptyArrayOfDeletedOccurrencesType, MeetingTimeZone? TimeZoneType, "
        "StartTimeZone? TimeZoneDefinitionType@2010, EndTimeZone? TimeZoneDefinitionType@2010, "
        "ConferenceType? int, AllowNewTimeProposal? boolean, IsOnlineMeeting? boolean, "
        "MeetingWorkspaceUrl? string, NetShowUrl? string, EnhancedLocation? EnhancedLocationType@2013, "
        "StartWallClock? dateTime@2013, EndWallClock? dateTime@2013, StartTimeZoneId? string@2013, "
        "EndTimeZoneId? string@2013, IntendedFreeBusyStatus? LegacyFreeBusyType@2013, "
        "JoinOnlineMeetingUrl? string@2013, OnlineMeetingSettings? OnlineMeetingSettingsType@2013, "
        "IsOrganizer? boolean@2013, CalendarActivityData? CalendarActivityDataType@2016, "
        "DoNotForwardMeeting? boolean@2016",
        base="ItemType",
    ),
    ComplexType(
        "EnhancedLocationType",
        "DisplayName string, Annotation? string, PostalAddress? PersonaPostalAddressType",
    ),
    ComplexType(
        "ExtendedPropertyType",
        "ExtendedFieldURI PathToExtendedFieldType, (Value string | Values NonEmptyArrayOfPropertyValuesType)",
    ),
    ComplexType("FileAttachmentType", "IsContactPhoto? boolean@2010, Content? base64Binary", base="AttachmentType"),
    ComplexType(
        "FlagType",
        "FlagStatus FlagStatusType, StartDate? dateTime, DueDate? dateTime, CompleteDate? dateTime",
    ),
    ComplexType(
        "InboxReminderType",
        "Id? GuidType, ReminderOffset? int, Message? string, IsOrganizerReminder? boolean, "
        "OccurrenceChange? EmailReminderChangeType, SendOption? EmailReminderSendOption, Subject? string, "
        "RichTextMessage? string",
    ),
    ComplexType("InternetHeaderType", text="string", attributes="HeaderName! string"),
    ComplexType(
        "ItemAttachmentType",
        "(Item ItemType | Message MessageType | SharingMessage SharingMessageType@2016 | "
        "CalendarItem CalendarItemType | Contact ContactItemType | MeetingMessage MeetingMessageType | "
        "MeetingRequest MeetingRequestMessageType | MeetingResponse MeetingResponseMessageType | "
        "MeetingCancellation MeetingCancellationMessageType | Task TaskType | PostItem PostItemType | "
        "RoleMember RoleMemberItemType@2016 | Network NetworkItemType@2016 | Person AbchPersonItemType@2016)?",
        base="AttachmentType",
    ),
    ComplexType(
        "ItemType",
        "MimeContent? MimeContentType, ItemId? ItemIdType, ParentFolderId? FolderIdType, ItemClass? ItemClassType, "
        "Subject? string, Sensitivity? SensitivityChoicesType, Body? BodyType, "
        "Attachments? NonEmptyArrayOfAttachmentsType, DateTimeReceived? dateTime, Size? int, "
        "Categories? ArrayOfStringsType, Importance? ImportanceChoicesType, InReplyTo? string, "
        "IsSubmitted? boolean, IsDraft? boolean, IsFromMe? boolean, IsResend? boolean, IsUnmodified? boolean, "
        "InternetMessageHeaders? NonEmptyArrayOfInternetHeadersType, DateTimeSent? dateTime, "
        "DateTimeCreated? dateTime, ResponseObjects? NonEmptyArrayOfResponseObjectsType, ReminderDueBy? dateTime, "
        "ReminderIsSet? boolean, ReminderNextTime? dateTime@2013, "
        "ReminderMinutesBeforeStart? ReminderMinutesBeforeStartType, DisplayCc? string, DisplayTo? string, "
        "DisplayBcc? string@2016, HasAttachments? boolean, ExtendedProperty* ExtendedPropertyType, "
        "Culture? language, EffectiveRights? EffectiveRightsType, LastModifiedName? string, "
        "LastModifiedTime? dateTime, IsAssociated? boolean@2010, WebClientReadFormQueryString? string@2010, "
        "WebClientEditFormQueryString? string@2010, ConversationId? ItemIdType@2010, UniqueBody? BodyType@2010, "
        "Flag? FlagType@2013, StoreEntryId? base64Binary@2010_SP2, InstanceKey? base64Binary@2013, "
        "NormalizedBody? BodyType@2013, EntityExtractionResult? EntityExtractionResultType@2013, "
        "PolicyTag? RetentionTagType@2013, ArchiveTag? RetentionTagType@2013, RetentionDate? dateTime@2013, "
        "Preview? string@2013, RightsManagementLicenseData? RightsManagementLicenseDataType@2013, "
        "PredictedActionReasons? NonEmptyArrayOfPredictedActionReasonType@2013, IsClutter? boolean@2013, "
        "BlockStatus? boolean@2013, HasBlockedImages? boolean@2013, TextBody? BodyType@2013, "
        "IconIndex? IconIndexType@2013, SearchKey? base64Binary@2016, SortKey? long@2016, "
        "Hashtags? ArrayOfStringsType@2016, Mentions? ArrayOfRecipientsType@2016, MentionedMe? boolean@2016, "
        "MentionsPreview? MentionsPreviewType@2016, MentionsEx? NonEmptyArrayOfMentionActionsType@2016, "
        "AppliedHashtags? NonEmptyArrayOfAppliedHashtagType@2016, "
        "AppliedHashtagsPreview? AppliedHashtagsPreviewType@2016, Likes? NonEmptyArrayOfLikeType@2016, "
        "LikesPreview? LikesPreviewType@2016, PendingSocialActivityTagIds? ArrayOfStringsType@2016, "
        "AtAllMention? boolean@2016, CanDelete? boolean@2016, "
        "InferenceClassification? InferenceClassificationType@2016",
    ),
    ComplexType("MailboxGuidsType", "MailboxGuid+ GuidType"),
    ComplexType(
        "MeetingCancellationMessageType",
        "Start? dateTime@2013, End? dateTime@2013, Location? string@2013, Recurrence? RecurrenceType@2013, "
        "CalendarItemType? string@2013, EnhancedLocation? EnhancedLocationType@2013, "
        "DoNotForwardMeeting? boolean@2016",
        base="MeetingMessageType",
    ),
    ComplexType(
        "MeetingMessageType",
        "AssociatedCalendarItemId? ItemIdType, IsDelegated? boolean, IsOutOfDate? boolean, "
        "HasBeenProcessed? boolean, ResponseType? ResponseTypeType, UID? string, RecurrenceId? dateTime, "
        "DateTimeStamp? dateTime, IsOrganizer? boolean@2013",
        base="MessageType",
    ),
    ComplexType(
        "MeetingRequestMessageType",
        "MeetingRequestType? MeetingRequestTypeType, IntendedFreeBusyStatus? LegacyFreeBusyType, Start? dateTime, "
        "End? dateTime, OriginalStart? dateTime, IsAllDayEvent? boolean, LegacyFreeBusyStatus? LegacyFreeBusyType, "
        "Location? string, When? string, IsMeeting? boolean, IsCancelled? boolean, IsRecurring? boolean, "
        "MeetingRequestWasSent? boolean, CalendarItemType? CalendarItemTypeType, MyResponseType? ResponseTypeType, "
        "Organizer? SingleRecipientType, RequiredAttendees? NonEmptyArrayOfAttendeesType, "
        "OptionalAttendees? NonEmptyArrayOfAttendeesType, Resources? NonEmptyArrayOfAttendeesType, "
        "ConflictingMeetingCount? int, AdjacentMeetingCount? int, "
        "ConflictingMeetings? NonEmptyArrayOfAllItemsType, AdjacentMeetings? NonEmptyArrayOfAllItemsType, "
        "Duration? string, TimeZone? string, AppointmentReplyTime? dateTime, AppointmentSequenceNumber? int, "
        "AppointmentState? int, Recurrence? RecurrenceType, FirstOccurrence? OccurrenceInfoType, "
        "LastOccurrence? OccurrenceInfoType, ModifiedOccurrences? NonEmptyArrayOfOccurrenceInfoType, "
        "DeletedOccurrences? NonEmptyArrayOfDeletedOccurrencesType, MeetingTimeZone? TimeZoneType, "
        "StartTimeZone? TimeZoneDefinitionType@2010, EndTimeZone? TimeZoneDefinitionType@2010, "
        "ConferenceType? int, AllowNewTimeProposal? boolean, IsOnlineMeeting? boolean, "
        "MeetingWorkspaceUrl? string, NetShowUrl? string, EnhancedLocation? EnhancedLocationType@2013, "
        "ChangeHighlights? ChangeHighlightsType@2013, StartWallClock? dateTime@2013, EndWallClock? dateTime@2013, "
        "StartTimeZoneId? string@2013, EndTimeZoneId? string@2013, DoNotForwardMeeting? boolean@2016",
        base="MeetingMessageType",
    ),
    ComplexType(
        "MeetingResponseMessageType",
        "Start? dateTime@2013, End? dateTime@2013, Location? string@2013, Recurrence? RecurrenceType@2013, "
        "CalendarItemType? string@2013, ProposedStart? dateTime@2013, ProposedEnd? dateTime@2013, "
        "EnhancedLocation? EnhancedLocationType@2013",
        base="MeetingMessageType",
    ),
    ComplexType(
        "MessageType",
        "Sender? SingleRecipientType, ToRecipients? ArrayOfRecipientsType, CcRecipients? ArrayOfRecipientsType, "
        "BccRecipients? ArrayOfRecipientsType, IsReadReceiptRequested? boolean, "
        "IsDeliveryReceiptRequested? boolean, ConversationIndex? base64Binary, ConversationTopic? string, "
        "From? SingleRecipientType, InternetMessageId? string, IsRead? boolean, IsResponseRequested? boolean, "
        "References? string, ReplyTo? ArrayOfRecipientsType, ReceivedBy? SingleRecipientType, "
        "ReceivedRepresenting? SingleRecipientType, ApprovalRequestData? ApprovalRequestDataType@2013, "
        "VotingInformation? VotingInformationType@2013, ReminderMessageData? ReminderMessageDataType@2013, "
        "MessageSafety? MessageSafetyType@2016, SenderSMTPAddress? SmtpAddressType@2016, "
        "MailboxGuids? MailboxGuidsType@2016, PublishedCalendarItemIcs? string@2016, "
        "PublishedCalendarItemName? string@2016",
        base="ItemType",
    ),
    ComplexType("MimeContentType", text="string", attributes="CharacterSet string"),
    ComplexType(
        "NonEmptyArrayOfAllItemsType",
        "(Item ItemType | Message MessageType | SharingMessage SharingMessageType@2016 | "
        "CalendarItem CalendarItemType | Contact ContactItemType | DistributionList DistributionListType | "
        "MeetingMessage MeetingMessageType | MeetingRequest MeetingRequestMessageType | "
        "MeetingResponse MeetingResponseMessageType | MeetingCancellation MeetingCancellationMessageType | "
        "Task TaskType | PostItem PostItemType | ReplyToItem ReplyToItemType | ForwardItem ForwardItemType | "
        "ReplyAllToItem ReplyAllToItemType | AcceptItem AcceptItemType | "
        "TentativelyAcceptItem TentativelyAcceptItemType | DeclineItem DeclineItemType | "
        "CancelCalendarItem CancelCalendarItemType | RemoveItem RemoveItemType | "
        "SuppressReadReceipt SuppressReadReceiptType | PostReplyItem PostReplyItemType | "
        "AcceptSharingInvitation AcceptSharingInvitationType@2010 | RoleMember RoleMemberItemType@2016 | "
        "Network NetworkItemType@2016 | Person AbchPersonItemType@2016)+",
    ),
    ComplexType(
        "NonEmptyArrayOfAttachmentsType",
        "(ItemAttachment ItemAttachmentType | FileAttachment FileAttachmentType | "
        "ReferenceAttachment ReferenceAttachmentType@2016)+",
    ),
    ComplexType("NonEmptyArrayOfAttendeesType", "Attendee+ AttendeeType"),
    ComplexType("NonEmptyArrayOfInternetHeadersType", "InternetMessageHeader+ InternetHeaderType"),
    ComplexType("NonEmptyArrayOfPropertyValuesType", "(Value+ string)"),
    ComplexType(
        "OnlineMeetingSettingsType",
        "LobbyBypass LobbyBypassType, AccessLevel OnlineMeetingAccessLevelType, Presenters PresentersType",
    ),
    ComplexType(
        "PostItemType",
        "ConversationIndex? base64Binary, ConversationTopic? string, From? SingleRecipientType, "
        "InternetMessageId? string, IsRead? boolean, PostedTime? dateTime, References? string, "
        "Sender? SingleRecipientType",
        base="ItemType",
    ),
    ComplexType(
        "ReferenceAttachmentType",
        "AttachLongPathName? string, ProviderType? string@2016, ProviderEndpointUrl? string@2016, "
        "AttachmentThumbnailUrl? string@2016, AttachmentPreviewUrl? string@2016, PermissionType? int@2016, "
        "OriginalPermissionType? int@2016, AttachmentIsFolder? boolean@2016",
        base="AttachmentType",
    ),
    ComplexType("SyncFolderItemsReadFlagType", "ItemId ItemIdType, IsRead boolean"),
    ComplexType(
        "TaskType",
        "ActualWork? int, AssignedTime? dateTime, BillingInformation? string, ChangeCount? int, "
        "Companies? ArrayOfStringsType, CompleteDate? dateTime, Contacts? ArrayOfStringsType, "
        "DelegationState? TaskDelegateStateType, Delegator? string, DueDate? dateTime, IsAssignmentEditable? int, "
        "IsComplete? boolean, IsRecurring? boolean, IsTeamTask? boolean, Mileage? string, Owner? string, "
        "PercentComplete? double, Recurrence? TaskRecurrenceType, StartDate? dateTime, Status? TaskStatusType, "
        "StatusDescription? string, TotalWork? int",
        base="ItemType",
    ),
)
