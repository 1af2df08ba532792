"""Items that are rendered already: never an old answer, and never more than there is room for."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from simulator.ews.rendered_items import ENTRY_BYTES, RenderedItems, view_of
from simulator.exchange.folder import Folder
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from tests.simulator.ews.conversation import Conversation, codes, conversation, text_at

NOTE = "<t:Message><t:Subject>one</t:Subject><t:IsRead>false</t:IsRead></t:Message>"
SHAPES = ("IdOnly", "Default", "AllProperties")
ACTS = ("read", "rename", "mark", "move", "rename_folder", "attach", "delete", "version")


def inbox_of(talk: Conversation) -> Folder:
    return talk.mailbox.distinguished("inbox")


@dataclass
class Desk:
    """One message that somebody works on, in one of two folders."""

    talk: Conversation
    id: str
    number: int = 0

    def act(self, name: str) -> None:
        mailbox, item = self.talk.mailbox, self.item
        self.number += 1
        if name == "rename" and item is not None:
            mailbox.update_item(item, {"item:Subject": f"subject {self.number}"})
        elif name == "mark" and item is not None:
            mailbox.update_item(item, {"message:IsRead": not item.is_read})
        elif name == "move" and item is not None:
            target = "deleteditems" if item.folder == inbox_of(self.talk).key else "inbox"
            mailbox.move_item(item, mailbox.distinguished(target))
        elif name == "rename_folder":
            mailbox.update_folder(inbox_of(self.talk))
        elif name == "attach" and item is not None:
            self.attach(item)
        elif name == "delete" and item is not None:
            mailbox.delete_item(item, "HardDelete")
        elif name == "version":
            self.talk.version = "Exchange2010" if self.talk.version is None else None
        self.ask()

    @property
    def item(self) -> Item | None:
        return next(iter(self.talk.mailbox.items.values()), None)

    def attach(self, item: Item) -> None:
        self.talk.call(
            f'<m:CreateAttachment><m:ParentItemId Id="{self.talk.mailbox.item_id(item)}"/><m:Attachments>'
            "<t:FileAttachment><t:Name>a.txt</t:Name><t:Content>QQ==</t:Content></t:FileAttachment>"
            "</m:Attachments></m:CreateAttachment>"
        )

    def ask(self) -> None:
        """By the id that it had first and by the one that it has now, in every shape, as everybody else asks."""
        item = self.item
        ids = {self.id, self.talk.mailbox.item_id(item) if item is not None else self.id}
        for shape in SHAPES:
            wanted = "".join(f'<t:ItemId Id="{one}"/>' for one in sorted(ids))
            self.talk.call(
                f"<m:GetItem><m:ItemShape><t:BaseShape>{shape}</t:BaseShape></m:ItemShape>"
                f"<m:ItemIds>{wanted}</m:ItemIds></m:GetItem>"
            )


@given(st.lists(st.sampled_from(ACTS), max_size=8))
def test_whatever_happens_the_answer_is_the_one_made_afresh(acts: list[str]) -> None:
    """Every ``call`` compares the two."""
    talk = conversation()
    folder = '<m:SavedItemFolderId><t:DistinguishedFolderId Id="inbox"/></m:SavedItemFolderId>'
    desk = Desk(talk, str(talk.create(NOTE, folder=folder).get("Id")))
    desk.ask()
    for name in acts:
        desk.act(name)


def test_nobody_sees_what_was_rendered_for_somebody_else() -> None:
    talk = conversation()
    identity = str(talk.create(NOTE).get("Id"))
    talk.get(identity)
    talk.me = "oliver.smith@contoso.test"
    answer = talk.call(
        "<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>"
        f'<m:ItemIds><t:ItemId Id="{identity}"/></m:ItemIds></m:GetItem>'
    )
    assert codes(answer) == ["ErrorItemNotFound"]


def test_a_second_reader_gets_the_same_bytes_without_rendering() -> None:
    talk = conversation()
    identity = str(talk.create(NOTE).get("Id"))
    assert text_at(talk.get(identity), "t:Subject") == "one"
    assert talk.rendered.bytes > ENTRY_BYTES
    shown = etree.fromstring(kept(talk, identity))
    assert text_at(shown, ".//t:Subject") == "one"


def kept(talk: Conversation, identity: str) -> bytes:
    """The one message in the cache, in a document of its own."""
    ((_, entry),) = talk.rendered._entries.items()
    assert next(iter(talk.rendered._entries))[1] == identity
    names = 'xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" '
    names += 'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"'
    return f"<x {names}>".encode() + entry.message + b"</x>"


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3000)), max_size=40))
def test_there_is_never_more_than_there_is_room_for(asked: list[tuple[int, int]]) -> None:
    talk = conversation()
    mailbox: Mailbox = talk.mailbox
    talk.create(NOTE)
    item = next(iter(mailbox.items.values()))
    cache, view = RenderedItems(5000), view_of("a")
    for number, size in asked:
        cache.keep(view, str(number), mailbox, item, b"x" * size)
        assert cache.bytes <= 5000
        held = sum(len(entry.message) + ENTRY_BYTES for entry in cache._entries.values())
        assert held == cache.bytes
        assert cache.get(view, str(number)) == b"x" * size
