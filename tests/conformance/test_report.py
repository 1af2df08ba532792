"""The report: exit codes, JSON, the short form of a conversation, the golden text."""

import json

import pytest

from conformance.properties import PROPERTIES
from conformance.report import Report, as_json, as_text, golden
from conformance.verdict import Ruling, Verdict
from tests.conformance.histories import BAD

PROPERTY = next(prop for prop in PROPERTIES if prop.name == "deleted_item_is_gone")
HOLDS = Verdict(PROPERTIES[0], Ruling.HOLDS, 3)
BROKEN = Verdict(PROPERTY, Ruling.BROKEN, 1, "it was there", BAD[PROPERTY.name][0])
INCONCLUSIVE = Verdict(PROPERTIES[2], Ruling.INCONCLUSIVE, reason="never tested")
NOT_APPLICABLE = Verdict(PROPERTIES[3], Ruling.NOT_APPLICABLE, reason="not offered")


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [
        ((HOLDS,), 0),
        ((HOLDS, NOT_APPLICABLE), 0),
        ((HOLDS, BROKEN, INCONCLUSIVE), 1),
        ((HOLDS, INCONCLUSIVE), 2),
        ((NOT_APPLICABLE,), 2),
    ],
)
def test_exit_code(verdicts: tuple[Verdict, ...], code: int) -> None:
    assert Report("t", verdicts, 1, 1, 0.0).exit_code() == code


def test_text_names_the_property_the_requirements_and_the_shortest_conversation() -> None:
    text = "\n".join(as_text(Report("broken:x", (HOLDS, BROKEN), 4, 7, 1.0)))
    assert f"{PROPERTY.name} is broken: it was there" in text
    assert all(requirement in text for requirement in PROPERTY.requirements)
    assert "DeleteItem HardDelete(item-1) -> NoError" in text
    assert "seed 7" in text


def test_json_is_plain() -> None:
    document = json.loads(json.dumps(as_json(Report("t", (HOLDS, BROKEN), 4, 7, 1.0))))
    assert [entry["ruling"] for entry in document["properties"]] == ["holds", "broken"]
    assert len(document["properties"][1]["shortest_conversation"]) == 3
    assert document["exit_code"] == 1


def test_golden_text_has_every_request_and_answer() -> None:
    text = golden(BROKEN)
    assert text.startswith(f"# property: {PROPERTY.name}\n")
    assert ">>> 2 DeleteItem" in text
    assert "<<< 3 NoError" in text
