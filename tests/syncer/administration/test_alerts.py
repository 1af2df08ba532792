"""The table of alerts holds together, and speaks Dynamics' own words where they are known."""

import re
from pathlib import Path

import pytest

from syncer import alerts
from syncer.alerts import ALERTS, CHANNEL_FAILURES, AlertKind, Channel, Failure, Level, Source, alert

FILLED = {name: f"<{name}>" for name in ("mailbox", "profile", "subject", "channel", "item", "reason", "row")}


VERBATIM = (
    "Email cannot be received for the mailbox M because the email address of the mailbox M is not approved and the "
    "mailbox has been disabled. The owner of the associated email server profile P has been notified.",
    "Email cannot be received because the credentials specified in the associated email server profile are incorrect "
    "or have insufficient permissions for receiving email. The mailbox M has been disabled for receiving email and "
    "the owner of the email server profile P has been notified.",
    "Appointments, contacts, and tasks can't be synchronized for the mailbox M because the mailbox user doesn't have "
    "sufficient permissions on this mailbox.",
    "Email cannot be received for the mailbox because an error occurred while establishing a secure connection to "
    "the email server. The mailbox has been disabled for receiving email and the owner of the email server profile "
    "has been notified.",
    'The mailbox location could not be determined while sending the email message "S". The mailbox M has been '
    "disabled for sending email and the owner of the associated email server profile P has been notified.",
    "The SMTP address has no mailbox associated with it.",
)


def test_codes_and_names_are_unique() -> None:
    assert len({kind.code for kind in ALERTS}) == len(ALERTS)
    assert len({kind.name for kind in ALERTS}) == len(ALERTS)


@pytest.mark.parametrize("kind", ALERTS, ids=lambda kind: kind.name)
def test_every_text_can_be_filled_in(kind: AlertKind) -> None:
    assert kind.parameters <= set(FILLED)
    text = alert(kind, **FILLED).text
    assert "{" not in text
    assert text == text.strip()


def test_a_text_never_exceeds_the_column() -> None:
    long = alert(next(kind for kind in ALERTS if "item" in kind.parameters), **{**FILLED, "item": "x" * 5000})
    assert len(long.text) == 2000


def test_a_missing_parameter_is_an_error() -> None:
    with pytest.raises(KeyError):
        alert(CHANNEL_FAILURES[Channel.INCOMING, Failure.NOT_APPROVED])


@pytest.mark.parametrize("channel", Channel)
def test_every_failure_of_every_channel_has_words(channel: Channel) -> None:
    wanted = set(Failure) - ({Failure.NOT_APPROVED} if channel is Channel.ACT else set())
    assert {failure for known, failure in CHANNEL_FAILURES if known is channel} == wanted


def test_failures_are_never_informational() -> None:
    assert all(kind.level is not Level.INFORMATION for kind in CHANNEL_FAILURES.values())


def test_the_documented_words_are_verbatim() -> None:
    """From the published troubleshooting pages: mailbox M, profile P."""
    names = {"mailbox": "M", "profile": "P", "subject": "S"}
    said = {alert(kind, **names).text for kind in CHANNEL_FAILURES.values() if kind.source is Source.DOCUMENTED}
    for words in VERBATIM:
        assert words in said


@pytest.mark.parametrize("kind", ALERTS, ids=lambda kind: kind.name)
def test_every_alert_is_raised_by_somebody(kind: AlertKind) -> None:
    """As a failure of a channel, or by name in another module."""
    package = Path(alerts.__file__).parent
    code = [file.read_text(encoding="utf-8") for file in package.rglob("*.py") if file.name != "alerts.py"]
    (name,) = [name for name, value in vars(alerts).items() if value is kind]
    assert kind in CHANNEL_FAILURES.values() or any(re.search(rf"\b{name}\b", text) for text in code)
