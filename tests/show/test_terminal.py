"""Pages on terminals: width, folding, colour, symbols, and texts that must not reach a terminal as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placet.diagnostics.columns import display_width, is_unsafe
from placet.show.page import Gap, Heading, Ink, Node, Page, Paragraph, Record, Table, Tree, ink, plain_text, strong
from placet.show.terminal import cells, render, wrap

LONG = "a sentence that is rather longer than the terminal on which it has to be read"
TABLE = Table(
    ("who", "says", "where"), (((ink("SUD"),), (ink(LONG),), (ink(LONG),)), ((ink("NOR"),), (ink("no"),), ()))
)


def test_a_table_that_fits_stands_in_columns() -> None:
    assert render((TABLE,), 200).splitlines()[0].split() == ["who", "says", "where"]


def test_a_table_too_wide_for_the_terminal_folds_into_blocks_with_its_header_as_labels() -> None:
    lines = render((TABLE,), 40).splitlines()
    assert lines[0] == "SUD"
    assert lines[1].startswith("  says: a sentence")
    assert "NOR" in lines


def test_a_table_may_ask_to_fold_before_it_must() -> None:
    table = Table(("who", "says"), (((ink("SUD"),), (ink("yes"),)),), fold_below=100)
    assert "who" not in render((table,), 99)
    assert "who" in render((table,), 100)


@pytest.mark.parametrize("width", [24, 40, 60, 80, 100, 140, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    tree = Tree((Node(ink(LONG), (Node(ink(LONG), (Node(ink(LONG)),)), Node(ink("x" * 300)))),), indent=2)
    record = Record(((ink("who"), ink(LONG)), (ink(LONG), ink(LONG))), indent=2)
    page: Page = (Heading(ink(LONG), ink(LONG)), Gap(), Paragraph(ink(LONG * 5), 2, 2), record, TABLE, tree)
    assert max(map(display_width, render(page, width).splitlines())) <= width


@given(st.text(), st.integers(24, 120))
def test_any_text_comes_out_harmless_and_within_the_width(text: str, width: int) -> None:
    shown = render((Paragraph(ink(text)),), width)
    assert not any(is_unsafe(char) for char in shown if char != "\n")
    assert max(map(display_width, shown.splitlines())) <= width


@given(st.text(alphabet="ab 안é", max_size=60), st.integers(2, 30))
def test_wrapping_loses_no_word_and_no_letter(text: str, width: int) -> None:
    rows = wrap(ink(text), width)
    assert "".join(plain_text(row) for row in rows).replace(" ", "") == text.replace(" ", "")
    assert all(cells(plain_text(row)) <= width for row in rows)


def test_a_share_is_not_parted_from_its_sign() -> None:
    assert [plain_text(row) for row in wrap(ink("in force (", Ink("0.073 %", "faint"), ")"), 16)] == [
        "in force",
        "(0.073 %)",
    ]
    assert [plain_text(row) for row in wrap(ink("of 33 % and %"), 6)] == ["of", "33 %", "and %"]


def test_colour_is_only_used_when_it_is_wanted() -> None:
    page = (Paragraph(ink(strong("needs"), " ", Ink("no", "bad"))),)
    assert render(page, 80) == "needs no\n"
    assert render(page, 80, in_colour=True) == "\x1b[1mneeds\x1b[0m \x1b[31mno\x1b[0m\n"


def test_without_symbols_a_page_is_plain_ascii_and_says_the_same() -> None:
    tree = Tree((Node(ink("✓ “a” — ¶4 · x"), (Node(ink("✗ b")), Node(ink("→ c…")))),))
    shown = render((tree,), 80, in_symbols=False)
    assert shown.isascii()
    assert 'yes "a" -- par. 4 - x' in shown
    assert "no b" in shown


def test_escape_sequences_in_a_rulebooks_text_do_not_reach_the_terminal() -> None:
    shown = render((Paragraph(ink("a\x1b[2Jb\x07\u202ec")),), 80)
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
