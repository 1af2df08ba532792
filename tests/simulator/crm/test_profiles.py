"""Every validation of an email server profile, with its code."""

import pytest

from simulator.crm import errors
from simulator.crm.organization import CrmOrganization
from tests.simulator.crm.conftest import connect
from tests.simulator.crm.soap import CrmClient, flag, moment, option, string, value
from tests.simulator.crm.test_rows_over_soap import refused

HTTPS, HTTP = string("https://localhost/EWS/Exchange.asmx"), string("http://localhost/EWS/Exchange.asmx")
NAME = {"name": string("Profile")}
GOOD = NAME | {"incomingserverlocation": HTTPS}
DIFFERENT = GOOD | {"usesamesettingsforoutgoingconnections": flag(False), "outgoingserverlocation": HTTPS}
POP3 = NAME | {
    "servertype": option(1),
    "incomingserverlocation": string("pop.example.test"),
    "outgoingserverlocation": string("smtp.example.test"),
}
IN_PROFILE = {"incomingcredentialretrieval": option(1)}
USER = {"incomingusername": string("crm13.service@contoso.test")}
PASSWORD = {"incomingpassword": string("secret")}
IMPERSONATION = {"incominguseimpersonation": flag(True)}


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ({"incomingserverlocation": HTTPS}, errors.REQUIRED_FIELD_MISSING),
        (GOOD | {"incomingcredentialretrieval": option(4)}, errors.ANONYMOUS_WITH_EXCHANGE),
        (GOOD | {"incomingcredentialretrieval": option(2)}, errors.SERVER_TO_SERVER_ON_PREMISES),
        (POP3 | {"useautodiscover": flag(True)}, errors.AUTODISCOVER_NOT_ALLOWED),
        (GOOD | {"useautodiscover": flag(True)}, errors.LOCATION_WITH_AUTODISCOVER),
        (NAME, errors.INCOMING_LOCATION_MISSING),
        (GOOD | {"usesamesettingsforoutgoingconnections": flag(False)}, errors.OUTGOING_LOCATION_MISSING),
        (NAME | {"incomingserverlocation": string("not a place")}, errors.INVALID_SERVER_LOCATION),
        (NAME | {"incomingserverlocation": string("https://[broken")}, errors.INVALID_SERVER_LOCATION),
        (GOOD | {"incomingusessl": flag(False)}, errors.INCOMING_HTTPS_WITHOUT_SSL),
        (DIFFERENT | {"outgoingusessl": flag(False)}, errors.OUTGOING_HTTPS_WITHOUT_SSL),
        (NAME | {"incomingserverlocation": HTTP}, errors.INCOMING_HTTP_WITH_SSL),
        (DIFFERENT | {"outgoingserverlocation": HTTP}, errors.OUTGOING_HTTP_WITH_SSL),
        (
            NAME
            | {
                "incomingserverlocation": HTTP,
                "incomingusessl": flag(False),
                "incomingauthenticationprotocol": option(3),
            },
            errors.BASIC_WITHOUT_SSL,
        ),
        (POP3 | {"outgoingautograntdelegateaccess": flag(True)}, errors.DELEGATE_ACCESS_NOT_ALLOWED),
        (POP3 | IMPERSONATION, errors.IMPERSONATION_NOT_ALLOWED),
        (POP3 | {"incomingcredentialretrieval": option(1)}, errors.POP3_CREDENTIALS),
        (POP3 | {"incomingauthenticationprotocol": option(1)}, errors.INVALID_AUTHENTICATION_PROTOCOL),
        (GOOD | {"outgoingcredentialretrieval": option(3)}, errors.OUTGOING_SETTINGS_DIFFER),
        (GOOD | IMPERSONATION, errors.IMPERSONATION_NEEDS_USER_NAME),
        (GOOD | IMPERSONATION | IN_PROFILE | USER, errors.IMPERSONATION_NEEDS_PASSWORD),
        (GOOD | IN_PROFILE, errors.INCOMING_USER_NAME_MISSING),
        (GOOD | IN_PROFILE | USER, errors.INCOMING_PASSWORD_MISSING),
        (DIFFERENT | {"outgoingcredentialretrieval": option(1)}, errors.OUTGOING_USER_NAME_MISSING),
        (
            DIFFERENT | {"outgoingcredentialretrieval": option(1), "outgoingusername": string("x")},
            errors.OUTGOING_PASSWORD_MISSING,
        ),
        (GOOD | {"processemailsreceivedafter": moment("2020-01-01T00:00:00Z")}, errors.PROCESS_EMAIL_AFTER_TOO_EARLY),
    ],
)
def test_profile_that_cannot_work(admin: CrmClient, attributes: dict[str, str], code: int) -> None:
    refused(code, admin.create, "emailserverprofile", attributes)


@pytest.mark.parametrize(
    "attributes",
    [
        GOOD,
        DIFFERENT,
        POP3,
        NAME | {"useautodiscover": flag(True)},
        GOOD | IN_PROFILE | USER | PASSWORD | IMPERSONATION,
        GOOD | {"incomingcredentialretrieval": option(3)} | IMPERSONATION,
    ],
)
def test_profile_that_works(admin: CrmClient, attributes: dict[str, str]) -> None:
    admin.create("emailserverprofile", attributes)


def test_article_profile_keeps_its_password_to_itself(admin: CrmClient) -> None:
    row = admin.create("emailserverprofile", GOOD | IN_PROFILE | USER | PASSWORD | IMPERSONATION)
    found = admin.retrieve("emailserverprofile", row)
    assert value(found["isincomingpasswordset"]) == "true"
    assert not [name for name in found if name.endswith("password")]
    assert value(found["outgoingusername"]) == value(found["incomingusername"])
    assert value(found["outgoinguseimpersonation"]) == "true"
    assert value(found["outgoingcredentialretrieval"]) == "1"
    admin.update("emailserverprofile", row, {"description": string("still valid: the password is set")})


def test_credentials_are_refused_over_plain_http(organization: CrmOrganization) -> None:
    insecure = connect(organization, "crm.admin", secure=False)
    refused(errors.BASIC_WITHOUT_SSL, insecure.create, "emailserverprofile", GOOD | IN_PROFILE | USER | PASSWORD)
    insecure.create("emailserverprofile", GOOD)
