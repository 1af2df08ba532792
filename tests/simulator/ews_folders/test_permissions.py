"""The permissions of folders: kept as they were written, and given back (MS-OXWSFOLD 2.2.4.7, 2.2.4.14)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.permissions import CALENDAR_LEVELS, LEVELS
from simulator.soap.faults import EwsFault
from tests.simulator.ews_folders.asking import NAMES, ask, codes, texts
from tests.simulator.ews_folders.folder_requests import additional, create, get, named, set_field, update
from tests.simulator.exchange_flow.organization import mailbox, new_organization

RIGHTS = (
    "CanCreateItems", "CanCreateSubFolders", "IsFolderOwner", "IsFolderVisible", "IsFolderContact", "EditItems",
    "DeleteItems", "ReadItems",
)  # fmt: skip
OLIVER = "<t:PrimarySmtpAddress>oliver.smith@contoso.test</t:PrimarySmtpAddress>"
DEFAULT = "<t:DistinguishedUser>Default</t:DistinguishedUser>"


@pytest.fixture
def organization() -> ExchangeOrganization:
    return new_organization()


@pytest.fixture
def ana(organization: ExchangeOrganization) -> Mailbox:
    return mailbox(organization, "ana.silva")


def permission(user: str, level: str, rights: dict[str, str] | None = None, calendar: str = "") -> str:
    given = "".join(f"<t:{name}>{value}</t:{name}>" for name, value in (rights or {}).items())
    inner = f"<t:UserId>{user}</t:UserId>{given}<t:{calendar}PermissionLevel>{level}</t:{calendar}PermissionLevel>"
    return f"<t:{calendar}Permission>{inner}</t:{calendar}Permission>"


def permission_set(*permissions: str, calendar: str = "", more: str = "") -> str:
    inner = f"<t:{calendar}Permissions>{''.join(permissions)}</t:{calendar}Permissions>{more}"
    return f"<t:PermissionSet>{inner}</t:PermissionSet>"


def put(organization: ExchangeOrganization, ana: Mailbox, folder: str, value: str) -> list[str]:
    kind = {"contacts": "ContactsFolder", "tasks": "TasksFolder"}.get(folder, "Folder")
    kind = "CalendarFolder" if "CalendarPermissions" in value else kind
    return codes(ask(organization, ana, update(named(folder), set_field("folder:PermissionSet", value, kind))))


def shown(organization: ExchangeOrganization, ana: Mailbox, folder: str) -> dict[str, dict[str, str]]:
    """Rights and level of each user."""
    answer = ask(organization, ana, get(named(folder), "IdOnly", additional("folder:PermissionSet")))
    found = {}
    for one in answer.iterfind(".//t:PermissionSet/*/*", NAMES):
        parts = {etree.QName(part).localname: str(part.text) for part in one}
        user = one.findtext(".//t:DistinguishedUser", None, NAMES) or one.findtext(".//t:DisplayName", None, NAMES)
        parts.pop("UserId")
        found[str(user)] = parts
    return found


@pytest.mark.parametrize("folder", ["inbox", "calendar", "contacts", "tasks"])
def test_a_new_folder_is_its_owners_alone(organization: ExchangeOrganization, ana: Mailbox, folder: str) -> None:
    found = shown(organization, ana, folder)
    assert list(found) == ["Default", "Anonymous"]
    level = "CalendarPermissionLevel" if folder == "calendar" else "PermissionLevel"
    assert found["Default"][level] == ("FreeBusyTimeOnly" if folder == "calendar" else "None")
    assert found["Anonymous"][level] == found["Anonymous"]["ReadItems"] == "None"


@pytest.mark.parametrize("level", [level for level, _ in LEVELS])
def test_a_level_stands_for_rights(organization: ExchangeOrganization, ana: Mailbox, level: str) -> None:
    """MS-OXWSFOLD_R145 to R152, R157, R158, R1231, R1532, R460102, R470302, R510202, R520202, R122302.

    What each stands for: Learn, "Set folder permissions for another user by using EWS in Exchange".
    """
    assert put(organization, ana, "inbox", permission_set(permission(OLIVER, level))) == ["NoError"]
    found = shown(organization, ana, "inbox")["Oliver Smith"]
    rights = dict(LEVELS)[level]
    assert found["PermissionLevel"] == level
    assert found["ReadItems"] == rights.read
    assert found["EditItems"] == rights.edit
    assert found["CanCreateSubFolders"] == str(rights.create_subfolders).lower()


@settings(max_examples=40, deadline=None)
@given(
    values=st.tuples(
        *[st.sampled_from(["true", "false"])] * 5,
        *[st.sampled_from(["None", "Owned", "All"])] * 2,
        st.sampled_from(["None", "TimeOnly", "TimeAndSubjectAndLocation", "FullDetails"]),
    )
)
def test_rights_come_back_as_they_were_given(values: tuple[str, ...]) -> None:
    """MS-OXWSFOLD_R4302, R46, R47001, R460101, R470301, R480301, R490301, R500301, R510201, R520201, R122301, R154.

    The level is Custom unless the rights are a level's.
    """
    organization = new_organization()
    ana = mailbox(organization, "ana.silva")
    rights = dict(zip(RIGHTS, values, strict=True))
    value = permission_set(permission(OLIVER, "Custom", rights, "Calendar"), calendar="Calendar")
    assert put(organization, ana, "calendar", value) == ["NoError"]
    found = shown(organization, ana, "calendar")["Oliver Smith"]
    level = found.pop("CalendarPermissionLevel")
    assert found == rights
    assert level == "Custom" or dict(CALENDAR_LEVELS)[level].read == rights["ReadItems"]


def test_users_are_known_by_address_sid_or_name(organization: ExchangeOrganization, ana: Mailbox) -> None:
    """MS-OXWSCDATA_R1298, R1299, R1300, R1301."""
    oliver = mailbox(organization, "oliver.smith").account
    for user in (OLIVER, f"<t:SID>{oliver.sid}</t:SID>", f"<t:DisplayName>{oliver.display_name}</t:DisplayName>"):
        value = permission_set(permission(DEFAULT, "Reviewer"), permission(user, "Editor"))
        assert put(organization, ana, "inbox", value) == ["NoError"]
        answer = ask(organization, ana, get(named("inbox"), "IdOnly", additional("folder:PermissionSet")))
        assert texts(answer, ".//t:SID") == [oliver.sid]
        assert texts(answer, ".//t:PrimarySmtpAddress") == [oliver.smtp]
        assert texts(answer, ".//t:PermissionLevel") == ["Reviewer", "None", "Editor"]


NOBODY = "<t:PrimarySmtpAddress>nobody@fabrikam.test</t:PrimarySmtpAddress>"
UNKNOWN = "<t:UnknownEntries><t:UnknownEntry>S-1-1</t:UnknownEntry></t:UnknownEntries>"
PLAIN = permission(DEFAULT, "None")
BUSY = permission(DEFAULT, "FreeBusyTimeAndSubjectAndLocation", None, "Calendar")


@pytest.mark.parametrize(
    ("folder", "value", "code"),
    [
        (
            "inbox",
            permission_set(permission(OLIVER, "Editor"), permission(OLIVER, "None")),
            "ErrorDuplicateUserIdsSpecified",
        ),
        ("inbox", permission_set(*[permission(DEFAULT, "None")] * 2), "ErrorDuplicateUserIdsSpecified"),
        ("inbox", permission_set(permission("<t:SID>S-1-1</t:SID>" + DEFAULT, "None")), "ErrorInvalidUserInfo"),
        ("inbox", permission_set(permission("<t:SID>S-1-1</t:SID>", "None")), "ErrorInvalidUserInfo"),
        ("inbox", permission_set(permission(NOBODY, "None")), "ErrorInvalidUserInfo"),
        ("inbox", permission_set(more=UNKNOWN), "ErrorCannotSetPermissionUnknownEntries"),
        ("inbox", permission_set(BUSY, calendar="Calendar"), "ErrorCannotSetCalendarPermissionOnNonCalendarFolder"),
        ("calendar", permission_set(PLAIN), "ErrorCannotSetNonCalendarPermissionOnCalendarFolder"),
        ("calendar", permission_set(BUSY, calendar="Calendar"), "NoError"),
    ],
)  # fmt: skip
def test_what_a_permission_set_may_hold(
    organization: ExchangeOrganization, ana: Mailbox, folder: str, value: str, code: str
) -> None:
    before = shown(organization, ana, folder)
    assert put(organization, ana, folder, value) == [code]
    assert (shown(organization, ana, folder) == before) is (code != "NoError")


@pytest.mark.parametrize(
    ("version", "code"),
    [
        ("2007 SP1", "ErrorInvalidPermissionSettings"),
        ("2010 SP2", "ErrorInvalidPermissionSettings"),
        ("2013", "NoError"),
    ],
)
def test_rights_beside_a_level(version: str, code: str) -> None:
    """MS-OXWSFOLD_R54911, R54912."""
    organization = new_organization(version)
    ana = mailbox(organization, "ana.silva")
    value = permission_set(permission(OLIVER, "Reviewer", {"EditItems": "All"}))
    assert put(organization, ana, "inbox", value) == [code]
    if code == "NoError":
        assert shown(organization, ana, "inbox")["Oliver Smith"]["EditItems"] == "None"


def test_a_new_folder_has_the_permissions_given_or_its_parents(
    organization: ExchangeOrganization, ana: Mailbox
) -> None:
    """MS-OXWSFOLD_R9802, R1182."""
    assert put(organization, ana, "drafts", permission_set(permission(OLIVER, "Editor"))) == ["NoError"]
    own = permission_set(permission(DEFAULT, "Author"))
    given = f"<t:Folder><t:DisplayName>Given</t:DisplayName>{own}</t:Folder>"
    plain = "<t:Folder><t:DisplayName>Plain</t:DisplayName></t:Folder>"
    request = create(named("drafts"), given, plain)
    assert codes(ask(organization, ana, request)) == ["NoError", "NoError"]
    below = ask(
        organization,
        ana,
        '<m:FindFolder Traversal="Shallow"><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape>'
        f"{additional('folder:PermissionSet')}</m:FolderShape>"
        f"<m:ParentFolderIds>{named('drafts')}</m:ParentFolderIds></m:FindFolder>",
    )
    assert texts(below, ".//t:PermissionLevel") == ["Author", "None", "None", "None", "Editor"]


@pytest.mark.parametrize(
    "value",
    [
        "<t:PermissionSet/>",
        permission_set(permission(DEFAULT, "Boss")),
        permission_set(permission(DEFAULT, "FreeBusyTimeOnly")),
        permission_set(permission(DEFAULT, "Custom", {"EditItems": "Some"})),
        permission_set(permission(DEFAULT, "Custom", {"ReadItems": "TimeOnly"})),
        permission_set(permission(DEFAULT, "Custom", {"ReadItems": "None", "EditItems": "None"})),
        permission_set("<t:Permission><t:UserId/></t:Permission>"),
    ],
)
def test_what_the_schema_forbids_is_a_fault(organization: ExchangeOrganization, ana: Mailbox, value: str) -> None:
    with pytest.raises(EwsFault) as caught:
        put(organization, ana, "inbox", value)
    assert caught.value.code == "ErrorSchemaValidation"
