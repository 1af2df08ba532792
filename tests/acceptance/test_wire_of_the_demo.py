"""Everything that went over the wire in a run of the demo: what was answered, and that it is valid."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from lxml import etree

from simulator.ews.operations import OPERATIONS
from tests.published_schema import NOT_GIVEN, errors_of, schema_errors

pytestmark = [pytest.mark.acceptance, pytest.mark.xdist_group("the kept demo")]

SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
TYPES = "{http://schemas.microsoft.com/exchange/services/2006/types}"
PLAYED = (
    "ConvertId", "CreateAttachment", "CreateFolder", "CreateItem", "DeleteFolder", "DeleteItem", "FindFolder",
    "FindItem", "GetAttachment", "GetFolder", "GetItem", "GetServerTimeZones", "MoveItem", "ResolveNames", "SendItem",
    "SyncFolderHierarchy", "SyncFolderItems", "UpdateItem",
)  # fmt: skip
"""What a syncer and a mail client beside it need. Every operation there is succeeds in test_every_operation.py."""
ERRORS = "{http://schemas.microsoft.com/exchange/services/2006/errors}"


@pytest.fixture(scope="module")
def answers() -> Iterator[list[dict[str, Any]]]:
    """The wire log's EWS entries of a demo that was kept, each with its parsed answer."""
    command = [sys.executable, "-m", "syncer", "demo", "--json", "--keep"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    document = json.loads(done.stdout)
    kept = document["kept"]
    try:
        ready = json.loads((Path(kept["folder"]) / "ready.json").read_text(encoding="utf-8"))
        with requests.Session() as session:
            session.trust_env = False
            log = session.get(f"{ready['control_url']}/wire-log", params={"since": 0}, timeout=60).json()
        assert done.returncode == 0, [step for step in document["steps"] if not step["held"]]
        yield [
            entry
            for entry in log["entries"]
            if entry["path"].lower().endswith(".asmx") and entry["http_status"] in (200, 500)
        ]
    finally:
        os.kill(kept["simulator_process"], signal.SIGTERM)
        shutil.rmtree(kept["folder"], ignore_errors=True)


def test_every_operation_has_a_success(answers: list[dict[str, Any]]) -> None:
    succeeded = Counter(entry["operation"] for entry in answers if "NoError" in entry["response_codes"])
    assert set(PLAYED) - succeeded.keys() == set()
    assert set(PLAYED) <= {operation.name for operation in OPERATIONS}


@pytest.mark.skipif(schema_errors() is None, reason=NOT_GIVEN)
def test_every_answer_is_valid(answers: list[dict[str, Any]]) -> None:
    wrong = [f"{entry['operation']}: {error}" for entry in answers for error in errors_of(entry["answer"].encode())]
    assert wrong == []


def test_every_fault_has_exchanges_form(answers: list[dict[str, Any]]) -> None:
    """faultcode a:<code> in the types namespace, the code again in the detail, and the server's version in a header."""
    faults = 0
    for entry in answers:
        envelope = etree.fromstring(entry["answer"].encode())
        version = envelope.find(f"{SOAP}Header/{TYPES}ServerVersionInfo")
        assert version is not None, entry["operation"]
        fault = envelope.find(f"{SOAP}Body/{SOAP}Fault")
        if fault is None:
            continue
        faults += 1
        assert entry["http_status"] == 500
        prefix, _, code = fault.findtext("faultcode", "").partition(":")
        assert fault.find("faultcode").nsmap[prefix] == TYPES.strip("{}")
        assert fault.findtext(f"detail/{ERRORS}ResponseCode") == code
        assert code.startswith("Error")
        assert fault.findtext("faultstring")
    assert faults > 0, "the demo shows an impersonation that is refused: there has to be a fault"
