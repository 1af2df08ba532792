"""Names, settings and what stands in the way: one clear line each."""

from pathlib import Path

import pytest

from conformance.broken import BROKEN_SERVERS
from conformance.feature import Feature
from conformance.open_target import open_target, target_names
from conformance.run import properties_named, run
from conformance.target import CannotRun, TargetChoice
from conformance.targets import TARGETS

ENVIRONMENT = {
    "TAGUS_CONFORMANCE_EWS_URL": "https://mail.contoso.test/EWS/Exchange.asmx",
    "TAGUS_CONFORMANCE_MAILBOX": "ana.silva@contoso.test",
    "TAGUS_CONFORMANCE_USER": "CONTOSO\\ana.silva",
    "TAGUS_CONFORMANCE_PASSWORD": "hidden-word",
}


def test_names_are_different() -> None:
    names = [name for name, _ in target_names()]
    assert len(names) == len(set(names)) == len(TARGETS) + len(BROKEN_SERVERS)


@pytest.mark.parametrize("name", ["nobody", "broken:nothing"])
def test_unknown_target(name: str) -> None:
    with pytest.raises(CannotRun, match="there is no target"), open_target(name, TargetChoice()):
        pass


def test_unknown_property() -> None:
    with pytest.raises(CannotRun, match="there is no property"):
        properties_named(["nothing_at_all"])


def test_real_target_from_the_environment() -> None:
    with open_target("real", TargetChoice(environment=ENVIRONMENT)) as target:
        assert (target.auth, target.mailbox) == ("ntlm", "ana.silva@contoso.test")
        assert Feature.SENDING not in target.features
        assert "hidden-word" not in repr(target)


def test_real_target_from_a_file_and_the_environment(tmp_path: Path) -> None:
    path = tmp_path / "real.toml"
    path.write_text(
        '[target]\news_url = "https://a/"\nmailbox = "a@b"\nuser = "a"\nallow_sending = true\n'
        'absent = ["sync-folder-items"]\nauth = "basic"\n',
        encoding="utf-8",
    )
    choice = TargetChoice(settings=path, environment={"TAGUS_CONFORMANCE_PASSWORD": "x"})
    with open_target("real", choice) as target:
        assert target.features == frozenset(Feature) - {Feature.SYNC_FOLDER_ITEMS}


@pytest.mark.parametrize("text", ["[target]\nuser = 1", "no toml", '[target]\ncolour = "red"', "[[target]]"])
def test_bad_settings_are_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "real.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CannotRun) as caught, open_target("real", TargetChoice(settings=path)):
        pass
    assert "\n" not in str(caught.value)


def test_missing_ready_file(tmp_path: Path) -> None:
    choice = TargetChoice(ready_file=tmp_path / "none.json")
    with pytest.raises(CannotRun, match="is the simulator up"), open_target("simulator", choice):
        pass


def test_a_server_that_is_not_there() -> None:
    environment = ENVIRONMENT | {
        "TAGUS_CONFORMANCE_EWS_URL": "http://127.0.0.1:9/EWS/Exchange.asmx",
        "TAGUS_CONFORMANCE_AUTH": "basic",
    }
    with pytest.raises(CannotRun, match="no answer from"):
        run("real", examples=2, choice=TargetChoice(environment=environment))
