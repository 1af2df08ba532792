"""Autodiscover with SOAP: GetUserSettings (MS-OXWSADISC 3.1.4.3) for users of the whole organization."""

import traceback
from collections.abc import Callable
from xml.sax.saxutils import escape

from lxml import etree

from simulator.directory import Directory
from simulator.endpoint_answer import EndpointAnswer
from simulator.errors import NotSimulated
from simulator.exchange_version import API_VERSIONS
from simulator.soap.application import Answer, EnvelopeRefused, SoapCall, SoapService, UnknownOperation
from simulator.soap.namespaces import AUTODISCOVER, XSI
from simulator.topology import Account, Site

_OPERATIONS = (
    "GetUserSettings",
    "GetDomainSettings",
    "GetFederationInformation",
    "GetOrganizationRelationshipSettings",
)
_ACTION = "http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover"
_ADDRESSING = "http://www.w3.org/2005/08/addressing"


class AutodiscoverService:
    """Answers GetUserSettings at one site. `address_of(site)` gives the root of a site's URLs."""

    def __init__(self, site: Site, directory: Directory, address_of: Callable[[str], str]) -> None:
        """Make the SOAP service."""
        self._site = site
        self._directory = directory
        self._address_of = address_of
        self._service = SoapService(
            "Autodiscover",
            AUTODISCOVER,
            [f"{name}RequestMessage" for name in _OPERATIONS],
            self._perform,
            _fault_body,
            self._headers,
        )

    def answer(self, document: bytes) -> EndpointAnswer:
        """Answer one POST."""
        soap = self._service.answer(document, None)
        if soap.problem is None or _fault_body(soap.problem) is not None:
            return EndpointAnswer(soap.status, soap.document)
        if isinstance(soap.problem, NotSimulated):
            return EndpointAnswer(501, f"NOT SIMULATED: {soap.problem.what}\n".encode(), "text/plain; charset=utf-8")
        text = "".join(traceback.format_exception(soap.problem)).encode()
        return EndpointAnswer(500, b"BUG IN THE SIMULATOR\n" + text, "text/plain; charset=utf-8", bug=soap.problem)

    def _headers(self, call: SoapCall) -> str:
        version = self._site.version
        operation = call.operation.removesuffix("RequestMessage")
        return (
            f'<s:Header><a:Action s:mustUnderstand="1" xmlns:a="{_ADDRESSING}">{_ACTION}/{escape(operation)}Response'
            f'</a:Action><h:ServerVersionInfo xmlns:h="{AUTODISCOVER}" xmlns:i="{XSI}">'
            f"<h:MajorVersion>{version.major}</h:MajorVersion><h:MinorVersion>{version.minor}</h:MinorVersion>"
            f"<h:MajorBuildNumber>{version.major_build}</h:MajorBuildNumber>"
            f"<h:MinorBuildNumber>{version.minor_build}</h:MinorBuildNumber><h:Version>{version.api}</h:Version>"
            "</h:ServerVersionInfo></s:Header>"
        )

    def _perform(self, operation: str, body: etree._Element, _call: SoapCall) -> Answer:
        if operation != "GetUserSettingsRequestMessage":
            raise NotSimulated(f"Autodiscover operation {operation.removesuffix('RequestMessage')}")
        users = _texts(body, "Mailbox")
        settings = _texts(body, "Setting")
        responses = "".join(self._user_response(user, settings) for user in users)
        code, message = (
            ("NoError", "") if users and settings else ("InvalidRequest", "The request is missing users or settings.")
        )
        return (
            f'<GetUserSettingsResponseMessage xmlns="{AUTODISCOVER}" xmlns:i="{XSI}"><Response>'
            f"<ErrorCode>{code}</ErrorCode><ErrorMessage>{message}</ErrorMessage>"
            f"<UserResponses>{responses}</UserResponses></Response></GetUserSettingsResponseMessage>"
        ).encode()

    def _user_response(self, user: str, wanted: list[str]) -> str:
        account = self._directory.by_smtp(user)
        if account is None:
            text = f"Invalid user: '{escape(user)}'"
            return (
                f"<UserResponse><ErrorCode>InvalidUser</ErrorCode><ErrorMessage>{text}</ErrorMessage>"
                '<RedirectTarget i:nil="true"/><UserSettingErrors/><UserSettings/></UserResponse>'
            )
        known = self._settings(account)
        found = "".join(
            f'<UserSetting i:type="StringSetting"><Name>{name}</Name><Value>{escape(known[name])}</Value></UserSetting>'
            for name in wanted
            if name in known
        )
        missing = "".join(
            "<UserSettingError><ErrorCode>SettingIsNotAvailable</ErrorCode><ErrorMessage>The setting is not available."
            f"</ErrorMessage><SettingName>{escape(name)}</SettingName></UserSettingError>"
            for name in wanted
            if name not in known
        )
        return (
            "<UserResponse><ErrorCode>NoError</ErrorCode><ErrorMessage>No error.</ErrorMessage>"
            f'<RedirectTarget i:nil="true"/><UserSettingErrors>{missing}</UserSettingErrors>'
            f"<UserSettings>{found}</UserSettings></UserResponse>"
        )

    def _settings(self, account: Account) -> dict[str, str]:
        root = self._address_of(account.site)
        version = self._directory.site_of(account).version
        schemas = [name for name in API_VERSIONS if name.startswith("Exchange") and version.at_least(name)]
        ews = f"{root}/EWS/Exchange.asmx"
        return {
            "UserDisplayName": account.display_name,
            "UserDN": account.legacy_dn,
            "AutoDiscoverSMTPAddress": account.smtp,
            "InternalEwsUrl": ews,
            "ExternalEwsUrl": ews,
            "CasVersion": version.build,
            "EwsSupportedSchemas": ", ".join(schemas),
            "InternalMailboxServer": f"{account.site}.{account.smtp.partition('@')[2]}",
            "ExternalMailboxServer": f"{account.site}.{account.smtp.partition('@')[2]}",
        }


def _texts(body: etree._Element, name: str) -> list[str]:
    found = (str(element.text or "").strip() for element in body.iter(f"{{{AUTODISCOVER}}}{name}"))
    return [text for text in found if text]


def _fault_body(problem: BaseException) -> str | None:
    """A plain SOAP fault for what is no request; None for what is no answer of Exchange (our choice of words)."""
    if isinstance(problem, EnvelopeRefused | UnknownOperation):
        return (
            '<s:Fault><faultcode>s:Client</faultcode><faultstring xml:lang="en-US">The request is invalid.'
            "</faultstring></s:Fault>"
        )
    return None
