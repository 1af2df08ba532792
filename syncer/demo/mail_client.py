"""Step 6, fourth part: what a mail client does all day, while the syncer works on the same mailboxes."""

from __future__ import annotations

from typing import Any

from exchangelib import FileAttachment, Folder, Mailbox, Message
from exchangelib.properties import AlternateId

from syncer.demo.stage import Stage
from syncer.demo.step import Step, eventually, expect

SUBJECT = "Photographs of the bridge"
SENDER, RECEIVER = "carla.mendes", "emily.jones"
PHOTOGRAPH = bytes(range(256)) * 512
FOLDER = "Bridges"


def play(stage: Stage) -> str:
    """A name is looked up, a photograph crosses two sites, a folder comes and goes."""
    sender, receiver = stage.person(SENDER), stage.person(RECEIVER)
    message = Message(
        account=sender.account,
        folder=sender.account.drafts,
        subject=SUBJECT,
        to_recipients=[Mailbox(email_address=receiver.address)],
    )
    message.save()
    message.attach(FileAttachment(name="bridge.raw", content=PHOTOGRAPH))
    message.send()
    found = sender.account.protocol.resolve_names(["emily"], return_full_contact_data=False)
    expect([box.email_address for box in found] == [receiver.address], f"ResolveNames finds {found}")
    zones = list(sender.account.protocol.get_timezones())
    expect(len(zones) > 100, f"GetServerTimeZones knows {len(zones)} zones")
    (arrived,) = eventually(lambda: receiver.inbox(SUBJECT), f"{RECEIVER} did not get the photograph")
    expect(arrived.attachments[0].content == PHOTOGRAPH, "the photograph is not the one that was sent")
    _tidy_up(receiver.account, arrived)
    size = len(PHOTOGRAPH) // 1024
    return f"name resolved, {len(zones)} time zones, {size} kB from Lisbon to London, filed and deleted"


def _tidy_up(account: Any, message: Any) -> None:
    """File the message into a new folder, then delete both."""
    folder = Folder(parent=account.inbox, name=FOLDER)
    folder.save()
    names = [changed.name for _, changed in account.root.sync_hierarchy()]
    expect(FOLDER in names, "SyncFolderHierarchy does not tell of the new folder")
    message.move(folder)
    filed = [item for item in folder.all() if item.subject == SUBJECT]
    expect(len(filed) == 1, f"the message is in its folder {len(filed)} times")
    identity = AlternateId(id=filed[0].id, format="EwsId", mailbox=account.primary_smtp_address)
    (converted,) = account.protocol.convert_ids([identity], destination_format="EntryId")
    expect(bool(converted.id), "ConvertId gives no EntryId")
    filed[0].delete()
    folder.delete()


MAIL_CLIENT = Step("6d", "A mail client beside the syncer", play)
