"""Attachments: files and items, small and large."""

import base64
import random

from tests.simulator.ews.conversation import NS, Conversation, codes, conversation, only, text_at

LARGE = 25 * 1024 * 1024


def attach(talk: Conversation, owner: str, inner: str) -> str:
    answer = talk.call(
        f'<m:CreateAttachment><m:ParentItemId Id="{owner}"/><m:Attachments>{inner}</m:Attachments></m:CreateAttachment>'
    )
    assert codes(answer) == ["NoError"]
    identity = only(answer, "//t:AttachmentId")
    assert identity.get("RootItemId") == owner
    assert identity.get("RootItemChangeKey")
    return str(identity.get("Id"))


def fetch(talk: Conversation, identity: str) -> str:
    return f'<m:GetAttachment><m:AttachmentIds><t:AttachmentId Id="{identity}"/></m:AttachmentIds></m:GetAttachment>'


def test_a_large_file_passes_both_ways() -> None:
    talk = conversation()
    talk.checked = False  # the checker reads no text of more than 10 MB
    owner = str(talk.create("<t:Message/>").get("Id"))
    data = random.Random(1).randbytes(LARGE)
    encoded = base64.b64encode(data).decode()
    identity = attach(
        talk, owner, f"<t:FileAttachment><t:Name>a.bin</t:Name><t:Content>{encoded}</t:Content></t:FileAttachment>"
    )
    answer = talk.call(fetch(talk, identity))
    assert only(answer, "//t:Content").text == encoded
    item = talk.get(owner)
    assert text_at(item, "t:Attachments/t:FileAttachment/t:Size") == str(LARGE)
    assert text_at(item, "t:HasAttachments") == "true"
    assert item.find(".//t:Content", NS) is None


def test_an_attached_item_is_read_with_its_properties() -> None:
    talk = conversation()
    owner = str(talk.create("<t:Message/>").get("Id"))
    inner = (
        "<t:ItemAttachment><t:Name>n</t:Name><t:Message><t:Subject>inside</t:Subject>"
        "<t:Body BodyType='Text'>b</t:Body></t:Message></t:ItemAttachment>"
    )
    answer = talk.call(fetch(talk, attach(talk, owner, inner)))
    assert codes(answer) == ["NoError"]
    assert text_at(answer, ".//t:Message/t:Subject") == "inside"


def test_an_attachment_changes_its_item() -> None:
    talk = conversation()
    created = talk.create("<t:Message/>")
    owner = str(created.get("Id"))
    attach(talk, owner, "<t:FileAttachment><t:Name>a</t:Name><t:Content>QQ==</t:Content></t:FileAttachment>")
    assert only(talk.get(owner), "t:ItemId").get("ChangeKey") != created.get("ChangeKey")


def test_ids_that_name_no_attachment() -> None:
    talk = conversation()
    owner = str(talk.create("<t:Message/>").get("Id"))
    identity = attach(talk, owner, "<t:FileAttachment><t:Name>a</t:Name><t:Content>QQ==</t:Content></t:FileAttachment>")
    talk.mailbox.delete_item(next(iter(talk.mailbox.distinguished("drafts").items.values())), "HardDelete")
    for wrong, code in (
        (owner, "ErrorInvalidAttachmentId"),
        ("x", "ErrorInvalidIdMalformed"),
        (identity, "ErrorItemNotFound"),
    ):
        assert codes(talk.call(fetch(talk, wrong))) == [code]
