"""Which entries go into one request."""

from hypothesis import strategies as st

PLACES: st.SearchStrategy[int] = st.integers(0, 3)
"""A place among the items made so far, counted from the newest and round it: few, so that walks meet an item again."""

SEVERAL_PLACES: st.SearchStrategy[list[int]] = st.lists(PLACES, min_size=1, max_size=3, unique=True)

BAD_PLACE: st.SearchStrategy[int | None] = st.none() | st.integers(0, 4)
"""Where in the request an id that leads nowhere is put, if anywhere."""

PAGE_SIZES: st.SearchStrategy[int] = st.sampled_from((1, 2, 3, 512))
"""MaxChangesReturned: 1 to 512 (MS-OXWSSYNC 3.1.4.2.3.8)."""
