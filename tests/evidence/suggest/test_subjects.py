"""What a statement may be about, by the words that it shares."""

from __future__ import annotations

import math
import random
from collections import Counter
from pathlib import Path

import pytest

from placet.evidence.suggest import WORDS, Subjects
from placet.evidence.suggest.ranking import Ranking
from placet.evidence.suggest.terms import stem, terms_in, words_in
from placet.model import Rulebook
from tests.evidence.suggest.books import straits


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    return straits(tmp_path / "straits")


def test_what_shares_the_telling_words_comes_first_and_they_are_told(book: Rulebook) -> None:
    first, *_ = Subjects(book).suggest("the ferry would sail only with the harbour's consent")
    assert (first.name, first.kind, first.maker) == ("leave", "point", WORDS)
    assert first.title == "Whether the harbour must consent before the ferry sails"
    assert set(first.shared) == {"ferry", "sail", "harbour", "consent"}


def test_statements_that_are_filed_under_a_name_speak_for_it(book: Rulebook) -> None:
    asked = "that lamps be mended at once"
    assert [one.name for one in Subjects(book).suggest(asked)] == ["beacons"]
    assert Subjects(book, besides=("old-lamps",)).suggest(asked) == ()


def test_nothing_is_suggested_where_too_little_is_shared(book: Rulebook) -> None:
    subjects = Subjects(book)
    for words in ("", "comment", "the harbour", "전혀 다른 이야기", "who sets what", "\ud800 \x00 …"):
        assert subjects.suggest(words) == ()


def test_the_words_around_a_statement_count_for_less_than_its_own(book: Rulebook) -> None:
    subjects = Subjects(book)
    found = subjects.suggest("tolls are what the owner sets", "consent of the harbour to the ferry, and tolls")
    assert found[0].name == "tolls"
    assert [one.name for one in subjects.suggest("this was so", "who sets the tolls")] == ["tolls"]


def test_what_the_rulebook_files_the_same_passage_under_comes_first(book: Rulebook) -> None:
    found = Subjects(book).suggest("the ferry sails with the harbour's consent", has=("old-lamps",))
    assert [(one.name, one.has) for one in found] == [("beacons", ("old-lamps",)), ("leave", ())]


def test_what_is_linked_already_is_not_suggested_again(book: Rulebook) -> None:
    asked = "the ferry sails with the harbour's consent"
    assert Subjects(book).suggest(asked, known=("leave",)) == ()
    assert Subjects(book).suggest(asked, has=("old-consent",), known=("leave",)) == ()


def test_suggestions_do_not_hang_on_the_order_of_the_rulebook(book: Rulebook) -> None:
    import msgspec

    turned = msgspec.structs.replace(
        book,
        statements=dict(reversed(book.statements.items())),
        points=dict(reversed(book.points.items())),
    )
    for words in ("the harbour sets the tolls of the ferry", "lamps on the shoal, and consent of the harbour"):
        assert Subjects(book).suggest(words) == Subjects(turned).suggest(words)


def test_the_ranking_equals_the_formula_reckoned_text_by_text() -> None:
    chance = random.Random(7)
    for _ in range(40):
        texts = {f"t{at}": chance.choices("abcdefgh", k=chance.randint(0, 12)) for at in range(chance.randint(1, 9))}
        wanted = {term: chance.choice((0.5, 1.5)) for term in chance.sample("abcdefghij", 4)}
        mean = sum(map(len, texts.values())) / len(texts) or 1.0
        expected: dict[str, dict[str, float]] = {}
        for name, terms in texts.items():
            for term, weight in wanted.items():
                count = Counter(terms)[term]
                if not count:
                    continue
                holders = sum(term in other for other in texts.values())
                rarity = math.log(1 + (len(texts) - holders + 0.5) / (holders + 0.5))
                fit = count * 2.2 / (count + 1.2 * (0.25 + 0.75 * len(terms) / mean))
                expected.setdefault(name, {})[term] = pytest.approx(weight * rarity * fit)
        assert Ranking(texts).fits(wanted) == expected


def test_words_are_cut_alike_whatever_their_ending_accent_or_form() -> None:
    assert stem("Consulting") == stem("consulted") == stem("consultation") == "consult"
    assert stem("Résumé") == stem("RE\u0301SUME\u0301") == stem("resume")
    assert set(terms_in("the and of to would")) == set()
    assert words_in("集団的自衛権") == ["集団", "団的", "的自", "自衛", "衛権"]
