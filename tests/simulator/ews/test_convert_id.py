"""ConvertId: every format to every other and back, and what can't be converted."""

import base64
import itertools
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from simulator.ews.operations.convert_id import FORMATS
from simulator.exchange.alternate_ids import compressed, decompressed, read_legacy, write_legacy
from simulator.exchange.errors import ExchangeError
from simulator.soap.faults import EwsFault
from tests.simulator.ews.conversation import Conversation, codes, conversation, only

PUBLIC = UUID("1a447390-aa66-11cd-9bc8-00aa002fc45a").bytes
PUBLIC_FOLDER = bytes(4) + PUBLIC + b"\x03\x00" + bytes(range(24))
PUBLIC_ITEM = bytes(4) + PUBLIC + b"\x09\x00" + bytes(range(48))
TALK = conversation()


def ask(talk: Conversation, wanted: str, source: str) -> etree._Element:
    return talk.call(f'<m:ConvertId DestinationFormat="{wanted}"><m:SourceIds>{source}</m:SourceIds></m:ConvertId>')


def alternate(source: str, identity: str, mailbox: str = "ana.silva@contoso.test", more: str = "") -> str:
    return f'<t:AlternateId Format="{source}" Id="{identity}" Mailbox="{mailbox}"{more}/>'


def converted(answer: etree._Element) -> etree._Element:
    assert codes(answer) == ["NoError"], etree.tostring(answer)
    return only(answer, "//m:AlternateId")


def convert(talk: Conversation, source: str, identity: str, wanted: str) -> str:
    return str(converted(ask(talk, wanted, alternate(source, identity))).get("Id"))


def entry_of(talk: Conversation) -> str:
    return convert(talk, "EwsId", talk.mailbox.folder_id(talk.mailbox.distinguished("root")), "EntryId")


@pytest.mark.parametrize(("first", "second"), list(itertools.product(FORMATS, FORMATS)))
def test_ids_survive_every_conversion(first: str, second: str) -> None:
    item = str(TALK.create("<t:Message/>").get("Id"))
    folder = TALK.mailbox.folder_id(TALK.mailbox.distinguished("inbox"))
    for identity in (item, folder):
        there = convert(TALK, first, convert(TALK, "EwsId", identity, first), second)
        assert convert(TALK, second, there, "EwsId") == identity


def test_each_format_looks_as_published() -> None:
    calendar = TALK.mailbox.distinguished("calendar")
    identity = TALK.mailbox.folder_id(calendar)
    found = {wanted: convert(TALK, "EwsId", identity, wanted) for wanted in FORMATS}
    entry = base64.b64decode(found["EntryId"])
    assert identity.startswith("AAMk")
    assert found["EwsLegacyId"].startswith("AQ")
    assert read_legacy(found["EwsLegacyId"]) == ("ana.silva@contoso.test", entry)
    assert (found["StoreId"], found["HexEntryId"]) == (found["EntryId"], entry.hex().upper())
    assert found["OwaId"].startswith("LgAAAA")
    assert found["OwaId"].endswith("AAAC")
    assert not set("+/=") & set(found["OwaId"])


def test_a_legacy_id_is_for_conversion_alone() -> None:
    legacy = convert(TALK, "EwsId", str(TALK.create("<t:Message/>").get("Id")), "EwsLegacyId")
    answer = TALK.call(
        "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
        f'<m:ItemIds><t:ItemId Id="{legacy}"/></m:ItemIds></m:GetItem>'
    )
    assert codes(answer) == ["ErrorInvalidIdMalformedEwsLegacyIdFormat"]


def test_an_ews_id_tells_whose_mailbox_it_is_of() -> None:
    root = TALK.mailbox.folder_id(TALK.mailbox.distinguished("root"))
    found = converted(ask(TALK, "EntryId", alternate("EwsId", root, "nobody@contoso.test", ' IsArchive="false"')))
    assert (found.get("Mailbox"), found.get("IsArchive")) == (TALK.me, "false")


def test_the_mailbox_needs_the_form_of_an_address_and_no_more() -> None:
    entry = entry_of(TALK)
    assert codes(ask(TALK, "EwsId", alternate("EntryId", entry, "nobody@contoso.test"))) == ["NoError"]
    assert codes(ask(TALK, "EwsId", alternate("EntryId", entry, "nobody"))) == ["ErrorInvalidSmtpAddress"]


@pytest.mark.parametrize(
    ("source", "identity", "code"),
    [
        *((source, "", "ErrorInvalidIdEmpty") for source in FORMATS),
        *((source, "AAAA", "ErrorInvalidIdMalformed") for source in FORMATS),
        *((source, "%%", "ErrorInvalidIdMalformed") for source in FORMATS),
        *((source, "é", "ErrorInvalidIdMalformed") for source in FORMATS),
        *((source, "A" * 3000, "ErrorInvalidIdStoreObjectIdTooLong") for source in FORMATS),
        ("EwsLegacyId", base64.b64encode(b"\x01\x00\x00").decode(), "ErrorInvalidIdMalformed"),
        ("EwsLegacyId", write_legacy("no address", PUBLIC_ITEM), "ErrorInvalidIdMalformed"),
    ],
)
def test_what_is_no_id_has_its_code(source: str, identity: str, code: str) -> None:
    assert codes(ask(TALK, "EwsId", alternate(source, identity))) == [code]


def test_one_bad_id_spoils_no_other() -> None:
    entry = alternate("EntryId", entry_of(TALK))
    answer = ask(TALK, "OwaId", entry + alternate("EntryId", "x") + entry)
    assert codes(answer) == ["NoError", "ErrorInvalidIdMalformed", "NoError"]


@pytest.mark.parametrize("missing", ["Format", "Id", "Mailbox"])
def test_what_the_schema_wants_must_be_there(missing: str) -> None:
    entry = alternate("EntryId", "x").replace(f" {missing}=", f" x-{missing}=")
    with pytest.raises(EwsFault):
        ask(TALK, "EwsId", entry)


def test_an_attachment_has_no_other_id() -> None:
    item = str(TALK.create("<t:Message/>").get("Id"))
    answer = TALK.call(
        f'<m:CreateAttachment><m:ParentItemId Id="{item}"/><m:Attachments><t:FileAttachment><t:Name>x</t:Name>'
        "<t:Content>eA==</t:Content></t:FileAttachment></m:Attachments></m:CreateAttachment>"
    )
    attachment = str(only(answer, "//t:AttachmentId").get("Id"))
    assert codes(ask(TALK, "EntryId", alternate("EwsId", attachment))) == ["ErrorUnsupportedTypeForConversion"]


def public_folder(source: str, folder: str) -> str:
    return f'<t:AlternatePublicFolderId Format="{source}" FolderId="{folder}"/>'


def public_item(source: str, folder: str, item: str) -> str:
    return f'<t:AlternatePublicFolderItemId Format="{source}" FolderId="{folder}" ItemId="{item}"/>'


@pytest.mark.parametrize(("first", "second"), list(itertools.product(FORMATS, FORMATS)))
def test_ids_of_public_folders_survive_every_conversion(first: str, second: str) -> None:
    folder, item = base64.b64encode(PUBLIC_FOLDER).decode(), base64.b64encode(PUBLIC_ITEM).decode()
    one, two = public_folder("EntryId", folder), public_item("EntryId", folder, item)
    for source, wanted in (("EntryId", first), (first, second), (second, "EntryId")):
        answer = ask(TALK, wanted, one + two)
        assert codes(answer) == ["NoError", "NoError"], (source, wanted)
        found = list(answer.iterfind(".//{*}AlternateId"))
        one = public_folder(wanted, str(found[0].get("FolderId")))
        two = public_item(wanted, str(found[1].get("FolderId")), str(found[1].get("ItemId")))
    assert (one, two) == (public_folder("EntryId", folder), public_item("EntryId", folder, item))


def test_an_id_of_a_mailbox_is_none_of_a_public_folder() -> None:
    entry = entry_of(TALK)
    answer = ask(TALK, "EwsId", public_folder("EntryId", entry) + public_item("EntryId", entry, entry))
    assert codes(answer) == ["ErrorInvalidIdMalformed"] * 2
    public = base64.b64encode(PUBLIC_FOLDER).decode()
    assert codes(ask(TALK, "EwsId", alternate("EntryId", public))) == ["ErrorInvalidIdMalformed"]


# ---- the packing (MS-OXWSITEMID_R17, R18, R19, R21, R22)


@given(plain=st.lists(st.sampled_from([0, 1, 255]), max_size=40).map(bytes) | st.integers(0, 700).map(bytes))
def test_packed_bytes_are_found_again_and_never_longer(plain: bytes) -> None:
    packed = compressed(plain)
    assert decompressed(packed) == plain
    assert len(packed) <= len(plain) + 1
    assert (packed[0] == 1) is (len(packed) < len(plain) + 1)


@given(packed=st.binary(max_size=30))
def test_any_bytes_are_unpacked_or_refused(packed: bytes) -> None:
    try:
        decompressed(packed)
    except ExchangeError as error:
        assert error.code == "ErrorInvalidIdMalformed"
