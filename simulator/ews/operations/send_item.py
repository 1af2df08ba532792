"""SendItem: send a draft; the copy kept is the draft itself, moved (MS-OXWSCORE 3.1.4.8).

A ChangeKey that is not the current one is ErrorStaleObject, which Learn's "ResponseCode" gives to SendItem.
ErrorIrresolvableConflict, whose text speaks of sending too, is of conflicts while saving; saving can't conflict here.
For no ChangeKey at all Learn has three codes: ErrorStaleObject in "ItemId", ErrorChangeKeyRequired and its successor in
"ResponseCode". ErrorChangeKeyRequired is our choice.
"""

from lxml import etree

from simulator.ews.operation import Operation, answer_each
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import entries_of, required_flag
from simulator.ews.target_ids import given_change, read_item, read_target_folder
from simulator.ews.xml_text import messages_child
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.submission import check_sendable, send


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """One message per ItemId. The ChangeKey is required, and tested before anything is sent."""
    save = required_flag(request, "SaveItemToFolder")
    named = messages_child(request, "SavedItemFolderId")

    def kept_in() -> Folder:
        if named is None:
            return context.mailbox.distinguished("sentitems")
        try:
            return read_target_folder(context, named)[1]
        except ExchangeError as error:
            if error.code == "ErrorFolderNotFound":
                raise ExchangeError("ErrorSavedItemFolderNotFound") from None
            raise

    def one(entry: etree._Element) -> str:
        if named is not None and not save:
            raise ExchangeError("ErrorInvalidSendItemSaveSettings")
        mailbox, item = context.mailbox, read_item(context, entry)
        folder = kept_in() if save else None
        change = given_change(entry)
        if change is None:
            raise ExchangeError("ErrorChangeKeyRequired")
        if change != item.change:
            raise ExchangeError("ErrorStaleObject")
        check_sendable(context.organization, mailbox, item)
        send(context.organization, mailbox, item)
        if folder is None:
            mailbox.remove_item(item)
        else:
            mailbox.move_item(item, folder)
        return ""

    return answer_each("SendItem", entries_of(request, "ItemIds"), one)


OPERATION = Operation(
    "SendItem",
    "Exchange2007",
    handle,
    simulated="drafts, with or without a copy kept, by the ChangeKey",
)
