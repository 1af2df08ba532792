"""A series goes out and comes in again with its exceptions and the days that it left out."""

from tests.simulator.calendar.asking import (
    change,
    codes,
    conversation,
    delete,
    item_id,
    nth,
    series,
    starts,
    update,
    view,
)
from tests.simulator.ews.test_exporting_and_uploading import entry, exported, folder_id, upload

APRIL = ("2026-03-01T00:00:00Z", "2026-06-01T00:00:00Z")


def test_an_uploaded_series_has_the_occurrences_of_the_exported_one() -> None:
    talk = conversation()
    master = series(talk)
    moved = change("Start", "2026-03-23T11:00:00Z") + change("End", "2026-03-23T12:00:00Z")
    assert codes(update(talk, nth(master, 2), moved)) == ["NoError"]
    assert codes(delete(talk, nth(master, 3))) == ["NoError"]
    before = starts(view(talk, *APRIL))
    assert len(before) == 4 and "2026-03-23T11:00:00Z" in before
    data = exported(talk, master)
    assert codes(delete(talk, item_id(master), how="HardDelete")) == ["NoError"]
    assert starts(view(talk, *APRIL)) == []
    assert codes(upload(talk, entry(folder_id(talk, "calendar"), data))) == ["NoError"]
    assert starts(view(talk, *APRIL)) == before
