"""The JSON form of an answer: its keys are the documented ones, and its numbers are exact."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import msgspec

from placet.show.answer_json import answer_json, answer_value
from tests.show.worlds import answer, river


def test_the_top_level_keys_come_in_their_order() -> None:
    value = json.loads(answer_json(river(), answer(), "1"))
    assert list(value) == ["placet", "rulebook", "question", "on", "known", "readers", "verdict", "missing"]


def test_every_reader_has_every_key() -> None:
    readers = json.loads(answer_json(river(), answer(), "1"))["readers"]
    assert list(readers) == ["NOR", "NOR.water", "SUD", "EST", "ibarra"]
    for one in readers.values():
        assert list(one) == [
            "title", "role", "counted", "answer", "requirements", "duties", "grade", "missing", "deciding", "proof",
        ]  # fmt: skip


def test_a_requirement_carries_what_it_rests_on() -> None:
    (need,) = json.loads(answer_json(river(), answer(), "1"))["readers"]["SUD"]["requirements"]
    assert need == {
        "kind": ["consultation"],
        "of": "SUD",
        "offices": ["env"],
        "deadline": "30 days before",
        "silence": "90 days means consent",
        "basis": "legal",
        "grade": "official",
        "rules": ["dams"],
        "sources": [
            {"source": "herald", "paragraph": "7", "statement": "env-2014", "grade": "official"},
            {"source": "treaty", "paragraph": "12", "statement": None, "grade": None},
        ],
    }


def test_a_number_keeps_its_digits_and_a_set_is_a_sorted_list() -> None:
    given = {"volume": Decimal("0.10"), "affected": frozenset({"SUD", "EST"})}
    asked = msgspec.structs.replace(answer(), question=msgspec.structs.replace(answer().question, given=given))
    text = answer_json(river(), asked, "1")
    assert '"volume": 0.10' in text
    assert json.loads(text)["question"]["given"]["affected"] == ["EST", "SUD"]


def test_only_the_readers_asked_for_are_given() -> None:
    assert list(json.loads(answer_json(river(), answer(), "1", readers=("SUD",)))["readers"]) == ["SUD"]


def test_every_key_of_the_form_is_documented(project: Path) -> None:
    documented = set(re.findall(r"`([a-z_]+)`", (project / "docs" / "reference" / "json.md").read_text("utf-8")))
    assert _keys(answer_value(river(), answer(), "1")) - documented == set()


def _keys(value: object) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(_keys, value))
    if not isinstance(value, dict):
        return set()
    own = {
        key for key in value if key.islower() and key.isidentifier() and key not in river().fields and key != "ibarra"
    }
    return own.union(*map(_keys, value.values()))
