"""What Exchange answers for one entry of a request that cannot be done (MS-OXWSCDATA 2.2.5.24 ResponseCodeType)."""

TEXTS = (
    ("ErrorAccessDenied", "Access is denied. Check credentials and try again."),
    (
        "ErrorAffectedTaskOccurrencesRequired",
        "AffectedTaskOccurrences attribute is required for Task items.",
    ),
    ("ErrorAttachmentNestLevelLimitExceeded", "Attachments are nested more than 10 levels deep."),
    ("ErrorAttachmentSizeLimitExceeded", "The attachment size exceeds the allowable limit."),
    ("ErrorCalendarCannotMoveOrCopyOccurrence", "An occurrence of a series can't be moved or copied."),
    ("ErrorCalendarDurationIsTooLong", "Calendar item duration is too long."),
    ("ErrorCalendarEndDateIsEarlierThanStartDate", "EndDate is earlier than StartDate"),
    ("ErrorCalendarIsOrganizerForAccept", "Organizer can't accept its own meeting."),
    ("ErrorCalendarIsOrganizerForDecline", "Organizer can't decline its own meeting."),
    ("ErrorCalendarIsOrganizerForTentative", "Organizer can't tentatively accept its own meeting."),
    ("ErrorCalendarIsNotOrganizer", "You must be the organizer to perform this action."),
    ("ErrorCalendarIsCancelledForAccept", "Meeting is already cancelled."),
    ("ErrorCalendarIsCancelledForDecline", "Meeting is already cancelled."),
    ("ErrorCalendarIsCancelledForTentative", "Meeting is already cancelled."),
    ("ErrorCannotCreateCalendarItemInNonCalendarFolder", "Cannot create a calendar item in a non-calendar folder."),
    ("ErrorCannotCreateContactInNonContactFolder", "Cannot create a contact in a non-contacts folder."),
    ("ErrorCannotCreatePostItemInNonMailFolder", "Cannot create a post item in a non-mail folder."),
    ("ErrorCannotCreateTaskInNonTaskFolder", "Cannot create a task in a non-tasks folder."),
    ("ErrorCannotUseFolderIdForItemId", "Id must be non-empty and must be an item id, not a folder id."),
    ("ErrorCannotUseItemIdForFolderId", "Id must be a folder id, not an item id."),
    ("ErrorChangeKeyRequired", "A change key is required for this operation."),
    ("ErrorChangeKeyRequiredForWriteOperations", "A change key is required for this operation."),
    ("ErrorCorruptData", "Data is corrupt."),
    ("ErrorCreateSubfolderAccessDenied", "The folder could not be created here."),
    ("ErrorCrossMailboxMoveCopy", "Items can't be moved or copied between these mailboxes."),
    ("ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be deleted."),
    ("ErrorFolderExists", "A folder with the specified name already exists."),
    ("ErrorFolderNotFound", "The specified folder could not be found in the store."),
    (
        "ErrorIncorrectUpdatePropertyCount",
        "An object within a change description must contain one and only one property to modify.",
    ),
    ("ErrorInternalServerError", "An internal server error occurred. The operation failed."),
    ("ErrorInvalidArgument", "The argument is invalid."),
    ("ErrorInvalidAttachmentId", "The specified attachment Id is invalid."),
    ("ErrorInvalidChangeKey", "The change key is invalid."),
    ("ErrorInvalidExtendedProperty", "The extended property attribute combination is invalid."),
    ("ErrorInvalidExtendedPropertyValue", "Can't convert the extended property value to the specified type."),
    ("ErrorInvalidFolderId", "The folder Id is invalid."),
    ("ErrorInvalidFolderTypeForOperation", "This operation can't be performed on this folder type."),
    ("ErrorInvalidId", "The Id is invalid."),
    ("ErrorInvalidIdEmpty", "Id must be non-empty."),
    ("ErrorInvalidIdMalformed", "Id is malformed."),
    ("ErrorInvalidIdNotAnItemAttachmentId", "The specified id is not an item attachment id."),
    ("ErrorInvalidIdXml", "Id is malformed."),
    ("ErrorInvalidItemForOperationAcceptItem", "Operation AcceptItem can't be used on this item."),
    ("ErrorInvalidItemForOperationCancelItem", "Operation CancelItem can't be used on this item."),
    ("ErrorInvalidItemForOperationCreateItem", "This item type can't be created with CreateItem."),
    ("ErrorInvalidItemForOperationCreateItemAttachment", "This item type can't be an attachment."),
    ("ErrorInvalidItemForOperationDeclineItem", "Operation DeclineItem can't be used on this item."),
    ("ErrorInvalidItemForOperationRemoveItem", "Operation RemoveItem can't be used on this item."),
    ("ErrorInvalidItemForOperationSendItem", "SendItem operation can't be used on this item."),
    ("ErrorInvalidItemForOperationTentative", "Operation TentativelyAcceptItem can't be used on this item."),
    ("ErrorInvalidOperation", "The operation is invalid."),
    ("ErrorInvalidPropertyAppend", "Property doesn't support Append operation."),
    ("ErrorInvalidPropertyDelete", "Property doesn't support Delete operation."),
    ("ErrorInvalidPropertyForOperation", "Property is not valid for this operation."),
    ("ErrorInvalidPropertyRequest", "Property is not valid for this object type."),
    ("ErrorInvalidPropertySet", "Set action is invalid for property."),
    ("ErrorInvalidPropertyUpdateSentMessage", "The property can't be updated: the message has been sent."),
    ("ErrorInvalidRecipients", "At least one recipient isn't valid."),
    ("ErrorInvalidReferenceItem", "ReferenceItemId does not refer to a valid item."),
    ("ErrorInvalidSendItemSaveSettings", "SaveItemToFolder is false, but a SavedItemFolderId was given."),
    ("ErrorInvalidValueForProperty", "The specified value is invalid for property."),
    (
        "ErrorIrresolvableConflict",
        "The send or update operation could not be performed because the change key passed in"
        " the request does not match the current change key for the item.",
    ),
    ("ErrorItemNotFound", "The specified object was not found in the store."),
    ("ErrorItemSave", "An error occurred while trying to save the item."),
    ("ErrorMessageSizeExceeded", "The message exceeds the maximum supported size."),
    ("ErrorMessageDispositionRequired", "The MessageDisposition attribute is required for this item type."),
    ("ErrorMimeContentInvalid", "The MIME content is invalid."),
    ("ErrorMimeContentInvalidBase64String", "The MIME content is not a valid Base64 string."),
    ("ErrorMissingInformationReferenceItemId", "ReferenceItemId is missing."),
    ("ErrorMissingItemForCreateItemAttachment", "The item to be attached is missing."),
    ("ErrorMissingRecipients", "There are no recipients."),
    ("ErrorMoveCopyFailed", "Move or copy operation failed."),
    ("ErrorNameResolutionNoResults", "No results were found."),
    ("ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it."),
    ("ErrorObjectTypeChanged", "The item class can't be changed to another object type."),
    ("ErrorParentFolderNotFound", "The specified parent folder could not be found."),
    ("ErrorRequiredPropertyMissing", "The property is required but is not set."),
    ("ErrorSavedItemFolderNotFound", "The specified saved item folder could not be found."),
    (
        "ErrorSendAsDenied",
        "The user account which was used to submit this request does not have the right to send mail"
        " on behalf of the specified sending account.",
    ),
    ("ErrorSendMeetingCancellationsRequired", "SendMeetingCancellations attribute is required for Calendar items."),
    (
        "ErrorSendMeetingInvitationsOrCancellationsRequired",
        "SendMeetingInvitationsOrCancellations attribute is required for calendar items.",
    ),
    ("ErrorSendMeetingInvitationsRequired", "SendMeetingInvitations attribute is required for Calendar items."),
    (
        "ErrorStaleObject",
        "The operation can't be performed because the item is out of date. Reload the item and try again.",
    ),
    ("ErrorToFolderNotFound", "The destination folder could not be found."),
    ("ErrorUnsupportedTypeForConversion", "The type is not supported for conversion."),
    ("ErrorUnsupportedMimeConversion", "The MIME conversion isn't supported for this object type."),
    ("ErrorUpdatePropertyMismatch", "The property in the path and the property in the value are not the same."),
    ("ErrorValueOutOfRange", "The value is out of range."),
)
"""Code and text: the specification's codes; texts as servers were seen to answer, else our words."""

TEXT_OF_CODE = dict(TEXTS)


class ExchangeError(Exception):
    """One entry of a request cannot be done; the others go on. ``message_xml`` holds (name, value) pairs."""

    def __init__(self, code: str, text: str | None = None, message_xml: tuple[tuple[str, str], ...] = ()) -> None:
        """``code`` is a ResponseCodeType name; without ``text`` the text of :data:`TEXTS` is used."""
        self.code = code
        self.text = text if text is not None else TEXT_OF_CODE.get(code, code)
        self.message_xml = message_xml
        super().__init__(f"{code}: {self.text}")
