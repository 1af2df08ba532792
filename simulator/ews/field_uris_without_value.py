"""FieldURIs that the schema knows and that no item here ever has a value for: asking for them gives nothing.

types.xsd UnindexedFieldURIType; most are of Exchange Online alone.
"""

_ITEMS = (
    "MimeContentUTF8 MentionsPreview MentionsEx AppliedHashtags AppliedHashtagsPreview Likes LikesPreview "
    "AtAllMention CanDelete InferenceClassification FirstBody"
)
WITHOUT_VALUE = frozenset(
    {
        "contacts:Culture",
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
