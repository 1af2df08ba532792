"""The folders every mailbox is born with, and their names in the mailbox's language.

Which folders there are: MS-OXWSFOLD 2.2.5.3 and MS-OXWSCDATA 2.2.5.10 DistinguishedFolderIdNameType. The names are
those Outlook on the web shows for a mailbox set up in that language.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DistinguishedFolder:
    """One folder that every mailbox has."""

    name: str
    """The DistinguishedFolderId."""
    parent: str
    folder_class: str
    english: str


DISTINGUISHED_FOLDERS = (
    DistinguishedFolder("root", "root", "", "Root"),
    DistinguishedFolder("msgfolderroot", "root", "IPF.Note", "Top of Information Store"),
    DistinguishedFolder("calendar", "msgfolderroot", "IPF.Appointment", "Calendar"),
    DistinguishedFolder("contacts", "msgfolderroot", "IPF.Contact", "Contacts"),
    DistinguishedFolder("deleteditems", "msgfolderroot", "IPF.Note", "Deleted Items"),
    DistinguishedFolder("drafts", "msgfolderroot", "IPF.Note", "Drafts"),
    DistinguishedFolder("inbox", "msgfolderroot", "IPF.Note", "Inbox"),
    DistinguishedFolder("journal", "msgfolderroot", "IPF.Journal", "Journal"),
    DistinguishedFolder("junkemail", "msgfolderroot", "IPF.Note", "Junk E-Mail"),
    DistinguishedFolder("notes", "msgfolderroot", "IPF.StickyNote", "Notes"),
    DistinguishedFolder("outbox", "msgfolderroot", "IPF.Note", "Outbox"),
    DistinguishedFolder("sentitems", "msgfolderroot", "IPF.Note", "Sent Items"),
    DistinguishedFolder("tasks", "msgfolderroot", "IPF.Task", "Tasks"),
    DistinguishedFolder("searchfolders", "root", "", "Finder"),
    DistinguishedFolder("recoverableitemsroot", "root", "", "Recoverable Items"),
    DistinguishedFolder("recoverableitemsdeletions", "recoverableitemsroot", "", "Deletions"),
    DistinguishedFolder("recoverableitemsversions", "recoverableitemsroot", "", "Versions"),
    DistinguishedFolder("recoverableitemspurges", "recoverableitemsroot", "", "Purges"),
)

_ORDER = (
    "msgfolderroot", "calendar", "contacts", "deleteditems", "drafts", "inbox", "journal", "junkemail", "notes",
    "outbox", "sentitems", "tasks",
)  # fmt: skip
_NAMES = (
    ("pt", ("Início do Armazenamento de Informações", "Calendário", "Contactos", "Itens Eliminados", "Rascunhos",
            "A Receber", "Diário", "E-mail de Lixo", "Notas", "A Enviar", "Itens Enviados", "Tarefas")),
    ("pt-br", ("Início do Repositório de Informações", "Calendário", "Contatos", "Itens Excluídos", "Rascunhos",
               "Caixa de Entrada", "Diário", "Lixo Eletrônico", "Anotações", "Caixa de Saída", "Itens Enviados",
               "Tarefas")),
    ("de", ("Oberste Ebene des Informationsspeichers", "Kalender", "Kontakte", "Gelöschte Elemente", "Entwürfe",
            "Posteingang", "Journal", "Junk-E-Mail", "Notizen", "Postausgang", "Gesendete Elemente", "Aufgaben")),
    ("da", ("Toppen af informationslageret", "Kalender", "Kontaktpersoner", "Slettet post", "Kladder", "Indbakke",
            "Journal", "Uønsket mail", "Noter", "Udbakke", "Sendt post", "Opgaver")),
    ("fr", ("Haut de la banque d'informations", "Calendrier", "Contacts", "Éléments supprimés", "Brouillons",
            "Boîte de réception", "Journal", "Courrier indésirable", "Notes", "Boîte d'envoi", "Éléments envoyés",
            "Tâches")),
    ("es", ("Principio del almacén de información", "Calendario", "Contactos", "Elementos eliminados", "Borradores",
            "Bandeja de entrada", "Diario", "Correo no deseado", "Notas", "Bandeja de salida", "Elementos enviados",
            "Tareas")),
    ("ja", ("インフォメーション ストアの先頭", "予定表", "連絡先", "削除済みアイテム", "下書き", "受信トレイ", "履歴",
            "迷惑メール", "メモ", "送信トレイ", "送信済みアイテム", "タスク")),
)  # fmt: skip
NAMES_BY_LANGUAGE = {language: dict(zip(_ORDER, names, strict=True)) for language, names in _NAMES}


def display_name(folder: DistinguishedFolder, language: str) -> str:
    """The folder's name in a language such as ``pt-PT``: the exact one, else its first part, else English."""
    wanted = language.lower()
    for key in (wanted, wanted.split("-")[0]):
        name = NAMES_BY_LANGUAGE.get(key, {}).get(folder.name)
        if name is not None:
            return name
    return folder.english


def is_known_language(language: str) -> bool:
    """Whether `display_name` has names for the language, or for its first part; English always counts."""
    wanted = language.lower()
    return wanted in NAMES_BY_LANGUAGE or wanted.split("-")[0] in {"en", *NAMES_BY_LANGUAGE}
