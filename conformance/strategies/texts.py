"""Texts that every Exchange keeps as they are: no control characters, no white space at the ends."""

from hypothesis import strategies as st

LETTERS = st.characters(categories=("L", "N", "P", "S"), include_characters=" ")

KNOWN = st.sampled_from(("a", "b", "Évora", "a & <b>", "]]>", "東京", "\N{BRIDGE AT NIGHT} ponte", "RE: a"))
"""Short texts that have tripped servers before; a finding that needs no special text is shown with the first."""

SUBJECTS: st.SearchStrategy[str] = KNOWN | st.text(LETTERS, min_size=1, max_size=12).map(str.strip).filter(bool)
"""Well below the limit of 255 characters (MS-OXWSCORE 2.2.4.24)."""

BODIES: st.SearchStrategy[str] = st.just("") | KNOWN | st.text(LETTERS, max_size=20).map(str.strip)
