"""The one table of item properties: nothing of the schema is missing unnamed, and every shape is exactly its own."""

import pytest
from lxml import etree

from simulator.ews.contact_properties import EMAIL_KEYS, FILE_AS_MAPPINGS, IM_KEYS, PHONE_KEYS
from simulator.ews.field_uris_without_value import WITHOUT_VALUE
from simulator.ews.property_table import ALL_PATHS, ROWS_OF_KIND
from tests.simulator.ews.conversation import MESSAGE_UPDATE, codes, conversation, only
from tests.simulator.ews.published_schema import elements_of_type, types_schema, values_of_type

TYPES_OF_KINDS = {
    "Item": "ItemType",
    "Message": "MessageType",
    "Contact": "ContactItemType",
    "DistributionList": "DistributionListType",
    "MeetingRequest": "MeetingRequestMessageType",
    "MeetingResponse": "MeetingResponseMessageType",
    "MeetingCancellation": "MeetingCancellationMessageType",
    "PostItem": "PostItemType",
    "Task": "TaskType",
}
OF_EXCHANGE_ONLINE = frozenset(
    {"SearchKey", "SortKey", "MentionsPreview", "MentionsEx", "AppliedHashtags", "AppliedHashtagsPreview", "Likes",
     "LikesPreview", "AtAllMention", "CanDelete", "InferenceClassification", "MessageSafety", "SenderSMTPAddress",
     "MailboxGuids", "PublishedCalendarItemIcs", "PublishedCalendarItemName"}
)  # fmt: skip
"""Elements of the newest schema that a server on the premises never fills."""
OF_MEETINGS = frozenset({"ChangeHighlights", "DoNotForwardMeeting", "EnhancedLocation"})
"""Elements of meeting messages that other tests look after."""
ITEM_URIS = ("item", "message", "contacts", "meeting", "meetingRequest", "task", "postitem", "distributionlist")


@pytest.mark.parametrize("kind", TYPES_OF_KINDS)
def test_every_element_of_the_schema_has_its_row_in_its_place(kind: str) -> None:
    schema = types_schema()
    if schema is None:
        return
    published = elements_of_type(schema, TYPES_OF_KINDS[kind])
    ours = [row.element for row in ROWS_OF_KIND[kind]]
    missing = set(published) - set(ours) - OF_EXCHANGE_ONLINE - OF_MEETINGS
    assert not missing
    assert ours == [element for element in published if element in ours]


def test_every_field_uri_of_the_schema_is_known() -> None:
    schema = types_schema()
    if schema is None:
        return
    published = {uri for uri in values_of_type(schema, "UnindexedFieldURIType") if uri.split(":")[0] in ITEM_URIS}
    assert published - ALL_PATHS - WITHOUT_VALUE == set()


def test_the_keys_of_dictionaries_are_those_of_the_schema() -> None:
    schema = types_schema()
    if schema is None:
        return
    for keys, name in (
        (PHONE_KEYS, "PhoneNumberKeyType"),
        (EMAIL_KEYS, "EmailAddressKeyType"),
        (IM_KEYS, "ImAddressKeyType"),
        (FILE_AS_MAPPINGS, "FileAsMappingType"),
    ):
        assert list(keys) == values_of_type(schema, name)


DEFAULTS = {
    "Message": "ItemId Subject Sensitivity Body Size DateTimeSent DateTimeCreated ResponseObjects HasAttachments "
    "IsAssociated IsReadReceiptRequested IsDeliveryReceiptRequested IsRead",
    "Contact": "ItemId HasAttachments FileAs CompleteName CompanyName EmailAddresses PhysicalAddresses PhoneNumbers "
    "ImAddresses JobTitle",
    "Task": "ItemId Subject HasAttachments DueDate PercentComplete StartDate Status",
}
FULL = {
    "Message": "<t:Message><t:Subject>s</t:Subject><t:Body BodyType='Text'>b</t:Body>"
    "<t:Categories><t:String>c</t:String></t:Categories></t:Message>",
    "Contact": "<t:Contact><t:Body BodyType='Text'>b</t:Body><t:FileAs>f</t:FileAs><t:GivenName>g</t:GivenName>"
    "<t:CompanyName>c</t:CompanyName><t:EmailAddresses><t:Entry Key='EmailAddress1'>a@b.test</t:Entry>"
    "</t:EmailAddresses><t:PhysicalAddresses><t:Entry Key='Home'><t:City>L</t:City></t:Entry></t:PhysicalAddresses>"
    "<t:PhoneNumbers><t:Entry Key='HomePhone'>1</t:Entry></t:PhoneNumbers><t:ImAddresses><t:Entry Key='ImAddress1'>i"
    "</t:Entry></t:ImAddresses><t:JobTitle>j</t:JobTitle></t:Contact>",
    "Task": "<t:Task><t:Subject>s</t:Subject><t:Body BodyType='Text'>b</t:Body><t:DueDate>2026-11-30T00:00:00Z"
    "</t:DueDate><t:StartDate>2026-11-29T00:00:00Z</t:StartDate></t:Task>",
}


@pytest.mark.parametrize("kind", DEFAULTS)
def test_default_has_what_learn_lists_and_no_more(kind: str) -> None:
    talk = conversation()
    created = talk.create(FULL[kind])
    shown = [etree.QName(child).localname for child in talk.get(str(created.get("Id")), "Default")]
    assert shown == DEFAULTS[kind].split()


def described(change: str, uri: str, element: str, kind: str) -> str:
    value = f"<t:{kind}><t:{element}/></t:{kind}>" if change != "DeleteItemField" else ""
    return f"<t:{change}><t:FieldURI FieldURI='{uri}'/>{value}</t:{change}>"


REFUSALS = (
    ("SetItemField", "ErrorInvalidPropertySet", lambda row: row.settable),
    ("AppendToItemField", "ErrorInvalidPropertyAppend", lambda row: row.appendable),
    ("DeleteItemField", "ErrorInvalidPropertyDelete", lambda row: row.settable and row.deletable),
)


@pytest.mark.parametrize(("change", "code", "allowed"), REFUSALS, ids=[row[0] for row in REFUSALS])
@pytest.mark.parametrize("kind", DEFAULTS)
def test_what_a_row_does_not_allow_is_refused_by_name(kind: str, change: str, code: str, allowed: object) -> None:
    """MS-OXWSCORE_R2347, R2348, R2349, R2272 to R2277, R2350 to R2356, R2358: MessageXml names the property."""
    assert callable(allowed)
    talk = conversation()
    talk.held = False
    created = talk.create(FULL[kind])
    refused = [row for row in ROWS_OF_KIND[kind] if not allowed(row) and row.element != "ExtendedProperty"]
    assert len(refused) > 10
    for row in refused:
        answer = talk.update(created, described(change, row.path, row.element, kind), MESSAGE_UPDATE)
        assert codes(answer) == [code], row.path
        assert only(answer, "//m:MessageXml/t:FieldURI").get("FieldURI") == row.path


def test_only_these_can_be_appended_to() -> None:
    """Learn "ResponseCode", ErrorInvalidPropertyAppend; and members, which the Managed API adds to a list so."""
    found = {row.path for rows in ROWS_OF_KIND.values() for row in rows if row.appendable}
    assert found == {
        "item:Body", "message:ToRecipients", "message:CcRecipients", "message:BccRecipients", "message:ReplyTo",
        "calendar:RequiredAttendees", "calendar:OptionalAttendees", "calendar:Resources", "distributionlist:Members",
    }  # fmt: skip
