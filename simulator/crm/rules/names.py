"""Columns the platform computes: full names, type codes and sizes of notes and attachments."""

import base64
import binascii

from simulator.crm.context import CrmContext
from simulator.crm.entities import BY_NAME
from simulator.crm.rules.rule import Change
from simulator.crm.values import EntityReference


def full_name(_context: CrmContext, change: Change) -> Change:
    """fullname = first and last name, the organization's convention "First Name Last Name"."""
    if change.verb == "Delete":
        return change
    words = [change.after(name) for name in ("firstname", "lastname")]
    joined = " ".join(word for word in words if isinstance(word, str))
    return change.with_values(fullname=joined or None)


def note(_context: CrmContext, change: Change) -> Change:
    """objecttypecode follows objectid; filesize follows documentbody (base64)."""
    return _sized(change, "documentbody")


def attachment(_context: CrmContext, change: Change) -> Change:
    """objecttypecode and activityid follow objectid; filesize follows body (base64)."""
    sized = _sized(change, "body")
    target = sized.after("objectid") if change.verb != "Delete" else None
    return sized.with_values(activityid=target) if isinstance(target, EntityReference) else sized


def _sized(change: Change, body_column: str) -> Change:
    if change.verb == "Delete":
        return change
    target, body = change.after("objectid"), change.after(body_column)
    code = target.logical_name if isinstance(target, EntityReference) and target.logical_name in BY_NAME else None
    size = _decoded_size(body) if isinstance(body, str) else None
    return change.with_values(objecttypecode=code, filesize=size)


def _decoded_size(body: str) -> int:
    try:
        return len(base64.b64decode(body, validate=True))
    except (binascii.Error, ValueError):
        return len(body)
