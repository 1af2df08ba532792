"""Replies, forwards and replies to posts: subject, people, quoted text, conversation, and what can't be answered."""

import pytest
from lxml import etree

from tests.simulator.ews.conversation import NS, Conversation, codes, conversation, only, text_at

BRUNO, CARLA = "bruno.costa@contoso.test", "carla.mendes@contoso.test"
BODIES = {"Text": ("old", "new"), "HTML": ("&lt;p&gt;old&lt;/p&gt;", "&lt;p&gt;new&lt;/p&gt;")}


def to(*people: str) -> str:
    inner = "".join(f"<t:Mailbox><t:EmailAddress>{one}</t:EmailAddress></t:Mailbox>" for one in people)
    return f"<t:ToRecipients>{inner}</t:ToRecipients>"


def received(kind: str = "Text", cc: str = "") -> tuple[Conversation, str]:
    """Bruno's side of a message from Ana, and its id."""
    ana = conversation()
    picture = (
        "<t:Attachments><t:FileAttachment><t:Name>p.gif</t:Name><t:ContentId>p</t:ContentId><t:IsInline>true"
        "</t:IsInline><t:Content>QQ==</t:Content></t:FileAttachment><t:FileAttachment><t:Name>f</t:Name>"
        "<t:Content>QQ==</t:Content></t:FileAttachment></t:Attachments>"
    )
    item = (
        f"<t:Message><t:Subject>FW: tide</t:Subject><t:Body BodyType='{kind}'>{BODIES[kind][0]}</t:Body>{picture}"
        f"{to(BRUNO, CARLA)}{cc}</t:Message>"
    )
    ana.call(f'<m:CreateItem MessageDisposition="SendOnly"><m:Items>{item}</m:Items></m:CreateItem>')
    bruno = Conversation(ana.organization, BRUNO)
    message = next(iter(bruno.mailbox.distinguished("inbox").items.values()))
    return bruno, bruno.mailbox.item_id(message)


def answered(talk: Conversation, answer: str, reference: str, inner: str = "", before: str = "") -> etree._Element:
    xml = f'<t:{answer}>{before}<t:ReferenceItemId Id="{reference}"/>{inner}</t:{answer}>'
    return talk.call(f'<m:CreateItem MessageDisposition="SaveOnly"><m:Items>{xml}</m:Items></m:CreateItem>')


def draft(talk: Conversation, answer: etree._Element) -> etree._Element:
    assert codes(answer) == ["NoError"]
    return talk.get(str(only(answer, "//t:ItemId").get("Id")))


def addresses(item: etree._Element, name: str) -> list[str]:
    return [str(one.text) for one in item.iterfind(f"t:{name}/t:Mailbox/t:EmailAddress", NS)]


@pytest.mark.parametrize(
    ("answer", "subject", "people", "files"),
    [
        ("ReplyToItem", "RE: tide", ["ana.silva@contoso.test"], ["p.gif"]),
        ("ReplyAllToItem", "RE: tide", ["ana.silva@contoso.test", CARLA], ["p.gif"]),
        ("ForwardItem", "FW: tide", [], ["p.gif", "f"]),
    ],
)
@pytest.mark.parametrize("kind", ["Text", "HTML"])
def test_an_answer_goes_on_with_what_it_answers(
    answer: str, subject: str, people: list[str], files: list[str], kind: str
) -> None:
    """MS-OXWSCORE_R131, R132, R133."""
    talk, reference = received(kind)
    old = talk.get(reference)
    new = f"<t:NewBodyContent BodyType='{kind}'>{BODIES[kind][1]}</t:NewBodyContent>"
    item = draft(talk, answered(talk, answer, reference, new))
    assert text_at(item, "t:Subject") == subject
    assert addresses(item, "ToRecipients") == people
    assert [name.text for name in item.iterfind("t:Attachments/*/t:Name", NS)] == files
    body = only(item, "t:Body")
    assert body.get("BodyType") == kind
    text = str(body.text)
    assert text.index("new") < text.index("Ana Silva") < text.index("old")
    unique = "<t:AdditionalProperties><t:FieldURI FieldURI='item:UniqueBody'/></t:AdditionalProperties>"
    alone = text_at(talk.get(str(only(item, "t:ItemId").get("Id")), "IdOnly", unique), "t:UniqueBody")
    assert str(alone).strip() == ("new" if kind == "Text" else "<p>new</p>")
    assert text_at(item, "t:InReplyTo") == text_at(item, "t:References") == text_at(old, "t:InternetMessageId")
    assert text_at(item, "t:ConversationTopic") == text_at(old, "t:ConversationTopic") == "tide"
    assert only(item, "t:ConversationId").get("Id") == only(old, "t:ConversationId").get("Id")


def test_an_answer_says_what_it_wants_itself() -> None:
    talk, reference = received()
    before = (
        f"<t:Subject>mine</t:Subject>{to(CARLA)}<t:IsReadReceiptRequested>true</t:IsReadReceiptRequested>"
        "<t:IsDeliveryReceiptRequested>true</t:IsDeliveryReceiptRequested>"
    )
    item = draft(talk, answered(talk, "ReplyToItem", reference, before=before))
    assert (text_at(item, "t:Subject"), addresses(item, "ToRecipients")) == ("mine", [CARLA])
    assert text_at(item, "t:IsReadReceiptRequested") == text_at(item, "t:IsDeliveryReceiptRequested") == "true"


REFERENCES = (
    ("draft", "<t:Message><t:Subject>s</t:Subject></t:Message>", {"ReplyToItem", "ReplyAllToItem", "PostReplyItem"}),
    ("contact", "<t:Contact><t:GivenName>g</t:GivenName></t:Contact>",
     {"ReplyToItem", "ReplyAllToItem", "ForwardItem", "PostReplyItem"}),
    ("own meeting", "<t:CalendarItem><t:Subject>s</t:Subject></t:CalendarItem>",
     {"ReplyToItem", "ReplyAllToItem", "PostReplyItem"}),
    ("post", "<t:PostItem><t:Subject>s</t:Subject></t:PostItem>", set()),
)  # fmt: skip


@pytest.mark.parametrize(("name", "xml", "refused"), REFERENCES, ids=[row[0] for row in REFERENCES])
def test_what_cannot_be_answered_is_an_invalid_reference(name: str, xml: str, refused: set[str]) -> None:
    """Learn "ResponseCode", ErrorInvalidReferenceItem."""
    talk = conversation()
    reference = str(talk.create(xml, 'MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone"').get("Id"))
    for answer in ("ReplyToItem", "ReplyAllToItem", "ForwardItem", "PostReplyItem"):
        expected = "ErrorInvalidReferenceItem" if answer in refused else "NoError"
        assert codes(answered(talk, answer, reference)) == [expected], answer


def test_a_reply_to_a_post_is_put_up_beside_it() -> None:
    """MS-OXWSCORE_R137."""
    talk = conversation()
    folder = talk.mailbox.create_folder(talk.mailbox.distinguished("inbox"), "board")
    place = f'<m:SavedItemFolderId><t:FolderId Id="{talk.mailbox.folder_id(folder)}"/></m:SavedItemFolderId>'
    post = "<t:PostItem><t:Subject>tide</t:Subject><t:Body BodyType='Text'>old</t:Body></t:PostItem>"
    first = talk.create(post, "", place)
    assert {etree.QName(one).localname for one in only(talk.get(str(first.get("Id"))), "t:ResponseObjects")} == {
        "PostReplyItem", "ReplyToItem", "ForwardItem",
    }  # fmt: skip
    inner = "<t:NewBodyContent BodyType='Text'>new</t:NewBodyContent>"
    xml = f'<t:PostReplyItem><t:ReferenceItemId Id="{first.get("Id")}"/>{inner}</t:PostReplyItem>'
    reply = draft(talk, talk.call(f"<m:CreateItem><m:Items>{xml}</m:Items></m:CreateItem>"))
    assert text_at(reply, "t:ItemClass") == "IPM.Post"
    assert text_at(reply, "t:Subject") == "RE: tide"
    assert only(reply, "t:ParentFolderId").get("Id") == talk.mailbox.folder_id(folder)
    assert str(text_at(reply, "t:Body")).startswith("new")
    assert only(reply, "t:ConversationId").get("Id") == only(talk.get(str(first.get("Id"))), "t:ConversationId").get(
        "Id"
    )
