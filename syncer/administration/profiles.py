"""`tagus-syncer profile …`: email server profiles (Learn, entity emailserverprofile)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from syncer.administration.command import CommandError, Record
from syncer.configuration import read_configuration
from syncer.crm_side.records import EmailServerProfile
from syncer.crm_side.side import CrmSide, EntityReference, OptionSet
from syncer.settings import Settings

EXCHANGE_SERVER = 0
IN_THE_PROFILE = 1
AUTO_DETECT = 0


@dataclass(frozen=True, slots=True)
class NewProfile:
    """What the profile form asks. Without a location the server is found by autodiscover."""

    name: str
    user: str
    location: str | None = None
    autodiscover: bool = False
    impersonation: bool = True
    default: bool = False
    description: str = ""


def add_profile(settings: Settings, crm: CrmSide, profile: NewProfile) -> str:
    """Create the row and answer its id. The password is the secret `profile.<name>`.

    Raises `CommandError` for a form that makes no sense, `SettingsError` when the secret is missing, `CrmError`.
    """
    if profile.autodiscover == bool(profile.location):
        raise CommandError("give either --location URL or --autodiscover")
    configuration = read_configuration(crm)
    if any(known.name == profile.name for known in configuration.profiles.values()):
        raise CommandError(f'there is already a profile "{profile.name}": choose another name')
    password = settings.profile_password(profile.name).get_secret_value()
    attributes: dict[str, object] = {
        "name": profile.name,
        "servertype": OptionSet(EXCHANGE_SERVER),
        "useautodiscover": profile.autodiscover,
        "incomingcredentialretrieval": OptionSet(IN_THE_PROFILE),
        "incomingusername": profile.user,
        "incomingpassword": password,
        "incominguseimpersonation": profile.impersonation,
        "incomingauthenticationprotocol": OptionSet(AUTO_DETECT),
        "usesamesettingsforoutgoingconnections": True,
    }
    if profile.location:
        attributes["incomingserverlocation"] = profile.location
    if profile.description:
        attributes["description"] = profile.description
    identity = str(uuid.uuid4())
    crm.create("emailserverprofile", identity, attributes)
    if profile.default:
        reference = EntityReference("emailserverprofile", identity)
        crm.update("organization", configuration.organization.id, {"defaultemailserverprofileid": reference})
    return identity


def list_profiles(crm: CrmSide) -> list[Record]:
    """One record a profile, in the order of their names."""
    configuration = read_configuration(crm)
    used = [mailbox.profile_id for mailbox in configuration.mailboxes]
    default = configuration.organization.default_profile_id
    profiles = sorted(configuration.profiles.values(), key=lambda profile: profile.name)
    return [profile_record(profile, used.count(profile.id), default) for profile in profiles]


def profile_record(profile: EmailServerProfile, mailboxes: int, default: str | None) -> Record:
    """A profile as it is shown."""
    return {
        "name": profile.name,
        "location": "autodiscover" if profile.use_autodiscover else profile.incoming_url,
        "user": profile.user_name,
        "impersonation": profile.use_impersonation,
        "mailboxes": mailboxes,
        "default": profile.id == default,
    }
