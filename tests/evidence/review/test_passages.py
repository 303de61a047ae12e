"""The passages behind the statements of the rulebook on Korea, where the five articles are at hand."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from placet.evidence.review.passages import read_passages
from placet.evidence.review.words import passage_hash
from placet.language import load_rulebook
from tests.house.tree import PROJECT

ARTICLES = Path(os.environ.get("PLACET_ARTICLES", PROJECT.parent / "shared" / "articles"))
KOREA = PROJECT / "rulebooks" / "korea"
PASSAGES = read_passages(KOREA)


def test_every_statement_from_the_five_articles_has_the_digits_of_its_passage() -> None:
    book = load_rulebook(str(KOREA)).rulebook
    assert book is not None
    from_articles = {one.id for one in book.statements.values() if book.sources[one.source].file}
    assert set(PASSAGES) == from_articles
    numbers = {int(found[1]) for name in PASSAGES if (found := re.match(r"st(\d+)", name))}
    assert numbers == set(range(1, 59))
    assert all(re.fullmatch(r"[0-9a-f]{12}", digits) for digits in PASSAGES.values())


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the five articles are not beside the project")
@pytest.mark.parametrize("statement", list(PASSAGES))
def test_the_statement_matches_a_passage_of_its_article(statement: str) -> None:
    book = load_rulebook(str(KOREA)).rulebook
    assert book is not None
    one = book.statements[statement]
    text = (ARTICLES / book.sources[one.source].file).read_text("utf-8")
    lines = [line for line in text.splitlines() if line.strip()]
    assert passage_hash(lines[int(one.paragraph or 0) - 1]) == PASSAGES[statement]


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the five articles are not beside the project")
def test_all_passages_are_found_in_a_store_with_the_five_articles(tmp_path: Path) -> None:
    import datetime as dt

    from placet.evidence.intake import read_document
    from placet.evidence.review.passages import find_behind
    from placet.store import open_store

    book = load_rulebook(str(KOREA)).rulebook
    assert book is not None
    with open_store(tmp_path) as store:
        for path in sorted(ARTICLES.glob("*.txt")):
            raw = path.read_bytes()
            store.documents.add(read_document(raw, path.name), raw, at=dt.datetime(2014, 5, 1, tzinfo=dt.UTC))
        found = find_behind(book, [book.statements[name] for name in PASSAGES], PASSAGES, store)
    assert [one.statement.id for one in found if not one.is_certain] == []


def test_a_passage_is_recognised_with_other_spaces_marks_and_forms() -> None:
    assert passage_hash("“Café”,  he\nsaid") == passage_hash('"Cafe\u0301", he said ')
    assert passage_hash("he said") != passage_hash("she said")
