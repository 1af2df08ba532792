"""evolution-data-server in a D-Bus session of its own, before one mailbox that a service account impersonates."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.independent.clients import scripted_client
from tests.independent.clients.conditions import eventually
from tests.independent.clients.exchange import Person
from tests.independent.clients.scripted_client import ScriptedClient

SYSTEM_PYTHON = "/usr/bin/python3"
SCRIPT = Path(__file__).with_name("evolution_script.py")
SOURCE = "exchange"
SOURCE_FILE = """[Data Source]
DisplayName=Exchange
Enabled=true

[Authentication]
Host={server.hostname}
Port={server.port}
Method=PLAIN
User={service.smtp}
RememberPassword=false

[Collection]
BackendName=ews
Identity={service.smtp}
CalendarEnabled=true
ContactsEnabled=true
MailEnabled=false

[Ews Backend]
Hosturl={service.ews_url}
Email={person.smtp}
AuthMechanism=PLAIN
UseImpersonation=true
ImpersonateUser={person.smtp}
"""


@dataclass(frozen=True)
class Evolution:
    """What tests do with the data server; `calendar`, `tasks` and `contacts` are kinds."""

    script: ScriptedClient

    def ask(self, *command: str) -> Any:
        """The answer to a command. Raises AssertionError for a problem."""
        return self.script.ask(*command)

    def read(self, kind: str, uid: str, occurrence: str = "") -> list[str]:
        """The unfolded lines of a component or contact."""
        text = str(self.ask("read", kind, uid, *([occurrence] if occurrence else [])))
        return text.replace("\r\n", "\n").replace("\n ", "").splitlines()

    def changed(self, kind: str, uid: str, old: str, new: str) -> None:
        """Write a component or contact again, with `new` instead of the line `old`."""
        lines = self.read(kind, uid)
        assert old in lines
        self.ask("modify", kind, "\r\n".join(new if line == old else line for line in lines) + "\r\n")

    def sees(self, kind: str, uids: set[str]) -> None:
        """Wait until exactly these are there, after a look at the server."""
        self.ask("refresh", kind)
        eventually(lambda: set(self.ask("listed", kind)) == uids, f"evolution does not see {uids}")


@contextmanager
def started(folder: Path, service: Person, person: Person) -> Iterator[Evolution]:
    """The data server with the person's mailbox as a collection, from start to stop; all its files are in `folder`."""
    places = {name: folder / name for name in ("config", "data", "cache", "run")}
    sources = places["config"] / "evolution" / "sources"
    for place in (sources, *places.values()):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = SOURCE_FILE.format(server=urlsplit(service.ews_url), service=service, person=person)
    (sources / f"{SOURCE}.source").write_text(text, encoding="utf-8")
    command = ["dbus-run-session", "--", SYSTEM_PYTHON, str(SCRIPT), SOURCE, service.smtp, service.password]
    environment = {
        "LANG": "C.UTF-8", "GSETTINGS_BACKEND": "memory",
        "XDG_CONFIG_HOME": str(places["config"]), "XDG_DATA_HOME": str(places["data"]),
        "XDG_CACHE_HOME": str(places["cache"]), "XDG_RUNTIME_DIR": str(places["run"]),
    }  # fmt: skip
    with scripted_client.started(command, folder, environment) as script:
        evolution = Evolution(script)
        wanted = {"Calendar", "Tasks", "Contacts"}
        eventually(lambda: wanted <= set(evolution.ask("sources")), "evolution finds no calendar, tasks and contacts")
        yield evolution
