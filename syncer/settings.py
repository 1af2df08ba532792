"""The process's settings: a TOML file, over it environment variables `TAGUS_SYNCER_…`, passwords from a folder.

Profiles and mailboxes are not here: they are rows in CRM. Environment names join levels with two underscores
(`TAGUS_SYNCER_CRM__USER`). The secrets folder holds one file per password: `crm_password` and
`profile.<name of the profile>`; a `/` in a profile's name is written `_` in the file's name (our choice).
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

CRM_PASSWORD_FILE = "crm_password"
PROFILE_FILE_PREFIX = "profile."


class SettingsError(Exception):
    """The settings cannot be used; the text is one line that says what to do."""


class CrmSettings(BaseModel):
    """Where CRM's Organization Service is and whom we log in as."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    organization_service_url: str
    user: str
    auth: Literal["ntlm", "basic"] = "ntlm"
    password: SecretStr | None = None

    @field_validator("organization_service_url")
    @classmethod
    def _https(cls, url: str) -> str:
        return _https_url(url)


class StateSettings(BaseModel):
    """Where the syncer keeps its own state: an SQLAlchemy URL."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = Field(default="sqlite:///tagus-syncer.db", repr=False)
    """May hold a password (PostgreSQL), so it is not shown."""


class OwnershipSettings(BaseModel):
    """Whose mailboxes are ours: those listed, or all because the organization's own service is off."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Literal["listed", "all"] = "listed"
    mailboxes: tuple[str, ...] = ()

    @field_validator("mailboxes")
    @classmethod
    def _lower(cls, addresses: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(address.strip().lower() for address in addresses)


class PolicySettings(BaseModel):
    """How conflicts and deletes are decided; see `syncer.policy.Policy`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    conflict_winner: Literal["crm", "exchange"] = "crm"
    contact_delete: Literal["documented", "always"] = "documented"
    guard_count: int = Field(default=10, ge=0)
    guard_percent: int = Field(default=50, ge=0, le=100)
    guard_empty: int = Field(default=5, ge=1)


class ProfileSettings(BaseModel):
    """What an email server profile's row cannot hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    autodiscover_url: str | None = None
    password: SecretStr | None = None

    @field_validator("autodiscover_url")
    @classmethod
    def _https(cls, url: str | None) -> str | None:
        return None if url is None else _https_url(url)


class Settings(BaseSettings):
    """All settings, checked. Times are seconds."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix="TAGUS_SYNCER_", env_nested_delimiter="__", hide_input_in_errors=True
    )

    crm: CrmSettings
    ca_bundle: Path | None = None
    secrets_dir: Path | None = None
    state: StateSettings = StateSettings()
    ownership: OwnershipSettings = OwnershipSettings()
    policy: PolicySettings = PolicySettings()
    profiles: dict[str, ProfileSettings] = Field(default_factory=dict)
    poll_seconds: float = Field(default=300, gt=0)
    http_timeout_seconds: float = Field(default=60, gt=0)
    lease_seconds: float = Field(default=180, gt=0)
    workers: int = Field(default=4, ge=1, le=64)
    max_answer_bytes: int = Field(default=256 * 1024 * 1024, gt=0)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_json: bool = False
    metrics_port: int | None = Field(default=None, ge=0, le=65535)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over what the files say (given as arguments by `load_settings`)."""
        return env_settings, init_settings

    @field_validator("ca_bundle")
    @classmethod
    def _bundle_exists(cls, path: Path | None) -> Path | None:
        if path is not None and not path.is_file():
            raise ValueError(f"there is no file {path}; give the PEM file with the certificates to trust")
        return path

    @model_validator(mode="after")
    def _timeout_within_lease(self) -> Settings:
        if self.http_timeout_seconds >= self.lease_seconds:
            raise ValueError("http_timeout_seconds must be shorter than lease_seconds, or a lease could end in a call")
        return self

    def crm_password(self) -> SecretStr:
        """The CRM user's password. Raises `SettingsError` when there is none."""
        if self.crm.password is None:
            raise SettingsError(
                f"no password for the CRM user {self.crm.user}: put it into the file {CRM_PASSWORD_FILE} of the secrets"
                " folder (secrets_dir), or set TAGUS_SYNCER_CRM__PASSWORD"
            )
        return self.crm.password

    def profile_password(self, name: str) -> SecretStr:
        """The password of a profile's incoming user. Raises `SettingsError` when there is none."""
        for key, profile in self.profiles.items():
            if profile.password is not None and key in {name, _file_part(name)}:
                return profile.password
        raise SettingsError(
            f'no password for the email server profile "{name}": put it into the file'
            f' "{PROFILE_FILE_PREFIX}{_file_part(name)}" of the secrets folder (secrets_dir)'
        )

    def autodiscover_url(self, name: str) -> str | None:
        """The autodiscover address set for a profile, if any."""
        profile = self.profiles.get(name)
        return profile.autodiscover_url if profile else None


def load_settings(path: Path | None = None, *, secrets_dir: Path | None = None) -> Settings:
    """Read the settings: file (if given), environment, secrets folder.

    Relative `ca_bundle`, `secrets_dir` and SQLite paths in the file are relative to the file's folder.
    Raises `SettingsError` with one line that says what to do.
    """
    values = _read_toml(path) if path is not None else {}
    if secrets_dir is not None:
        values["secrets_dir"] = secrets_dir
    try:
        folder = os.environ.get("TAGUS_SYNCER_SECRETS_DIR") or values.get("secrets_dir")
        if folder:
            _merge_secrets(values, Path(folder))
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError(_one_line(error)) from None


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"there is no settings file {path}: give its path with --settings") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"the settings file {path} cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"the settings file {path} is not valid TOML: {error}") from None
    if _holds_password(values):
        raise SettingsError(f"the settings file {path} holds a password: put passwords into the secrets folder instead")
    for key in ("ca_bundle", "secrets_dir"):
        if isinstance(values.get(key), str):
            values[key] = path.parent / Path(values[key]).expanduser()
    state = values.get("state")
    if isinstance(state, dict) and isinstance(state.get("url"), str):
        state["url"] = _absolute_sqlite(state["url"], path.parent)
    return values


def _absolute_sqlite(url: str, folder: Path) -> str:
    prefix = "sqlite:///"
    if url.startswith(prefix) and url != prefix + ":memory:" and len(url) > len(prefix):
        return prefix + str((folder / url[len(prefix) :]).absolute())
    return url


def _holds_password(values: object) -> bool:
    if isinstance(values, Mapping):
        return any(key == "password" or _holds_password(value) for key, value in values.items())
    return False


def _merge_secrets(values: dict[str, Any], folder: Path) -> None:
    if not folder.is_dir():
        raise SettingsError(f"there is no secrets folder {folder}: make it, with a file {CRM_PASSWORD_FILE} in it")
    for file in sorted(folder.iterdir()):
        if file.name == CRM_PASSWORD_FILE:
            _put_password(values, "crm", file)
        elif file.name.startswith(PROFILE_FILE_PREFIX) and isinstance(values.setdefault("profiles", {}), dict):
            _put_password(values["profiles"], file.name.removeprefix(PROFILE_FILE_PREFIX), file)


def _put_password(values: dict[str, Any], key: str, file: Path) -> None:
    """Into the table of that name; what is no table is left to the validation."""
    table = values.setdefault(key, {})
    if isinstance(table, dict):
        table["password"] = _read_secret(file)


def _read_secret(file: Path) -> SecretStr:
    try:
        text = file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"the secret {file} cannot be read: {type(error).__name__}") from None
    if not text:
        raise SettingsError(f"the secret {file} is empty: write the password into it")
    return SecretStr(text)


def _file_part(profile_name: str) -> str:
    return profile_name.replace("/", "_")


def _https_url(url: str) -> str:
    if "@" in url.partition("://")[2].partition("/")[0]:
        raise ValueError("an address must not hold a user or a password: they have settings of their own")
    if not url.startswith("https://"):
        raise ValueError(f"{url} does not start with https://: credentials are only sent over TLS")
    return url


def _one_line(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "settings"
    if first["type"] == "missing":
        return f"the setting {where} is missing: write it into the settings file"
    if first["type"] == "extra_forbidden":
        return f"there is no setting {where}: remove it or correct its name"
    return f"the setting {where} cannot be used: {first['msg'].removeprefix('Value error, ')}"
