"""Items are created, read, changed, moved and deleted as Exchange does it."""

import pytest
from lxml import etree

from simulator.exchange.change_log import ChangeKind
from simulator.soap.faults import EwsFault
from tests.simulator.ews.conversation import NS, codes, conversation, only, text_at

KINDS = (
    ("Message", "<t:Message><t:Subject>A &amp; B</t:Subject><t:Body BodyType='Text'>hello</t:Body></t:Message>"),
    ("Contact", "<t:Contact><t:GivenName>Ana</t:GivenName><t:EmailAddresses><t:Entry Key='EmailAddress1'>a@b.test"
     "</t:Entry></t:EmailAddresses><t:PhysicalAddresses><t:Entry Key='Home'><t:Street>Rua</t:Street></t:Entry>"
     "</t:PhysicalAddresses><t:PhoneNumbers><t:Entry Key='MobilePhone'>1</t:Entry></t:PhoneNumbers></t:Contact>"),
    ("Task", "<t:Task><t:Subject>T</t:Subject><t:DueDate>2026-11-30T00:00:00Z</t:DueDate></t:Task>"),
    ("CalendarItem", "<t:CalendarItem><t:Subject>C</t:Subject><t:Start>2026-12-01T10:00:00Z</t:Start>"
     "<t:End>2026-12-01T11:30:00Z</t:End><t:Location>Lisbon</t:Location></t:CalendarItem>"),
)  # fmt: skip
ALL = 'MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone"'


@pytest.mark.parametrize(("kind", "xml"), KINDS)
@pytest.mark.parametrize("shape", ["IdOnly", "Default", "AllProperties"])
def test_an_item_of_every_kind_is_created_and_read(kind: str, xml: str, shape: str) -> None:
    talk = conversation()
    created = talk.create(xml, ALL)
    item = talk.get(str(created.get("Id")), shape)
    assert etree.QName(item).localname == kind
    identity = only(item, "t:ItemId")
    assert identity.get("ChangeKey") == created.get("ChangeKey")
    if shape == "IdOnly":
        assert len(item) == 1


def test_mime_and_everything_else_at_once() -> None:
    talk = conversation()
    for _, xml in KINDS:
        created = talk.create(xml, ALL)
        item = talk.get(str(created.get("Id")), "AllProperties", "<t:IncludeMimeContent>true</t:IncludeMimeContent>")
        assert text_at(item, "t:MimeContent")


def test_one_bad_entry_spoils_itself_alone() -> None:
    talk = conversation()
    good = talk.create(KINDS[0][1])
    answer = talk.call(
        "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ItemIds>"
        f'<t:ItemId Id="nonsense"/><t:ItemId Id=""/><t:ItemId Id="{good.get("Id")}"/></m:ItemIds></m:GetItem>'
    )
    assert codes(answer) == ["ErrorInvalidIdMalformed", "ErrorInvalidIdEmpty", "NoError"]


def test_calendar_item_has_what_a_syncer_asks_for() -> None:
    talk = conversation()
    created = talk.create(KINDS[3][1], ALL)
    extra = (
        '<t:AdditionalProperties><t:ExtendedFieldURI DistinguishedPropertySetId="Meeting" PropertyId="35" '
        'PropertyType="Binary"/><t:ExtendedFieldURI PropertyTag="113" PropertyType="Binary"/></t:AdditionalProperties>'
    )
    item = talk.get(str(created.get("Id")), "AllProperties", extra)
    extended = item.findall("t:ExtendedProperty", NS)
    assert len(extended) == 1
    assert only(extended[0], "t:ExtendedFieldURI").get("PropertyId") == "35"
    assert text_at(item, "t:Duration") == "PT1H30M"
    assert text_at(item, "t:MyResponseType") == "Organizer"


SHAPE = (
    "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>"
    '<t:FieldURI FieldURI="{}"/></t:AdditionalProperties></m:ItemShape>'
    '<m:ItemIds><t:ItemId Id="{}"/></m:ItemIds></m:GetItem>'
)


@pytest.mark.parametrize(
    ("who", "uri", "known"),
    [
        ("ana.silva", "item:Preview", True),
        ("oliver.smith", "item:Preview", False),
        ("oliver.smith", "item:ConversationId", True),
        ("ana.silva", "item:Nonsense", False),
        ("ana.silva", "item:ExtendedProperty", False),
        ("ana.silva", "contacts:Gender", False),
        ("ana.silva", "contacts:Culture", True),
        ("ana.silva", "item:AtAllMention", False),
    ],
)
def test_each_server_knows_the_properties_of_its_version(who: str, uri: str, known: bool) -> None:
    talk = conversation(f"{who}@contoso.test")
    created = talk.create(KINDS[0][1])
    if known:
        assert codes(talk.call(SHAPE.format(uri, created.get("Id")))) == ["NoError"]
    else:
        with pytest.raises(EwsFault) as fault:
            talk.call(SHAPE.format(uri, created.get("Id")))
        assert fault.value.code == "ErrorSchemaValidation"


SHAPE_OF_A_LIST = '<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="{}"/>'
IN_DRAFTS = '<t:DistinguishedFolderId Id="drafts"/>'


@pytest.mark.parametrize("who", ["ana.silva", "oliver.smith"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<m:FindItem Traversal="Shallow">', f"<m:ParentFolderIds>{IN_DRAFTS}</m:ParentFolderIds></m:FindItem>"),
        (
            "<m:SyncFolderItems>",
            f"<m:SyncFolderId>{IN_DRAFTS}</m:SyncFolderId><m:MaxChangesReturned>9</m:MaxChangesReturned>"
            "</m:SyncFolderItems>",
        ),
    ],
)
def test_lists_know_the_properties_of_their_version(who: str, before: str, after: str) -> None:
    talk = conversation(f"{who}@contoso.test")
    shape = SHAPE_OF_A_LIST.format("item:Preview") + "</t:AdditionalProperties></m:ItemShape>"
    if who == "ana.silva":
        assert codes(talk.call(before + shape + after)) == ["NoError"]
        return
    with pytest.raises(EwsFault) as fault:
        talk.call(before + shape + after)
    assert fault.value.code == "ErrorSchemaValidation"


def test_folder_properties_are_not_for_items() -> None:
    talk = conversation()
    created = talk.create(KINDS[0][1])
    assert codes(talk.call(SHAPE.format("folder:DisplayName", created.get("Id")))) == ["ErrorInvalidPropertyRequest"]


@pytest.mark.parametrize(
    ("given", "asked", "expected"),
    [
        ("HTML", "Text", "high & low"),
        ("HTML", "Best", "<b>high &amp; low</b>"),
        ("Text", "Best", "high & low"),
    ],
)
def test_bodies_come_in_the_form_asked_for(given: str, asked: str, expected: str) -> None:
    talk = conversation()
    text = "&lt;b&gt;high &amp;amp; low&lt;/b&gt;" if given == "HTML" else "high &amp; low"
    created = talk.create(f"<t:Message><t:Body BodyType='{given}'>{text}</t:Body></t:Message>")
    item = talk.get(str(created.get("Id")), "Default", f"<t:BodyType>{asked}</t:BodyType>")
    assert text_at(item, "t:Body") == expected


def test_one_entry_of_a_dictionary_is_asked_for() -> None:
    talk = conversation()
    created = talk.create(
        "<t:Contact><t:PhoneNumbers><t:Entry Key='HomePhone'>1</t:Entry><t:Entry Key='MobilePhone'>2</t:Entry>"
        "</t:PhoneNumbers></t:Contact>"
    )
    extra = (
        "<t:AdditionalProperties><t:IndexedFieldURI FieldURI='contacts:PhoneNumber' FieldIndex='MobilePhone'/>"
        "</t:AdditionalProperties>"
    )
    item = talk.get(str(created.get("Id")), "IdOnly", extra)
    assert [entry.text for entry in item.iterfind(".//t:Entry", NS)] == ["2"]


def test_headers_are_kept_and_asked_for_by_name() -> None:
    talk = conversation()
    created = talk.create(
        "<t:Message><t:ExtendedProperty><t:ExtendedFieldURI DistinguishedPropertySetId='InternetHeaders' "
        "PropertyName='X-Tide' PropertyType='String'/><t:Value>high</t:Value></t:ExtendedProperty></t:Message>"
    )
    extra = (
        "<t:AdditionalProperties><t:IndexedFieldURI FieldURI='item:InternetMessageHeader' FieldIndex='x-tide'/>"
        "<t:ExtendedFieldURI DistinguishedPropertySetId='InternetHeaders' PropertyName='x-TIDE' PropertyType='String'/>"
        "</t:AdditionalProperties>"
    )
    item = talk.get(str(created.get("Id")), "IdOnly", extra)
    assert text_at(item, "t:InternetMessageHeaders/t:InternetMessageHeader") == "high"
    assert text_at(item, "t:ExtendedProperty/t:Value") == "high"


def test_a_read_flag_is_a_change_of_its_own() -> None:
    talk = conversation()
    created = talk.create(KINDS[0][1])
    before = talk.mailbox.log.last
    unread = (
        "<t:SetItemField><t:FieldURI FieldURI='message:IsRead'/><t:Message><t:IsRead>false</t:IsRead></t:Message>"
        "</t:SetItemField>"
    )
    assert codes(talk.update(created, unread)) == ["NoError"]
    assert [change.kind for change in talk.mailbox.log.since(before)] == [ChangeKind.READ_FLAG]
    assert talk.mailbox.distinguished("drafts").unread == 1


@pytest.mark.parametrize(
    "xml",
    [
        "<t:Message><t:Importance>Urgent</t:Importance></t:Message>",
        "<t:Message><t:GivenName>A</t:GivenName></t:Message>",
        "<t:Message><t:IsRead>maybe</t:IsRead></t:Message>",
        "<t:Task><t:Status>Soon</t:Status></t:Task>",
        "<t:Task><t:DueDate>tomorrow</t:DueDate></t:Task>",
        "<t:Contact><t:PhoneNumbers><t:Entry Key='Tin'>1</t:Entry></t:PhoneNumbers></t:Contact>",
        "<t:Contact><t:PhysicalAddresses><t:Entry Key='Home'><t:Tower>1</t:Tower></t:Entry></t:PhysicalAddresses>"
        "</t:Contact>",
    ],
)
def test_what_the_schema_forbids_is_a_fault(xml: str) -> None:
    talk = conversation()
    with pytest.raises(EwsFault) as fault:
        talk.create(xml)
    assert fault.value.code == "ErrorSchemaValidation"
    assert all(item.is_associated for item in talk.mailbox.items.values())


def test_read_only_properties_are_not_set() -> None:
    talk = conversation()
    xml = "<t:Message><t:DateTimeCreated>2026-01-01T00:00:00Z</t:DateTimeCreated></t:Message>"
    answer = talk.call(f'<m:CreateItem MessageDisposition="SaveOnly"><m:Items>{xml}</m:Items></m:CreateItem>')
    assert codes(answer) == ["ErrorInvalidPropertySet"]
