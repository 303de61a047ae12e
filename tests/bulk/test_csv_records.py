"""A file of comma-separated values is cut between rows and nowhere else."""

from __future__ import annotations

import csv
import io
from random import Random

import pytest

from placet.bulk.csv_records import Dialect, blocks_of, first_record

CELLS = ["a", "", "x y", '"q"', '"a\nb"', '"a""b"', '5" pipe', '"c,d"', '"\r\n"', "ü", 'a"b"c', '"x"y', ' "5"', '7"']


def rows_of(text: str) -> list[list[str]]:
    return [row for row in csv.reader(io.StringIO(text, newline="")) if row]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_blocks_hold_whole_rows_and_together_the_whole_file(line_end: str) -> None:
    rng = Random(len(line_end))
    for case in range(1500):
        clean = CELLS[:6] + CELLS[7:10]
        rows = [",".join(rng.choice(CELLS if case % 2 else clean) for _ in range(3)) for _ in range(rng.randrange(9))]
        text = line_end.join(rows) + (line_end if rng.random() < 0.7 else "")
        blocks = list(blocks_of(io.BytesIO(text.encode()), 0, Dialect(), size=rng.randrange(1, 30), most=10**6))
        assert b"".join(block.data for block in blocks) == text.encode()
        assert [(block.start, block.end) for block in blocks] == [
            (at, at + len(block.data)) for at, block in zip([0, *(block.end for block in blocks)], blocks, strict=False)
        ]
        assert [row for block in blocks for row in rows_of(block.data.decode())] == rows_of(text), text
        assert not any(block.is_broken for block in blocks)


def test_reading_may_begin_at_any_block() -> None:
    text = "".join(f'{number},"a\n{number}"\n' for number in range(200)).encode()
    whole = list(blocks_of(io.BytesIO(text), 0, Dialect(), size=50))
    for block in whole[::7]:
        assert next(blocks_of(io.BytesIO(text), block.start, Dialect(), size=50)).start == block.start


@pytest.mark.parametrize("most", [1 << 20, 16])
def test_a_mark_that_is_never_closed_costs_its_own_line_alone(most: int) -> None:
    text = b'1,2\n3,"4\n5,6\n7,8\n9,10\n'
    blocks = list(blocks_of(io.BytesIO(text), 0, Dialect(), size=5, most=most))
    assert [block.data for block in blocks if block.is_broken] == [b'3,"4\n']
    assert b"".join(block.data for block in blocks) == text


def test_the_heading_may_have_a_line_break_in_it() -> None:
    assert first_record(b'"a\nb",c\n1,2\n') == 8
    assert first_record(b"a,b") == 3
