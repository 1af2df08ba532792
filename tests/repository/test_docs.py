"""What the pages in docs/ say is what the code does: their examples run, their tables are complete."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel

from simulator.control_plane import ROUTES
from simulator.faults import BINARY_FORMS, KINDS
from simulator.topologies import TOPOLOGIES
from simulator.topology import TopologyError
from simulator.topology_file import topology_from_toml
from syncer.alerts import ALERTS
from syncer.cli import COMMANDS
from syncer.entities import ENTITIES
from syncer.metrics import REGISTRY
from syncer.settings import Settings, load_settings
from tests.repository.source_files import ROOT

PAGES = ("topologies", "control-plane", "operating", "in-your-tests", "state")
LONGEST_LINE = 140


def page(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")


def block(name: str, language: str, number: int = 0) -> str:
    blocks: list[str] = re.findall(rf"```{language}\n(.*?)```", page(name), re.DOTALL)
    return blocks[number]


def section(name: str, title: str) -> str:
    """The text below a heading, up to the next heading of any depth."""
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#+ |\Z)", page(name), re.DOTALL | re.MULTILINE)
    assert found, f"docs/{name}.md has no section {title!r}"
    return found.group(1)


def named_in_first_column(table: str) -> set[str]:
    rows = re.findall(r"^\| ([^|]*)\|", table, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


@pytest.mark.parametrize("name", PAGES)
def test_lines_are_short(name: str) -> None:
    assert [line for line in page(name).splitlines() if len(line) > LONGEST_LINE] == []


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", page(name)):
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        path = ROOT / "docs" / file if file else ROOT / "docs" / f"{name}.md"
        assert path.exists(), target
        titles = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE) if path.is_file() else []
        anchors = {re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in titles}
        assert not anchor or anchor in anchors, target


def test_the_readme_leads_to_every_page() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in PAGES if f"(docs/{name}.md)" not in readme] == []


def test_the_own_topology_is_read(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text(block("topologies", "toml"), encoding="utf-8")
    topology = topology_from_toml(file)
    assert [site.version.build for site in topology.sites] == ["15.2.1258.12", "15.1.2507.6"]
    assert topology.rooms[0].smtp == "douro@contoso.test"


def test_every_key_of_a_topology_is_explained_and_used(tmp_path: Path) -> None:
    """The loader itself names the keys it knows when it meets one that it doesn't."""
    text = block("topologies", "toml")
    for title, table in (
        ("The top of the file", None), ("`[[sites]]`", "[[sites]]"), ("`[[accounts]]`", "[[accounts]]"),
        ("`[[rooms]]`", "[[rooms]]"), ("`[[groups]]`", "[[groups]]"), ("`[crm]`", "[crm]"),
    ):  # fmt: skip
        file = tmp_path / "wrong.toml"
        wrong = f"{table}\nunknown = 1" if table else "unknown = 1"
        file.write_text(text.replace(table, wrong, 1) if table else f"{wrong}\n{text}", encoding="utf-8")
        with pytest.raises(TopologyError) as refused:
            topology_from_toml(file)
        known = set(str(refused.value).partition("known are ")[2].split(", "))
        assert named_in_first_column(section("topologies", title)) == known
        assert [key for key in known if not re.search(rf"^\W*{key}\b", text, re.MULTILINE)] == []


def test_the_shipped_topologies_are_listed() -> None:
    lines = section("topologies", "The built-in topologies")
    for topology in TOPOLOGIES:
        after = lines.partition(f"`{topology.name}`")[2]
        for site in topology.sites:
            assert f"`{site.name}` | {site.version.product} | {site.version.build} |" in after
            after = after.partition(site.version.build)[2]
    people = section("topologies", "People")
    assert [account.name for account in TOPOLOGIES[0].accounts if f"`{account.name}`" not in people] == []


def test_the_endpoints_of_the_control_plane_are_listed() -> None:
    listed = named_in_first_column(section("control-plane", "Endpoints"))
    assert listed == {f"{method} {path.replace(':int', '')}" for method, path, _handler in ROUTES}


def test_every_endpoint_has_a_curl_line() -> None:
    calls = re.findall(r"curl (?:-X (\w+) )?\"?\$C(/[^\s\"?]*)", page("control-plane"))
    called = {f"{method or 'GET'} {path}" for method, path in calls}
    for method, path, _handler in ROUTES:
        pattern = re.sub(r"\\{.*?\\}", "[^/]+", re.escape(f"{method} {path}"))
        assert any(re.fullmatch(pattern, one) for one in called), f"no curl line for {method} {path}"


def test_the_faults_are_listed() -> None:
    text = page("control-plane")
    for kind, needed, optional in KINDS:
        row = re.search(rf"^\| `{kind}` \|.*$", text, re.MULTILINE)
        assert row, kind
        assert [key for key in (*needed, *optional) if f"`{key}`" not in row.group(0)] == []
    assert [form for form in BINARY_FORMS if f"`{form}`" not in section("control-plane", "The poisoned item")] == []


def setting_names(model: type[BaseModel], prefix: str = "") -> set[str]:
    """Every key of the settings, tables as `table.key`, the profiles' name as `<name>`."""
    names: set[str] = set()
    for name, field in model.model_fields.items():
        inner = field.annotation
        if inner is not None and isinstance(inner, type) and issubclass(inner, BaseModel):
            names |= setting_names(inner, f"{prefix}{name}.")
        elif name == "profiles":
            names |= setting_names(inner.__args__[1], f"{prefix}{name}.<name>.")  # type: ignore[union-attr]
        else:
            names.add(prefix + name)
    return names


def test_the_settings_are_listed() -> None:
    assert named_in_first_column(section("operating", "Every setting")) == setting_names(Settings)


def test_the_settings_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, secrets = tmp_path / "syncer.toml", tmp_path / "secrets"
    file.write_text(block("operating", "toml"), encoding="utf-8")
    secrets.mkdir()
    for name in ("crm_password", "profile.Lisbon"):
        (secrets / name).write_text("secret\n", encoding="utf-8")
    (tmp_path / "trusted.pem").write_text("", encoding="utf-8")
    monkeypatch.delenv("TAGUS_SYNCER_SECRETS_DIR", raising=False)
    settings = load_settings(file)
    assert settings.crm_password().get_secret_value() == "secret"
    assert settings.profile_password("Lisbon").get_secret_value() == "secret"
    assert settings.ownership.mailboxes


def test_the_defaults_in_the_table_are_those_of_the_code() -> None:
    rows = dict(re.findall(r"^\| `([a-z_]+)` \| ([^|]*) \|", section("operating", "Every setting"), re.MULTILINE))
    for name in ("poll_seconds", "http_timeout_seconds", "lease_seconds", "workers", "max_answer_bytes"):
        assert rows[name].replace(",", "").split()[0] == str(Settings.model_fields[name].default)


def test_every_synchronized_field_is_listed() -> None:
    for entity in ENTITIES:
        text = section("operating", f"{entity.name.title()}s")
        for field in entity.fields:
            assert f"`{field.exchange}`" in text, f"{entity.name}.{field.name}"
            assert not field.crm or f"`{field.crm}" in text, f"{entity.name}.{field.name}"


def test_the_commands_are_listed() -> None:
    listed = {words.split()[1] for words in named_in_first_column(section("operating", "Commands")) if " " in words}
    assert listed == {name for name, _module in COMMANDS}


def test_the_metrics_are_listed() -> None:
    listed = {re.split(r"\{", name)[0] for name in named_in_first_column(section("operating", "Metrics"))}
    kept = {f"{family.name}_total" if family.type == "counter" else family.name for family in REGISTRY.collect()}
    assert listed == kept


def test_every_alert_of_the_syncer_itself_is_listed() -> None:
    text = section("operating", "Alerts")
    assert named_in_first_column(text) == {kind.name for kind in ALERTS if kind.code >= 40}


def test_the_example_for_other_peoples_tests_passes(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(block("in-your-tests", "python"), encoding="utf-8")
    (tmp_path / "test_my_client.py").write_text(block("in-your-tests", "python", 1), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, "2 passed" in done.stdout) == (0, True), done.stdout + done.stderr
