"""Properties of the schema by their MAPI names, as mail gateways read and write them."""

import base64

import pytest

from tests.simulator.ews.conversation import NS, Conversation, codes, conversation, only, text_at

CONTACT = "00062004-0000-0000-c000-000000000046"


def tag(number: int, kind: str) -> str:
    return f'<t:ExtendedFieldURI PropertyTag="0x{number:x}" PropertyType="{kind}"/>'


def value(path: str, text: object) -> str:
    return f"<t:ExtendedProperty>{path}<t:Value>{text}</t:Value></t:ExtendedProperty>"


def read(talk: Conversation, item_id: str | None, *paths: str) -> list[str]:
    """The values of extended properties, in the order asked for; what has none is left out."""
    extra = f"<t:AdditionalProperties>{''.join(paths)}</t:AdditionalProperties>"
    item = talk.get(str(item_id), "IdOnly", extra)
    return [str(found.text) for found in item.iterfind(".//t:Value", NS)]


def test_message_flags_follow_the_message() -> None:
    talk = conversation()
    flags = tag(0x0E07, "Integer")
    draft = talk.create("<t:Message><t:Subject>s</t:Subject></t:Message>")
    assert int(read(talk, draft.get("Id"), flags)[0]) & 0x9 == 0x9
    received = talk.create(f"<t:Message><t:Subject>s</t:Subject>{value(flags, 0)}</t:Message>")
    assert int(read(talk, received.get("Id"), flags)[0]) & 0x9 == 0
    change = (
        '<t:SetItemField><t:FieldURI FieldURI="message:IsRead"/>'
        "<t:Message><t:IsRead>true</t:IsRead></t:Message></t:SetItemField>"
    )
    assert codes(talk.update(received, change)) == ["NoError"]
    assert int(read(talk, received.get("Id"), flags)[0]) & 0x9 == 1


def test_article_numbers_grow_and_the_folder_knows_the_next() -> None:
    talk = conversation()
    number, record = tag(0x0E23, "Integer"), tag(0x0FF9, "Binary")
    first, second = (talk.create("<t:Message/>").get("Id") for _ in range(2))
    uids = [int(read(talk, item, number)[0]) for item in (first, second)]
    assert uids[0] < uids[1]
    assert read(talk, first, record) != read(talk, second, record)
    base64.b64decode(read(talk, first, record)[0], validate=True)
    answer = talk.call(
        "<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>"
        f"{tag(0x6751, 'Integer')}{tag(0x670A, 'SystemTime')}</t:AdditionalProperties></m:FolderShape>"
        '<m:FolderIds><t:DistinguishedFolderId Id="drafts"/></m:FolderIds></m:GetFolder>'
    )
    following, touched = (str(found.text) for found in answer.iterfind(".//t:Value", NS))
    assert int(following) > uids[1]
    assert touched.endswith("Z")


def test_the_follow_up_flag_by_its_number() -> None:
    talk = conversation()
    talk.version = "Exchange2013"
    status = tag(0x1090, "Integer")
    plain = talk.create("<t:Message/>")
    assert read(talk, plain.get("Id"), status) == []
    flagged = talk.create(f"<t:Message>{value(status, 2)}</t:Message>")
    assert read(talk, flagged.get("Id"), status) == ["2"]
    assert text_at(talk.get(str(flagged.get("Id"))), "t:Flag/t:FlagStatus") == "Flagged"


def test_a_contact_written_by_mapi_names() -> None:
    talk = conversation()
    street = f'<t:ExtendedFieldURI PropertySetId="{CONTACT}" PropertyId="{0x8045}" PropertyType="String"/>'
    given = (
        value(tag(0x001A, "String"), "IPM.Contact.Custom"),
        value(tag(0x3001, "String"), "Zé Ávila"),
        value(tag(0x3A1C, "String"), "+351 1"),
        value(tag(0x3A59, "String"), "Lisboa"),
        value(street, "Rua 1"),
        value(tag(0x1000, "String"), "notes"),
    )
    created = talk.create(f"<t:Contact>{''.join(given)}</t:Contact>", "")
    contact = talk.get(str(created.get("Id")))
    assert text_at(contact, "t:ItemClass") == "IPM.Contact.Custom"
    assert text_at(contact, "t:DisplayName") == "Zé Ávila"
    assert only(contact, "t:PhoneNumbers/t:Entry").get("Key") == "MobilePhone"
    assert [entry.get("Key") for entry in contact.iterfind("t:PhysicalAddresses/t:Entry", NS)] == ["Home", "Business"]
    assert text_at(contact, "t:Body") == "notes"
    assert read(talk, created.get("Id"), street, tag(0x3A1C, "String")) == ["Rua 1", "+351 1"]


@pytest.mark.parametrize("name", ["item:Categories", "keywords"])
def test_categories_by_either_name(name: str) -> None:
    talk = conversation()
    keywords = (
        '<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="Keywords" '
        'PropertyType="StringArray"/>'
    )
    texts = "<t:String>a</t:String><t:String>b</t:String>"
    inner = (
        f"<t:Categories>{texts}</t:Categories>"
        if name == "item:Categories"
        else f"<t:ExtendedProperty>{keywords}<t:Values><t:Value>a</t:Value><t:Value>b</t:Value></t:Values>"
        "</t:ExtendedProperty>"
    )
    created = talk.create(f"<t:Message>{inner}</t:Message>")
    item = talk.get(str(created.get("Id")))
    assert [one.text for one in item.iterfind("t:Categories/t:String", NS)] == ["a", "b"]
    assert read(talk, created.get("Id"), keywords) == ["a", "b"]
