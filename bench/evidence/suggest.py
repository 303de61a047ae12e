"""How often what is suggested is what a rulebook says a statement is about: by shared words, by a model, by both."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from placet.evidence.intake import read_document, sources
from placet.evidence.propose import propose_many
from placet.evidence.review.passages import read_passages, statements_in
from placet.evidence.review.words import content_words, paragraph_words
from placet.evidence.suggest import Subjects
from placet.evidence.suggest.minilm import MiniLM, Model, suggest_near
from placet.evidence.suggest.terms import terms_in
from placet.language import load_rulebook, shipped_rulebooks
from placet.model import Rulebook

Ways = dict[str, Callable[[Subjects, "Asked"], tuple[str, ...]]]


class Asked(msgspec.Struct, frozen=True):
    """A proposed statement that stands in a rulebook, too."""

    statement: str
    source: str
    about: frozenset[str]
    words: str
    around: str


def main(arguments: list[str]) -> None:
    """Measure suggestions against a rulebook whose articles lie in a folder.

    Each statement of the rulebook from these articles is put beside the proposal of its passage with the same stance
    that shares the most words with it. What the rulebook files it under is what should be suggested, the statement
    itself (or all of its article) being left out of the rulebook first.
    """
    parser = argparse.ArgumentParser(prog="python -m bench.evidence suggest")
    parser.add_argument("--data", type=Path, required=True, help="a folder of articles")
    parser.add_argument("--rulebook", default="korea")
    parser.add_argument("--model", action="store_true", help="ask the model, too")
    options = parser.parse_args(arguments)
    book = load_rulebook(options.rulebook).rulebook
    assert book is not None
    folder = shipped_rulebooks().get(options.rulebook, Path(options.rulebook))
    found = list(_asked(book, read_passages(folder), options.data))
    model = MiniLM() if options.model else None
    for label, is_far in (("the statement left out", False), ("its article left out", True)):
        print(f"{len(found)} statements, {label}")
        for kinds in (("point",), ("point", "rule"), ("point", "rule", "term", "relation", "instrument")):
            _tell(book, found, model, kinds, is_far=is_far)


def _tell(book: Rulebook, found: list[Asked], model: Model | None, kinds: tuple[str, ...], *, is_far: bool) -> None:
    ways: Ways = {"words": _by_words}
    if model is not None:
        ways |= {"model": _by(model), "words, then the model": _both(model)}
    for way, suggest in ways.items():
        hits, asked, start = {1: 0, 3: 0, 5: 0}, 0, time.process_time()
        known: dict[str, Subjects] = {}
        for one in found:
            key = one.source if is_far else one.statement
            left_out = {each.id for each in book.statements.values() if key in (each.id, each.source)}
            subjects = known.setdefault(key, Subjects(book, left_out))
            right = {name for name in one.about if subjects.kinds.get(name) in kinds}
            if not right:
                continue
            asked += 1
            names = [name for name in suggest(subjects, one) if subjects.kinds[name] in kinds]
            for most in hits:
                hits[most] += bool(right.intersection(names[:most]))
        spent = (time.process_time() - start) * 1000 / max(asked, 1)
        shares = "  ".join(f"among {most} {count / max(asked, 1):4.0%}" for most, count in hits.items())
        print(f"  {', '.join(kinds):42} {way:22} {shares}   {spent:6.1f} ms each")


def _by_words(subjects: Subjects, one: Asked) -> tuple[str, ...]:
    return tuple(each.name for each in subjects.suggest(one.words, one.around, most=len(subjects.kinds)))


def _by(model: Model) -> Callable[[Subjects, Asked], tuple[str, ...]]:
    return lambda subjects, one: tuple(
        each.name for each in suggest_near(model, subjects, one.words, most=len(subjects.kinds))
    )


def _both(model: Model) -> Callable[[Subjects, Asked], tuple[str, ...]]:
    def suggest(subjects: Subjects, one: Asked) -> tuple[str, ...]:
        first = tuple(each.name for each in subjects.suggest(one.words, one.around))
        near = suggest_near(model, subjects, one.words, known=first, most=len(subjects.kinds))
        return first + tuple(each.name for each in near)

    return suggest


def _asked(book: Rulebook, digits: dict[str, str], folder: Path) -> Iterator[Asked]:
    documents = [read_document(one.read(), one.name) for one in sources([folder])]
    for document, proposals in propose_many(documents):
        for statement, paragraph, is_certain in statements_in(book, document, digits):
            near = [one for one in proposals if paragraph is not None and one.paragraph == paragraph.number]
            if not near or not is_certain:
                continue
            own = set(terms_in(statement.text))
            best = max(
                near,
                key=lambda one: (
                    one.stance == statement.stance,
                    len(own & set(terms_in(content_words(document, one)))),
                    one.id,
                ),
            )
            words = content_words(document, best)
            around = paragraph_words(document, best.paragraph)
            yield Asked(statement.id, statement.source, frozenset(statement.about), words, around)
