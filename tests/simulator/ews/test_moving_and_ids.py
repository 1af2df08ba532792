"""Moving, deleting, converting ids, and whose ids they are."""

import itertools

import pytest

from simulator.ews.operations.convert_id import FORMATS
from tests.simulator.ews.conversation import NS, Conversation, codes, conversation, only

DELETE = '<m:DeleteItem DeleteType="{}"><m:ItemIds><t:ItemId Id="{}"/></m:ItemIds></m:DeleteItem>'


def get_codes(talk: Conversation, item_id: str) -> list[str]:
    return codes(
        talk.call(
            "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
            f'<m:ItemIds><t:ItemId Id="{item_id}"/></m:ItemIds></m:GetItem>'
        )
    )


def move(talk: Conversation, item_id: str, folder: str) -> str:
    return (
        f"<m:MoveItem><m:ToFolderId>{folder}</m:ToFolderId>"
        f'<m:ItemIds><t:ItemId Id="{item_id}"/></m:ItemIds></m:MoveItem>'
    )


def test_a_moved_item_has_a_new_id() -> None:
    talk = conversation()
    old = str(talk.create("<t:Message><t:Subject>s</t:Subject></t:Message>").get("Id"))
    answer = talk.call(move(talk, old, '<t:DistinguishedFolderId Id="inbox"/>'))
    new = str(only(answer, "//t:ItemId").get("Id"))
    assert new != old
    assert get_codes(talk, old) == ["ErrorItemNotFound"]
    assert get_codes(talk, new) == ["NoError"]
    gone = talk.mailbox.folder_id(talk.mailbox.create_folder(talk.mailbox.distinguished("inbox"), "x"))
    talk.mailbox.delete_folder(next(talk.mailbox.children(talk.mailbox.distinguished("inbox"))), "HardDelete")
    assert codes(talk.call(move(talk, new, f'<t:FolderId Id="{gone}"/>'))) == ["ErrorToFolderNotFound"]


@pytest.mark.parametrize(
    ("how", "folder"),
    [
        ("HardDelete", "recoverableitemspurges"),
        ("SoftDelete", "recoverableitemsdeletions"),
        ("MoveToDeletedItems", "deleteditems"),
    ],
)
def test_three_ways_to_delete(how: str, folder: str) -> None:
    talk = conversation()
    item = str(talk.create("<t:Message/>").get("Id"))
    assert codes(talk.call(DELETE.format(how, item))) == ["NoError"]
    assert get_codes(talk, item) == ["ErrorItemNotFound"]
    assert [one.distinguished for one in talk.mailbox.folders.values() if one.items] == [folder]
    assert codes(talk.call(DELETE.format(how, item))) == ["ErrorItemNotFound"]


def test_ids_of_others_name_nothing() -> None:
    talk = conversation()
    item = str(talk.create("<t:Message/>").get("Id"))
    stranger = Conversation(talk.organization, "bruno.costa@contoso.test")
    assert get_codes(stranger, item) == ["ErrorItemNotFound"]
    folder = talk.mailbox.folder_id(talk.mailbox.distinguished("inbox"))
    assert get_codes(talk, folder) == ["ErrorCannotUseFolderIdForItemId"]


def convert(talk: Conversation, source: str, identity: str, wanted: str) -> str:
    answer = talk.call(
        f'<m:ConvertId DestinationFormat="{wanted}"><m:SourceIds><t:AlternateId Format="{source}" Id="{identity}" '
        f'Mailbox="{talk.me}"/></m:SourceIds></m:ConvertId>'
    )
    assert codes(answer) == ["NoError"]
    found = answer.find(".//m:AlternateId", NS)
    assert found is not None
    return str(found.get("Id"))


@pytest.mark.parametrize(("first", "second"), list(itertools.product(FORMATS, FORMATS)))
def test_ids_survive_every_conversion(first: str, second: str) -> None:
    talk = conversation()
    item = str(talk.create("<t:Message/>").get("Id"))
    folder = talk.mailbox.folder_id(talk.mailbox.distinguished("inbox"))
    for identity in (item, folder):
        there = convert(talk, first, convert(talk, "EwsId", identity, first), second)
        assert convert(talk, second, there, "EwsId") == identity


CONVERT = (
    '<m:ConvertId DestinationFormat="EwsId"><m:SourceIds><t:AlternateId Format="{}" Id="{}" '
    'Mailbox="nobody@contoso.test"/></m:SourceIds></m:ConvertId>'
)


def test_an_ews_id_tells_whose_mailbox_it_is_of() -> None:
    talk = conversation()
    root = talk.mailbox.folder_id(talk.mailbox.distinguished("root"))
    answer = talk.call(CONVERT.format("EwsId", root))
    assert codes(answer) == ["NoError"]
    assert only(answer, "//m:AlternateId").get("Mailbox") == talk.me


def test_an_entry_id_needs_its_mailbox() -> None:
    talk = conversation()
    entry = convert(talk, "EwsId", talk.mailbox.folder_id(talk.mailbox.distinguished("root")), "EntryId")
    assert codes(talk.call(CONVERT.format("EntryId", entry))) == ["ErrorNonExistentMailbox"]
