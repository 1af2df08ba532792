"""Settings: file, environment, secrets folder; one clear line for each mistake."""

from pathlib import Path

import pytest

from syncer.settings import Settings, SettingsError, load_settings

URL = "https://crm.contoso.test/contoso/XRMServices/2011/Organization.svc/web"
GOOD = f"""
poll_seconds = 60
secrets_dir = "secrets"

[crm]
organization_service_url = "{URL}"
user = 'CONTOSO\\crm13.service'

[state]
url = "sqlite:///state/tagus.db"

[ownership]
mailboxes = ["Ana.Silva@contoso.test "]

[profiles."New-York CRM Profile"]
autodiscover_url = "https://ny.contoso.test/autodiscover/autodiscover.xml"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("TAGUS_SYNCER_CRM__USER", "TAGUS_SYNCER_SECRETS_DIR", "TAGUS_SYNCER_POLL_SECONDS"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "crm_password").write_text("p w\n", encoding="utf-8")
    (tmp_path / "secrets" / "profile.New-York CRM Profile").write_text("ny-π\r\n", encoding="utf-8")
    (tmp_path / "secrets" / "profile.Both_Sides").write_text("slash", encoding="utf-8")
    (tmp_path / "syncer.toml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def refusal(folder: Path, text: str) -> str:
    (folder / "syncer.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(folder / "syncer.toml")
    line = str(caught.value)
    assert "\n" not in line
    assert "p w" not in line
    return line


def test_a_file_and_its_secrets_folder(folder: Path) -> None:
    settings = load_settings(folder / "syncer.toml")
    assert settings.crm.user == "CONTOSO\\crm13.service"
    assert settings.crm_password().get_secret_value() == "p w"
    assert settings.profile_password("New-York CRM Profile").get_secret_value() == "ny-π"
    assert settings.profile_password("Both/Sides").get_secret_value() == "slash"
    assert settings.autodiscover_url("New-York CRM Profile") == "https://ny.contoso.test/autodiscover/autodiscover.xml"
    assert settings.autodiscover_url("Default Exchange Profile") is None
    assert settings.ownership.mailboxes == ("ana.silva@contoso.test",)
    assert settings.state.url == f"sqlite:///{folder}/state/tagus.db"


def test_the_environment_wins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAGUS_SYNCER_POLL_SECONDS", "7")
    monkeypatch.setenv("TAGUS_SYNCER_CRM__USER", "other@contoso.test")
    settings = load_settings(folder / "syncer.toml")
    assert settings.poll_seconds == 7
    assert settings.crm.user == "other@contoso.test"
    assert settings.crm_password().get_secret_value() == "p w"


def test_passwords_are_not_shown(folder: Path) -> None:
    settings = load_settings(folder / "syncer.toml")
    assert "p w" not in repr(settings)
    assert "ny-π" not in str(settings.model_dump_json())


def test_a_missing_file_and_bad_toml(folder: Path) -> None:
    with pytest.raises(SettingsError, match="there is no settings file"):
        load_settings(folder / "nowhere.toml")
    assert "is not valid TOML" in refusal(folder, "[crm")


def test_each_mistake_names_the_setting(folder: Path) -> None:
    assert "crm.user is missing" in refusal(folder, GOOD.replace("user =", "#"))
    assert "there is no setting pol_seconds" in refusal(folder, GOOD.replace("poll_seconds", "pol_seconds"))
    assert "https://" in refusal(folder, GOOD.replace(URL, "http://crm.contoso.test/"))
    assert "poll_seconds" in refusal(folder, GOOD.replace("60", '"often"'))
    assert "shorter than lease_seconds" in refusal(folder, "lease_seconds = 10\n" + GOOD)
    assert "crm" in refusal(folder, 'secrets_dir = "secrets"\ncrm = "x"')
    assert "there is no file" in refusal(folder, 'ca_bundle = "nowhere.pem"\n' + GOOD)


def test_a_password_in_the_file_is_refused(folder: Path) -> None:
    assert "secrets folder" in refusal(folder, GOOD.replace("[state]", 'password = "x"\n[state]'))


def test_missing_secrets_say_which_file_to_write(folder: Path) -> None:
    (folder / "secrets" / "crm_password").unlink()
    settings = load_settings(folder / "syncer.toml")
    with pytest.raises(SettingsError, match="crm_password"):
        settings.crm_password()
    with pytest.raises(SettingsError, match=r"profile\.London CRM Profile"):
        settings.profile_password("London CRM Profile")
    (folder / "secrets" / "crm_password").write_text("\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="is empty"):
        load_settings(folder / "syncer.toml")
    with pytest.raises(SettingsError, match="no secrets folder"):
        load_settings(folder / "syncer.toml", secrets_dir=folder / "elsewhere")


def test_settings_are_frozen(folder: Path) -> None:
    settings: Settings = load_settings(folder / "syncer.toml")
    with pytest.raises(ValueError, match="frozen"):
        settings.poll_seconds = 1


def test_no_secret_shows_in_what_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAGUS_SYNCER_CRM__PASSWORD", "hunter2")
    monkeypatch.setenv("TAGUS_SYNCER_STATE__URL", "postgresql://tagus:hunter3@localhost/tagus")
    file = tmp_path / "syncer.toml"
    file.write_text('[crm]\norganization_service_url = "https://x.test/web"\nuser = "u"\n', encoding="utf-8")
    settings = load_settings(file)
    assert "hunter" not in f"{settings!r} {settings} {settings.crm!r} {settings.state!r} {settings.crm_password()}"
    monkeypatch.setenv("TAGUS_SYNCER_CRM__ORGANIZATION_SERVICE_URL", "http://u:hunter4@x.test/web")
    with pytest.raises(SettingsError) as refused:
        load_settings(file)
    assert "hunter" not in str(refused.value)


def test_the_policy_can_be_set(tmp_path: Path) -> None:
    file = tmp_path / "syncer.toml"
    crm = '[crm]\norganization_service_url = "https://x.test/web"\nuser = "u"\n[policy]\n'
    file.write_text(crm + 'contact_delete = "always"\nguard_count = 3\n', encoding="utf-8")
    policy = load_settings(file).policy
    assert (policy.contact_delete, policy.guard_count, policy.conflict_winner) == ("always", 3, "crm")
    file.write_text(crm + 'contact_delete = "never"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"policy\.contact_delete"):
        load_settings(file)
