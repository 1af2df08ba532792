"""Restrictions as pure functions: each expression, every error, and any tree of them against a naive reading."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from simulator.ews import value_codecs
from simulator.ews.property_paths import read_path
from simulator.ews.property_table import ROWS_OF_KIND
from simulator.ews.query_types import CALCULATED, folder_type, item_type
from simulator.ews.restriction import predicate_of
from simulator.exchange.errors import ExchangeError
from simulator.exchange.property_path import IndexedPath, PropertyPath, named, tagged
from simulator.exchange.values import EmailAddress
from simulator.soap.faults import EwsFault

TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
RECEIVED = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

ITEM: Mapping[PropertyPath, object] = {
    "item:Subject": "Quarterly Café review",
    "item:Size": 2048,
    "message:IsRead": False,
    "item:DateTimeReceived": RECEIVED,
    "item:DateTimeSent": RECEIVED - timedelta(minutes=1),
    "item:Importance": "High",
    "item:Categories": ("Red", "Project Atlantic"),
    "item:ItemId": "AAMkAD=",
    "message:ToRecipients": (EmailAddress("Oliver Smith", "oliver.smith@contoso.test"),),
    "message:From": EmailAddress("Ana Silva", "ana.silva@contoso.test"),
    tagged(0x1234, "Binary"): b"\x01\x02",
    tagged(0x3FF0, "CLSID"): "0c0ffee0-0000-0000-0000-000000000001",
    named("PublicStrings", "rates", "DoubleArray"): (0.5, 2.5),
    named("PublicStrings", "tags", "StringArray"): ("alpha", "Beta"),
    named("PublicStrings", "count", "Short"): 7,
    IndexedPath("contacts:EmailAddress", "EmailAddress1"): EmailAddress("", "ana.silva@contoso.test"),
}


def field(uri: str) -> str:
    return f'<FieldURI FieldURI="{uri}"/>'


def extended(name: str, kind: str) -> str:
    return f'<ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="{name}" PropertyType="{kind}"/>'


EMAIL = '<IndexedFieldURI FieldURI="contacts:EmailAddress" FieldIndex="EmailAddress1"/>'
BINARY = '<ExtendedFieldURI PropertyTag="0x1234" PropertyType="Binary"/>'
GUID = '<ExtendedFieldURI PropertyTag="0x3ff0" PropertyType="CLSID"/>'


def compare(name: str, path: str, constant: str) -> str:
    operand = f"<FieldURIOrConstant><Constant Value={quoteattr(constant)}/></FieldURIOrConstant>"
    return f"<{name}>{path if path.startswith('<') else field(path)}{operand}</{name}>"


def compare_two(name: str, path: str, other: str) -> str:
    return f"<{name}>{field(path)}<FieldURIOrConstant>{field(other)}</FieldURIOrConstant></{name}>"


def contains(text: str, mode: str, comparison: str, path: str = "item:Subject") -> str:
    attributes = f'ContainmentMode="{mode}" ContainmentComparison="{comparison}"'
    named_path = path if path.startswith("<") else field(path)
    return f"<Contains {attributes}>{named_path}<Constant Value={quoteattr(text)}/></Contains>"


def excludes(path: str, mask: str) -> str:
    return f'<Excludes>{path if path.startswith("<") else field(path)}<Bitmask Value="{mask}"/></Excludes>'


def exists(path: str) -> str:
    return f"<Exists>{path if path.startswith('<') else field(path)}</Exists>"


def matches(inner: str, item: Mapping[PropertyPath, object] = ITEM) -> bool:
    element = etree.fromstring(f'<Restriction xmlns="{TYPES}">{inner}</Restriction>')
    return predicate_of(element, read_path, item_type)(item.get)


TRUE, FALSE = compare("IsEqualTo", "item:Size", "2048"), compare("IsEqualTo", "item:Size", "1")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (compare("IsEqualTo", "item:Subject", "quarterly café REVIEW"), True),
        (compare("IsNotEqualTo", "item:Subject", "other"), True),
        (compare("IsGreaterThan", "item:Subject", "Quarterly Bar"), True),
        (compare("IsEqualTo", "message:IsRead", "0"), True),
        (compare("IsEqualTo", "message:IsRead", "true"), False),
        (compare("IsGreaterThan", "item:Size", "2047"), True),
        (compare("IsGreaterThan", "item:Size", "300"), True),
        (compare("IsGreaterThanOrEqualTo", "item:Size", "2048"), True),
        (compare("IsLessThan", "item:Size", "2048"), False),
        (compare("IsLessThanOrEqualTo", "item:Size", "0x800"), True),
        (compare("IsLessThan", "item:DateTimeReceived", "2026-11-23T11:00:00+01:30"), True),
        (compare("IsGreaterThan", "item:DateTimeReceived", "2026-11-23T09:00:00Z"), False),
        (compare("IsEqualTo", "item:DateTimeReceived", "2026-11-23T10:00:00+01:00"), True),
        (compare("IsGreaterThan", "item:Importance", "Normal"), True),
        (compare("IsEqualTo", "item:Categories", "red"), True),
        (compare("IsNotEqualTo", "item:Categories", "red"), False),
        (compare("IsEqualTo", "item:InReplyTo", "x"), False),
        (compare("IsNotEqualTo", "item:InReplyTo", "x"), True),
        (compare("IsLessThan", "item:InReplyTo", "x"), False),
        (compare("IsEqualTo", "message:From", "ANA.SILVA@contoso.test"), True),
        (compare("IsEqualTo", "item:ItemId", "AAMkAD="), True),
        (compare("IsEqualTo", "item:ItemId", "aamkad="), False),
        (compare("IsEqualTo", EMAIL, "ana.silva@contoso.test"), True),
        (compare("IsEqualTo", BINARY, "AQI="), True),
        (compare("IsEqualTo", GUID, "{0C0FFEE0-0000-0000-0000-000000000001}"), True),
        (compare("IsEqualTo", extended("rates", "DoubleArray"), "2.50"), True),
        (compare("IsGreaterThan", extended("rates", "DoubleArray"), "3"), False),
        (compare("IsEqualTo", extended("tags", "StringArray"), "BETA"), True),
        (compare("IsEqualTo", extended("count", "Short"), "7"), True),
        (compare("IsEqualTo", extended("count", "Integer"), "7"), False),
        (compare_two("IsGreaterThan", "item:DateTimeReceived", "item:DateTimeSent"), True),
        (compare_two("IsEqualTo", "item:Size", "item:Size"), True),
        (exists("item:InReplyTo"), False),
        (exists("item:Subject"), True),
        (exists(EMAIL), True),
        (exists(BINARY), True),
        (exists(extended("other", "String")), False),
        (f"<Not>{FALSE}</Not>", True),
        (f"<And>{TRUE}{FALSE}</And>", False),
        (f"<Or>{TRUE}{FALSE}</Or>", True),
        (f"<And>{TRUE}</And>", True),
        (excludes("item:Size", "0x7FF"), True),
        (excludes("item:Size", "2048"), False),
        (excludes(extended("count", "Short"), "8"), True),
        (excludes(extended("other", "Integer"), "1"), True),
        (contains("Quarterly", "Prefixed", "Exact"), True),
        (contains("quarterly", "Prefixed", "Exact"), False),
        (contains("CAFÉ", "Substring", "IgnoreCase"), True),
        (contains("Cafe", "Substring", "IgnoreCase"), False),
        (contains("Cafe", "Substring", "IgnoreNonSpacingCharacters"), True),
        (contains("cafe", "Substring", "IgnoreNonSpacingCharacters"), False),
        (contains("cafe", "Substring", "IgnoreCaseAndNonSpacingCharacters"), True),
        (contains("cafe", "Substring", "LooseAndIgnoreCaseAndIgnoreNonSpace"), True),
        (contains("cafe rev", "PrefixOnWords", "Loose"), True),
        (contains("afe", "PrefixOnWords", "Loose"), False),
        (contains("cafe review", "ExactPhrase", "Loose"), True),
        (contains("cafe rev", "ExactPhrase", "Loose"), False),
        (contains("Quarterly Café review", "FullString", "Exact"), True),
        (contains("Quarterly Café", "FullString", "Exact"), False),
        (contains("atlantic", "Substring", "IgnoreCase", "item:Categories"), True),
        (contains("alph", "Prefixed", "Exact", extended("tags", "StringArray")), True),
        (contains("oliver", "Substring", "IgnoreCase", "message:ToRecipients"), True),
        (contains("silva@contoso", "Substring", "Exact", EMAIL), True),
        (contains("x", "Substring", "Exact", "item:InReplyTo"), False),
    ],
)
def test_each_expression_decides(expression: str, expected: bool) -> None:
    assert matches(expression) is expected


def nested(name: str, levels: int) -> str:
    return f"<{name}>" * levels + TRUE + f"</{name}>" * levels


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        (compare("IsEqualTo", "item:Size", "many"), "ErrorInvalidValueForProperty"),
        (compare("IsEqualTo", "item:Size", "1_0"), "ErrorInvalidValueForProperty"),
        (compare("IsGreaterThan", "item:DateTimeCreated", "true"), "ErrorInvalidValueForProperty"),
        (compare("IsEqualTo", "item:Importance", "Urgent"), "ErrorInvalidValueForProperty"),
        (compare("IsEqualTo", BINARY, "?"), "ErrorInvalidValueForProperty"),
        (compare("IsEqualTo", GUID, "x"), "ErrorInvalidValueForProperty"),
        (compare("IsEqualTo", "message:IsRead", "maybe"), "ErrorInvalidValueForProperty"),
        (compare("IsEqualTo", extended("rates", "DoubleArray"), "nan"), "ErrorInvalidValueForProperty"),
        (compare("IsEqualTo", "folder:DisplayName", "x"), "ErrorUnsupportedPathForQuery"),
        (compare("IsEqualTo", "calendar:UID", "x"), "ErrorUnsupportedPathForQuery"),
        (compare("IsEqualTo", "item:MimeContent", "x"), "ErrorUnsupportedPathForQuery"),
        (compare("IsEqualTo", "message:ToRecipients", "x"), "ErrorUnsupportedPathForQuery"),
        (compare("IsLessThan", "item:ItemId", "x"), "ErrorUnsupportedPathForQuery"),
        (compare_two("IsEqualTo", "item:Subject", "message:CcRecipients"), "ErrorUnsupportedPathForQuery"),
        (compare_two("IsEqualTo", "item:Subject", "item:Size"), "ErrorRestrictionTooComplex"),
        (contains("1", "Substring", "Exact", "item:Size"), "ErrorContainsFilterWrongType"),
        (contains("High", "Substring", "Exact", "item:Importance"), "ErrorContainsFilterWrongType"),
        (contains("AA", "Prefixed", "Exact", "item:ItemId"), "ErrorContainsFilterWrongType"),
        (exists("message:IsRead"), "ErrorInvalidPropertyForExists"),
        (exists("item:IsFromMe"), "ErrorInvalidPropertyForExists"),
        (exists("message:ToRecipients"), "ErrorUnsupportedPathForQuery"),
        (excludes("item:Subject", "1"), "ErrorUnsupportedPathForQuery"),
        (excludes("item:Size", ""), "ErrorInvalidExcludesRestriction"),
        (excludes("item:Size", "0x"), "ErrorInvalidExcludesRestriction"),
        (excludes("item:Size", "4294967296"), "ErrorInvalidExcludesRestriction"),
        (f"<Or>{TRUE * 255}</Or>", "ErrorRestrictionTooLong"),
    ],
)
def test_what_a_property_is_not_for_has_its_code_before_any_item_is_looked_at(expression: str, code: str) -> None:
    element = etree.fromstring(f'<Restriction xmlns="{TYPES}">{expression}</Restriction>')
    with pytest.raises(ExchangeError) as caught:
        predicate_of(element, read_path, item_type)
    assert caught.value.code == code


def test_as_many_expressions_as_are_allowed() -> None:
    assert matches(f"<Or>{TRUE * 254}</Or>")
    assert matches(nested("Not", 100))


@pytest.mark.parametrize(
    "expression",
    [
        "",
        f"{TRUE}{TRUE}",
        "<And/>",
        f"<Not>{TRUE}{TRUE}</Not>",
        "<Near/>",
        "<Exists/>",
        f"<IsEqualTo>{field('item:Size')}</IsEqualTo>",
        f"<IsEqualTo>{field('item:Size')}<FieldURIOrConstant/></IsEqualTo>",
        f"<IsEqualTo>{field('item:Size')}<FieldURIOrConstant><Constant/></FieldURIOrConstant></IsEqualTo>",
        f"<Contains>{field('item:Subject')}</Contains>",
        contains("x", "Middle", "Exact"),
        contains("x", "Substring", "Sloppy"),
    ],
)
def test_what_the_schema_forbids_is_a_fault(expression: str) -> None:
    with pytest.raises(EwsFault) as caught:
        matches(expression)
    assert caught.value.code == "ErrorSchemaValidation"


STRUCTURES = frozenset({"CULTURE", "FLAG", "HEADERS", "RAW"})
"""Kinds of values that no search looks into."""


def test_searches_know_every_kind_of_value() -> None:
    for name, codec in vars(value_codecs).items():
        if isinstance(codec, value_codecs.Codec) and name not in STRUCTURES:
            paths = {row.path for rows in ROWS_OF_KIND.values() for row in rows if row.codec is codec}
            assert not {path for path in paths - CALCULATED if _is_refused(path)}, name


def _is_refused(path: str) -> bool:
    try:
        item_type(path)
    except ExchangeError:
        return True
    return False


def test_folders_have_types_of_their_own() -> None:
    assert folder_type("folder:TotalCount") == item_type("item:Size")
    for path in ("item:Subject", "folder:PermissionSet", IndexedPath("contacts:EmailAddress", "EmailAddress1")):
        with pytest.raises(ExchangeError) as caught:
            folder_type(path)
        assert caught.value.code == "ErrorUnsupportedPathForQuery"


# ---- any tree of expressions, beside a naive reading of it

TEXTS = st.text("aAbBé _-", max_size=6)
PATHS: dict[str, st.SearchStrategy[object]] = {
    "item:Subject": TEXTS,
    "item:InReplyTo": TEXTS,
    "item:Size": st.integers(-9, 9),
    "task:ActualWork": st.integers(-9, 9),
    "item:IsResend": st.booleans(),
    "item:DateTimeSent": st.integers(-3, 3).map(lambda day: RECEIVED + timedelta(days=day)),
    "item:Sensitivity": st.sampled_from(["Normal", "Personal", "Private", "Confidential"]),
    "item:Categories": st.lists(TEXTS, min_size=1, max_size=3).map(tuple),
}
ITEMS = st.fixed_dictionaries({}, optional=PATHS)
SIGNS: dict[str, Callable[[int], bool]] = {
    "IsEqualTo": lambda sign: sign == 0,
    "IsGreaterThan": lambda sign: sign > 0,
    "IsGreaterThanOrEqualTo": lambda sign: sign >= 0,
    "IsLessThan": lambda sign: sign < 0,
    "IsLessThanOrEqualTo": lambda sign: sign <= 0,
}
PATTERNS = {
    "FullString": r"\A{}\Z",
    "Prefixed": r"\A{}",
    "Substring": r"{}",
}
Tree = tuple[object, ...]


def single(path: str) -> st.SearchStrategy[object]:
    return TEXTS if path == "item:Categories" else PATHS[path]


TREES = st.recursive(
    st.one_of(
        st.sampled_from(sorted(PATHS)).flatmap(
            lambda path: st.tuples(st.sampled_from([*SIGNS, "IsNotEqualTo"]), st.just(path), single(path))
        ),
        st.tuples(st.just("Contains"), st.sampled_from(sorted(PATTERNS)), st.booleans(), TEXTS),
        st.tuples(st.just("Two"), st.sampled_from(sorted(SIGNS))),
        st.tuples(st.just("Excludes"), st.integers(0, 15)),
        st.tuples(st.just("Exists"), st.sampled_from(sorted(set(PATHS) - {"item:IsResend"}))),
    ),
    lambda inner: st.tuples(st.sampled_from(["And", "Or", "Not"]), st.lists(inner, min_size=1, max_size=3)),
    max_leaves=6,
)


def constant(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime) else str(value)


def written(tree: Tree) -> str:
    match tree:
        case ("And" | "Or" as name, list(parts)):
            return f"<{name}>{''.join(written(part) for part in parts)}</{name}>"
        case ("Not", list(parts)):
            return f"<Not>{written(parts[0])}</Not>"
        case ("Contains", str(mode), bool(exact), str(text)):
            return contains(text, mode, "Exact" if exact else "IgnoreCase")
        case ("Two", str(name)):
            return compare_two(name, "item:Size", "task:ActualWork")
        case ("Excludes", int(mask)):
            return excludes("item:Size", str(mask))
        case ("Exists", str(path)):
            return exists(path)
        case (str(name), str(path), value):
            return compare(name, path, constant(value))
    raise AssertionError(tree)


def naive(tree: Tree, item: Mapping[str, object]) -> bool:
    """What the pages of Learn say, in the plainest words."""
    match tree:
        case ("And", list(parts)):
            return all(naive(part, item) for part in parts)
        case ("Or", list(parts)):
            return any(naive(part, item) for part in parts)
        case ("Not", list(parts)):
            return not naive(parts[0], item)
        case ("Contains", str(mode), bool(exact), str(text)):
            pattern = PATTERNS[mode].format(re.escape(text))
            subject = item.get("item:Subject")
            return isinstance(subject, str) and re.search(pattern, subject, 0 if exact else re.IGNORECASE) is not None
        case ("Two", str(name)):
            pair = item.get("item:Size"), item.get("task:ActualWork")
            return None not in pair and SIGNS[name](sign(*pair))
        case ("Excludes", int(mask)):
            size = item.get("item:Size")
            return size is None or all(not (mask >> bit & 1 and int(str(size)) >> bit & 1) for bit in range(8))
        case ("Exists", str(path)):
            return path in item
        case ("IsNotEqualTo", str(path), value):
            return not naive(("IsEqualTo", path, value), item)
        case (str(name), str(path), value):
            stored = item.get(path)
            values = stored if isinstance(stored, tuple) else () if stored is None else (stored,)
            return any(SIGNS[name](sign(rank(path, one), rank(path, value))) for one in values)
    raise AssertionError(tree)


def rank(path: str, value: object) -> object:
    if path == "item:Sensitivity":
        return {"Normal": 0, "Personal": 1, "Private": 2, "Confidential": 3}[str(value)]
    return value.lower() if isinstance(value, str) else value


def sign(left: object, right: object) -> int:
    if left == right:
        return 0
    return 1 if sorted([left, right])[1] == left else -1  # type: ignore[type-var]


@settings(max_examples=300, deadline=None)
@given(tree=TREES, item=ITEMS)
def test_any_restriction_decides_as_its_naive_reading(tree: Tree, item: dict[str, object]) -> None:
    assert matches(written(tree), item) is naive(tree, item)


WORDS = st.lists(st.text("aAbBcé", min_size=1, max_size=3), min_size=1, max_size=5)


@settings(max_examples=150, deadline=None)
@given(words=WORDS, wanted=WORDS, mode=st.sampled_from(["PrefixOnWords", "ExactPhrase"]))
def test_words_are_found_whole_or_by_their_beginnings(words: list[str], wanted: list[str], mode: str) -> None:
    tail = r"\w*" if mode == "PrefixOnWords" else r"\b"
    pattern = r"\b" + (tail + " ").join(wanted) + ("" if mode == "PrefixOnWords" else r"\b")
    expected = re.search(pattern, " ".join(words)) is not None
    assert matches(contains(" ".join(wanted), mode, "Exact"), {"item:Subject": " ".join(words)}) is expected
