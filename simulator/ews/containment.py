"""Contains: whether a text holds another one (MS-OXWSSRCH 2.2.4, types.xsd `ContainmentModeType` and
`ContainmentComparisonType`; MS-OXCDATA 2.12.4 for the fuzzy levels underneath).
"""

import unicodedata
from collections.abc import Callable

MODES = ("FullString", "Prefixed", "Substring", "PrefixOnWords", "ExactPhrase")
COMPARISONS = (
    "Exact",
    "IgnoreCase",
    "IgnoreNonSpacingCharacters",
    "Loose",
    "IgnoreCaseAndNonSpacingCharacters",
    "LooseAndIgnoreCase",
    "LooseAndIgnoreNonSpace",
    "LooseAndIgnoreCaseAndIgnoreNonSpace",
)


def folded(text: str, comparison: str) -> str:
    """The text with what the ContainmentComparison ignores taken out.

    Loose ignores case, marks and width (MS-OXCDATA 2.12.4.1 leaves open what it ignores: our choice).
    """
    loose = comparison.startswith("Loose")
    if loose or "NonSpac" in comparison:
        decomposed = unicodedata.normalize("NFKD" if loose else "NFD", text)
        text = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    if loose or "IgnoreCase" in comparison:
        text = text.casefold()
    return text


def _words(text: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in text).split()


def _runs(haystack: str, needle: str) -> list[tuple[list[str], list[str]]]:
    """Every stretch of the text's words as long as the needle's words, beside these."""
    words, wanted = _words(haystack), _words(needle)
    return [(words[start : start + len(wanted)], wanted) for start in range(len(words) - len(wanted) + 1)]


def _starts_words(haystack: str, needle: str) -> bool:
    """The needle's words begin consecutive words of the text."""
    return any(
        all(word.startswith(part) for word, part in zip(run, wanted, strict=True))
        for run, wanted in _runs(haystack, needle)
    )


def _has_phrase(haystack: str, needle: str) -> bool:
    """The needle's words are consecutive whole words of the text."""
    return any(run == wanted for run, wanted in _runs(haystack, needle))


_MODES: dict[str, Callable[[str, str], bool]] = {
    "FullString": lambda haystack, needle: haystack == needle,
    "Prefixed": lambda haystack, needle: haystack.startswith(needle),
    "Substring": lambda haystack, needle: needle in haystack,
    "PrefixOnWords": _starts_words,
    "ExactPhrase": _has_phrase,
}


def containing(text: str, mode: str, comparison: str) -> Callable[[str], bool]:
    """The test whether a value holds `text`."""
    holds, needle = _MODES[mode], folded(text, comparison)
    return lambda value: holds(folded(value, comparison), needle)
