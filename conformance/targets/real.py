"""A server of one's own: address and credentials from a TOML file, the environment, or both (the environment wins)."""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from conformance.feature import EVERY_FEATURE, Feature
from conformance.target import CannotRun, Kind, Target, TargetChoice

PREFIX = "TAGUS_CONFORMANCE_"


class RealSettings(BaseModel):
    """The settings of a real server. In the environment: TAGUS_CONFORMANCE_ and the name in capitals.

    `absent` lists features that the server does not offer or must not be asked for (in the environment: with commas).
    `sending` is absent unless `allow_sending` is set, since it leaves mail in the mailbox.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    ews_url: str
    mailbox: str
    user: str
    password: SecretStr
    auth: Literal["basic", "ntlm"] = "ntlm"
    ca_bundle: Path | None = None
    impersonate: bool = False
    server_version: str = "Exchange2010_SP2"
    absent: tuple[Feature, ...] = ()
    allow_sending: bool = False


def read_settings(path: Path | None, environment: Mapping[str, str]) -> RealSettings:
    """The settings of the file (table `target`) and the environment. Raises CannotRun in one line."""
    values: dict[str, object] = {}
    if path is not None:
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8")).get("target", {})
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise CannotRun(f"the settings {path} cannot be read: {error}") from error
        if not isinstance(table, dict):
            raise CannotRun(f"the settings {path} have no table [target]")
        values.update(table)
    for name in RealSettings.model_fields:
        given = environment.get(PREFIX + name.upper())
        if given is not None:
            values[name] = [part.strip() for part in given.split(",")] if name == "absent" else given
    try:
        return RealSettings.model_validate(values)
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors(include_input=False)
        )
        raise CannotRun(f"settings of the real target: {wrong} (see docs/conformance.md)") from error


@contextmanager
def _open(choice: TargetChoice) -> Iterator[Target]:
    """The mailbox that the settings name; nothing is started."""
    read = read_settings(choice.settings, choice.environment)
    absent = set(read.absent)
    if not read.allow_sending:
        absent.add(Feature.SENDING)
    yield Target(
        name=f"real, {read.mailbox}",
        ews_url=read.ews_url,
        mailbox=read.mailbox,
        user=read.user,
        password=read.password,
        auth=read.auth,
        ca_bundle=read.ca_bundle,
        impersonate=read.impersonate,
        server_version=read.server_version,
        features=EVERY_FEATURE - absent,
    )


KIND = Kind("real", "an Exchange of your own: --settings FILE or TAGUS_CONFORMANCE_… in the environment", _open)
