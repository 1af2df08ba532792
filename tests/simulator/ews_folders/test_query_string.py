"""QueryString as a pure function: keywords, values, dates and logic."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.ews.item_query import ATTACHED_TEXTS
from simulator.ews.query_dates import stretch
from simulator.ews.query_string import query_predicate
from simulator.exchange.errors import ExchangeError
from simulator.exchange.property_path import PropertyPath
from simulator.exchange.values import EmailAddress, Flag

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
"""A Wednesday."""
ITEM: Mapping[PropertyPath, object] = {
    "item:Subject": "Please send me the plan for our Project",
    "item:Body": "Sales figures of the réunion",
    "item:ItemClass": "IPM.Note",
    "item:Categories": ("Red", "Blue category"),
    "item:Importance": "High",
    "item:Size": 7000,
    "item:HasAttachments": True,
    "item:DateTimeReceived": datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
    "item:DateTimeSent": datetime(2026, 10, 31, 23, 30, tzinfo=UTC),
    "item:Flag": Flag("Flagged"),
    "message:IsRead": False,
    "message:From": EmailAddress("Hope Gross", "hope@contoso.test"),
    "message:ToRecipients": (EmailAddress("Sadie Daniels", "sadie@contoso.test"),),
    "message:CcRecipients": (EmailAddress("Ronnie Sturgis", "ronnie@contoso.test"),),
    "message:BccRecipients": (EmailAddress("Mack", "mack@contoso.test"),),
    ATTACHED_TEXTS: ("Report.txt", "quarterly numbers"),
}


def finds(text: str, item: Mapping[PropertyPath, object] = ITEM) -> bool:
    return query_predicate(text, NOW, UTC)(item.get)


FOUND = """
project
PROJ
subject:project
subject:"project"
subject:project plan
subject:(project plan)
subject:(project AND plan)
subject:"our project"
subject:"send me t"*
body:reunion
content:figures
attachment:report
attachment:quarterly
from:hope
From:"Hope Gross"
from:("Sadie Daniels" OR "Hope Gross")
to:"sadie daniels"
to:sadie@contoso
cc:ronnie
bcc:mack
participants:sadie
participants:ronnie
category:blue
importance:high
kind:email
hasattachment:true
isflagged:TRUE
isread:false
size:7000
size:>6999
size:>=7000
size:<7001
size:<=7000
size:7000..8000
size:> 100
received:yesterday
received:tuesday
received:11/24/2026
received:11/24
received:2026-11-24
received:November 24, 2026
received:November 24
received:November
received:this week
received:"this week"
received:past month
received:>11/23/2026
received:>=yesterday
received:<today
received:11/1/2026..today
received:last week..this week
received:..today
received:yesterday..
sent:last month
received:NOT today
NOT from:ronnie
NOT (from:ronnie OR from:sadie)
project AND from:"Hope Gross"
subject:meeting OR from:hope
from:"Sadie Daniels" OR "our project"
hasattachment:true subject:project
received:this week subject:project
received:yesterday OR subject:nothing
colour:red OR project
*
"""
NOT_FOUND = """
roject
subject:"proj"
subject:"project plan"
subject:"our plan"*
subject:figures
from:sadie
participants:hope
importance:normal
kind:meetings
hasattachment:false
isread:true
size:6999
size:8000..9000
received:today
received:tomorrow
received:monday
received:last week
received:next month
received:coming year
received:December
received:>11/24/2026
received:<11/24/2026
sent:this month
subject:project AND from:ronnie
NOT project
subject:(project OR plan) from:sadie
NOT NOT nothing
"""
BROKEN = (
    "", " ", "AND", "NOT", "x OR", "OR x", "(subject:x", "subject:x)", "()", "subject:", "from:()", 'subject:"open',
    "received:someday", "received:13/45/2026", "size:big", "isread:maybe", "kind:sandwiches", "NOT " * 60 + "x",
    "received:11/24/9999", "size:>1..2",
)  # fmt: skip


@pytest.mark.parametrize("text", FOUND.split("\n")[1:-1])
def test_what_finds_the_message(text: str) -> None:
    assert finds(text)


@pytest.mark.parametrize("text", NOT_FOUND.split("\n")[1:-1])
def test_what_does_not_find_the_message(text: str) -> None:
    assert not finds(text)


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_query_string_is_refused(text: str) -> None:
    with pytest.raises(ExchangeError) as caught:
        finds(text)
    assert caught.value.code == "ErrorInvalidArgument"


@pytest.mark.parametrize(
    ("kind", "item_class"),
    [
        ("contacts", "IPM.Contact"),
        ("contacts", "IPM.DistList"),
        ("docs", "IPM.Document.Word"),
        ("email", "IPM.Note"),
        ("faxes", "IPM.Note.Microsoft.Fax.CA"),
        ("im", "IPM.Note.Microsoft.Conversation"),
        ("journals", "IPM.Activity"),
        ("meetings", "IPM.Appointment"),
        ("meetings", "IPM.Schedule.Meeting.Request"),
        ("notes", "IPM.StickyNote"),
        ("posts", "IPM.Post"),
        ("rssfeeds", "IPM.Post.RSS"),
        ("tasks", "IPM.Task"),
        ("voicemail", "IPM.Note.Microsoft.Voicemail.UM"),
    ],
)
def test_a_kind_is_a_message_class(kind: str, item_class: str) -> None:
    assert finds(f"kind:{kind}", {"item:ItemClass": item_class})
    assert not finds(f"kind:{kind}", {"item:ItemClass": "IPM.Contacts"})


@pytest.mark.parametrize(
    ("text", "first", "days"),
    [
        ("today", "2026-11-25", 1),
        ("this week", "2026-11-22", 7),
        ("last week", "2026-11-15", 7),
        ("sunday", "2026-11-22", 1),
        ("saturday", "2026-11-28", 1),
        ("this month", "2026-11-01", 30),
        ("next month", "2026-12-01", 31),
        ("past month", "2026-10-26", 31),
        ("coming year", "2026-11-26", 365),
        ("next year", "2027-01-01", 365),
        ("february 2028", "2028-02-01", 29),
        ("=11/1/2026", "2026-11-01", 1),
    ],
)
def test_words_are_stretches_of_days(text: str, first: str, days: int) -> None:
    found = stretch(text, NOW, UTC)
    start = datetime.fromisoformat(first).replace(tzinfo=UTC)
    assert (found.start, found.end) == (start, start + timedelta(days=days))


def test_days_are_those_of_the_requests_time_zone() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    found = stretch("today", NOW, tokyo)
    assert found.start == datetime(2026, 11, 25, 15, 0, tzinfo=UTC)


WORDS = st.sampled_from(
    ["project", "nothing", "subject:plan", 'from:"Hope Gross"', "to:hope", "size:>5", "received:today"]
)
QUERIES = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" AND ", " OR ", " "]), inner).map(lambda three: f"({''.join(three)})"),
        inner.map(lambda one: f"NOT {one}"),
    ),
    max_leaves=6,
)


def meaning(text: str) -> bool:
    """The same query as a Python expression over which words find the message."""
    for word in ("received:today", "size:>5", "to:hope", 'from:"Hope Gross"', "subject:plan", "nothing", "project"):
        text = text.replace(word, f"_{finds(word)}_")
    text = text.replace("_ _", "_ AND _").replace("_ (", "_ AND (").replace(") _", ") AND _").replace(") (", ") AND (")
    text = text.replace("_ NOT", "_ AND NOT").replace(") NOT", ") AND NOT")
    words = {"AND": "and", "OR": "or", "NOT": "not"}
    plain = text.replace("_", "").replace("(", "( ").replace(")", " )").split()
    return bool(eval(" ".join(words.get(word, word) for word in plain)))


@settings(max_examples=150, deadline=None)
@given(text=QUERIES)
def test_any_logic_means_what_it_says(text: str) -> None:
    assert finds(text) is meaning(text)


@settings(max_examples=200, deadline=None)
@given(text=st.text('ab:"()*.<>=ANDORT received', max_size=24))
def test_any_text_is_a_query_or_is_refused(text: str) -> None:
    try:
        finds(text)
    except ExchangeError as error:
        assert error.code == "ErrorInvalidArgument"
