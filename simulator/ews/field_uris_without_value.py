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

_SINCE_2013 = frozenset({"item:MimeContentUTF8", "meetingRequest:ChangeHighlights"})
_NEWEST = frozenset(
    {
        "calendar:DoNotForwardMeeting",
        "meeting:DoNotForwardMeeting",
        "message:MessageSafety",
        "message:PublishedCalendarItemIcs",
        "message:PublishedCalendarItemName",
        "sharingMessage:SharingMessageAction",
    }
)


def _since(path: str) -> str:
    if path == "contacts:Culture":
        return "Exchange2010"
    if path in _SINCE_2013:
        return "Exchange2013_SP1"
    return "V2017_07_11" if path in _NEWEST else "Exchange2016"


SINCE_WITHOUT_VALUE = {path: _since(path) for path in WITHOUT_VALUE}
"""The schema version with which each came: the first of the published schemas that has it."""
