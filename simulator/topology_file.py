"""A user's own topology from a TOML file (`--topology my.toml`). Every complaint names the key and says what to do."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulator.exchange_version import exchange_version
from simulator.topology import Account, CrmOrganization, DistributionGroup, Room, Site, Topology, TopologyError

_TOP = {
    "name": str,
    "organization": str,
    "mail_domain": str,
    "netbios": str,
    "service_account": str,
    "sites": list,
    "accounts": list,
    "rooms": list,
    "groups": list,
    "crm": dict,
}
_SITE = {"name": str, "version": str, "display_name": str, "max_attachment_size": int, "max_message_size": int}
_ACCOUNT = {
    "name": str,
    "site": str,
    "office": str,
    "display_name": str,
    "given_name": str,
    "surname": str,
    "smtp": str,
    "upn": str,
    "domain_user": str,
    "sid": str,
    "password": str,
    "aliases": list,
    "crm_user": bool,
    "crm_administrator": bool,
    "impersonation": bool,
    "folder_language": str,
}
_ROOM = {"name": str, "display_name": str, "smtp": str, "site": str, "office": str, "capacity": int, "list_name": str}
_GROUP = {"name": str, "display_name": str, "smtp": str, "members": list}
_CRM = {"name": str, "friendly_name": str, "version": str}
_NAMES = {str: "a string", list: "a list", dict: "a table", bool: "true or false", int: "a whole number"}


def topology_from_toml(path: Path) -> Topology:
    """Read and check a topology. Raises TopologyError with one line."""
    try:
        with path.open("rb") as file:
            document = tomllib.load(file)
    except OSError as problem:
        raise TopologyError(f"{path}: cannot be read ({problem.strerror}); give the path of a TOML file") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise TopologyError(f"{path}: is not TOML: {problem}") from problem
    try:
        return _topology(document, path.stem)
    except TopologyError as problem:
        raise TopologyError(f"{path}: {problem}") from problem


def _topology(document: Mapping[str, Any], name: str) -> Topology:
    _check("", document, _TOP, needed=("sites", "accounts"))
    domain, netbios = document.get("mail_domain", "contoso.test"), document.get("netbios", "CONTOSO")
    sites = tuple(_site(entry) for entry in _tables(document, "sites", _SITE, ("name", "version")))
    if not sites:
        raise TopologyError("sites: there is none; add at least one [[sites]] with name and version")
    first = sites[0].name
    accounts = tuple(
        _account(entry, number, domain, netbios, first)
        for number, entry in enumerate(_tables(document, "accounts", _ACCOUNT, ("name",)))
    )
    crm = document.get("crm", {})
    _check("crm", crm, _CRM)
    return Topology(
        name=document.get("name", name),
        sites=sites,
        accounts=accounts,
        rooms=tuple(_room(entry, domain, first) for entry in _tables(document, "rooms", _ROOM, ("name",))),
        groups=tuple(_group(entry, domain) for entry in _tables(document, "groups", _GROUP, ("name", "members"))),
        crm=CrmOrganization(**crm),
        organization=document.get("organization", "Contoso"),
        mail_domain=domain,
        netbios=netbios,
        service_account=document.get("service_account", "crm13.service"),
    )


def _site(entry: Mapping[str, Any]) -> Site:
    try:
        version = exchange_version(entry["version"])
    except ValueError as problem:
        raise TopologyError(f"sites.version of {entry['name']!r}: {problem}") from problem
    return Site(
        entry["name"],
        version,
        entry.get("display_name", ""),
        entry.get("max_attachment_size", Site.max_attachment_size),
        entry.get("max_message_size"),
    )


def _account(entry: Mapping[str, Any], number: int, domain: str, netbios: str, first_site: str) -> Account:
    name = entry["name"]
    given, _, surname = name.partition(".")
    site = entry.get("site", first_site)
    return Account(
        name=name,
        display_name=entry.get("display_name", f"{given} {surname}".strip().title()),
        smtp=entry.get("smtp", f"{name}@{domain}"),
        upn=entry.get("upn", entry.get("smtp", f"{name}@{domain}")),
        domain_user=entry.get("domain_user", f"{netbios}\\{name}"),
        sid=entry.get("sid", f"S-1-5-21-1004336348-1177238915-682003330-{1104 + number}"),
        site=site,
        office=entry.get("office", site),
        password=entry.get("password", f"Tagus-{name}-1"),
        crm_user=entry.get("crm_user", False),
        crm_administrator=entry.get("crm_administrator", False),
        impersonation=entry.get("impersonation", False),
        given_name=entry.get("given_name", given.title()),
        surname=entry.get("surname", surname.title()),
        aliases=_strings("accounts.aliases", entry.get("aliases", [])),
        folder_language=entry.get("folder_language", "en-US"),
    )


def _room(entry: Mapping[str, Any], domain: str, first_site: str) -> Room:
    return Room(
        name=entry["name"],
        display_name=entry.get("display_name", entry["name"]),
        smtp=entry.get("smtp", f"{entry['name']}@{domain}"),
        site=entry.get("site", first_site),
        office=entry.get("office", ""),
        capacity=entry.get("capacity"),
        list_name=entry.get("list_name", ""),
    )


def _group(entry: Mapping[str, Any], domain: str) -> DistributionGroup:
    return DistributionGroup(
        name=entry["name"],
        display_name=entry.get("display_name", entry["name"]),
        smtp=entry.get("smtp", f"{entry['name']}@{domain}"),
        members=_strings("groups.members", entry["members"]),
    )


def _tables(
    document: Mapping[str, Any], key: str, allowed: Mapping[str, type], needed: tuple[str, ...]
) -> list[Mapping[str, Any]]:
    entries: list[Mapping[str, Any]] = document.get(key, [])
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict):
            raise TopologyError(f"{key}: entry {number} is no table; write [[{key}]]")
        _check(f"{key} {number}", entry, allowed, needed)
    return entries


def _check(place: str, table: Mapping[str, Any], allowed: Mapping[str, type], needed: tuple[str, ...] = ()) -> None:
    prefix = f"{place}: " if place else ""
    for key, value in table.items():
        if key not in allowed:
            raise TopologyError(f"{prefix}unknown key {key!r}; known are {', '.join(allowed)}")
        if type(value) is not allowed[key]:
            raise TopologyError(f"{prefix}{key} = {value!r}: write {_NAMES[allowed[key]]}")
    for key in needed:
        if key not in table:
            raise TopologyError(f"{prefix}{key} is missing; add it")


def _strings(key: str, values: list[Any]) -> tuple[str, ...]:
    for value in values:
        if not isinstance(value, str):
            raise TopologyError(f"{key}: {value!r} is not a string")
    return tuple(values)
