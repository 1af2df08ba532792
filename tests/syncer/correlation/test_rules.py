"""Correlation: In-Reply-To before the token, the newest e-mail wins, nothing else decides."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from syncer.correlation import RULES, IncomingHeaders, TrackedEmail, correlate
from syncer.correlation.in_reply_to import message_ids
from syncer.correlation.tracking_token import last_token

START = datetime(2014, 1, 1, tzinfo=UTC)
ids = st.integers(0, 5).map(lambda n: f"<{n}@contoso.test>")
tokens = st.integers(0, 5).map(lambda n: f"CRM:000100{n}")
emails = st.builds(
    TrackedEmail,
    id=st.uuids().map(str),
    message_id=st.one_of(st.just(""), ids),
    tracking_token=st.one_of(st.just(""), tokens),
    created_on=st.one_of(st.none(), st.integers(0, 3).map(lambda n: START + timedelta(days=n))),
)
headers = st.builds(
    IncomingHeaders,
    subject=st.one_of(st.text(), st.tuples(st.text(), tokens, st.text()).map("".join)),
    in_reply_to=st.one_of(st.text(), ids),
)


def test_in_reply_to_decides_before_the_token() -> None:
    by_header = TrackedEmail("1", message_id="<a@x>")
    by_token = TrackedEmail("2", tracking_token="CRM:0001001", created_on=START)
    match = correlate(IncomingHeaders("RE: hello CRM:0001001", "<a@x>"), [by_token, by_header], ["CRM:"])
    assert match is not None
    assert (match.rule, match.method, match.email) == ("in_reply_to", 3, by_header)
    assert [rule.name for rule in RULES] == ["in_reply_to", "tracking_token"]


def test_the_newest_of_a_recycled_token_wins() -> None:
    old = TrackedEmail("9", tracking_token="CRM:0001001", created_on=START)
    new = TrackedEmail("1", tracking_token="crm:0001001", created_on=START + timedelta(days=1))
    match = correlate(IncomingHeaders("hello CRM:0001001"), [new, old], ["CRM:"])
    assert match is not None
    assert (match.rule, match.email) == ("tracking_token", new)


def test_the_last_token_and_every_prefix_of_the_history() -> None:
    prefixes = ("Case#", "CRM:")
    assert last_token("CRM:0001001 about Case#0002002", prefixes) == "Case#0002002"
    assert last_token("Case#0002002, was CRM:0001001.", prefixes) == "CRM:0001001"
    assert last_token("CRM: 0001001", prefixes) is None
    assert last_token("CRM:0001001", ()) is None
    assert last_token("CRM:0001001", ("",)) is None


def test_message_ids_of_a_header() -> None:
    assert message_ids(" <a@x>\r\n <b@x> <a@x>") == ("<a@x>", "<b@x>")
    assert message_ids("a@x") == ("a@x",)
    assert message_ids("") == ()


def test_an_empty_header_matches_no_empty_message_id() -> None:
    assert correlate(IncomingHeaders("hello", ""), [TrackedEmail("1")], ["CRM:"]) is None


@given(headers, st.lists(emails, max_size=6), st.randoms())
def test_the_order_of_candidates_does_not_matter(given_headers, candidates, random) -> None:
    shuffled = list(candidates)
    random.shuffle(shuffled)
    one, other = (correlate(given_headers, each, ["CRM:"]) for each in (candidates, shuffled))
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert (one.rule, one.email.id, one.email.created_on) == (other.rule, other.email.id, other.email.created_on)


@given(headers, st.lists(emails, max_size=6))
def test_a_match_is_a_candidate_that_its_rule_finds_and_none_before_it(given_headers, candidates) -> None:
    match = correlate(given_headers, candidates, ["CRM:"])
    names = [rule.name for rule in RULES if rule.find(given_headers, candidates, ["CRM:"])]
    assert (match.rule if match else None) == (names[0] if names else None)
    if match is not None:
        assert match.email in candidates


@given(st.text(), st.lists(st.text(max_size=5), max_size=3))
def test_any_subject_and_prefixes(subject, prefixes) -> None:
    token = last_token(subject, prefixes)
    assert token is None or token in subject
