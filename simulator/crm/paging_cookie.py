"""Paging cookies: opaque to clients, so their form is ours as long as it goes round."""

import re
import uuid

_LAST = re.compile(r"""<(?P<column>\w+) last=["']\{?(?P<id>[0-9A-Fa-f-]{36})\}?["']""")


def last_id(cookie: str, primary_id: str) -> uuid.UUID | None:
    """The Id of the last row of the page that the cookie was given for; None when the cookie is not one of ours."""
    found = _LAST.search(cookie)
    if found is None or found["column"] != primary_id:
        return None
    try:
        return uuid.UUID(found["id"])
    except ValueError:
        return None
