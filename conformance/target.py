"""A server to judge: where it is, who we are there, and what it offers."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import SecretStr

from conformance.feature import EVERY_FEATURE, Feature


class CannotRun(Exception):
    """The run could not take place: no server, no settings, no right. The text says what to do."""


@dataclass(frozen=True)
class Target:
    """One mailbox on one server. The suite works in folders that it makes there and removes."""

    name: str
    ews_url: str
    mailbox: str
    user: str
    password: SecretStr
    auth: Literal["basic", "ntlm"] = "basic"
    ca_bundle: Path | None = None
    impersonate: bool = False
    server_version: str = "Exchange2010_SP2"
    features: frozenset[Feature] = EVERY_FEATURE


@dataclass(frozen=True)
class TargetChoice:
    """What the person at the keyboard chose: a settings file, a simulator's ready file, a site, a mailbox."""

    settings: Path | None = None
    ready_file: Path | None = None
    site: str | None = None
    account: str | None = None
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """A line of the table of targets: how to open one. `open` raises CannotRun."""

    name: str
    meaning: str
    open: Callable[[TargetChoice], AbstractContextManager[Target]]
