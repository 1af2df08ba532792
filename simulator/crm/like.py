"""SQL Server's LIKE: `%` any text, `_` any character, `[a-c]` a character of a set and `[^a-c]` one outside it."""

import re
from functools import lru_cache

LONGEST_PATTERN = 4000
"""Characters; SQL Server takes a pattern of 8,000 bytes."""


def like(pattern: str, text: str) -> bool:
    """Whether the whole text fits. Never goes back: the time is that of finding each piece between two % once."""
    pieces = _pieces(pattern)
    (first, width), rest = pieces[0], pieces[1:]
    if first.match(text) is None:
        return False
    if not rest:
        return len(text) == width
    position = width
    for piece, length in rest[:-1]:
        found = piece.search(text, position)
        if found is None:
            return False
        position = found.start() + length
    last, length = rest[-1]
    return len(text) - length >= position and last.match(text, len(text) - length) is not None


@lru_cache(maxsize=256)
def _pieces(pattern: str) -> tuple[tuple[re.Pattern[str], int], ...]:
    """What stands between the % of a pattern, each with the number of characters it fits."""
    pieces: list[list[str]] = [[]]
    position = 0
    while position < len(pattern):
        letter = pattern[position]
        closing = pattern.find("]", position + 1) if letter == "[" else -1
        if letter == "%":
            pieces.append([])
        elif closing > position + 1:
            pieces[-1].append(_character_of(pattern[position + 1 : closing]))
            position = closing
        else:
            pieces[-1].append("." if letter == "_" else re.escape(letter))
        position += 1
    return tuple((re.compile("".join(piece), re.DOTALL), len(piece)) for piece in pieces)


def _character_of(inside: str) -> str:
    """The expression for one character of a set; a set that nothing is in, such as [z-a], fits nothing."""
    outside, letters = inside.startswith("^"), inside.removeprefix("^")
    parts, position = [], 0
    while position < len(letters):
        low = letters[position]
        ranged = letters[position + 1 : position + 2] == "-" and position + 2 < len(letters)
        high = letters[position + 2] if ranged else low
        if low <= high:
            parts.append(f"{re.escape(low)}-{re.escape(high)}")
        position += 3 if ranged else 1
    if not parts:
        return "." if outside else r"(?!)."
    return f"[{'^' if outside else ''}{''.join(parts)}]"
