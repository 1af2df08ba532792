"""UpdateFolder (MS-OXWSFOLD 3.1.4.8)."""

import pytest

from simulator.ews.folder_parsing import CLASSES
from simulator.exchange.folder import Folder
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.soap.faults import EwsFault
from tests.simulator.ews_folders.asking import NAMES, ask, codes, ids, names, texts
from tests.simulator.ews_folders.folder_requests import (
    additional,
    delete_field,
    get,
    named,
    of,
    set_extended,
    set_field,
    update,
)
from tests.simulator.exchange_flow.organization import mailbox, new_organization

NAME = "<t:DisplayName>Quay</t:DisplayName>"
RENAME = set_field("folder:DisplayName", NAME)
COLOUR = 'PropertySetId="c11ff724-aa03-4555-9952-8fa248a11c3e" PropertyName="colour" PropertyType="String"'
MAPI_NAME = 'PropertyTag="0x3001" PropertyType="String"'
TAG = '<t:PolicyTag IsExplicit="true">2a6a1bb4-1a26-4a0e-9b7c-4a3f3d3a9c11</t:PolicyTag>'


@pytest.fixture
def organization() -> ExchangeOrganization:
    return new_organization()


@pytest.fixture
def ana(organization: ExchangeOrganization) -> Mailbox:
    return mailbox(organization, "ana.silva")


@pytest.fixture
def harbour(ana: Mailbox) -> Folder:
    return ana.create_folder(ana.distinguished("inbox"), "Harbour")


def test_a_folder_is_renamed_and_its_change_key_moves_on(
    organization: ExchangeOrganization, ana: Mailbox, harbour: Folder
) -> None:
    """MS-OXWSFOLD_R5251, R531, R46444, R4644."""
    old = ana.folder_change_key(harbour)
    answer = ask(organization, ana, update(of(ana, harbour), RENAME))
    assert codes(answer) == ["NoError"]
    found = answer.find(".//t:FolderId", NAMES)
    assert found is not None
    assert found.get("ChangeKey") == ana.folder_change_key(harbour) != old
    assert texts(ask(organization, ana, get(of(ana, harbour), "Default")), ".//t:DisplayName") == ["Quay"]


@pytest.mark.parametrize("kind", ["Folder", "CalendarFolder", "ContactsFolder", "TasksFolder"])
def test_each_kind_of_folder_is_renamed_by_its_element(
    organization: ExchangeOrganization, ana: Mailbox, kind: str
) -> None:
    """MS-OXWSFOLD_R534, R536, R538, R542, R546, R582, R8902, R9301."""
    folder = ana.create_folder(ana.distinguished("inbox"), "Harbour", CLASSES[kind])
    answer = ask(organization, ana, update(of(ana, folder), set_field("folder:DisplayName", NAME, kind)))
    assert names(answer, ".//m:Folders") == [kind]
    assert folder.display_name == "Quay"


def test_extended_properties_are_set_and_deleted(
    organization: ExchangeOrganization, ana: Mailbox, harbour: Folder
) -> None:
    """MS-OXWSFOLD_R583, R5261."""
    asked = f"<t:AdditionalProperties><t:ExtendedFieldURI {COLOUR}/></t:AdditionalProperties>"
    request = update(of(ana, harbour), set_extended(COLOUR, "blue"), set_extended(COLOUR, "red"), RENAME)
    assert codes(ask(organization, ana, request)) == ["NoError"]
    shown = get(of(ana, harbour), "Default", asked)
    assert texts(ask(organization, ana, shown), ".//t:Value") == ["red"]
    request = update(of(ana, harbour), delete_field(f"<t:ExtendedFieldURI {COLOUR}/>"))
    assert codes(ask(organization, ana, request)) == ["NoError"]
    assert texts(ask(organization, ana, shown), ".//t:Value") == []


def test_mapi_names_of_properties_are_the_properties(
    organization: ExchangeOrganization, ana: Mailbox, harbour: Folder
) -> None:
    hidden = 'PropertyTag="0x10f4" PropertyType="Boolean"'
    request = update(
        of(ana, harbour),
        set_extended(MAPI_NAME, "Quay"),
        set_extended('PropertyTag="0x3613" PropertyType="String"', "IPF.Note.Ships"),
        set_extended(hidden, "true"),
    )
    assert codes(ask(organization, ana, request)) == ["NoError"]
    assert (harbour.display_name, harbour.folder_class) == ("Quay", "IPF.Note.Ships")
    asked = f"<t:AdditionalProperties><t:ExtendedFieldURI {hidden}/></t:AdditionalProperties>"
    both = get(of(ana, harbour) + named("inbox"), "IdOnly", asked)
    assert texts(ask(organization, ana, both), ".//t:Value") == ["true", "false"]


def test_retention_tags_are_kept_from_2013_on(
    organization: ExchangeOrganization, ana: Mailbox, harbour: Folder
) -> None:
    """MS-OXWSFOLD_R5661, R840301."""
    request = update(of(ana, harbour), set_field("folder:PolicyTag", TAG))
    assert codes(ask(organization, ana, request, "Exchange2010_SP2")) == ["ErrorInvalidPropertyRequest"]
    assert codes(ask(organization, ana, request, "Exchange2013")) == ["NoError"]
    answer = ask(organization, ana, get(of(ana, harbour), "AllProperties"), "Exchange2013")
    assert texts(answer, ".//t:PolicyTag") == ["2a6a1bb4-1a26-4a0e-9b7c-4a3f3d3a9c11"]
    request = update(of(ana, harbour), delete_field('<t:FieldURI FieldURI="folder:PolicyTag"/>'))
    assert codes(ask(organization, ana, request, "Exchange2013")) == ["NoError"]
    assert harbour.properties == {}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (set_field("folder:DisplayName", NAME, action="AppendToFolderField"), "ErrorInvalidPropertyAppend"),
        (set_field("folder:DisplayName", "<t:DisplayName> </t:DisplayName>"), "ErrorFolderSavePropertyError"),
        (set_field("folder:DisplayName", "<t:DisplayName>drawer</t:DisplayName>"), "ErrorFolderExists"),
        (set_field("folder:DisplayName", "<t:DisplayName>HARBOUR</t:DisplayName>"), "NoError"),
        (set_field("folder:DisplayName", NAME + "<t:TotalCount>1</t:TotalCount>"), "ErrorIncorrectUpdatePropertyCount"),
        (set_field("folder:DisplayName", "<t:FolderClass>IPF.Note</t:FolderClass>"), "ErrorUpdatePropertyMismatch"),
        (set_field("folder:FolderClass", "<t:FolderClass>IPF.Note.X</t:FolderClass>"), "NoError"),
        (set_field("folder:FolderClass", "<t:FolderClass>IPF.Task</t:FolderClass>"), "ErrorObjectTypeChanged"),
        (set_field("folder:TotalCount", "<t:TotalCount>1</t:TotalCount>"), "ErrorInvalidPropertySet"),
        (set_field("folder:UnreadCount", "<t:UnreadCount>1</t:UnreadCount>"), "ErrorInvalidPropertySet"),
        (set_field("item:Subject", NAME), "ErrorInvalidPropertyRequest"),
        (set_extended('PropertyTag="0x3602" PropertyType="Integer"', "7"), "ErrorInvalidPropertySet"),
        (set_extended(COLOUR, "x").replace('"colour" P', '"taste" P', 1), "ErrorUpdatePropertyMismatch"),
        (delete_field('<t:FieldURI FieldURI="folder:DisplayName"/>'), "ErrorInvalidPropertyDelete"),
        (delete_field('<t:FieldURI FieldURI="folder:FolderId"/>'), "ErrorInvalidPropertyDelete"),
        (delete_field(f"<t:ExtendedFieldURI {MAPI_NAME}/>"), "ErrorInvalidPropertyDelete"),
        (delete_field('<t:FieldURI FieldURI="item:Subject"/>'), "ErrorInvalidPropertyRequest"),
    ],
)  # fmt: skip
def test_what_can_be_changed(
    organization: ExchangeOrganization, ana: Mailbox, harbour: Folder, change: str, code: str
) -> None:
    """MS-OXWSFOLD_R4645, R507 (append), R73 and R100 (counts are read-only), MS-OXWSCDATA_R335."""
    ana.create_folder(ana.distinguished("inbox"), "Drawer")
    before = (harbour.display_name, harbour.folder_class, dict(harbour.properties), harbour.change)
    answer = ask(organization, ana, update(of(ana, harbour), set_extended(COLOUR, "kept?"), change))
    assert codes(answer) == [code]
    if code != "NoError":
        assert before == (harbour.display_name, harbour.folder_class, harbour.properties, harbour.change)


def test_the_name_of_a_distinguished_folder_stays(organization: ExchangeOrganization, ana: Mailbox) -> None:
    assert codes(ask(organization, ana, update(named("inbox"), RENAME))) == ["ErrorInvalidPropertySet"]
    assert codes(ask(organization, ana, update(named("inbox"), set_extended(COLOUR, "blue")))) == ["NoError"]


def test_a_change_key_must_be_there_and_be_one(
    organization: ExchangeOrganization, ana: Mailbox, harbour: Folder
) -> None:
    without, old = of(ana, harbour, with_key=False), of(ana, harbour)
    assert codes(ask(organization, ana, update(without, RENAME))) == ["ErrorChangeKeyRequiredForWriteOperations"]
    damaged = f'<t:FolderId Id="{ana.folder_id(harbour)}" ChangeKey="nonsense"/>'
    assert codes(ask(organization, ana, update(damaged, RENAME))) == ["ErrorInvalidChangeKey"]
    ana.update_folder(harbour)
    assert codes(ask(organization, ana, update(old, RENAME))) == ["NoError"]


@pytest.mark.parametrize(
    "changes",
    [
        "",
        "<t:SetFolderField/>",
        f'<t:ReplaceField><t:FieldURI FieldURI="x"/><t:Folder>{NAME}</t:Folder></t:ReplaceField>',
    ],
)
def test_what_the_schema_forbids_is_a_fault(
    organization: ExchangeOrganization, ana: Mailbox, harbour: Folder, changes: str
) -> None:
    with pytest.raises(EwsFault) as caught:
        ask(organization, ana, update(of(ana, harbour), changes))
    assert caught.value.code == "ErrorSchemaValidation"


def test_a_property_that_a_version_lacks_cannot_be_asked_for(organization: ExchangeOrganization, ana: Mailbox) -> None:
    request = get(named("inbox"), "IdOnly", additional("folder:DistinguishedFolderId"))
    assert codes(ask(organization, ana, request, "Exchange2010_SP2")) == ["ErrorInvalidPropertyRequest"]
    assert texts(ask(organization, ana, request, "Exchange2013"), ".//t:DistinguishedFolderId") == ["inbox"]
    assert len(ids(ask(organization, ana, get(named("inbox")), "Exchange2010_SP2"), ".//t:FolderId")) == 1
