"""The folders that a client may call by name, the version that brought each, and which a new mailbox has.

The names are those of types.xsd `DistinguishedFolderIdNameType`. Their versions: MS-OXWSCDATA 2.2.5.10 with its
product behavior, and the EWS Managed API's `WellKnownFolderName`; for the names that the service in the cloud has and
no page gives a server for, the newest API version (our choice).

Which folders a mailbox is born with is our choice where no page says it: those that Exchange makes by itself. Outlook,
Outlook on the web, Lync and Unified Messaging make others when they are first used (`voicemail`, `todosearch` …), and
nobody has used them here: such a folder is ErrorFolderNotFound.
"""

from dataclasses import dataclass

from simulator.exchange_version import is_older


@dataclass(frozen=True, slots=True)
class DistinguishedFolder:
    """One folder that a new mailbox has."""

    name: str
    """The DistinguishedFolderId."""
    parent: str
    folder_class: str
    english: str
    since: str = "Exchange2007"
    """The first version whose mailboxes have it; a client can name it from `SINCE` on."""
    hidden: bool = False
    """Whether clients are asked not to show it (PidTagAttributeHidden, MS-OXPROPS 2.605)."""


_NOTE, _DUMPSTER, _2013 = "IPF.Note", "Exchange2010", "Exchange2013"

DISTINGUISHED_FOLDERS = (
    DistinguishedFolder("root", "root", "", "Root"),
    DistinguishedFolder("msgfolderroot", "root", _NOTE, "Top of Information Store"),
    DistinguishedFolder("calendar", "msgfolderroot", "IPF.Appointment", "Calendar"),
    DistinguishedFolder("contacts", "msgfolderroot", "IPF.Contact", "Contacts"),
    DistinguishedFolder("deleteditems", "msgfolderroot", _NOTE, "Deleted Items"),
    DistinguishedFolder("drafts", "msgfolderroot", _NOTE, "Drafts"),
    DistinguishedFolder("inbox", "msgfolderroot", _NOTE, "Inbox"),
    DistinguishedFolder("journal", "msgfolderroot", "IPF.Journal", "Journal"),
    DistinguishedFolder("junkemail", "msgfolderroot", _NOTE, "Junk E-Mail"),
    DistinguishedFolder("notes", "msgfolderroot", "IPF.StickyNote", "Notes"),
    DistinguishedFolder("outbox", "msgfolderroot", _NOTE, "Outbox"),
    DistinguishedFolder("sentitems", "msgfolderroot", _NOTE, "Sent Items"),
    DistinguishedFolder("tasks", "msgfolderroot", "IPF.Task", "Tasks"),
    DistinguishedFolder("searchfolders", "root", "", "Finder"),
    DistinguishedFolder("recoverableitemsroot", "root", "", "Recoverable Items", _DUMPSTER),
    DistinguishedFolder("recoverableitemsdeletions", "recoverableitemsroot", "", "Deletions", _DUMPSTER),
    DistinguishedFolder("recoverableitemsversions", "recoverableitemsroot", "", "Versions", _DUMPSTER),
    DistinguishedFolder("recoverableitemspurges", "recoverableitemsroot", "", "Purges", _DUMPSTER),
    DistinguishedFolder("syncissues", "msgfolderroot", _NOTE, "Sync Issues", _2013),
    DistinguishedFolder("conflicts", "syncissues", _NOTE, "Conflicts", _2013),
    DistinguishedFolder("localfailures", "syncissues", _NOTE, "Local Failures", _2013),
    DistinguishedFolder("serverfailures", "syncissues", _NOTE, "Server Failures", _2013),
    DistinguishedFolder("recipientcache", "contacts", "IPF.Contact.RecipientCache", "Recipient Cache", _2013, True),
    DistinguishedFolder(
        "quickcontacts",
        "contacts",
        "IPF.Contact.MOC.QuickContacts",
        "{06967759-274D-40B2-A3EB-D7F9E73727D7}",
        _2013,
        True,
    ),
    DistinguishedFolder(
        "imcontactlist",
        "contacts",
        "IPF.Contact.MOC.ImContactList",
        "{A9E2BC46-B3A0-4243-B315-60D991004455}",
        _2013,
        True,
    ),
)
"""Parents before their children."""

MADE_BY_CLIENTS = {
    "conversationhistory": (_NOTE, "Conversation History"),
    "adminauditlogs": ("", "AdminAuditLogs"),
    "recoverableitemsroot": ("", "Recoverable Items"),
}
"""Folders that CreateFolder makes by their DistinguishedFolderId from Exchange 2013 on (MS-OXWSFOLD 2.2.4.5)."""

PURGED_FROM = frozenset({"recoverableitemsdeletions", "recoverableitemsversions"})
"""Folders whose items go to Purges when they are deleted in any way."""

_BROUGHT_BY = (
    ("Exchange2007", (
        "calendar", "contacts", "deleteditems", "drafts", "inbox", "journal", "notes", "outbox", "sentitems", "tasks",
        "msgfolderroot", "root", "junkemail", "searchfolders", "voicemail",
    )),
    ("Exchange2007_SP1", ("publicfoldersroot",)),
    ("Exchange2010_SP1", (
        "recoverableitemsroot", "recoverableitemsdeletions", "recoverableitemsversions", "recoverableitemspurges",
        "archiveroot", "archivemsgfolderroot", "archivedeleteditems", "archiverecoverableitemsroot",
        "archiverecoverableitemsdeletions", "archiverecoverableitemsversions", "archiverecoverableitemspurges",
    )),
    ("Exchange2013", (
        "syncissues", "conflicts", "localfailures", "serverfailures", "recipientcache", "quickcontacts",
        "conversationhistory", "adminauditlogs", "todosearch", "mycontacts", "imcontactlist", "peopleconnect",
        "favorites",
    )),
    ("Exchange2013_SP1", (
        "recoverableitemsdiscoveryholds", "archiveinbox", "archiverecoverableitemsdiscoveryholds", "directory",
    )),
    ("V2017_07_11", (
        "mecontact", "personmetadata", "teamspaceactivity", "teamspacemessaging", "teamspaceworkitems", "scheduled",
        "orionnotes", "tagitems", "alltaggeditems", "allcategorizeditems", "externalcontacts", "teamchat",
        "teamchathistory", "yammerdata", "yammerroot", "yammerinbound", "yammeroutbound", "yammerfeeds",
        "kaizaladata", "messageingestion", "onedriveroot", "onedriverecylebin", "onedrivesystem", "onedrivevolume",
        "important", "starred", "archive",
    )),
)  # fmt: skip

SINCE = {name: version for version, names in _BROUGHT_BY for name in names}
"""Every DistinguishedFolderId, and the first version of the schema that has it."""


def is_in_schema(name: str, version: str) -> bool:
    """Whether a version of the schema has the DistinguishedFolderId."""
    since = SINCE.get(name)
    return since is not None and not is_older(version, since)
