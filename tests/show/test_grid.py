"""A grid of marks: whatever the width, every mark stands under its own head and beside its own label."""

from __future__ import annotations

import re
from itertools import product
from random import Random

import pytest

from placet.show.page import Grid, Ink
from placet.show.terminal import cells, render

LONG = ("collective-self-defence", "request-assistance", "north-korea", "USA", "yes", "none", "한반도")


def grid(rows: int, columns: int, seed: int = 0) -> Grid:
    rng = Random(seed)
    labels, heads = ([f"{rng.choice(LONG)}-{at}" for at in range(count)] for count in (rows, columns))
    marks = tuple(tuple(Ink(f"{rng.choice('AC?S')}{row}{column}") for column in range(columns)) for row in range(rows))
    return Grid("act", "area", tuple(labels), tuple(heads), marks)


def shown(one: Grid, width: int) -> str:
    return render((one,), width)


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (3, 2), (2, 9), (9, 2), (12, 12), (18, 20)])
@pytest.mark.parametrize("width", [30, 40, 60, 80, 140])
def test_every_mark_is_shown_once_and_no_line_is_too_wide(rows: int, columns: int, width: int) -> None:
    one = grid(rows, columns)
    text = shown(one, width)
    assert max(cells(line) for line in text.splitlines()) <= width
    found = re.findall(r"(?<=\s)[AC?S]\d+(?=\s|$)", text)
    assert sorted(found) == sorted(mark.text for row in one.marks for mark in row)


@pytest.mark.parametrize("width", [60, 80, 100, 140])
@pytest.mark.parametrize("seed", range(6))
def test_a_mark_stands_in_the_column_of_its_head_or_of_its_key(width: int, seed: int) -> None:
    one = grid(4, 5, seed)
    lines = shown(one, width).splitlines()
    text = "\n".join(lines)
    rule = next(at for at, line in enumerate(lines) if set(line) == {"─"})
    is_turned = "turned to fit" in text
    labels, heads = (one.heads, one.labels) if is_turned else (one.labels, one.heads)
    keys = dict(re.findall(r"^([a-z])  (\S+)$", text, re.MULTILINE))
    starts = {
        lines[rule - 1][at:].split(" ")[0]: cells(lines[rule - 1][:at])
        for at in (match.start() for match in re.finditer(r"(?<=\s)\S", lines[rule - 1]))
    }
    by_head = {keys.get(name, name): column for name, column in starts.items()}
    if not all(head in by_head for head in heads):
        pytest.fail(f"not all heads are to be found in {lines[: rule + 1]}")
    for (down, label), (across, head) in product(enumerate(labels), enumerate(heads)):
        mark = one.marks[across][down].text if is_turned else one.marks[down][across].text
        line = next(line for line in lines[rule + 1 :] if line.startswith(label))
        at = line.index(mark, len(label))
        assert cells(line[:at]) == by_head[head]


def test_what_does_not_fit_beside_full_heads_is_turned_and_that_is_said() -> None:
    wide = Grid("act", "area", ("a", "b"), tuple(f"a-rather-long-name-{at}" for at in range(9)), ((Ink("A"),) * 9,) * 2)
    assert "turned to fit: area runs down here, act across" in shown(wide, 60)
    assert "turned" not in shown(wide, 250)


def test_what_is_too_wide_either_way_gets_letters_and_the_letters_are_explained() -> None:
    one = grid(14, 14)
    text = shown(one, 70)
    assert re.search(r"^a  \S+-0$", text, re.MULTILINE)
    assert re.search(r"^n  \S+-13$", text, re.MULTILINE)


def test_more_columns_than_letters_get_pairs_of_letters() -> None:
    one = grid(2, 30)
    assert re.search(r"^ad {2}\S+-29$", shown(that_cannot_be_turned(one), 200), re.MULTILINE)


def that_cannot_be_turned(one: Grid) -> Grid:
    """Return the grid with rows so long that it cannot be turned."""
    labels = tuple(f"{label} {' '.join(['word'] * 40)}" for label in one.labels * 10)
    return Grid(one.row_title, one.column_title, labels, one.heads, one.marks * 10)


def test_in_plain_ascii_a_grid_is_plain_ascii() -> None:
    one = Grid("act", "area", ("x", "y"), ("p", "q"), ((Ink("·"), Ink("A")), (Ink("?"), Ink("·"))))
    assert render((one,), 40, in_symbols=False).isascii()
