"""Which options accept a message, from what is known about it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.mail_filters import DEFAULT, FILTERS, MailFacts, accepted

entities = st.frozensets(st.sampled_from(["systemuser", "contact", "account", "lead", "queue"]))
facts = st.builds(MailFacts, correlated=st.booleans(), sender_entities=entities)
methods = st.lists(st.one_of(st.none(), st.sampled_from([one.value for one in FILTERS]), st.integers()), max_size=4)


def test_the_table_is_in_the_order_of_the_option_set() -> None:
    assert [one.value for one in FILTERS] == [0, 1, 2, 3, 4]
    assert DEFAULT.value == 1


@pytest.mark.parametrize(
    ("given_facts", "accepting"),
    [
        (MailFacts(False), {"all_email"}),
        (MailFacts(True), {"all_email", "replies_to_tracked_email"}),
        (MailFacts(False, frozenset({"contact"})), {"all_email", "from_known_records", "from_email_enabled_records"}),
        (MailFacts(False, frozenset({"systemuser"})), {"all_email", "from_email_enabled_records"}),
    ],
)
def test_each_option(given_facts: MailFacts, accepting: set[str]) -> None:
    assert {one.name for one in FILTERS if one.accepts(given_facts)} == accepting


@given(methods, facts)
def test_one_accepting_recipient_is_enough_and_none_accepts_nothing(given_methods, given_facts) -> None:
    each = [accepted([method], given_facts) for method in given_methods]
    assert accepted(given_methods, given_facts) == any(each)
    assert not accepted([], given_facts)


@given(facts)
def test_nothing_set_is_the_default(given_facts) -> None:
    assert accepted([None], given_facts) == DEFAULT.accepts(given_facts)
