"""MarkAsJunk blocks senders and moves their mail; ArchiveItem says that there is no archive."""

import pytest
from lxml import etree

from simulator.soap.faults import EwsFault
from tests.simulator.ews.conversation import Conversation, codes, conversation, only, text_at
from tests.simulator.ews.test_attachment_operations import at_site

BRUNO = "bruno.costa@contoso.test"


def mail(talk: Conversation, sender: str = BRUNO) -> str:
    """Let somebody write to the speaker; returns the new message's id, wherever it arrived."""
    there = Conversation(talk.organization, sender)
    answer = there.call(
        '<m:CreateItem MessageDisposition="SendOnly"><m:Items><t:Message><t:Subject>hi</t:Subject><t:ToRecipients>'
        f"<t:Mailbox><t:EmailAddress>{talk.me}</t:EmailAddress></t:Mailbox></t:ToRecipients></t:Message></m:Items>"
        "</m:CreateItem>"
    )
    assert codes(answer) == ["NoError"]
    return talk.mailbox.item_id(next(reversed(talk.mailbox.items.values())))


def mark(talk: Conversation, *items: str, junk: bool = True, move: bool = True) -> etree._Element:
    ids = "".join(f'<t:ItemId Id="{item}"/>' for item in items)
    flags = f'IsJunk="{str(junk).lower()}" MoveItem="{str(move).lower()}"'
    return talk.call(f"<m:MarkAsJunk {flags}><m:ItemIds>{ids}</m:ItemIds></m:MarkAsJunk>")


def totals(talk: Conversation) -> tuple[int, int]:
    """How many items are in the Inbox and in Junk E-Mail."""
    return talk.mailbox.distinguished("inbox").total, talk.mailbox.distinguished("junkemail").total


def test_junk_goes_to_its_folder_and_comes_back() -> None:
    """MS-OXWSCORE_R1839, R1920, R1922, R1841, R1850, R1851: later mail of the sender goes the same way."""
    talk = conversation()
    answer = mark(talk, mail(talk))
    assert codes(answer) == ["NoError"]
    moved = str(only(answer, "//m:MovedItemId").get("Id"))
    junk = talk.mailbox.folder_id(talk.mailbox.distinguished("junkemail"))
    assert only(talk.get(moved), "t:ParentFolderId").get("Id") == junk
    mail(talk)
    mail(talk, "carla.mendes@contoso.test")
    assert totals(talk) == (1, 2)
    back = only(mark(talk, moved, junk=False), "//m:MovedItemId")
    assert text_at(talk.get(str(back.get("Id"))), "t:Subject") == "hi"
    mail(talk)
    assert totals(talk) == (3, 1)


def test_a_sender_is_blocked_without_moving_anything() -> None:
    """MS-OXWSCORE_R1840, R1921, R1842, R1923."""
    talk = conversation()
    item = mail(talk)
    for junk, found in ((True, (1, 1)), (False, (2, 1))):
        answer = mark(talk, item, junk=junk, move=False)
        assert codes(answer) == ["NoError"]
        assert answer.find(".//{*}MovedItemId") is None
        mail(talk)
        assert totals(talk) == found


def test_later_servers_move_without_blocking() -> None:
    """MS-OXWSCORE_R1839 is false from Exchange 2016 on, MS-OXWSCORE_R1920 and R1840 are not."""
    talk = at_site("Exchange 2016")
    mark(talk, mail(talk))
    assert totals(talk) == (0, 1)
    item = mail(talk)
    assert totals(talk) == (1, 1)
    mark(talk, item, move=False)
    mail(talk)
    assert totals(talk) == (1, 2)


def test_each_item_has_its_answer() -> None:
    talk = conversation()
    item, gone = mail(talk), mail(talk)
    talk.mailbox.delete_item(next(reversed(talk.mailbox.items.values())), "HardDelete")
    task = str(talk.create("<t:Task/>", "").get("Id"))
    draft = str(talk.create("<t:Message/>").get("Id"))
    assert codes(mark(talk, gone, item, task, draft)) == [
        "ErrorItemNotFound", "NoError", "ErrorInvalidOperation", "NoError",
    ]  # fmt: skip
    assert totals(talk) == (0, 2)
    with pytest.raises(EwsFault) as refused:
        talk.call(f'<m:MarkAsJunk IsJunk="true"><m:ItemIds><t:ItemId Id="{item}"/></m:ItemIds></m:MarkAsJunk>')
    assert refused.value.code == "ErrorSchemaValidation"


def test_the_blocked_senders_are_in_no_answer() -> None:
    """Learn, MarkAsJunk: "The contents of the blocked sender list are not discoverable from EWS"."""
    talk = conversation()
    mark(talk, mail(talk))
    found = talk.call(
        '<m:FindItem Traversal="Associated"><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>'
        '<m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem>'
    )
    assert text_at(found, ".//t:Message/t:ItemClass") == "IPM.ExtendedRule.Message"
    assert BRUNO.encode() not in etree.tostring(found)


def archive(talk: Conversation, folder: str, *items: str) -> etree._Element:
    ids = "".join(f'<t:ItemId Id="{item}"/>' for item in items)
    return talk.call(
        f"<m:ArchiveItem><m:ArchiveSourceFolderId>{folder}</m:ArchiveSourceFolderId><m:ItemIds>{ids}</m:ItemIds>"
        "</m:ArchiveItem>"
    )


def test_there_is_no_archive() -> None:
    """The answer of Learn, "ArchiveItem operation"."""
    talk = conversation()
    answer = archive(talk, '<t:DistinguishedFolderId Id="inbox"/>', mail(talk), mail(talk))
    assert codes(answer) == ["ErrorInvalidOperation"] * 2
    assert answer.findtext(".//{*}MessageText") == "Archive mailbox is not enabled for this user."
    assert totals(talk) == (2, 0)
    assert codes(archive(talk, '<t:FolderId Id="x"/>', mail(talk))) == ["ErrorInvalidIdMalformed"]
