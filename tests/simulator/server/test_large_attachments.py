"""An attachment of 25 MB goes in and comes out again; what is too large is refused without being read into memory."""

import base64
import hashlib
import random
import re

from simulator.running import Running
from simulator.soap.parsing import MAXIMUM_BYTES
from tests.simulator.server.ews_client import GET_INBOX, envelope, login, post, response_codes, session
from tests.simulator.server.test_planned_faults import CREATE

ID = re.compile(r'<t:ItemId Id="([^"]+)"')
ATTACHMENT_ID = re.compile(r'<t:AttachmentId Id="([^"]+)"')
CONTENT = re.compile(r"<t:Content>([^<]*)</t:Content>")


def test_25_megabytes_both_ways(running: Running) -> None:
    content = random.Random(1).randbytes(25_000_000)
    item = ID.findall(post(running, CREATE).text)[0]
    attached = post(
        running,
        f'<m:CreateAttachment><m:ParentItemId Id="{item}"/><m:Attachments><t:FileAttachment><t:Name>big.bin</t:Name>'
        f"<t:Content>{base64.b64encode(content).decode()}</t:Content></t:FileAttachment></m:Attachments>"
        "</m:CreateAttachment>",
    )
    assert response_codes(attached) == ["NoError"]
    attachment = ATTACHMENT_ID.findall(attached.text)[0]
    answer = post(
        running,
        f'<m:GetAttachment><m:AttachmentIds><t:AttachmentId Id="{attachment}"/></m:AttachmentIds></m:GetAttachment>',
    )
    received = base64.b64decode(CONTENT.findall(answer.text)[0])
    assert hashlib.sha256(received).digest() == hashlib.sha256(content).digest()


def test_too_large_is_refused(running: Running) -> None:
    url = running.ready["sites"]["lisbon"]["ews_url"]
    with session(running, login("ana.silva")) as client:
        padded = envelope(GET_INBOX + " " * MAXIMUM_BYTES)
        assert client.post(url, data=padded, timeout=60).status_code == 413
    assert response_codes(post(running, GET_INBOX)) == ["NoError"]
