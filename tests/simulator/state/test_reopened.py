"""Whatever was done through EWS, what is read from the state file is what was in memory, and clients go on with it."""

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from simulator.clock import Clock, Ids
from simulator.directory import Directory
from simulator.exchange import delivery
from simulator.exchange.organization import ExchangeOrganization
from simulator.topologies import TOPOLOGIES
from tests.simulator.ews.conversation import NS, Conversation
from tests.simulator.state.keeping import Keeping, described, under_way

ANA, OLIVER = "ana.silva@contoso.test", "oliver.smith@contoso.test"
LONDON = "london"
TO_OLIVER = f"<t:ToRecipients><t:Mailbox><t:EmailAddress>{OLIVER}</t:EmailAddress></t:Mailbox></t:ToRecipients>"
FILE = "<t:Attachments><t:FileAttachment><t:Name>a</t:Name><t:Content>{}</t:Content></t:FileAttachment></t:Attachments>"
ITEMS = (
    "<t:Message><t:Subject>Mail</t:Subject></t:Message>",
    f"<t:Message><t:Subject>File</t:Subject>{FILE.format('QUJD' * 2000)}{TO_OLIVER}</t:Message>",
    "<t:Contact><t:GivenName>Rui</t:GivenName><t:EmailAddresses><t:Entry Key='EmailAddress1'>r@example.test</t:Entry>"
    "</t:EmailAddresses></t:Contact>",
    "<t:Task><t:Subject>Do</t:Subject><t:DueDate>2026-12-01T00:00:00Z</t:DueDate></t:Task>",
    "<t:CalendarItem><t:Subject>Meet</t:Subject><t:Start>2026-12-01T10:00:00Z</t:Start>"
    "<t:End>2026-12-01T11:00:00Z</t:End><t:RequiredAttendees><t:Attendee><t:Mailbox><t:EmailAddress>"
    f"{OLIVER}</t:EmailAddress></t:Mailbox></t:Attendee></t:RequiredAttendees></t:CalendarItem>",
)
SUBJECT = (
    "<t:SetItemField><t:FieldURI FieldURI='item:Subject'/><t:{kind}><t:Subject>{text}</t:Subject></t:{kind}>"
    "</t:SetItemField>"
)
FOLDERS = "inbox", "calendar", "contacts", "tasks", "drafts", "deleteditems", "sentitems"

HOW = "HardDelete", "SoftDelete", "MoveToDeletedItems"
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("create"), st.sampled_from(ITEMS)),
        st.tuples(st.sampled_from(["update", "read", "move", "send"]), st.integers(0, 9)),
        st.tuples(st.just("delete"), st.integers(0, 9), st.sampled_from(HOW)),
        st.tuples(st.sampled_from(["folder", "folder away", "folder moved"]), st.integers(0, 3)),
        st.tuples(st.sampled_from(["london down", "london up", "synchronize", "reopen", "reopen"])),
    ),
    max_size=14,
)  # fmt: skip


class World:
    """Ana's client, and the organization that it speaks with, which is reopened now and then."""

    def __init__(self) -> None:
        self.directory = Directory(TOPOLOGIES[0])
        self.organization = ExchangeOrganization(self.directory, Clock(), Ids(7))
        self.keeping = Keeping(self.organization)
        self.talk = Conversation(self.organization, ANA)
        self.states = dict.fromkeys(FOLDERS, "")
        self.known: dict[str, set[str]] = {name: set() for name in FOLDERS}

    def do(self, what: str, *how: str | int) -> None:
        """One step; what cannot be done just now is refused by the server or left out."""
        if what in ("london down", "london up"):
            self.directory.set_up(LONDON, what.endswith("up"))
            delivery.site_up(self.organization, LONDON)
        elif what == "synchronize":
            self.synchronize()
        elif what == "reopen":
            self.reopen()
        elif what.startswith("folder"):
            self.do_folder(what, int(how[0]))
        elif what == "create":
            to = "SendMeetingInvitations='SendToAllAndSaveCopy'" if "CalendarItem" in str(how[0]) else ""
            self.talk.call(
                f"<m:CreateItem MessageDisposition='SaveOnly' {to}><m:Items>{how[0]}</m:Items></m:CreateItem>"
            )
        else:
            self.do_item(what, int(how[0]), str(how[-1]))
        self.keeping.keep()

    def do_item(self, what: str, which: int, how: str) -> None:
        items = list(self.talk.mailbox.items.values())
        if not items:
            return
        item = items[which % len(items)]
        mailbox = self.talk.mailbox
        named = f'<t:ItemId Id="{mailbox.item_id(item)}" ChangeKey="{mailbox.change_key(item)}"/>'
        ids = f"<m:ItemIds>{named}</m:ItemIds>"
        if what in ("update", "read"):
            kind = item.kind
            change = SUBJECT.format(kind=kind, text=f"Changed {which}")
            if what == "read" and kind == "Message":
                change = change.replace("item:Subject", "message:IsRead").replace("Subject>", "IsRead>")
                change = change.replace(f"Changed {which}", "false" if which % 2 else "true")
            self.talk.call(
                "<m:UpdateItem ConflictResolution='AlwaysOverwrite' MessageDisposition='SaveOnly'"
                " SendMeetingInvitationsOrCancellations='SendToAllAndSaveCopy'><m:ItemChanges><t:ItemChange>"
                f"{named}<t:Updates>{change}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
            )
        elif what == "move":
            target = FOLDERS[which % len(FOLDERS)]
            self.talk.call(
                f"<m:MoveItem><m:ToFolderId><t:DistinguishedFolderId Id='{target}'/></m:ToFolderId>{ids}</m:MoveItem>"
            )
        elif what == "send":
            self.talk.call(f"<m:SendItem SaveItemToFolder='true'>{ids}</m:SendItem>")
        else:
            self.talk.call(
                f"<m:DeleteItem DeleteType='{how}' SendMeetingCancellations='SendToAllAndSaveCopy'"
                f" AffectedTaskOccurrences='AllOccurrences'>{ids}</m:DeleteItem>"
            )

    def do_folder(self, what: str, which: int) -> None:
        mailbox = self.talk.mailbox
        inbox = mailbox.distinguished("inbox")
        if what == "folder":
            self.talk.call(
                "<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id='inbox'/></m:ParentFolderId><m:Folders>"
                f"<t:Folder><t:DisplayName>Folder {which}</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>"
            )
            return
        own = list(mailbox.descendants(inbox))
        if own and what == "folder away":
            mailbox.delete_folder(own[which % len(own)], "HardDelete" if which % 2 else "MoveToDeletedItems")
        elif len(own) > 1:
            mailbox.move_folder(own[which % len(own)], mailbox.distinguished(FOLDERS[which]))

    def synchronize(self) -> None:
        """SyncFolderItems of every folder from where the client was; its view must be what the folder holds."""
        for name in FOLDERS:
            answer = self.talk.call(self._request(name))
            self.states[name] = answer.findtext(".//m:SyncState", namespaces=NS) or ""
            for change in answer.iterfind(".//m:Changes/*", NS):
                identity = next(change.iterfind(".//t:ItemId", NS)).get("Id", "")
                gone = etree.QName(change).localname == "Delete"
                assert (identity in self.known[name]) == (etree.QName(change).localname != "Create")
                (self.known[name].discard if gone else self.known[name].add)(identity)
            mailbox = self.talk.mailbox
            present = {mailbox.item_id(item) for item in mailbox.distinguished(name).items.values()}
            assert self.known[name] == present

    def _request(self, name: str) -> str:
        state = f"<m:SyncState>{self.states[name]}</m:SyncState>" if self.states[name] else ""
        return (
            "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
            f"<m:SyncFolderId><t:DistinguishedFolderId Id='{name}'/></m:SyncFolderId>{state}"
            "<m:MaxChangesReturned>512</m:MaxChangesReturned></m:SyncFolderItems>"
        )

    def reopen(self) -> None:
        """Go on with what the file has; it is what memory had."""
        before = self.organization
        keeping = self.keeping.reopened()
        after = keeping.organization
        assert under_way(after) == under_way(before)
        for mailbox in before.mailboxes_in_memory:
            assert described(after.mailbox(mailbox.account)) == described(mailbox), mailbox.account.smtp
        for name in FOLDERS:
            old = etree.tostring(Conversation(before, ANA).call(self._request(name)))
            assert etree.tostring(Conversation(after, ANA).call(self._request(name))) == old
        self.organization, self.keeping = after, keeping
        self.talk = Conversation(after, ANA)


@given(STEPS)
@settings(max_examples=40)
def test_what_is_reopened_is_what_was(steps: list[tuple[str, ...]]) -> None:
    world = World()
    for step in steps:
        world.do(*step)
    world.reopen()
    world.synchronize()
