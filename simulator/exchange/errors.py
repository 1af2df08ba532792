"""What Exchange answers for one entry of a request that cannot be done (MS-OXWSCDATA 2.2.5.24 ResponseCodeType)."""

from simulator.exchange.property_path import PropertyPath

TEXTS = (
    ("ErrorAccessDenied", "Access is denied. Check credentials and try again."),
    ("ErrorAccountDisabled", "Account is disabled. Contact the account administrator."),
    ("ErrorAffectedTaskOccurrencesRequired", "AffectedTaskOccurrences attribute is required for Task items."),
    ("ErrorAttachmentNestLevelLimitExceeded", "Attachments are nested more than 10 levels deep."),
    ("ErrorAttachmentSizeLimitExceeded", "The file attachment exceeds the maximum supported size."),
    ("ErrorBatchProcessingStopped", "Item was not processed as a result of a previous error."),
    ("ErrorCalendarCannotMoveOrCopyOccurrence", "An occurrence of a series can't be moved or copied."),
    ("ErrorCalendarCannotUseIdForOccurrenceId", "The Id isn't the id of an occurrence."),
    ("ErrorCalendarCannotUseIdForRecurringMasterId", "The Id isn't the id of a recurring master."),
    ("ErrorCalendarDurationIsTooLong", "Calendar item duration is too long."),
    ("ErrorCalendarEndDateIsEarlierThanStartDate", "EndDate is earlier than StartDate"),
    ("ErrorCalendarFolderIsInvalidForCalendarView", "Cannot request CalendarView for the folder."),
    (
        "ErrorCalendarInvalidDayForTimeChangePattern",
        "The value of DaysOfWeek is not valid for the time change pattern of a time zone.",
    ),
    ("ErrorCalendarInvalidDayForWeeklyRecurrence", "The value of DaysOfWeek is invalid for a weekly recurrence."),
    ("ErrorCalendarInvalidRecurrence", "The recurrence is invalid."),
    ("ErrorCalendarInvalidTimeZone", "The time zone is invalid."),
    ("ErrorCalendarIsCancelledForAccept", "A meeting that's been canceled can't be accepted."),
    ("ErrorCalendarIsCancelledForDecline", "A canceled meeting can't be declined."),
    ("ErrorCalendarIsCancelledForTentative", "A canceled meeting can't be accepted tentatively."),
    ("ErrorCalendarIsNotOrganizer", "User must be an organizer for CancelCalendarItem action."),
    (
        "ErrorCalendarIsOrganizerForAccept",
        "The user is the organizer of this meeting, and cannot, therefore, accept it.",
    ),
    (
        "ErrorCalendarIsOrganizerForDecline",
        "The user is the organizer of this meeting, and cannot, therefore, decline it.",
    ),
    (
        "ErrorCalendarIsOrganizerForTentative",
        "The user is the organizer of this meeting, and therefore can't tentatively accept it.",
    ),
    (
        "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange",
        "Occurrence with this index is out of the recurrence range.",
    ),
    (
        "ErrorCalendarOccurrenceIsDeletedFromRecurrence",
        "Occurrence with this index was previously deleted from the recurrence.",
    ),
    ("ErrorCalendarOutOfRange", "A value of the recurrence is out of range."),
    ("ErrorCalendarSeekToConditionNotSupported", "SeekToConditionPageView not supported for calendar items."),
    ("ErrorCalendarViewRangeTooBig", "The specified view range exceeds the maximum range of two years."),
    ("ErrorCannotCreateCalendarItemInNonCalendarFolder", "Cannot create a calendar item in a non-calendar folder."),
    ("ErrorCannotCreateContactInNonContactFolder", "Cannot create a contact in a non-contact folder."),
    ("ErrorCannotCreatePostItemInNonMailFolder", "Cannot create a post item in a folder that is not a mail folder."),
    ("ErrorCannotCreateTaskInNonTaskFolder", "Cannot create a task in a non-task Folder."),
    ("ErrorCannotDeleteTaskOccurrence", "The occurrence of the task can't be deleted."),
    ("ErrorCannotEmptyFolder", "Emptying the calendar folder or search folder isn't permitted."),
    (
        "ErrorCannotSetCalendarPermissionOnNonCalendarFolder",
        "Calendar permissions can't be set on a folder that isn't a calendar.",
    ),
    (
        "ErrorCannotSetNonCalendarPermissionOnCalendarFolder",
        "Permissions other than those of calendars can't be set on a calendar folder.",
    ),
    ("ErrorCannotSetPermissionUnknownEntries", "Unknown entries can't be set in a permission set."),
    ("ErrorCannotUseFolderIdForItemId", "Expected an item Id but received a folder Id."),
    ("ErrorCannotUseItemIdForFolderId", "Expected a folder Id but received an item Id."),
    ("ErrorChangeKeyRequired", "ChangeKey is required if overriding automatic conflict resolution."),
    ("ErrorChangeKeyRequiredForWriteOperations", "ChangeKey is required for this operation."),
    ("ErrorContainsFilterWrongType", "The Contains filter can only be used for string properties."),
    ("ErrorCorruptData", "Data is corrupt."),
    (
        "ErrorCreateSubfolderAccessDenied",
        "Unable to create subfolder. The user account does not have the right to create subfolders.",
    ),
    ("ErrorCrossMailboxMoveCopy", "Move and Copy operations across mailbox boundaries are not permitted."),
    ("ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be deleted."),
    ("ErrorDuplicateUserIdsSpecified", "A user was given more than once in the permission set."),
    ("ErrorFolderExists", "A folder with the specified name already exists."),
    ("ErrorFolderNotFound", "The specified folder could not be found in the store."),
    ("ErrorFolderSavePropertyError", "The folder save operation failed due to invalid property values."),
    ("ErrorIncorrectSchemaVersion", "The request is valid, but not in the version of the schema that it asks for."),
    (
        "ErrorIncorrectUpdatePropertyCount",
        "An object within a change description must contain one and only one property to modify.",
    ),
    ("ErrorInternalServerError", "An internal server error occurred. The operation failed."),
    ("ErrorInvalidArgument", "The argument is invalid."),
    ("ErrorInvalidAttachmentId", "The specified attachment Id is invalid."),
    ("ErrorInvalidChangeKey", "The change key is invalid."),
    ("ErrorInvalidCompleteDate", "A task can't have been completed in the future."),
    ("ErrorInvalidContactEmailIndex", "The index of the contact's e-mail address is invalid."),
    ("ErrorInvalidExcludesRestriction", "Second operand in Excludes expression must be uint compatible."),
    ("ErrorInvalidExtendedProperty", "The extended property attribute combination is invalid."),
    ("ErrorInvalidExtendedPropertyValue", "The extended property value is inconsistent with its type."),
    ("ErrorInvalidFolderId", "Folder Id is invalid."),
    ("ErrorInvalidFolderTypeForOperation", "This operation can't be performed on this folder type."),
    ("ErrorInvalidFractionalPagingParameters", "Invalid fractional paging offset values."),
    ("ErrorInvalidId", "The Id is invalid."),
    ("ErrorInvalidIdEmpty", "Id must be non-empty."),
    ("ErrorInvalidIdMalformed", "Id is malformed."),
    (
        "ErrorInvalidIdMalformedEwsLegacyIdFormat",
        "The EWS Id is in EwsLegacyId format which is not supported by the Exchange version specified by"
        " your request. Please use the ConvertId method to convert from EwsLegacyId to EwsId format.",
    ),
    ("ErrorInvalidIdNotAnItemAttachmentId", "The Id does not represent an item attachment."),
    ("ErrorInvalidIdStoreObjectIdTooLong", "Id exceeded allowable length."),
    ("ErrorInvalidIdTooManyAttachmentLevels", "Too many attachment levels."),
    ("ErrorInvalidIdXml", "The Id Xml is invalid."),
    ("ErrorInvalidIndexedPagingParameters", "The specified indexed paging values are invalid."),
    ("ErrorInvalidItemForOperationAcceptItem", "Item type is invalid for AcceptItem action."),
    ("ErrorInvalidItemForOperationCancelItem", "Item type is invalid for CancelCalendarItem action."),
    ("ErrorInvalidItemForOperationCreateItem", "Item type is invalid for CreateItem operation."),
    ("ErrorInvalidItemForOperationCreateItemAttachment", "Item type is invalid for CreateItemAttachment operation."),
    ("ErrorInvalidItemForOperationDeclineItem", "Item type is invalid for DeclineItem action."),
    ("ErrorInvalidItemForOperationRemoveItem", "Item type is invalid for RemoveItem action."),
    ("ErrorInvalidItemForOperationSendItem", "Item type is invalid for SendItem operation."),
    ("ErrorInvalidItemForOperationTentative", "The item of this type is invalid for TentativelyAcceptItem action."),
    ("ErrorInvalidNameForNameResolution", "The specified value is not a valid name for name resolution."),
    ("ErrorInvalidOperation", "The operation is invalid."),
    ("ErrorInvalidPagingMaxRows", "MaxEntriesReturned must be greater than zero."),
    ("ErrorInvalidParentFolder", "The parent folder is invalid for this operation."),
    ("ErrorInvalidPercentCompleteValue", "The percentage must be between 0 and 100."),
    ("ErrorInvalidPermissionSettings", "The permission level is inconsistent with the permission settings."),
    ("ErrorInvalidPropertyAppend", "The append action is not supported for this property."),
    ("ErrorInvalidPropertyDelete", "The delete action is not supported for this property."),
    ("ErrorInvalidPropertyForExists", "Property cannot be used in Exists expression.  Use IsEqualTo instead."),
    ("ErrorInvalidPropertyForOperation", "Property is not valid for this operation."),
    ("ErrorInvalidPropertyRequest", "Property is not valid for this object type."),
    ("ErrorInvalidPropertySet", "Set action is invalid for property."),
    ("ErrorInvalidPropertyUpdateSentMessage", "Update operation is invalid for property of a sent message."),
    ("ErrorInvalidRecipients", "One or more recipients are invalid."),
    ("ErrorInvalidReferenceItem", "The reference item does not support the requested operation."),
    (
        "ErrorInvalidSendItemSaveSettings",
        "Invalid combination of SaveItemToFolder attribute and SavedItemFolderId element.",
    ),
    ("ErrorInvalidSmtpAddress", "The SMTP address format is invalid."),
    ("ErrorInvalidSyncStateData", "Synchronization state data is corrupt or otherwise invalid."),
    ("ErrorInvalidUserInfo", "The user ID is inconsistent, or names nobody."),
    ("ErrorInvalidValueForProperty", "The specified value is invalid for property."),
    (
        "ErrorIrresolvableConflict",
        "The send or update operation could not be performed because the change key passed in the "
        "request does not match the current change key for the item.",
    ),
    ("ErrorItemNotFound", "The specified object was not found in the store."),
    ("ErrorItemSave", "The item save operation did not succeed."),
    ("ErrorMailboxMoveInProgress", "Mailbox move in progress. Try again later."),
    ("ErrorMailboxStoreUnavailable", "The mailbox database is temporarily unavailable."),
    ("ErrorMessageDispositionRequired", "MessageDisposition attribute is required."),
    ("ErrorMessageSizeExceeded", "The message exceeds the maximum supported size."),
    ("ErrorMimeContentInvalid", "Invalid MIME content."),
    ("ErrorMimeContentInvalidBase64String", "Invalid base64 string for MIME content."),
    ("ErrorMissingInformationReferenceItemId", "ReferenceItemId must be included in the request."),
    ("ErrorMissingItemForCreateItemAttachment", "The item to be attached is missing."),
    ("ErrorMissingRecipients", "A message needs to have at least one recipient."),
    ("ErrorMoveCopyFailed", "The move or copy operation failed."),
    ("ErrorMoveDistinguishedFolder", "Cannot move distinguished folder."),
    ("ErrorNameResolutionNoResults", "No results were found."),
    (
        "ErrorNoPropertyTagForCustomProperties",
        "Custom properties cannot be specified using property tags.  The GUID and Id/Name combination "
        "must be used instead.",
    ),
    ("ErrorNoPublicFolderServerAvailable", "No public folder server is available."),
    ("ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it."),
    ("ErrorObjectTypeChanged", "Operation would change object type, which is not permitted."),
    ("ErrorOccurrenceCrossingBoundary", "The occurrence can't be moved past its neighbours."),
    ("ErrorOccurrenceTimeSpanTooBig", "The occurrence overlaps with another one of the same series."),
    ("ErrorParentFolderNotFound", "The specified parent folder could not be found."),
    ("ErrorQuotaExceeded", "Mailbox has exceeded maximum mailbox size."),
    ("ErrorReadReceiptNotPending", "No read receipt is asked for, or it has been sent."),
    ("ErrorRecurrenceEndDateTooBig", "The end date of the recurrence is too late."),
    ("ErrorRecurrenceHasNoOccurrence", "The recurrence has no occurrence in its range."),
    ("ErrorRequiredPropertyMissing", "Required property is missing."),
    ("ErrorRestrictionTooComplex", "The restriction or sort order is too complex for this operation."),
    ("ErrorRestrictionTooLong", "Restriction contained too many elements."),
    ("ErrorSavedItemFolderNotFound", "The folder in which items were to be saved could not be found."),
    (
        "ErrorSendAsDenied",
        "The user account which was used to submit this request does not have the right to send mail on "
        "behalf of the specified sending account.",
    ),
    ("ErrorSendMeetingCancellationsRequired", "SendMeetingCancellations attribute is required for Calendar items."),
    (
        "ErrorSendMeetingInvitationsOrCancellationsRequired",
        "The SendMeetingInvitationsOrCancellations attribute is required for calendar items.",
    ),
    ("ErrorSendMeetingInvitationsRequired", "The SendMeetingInvitations attribute is required for calendar items."),
    ("ErrorStaleObject", "The current ChangeKey is required for this operation."),
    ("ErrorSyncFolderNotFound", "The folder to be synchronized could not be found."),
    ("ErrorTimeZone", "The specified time zone isn't valid."),
    ("ErrorToFolderNotFound", "The specified target folder could not be found."),
    ("ErrorUnsupportedCulture", "The culture is not known."),
    ("ErrorUnsupportedMapiPropertyType", "The MAPI property type is not supported."),
    ("ErrorUnsupportedMimeConversion", "MIME conversion is not supported for this item type."),
    ("ErrorUnsupportedPathForQuery", "The property can not be used with this type of restriction."),
    ("ErrorUnsupportedPathForSortGroup", "The property can not be used for sorting or grouping results."),
    ("ErrorUnsupportedQueryFilter", "QueryFilter type is not supported."),
    ("ErrorUnsupportedTypeForConversion", "Unsupported type for restriction conversion."),
    ("ErrorUpdatePropertyMismatch", "Property for update does not match property in object."),
    ("ErrorValueOutOfRange", "The value is out of range."),
)
"""Code and text: the specification's codes; texts as servers were seen to answer, or as Microsoft's own client library
(EWS Managed API, ServiceError) gives them, else our words.
"""

TEXT_OF_CODE = dict(TEXTS)


class ExchangeError(Exception):
    """One entry of a request cannot be done; the others go on.

    ``message_xml`` holds (name, value) pairs; ``path`` is the property that the error is about. Both are shown in
    MessageXml.
    """

    def __init__(
        self,
        code: str,
        text: str | None = None,
        message_xml: tuple[tuple[str, str], ...] = (),
        path: PropertyPath | None = None,
    ) -> None:
        """``code`` is a ResponseCodeType name; without ``text`` the text of :data:`TEXTS` is used."""
        self.code = code
        self.text = text if text is not None else TEXT_OF_CODE.get(code, code)
        self.message_xml = message_xml
        self.path = path
        super().__init__(f"{code}: {self.text}")
