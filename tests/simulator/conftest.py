"""For all tests of the simulator."""

from collections.abc import Iterator

import pytest

from tests.simulator.state.keeping import compare_watched


@pytest.fixture(autouse=True)
def _what_operations_did_can_be_kept() -> Iterator[None]:
    """What the operations of a test changed must be in a state file afterwards."""
    yield
    compare_watched()
