"""The names of a mailbox's first folders in the mailbox's language, as Outlook on the web shows them."""

from simulator.exchange.distinguished_folders import DistinguishedFolder

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
_ORDER_OF_LATER = ("syncissues", "conflicts", "localfailures", "serverfailures", "conversationhistory")
_LATER_NAMES = (
    ("pt", ("Problemas de Sincronização", "Conflitos", "Falhas Locais", "Falhas do Servidor",
            "Histórico de Conversações")),
    ("pt-br", ("Problemas de Sincronização", "Conflitos", "Falhas Locais", "Falhas do Servidor",
               "Histórico de Conversa")),
    ("de", ("Synchronisierungsprobleme", "Konflikte", "Lokale Fehler", "Serverfehler",
            "Aufgezeichnete Unterhaltungen")),
    ("da", ("Synkroniseringsproblemer", "Konflikter", "Lokale fejl", "Serverfejl", "Samtalehistorik")),
    ("fr", ("Problèmes de synchronisation", "Conflits", "Défaillances locales", "Défaillances du serveur",
            "Historique des conversations")),
    ("es", ("Problemas de sincronización", "Conflictos", "Errores locales", "Errores del servidor",
            "Historial de conversaciones")),
    ("ja", ("同期の失敗", "競合", "ローカルの失敗", "サーバーの失敗", "会話の履歴")),
)  # fmt: skip
NAMES_BY_LANGUAGE = {
    language: dict(zip(_ORDER, names, strict=True)) | dict(zip(_ORDER_OF_LATER, more, strict=True))
    for (language, names), (_, more) in zip(_NAMES, _LATER_NAMES, strict=True)
}


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
