"""Folders that a client calls by name: which version has which, and in which language (MS-OXWSCDATA 2.2.5.10)."""

import pytest

from simulator.exchange.distinguished_folders import DISTINGUISHED_FOLDERS, SINCE
from simulator.exchange.folder_names import NAMES_BY_LANGUAGE, display_name
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.soap.faults import EwsFault
from tests.simulator.ews_folders.asking import ask, codes, names, texts
from tests.simulator.ews_folders.folder_requests import create, create_path, element, find, get, named
from tests.simulator.exchange_flow.organization import mailbox, new_organization

EVERYWHERE = {
    "calendar", "contacts", "deleteditems", "drafts", "inbox", "journal", "notes", "outbox", "sentitems", "tasks",
    "msgfolderroot", "root", "junkemail", "searchfolders",
}  # fmt: skip
RECOVERABLE = {
    "recoverableitemsroot", "recoverableitemsdeletions", "recoverableitemsversions", "recoverableitemspurges",
}  # fmt: skip
OF_2013 = {
    "syncissues", "conflicts", "localfailures", "serverfailures", "recipientcache", "quickcontacts", "imcontactlist",
}  # fmt: skip
PUBLIC = "publicfoldersroot"


def asked(organization: ExchangeOrganization, ana: Mailbox, name: str, version: str | None = None) -> str:
    """What is answered when a folder is asked for by name."""
    try:
        (code,) = codes(ask(organization, ana, get(named(name)), version))
    except EwsFault as fault:
        return fault.code
    return code


@pytest.mark.parametrize(
    ("version", "there"),
    [
        ("2007 SP1", EVERYWHERE),
        ("2010", EVERYWHERE),
        ("2010 SP1", EVERYWHERE | RECOVERABLE),
        ("2013", EVERYWHERE | RECOVERABLE | OF_2013),
        ("2013 SP1", EVERYWHERE | RECOVERABLE | OF_2013),
        ("SE", EVERYWHERE | RECOVERABLE | OF_2013),
    ],
)
def test_each_version_has_its_folders(version: str, there: set[str]) -> None:
    """MS-OXWSCDATA_R1462: names that a version's schema lacks are faults; the others are there, or not found."""
    organization = new_organization(version)
    ana = mailbox(organization, "ana.silva")
    for name in sorted(SINCE):
        expected = "NoError" if name in there else "ErrorFolderNotFound"
        if not ana.version.at_least(SINCE[name]):
            expected = "ErrorSchemaValidation"
        elif name == PUBLIC:
            expected = "ErrorNoPublicFolderServerAvailable"
        assert asked(organization, ana, name) == expected, name


def test_a_name_newer_than_the_version_asked_for_is_refused() -> None:
    organization = new_organization("2016")
    ana = mailbox(organization, "ana.silva")
    assert asked(organization, ana, "recoverableitemsroot", "Exchange2007_SP1") == "ErrorIncorrectSchemaVersion"
    assert asked(organization, ana, "quickcontacts", "Exchange2010_SP2") == "ErrorIncorrectSchemaVersion"
    assert asked(organization, ana, "quickcontacts", "Exchange2013") == "NoError"
    assert asked(organization, ana, "Inbox") == "ErrorSchemaValidation"


@pytest.mark.parametrize(
    ("language", "inbox", "conflicts"),
    [
        ("en-GB", "Inbox", "Conflicts"),
        ("da-DK", "Indbakke", "Konflikter"),
        ("pt-PT", "A Receber", "Conflitos"),
        ("pt-BR", "Caixa de Entrada", "Conflitos"),
        ("de-AT", "Posteingang", "Konflikte"),
        ("ja", "受信トレイ", "競合"),
        ("is-IS", "Inbox", "Conflicts"),
    ],
)
def test_folders_are_named_in_the_language_of_the_mailbox(language: str, inbox: str, conflicts: str) -> None:
    rows = {row.name: row for row in DISTINGUISHED_FOLDERS}
    assert display_name(rows["inbox"], language) == inbox
    assert display_name(rows["conflicts"], language) == conflicts
    assert display_name(rows["recoverableitemsroot"], language) == "Recoverable Items"


def test_no_two_folders_of_one_parent_have_one_name_in_any_language() -> None:
    for language in ("en", *NAMES_BY_LANGUAGE):
        places = [(row.parent, display_name(row, language).lower()) for row in DISTINGUISHED_FOLDERS]
        assert len(set(places)) == len(places), language


def test_the_tree_of_a_new_mailbox() -> None:
    """MS-OXWSFOLD_R70, R585, R586, R587, R588, R589: each default folder has its class."""
    organization = new_organization("2013 SP1")
    ana = mailbox(organization, "ana.silva")
    answer = ask(
        organization, ana, get("".join(map(named, ("journal", "notes", "inbox", "conflicts"))), "AllProperties")
    )
    assert texts(answer, ".//t:FolderClass") == ["IPF.Journal", "IPF.StickyNote", "IPF.Note", "IPF.Note"]
    assert texts(answer, ".//t:DistinguishedFolderId") == ["journal", "notes", "inbox", "conflicts"]
    for name, kind in (("calendar", "CalendarFolder"), ("quickcontacts", "ContactsFolder"), ("tasks", "TasksFolder")):
        assert names(ask(organization, ana, get(named(name))), ".//m:Folders") == [kind]
    assert texts(ask(organization, ana, find(named("recoverableitemsroot"))), ".//t:DisplayName") == [
        "Deletions",
        "Versions",
        "Purges",
    ]


def test_effective_rights_speak_of_private_items_from_2013_on() -> None:
    """MS-OXWSFOLD_R5934, R810107, R810109, R8101011; MS-OXWSCDATA_R1485, R1486, R21142."""
    organization = new_organization()
    ana = mailbox(organization, "ana.silva")
    for version, private in (("Exchange2007_SP1", []), ("Exchange2010_SP2", []), ("Exchange2013", ["true"])):
        answer = ask(organization, ana, get(named("outbox"), "AllProperties"), version)
        assert texts(answer, ".//t:EffectiveRights/t:Delete") == texts(answer, ".//t:Modify") == ["true"]
        assert texts(answer, ".//t:ViewPrivateItems") == private


HISTORY = "<t:DistinguishedFolderId>{}</t:DistinguishedFolderId>"


def made(name: str) -> str:
    return f"<t:Folder><t:DisplayName>Talks</t:DisplayName>{HISTORY.format(name)}</t:Folder>"


def test_a_client_makes_the_folder_of_conversations() -> None:
    """MS-OXWSFOLD_R84021, R18402, R28402."""
    organization = new_organization()
    ana = mailbox(organization, "ana.silva")
    request = create(named("msgfolderroot"), made("conversationhistory"))
    with pytest.raises(EwsFault, match="ErrorIncorrectSchemaVersion"):
        ask(organization, ana, request, "Exchange2010_SP2")
    assert asked(organization, ana, "conversationhistory") == "ErrorFolderNotFound"
    assert codes(ask(organization, ana, request)) == ["NoError"]
    answer = ask(organization, ana, get(named("conversationhistory"), "AllProperties"))
    assert texts(answer, ".//t:DisplayName") == ["Talks"]
    request = create(named("inbox"), made("conversationhistory"), made("favorites"))
    assert codes(ask(organization, ana, request)) == ["ErrorFolderExists", "ErrorInvalidPropertySet"]


def test_a_path_of_folders_is_made() -> None:
    organization = new_organization()
    ana = mailbox(organization, "ana.silva")
    request = create_path(named("inbox"), element("A"), element("B", "TasksFolder"), element("C"))
    assert codes(ask(organization, ana, request)) == ["NoError"] * 3
    assert texts(ask(organization, ana, find(named("inbox"))), ".//t:DisplayName") == ["A", "B", "C"]
    answer = ask(organization, ana, create_path(named("inbox"), element("a"), element("D")))
    assert texts(answer, ".//t:DisplayName") == ["A", "D"]
    assert texts(answer, ".//t:ChildFolderCount") == ["1", "0"]
    assert texts(ask(organization, ana, find(named("inbox"))), ".//t:DisplayName") == ["A", "B", "C", "D"]


def test_below_a_folder_that_could_not_be_made_nothing_is() -> None:
    """The example of Learn, "CreateFolderPath operation", with its MessageXml."""
    organization = new_organization()
    ana = mailbox(organization, "ana.silva")
    answer = ask(organization, ana, create_path(named("inbox"), "<t:Folder/>", element("B")))
    assert codes(answer) == ["ErrorFolderSavePropertyError", "ErrorParentFolderNotFound"]
    (path,) = answer.iterfind(".//{*}MessageXml/{*}FieldURI")
    assert path.get("FieldURI") == "folder:DisplayName"
    assert not ana.distinguished("inbox").children
