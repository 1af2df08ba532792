"""Response codes of EWS (MS-OXWSCDATA 2.2.5.24) and what the syncer makes of them: the one table."""

from __future__ import annotations

from syncer.exchange_side.errors import EwsError, ExchangeProblem, ProblemKind

_CODES: dict[ProblemKind, tuple[str, ...]] = {
    ProblemKind.BUSY: (
        "ErrorServerBusy",
        "ErrorTooManyObjectsOpened",
        "ErrorInternalServerTransientError",
        "ErrorExceededConnectionCount",
        "ErrorExceededFindCountLimit",
        "ErrorTimeoutExpired",
        "ErrorInsufficientResources",
        "ErrorBatchProcessingStopped",
        "ErrorMailboxStoreUnavailable",
        "ErrorMailboxMoveInProgress",
        "ErrorConnectionFailed",
        "ErrorADUnavailable",
    ),
    ProblemKind.GONE: (
        "ErrorItemNotFound",
        "ErrorFolderNotFound",
        "ErrorSyncFolderNotFound",
        "ErrorParentFolderIdRequired",
    ),
    ProblemKind.STALE: ("ErrorIrresolvableConflict", "ErrorStaleObject", "ErrorChangeKeyRequired"),
    ProblemKind.DENIED: (
        "ErrorImpersonateUserDenied",
        "ErrorImpersonationDenied",
        "ErrorImpersonationFailed",
        "ErrorAccessDenied",
        "ErrorAccountDisabled",
    ),
    ProblemKind.NO_MAILBOX: ("ErrorNonExistentMailbox", "ErrorMissingEmailAddress", "ErrorInvalidSmtpAddress"),
    ProblemKind.INVALID_SYNC_STATE: ("ErrorInvalidSyncStateData",),
}

KIND_OF_CODE: dict[str, ProblemKind] = {code: kind for kind, codes in _CODES.items() for code in codes}

WHOLE_REQUEST = frozenset(
    {ProblemKind.BUSY, ProblemKind.DENIED, ProblemKind.NO_MAILBOX, ProblemKind.UNAUTHORIZED, ProblemKind.UNREACHABLE}
)
"""Kinds that say nothing about the one item they were answered for."""


def error_for(code: str, detail: str = "", back_off_milliseconds: int | None = None) -> EwsError:
    """The typed error of a response code; codes without a row are REFUSED."""
    kind = KIND_OF_CODE.get(code, ProblemKind.REFUSED)
    seconds = None if back_off_milliseconds is None else back_off_milliseconds / 1000
    return EwsError(ExchangeProblem(kind, code, detail, seconds))
