"""Bad input on the command line ends with 2 (a check with 1), says where and how to mend it, and changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result

from placet.language.files import MAX_FILE_BYTES
from tests.cli.conftest import Run
from tests.language.rulebook_text import BASE, markdown

DAY = ("--on", "2014-06-01")
BROKEN = {
    "a block that is never closed": (
        f"```placet\n{BASE}\nProse goes on here.\n",
        ("E0108", "this block is never closed", "book.md:1:1"),
    ),
    "terms in a circle": (
        markdown(BASE, "term one means two\nterm two means not three\nterm three means one"),
        ("E0501", "`one` → `two` → `three` → `one`", "book.md:"),
    ),
    "overrides in a circle": (
        markdown(
            BASE,
            'rule a "A"\n  under pact\n  overrides b\n  allows',
            'rule b "B"\n  under pact\n  overrides a\n  allows',
        ),
        ("E0502", "`a` → `b` → `a`", "book.md:"),
    ),
    "two definitions": (
        markdown(BASE, "term combat means provoked"),
        ("E0301", "`combat`", "book.md:"),
    ),
    "10,000 parentheses": (
        markdown(BASE, f"term deep means {'(' * 10_000}provoked{')' * 10_000}"),
        ("E0206", "nests more than 60 deep", "book.md:"),
    ),
    "10,000 parentheses that are never closed": (
        markdown(BASE, f"term deep means {'(' * 10_000}provoked"),
        ("E0206", "nests more than 60 deep", "book.md:"),
    ),
    "10,000 relations of relations": (
        markdown(BASE, f"term deep means {'sovereign(' * 10_000}area{')' * 10_000} = KOR"),
        ("E0206", "nests more than 60 deep", "book.md:"),
    ),
    "a day that no calendar has": (
        markdown(BASE, "reading JPN of talk\n  since 2014-02-30\n  rejects"),
        ("E0208", "2014-02-30", "book.md:"),
    ),
    "a number that ends with a line": (
        markdown(BASE, "term large means value >= 1_"),
        ("E0203", "`1_` is neither a number nor a day", "book.md:"),
    ),
}
UNREADABLE = {
    "binary": (b"\x7fELF\x02\0\0\0```placet\n", ("E0105", "is not a text file", "made of Markdown files")),
    "latin": (b"# Caf\xe9\n\n```placet\n```\n", ("E0104", "is not UTF-8 text: line 1", "as UTF-8")),
    "utf-16": ("# A\n\n```placet\n```\n".encode("utf-16"), ("E010", "book.md", "")),
}


def told(result: Result, code: int, *parts: str) -> str:
    """Return what was told on standard error, after a look at how the command ended."""
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    assert result.stdout == ""
    said = " ".join(result.stderr.split())
    assert [part for part in parts if part not in said] == [], said
    return said


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return a path for a rulebook, alone in its folder."""
    folder = tmp_path / "desk"
    folder.mkdir()
    return folder / "book.md"


@pytest.mark.parametrize(
    "command", ["ask", "interview", "timeline", "statements", "instruments", "questions", "fields"]
)
@pytest.mark.parametrize("name", ["koera", "no/such/folder", "none.md", "x" * 5000, "\udcff", ""])
def test_a_rulebook_that_is_not_there_ends_every_command_with_2_and_a_help(run: Run, command: str, name: str) -> None:
    said = told(run(command, name), 2, "error", "= help:")
    assert ("Did you mean `korea`?" in said) == (name == "koera")


@pytest.mark.parametrize("command", ["check", "lint"])
def test_a_rulebook_to_check_that_is_not_there_ends_with_2(run: Run, command: str) -> None:
    result = run(command, "koera")
    assert result.exit_code == 2
    assert "Did you mean `korea`?" in result.stdout


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        (("actro=NOR",), ("there is no field `actro`", "Did you mean `actor`?")),
        (("actor=NRO",), ("there is no party `NRO` for `actor`", "Did you mean `NOR`?")),
        (("actor=France",), ("there is no party `France` for `actor`", "It can be")),
        (("act=fil",), ("there is no value `fil` for `act`", "Did you mean `fill`?")),
        (("at=moon",), ("there is no place `moon` for `at`", "It can be")),
        (("affected=SUD,FRA",), ("`FRA`", "`affected`")),
        (("volume=much",), ("`much` is not a number", "Write digits only")),
        (("volume=1_",), ("`1_` is not a number", "Write digits only")),
        (("volume=1__0",), ("`1__0` is not a number", "Write digits only")),
        (("volume=" + "9" * 5000,), ("is not a number", "Write digits only")),
        (("filing",), ("is neither FIELD=VALUE nor a question", "Did you mean `filling`?")),
        (("filling", "--reader", "NRO"), ("there is no reader `NRO`", "Did you mean `NOR`?")),
        (("filling", "--reader", "NOR.watr"), ("there is no reader `NOR.watr`", "Did you mean `NOR.water`?")),
        (("filling", "--on", "2014-02-30"), ("--on", "2014-02-30", "= help:")),
        (("filling", "--on", "0000-01-01"), ("--on", "0000-01-01", "= help:")),
        (("filling", "--known", "2014-13-01"), ("--known", "2014-13-01", "= help:")),
        (("filling", "--on", "yesterday"), ("--on", "`yesterday`", "= help:")),
        (("filling", "--no"), ("there is no option `--no`", "= help:")),
    ],
    ids=lambda value: " ".join(value)[:30],
)
def test_what_is_mistyped_in_a_question_is_told_with_what_was_meant(
    run: Run, river: str, typed: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    told(run("ask", river, *typed), 2, *parts)


def test_all_that_is_mistyped_is_told_at_once(run: Run, river: str) -> None:
    told(run("ask", river, "actro=NOR", "act=fil", "filing"), 2, "`actro`", "`fil`", "`filing`")


@pytest.mark.parametrize(("text", "parts"), BROKEN.values(), ids=BROKEN)
def test_a_rulebook_that_is_broken_ends_a_check_with_1_and_a_question_with_2_and_tells_where(
    run: Run, book: Path, text: str, parts: tuple[str, ...]
) -> None:
    book.write_text(text, "utf-8")
    told(run("ask", str(book), "actor=USA", *DAY, width=1000), 2, *parts, "= help:")
    result = run("check", str(book), width=1000)
    assert result.exit_code == 1
    assert [part for part in parts if part not in " ".join(result.stdout.split())] == []
    found = json.loads(run("check", str(book), "--format", "json").stdout)
    assert parts[0] in json.dumps(found)


@pytest.mark.parametrize(("data", "parts"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_is_no_text_is_told_and_left(run: Run, book: Path, data: bytes, parts: tuple[str, ...]) -> None:
    book.write_bytes(data)
    told(run("ask", str(book)), 2, *parts, "book.md")
    told(run("format", str(book)), 2, *parts, "book.md")
    assert run("check", str(book)).exit_code == 2
    assert book.read_bytes() == data
    assert list(book.parent.iterdir()) == [book]


def test_a_file_of_50_megabytes_is_refused_unread(run: Run, book: Path) -> None:
    with book.open("wb") as stream:
        stream.truncate(50_000_000)
    assert MAX_FILE_BYTES < 50_000_000
    for command in ("ask", "format"):
        told(run(command, str(book)), 2, "E0106", "has 50 MB, more than the 20 MB that are read", "Split the file.")
    result = run("check", str(book))
    assert result.exit_code == 2
    assert "E0106" in result.stdout
    assert book.stat().st_size == 50_000_000


@pytest.mark.parametrize("command", ["ask", "format", "check"])
def test_a_folder_without_a_rulebook_ends_with_2(run: Run, book: Path, command: str) -> None:
    result = run(command, str(book.parent))
    assert result.exit_code == 2
    assert "Markdown file" in result.output


@pytest.mark.parametrize("text", [text for text, _ in BROKEN.values()], ids=BROKEN)
def test_the_layout_of_a_block_that_cannot_be_read_is_left_as_it_is(run: Run, book: Path, text: str) -> None:
    # A block that can be read although something is wrong with its meaning may be laid out: that loses nothing.
    book.write_text(text, "utf-8")
    result = run("format", str(book))
    assert result.exit_code in (0, 1)
    after = book.read_text("utf-8")
    blocks = text.split("```placet\n")[1:]
    if result.exit_code == 1:
        assert blocks[-1] in after
    assert after.count("```placet") == len(blocks)
    assert list(book.parent.iterdir()) == [book]


def test_no_file_is_laid_out_where_one_of_them_cannot_be_read(run: Run, book: Path) -> None:
    book.write_text(markdown('party   KOR "Korea"'), "utf-8")
    before = book.read_bytes()
    (book.parent / "z.md").write_bytes(b"\0")
    told(run("format", str(book.parent)), 2, "E0105", "z.md")
    assert book.read_bytes() == before


def test_the_mark_at_the_beginning_of_a_file_is_kept_by_the_layout(run: Run, book: Path) -> None:
    book.write_bytes(b'\xef\xbb\xbf```placet\nparty   KOR "Korea"\n```\n')
    assert run("format", str(book)).exit_code == 0
    assert book.read_bytes() == b'\xef\xbb\xbf```placet\nparty KOR "Korea"\n```\n'


@pytest.mark.parametrize("name", ["x" * 5000, "\udcff.md", "no/such.md", ""])
def test_a_name_that_no_file_has_is_told_by_the_layout(run: Run, name: str, book: Path, monkeypatch) -> None:
    monkeypatch.chdir(book.parent)
    book.write_text(markdown('party   KOR "Korea"'), "utf-8")
    before = book.read_bytes()
    told(run("format", name), 2, "there is no file or folder", "= help:")
    assert book.read_bytes() == before
