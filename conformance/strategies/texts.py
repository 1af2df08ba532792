"""Texts that every Exchange keeps as they are: no control characters, no white space at the ends."""

from hypothesis import strategies as st

LETTERS = st.characters(categories=("L", "N", "P", "S"), include_characters=" ")

SUBJECTS: st.SearchStrategy[str] = st.text(LETTERS, min_size=1, max_size=12).map(str.strip).filter(bool)
"""Well below the limit of 255 characters (MS-OXWSCORE 2.2.4.24)."""

BODIES: st.SearchStrategy[str] = st.text(LETTERS, max_size=20).map(str.strip)
