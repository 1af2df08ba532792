"""ExportItems and UploadItems: what goes out comes in again, as new or in place of what is there."""

import base64
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from simulator.ews.item_stream import exported_of
from simulator.exchange.errors import ExchangeError
from simulator.soap.faults import EwsFault
from tests.simulator.ews.conversation import NS, Conversation, codes, conversation, only, text_at
from tests.simulator.ews.test_copying import CRMID, rich


def export(talk: Conversation, *items: str) -> etree._Element:
    ids = "".join(f'<t:ItemId Id="{item}"/>' for item in items)
    return talk.call(f"<m:ExportItems><m:ItemIds>{ids}</m:ItemIds></m:ExportItems>")


def exported(talk: Conversation, item: str) -> str:
    answer = export(talk, item)
    assert codes(answer) == ["NoError"]
    return str(only(answer, "//m:Data").text)


def entry(folder: str, data: str, action: str = "CreateNew", item: str = "", more: str = "") -> str:
    where = f'<t:ParentFolderId Id="{folder}"/>'
    return f'<t:Item CreateAction="{action}" {more}>{where}{item}<t:Data>{data}</t:Data></t:Item>'


def upload(talk: Conversation, *entries: str) -> etree._Element:
    return talk.call(f"<m:UploadItems><m:Items>{''.join(entries)}</m:Items></m:UploadItems>")


def folder_id(talk: Conversation, name: str) -> str:
    return talk.mailbox.folder_id(talk.mailbox.distinguished(name))


def named(item: str, key: str = "") -> str:
    return f'<t:ItemId Id="{item}" ChangeKey="{key}"/>' if key else f'<t:ItemId Id="{item}"/>'


def rename(talk: Conversation, item: etree._Element, subject: str) -> str:
    """Give an item another subject; returns its new ChangeKey."""
    change = (
        f'<t:SetItemField><t:FieldURI FieldURI="item:Subject"/><t:Message><t:Subject>{subject}</t:Subject></t:Message>'
        "</t:SetItemField>"
    )
    return str(only(talk.update(item, change), "//t:ItemId").get("ChangeKey"))


def test_an_exported_item_is_uploaded_as_a_new_one() -> None:
    """MS-OXWSBTRF_R2107, R2108, R169 to R173, R2007, R2008, R211, R226, R228."""
    talk = conversation()
    original = rich(talk)
    answer = export(talk, original)
    ids = only(answer, "//m:ItemId")
    assert (ids.get("Id"), ids.get("ChangeKey")) == (original, only(talk.get(original), "t:ItemId").get("ChangeKey"))
    answer = upload(talk, entry(folder_id(talk, "inbox"), str(only(answer, "//m:Data").text)))
    assert codes(answer) == ["NoError"]
    new = str(only(answer, "//m:ItemId").get("Id"))
    assert new != original
    first, second = talk.get(original, extra=CRMID), talk.get(new, extra=CRMID)
    paths = ("t:Subject", "t:Body", "t:Categories/t:String", "t:ExtendedProperty/t:Value", "t:DateTimeCreated")
    assert [text_at(first, path) for path in paths] == [text_at(second, path) for path in paths]
    assert only(second, "t:ParentFolderId").get("Id") == folder_id(talk, "inbox")
    identity = str(only(second, "t:Attachments//t:AttachmentId").get("Id"))
    fetched = talk.call(
        f'<m:GetAttachment><m:AttachmentIds><t:AttachmentId Id="{identity}"/></m:AttachmentIds></m:GetAttachment>'
    )
    assert text_at(fetched, ".//t:Message/t:Attachments/t:FileAttachment/t:Name") == "f"


def test_into_another_mailbox() -> None:
    talk = conversation()
    there = Conversation(talk.organization, "oliver.smith@contoso.test")
    data = exported(talk, rich(talk))
    assert codes(upload(there, entry(folder_id(there, "inbox"), data))) == ["NoError"]
    assert [one.text("item:Subject") for one in there.mailbox.distinguished("inbox").items.values()] == ["s"]
    assert codes(upload(there, entry(folder_id(talk, "inbox"), data))) == ["ErrorFolderNotFound"]


@pytest.mark.parametrize("action", ["Update", "UpdateOrCreate"])
def test_an_update_brings_the_item_back_to_what_it_was(action: str) -> None:
    """MS-OXWSBTRF_R229, R2321."""
    talk = conversation()
    item = rich(talk)
    data = exported(talk, item)
    key = rename(talk, only(talk.get(item), "t:ItemId"), "other")
    answer = upload(talk, entry(folder_id(talk, "drafts"), data, action, named(item, key)))
    assert codes(answer) == ["NoError"]
    ids = only(answer, "//m:ItemId")
    assert (ids.get("Id"), ids.get("ChangeKey") != key) == (item, True)
    assert text_at(talk.get(item), "t:Subject") == "s"
    stale = upload(talk, entry(folder_id(talk, "drafts"), data, action, named(item, key)))
    assert codes(stale) == ["ErrorIrresolvableConflict"]
    assert codes(upload(talk, entry(folder_id(talk, "drafts"), data, action, named(item)))) == ["NoError"]
    assert talk.mailbox.distinguished("drafts").total == 1


@pytest.mark.parametrize("gone", [False, True])
def test_an_item_that_is_not_in_the_folder(gone: bool) -> None:
    """MS-OXWSBTRF_R231, R235, R2351: in another folder, or nowhere."""
    talk = conversation()
    item = rich(talk)
    data = exported(talk, item)
    if gone:
        talk.mailbox.delete_item(next(reversed(talk.mailbox.items.values())), "HardDelete")
    inbox = folder_id(talk, "inbox")
    assert codes(upload(talk, entry(inbox, data, "Update", named(item)))) == ["ErrorItemNotFound"]
    assert talk.mailbox.distinguished("inbox").total == 0
    answer = upload(talk, entry(inbox, data, "UpdateOrCreate", named(item)))
    assert codes(answer) == ["NoError"]
    assert only(answer, "//m:ItemId").get("Id") != item
    assert [talk.mailbox.distinguished(name).total for name in ("inbox", "drafts")] == [1, 0 if gone else 1]


def test_an_item_of_another_mailbox_is_not_updated() -> None:
    """Even where a folder has an item of the same number."""
    talk = conversation()
    there = Conversation(talk.organization, "bruno.costa@contoso.test")
    mine, theirs = rich(talk), rich(there)
    data, drafts = exported(talk, mine), folder_id(talk, "drafts")
    numbers = [set(one.mailbox.distinguished("drafts").items) for one in (talk, there)]
    assert numbers[0] == numbers[1]
    assert codes(upload(talk, entry(drafts, data, "Update", named(theirs)))) == ["ErrorItemNotFound"]
    assert codes(upload(talk, entry(drafts, data, "UpdateOrCreate", named(theirs)))) == ["NoError"]
    assert [one.mailbox.distinguished("drafts").total for one in (talk, there)] == [2, 1]


def test_associated_items() -> None:
    """MS-OXWSBTRF_R222, R223."""
    talk = conversation()
    root = talk.mailbox.distinguished("root")
    (options,) = root.associated.values()
    data = exported(talk, talk.mailbox.item_id(options))
    inbox = talk.mailbox.distinguished("inbox")
    answer = upload(talk, entry(folder_id(talk, "inbox"), data, more='IsAssociated="true"'))
    assert codes(answer) == ["NoError"]
    assert [one.item_class for one in inbox.associated.values()] == ["IPM.Configuration.OWA.UserOptions"]
    assert codes(upload(talk, entry(folder_id(talk, "inbox"), data))) == ["NoError"]
    assert [len(inbox.associated), inbox.total] == [1, 1]
    there = named(str(only(answer, "//m:ItemId").get("Id")))
    plain = entry(folder_id(talk, "inbox"), data, "Update", there)
    marked = entry(folder_id(talk, "inbox"), data, "Update", there, 'IsAssociated="true"')
    assert codes(upload(talk, plain, marked)) == ["ErrorItemNotFound", "NoError"]


def set_read(talk: Conversation, item: str, read: str) -> None:
    change = (
        '<t:SetItemField><t:FieldURI FieldURI="message:IsRead"/><t:Message>'
        f"<t:IsRead>{read}</t:IsRead></t:Message></t:SetItemField>"
    )
    assert codes(talk.update(only(talk.get(item), "t:ItemId"), change)) == ["NoError"]


@pytest.mark.parametrize(("exported_as", "then", "unread"), [("false", "true", 1), ("true", "false", 0)])
def test_unread_items_are_counted(exported_as: str, then: str, unread: int) -> None:
    talk = conversation()
    item, drafts = rich(talk), talk.mailbox.distinguished("drafts")
    set_read(talk, item, exported_as)
    data = exported(talk, item)
    set_read(talk, item, then)
    assert drafts.unread == 1 - unread
    assert codes(upload(talk, entry(folder_id(talk, "drafts"), data, "Update", named(item)))) == ["NoError"]
    assert drafts.unread == unread
    upload(talk, entry(folder_id(talk, "drafts"), data))
    assert drafts.unread == 2 * unread


def test_one_bad_entry_leaves_the_others() -> None:
    talk = conversation()
    item, contact = rich(talk), str(talk.create("<t:Contact><t:GivenName>R</t:GivenName></t:Contact>", "").get("Id"))
    inbox, data = folder_id(talk, "inbox"), exported(talk, item)
    answer = export(talk, inbox, "x", item)
    assert codes(answer) == ["ErrorCannotUseFolderIdForItemId", "ErrorInvalidIdMalformed", "NoError"]
    assert len(answer.findall(".//m:Data", NS)) == 1
    drafts = folder_id(talk, "drafts")
    answer = upload(
        talk,
        entry(item, data),
        entry("x", data),
        entry(inbox, "QUJD"),
        entry(drafts, data, "Update", named("x")),
        entry(drafts, exported(talk, contact), "Update", named(item)),
        entry(drafts, data, "Update", named(item, "x")),
        entry(inbox, data, item=named("x")),
    )
    assert codes(answer) == [
        "ErrorCannotUseItemIdForFolderId", "ErrorInvalidIdMalformed", "ErrorCorruptData", "ErrorInvalidIdMalformed",
        "ErrorObjectTypeChanged", "ErrorInvalidChangeKey", "NoError",
    ]  # fmt: skip
    assert talk.mailbox.distinguished("inbox").total == 1
    stranger = Conversation(talk.organization, "bruno.costa@contoso.test")
    assert codes(export(stranger, item)) == ["ErrorItemNotFound"]


@pytest.mark.parametrize(
    "wrong",
    [
        entry("a", "QQ==", "Update"),  # MS-OXWSBTRF_R242
        entry("a", "QQ==", "UpdateOrCreate"),  # MS-OXWSBTRF_R234
        entry("a", "QQ==", "Replace"),
        entry("a", "*"),
        '<t:Item><t:ParentFolderId Id="a"/><t:Data>QQ==</t:Data></t:Item>',
        '<t:Item CreateAction="CreateNew"><t:Data>QQ==</t:Data></t:Item>',
        '<t:Item CreateAction="CreateNew"><t:ParentFolderId Id="a"/></t:Item>',
    ],
)
def test_what_is_a_fault(wrong: str) -> None:
    with pytest.raises(EwsFault):
        upload(conversation(), wrong)


@cache
def any_stream() -> bytes:
    talk = conversation()
    return base64.b64decode(exported(talk, rich(talk)))


@given(st.data())
def test_a_spoiled_stream_is_found_out(data: st.DataObject) -> None:
    stream = bytearray(any_stream())
    at = data.draw(st.integers(0, len(stream) - 1))
    stream[at] ^= data.draw(st.integers(1, 255))
    for spoiled in (bytes(stream), any_stream()[:at]):
        with pytest.raises(ExchangeError, match="ErrorCorruptData"):
            exported_of(spoiled)
