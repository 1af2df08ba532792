"""Items are created, read, changed, moved and deleted as Exchange does it."""

import pytest
from lxml import etree

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
