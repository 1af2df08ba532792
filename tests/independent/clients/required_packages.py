"""What the clients are installed from, and what of it is missing here. Nothing is ever installed by this."""

import importlib.util
import os
import subprocess
from pathlib import Path

DEBIAN = (
    "davmail",
    "davmail-server",
    "evolution-ews",
    "evolution-data-server",
    "dbus",
    "python3-gi",
    "gir1.2-edataserver-1.2",
    "gir1.2-ecal-2.0",
    "gir1.2-ebook-1.2",
    "nodejs",
)
NPM = ("node-ews", "ntlm-client")
PYTHON = ("zeep",)
NODE_MODULES = "TAGUS_NODE_MODULES"
"""The environment variable that names the folder `node_modules` in which the npm packages are."""


def missing() -> list[str]:
    """One line for each package that is not here, with the command that would install it."""
    return [
        *(f"Debian package {name} is missing: apt-get install {name}" for name in DEBIAN if not _debian(name)),
        *(f"npm package {name} is missing in ${NODE_MODULES}: npm install {name}" for name in NPM if not _npm(name)),
        *(
            f"Python package {name} is missing: pip install '.[test,clients]'"
            for name in PYTHON
            if importlib.util.find_spec(name) is None
        ),
    ]


def _debian(name: str) -> bool:
    try:
        asked = subprocess.run(
            ["dpkg-query", "--show", "--showformat=${db:Status-Status}", name],
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        return False
    return asked.stdout == "installed"


def _npm(name: str) -> bool:
    folder = os.environ.get(NODE_MODULES) or None
    return folder is not None and (Path(folder) / name / "package.json").is_file()
