"""What `tox -e clients` needs is said by the README; what is missing is named, one line each, with code 2."""

import configparser
import os
import subprocess
import sys

from tests.independent.clients.required_packages import DEBIAN, NODE_MODULES, NPM
from tests.repository.source_files import ROOT


def test_what_is_missing_is_named() -> None:
    """With an empty PATH no package of Debian is found, without the variable none of npm."""
    environment = {name: value for name, value in os.environ.items() if name != NODE_MODULES} | {"PATH": ""}
    command = [sys.executable, "-m", "pytest", "--clients", "-p", "no:cacheprovider", "tests/independent/clients"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    lines = done.stderr.splitlines()
    assert done.returncode == 2
    for name in (*DEBIAN, *NPM):
        assert [line for line in lines if f"package {name} is missing" in line], name
    assert "passed" not in done.stdout


def test_the_readme_has_the_lines_that_install_them() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = readme.partition("## Other people's clients")[2].partition("```sh")[2].partition("```")[0]
    debian, npm, run = block.replace("\\\n", "").strip().splitlines()
    assert debian.startswith("apt-get install") and npm.startswith("npm install")
    assert (set(DEBIAN) - set(debian.split()), set(NPM) - set(npm.split())) == (set(), set())
    assert NODE_MODULES in run


def test_the_environment_is_no_part_of_the_normal_run() -> None:
    tox = configparser.ConfigParser()
    tox.read(ROOT / "tox.ini", encoding="utf-8")
    assert "clients" not in tox["tox"]["env_list"]
    assert "--clients" in tox["testenv:clients"]["commands"]
    assert NODE_MODULES in tox["testenv:clients"]["pass_env"]
