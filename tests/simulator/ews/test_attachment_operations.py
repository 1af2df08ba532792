"""CreateAttachment, GetAttachment and DeleteAttachment on every kind of attachment, at every depth and limit."""

import base64
from dataclasses import replace
from email import message_from_bytes

import pytest
from lxml import etree

from simulator.clock import Clock, Ids
from simulator.directory import Directory
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange_version import exchange_version
from simulator.soap.faults import EwsFault
from simulator.topologies import TOPOLOGIES
from tests.simulator.ews.conversation import NS, Conversation, codes, conversation, only, text_at

FILE = "<t:FileAttachment><t:Name>{}</t:Name><t:Content>QQ==</t:Content></t:FileAttachment>"
ITEM = "<t:ItemAttachment><t:Name>n</t:Name>{}</t:ItemAttachment>"
REFERENCE = (
    "<t:ReferenceAttachment><t:Name>plan.docx</t:Name>"
    "<t:AttachLongPathName>https://files.contoso.test/plan.docx</t:AttachLongPathName>"
    "<t:ProviderType>OneDrivePro</t:ProviderType><t:ProviderEndpointUrl>https://files.contoso.test/</t:ProviderEndpointUrl>"
    "<t:AttachmentThumbnailUrl>https://files.contoso.test/s.png</t:AttachmentThumbnailUrl>"
    "<t:AttachmentPreviewUrl>https://files.contoso.test/p</t:AttachmentPreviewUrl>"
    "<t:PermissionType>2</t:PermissionType><t:AttachmentIsFolder>false</t:AttachmentIsFolder></t:ReferenceAttachment>"
)


def at_site(version: str, **limits: int) -> Conversation:
    """A conversation with a server of this version."""
    sites = tuple(replace(site, version=exchange_version(version), **limits) for site in TOPOLOGIES[0].sites)
    return Conversation(ExchangeOrganization(Directory(replace(TOPOLOGIES[0], sites=sites)), Clock(), Ids(7)))


def attach(talk: Conversation, parent: str, *inner: str) -> etree._Element:
    return talk.call(
        f'<m:CreateAttachment><m:ParentItemId Id="{parent}"/><m:Attachments>{"".join(inner)}</m:Attachments>'
        "</m:CreateAttachment>"
    )


def attached(talk: Conversation, parent: str, inner: str) -> str:
    answer = attach(talk, parent, inner)
    assert codes(answer) == ["NoError"]
    return str(only(answer, "//t:AttachmentId").get("Id"))


def fetch(talk: Conversation, *identities: str, shape: str = "") -> etree._Element:
    ids = "".join(f'<t:AttachmentId Id="{identity}"/>' for identity in identities)
    shape = f"<m:AttachmentShape>{shape}</m:AttachmentShape>" if shape else ""
    return talk.call(f"<m:GetAttachment>{shape}<m:AttachmentIds>{ids}</m:AttachmentIds></m:GetAttachment>")


def delete(talk: Conversation, *identities: str) -> etree._Element:
    ids = "".join(f'<t:AttachmentId Id="{identity}"/>' for identity in identities)
    return talk.call(f"<m:DeleteAttachment><m:AttachmentIds>{ids}</m:AttachmentIds></m:DeleteAttachment>")


def draft(talk: Conversation) -> str:
    return str(talk.create("<t:Message><t:Subject>s</t:Subject></t:Message>").get("Id"))


def names(talk: Conversation, owner: str) -> list[str | None]:
    return [one.text for one in talk.get(owner).iterfind("t:Attachments/*/t:Name", NS)]


def test_a_deleted_attachment_changes_its_item() -> None:
    """MS-OXWSATT_R203, MS-OXWSATT_R204: the answer has the item's new ChangeKey."""
    talk = conversation()
    owner = draft(talk)
    first, second = attached(talk, owner, FILE.format("a")), attached(talk, owner, FILE.format("b"))
    before = only(talk.get(owner), "t:ItemId").get("ChangeKey")
    answer = delete(talk, first)
    assert codes(answer) == ["NoError"]
    root = only(answer, "//m:RootItemId")
    after = only(talk.get(owner), "t:ItemId").get("ChangeKey")
    assert (root.get("RootItemId"), root.get("RootItemChangeKey")) == (owner, after)
    assert after != before
    assert names(talk, owner) == ["b"]
    assert codes(delete(talk, first, second)) == ["ErrorInvalidAttachmentId", "NoError"]
    assert codes(fetch(talk, first)) == ["ErrorInvalidAttachmentId"]
    assert text_at(talk.get(owner), "t:HasAttachments") == "false"


@pytest.mark.parametrize(
    ("kind", "inner", "seen"),
    [
        ("Message", "<t:Subject>in</t:Subject><t:ToRecipients><t:Mailbox><t:EmailAddress>a@b.test</t:EmailAddress>"
         "</t:Mailbox></t:ToRecipients>", "t:ToRecipients/t:Mailbox/t:EmailAddress"),
        ("CalendarItem", "<t:Subject>in</t:Subject><t:Location>Tejo</t:Location>", "t:Location"),
        ("Contact", "<t:Subject>in</t:Subject><t:GivenName>Rui</t:GivenName>", "t:GivenName"),
        ("Task", "<t:Subject>in</t:Subject><t:DueDate>2026-11-25T00:00:00Z</t:DueDate>", "t:DueDate"),
        ("PostItem", "<t:Subject>in</t:Subject>", "t:Subject"),
    ],
)  # fmt: skip
def test_every_kind_of_attached_item(kind: str, inner: str, seen: str) -> None:
    """MS-OXWSATT_R532, MS-OXWSATT_R83, MS-OXWSATT_R85, MS-OXWSATT_R554, MS-OXWSATT_R97, MS-OXWSATT_R99."""
    talk = conversation()
    owner = draft(talk)
    identity = attached(talk, owner, ITEM.format(f"<t:{kind}>{inner}</t:{kind}>"))
    item = only(fetch(talk, identity), f"//t:ItemAttachment/t:{kind}")
    assert text_at(item, "t:Subject") == "in"
    assert text_at(item, seen)
    assert text_at(item, "t:Importance") == "Normal"
    assert names(talk, owner) == ["n"]


def test_an_item_element_becomes_a_message() -> None:
    """MS-OXWSATT_R318014."""
    talk = conversation()
    identity = attached(talk, draft(talk), ITEM.format("<t:Item><t:Subject>in</t:Subject></t:Item>"))
    assert text_at(fetch(talk, identity), ".//t:Message/t:Subject") == "in"


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        ("", "ErrorMissingItemForCreateItemAttachment"),  # MS-OXWSATT_R78002
        *((f"<t:{kind}/>", "ErrorInvalidItemForOperationCreateItemAttachment")  # MS-OXWSATT_R318001
          for kind in ("MeetingMessage", "MeetingRequest", "MeetingResponse", "MeetingCancellation")),
    ],
)  # fmt: skip
def test_what_cannot_be_attached(inner: str, code: str) -> None:
    talk = conversation()
    owner = draft(talk)
    assert codes(attach(talk, owner, ITEM.format(inner), FILE.format("a"))) == [code, "NoError"]
    assert names(talk, owner) == ["a"]


def test_an_attachment_of_an_attachment() -> None:
    """MS-OXWSATT_R14201 and MS-OXWSATT_R20001: read, added and deleted by way of the item in a folder."""
    talk = conversation()
    owner = draft(talk)
    inner = f"<t:Message><t:Subject>1</t:Subject><t:Attachments>{FILE.format('deep')}</t:Attachments></t:Message>"
    middle = attached(talk, owner, ITEM.format(inner))
    answer = attach(talk, middle, FILE.format("later"))
    root, later = only(answer, "//t:AttachmentId").get("RootItemId"), str(only(answer, "//t:AttachmentId").get("Id"))
    assert root == owner
    deep = [str(one.get("Id")) for one in fetch(talk, middle).iterfind(".//t:Message//t:AttachmentId", NS)]
    assert deep[1:] == [later]
    assert text_at(fetch(talk, deep[0]), ".//t:Content") == "QQ=="
    answer = delete(talk, deep[0])
    key = only(talk.get(owner), "t:ItemId").get("ChangeKey")
    assert only(answer, "//m:RootItemId").get("RootItemChangeKey") == key
    left = fetch(talk, middle).iterfind(".//t:Message//t:Name", NS)
    assert [one.text for one in left] == ["later"]
    assert codes(attach(talk, later, FILE.format("x"))) == ["ErrorInvalidIdNotAnItemAttachmentId"]


def nested(levels: int) -> str:
    inner = FILE.format("end")
    for _ in range(levels - 1):
        inner = ITEM.format(f"<t:Message><t:Attachments>{inner}</t:Attachments></t:Message>")
    return inner


def test_attachments_nest_ten_levels_deep() -> None:
    talk = conversation()
    owner = draft(talk)
    assert codes(attach(talk, owner, nested(10), nested(11))) == ["NoError", "ErrorAttachmentNestLevelLimitExceeded"]
    assert names(talk, owner) == ["n"]
    item = attached(talk, owner, ITEM.format("<t:Message/>"))
    assert codes(attach(talk, item, nested(9), nested(10))) == ["NoError", "ErrorAttachmentNestLevelLimitExceeded"]
    whole = f"<t:Message><t:Attachments>{nested(11)}</t:Attachments></t:Message>"
    created = f'<m:CreateItem MessageDisposition="SaveOnly"><m:Items>{whole}</m:Items></m:CreateItem>'
    assert codes(talk.call(created)) == ["ErrorAttachmentNestLevelLimitExceeded"]
    assert codes(at_site("2010").call(created)) == ["NoError"]


def test_limits_of_a_site() -> None:
    talk = at_site("Exchange SE", max_attachment_size=3, max_message_size=2000)
    owner = draft(talk)
    small, large = (base64.b64encode(bytes(size)).decode() for size in (3, 4))
    both = [f"<t:FileAttachment><t:Name>a</t:Name><t:Content>{text}</t:Content></t:FileAttachment>"
            for text in (small, large)]  # fmt: skip
    assert codes(attach(talk, owner, *both)) == ["NoError", "ErrorAttachmentSizeLimitExceeded"]
    message = (
        '<m:CreateItem MessageDisposition="SendAndSaveCopy"><m:Items><t:Message><t:Body BodyType="Text">{}</t:Body>'
        "<t:ToRecipients><t:Mailbox><t:EmailAddress>bruno.costa@contoso.test</t:EmailAddress></t:Mailbox>"
        "</t:ToRecipients></t:Message></m:Items></m:CreateItem>"
    )
    assert codes(talk.call(message.format("x" * 2000))) == ["ErrorMessageSizeExceeded"]
    assert codes(talk.call(message.format("x" * 1000))) == ["NoError"]
    assert talk.mailbox.distinguished("sentitems").total == 1


def test_a_reference_is_told_as_it_was_given() -> None:
    """MS-OXWSATT_R104006 to MS-OXWSATT_R104018."""
    talk = at_site("Exchange 2016")
    owner = draft(talk)
    identity = attached(talk, owner, REFERENCE)
    given = etree.fromstring(f'<x xmlns:t="{NS["t"]}">{REFERENCE}</x>')[0]
    for found in (only(fetch(talk, identity), "//t:ReferenceAttachment"),
                  only(talk.get(owner), "t:Attachments/t:ReferenceAttachment")):  # fmt: skip
        kept = [(one.tag, one.text) for one in found]
        assert [pair for pair in ((one.tag, one.text) for one in given) if pair not in kept] == []
    talk.version = "Exchange2010_SP2"
    assert names(talk, owner) == []


def test_a_server_that_knows_no_references() -> None:
    """MS-OXWSATT_R318010."""
    talk = at_site("2013")
    with pytest.raises(EwsFault) as refused:
        attach(talk, draft(talk), REFERENCE)
    assert refused.value.code == "ErrorSchemaValidation"


def test_what_exchange_2007_tells_of_an_attachment() -> None:
    """MS-OXWSATT_R318002, MS-OXWSATT_R318004, and what later versions tell."""
    talk = conversation()
    owner = draft(talk)
    attached(talk, owner, FILE.format("a"))
    told = [etree.QName(one).localname for one in only(talk.get(owner), "t:Attachments/t:FileAttachment")]
    assert told == ["AttachmentId", "Name", "Size", "LastModifiedTime", "IsInline", "IsContactPhoto"]
    talk.version = "Exchange2007_SP1"
    told = [etree.QName(one).localname for one in only(talk.get(owner), "t:Attachments/t:FileAttachment")]
    assert told == ["AttachmentId", "Name"]


def test_a_picture_of_a_contact_and_a_picture_in_a_text() -> None:
    talk = conversation()
    talk.version = "Exchange2013"
    contact = str(talk.create("<t:Contact><t:GivenName>Rui</t:GivenName></t:Contact>", "").get("Id"))
    photo = (
        "<t:FileAttachment><t:Name>ContactPicture.jpg</t:Name><t:IsContactPhoto>true</t:IsContactPhoto>"
        "<t:Content>/9g=</t:Content></t:FileAttachment>"
    )
    assert text_at(talk.get(contact), "t:HasPicture") == "false"
    attached(talk, contact, photo)
    asked = '<t:AdditionalProperties><t:FieldURI FieldURI="contacts:Photo"/></t:AdditionalProperties>'
    found = talk.get(contact, extra=asked)
    assert (text_at(found, "t:HasPicture"), text_at(found, "t:Photo")) == ("true", "/9g=")
    owner = draft(talk)
    inline = (
        "<t:FileAttachment><t:Name>logo.png</t:Name><t:ContentId>logo</t:ContentId><t:IsInline>true</t:IsInline>"
        "<t:Content>QQ==</t:Content></t:FileAttachment>"
    )
    found = only(fetch(talk, attached(talk, owner, inline)), "//t:FileAttachment")
    assert [text_at(found, f"t:{name}") for name in ("ContentType", "ContentId", "IsInline")] == [
        "image/png",
        "logo",
        "true",
    ]
    assert text_at(talk.get(owner), "t:HasAttachments") == "false"


MESSAGE = '<t:Message><t:Subject>in</t:Subject><t:Body BodyType="HTML">&lt;b&gt;fat&lt;/b&gt;</t:Body></t:Message>'


def test_the_shape_of_an_attached_item() -> None:
    """MS-OXWSATT_R477, MS-OXWSATT_R3111, MS-OXWSATT_R478, MS-OXWSATT_R549."""
    talk = conversation()
    identity = attached(talk, draft(talk), ITEM.format(MESSAGE))
    plain = only(fetch(talk, identity), "//t:Message")
    assert (plain.find("t:MimeContent", NS), text_at(plain, "t:Body")) == (None, "<b>fat</b>")
    shape = (
        "<t:IncludeMimeContent>true</t:IncludeMimeContent><t:BodyType>Text</t:BodyType><t:AdditionalProperties>"
        '<t:FieldURI FieldURI="item:TextBody"/></t:AdditionalProperties>'
    )
    shaped = only(fetch(talk, identity, shape=shape), "//t:Message")
    assert (text_at(shaped, "t:Body"), text_at(shaped, "t:TextBody")) == ("fat", "fat")
    mime = message_from_bytes(base64.b64decode(text_at(shaped, "t:MimeContent") or ""))
    assert mime["Subject"] == "in"


@pytest.mark.parametrize(
    ("version", "inner", "code"),
    [
        ("2010 SP2", MESSAGE, "NoError"),  # MS-OXWSATT_R55001
        ("2010 SP2", "<t:PostItem/>", "NoError"),  # MS-OXWSATT_R55002
        ("2010 SP2", "<t:CalendarItem/>", "NoError"),  # MS-OXWSATT_R55003
        ("2010 SP2", "<t:Contact/>", "ErrorUnsupportedMimeConversion"),  # MS-OXWSATT_R552
        ("2010 SP2", "<t:Task/>", "ErrorUnsupportedMimeConversion"),
        ("2013 SP1", "<t:Contact/>", "NoError"),
    ],
)
def test_mime_content_of_attached_items(version: str, inner: str, code: str) -> None:
    talk = at_site(version)
    identity = attached(talk, draft(talk), ITEM.format(inner))
    answer = fetch(talk, identity, shape="<t:IncludeMimeContent>true</t:IncludeMimeContent>")
    assert codes(answer) == [code]
    assert (answer.find(".//t:MimeContent", NS) is not None) == (code == "NoError")


def test_an_item_made_of_mime_is_attached_whole() -> None:
    talk = conversation()
    mime = base64.b64encode(b"Subject: from mime\r\nFrom: a@b.test\r\n\r\nhello\r\n").decode()
    inner = f"<t:Message><t:MimeContent>{mime}</t:MimeContent></t:Message>"
    item = only(fetch(talk, attached(talk, draft(talk), ITEM.format(inner))), "//t:Message")
    assert (text_at(item, "t:Subject"), (text_at(item, "t:Body") or "").strip()) == ("from mime", "hello")


def test_parents_that_are_none() -> None:
    talk = conversation()
    owner = draft(talk)
    folder = talk.mailbox.folder_id(talk.mailbox.distinguished("inbox"))
    for wrong, code in ((folder, "ErrorCannotUseFolderIdForItemId"), ("x", "ErrorInvalidIdMalformed"),
                        ("", "ErrorInvalidIdEmpty")):  # fmt: skip
        assert codes(attach(talk, wrong, FILE.format("a"))) == [code]
        assert codes(delete(talk, owner if wrong == folder else wrong)) != ["NoError"]
    talk.mailbox.delete_item(next(reversed(talk.mailbox.items.values())), "HardDelete")
    assert codes(attach(talk, owner, FILE.format("a"))) == ["ErrorItemNotFound"]


@pytest.mark.parametrize(("wanted", "kept"), [("true", False), ("false", True)])
def test_unsafe_html_of_an_attached_item_is_filtered_when_asked(wanted: str, kept: bool) -> None:
    """MS-OXWSATT_R479001, MS-OXWSATT_R479002."""
    talk = conversation()
    html = "&lt;p&gt;a&lt;/p&gt;&lt;script&gt;evil()&lt;/script&gt;"
    inner = f'<t:Message><t:Body BodyType="HTML">{html}</t:Body></t:Message>'
    identity = attached(talk, draft(talk), ITEM.format(inner))
    answer = fetch(talk, identity, shape=f"<t:FilterHtmlContent>{wanted}</t:FilterHtmlContent>")
    body = text_at(only(answer, "//t:Message"), "t:Body") or ""
    assert ("<p>a</p>" in body, "evil()" in body) == (True, kept)
