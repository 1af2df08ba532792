"""Moving, deleting, converting ids, and whose ids they are."""

import pytest

from tests.simulator.ews.conversation import Conversation, codes, conversation, only

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
