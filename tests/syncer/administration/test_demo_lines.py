"""How the walk-through's steps look on a terminal."""

import io

import pytest
from rich.console import Console

from syncer.demo.run import TITLE_WIDTH, Played, step_row
from syncer.demo.steps import STEPS

SEEN = "4 requests in four offices after 1 cycle(s), once each; an acceptance and a refusal in CRM"


def lines(width: int, played: Played) -> list[str]:
    written = io.StringIO()
    Console(file=written, width=width).print(step_row(played))
    return written.getvalue().rstrip("\n").splitlines()


@pytest.mark.parametrize("width", [80, 100, 200])
def test_a_long_text_goes_on_in_its_own_column(width: int) -> None:
    played = Played("6a", "An appointment over four offices", True, 12.34, SEEN)
    first, *more = lines(width, played)
    column = first.index("4 requests")
    assert first.startswith("✓ 6a An appointment over four offices")
    assert first[:column].rstrip().endswith("12.3 s")
    assert all(line[:column].strip() == "" and line[column] != " " for line in more)
    assert bool(more) == (width < 200)
    assert " ".join(line[column:].strip() for line in (first, *more)) == SEEN


def test_what_was_seen_is_no_markup() -> None:
    (line,) = lines(200, Played("1", "HTTPS", False, 1.0, "[red]not colours[/]"))
    assert line.startswith("✗")
    assert "[red]not colours[/]" in line


def test_titles_fit() -> None:
    assert max(len(step.title) for step in STEPS) <= TITLE_WIDTH
