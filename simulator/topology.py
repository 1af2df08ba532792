"""What a simulated organization consists of: sites, accounts, rooms, groups and one CRM. Frozen data, checked.

Nothing here moves: who is up, who may impersonate whom and what is in a mailbox belong to the running simulator.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from simulator.exchange_version import ExchangeVersion

AccountKind = Literal["user", "service", "room"]

_SITE_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_ADDRESS = re.compile(r"[^@\s:]+@[^@\s:]+")
_LOGIN = re.compile(r"""[^@\s"/\\\[\]:;|=,+*?<>]+""")
"""What Active Directory allows in a sAMAccountName, without the @ that would make it look like a UPN."""
_SID = re.compile(r"S-1(-[0-9]+)+")
_CRM_NAME = re.compile(r"[A-Za-z0-9_-]+")


class TopologyError(ValueError):
    """A topology that makes no sense. The text is one line: the key, what is wrong with it and what to do."""


@dataclass(frozen=True)
class Site:
    """One Exchange site: a server of its own, at an address of its own."""

    name: str
    version: ExchangeVersion
    display_name: str = ""
    max_attachment_size: int = 2**31 - 1
    """Bytes of a file attachment (Learn "ResponseCode", ErrorAttachmentSizeLimitExceeded)."""
    max_message_size: int | None = None
    """Bytes of a message that is sent; None for no limit."""

    def __post_init__(self) -> None:
        """Raise TopologyError for a name that cannot be part of a URL, or a size that nothing has."""
        for key in ("max_attachment_size", "max_message_size"):
            size: int | None = getattr(self, key)
            if size is not None and size < 1:
                raise TopologyError(f"sites.{key} = {size} of {self.name!r}: write a number of bytes above 0")
        if not _SITE_NAME.fullmatch(self.name):
            raise TopologyError(f"sites.name = {self.name!r}: use lower-case letters, digits and '-', and no 'crm'")
        if self.name == "crm":
            raise TopologyError("sites.name = 'crm': this name means the CRM in faults and logs; choose another")


@dataclass(frozen=True)
class Account:
    """Somebody or something with a mailbox.

    `name` is the login without its domain, `office` where the person works (Tokyo's people have a mailbox in Lisbon),
    `site` where the mailbox is. A room has no password and nobody logs in as it.
    """

    name: str
    display_name: str
    smtp: str
    upn: str
    domain_user: str
    sid: str
    site: str
    office: str
    password: str | None
    kind: AccountKind = "user"
    crm_user: bool = False
    crm_administrator: bool = False
    impersonation: bool = False
    given_name: str = ""
    surname: str = ""
    aliases: tuple[str, ...] = ()
    folder_language: str = "en-US"

    def __post_init__(self) -> None:
        """Raise TopologyError for an address or login that cannot be one."""
        _check_login("rooms" if self.kind == "room" else "accounts", self.name)
        for key, value in (("smtp", self.smtp), ("upn", self.upn), *(("aliases", alias) for alias in self.aliases)):
            if not _ADDRESS.fullmatch(value):
                raise TopologyError(f"accounts.{key} = {value!r} of {self.name!r}: write it as name@domain")
        if not _SID.fullmatch(self.sid):
            raise TopologyError(
                f"accounts.sid = {self.sid!r} of {self.name!r}: write it as S-1-5-21-…, or leave it out"
            )
        domain, _, login = self.domain_user.partition("\\")
        if not domain or not login or "\\" in login or ":" in self.domain_user:
            raise TopologyError(f"accounts.domain_user = {self.domain_user!r} of {self.name!r}: write DOMAIN\\name")
        if self.password == "":
            raise TopologyError(f"accounts.password of {self.name!r}: it must not be empty")

    @property
    def legacy_dn(self) -> str:
        """The X.500 address that Exchange calls legacyExchangeDN (the EX form of an address)."""
        return f"/o=Contoso/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn={self.name}"

    @property
    def login_forms(self) -> tuple[str, ...]:
        r"""Every spelling under which the account logs in: `DOMAIN\name`, `name` and the UPN, no spelling twice."""
        return _distinct((self.domain_user, self.name, self.upn))

    @property
    def addresses(self) -> tuple[str, ...]:
        """The primary address first, then the others."""
        return _distinct((self.smtp, *self.aliases))


@dataclass(frozen=True)
class Room:
    """A room with a mailbox. `list_name` is the room list (MS-OXWSGTRM) it belongs to, or empty."""

    name: str
    display_name: str
    smtp: str
    site: str
    office: str = ""
    capacity: int | None = None
    list_name: str = ""

    def __post_init__(self) -> None:
        """Raise TopologyError for a name, address or capacity that cannot be one."""
        _check_login("rooms", self.name)
        _check_address("rooms", self.name, self.smtp)
        if self.capacity is not None and self.capacity < 0:
            raise TopologyError(f"rooms.capacity = {self.capacity} of {self.name!r}: write 0 or more")


@dataclass(frozen=True)
class DistributionGroup:
    """A group; `members` are SMTP addresses of accounts, rooms or other groups."""

    name: str
    display_name: str
    smtp: str
    members: tuple[str, ...]

    def __post_init__(self) -> None:
        """Raise TopologyError for an address that cannot be one."""
        _check_address("groups", self.name, self.smtp)


@dataclass(frozen=True)
class CrmOrganization:
    """The CRM of the topology: its unique name (part of its URLs), what it is called and its version."""

    name: str = "contoso"
    friendly_name: str = "Contoso"
    version: str = "6.0.0.809"

    def __post_init__(self) -> None:
        """Raise TopologyError for a name that cannot be part of a URL."""
        if not _CRM_NAME.fullmatch(self.name):
            raise TopologyError(f"crm.name = {self.name!r}: it is part of the URL; use letters, digits, '-' and '_'")


@dataclass(frozen=True)
class Topology:
    """A whole simulated organization.

    `service_account` is the name of the account a syncer uses. Raises TopologyError when the parts do not fit together.
    """

    name: str
    sites: tuple[Site, ...]
    accounts: tuple[Account, ...]
    rooms: tuple[Room, ...] = ()
    groups: tuple[DistributionGroup, ...] = ()
    crm: CrmOrganization = field(default_factory=CrmOrganization)
    organization: str = "Contoso"
    mail_domain: str = "contoso.test"
    netbios: str = "CONTOSO"
    service_account: str = "crm13.service"

    def __post_init__(self) -> None:
        """Check that names are unique and that everything named exists."""
        if not self.sites:
            raise TopologyError("sites: there is none; add at least one [[sites]] with name and version")
        _unique("sites.name", (site.name for site in self.sites))
        _unique("accounts.name", (account.name for account in self.accounts))
        _unique("rooms.name", (*(account.name for account in self.accounts), *(room.name for room in self.rooms)))
        _unique("accounts.domain_user", (account.domain_user for account in self.accounts))
        _unique("accounts.sid", (account.sid for account in self.accounts))
        _unique("accounts.upn", (account.upn for account in self.accounts))
        _unique("smtp", self._addresses())
        self._check_sites()
        self._check_references()

    def site(self, name: str) -> Site:
        """The site called `name`. Raises KeyError."""
        for site in self.sites:
            if site.name == name:
                return site
        raise KeyError(name)

    def _addresses(self) -> list[str]:
        found = [address for account in self.accounts for address in account.addresses]
        return found + [room.smtp for room in self.rooms] + [group.smtp for group in self.groups]

    def _check_sites(self) -> None:
        names = [site.name for site in self.sites]
        for kind, name, site in (
            *(("accounts", account.name, account.site) for account in self.accounts),
            *(("rooms", room.name, room.site) for room in self.rooms),
        ):
            if site not in names:
                raise TopologyError(f"{kind}.site = {site!r} of {name!r}: no such site; known are {', '.join(names)}")

    def _check_references(self) -> None:
        if self.service_account not in (account.name for account in self.accounts):
            raise TopologyError(
                f"service_account = {self.service_account!r}: no such account; add one to [[accounts]] or name another"
            )
        known = {address.lower() for address in self._addresses()}
        for group in self.groups:
            for member in group.members:
                if member.lower() not in known:
                    raise TopologyError(f"groups.members of {group.name!r}: nobody has the address {member!r}")


def _check_login(kind: str, name: str) -> None:
    if not _LOGIN.fullmatch(name):
        raise TopologyError(f"{kind}.name = {name!r}: it is a login; use letters, digits, '.', '-' and '_'")


def _check_address(kind: str, name: str, smtp: str) -> None:
    if not _ADDRESS.fullmatch(smtp):
        raise TopologyError(f"{kind}.smtp = {smtp!r} of {name!r}: write it as name@domain")


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for value in values:
        kept.setdefault(value.lower(), value)
    return tuple(kept.values())


def _unique(key: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value.lower() in seen:
            raise TopologyError(f"{key} = {value!r} is given twice; make it unique")
        seen.add(value.lower())
