"""Which characters count as hidden, and how they are shown."""

from __future__ import annotations

import pytest

from placet.diagnostics.hidden import find_hidden, may_hide, show_hidden
from placet.language.hidden_characters import MOST_LINES, warn_of_hidden


@pytest.mark.parametrize(
    "text",
    [
        "a \u202e b",
        "\u2066x\u2069",
        "\u202a",
        "con\u200bsent",
        "con\u200dsent",
        "con\u200csent",
        "KOR\u200e-x",
        "con\u00adsent",
        "con\ufeffsent",
        "a\u2028b",
        "KOR\u3164",
        "KOR\U000e0041",
        "동\u200b의",
        "同\u200b意",
    ],
)
def test_what_can_change_what_is_read_is_found_and_shown_by_its_number(text: str) -> None:
    assert may_hide(text)
    assert find_hidden(text)
    shown = show_hidden(text)
    assert "⟦U+" in shown
    assert find_hidden(shown) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "동의 또는 협의",
        "同意または協議",
        "שלום",
        "می\u200cخواهم",
        "क्\u200dष",
        "👩\u200d👩\u200d👧 a family",
        "\ufeffa mark at the beginning",
        "a blank \u200b between words",
        "“quoted” – and … more",
    ],
)
def test_what_a_script_needs_or_what_changes_no_word_is_left_alone(text: str) -> None:
    assert find_hidden(text) == []
    assert show_hidden(text) == text


def test_what_is_to_be_left_stays_as_it_is() -> None:
    assert show_hidden("<i>\u202e</i>\u202e", leave="<i>.*?</i>") == "<i>\u202e</i>⟦U+202E⟧"


def test_a_line_is_told_of_once_and_not_more_lines_than_somebody_reads() -> None:
    [told] = warn_of_hidden("a.md", "x \u202ey\u202c z\n")
    assert (told.span.start, told.span.end) == (2, 5) if told.span else False
    assert told.message.endswith("U+202E (right-to-left override), U+202C (pop directional formatting)")
    assert told.fix is None
    assert len(list(warn_of_hidden("a.md", "x\u202ey\n" * 500))) == MOST_LINES
    [single] = warn_of_hidden("a.md", "con\u200bsent\n")
    assert single.fix is not None
