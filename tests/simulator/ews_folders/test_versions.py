"""What each version of Exchange has: operations, properties, parts of requests and optional behaviour."""

import ast
import itertools
from pathlib import Path

import pytest

from simulator.ews import optional_behaviour
from simulator.ews.operation import Operation
from simulator.ews.operations import OPERATIONS
from simulator.ews.optional_behaviour import BEHAVIOURS, Behaviour
from simulator.ews.request_versions import NEWER, check_versions
from simulator.exchange_version import API_VERSIONS, KNOWN_VERSIONS, exchange_version
from simulator.soap.faults import EwsFault
from tests.simulator.ews_folders.asking import ask, codes, context, names, parsed
from tests.simulator.ews_folders.finding import field, find, query
from tests.simulator.ews_folders.versions import mailbox_of, organization_of
from tests.simulator.exchange_flow.organization import message

PRODUCTS = ("2007 SP1", "2010", "2010 SP1", "2010 SP2", "2013", "2013 SP1", "2016", "2019", "SE")
INBOX = '<t:DistinguishedFolderId Id="inbox"/>'


def code_of(version: str, request: str, asked: str | None = None) -> str:
    organization, ana = mailbox_of(version)
    try:
        return codes(ask(organization, ana, request, asked))[0]
    except EwsFault as fault:
        return fault.code


def test_all_products_are_known() -> None:
    assert set(PRODUCTS) <= {known.product.removeprefix("Exchange ") for known in KNOWN_VERSIONS}
    for product in PRODUCTS:
        version = exchange_version(product)
        assert exchange_version(version.build).product == version.product


@pytest.mark.parametrize("version", PRODUCTS)
def test_a_server_knows_its_own_schema_and_the_older_ones(version: str) -> None:
    server = exchange_version(version)
    known = [api for api in API_VERSIONS if server.knows(api)]
    assert known == list(API_VERSIONS[: API_VERSIONS.index(server.api) + 1])


# ---- properties: each MS-OXWS id, the FieldURI that it speaks of, and the first product that has it

PROPERTIES = (
    ("MS-OXWSCORE_R1346", "item:Flag", "2013"),
    ("MS-OXWSCORE_R1348", "item:InstanceKey", "2013"),
    ("MS-OXWSCORE_R1349", "item:NormalizedBody", "2013"),
    ("MS-OXWSCORE_R1350", "item:EntityExtractionResult", "2013"),
    ("MS-OXWSCORE_R1353", "item:RetentionDate", "2013"),
    ("MS-OXWSCORE_R1354", "item:Preview", "2013"),
    ("MS-OXWSCORE_R1355", "item:RightsManagementLicenseData", "2013"),
    ("MS-OXWSCORE_R1357", "item:BlockStatus", "2013"),
    ("MS-OXWSCORE_R1358", "item:HasBlockedImages", "2013"),
    ("MS-OXWSCORE_R1731", "item:TextBody", "2013"),
    ("MS-OXWSCORE_R1881", "item:StoreEntryId", "2010 SP2"),
    ("MS-OXWSCORE_R1917", "item:IconIndex", "2013"),
    ("MS-OXWSCORE_R2283", "item:ReminderNextTime", "2013"),
    ("MS-OXWSCORE_R2285", "item:IsAssociated", "2010"),
    ("MS-OXWSCORE_R2288", "item:ConversationId", "2010"),
    ("MS-OXWSCORE_R2290", "item:UniqueBody", "2010"),
    ("MS-OXWSCORE_R2338", "item:WebClientReadFormQueryString", "2010"),
    ("MS-OXWSCORE_R2925", "item:Hashtags", "2016"),
    ("MS-OXWSCORE_R2927", "item:Mentions", "2016"),
    ("MS-OXWSCORE_R2931", "item:PendingSocialActivityTagIds", "2016"),
    ("MS-OXWSCORE_R2932", "item:MentionedMe", "2016"),
    ("MS-OXWSMTGS_R696", "calendar:EnhancedLocation", "2013"),
    ("MS-OXWSMTGS_R699", "calendar:StartWallClock", "2013 SP1"),
    ("MS-OXWSMTGS_R700", "calendar:EndWallClock", "2013 SP1"),
    ("MS-OXWSMTGS_R701", "calendar:StartTimeZoneId", "2013 SP1"),
    ("MS-OXWSMTGS_R702", "calendar:EndTimeZoneId", "2013 SP1"),
    ("MS-OXWSMTGS_R713", "calendar:StartTimeZone", "2010"),
    ("MS-OXWSMTGS_R714", "calendar:EndTimeZone", "2010"),
    ("MS-OXWSMTGS_R1278", "calendar:InboxReminders", "2016"),
    ("MS-OXWSMTGS_R1334", "meeting:ProposedStart", "2013"),
    ("MS-OXWSMTGS_R1336", "meeting:ProposedEnd", "2013"),
    ("MS-OXWSMTGS_R80048", "calendar:IsOrganizer", "2013"),
)


@pytest.mark.parametrize(("requirement", "path", "since"), PROPERTIES)
def test_a_property_is_there_since_its_version(requirement: str, path: str, since: str) -> None:
    older, newer = PRODUCTS[PRODUCTS.index(since) - 1], since
    asked = find().replace('<t:FieldURI FieldURI="item:Subject"/>', field(path))
    assert path in asked
    assert code_of(older, asked) == "ErrorSchemaValidation", requirement
    assert code_of(newer, asked) == "NoError", requirement
    old_schema = exchange_version(older).api
    assert code_of("SE", asked, old_schema) == "ErrorInvalidPropertyRequest", requirement
    assert code_of("SE", asked, exchange_version(newer).api) == "NoError", requirement


def test_all_properties_of_an_older_schema_are_no_newer_ones() -> None:
    organization = organization_of("SE")
    ana = organization.mailbox_at("ana.silva@contoso.test")
    ana.add_item(message(organization, "ana.silva"), ana.distinguished("inbox"))
    asked = find().replace("Default", "AllProperties")
    shown = [
        set(names(ask(organization, ana, asked, api), ".//t:Message"))
        for api in ("Exchange2007_SP1", "Exchange2010", "Exchange2013")
    ]
    assert shown[0] < shown[1] < shown[2]
    assert "IsAssociated" in shown[1] - shown[0]
    assert {"InstanceKey", "Preview"} <= shown[2] - shown[1]


def test_a_newer_property_cannot_be_set_in_an_older_schema() -> None:
    flag = "<t:Flag><t:FlagStatus>Flagged</t:FlagStatus></t:Flag>"
    create = (
        f'<m:CreateItem MessageDisposition="SaveOnly"><m:Items><t:Message>{flag}</t:Message></m:Items></m:CreateItem>'
    )
    assert code_of("SE", create, "Exchange2010_SP2") == "ErrorIncorrectSchemaVersion"
    assert code_of("SE", create, "Exchange2013") == "NoError"


# ---- operations and parts of requests


INBOX = '<t:DistinguishedFolderId Id="inbox"/>'
ID = '<t:ItemId Id="AAA="/>'
ITEM = f"<m:ItemIds>{ID}</m:ItemIds>"
CONFIGURATION = f'UserConfigurationName Name="x">{INBOX}</{{}}:UserConfigurationName>'
KEPT = f"<m:UserConfiguration><t:{CONFIGURATION.format('t')}</m:UserConfiguration>"
ALLOWED = {
    "ArchiveItem": f"<m:ArchiveItem><m:ArchiveSourceFolderId>{INBOX}</m:ArchiveSourceFolderId>{ITEM}</m:ArchiveItem>",
    "ConvertId": '<m:ConvertId DestinationFormat="EwsId"><m:SourceIds>'
    '<t:AlternateId Format="EwsId" Id="a" Mailbox="b"/></m:SourceIds></m:ConvertId>',
    "CreateFolderPath": f"<m:CreateFolderPath><m:ParentFolderId>{INBOX}</m:ParentFolderId>"
    "<m:RelativeFolderPath><t:Folder/></m:RelativeFolderPath></m:CreateFolderPath>",
    "CreateUserConfiguration": f"<m:CreateUserConfiguration>{KEPT}</m:CreateUserConfiguration>",
    "DeleteUserConfiguration": f"<m:DeleteUserConfiguration><m:{CONFIGURATION.format('m')}</m:DeleteUserConfiguration>",
    "ExportItems": f"<m:ExportItems>{ITEM}</m:ExportItems>",
    "EmptyFolder": f'<m:EmptyFolder DeleteType="HardDelete" DeleteSubFolders="false"><m:FolderIds>{INBOX}</m:FolderIds>'
    "</m:EmptyFolder>",
    "GetReminders": "<m:GetReminders/>",
    "GetServerTimeZones": "<m:GetServerTimeZones/>",
    "GetUserConfiguration": f"<m:GetUserConfiguration><m:{CONFIGURATION.format('m')}<m:UserConfigurationProperties>All"
    "</m:UserConfigurationProperties></m:GetUserConfiguration>",
    "MarkAllItemsAsRead": "<m:MarkAllItemsAsRead><m:ReadFlag>true</m:ReadFlag><m:SuppressReadReceipts>true"
    f"</m:SuppressReadReceipts><m:FolderIds>{INBOX}</m:FolderIds></m:MarkAllItemsAsRead>",
    "MarkAsJunk": f'<m:MarkAsJunk IsJunk="true" MoveItem="true">{ITEM}</m:MarkAsJunk>',
    "PerformReminderAction": "<m:PerformReminderAction><m:ReminderItemActions><t:ReminderItemAction>"
    f"<t:ActionType>Dismiss</t:ActionType>{ID}</t:ReminderItemAction></m:ReminderItemActions>"
    "</m:PerformReminderAction>",
    "UploadItems": '<m:UploadItems><m:Items><t:Item CreateAction="CreateNew"><t:ParentFolderId Id="AAA="/>'
    "<t:Data>AAAA</t:Data></t:Item></m:Items></m:UploadItems>",
    "UpdateUserConfiguration": f"<m:UpdateUserConfiguration>{KEPT}</m:UpdateUserConfiguration>",
}
"""A request for each of them that the schema allows: what it forbids is told first."""


@pytest.mark.parametrize(
    "operation", [one for one in OPERATIONS if one.since != "Exchange2007"], ids=lambda one: one.name
)
def test_an_operation_is_refused_in_an_older_schema(operation: Operation) -> None:
    older = API_VERSIONS[API_VERSIONS.index(operation.since) - 1]
    assert code_of("SE", ALLOWED[operation.name], older) == "ErrorIncorrectSchemaVersion"


PARTS = {
    "m:QueryString": query("x"),
    "m:SyncScope": "<m:SyncFolderItems><m:SyncScope>NormalItems</m:SyncScope></m:SyncFolderItems>",
    "@Traversal[.='Associated']": find(traversal="Associated"),
}


@pytest.mark.parametrize(("operation", "part", "since"), NEWER)
def test_a_part_of_a_request_came_with_its_version(operation: str, part: str, since: str) -> None:
    request = parsed(PARTS.get(part) or _with(operation, part))
    older = API_VERSIONS[API_VERSIONS.index(since) - 1]
    organization, ana = mailbox_of("SE")
    check_versions(request, context(organization, ana, since))
    with pytest.raises(EwsFault) as caught:
        check_versions(request, context(organization, ana, older))
    assert caught.value.code == "ErrorIncorrectSchemaVersion"
    site = next(known for known in reversed(KNOWN_VERSIONS) if not known.at_least(since))
    organization, ana = mailbox_of(site.product)
    with pytest.raises(EwsFault) as caught:
        check_versions(request, context(organization, ana))
    assert caught.value.code == "ErrorSchemaValidation"


def _with(operation: str, part: str) -> str:
    """A request with an attribute or with elements, one inside the other."""
    if part.startswith("@"):
        return f'<m:{operation} {part[1:]}="true"/>'
    inner = ""
    for step in reversed(part.split("/")):
        inner = f"<{step}>{inner}</{step}>"
    return f"<m:{operation}>{inner}</m:{operation}>"


# ---- optional behaviour


@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=lambda one: one.what)
def test_a_behaviour_divides_the_versions(behaviour: Behaviour) -> None:
    does = [behaviour.of(known) for known in KNOWN_VERSIONS]
    assert set(does) == {True, False}
    assert sum(one != other for one, other in itertools.pairwise(does)) <= 2


def test_every_behaviour_is_in_the_table_and_in_use() -> None:
    named = {name for name, value in vars(optional_behaviour).items() if isinstance(value, Behaviour)}
    assert [value for value in vars(optional_behaviour).values() if isinstance(value, Behaviour)] == list(BEHAVIOURS)
    ews = Path(optional_behaviour.__file__).parent
    used = {
        node.id
        for path in ews.rglob("*.py")
        if path.name != "optional_behaviour.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name)
    }
    assert named <= used
