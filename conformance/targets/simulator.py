"""Our own simulator: started in this process, or one that runs already, found by its ready file."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr

import simulator
from conformance.target import CannotRun, Kind, Target, TargetChoice


@contextmanager
def _open(choice: TargetChoice) -> Iterator[Target]:
    """One mailbox of one site; the first account of the first site unless chosen."""
    if choice.ready_file is not None:
        yield _target(_read(choice.ready_file), choice)
        return
    with simulator.start() as running:
        yield _target(running.ready, choice)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        ready: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CannotRun(f"the ready file {path} cannot be read: {error}; is the simulator up?") from error
    return ready


def _target(ready: Mapping[str, Any], choice: TargetChoice) -> Target:
    sites = ready["sites"]
    site = choice.site or next(iter(sites))
    if site not in sites:
        raise CannotRun(f"there is no site {site!r}; there are {', '.join(sites)}")
    accounts = [entry for entry in ready["accounts"] if entry["site"] == site]
    if choice.account is not None:
        accounts = [entry for entry in accounts if choice.account in (entry["name"], entry["smtp"])]
    if not accounts:
        raise CannotRun(f"the site {site!r} has no account {choice.account or 'at all'}")
    account = accounts[0]
    return Target(
        name="simulator" if choice.site is None else f"simulator, {site}",
        ews_url=sites[site]["ews_url"],
        mailbox=account["smtp"],
        user=account["upn"],
        password=SecretStr(account["password"]),
        ca_bundle=Path(ready["ca_bundle"]) if ready.get("ca_bundle") else None,
    )


KIND = Kind("simulator", "the simulator of this distribution, started here or found by --ready-file", _open)
