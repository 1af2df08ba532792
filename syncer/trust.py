"""Which certificates are trusted: those of one bundle, whatever the environment says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter


class TrustingAdapter(HTTPAdapter):
    """Trusts the certificates of ``ca_bundle`` (None: the system's). One connection, no retries of its own."""

    def __init__(self, ca_bundle: Path | None) -> None:
        self._verify: bool | str = True if ca_bundle is None else str(ca_bundle)
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0, pool_block=True)

    def send(self, *args: Any, **kwargs: Any) -> requests.Response:
        """As HTTPAdapter, with the bundle."""
        kwargs["verify"] = self._verify
        return super().send(*args, **kwargs)
