"""Every request we can write, with every field, checked against the published schemas.

The checker is outside the project: TAGUS_EWS_VALIDATOR names a program that takes files and prints what is wrong.
"""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from syncer.exchange_side import ews_requests as ask
from syncer.exchange_side.property_table import ELEMENTS, Property
from syncer.exchange_side.values import Address, Attachment, Attendee, ItemRef, PostalAddress, Stamp

VALIDATOR = os.environ.get("TAGUS_EWS_VALIDATOR", "")
REF = ItemRef("AAAA", "CQAA")
STAMP = Stamp("6f1c3a0e-0000-0000-0000-000000000000", "6f1c3a0e-0000-0000-0000-000000000001", 2.0, "attempt")
ADDRESS = Address("Ana", "ana@contoso.test")
VALUES: dict[str, object] = {
    "text": "text",
    "body": "text",
    "email": "a@x.test",
    "phone": "+351",
    "flag": True,
    "whole": 15,
    "number": 50.0,
    "moment": datetime(2014, 1, 7, tzinfo=UTC),
    "address": ADDRESS,
    "addresses": (ADDRESS,),
    "attendees": (Attendee("Ana", "ana@contoso.test"),),
    "postal": PostalAddress("Rua", "Lisboa", "L", "Portugal", "1000"),
}
CHOICES = {
    "Sensitivity": "Private",
    "Importance": "High",
    "LegacyFreeBusyStatus": "Busy",
    "Status": "InProgress",
}


def value_of(row: Property) -> object:
    return CHOICES.get(row.name, VALUES[row.kind])


def all_requests() -> list[bytes]:
    attachment = Attachment("a", "text/plain", b"")
    bodies = [
        ask.probe_version(),
        ask.sync_folder_items("inbox", None, 512),
        ask.sync_folder_items("inbox", "state", 5),
        ask.get_items(["a", "b"]),
        ask.get_attachment_ids("a"),
        ask.get_attachment("a"),
        ask.create_attachments(REF, [attachment], {0: "AA=="}),
        ask.find_by_stamp("calendar", str(STAMP.crm_id)),
        ask.send_meeting(REF, "marker"),
        ask.send_item(REF),
        ask.delete_item(REF, cancel="SendToAllAndSaveCopy"),
        ask.delete_item(REF, cancel=None, for_ever=True),
        ask.get_folder("inbox"),
        ask.find_folders_of_inbox(),
    ]
    for element in ("Message", "CalendarItem", "Contact", "Task"):
        fields = {row.name: value_of(row) for row in ELEMENTS[element] if row.writable}
        bodies.append(ask.create_item("inbox", element, fields, STAMP))
        bodies.append(ask.update_item(REF, element, fields, STAMP))
        bodies.append(ask.update_item(REF, element, dict.fromkeys(fields)))
    return [ask.envelope(body, api_version="Exchange2010", mailbox="ana@contoso.test") for body in bodies]


@pytest.mark.skipif(not VALIDATOR, reason="TAGUS_EWS_VALIDATOR is not set")
def test_every_request_is_valid(tmp_path: Path) -> None:
    files = []
    for number, request in enumerate(all_requests()):
        files.append(tmp_path / f"{number}.xml")
        files[-1].write_bytes(request)
    command = [sys.executable, VALIDATOR, *map(str, files)]
    checked = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert len(files) == 26
