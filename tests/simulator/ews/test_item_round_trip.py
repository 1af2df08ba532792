"""Whatever happens to an item: copied, moved, exported, deleted and uploaded it has the properties it was made with."""

from collections import Counter
from collections.abc import Iterable

from hypothesis import given, settings
from lxml import etree

from tests.simulator.ews.conversation import NS, Conversation, codes, only, text_at
from tests.simulator.ews.item_strategies import Extended, MadeItem, made_items
from tests.simulator.ews.test_attachment_operations import at_site
from tests.simulator.ews.test_copying import transfer
from tests.simulator.ews.test_exporting_and_uploading import entry, exported, upload

HOMES = {"CalendarItem": "calendar", "Contact": "contacts", "Task": "tasks"}
OF_THE_PLACE = frozenset(
    {"ItemId", "ParentFolderId", "DateTimeCreated", "LastModifiedTime", "LastModifiedName", "InstanceKey",
     "StoreEntryId", "AttachmentId", "ConversationId", "ConflictingMeetingCount", "ConflictingMeetings",
     "AdjacentMeetingCount", "AdjacentMeetings", "IsUnmodified", "WebClientReadFormQueryString",
     "WebClientEditFormQueryString"}
)  # fmt: skip
"""What an item has of where and when it is."""

Tree = tuple[object, ...]


def tree(element: etree._Element) -> Tree:
    """An element without what is of the place."""
    name = etree.QName(element).localname
    inside = tuple(tree(child) for child in element if etree.QName(child).localname not in OF_THE_PLACE)
    return (name, tuple(sorted(element.attrib.items())), element.text, inside)


def asked(extended: Iterable[Extended]) -> str:
    paths = "".join(dict.fromkeys(one.path for one in extended))
    return f"<t:AdditionalProperties>{paths}</t:AdditionalProperties>" if paths else ""


def everything(talk: Conversation, element: etree._Element, shape: str) -> Tree:
    """An item's element and all that hangs on it, read to the last attachment."""
    hanging = []
    for one in element.iterfind("t:Attachments/*/t:AttachmentId", NS):
        wanted = f"<m:AttachmentShape>{shape}</m:AttachmentShape>" if shape else ""
        ids = f'<m:AttachmentIds><t:AttachmentId Id="{one.get("Id")}"/></m:AttachmentIds>'
        answer = talk.call(f"<m:GetAttachment>{wanted}{ids}</m:GetAttachment>")
        assert codes(answer) == ["NoError"]
        found = only(answer, "//m:Attachments/*")
        inner = next((child for child in found if child.find("t:ItemClass", NS) is not None), None)
        hanging.append((tree(found), () if inner is None else everything(talk, inner, shape)))
    return (tree(element), *hanging)


def item_of(talk: Conversation, identity: str, made: MadeItem) -> Tree:
    shape = asked(made.extended)
    return everything(talk, talk.get(identity, extra=shape), shape)


def extended_in(thing: object) -> Counter[tuple[str | None, ...]]:
    """The texts of every extended property, however deep."""
    found: Counter[tuple[str | None, ...]] = Counter()
    if isinstance(thing, tuple):
        if thing[:1] == ("ExtendedProperty",):
            value = thing[3][1]
            texts = [value[2]] if value[0] == "Value" else [one[2] for one in value[3]]
            found[tuple(texts)] += 1
        else:
            for one in thing:
                found += extended_in(one)
    return found


def create(talk: Conversation, made: MadeItem) -> str:
    attributes = {"Message": 'MessageDisposition="SaveOnly"', "CalendarItem": 'SendMeetingInvitations="SendToNone"'}
    return str(talk.create(made.xml, attributes.get(made.kind, "")).get("Id"))


@given(made_items())
@settings(max_examples=20)
def test_an_item_is_the_same_wherever_it_goes(made: MadeItem) -> None:
    """MS-OXWSCORE 3.1.4.1 and 3.1.4.7, MS-OXWSBTRF 3.1.4: nothing of it is lost."""
    talk = at_site("Exchange 2016")
    home = talk.mailbox.distinguished(HOMES.get(made.kind, "inbox"))
    below = talk.mailbox.create_folder(home, "below", home.folder_class)
    place, place_below = (f'<t:FolderId Id="{talk.mailbox.folder_id(one)}"/>' for one in (home, below))
    identity = create(talk, made)
    first = item_of(talk, identity, made)
    shown = talk.get(identity)
    assert ((text_at(shown, "t:Subject") or ""), (text_at(shown, "t:Body") or "")) == (made.subject, made.body)
    assert extended_in(first) >= Counter(one.values for one in made.extended)

    copy = str(only(transfer(talk, "CopyItem", identity, folder=place), "//t:ItemId").get("Id"))
    assert item_of(talk, copy, made) == first
    moved = str(only(transfer(talk, "MoveItem", copy, folder=place_below), "//t:ItemId").get("Id"))
    assert item_of(talk, moved, made) == first

    data = exported(talk, moved)
    delete = (
        '<m:DeleteItem DeleteType="HardDelete" SendMeetingCancellations="SendToNone" '
        f'AffectedTaskOccurrences="AllOccurrences"><m:ItemIds><t:ItemId Id="{moved}"/></m:ItemIds></m:DeleteItem>'
    )
    assert codes(talk.call(delete)) == ["NoError"]
    new = str(only(upload(talk, entry(talk.mailbox.folder_id(below), data)), "//m:ItemId").get("Id"))
    assert item_of(talk, new, made) == first

    there = Conversation(talk.organization, "bruno.costa@contoso.test")
    inbox = there.mailbox.folder_id(there.mailbox.distinguished("inbox"))
    foreign = str(only(upload(there, entry(inbox, data)), "//m:ItemId").get("Id"))
    assert item_of(there, foreign, made) == first
    assert item_of(talk, identity, made) == first
