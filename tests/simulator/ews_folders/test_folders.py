"""GetFolder, FindFolder, CreateFolder and DeleteFolder."""

import pytest

from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.soap.faults import EwsFault
from tests.simulator.ews_folders.asking import ask, codes, ids, names, texts
from tests.simulator.exchange_flow.organization import mailbox, message, new_organization

INBOX = '<t:DistinguishedFolderId Id="inbox"/>'
ROOT = '<t:DistinguishedFolderId Id="msgfolderroot"/>'
RIGHTS = "<t:CreateAssociated>true</t:CreateAssociated><t:CreateContents>true</t:CreateContents>"
RIGHTS += "<t:CreateHierarchy>true</t:CreateHierarchy><t:Delete>true</t:Delete><t:Modify>true</t:Modify>"
RIGHTS = f"<t:EffectiveRights>{RIGHTS}<t:Read>true</t:Read></t:EffectiveRights>"


@pytest.fixture
def organization() -> ExchangeOrganization:
    return new_organization()


@pytest.fixture
def ana(organization: ExchangeOrganization) -> Mailbox:
    return mailbox(organization, "ana.silva")


def get(base: str, ids: str, more: str = "") -> str:
    shape = f"<m:FolderShape><t:BaseShape>{base}</t:BaseShape>{more}</m:FolderShape>"
    return f"<m:GetFolder>{shape}<m:FolderIds>{ids}</m:FolderIds></m:GetFolder>"


def additional(*uris: str) -> str:
    paths = "".join(f'<t:FieldURI FieldURI="{uri}"/>' for uri in uris)
    return f"<t:AdditionalProperties>{paths}</t:AdditionalProperties>"


def create(name: str, element: str = "Folder", parent: str = INBOX, more: str = "", after: str = "") -> str:
    folder = f"<t:{element}>{more}<t:DisplayName>{name}</t:DisplayName>{after}</t:{element}>"
    return (
        f"<m:CreateFolder><m:ParentFolderId>{parent}</m:ParentFolderId><m:Folders>{folder}</m:Folders></m:CreateFolder>"
    )


def find(traversal: str, parent: str = ROOT, more: str = "") -> str:
    shape = "<m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>"
    parents = f"<m:ParentFolderIds>{parent}</m:ParentFolderIds>"
    return f'<m:FindFolder Traversal="{traversal}">{shape}{more}{parents}</m:FindFolder>'


def test_each_base_shape_has_its_properties(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSFOLD_R421, R42101, R42102, R42103, R5900, R5912, R7201, R7501, R9901, R10010."""
    ana.add_item(message(organization, "ana.silva", message__IsRead=False), ana.distinguished("inbox"))
    answer = ask(organization, ana, get("IdOnly", INBOX))
    assert names(answer, ".//t:Folder") == ["FolderId"]
    answer = ask(organization, ana, get("Default", INBOX))
    assert names(answer, ".//t:Folder") == ["FolderId", "DisplayName", "TotalCount", "ChildFolderCount", "UnreadCount"]
    assert texts(answer, ".//t:TotalCount") == texts(answer, ".//t:UnreadCount") == ["1"]
    answer = ask(organization, ana, get("AllProperties", INBOX), "Exchange2013")
    assert {"ParentFolderId", "FolderClass", "EffectiveRights", "DistinguishedFolderId"} <= set(
        names(answer, ".//t:Folder")
    )
    answer = ask(organization, ana, get("AllProperties", INBOX), "Exchange2010_SP2")
    assert "DistinguishedFolderId" not in names(answer, ".//t:Folder")


@pytest.mark.parametrize(
    ("name", "element"),
    [("calendar", "CalendarFolder"), ("contacts", "ContactsFolder"), ("tasks", "TasksFolder"), ("inbox", "Folder")],
)
def test_each_kind_of_folder_has_its_element_and_its_permissions(
    organization: ExchangeOrganization, ana: Mailbox, name: str, element: str
) -> None:
    """MS-OXWSFOLD_R2802, R2901, R3301, R3501, R9803."""
    wanted = get("AllProperties", f'<t:DistinguishedFolderId Id="{name}"/>', additional("folder:PermissionSet"))
    answer = ask(organization, ana, wanted)
    assert names(answer, ".//m:Folders") == [element]
    assert "PermissionSet" in names(answer, f".//t:{element}")


def test_each_id_is_answered_by_itself(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSFOLD_R3864, R38644, R38645, R423, R426, R428."""
    other = mailbox(organization, "oliver.smith")
    item = ana.add_item(message(organization, "ana.silva"), ana.distinguished("inbox"))
    foreign = other.folder_id(other.distinguished("inbox"))
    wanted = (
        f'{INBOX}<t:FolderId Id="{foreign}"/><t:FolderId Id="nonsense"/><t:FolderId Id="{ana.item_id(item)}"/>'
        '<t:DistinguishedFolderId Id="calendar"><t:Mailbox><t:EmailAddress>ana.silva@contoso.test</t:EmailAddress>'
        "</t:Mailbox></t:DistinguishedFolderId>"
    )
    assert codes(ask(organization, ana, get("IdOnly", wanted))) == [
        "NoError",
        "ErrorFolderNotFound",
        "ErrorInvalidIdMalformed",
        "ErrorCannotUseItemIdForFolderId",
        "NoError",
    ]


@pytest.mark.parametrize("key", ["", "nonsense", "AQAAABYAAAA="])
def test_a_change_key_that_is_none_is_refused(organization: ExchangeOrganization, ana: Mailbox, key: str) -> None:
    identity = ana.folder_id(ana.distinguished("inbox"))
    wanted = f'<t:FolderId Id="{identity}" ChangeKey="{key}"/><t:DistinguishedFolderId Id="inbox" ChangeKey="{key}"/>'
    assert codes(ask(organization, ana, get("IdOnly", wanted))) == ["ErrorInvalidChangeKey"] * 2


def test_extended_properties_are_kept_and_echoed(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSFOLD_R7701, R7801, R7802, R42104, R42105."""
    uri = '<t:ExtendedFieldURI PropertyTag="0x1234" PropertyType="String"/>'
    more = "<t:FolderClass>IPF.Note</t:FolderClass>"
    stamped = f"<t:ExtendedProperty>{uri}<t:Value>blue</t:Value></t:ExtendedProperty>"
    folder = f"<t:Folder>{more}<t:DisplayName>Harbour</t:DisplayName>{stamped}</t:Folder>"
    request = (
        f"<m:CreateFolder><m:ParentFolderId>{INBOX}</m:ParentFolderId><m:Folders>{folder}</m:Folders></m:CreateFolder>"
    )
    (identity,) = ids(ask(organization, ana, request), ".//t:FolderId")
    asked = (
        f"<t:AdditionalProperties>{uri}"
        '<t:ExtendedFieldURI PropertyTag="0x3001" PropertyType="String"/></t:AdditionalProperties>'
    )
    answer = ask(organization, ana, get("IdOnly", f'<t:FolderId Id="{identity}"/>', asked))
    assert texts(answer, ".//t:Value") == ["blue", "Harbour"]


def test_a_property_of_items_cannot_be_asked_of_a_folder(organization: ExchangeOrganization, ana: Mailbox) -> None:
    answer = ask(organization, ana, get("IdOnly", INBOX, additional("item:Subject")))
    assert codes(answer) == ["ErrorInvalidPropertyRequest"]


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (create("Harbour"), "NoError"),
        (create("Inbox", parent=ROOT), "ErrorFolderExists"),
        (create("Days", "CalendarFolder"), "NoError"),
        (
            create("Days", "CalendarFolder", more="<t:FolderClass>IPF.Note</t:FolderClass>"),
            "ErrorNoFolderClassOverride",
        ),
        (create("Lost", parent='<t:FolderId Id="AAA="/>'), "ErrorInvalidIdMalformed"),
        (create(" "), "ErrorFolderSavePropertyError"),
        (create("Custom", more="<t:FolderClass>IPF.MyCustomFolderClass</t:FolderClass>"), "NoError"),
        (create("Known", more='<t:FolderId Id="AAA="/>'), "ErrorInvalidPropertySet"),
        (create("Placed", more='<t:ParentFolderId Id="AAA="/>'), "ErrorInvalidPropertySet"),
        (create("Counted", after="<t:TotalCount>1</t:TotalCount>"), "ErrorInvalidPropertySet"),
        (create("Counted", after="<t:ChildFolderCount>1</t:ChildFolderCount>"), "ErrorInvalidPropertySet"),
        (create("Counted", after="<t:UnreadCount>1</t:UnreadCount>"), "ErrorInvalidPropertySet"),
        (create("Managed", after="<t:ManagedFolderInformation/>"), "ErrorInvalidPropertySet"),
        (create("Mine", after=RIGHTS), "ErrorInvalidPropertySet"),
    ],
)
def test_creating_a_folder(organization: ExchangeOrganization, ana: Mailbox, request_: str, code: str) -> None:
    """MS-OXWSFOLD_R217, R2202, R22202, R22203, R252, R2531, R71021; R589201, R589202, R5890 (classes); R67, R6802, R73,
    R76, R80, R83 and R100 (what a client cannot set).
    """
    assert codes(ask(organization, ana, request_)) == [code]


def test_a_parent_that_is_gone_has_its_own_code(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSFOLD_R216."""
    gone = ana.create_folder(ana.distinguished("inbox"), "Gone")
    identity = ana.folder_id(gone)
    ana.delete_folder(gone, "HardDelete")
    answer = ask(organization, ana, create("Child", parent=f'<t:FolderId Id="{identity}"/>'))
    assert codes(answer) == ["ErrorParentFolderNotFound"]


def test_finding_folders_shallow_and_deep_and_by_name(organization: ExchangeOrganization, ana: Mailbox) -> None:
    inner = ana.create_folder(ana.distinguished("inbox"), "Harbour")
    ana.create_folder(inner, "Quay")
    shallow = texts(ask(organization, ana, find("Shallow", INBOX)), ".//t:DisplayName")
    deep = texts(ask(organization, ana, find("Deep", INBOX)), ".//t:DisplayName")
    assert (shallow, deep) == (["Harbour"], ["Harbour", "Quay"])
    named = (
        '<m:Restriction><t:Contains ContainmentMode="Substring" ContainmentComparison="IgnoreCase">'
        '<t:FieldURI FieldURI="folder:DisplayName"/><t:Constant Value="quay"/></t:Contains></m:Restriction>'
    )
    assert texts(ask(organization, ana, find("Deep", ROOT, named)), ".//t:DisplayName") == ["Quay"]
    assert texts(ask(organization, ana, find("SoftDeleted", ROOT)), ".//t:DisplayName") == []


def test_a_page_of_folders_says_where_the_next_one_starts(organization: ExchangeOrganization, ana: Mailbox) -> None:
    for number in range(5):
        ana.create_folder(ana.distinguished("inbox"), f"F{number}")
    view = '<m:IndexedPageFolderView MaxEntriesReturned="2" Offset="2" BasePoint="Beginning"/>'
    answer = ask(organization, ana, find("Shallow", INBOX, view))
    root = answer.find(".//{*}RootFolder")
    assert root is not None
    assert {name: root.get(name) for name in map(str, root.keys())} == {
        "TotalItemsInView": "5",
        "IncludesLastItemInRange": "false",
        "IndexedPagingOffset": "4",
    }
    assert texts(answer, ".//t:DisplayName") == ["F2", "F3"]


@pytest.mark.parametrize("how", ["HardDelete", "SoftDelete", "MoveToDeletedItems"])
def test_deleting_folders(organization: ExchangeOrganization, ana: Mailbox, how: str) -> None:
    """MS-OXWSFOLD_R309, R341, R34302."""
    folder = ana.create_folder(ana.distinguished("inbox"), "Harbour")
    identity = ana.folder_id(folder)
    request = (
        f'<m:DeleteFolder DeleteType="{how}"><m:FolderIds>{INBOX}<t:FolderId Id="{identity}"/></m:FolderIds>'
        "</m:DeleteFolder>"
    )
    assert codes(ask(organization, ana, request)) == ["ErrorDeleteDistinguishedFolder", "NoError"]
    kept = how == "MoveToDeletedItems"
    assert (folder.key in ana.folders) is kept
    assert codes(ask(organization, ana, request))[1] == ("NoError" if kept else "ErrorFolderNotFound")
    assert folder.key not in ana.folders


@pytest.mark.parametrize(
    "request_",
    [
        "<m:GetFolder><m:FolderIds/></m:GetFolder>",
        get("Everything", INBOX),
        "<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds></m:FolderIds></m:GetFolder>",
        find("Sideways"),
        '<m:DeleteFolder DeleteType="Burn"><m:FolderIds><t:FolderId Id="x"/></m:FolderIds></m:DeleteFolder>',
    ],
)
def test_what_the_schema_forbids_is_a_fault(organization: ExchangeOrganization, ana: Mailbox, request_: str) -> None:
    with pytest.raises(EwsFault) as caught:
        ask(organization, ana, request_)
    assert caught.value.code == "ErrorSchemaValidation"
