"""Run the Markdown files in `diagnostics/`: every problem in a block is foretold by a comment on its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from placet.diagnostics.codes import CODES
from placet.diagnostics.diagnostic import Diagnostic
from placet.diagnostics.position import Lines
from placet.language.lint import lint
from placet.language.load import load_text
from placet.show.deep_lint import lint_deep
from tests.diagnostics.test_pages import SHOWN_BY_FILES

FOLDER = Path(__file__).parent / "diagnostics"
FILES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
_FORETOLD = re.compile(r"(?P<severity>error|warning|note)\[(?P<code>[A-Z]\d{4})\]: (?P<message>.*)")


def sections(path: Path) -> list[tuple[str, str]]:
    """Return each section of a file under its heading, with the lines before it blank so that lines can be found."""
    lines = path.read_text(encoding="utf-8").splitlines()
    heads = [number for number, line in enumerate(lines) if line.startswith("## ")]
    return [
        (lines[start][3:], "\n" * start + "\n".join(lines[start:end]) + "\n")
        for start, end in zip(heads, [*heads[1:], len(lines)], strict=True)
    ]


CASES = [pytest.param(path, text, id=f"{path.stem}: {heading}") for path in FILES for heading, text in sections(path)]


def told(found: list[Diagnostic], text: str) -> list[tuple[int, str, str, str]]:
    lines = Lines(text)
    return sorted(
        (lines.position(each.span.start).line if each.span else 0, each.severity, each.code, each.message)
        for each in found
    )


def foretold(text: str) -> list[tuple[int, str, str, str]]:
    """Return what the comments say; two on one line have ` | ` between them."""
    return sorted(
        (number, match["severity"], match["code"], match["message"])
        for number, line in enumerate(text.splitlines(), 1)
        if "# " in line
        for piece in line.split("# ", 1)[1].split(" | ")
        if (match := _FORETOLD.fullmatch(piece.strip()))
    )


@pytest.mark.parametrize(("path", "text"), CASES)
def test_what_is_told_is_what_the_comments_foretell(path: Path, text: str) -> None:
    loaded = load_text(text, path.name)
    found = list(loaded.diagnostics)
    if path.stem.startswith("lint"):
        found += lint(loaded)
    if path.stem == "lint-deep":
        found += lint_deep(loaded)
    assert told(found, text) == foretold(text)


def test_every_code_that_one_text_can_draw_is_drawn_by_a_document() -> None:
    documents = "".join(path.read_text(encoding="utf-8") for path in FILES)
    assert [code for code in CODES if f"[{code}]" not in documents and code not in SHOWN_BY_FILES] == []
