"""FieldURIs that the schema knows and that no item here ever has a value for: asking for them gives nothing.

types.xsd UnindexedFieldURIType; most belong to contacts that Exchange Online mirrors from other services.
"""

_CONTACTS = (
    "Culture AbchEmailAddresses AccountName IsAutoUpdateDisabled IsMessengerEnabled Comment ContactShortId ContactType "
    "CreatedBy Gender IsHidden ObjectId PassportId IsPrivate SourceId TrustLevel Urls Cid SkypeAuthCertificate "
    "SkypeContext SkypeId XboxLiveTag SkypeRelationship YomiNickname InviteFree HidePresenceAndProfile "
    "IsPendingOutbound SupportGroupFeeds UserTileHash UnifiedInbox Mris Wlid AbchContactId NotInBirthdayCalendar "
    "ShellContactType ImMri PresenceTrustLevel OtherMri ProfileLastChanged MobileIMEnabled "
    "PartnerNetworkProfilePhotoUrl PartnerNetworkThumbnailPhotoUrl PersonId ConversationGuid"
)
_ITEMS = (
    "MimeContentUTF8 MentionsPreview MentionsEx Hashtags AppliedHashtags AppliedHashtagsPreview Likes LikesPreview "
    "PendingSocialActivityTagIds AtAllMention CanDelete InferenceClassification FirstBody"
)
WITHOUT_VALUE = frozenset(
    {
        *(f"contacts:{name}" for name in _CONTACTS.split()),
        *(f"item:{name}" for name in _ITEMS.split()),
        "message:PublishedCalendarItemIcs",
        "message:PublishedCalendarItemName",
        "message:MessageSafety",
        "sharingMessage:SharingMessageAction",
        "meeting:DoNotForwardMeeting",
        "meetingRequest:ChangeHighlights",
        "calendar:CalendarActivityData",
        "calendar:DoNotForwardMeeting",
    }
)
