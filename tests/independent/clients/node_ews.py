"""node-ews as a process: a client made from what the server publishes, which it reads at its start."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.independent.clients import scripted_client
from tests.independent.clients.exchange import Person
from tests.independent.clients.required_packages import NODE_MODULES
from tests.independent.clients.scripted_client import ScriptedClient

SCRIPT = Path(__file__).with_name("node_ews_script.js")


@dataclass(frozen=True)
class NodeEws:
    """Calls of one person. Arguments are what node-soap takes: `attributes` and `$value` beside elements."""

    script: ScriptedClient

    def call(self, operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """The one response message of an operation, as the schema types it. Raises AssertionError for a fault."""
        answer = self.script.ask(operation, arguments)
        (message,) = answer["ResponseMessages"].values()
        assert isinstance(message, dict)
        return message

    def problem(self, operation: str, arguments: dict[str, Any]) -> str:
        """What a call that must fail says."""
        return str(self.script.said([operation, arguments])["problem"])


@contextmanager
def started(folder: Path, person: Person, ca_bundle: str) -> Iterator[NodeEws]:
    """node-ews with a person's login, from start to stop; what it reads at its start is kept in `folder`.

    By Basic, sent at once: it does not find Basic in an answer that offers NTLM before it, and its NTLM library asks
    whether an answer has headers of its own, which is false since Node.js 15.
    """
    environment = {"NODE_PATH": os.environ[NODE_MODULES], "NODE_EXTRA_CA_CERTS": ca_bundle, "NODE_NO_WARNINGS": "1"}
    configuration = {
        "host": person.ews_url.partition("/EWS/")[0], "auth": "basic", "temp": str(folder),
        "username": person.smtp, "password": person.password,
    }  # fmt: skip
    options = {"auth": {"user": person.smtp, "pass": person.password, "sendImmediately": True}}
    with scripted_client.started(["node", str(SCRIPT)], folder, environment) as script:
        script.tell([configuration, options])
        yield NodeEws(script)
