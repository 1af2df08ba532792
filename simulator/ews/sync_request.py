"""What the two synchronizing operations read alike."""

from lxml import etree

from simulator.ews.request_context import RequestContext
from simulator.ews.target_ids import read_target_folder
from simulator.ews.xml_text import content, messages_child
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.mailbox import Mailbox


def text_of(request: etree._Element, name: str) -> str:
    """The text of a child element; empty without one. An empty SyncState counts as none (our choice)."""
    found = messages_child(request, name)
    return content(found).strip() if found is not None else ""


def sync_folder(context: RequestContext, element: etree._Element) -> tuple[Mailbox, Folder]:
    """The folder in a SyncFolderId. Raises ErrorSyncFolderNotFound, and the errors of malformed ids."""
    try:
        return read_target_folder(context, element)
    except ExchangeError as error:
        if error.code == "ErrorFolderNotFound":
            raise ExchangeError("ErrorSyncFolderNotFound") from error
        raise
