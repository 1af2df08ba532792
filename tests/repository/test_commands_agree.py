"""The README's two commands, tox and CI speak of the same things."""

import configparser
import tomllib

from tests.repository.source_files import ROOT

RUN_COMMAND = "pip install . && tagus-syncer demo"
TEST_COMMAND = "pip install tox && tox"


def test_readme_names_both_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert RUN_COMMAND in readme
    assert TEST_COMMAND in readme


def test_ci_runs_the_readmes_test_command() -> None:
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith(TEST_COMMAND)


def test_tox_runs_tests_lint_types_and_imports_by_default() -> None:
    tox = configparser.ConfigParser()
    tox.read(ROOT / "tox.ini", encoding="utf-8")
    assert [name.strip() for name in tox["tox"]["env_list"].split(",")] == ["py", "lint", "types", "imports"]


def test_ruff_has_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    tox = (ROOT / "tox.ini").read_text(encoding="utf-8")
    (ruff,) = project["project"]["optional-dependencies"]["lint"]
    assert f"deps = {ruff}" in tox
