"""ExchangeImpersonation: whose mailbox the caller acts in (MS-OXWSCDATA 2.2.3.3 and 2.2.4, Learn "ConnectingSID")."""

from collections.abc import Iterable

from lxml import etree

from simulator.directory import Directory
from simulator.ews.request_reading import schema_fault
from simulator.soap.faults import EwsFault
from simulator.soap.namespaces import TYPES
from simulator.topology import Account


def acting_account(headers: Iterable[etree._Element], caller: Account, directory: Directory) -> Account:
    """The caller, or whom the header names. Raises EwsFault as Exchange answers.

    The account is looked up first and the right is asked for afterwards (our choice: no source gives the order), so an
    unknown address is ErrorNonExistentMailbox even for a caller who may impersonate nobody.
    """
    for header in headers:
        if header.tag == f"{{{TYPES}}}ExchangeImpersonation":
            account = _named(header, directory)
            if not directory.may_impersonate(caller):
                raise EwsFault("ErrorImpersonateUserDenied")
            return account
    return caller


def _named(header: etree._Element, directory: Directory) -> Account:
    connecting = header.find(f"{{{TYPES}}}ConnectingSID")
    identifier = next(iter(connecting), None) if connecting is not None else None
    if identifier is None:
        raise schema_fault("The element 'ConnectingSID' has incomplete content.")
    kind, value = etree.QName(identifier).localname, (identifier.text or "").strip()
    if kind in ("PrimarySmtpAddress", "SmtpAddress"):
        return _by_address(kind, value, directory)
    if kind == "PrincipalName":
        account = directory.by_upn(value)
        if account is None:
            raise EwsFault("ErrorInvalidUserPrincipalName")
        return account
    if kind == "SID":
        account = directory.by_sid(value)
        if account is None:
            raise EwsFault("ErrorInvalidUserSid")
        return account
    raise schema_fault(f"The element 'ConnectingSID' has invalid child element '{kind}'.")


def _by_address(kind: str, address: str, directory: Directory) -> Account:
    account = directory.by_smtp(address)
    if account is None:
        raise EwsFault("ErrorNonExistentMailbox", values={"SmtpAddress": address})
    if kind == "PrimarySmtpAddress" and directory.by_primary_smtp(address) is None:
        raise EwsFault("ErrorNonPrimarySmtpAddress", values={"Primary": account.smtp})
    return account
