"""Drives evolution-data-server: one JSON command a line on stdin, one JSON answer a line on stdout.

Run by the system's own Python, which has GObject-introspection, within a D-Bus session of its own. Arguments: the uid
of a collection source, a login and its password. A command is the name of a method of `Evolution` and its arguments.
"""

import json
import sys
import threading
from typing import Any

import gi

gi.require_version("EDataServer", "1.2")
gi.require_version("ECal", "2.0")
gi.require_version("EBook", "1.2")
gi.require_version("EBookContacts", "1.2")
gi.require_version("ICalGLib", "3.0")
from gi.repository import EBook, EBookContacts, ECal, EDataServer, GLib, ICalGLib  # noqa: E402

WAIT_SECONDS = 30
EXTENSIONS = {"calendar": "Calendar", "tasks": "Task List", "contacts": "Address Book"}
CALENDARS = {"calendar": ECal.ClientSourceType.EVENTS, "tasks": ECal.ClientSourceType.TASKS}
CHANGES = {"all": ECal.ObjModType.ALL, "this": ECal.ObjModType.THIS}
VCARD_3 = 1


class Evolution:
    """One collection: a calendar, a task list and an address book. Components and contacts are texts."""

    def __init__(self, collection: str, user: str, password: str) -> None:
        self._collection, self._user, self._password = collection, user, password
        self._clients: dict[str, Any] = {}
        self._registry = EDataServer.SourceRegistry.new_sync(None)
        self._registry.connect("credentials-required", self._log_in)

    def sources(self) -> list[str]:
        """The names of the collection's sources so far."""
        return [
            source.get_display_name()
            for extension in EXTENSIONS.values()
            for source in self._registry.list_sources(extension)
            if source.get_parent() == self._collection
        ]

    def create(self, kind: str, text: str) -> str:
        """Add a component or a contact; its uid."""
        if kind == "contacts":
            return self._client(kind).add_contact_sync(EBookContacts.Contact.new_from_vcard(text), 0, None)[1]
        return self._client(kind).create_object_sync(ICalGLib.Component.new_from_string(text), 0, None)[1]

    def read(self, kind: str, uid: str, occurrence: str | None = None) -> str:
        """The component or contact with a uid."""
        if kind == "contacts":
            return self._client(kind).get_contact_sync(uid, None)[1].to_string(VCARD_3)
        return self._client(kind).get_object_sync(uid, occurrence, None)[1].as_ical_string()

    def listed(self, kind: str) -> list[str]:
        """The uids of everything."""
        if kind == "contacts":
            found = self._client(kind).get_contacts_sync('(contains "x-evolution-any-field" "")', None)[1]
            return [contact.get_property("id") for contact in found]
        return [component.get_uid() for component in self._client(kind).get_object_list_sync("#t", None)[1]]

    def modify(self, kind: str, text: str, which: str = "all") -> bool:
        """Replace a component or contact; of a series "all" or only "this" occurrence."""
        if kind == "contacts":
            return self._client(kind).modify_contact_sync(EBookContacts.Contact.new_from_vcard(text), 0, None)
        component = ICalGLib.Component.new_from_string(text)
        return self._client(kind).modify_object_sync(component, CHANGES[which], 0, None)

    def delete(self, kind: str, uid: str, occurrence: str | None = None) -> bool:
        """Remove a component or contact, or one occurrence of a series."""
        if kind == "contacts":
            return self._client(kind).remove_contact_by_uid_sync(uid, 0, None)
        which = CHANGES["this" if occurrence else "all"]
        return self._client(kind).remove_object_sync(uid, occurrence, which, 0, None)

    def refresh(self, kind: str) -> bool:
        """Ask the server for changes; returns before they are here."""
        return self._client(kind).refresh_sync(None)

    def _client(self, kind: str) -> Any:
        if kind not in self._clients:
            source = next(
                one
                for one in self._registry.list_sources(EXTENSIONS[kind])
                if one.get_parent() == self._collection and one.get_display_name().lower() == kind
            )
            self._clients[kind] = (
                EBook.BookClient.connect_sync(source, WAIT_SECONDS, None)
                if kind == "contacts"
                else ECal.Client.connect_sync(source, CALENDARS[kind], WAIT_SECONDS, None)
            )
        return self._clients[kind]

    def _log_in(self, _registry: Any, source: Any, *_why: Any) -> None:
        credentials = EDataServer.NamedParameters.new()
        credentials.set("username", self._user)
        credentials.set("password", self._password)
        source.invoke_authenticate(credentials, None, None)


def serve(evolution: Evolution, loop: Any) -> None:
    """Answer every command until stdin ends."""
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        try:
            answer = {"answer": getattr(evolution, name)(*arguments)}
        except (GLib.Error, TypeError, StopIteration) as problem:
            answer = {"problem": f"{type(problem).__name__}: {problem}"}
        print(json.dumps(answer), flush=True)
    loop.quit()


if __name__ == "__main__":
    main_loop = GLib.MainLoop()
    threading.Thread(target=serve, args=(Evolution(*sys.argv[1:]), main_loop), daemon=True).start()
    main_loop.run()
