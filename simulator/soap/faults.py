"""SOAP faults as Exchange Web Services words them: HTTP 500, the code in `faultcode` and again in `detail`.

Source: MS-OXWUMS 2.2.2.1 (the fault for malformed XML gives the whole form); the Learn page "ResponseCode" for codes,
"FindConversation operation" for what the schema forbids.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from simulator.soap.namespaces import ERRORS, TYPES

SCHEMA_VALIDATION = "ErrorSchemaValidation"

MESSAGES_OF_CODES: tuple[tuple[str, str], ...] = (
    ("ErrorInvalidRequest", "The request is invalid."),
    (SCHEMA_VALIDATION, "The request failed schema validation."),
    ("ErrorInvalidServerVersion", "The specified server version is invalid."),
    (
        "ErrorIncorrectSchemaVersion",
        "The request is valid but does not specify the correct server version in the RequestServerVersion SOAP header."
        "  Ensure that the RequestServerVersion SOAP header is set with the correct RequestServerVersionValue.",
    ),
    ("ErrorInvalidOperation", "The requested operation is not supported."),
    ("ErrorServerBusy", "The server cannot service this request right now. Try again later."),
    ("ErrorImpersonateUserDenied", "The account does not have permission to impersonate the requested user."),
    ("ErrorImpersonationFailed", "Exchange Impersonation failed because the account to impersonate is invalid."),
    ("ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it."),
    ("ErrorNonPrimarySmtpAddress", "The primary SMTP address must be specified when referencing a mailbox."),
    ("ErrorInvalidUserPrincipalName", "The user principal name is invalid or has no account."),
    ("ErrorInvalidUserSid", "The security identifier is invalid or has no account."),
    ("ErrorNoRespondingCASInDestinationSite", "None of the Client Access servers in the destination site responded."),
    ("ErrorNoApplicableProxyCASServersAvailable", "No Client Access server there can process the request."),
    ("ErrorMailboxStoreUnavailable", "The mailbox database is temporarily unavailable."),
    ("ErrorInternalServerError", "An internal server error occurred. The operation failed."),
)  # fmt: skip
"""Codes the simulator answers for a whole request, with the text Exchange gives them."""


@dataclass(eq=False)
class EwsFault(Exception):
    """What Exchange would answer instead of any response: a SOAP fault with HTTP status 500.

    `values` become `t:Value` elements of `MessageXml` in the detail, for example `BackOffMilliseconds`. For
    ErrorSchemaValidation `message` is the violation; `line` and `position` say where it is, 0 where that isn't known.
    """

    code: str
    message: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    line: int = 0
    position: int = 0

    def __str__(self) -> str:
        """The text, for tracebacks."""
        return f"{self.code}: {self.text}"

    @property
    def text(self) -> str:
        """The message given, or the one that Exchange has for the code."""
        if self._is_violation:
            return f"{self._of_the_code[:-1]}: {self.message}"
        return self.message or self._of_the_code

    @property
    def _of_the_code(self) -> str:
        return dict(MESSAGES_OF_CODES).get(self.code, self.code)

    @property
    def _is_violation(self) -> bool:
        return self.code == SCHEMA_VALIDATION and bool(self.message)

    def body(self) -> str:
        """The `s:Fault` element as text, for an envelope that binds `s` to SOAP 1.1."""
        code, text = escape(self.code), escape(self.text)
        in_detail = escape(self._of_the_code) if self._is_violation else text
        return (
            f'<s:Fault><faultcode xmlns:a="{TYPES}">a:{code}</faultcode>'
            f'<faultstring xml:lang="en-US">{text}</faultstring>'
            f'<detail><e:ResponseCode xmlns:e="{ERRORS}">{code}</e:ResponseCode>'
            f'<e:Message xmlns:e="{ERRORS}">{in_detail}</e:Message>{self._message_xml()}</detail></s:Fault>'
        )

    def _message_xml(self) -> str:
        values = "".join(
            f"<t:Value Name={quoteattr(name)}>{escape(value)}</t:Value>" for name, value in self.values.items()
        )
        if self._is_violation:
            values += (
                f"<t:LineNumber>{self.line}</t:LineNumber><t:LinePosition>{self.position}</t:LinePosition>"
                f"<t:Violation>{escape(self.message)}</t:Violation>"
            )
        return f'<t:MessageXml xmlns:t="{TYPES}">{values}</t:MessageXml>' if values else ""
