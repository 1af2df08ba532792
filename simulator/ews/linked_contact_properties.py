"""Properties of contacts that are mirrored from other services, in the order of types.xsd (MS-OXWSCONT 2.2.4.3).

Exchange 2016 and later keep them; what a client sets is kept and given when it is asked for (our choice: no base shape
has them).
"""

from simulator.ews.property_row import Property
from simulator.ews.value_codecs import BOOLEAN, INTEGER, LONG, RAW, STRINGS, TEXT, Codec

_CODECS: tuple[tuple[str, Codec], ...] = (
    ("AccountName", TEXT),
    ("IsAutoUpdateDisabled", BOOLEAN),
    ("IsMessengerEnabled", BOOLEAN),
    ("Comment", TEXT),
    ("ContactShortId", INTEGER),
    ("ContactType", TEXT),
    ("Gender", TEXT),
    ("IsHidden", BOOLEAN),
    ("ObjectId", TEXT),
    ("PassportId", LONG),
    ("IsPrivate", BOOLEAN),
    ("SourceId", TEXT),
    ("TrustLevel", INTEGER),
    ("CreatedBy", TEXT),
    ("Urls", RAW),
    ("Cid", LONG),
    ("SkypeAuthCertificate", TEXT),
    ("SkypeContext", TEXT),
    ("SkypeId", TEXT),
    ("SkypeRelationship", TEXT),
    ("YomiNickname", TEXT),
    ("XboxLiveTag", TEXT),
    ("InviteFree", BOOLEAN),
    ("HidePresenceAndProfile", BOOLEAN),
    ("IsPendingOutbound", BOOLEAN),
    ("SupportGroupFeeds", BOOLEAN),
    ("UserTileHash", TEXT),
    ("UnifiedInbox", BOOLEAN),
    ("Mris", STRINGS),
    ("Wlid", TEXT),
    ("AbchContactId", TEXT),
    ("NotInBirthdayCalendar", BOOLEAN),
    ("ShellContactType", TEXT),
    ("ImMri", TEXT),
    ("PresenceTrustLevel", INTEGER),
    ("OtherMri", TEXT),
    ("ProfileLastChanged", TEXT),
    ("MobileIMEnabled", BOOLEAN),
    ("PartnerNetworkProfilePhotoUrl", TEXT),
    ("PartnerNetworkThumbnailPhotoUrl", TEXT),
    ("PersonId", TEXT),
    ("ConversationGuid", TEXT),
)

LINKED_CONTACT: tuple[Property, ...] = tuple(
    Property(f"contacts:{element}", element, codec, all=False, find=False, since="Exchange2016")
    for element, codec in _CODECS
)
