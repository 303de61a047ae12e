"""The noun phrases, sentences and words of a parsed document, by their places in its text."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from placet.evidence.speakers import words as w
from placet.evidence.speakers.entities import Role
from placet.evidence.speakers.phrase import Phrase
from placet.evidence.speech.columns import Columns
from placet.evidence.speech.utterance import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Token

_TITLED = re.compile(
    r"(?<!\w)(?:[A-Z][\w.’'-]{0,80}[^\W_.,]|U\.S\.|[A-Z]\.)(?:\s(?:[A-Z][\w’'-]{0,80}[^\W_]|[A-Z][a-z]{0,3}\.|of|for|and))*\s[A-Z][\w’'-]{0,80}[^\W_](?:[-–][^\W_]+)*"
)
"""Words with capitals in a row: a title with a name may stand among them where the parse cuts it apart."""
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_OBJECTS = frozenset({"dobj", "dative", "iobj", "pobj"})
_NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
_PARTS = frozenset({"oprd", "nsubj", "dobj", "nsubjpass", "pcomp", "pobj", "dative", "appos", "attr", "ROOT"})
"""What the noun of a noun phrase is in its clause."""
_BEHIND = frozenset({"of", "at", "in", "for", "from", "with"})
_ISSUED = frozenset({"released", "issued", "published", "signed", "adopted"})


class Sentence(NamedTuple):
    """A sentence of the document: where it stands, its number, and that of its paragraph."""

    start: int
    end: int
    number: int
    paragraph: int


def chunks(parsed: Parsed) -> list[tuple[int, int]]:
    """Return the noun phrases of the text, with `of …`, `at …` behind them and what stands in apposition."""
    found = []
    for paragraph in parsed.paragraphs:
        columns, shift = paragraph.columns, paragraph.paragraph.span.start
        for start, noun in _noun_chunks(columns):
            root = _root(columns, start, noun)
            if (
                columns.pos[root] == "PROPN"
                or w.singular(columns.word[root]) in w.SPEAKING
                or any(columns.word[at][0].isupper() for at in range(start + 1, noun + 1))
            ):
                found.append((shift + columns.start[start], shift + _reach(columns, start, noun, root)))
    return found


def _noun_chunks(columns: Columns) -> Iterator[tuple[int, int]]:
    """Return the first word and the noun of each noun phrase that holds no other, as the parser’s own library does."""
    head, dep = columns.head, columns.dep
    before = -1
    for noun, pos in enumerate(columns.pos):
        if pos not in _NOUNS:
            continue
        first = noun
        if dep[noun] == "conj":  # of several that are joined, what the first is, the others are
            first = head[noun]
            while dep[first] == "conj" and head[first] < first:
                first = head[first]
        if dep[first] in _PARTS:
            start, _ = columns.edges[noun]
            if start > before:
                before = noun
                yield start, noun


def _root(columns: Columns, start: int, noun: int) -> int:
    """Return the word on which the others of a noun phrase hang: the noun, unless the parse crosses."""
    if start == noun:
        return noun
    head = columns.head
    outer = [at for at in range(start, noun + 1) if not start <= head[at] <= noun or head[at] == at]
    return noun if outer == [noun] else int(columns.doc[start : noun + 1].root.i)


def titled(parsed: Parsed, is_titled: Callable[[int, int], bool]) -> list[tuple[int, int]]:
    """Return the names with a title before them, by their capitals: the parse may cut them apart."""
    found = []
    for paragraph in parsed.paragraphs:
        shift = paragraph.paragraph.span.start
        text = parsed.document.text[shift : paragraph.paragraph.span.end]
        if paragraph.paragraph.kind == "title" and is_all_capitals(text):
            continue
        for run in _TITLED.finditer(text):
            start, end = shift + run.start(), shift + run.end()
            if is_titled(start, end):
                found.append((start, end))
    return found


def is_all_capitals(heading: str) -> bool:
    """Return whether every word of a heading but the small ones has a capital, which then tells no name.

    >>> is_all_capitals("Foreign Minister Says Talks With Oslo Were Useful"), is_all_capitals("Ruiz says talks failed")
    (True, False)
    """
    words = [each for each in re.findall(r"[^\W\d_][\w’'-]*", heading) if len(each) > 3]
    return len(words) > 2 and all(each[0].isupper() for each in words)


def _reach(columns: Columns, start: int, noun: int, root: int) -> int:
    """Return where a noun phrase ends with the `of …` and the apposition that belong to it."""
    dep, children, end = columns.dep, columns.children, noun + 1
    while end < len(columns) and end - noun < 25:
        low, head = columns.low[end], columns.head[end]
        inner = None
        if low in _BEHIND and dep[end] == "prep" and start <= head < end:
            inner = next((child for child in children[end] if dep[child] == "pobj" and child > end), None)
        elif low == "," and end + 1 < len(columns):
            appositions = (child for child in children[root] if dep[child] == "appos")
            inner = next((child for child in appositions if columns.edges[child][0] == end + 1), None)
        elif low in _ISSUED and dep[end] == "acl" and head == root:
            agent = next((child for child in children[end] if dep[child] == "agent"), None)
            inner = columns.edges[agent][1] - 1 if agent == end + 1 else None
        if inner is None:
            break
        between = range(end + 1, inner)
        if any(columns.pos[at] in {"VERB", "AUX"} and columns.tag[at] != "VBN" for at in between):
            break
        end = inner + 1
    return columns.end[end - 1]


def read_sentences(parsed: Parsed) -> list[Sentence]:
    """Return the sentences of all paragraphs, numbered over the document."""
    found: list[Sentence] = []
    for paragraph in parsed.paragraphs:
        shift = paragraph.paragraph.span.start
        for sentence in paragraph.parse.sents:
            found.append(
                Sentence(shift + sentence.start_char, shift + sentence.end_char, len(found), paragraph.paragraph.number)
            )
    return found or [Sentence(0, len(parsed.document.text), 0, 0)]


class Tokens:
    """The words of all paragraphs by their places in the document; each is made when it is asked for."""

    def __init__(self, parsed: Parsed) -> None:
        """Keep where the words of a document stand."""
        self._columns = [each.columns for each in parsed.paragraphs]
        self._shifts = [each.paragraph.span.start for each in parsed.paragraphs]

    def get(self, at: int) -> Token | None:
        """Return the word that begins at a place."""
        found = self.between(at, at + 1)
        return found[0] if found else None

    def shift_at(self, at: int) -> int:
        """Return how much farther a word at a place stands in the document than in its own paragraph."""
        return self._shifts[max(0, bisect.bisect_right(self._shifts, at) - 1)]

    def between(self, start: int, end: int) -> list[Token]:
        """Return the words that begin in a stretch of the text."""
        found: list[Token] = []
        for index in range(max(0, bisect.bisect_right(self._shifts, start) - 1), len(self._shifts)):
            shift, columns = self._shifts[index], self._columns[index]
            if shift >= end:
                break
            found += [columns.doc[at] for at in range(*columns.range_of(start - shift, end - shift))]
        return found


def hanging(tokens: list[Token]) -> list[Token]:
    """Return the words of a stretch that hang on none other of it."""
    inner = {token.i for token in tokens}
    return [token for token in tokens if token.head == token or token.head.i not in inner]


def role_of(token: Token | None) -> Role:
    """Return what a word, or the phrase that it heads, is to its verb."""
    while token is not None and token.dep_ in {"conj", "appos", "compound"} and token.head != token:
        token = token.head
    if token is None:
        return "other"
    if token.dep_ in SUBJECTS:
        return "subject"
    return "object" if token.dep_ in _OBJECTS else "other"


def is_worth(phrase: Phrase, *, is_inner: bool) -> bool:
    """Return whether a noun phrase away from any cue tells of somebody who may speak."""
    if is_inner:
        is_known_body = phrase.kind == "body" and phrase.reference == "name" and bool(phrase.hints)
        return phrase.kind == "outlet" or is_known_body or (phrase.kind == "person" and bool(phrase.head))
    if phrase.kind == "document" and any(word.lower().rstrip(".") in w.NOT_NAMES for word in phrase.name.split()[:1]):
        return False  # `Apr. 27 state plans`
    if phrase.kind == "body":
        return phrase.head in w.ANY_BODIES or bool(phrase.hints) or bool(phrase.private)
    if phrase.kind == "person":
        return bool(phrase.title or phrase.head) or len(phrase.name.split()) > 1 or phrase.name[:1].isupper()
    return phrase.kind not in {"unknown", "group"} or bool(phrase.private)


def is_short(phrase: Phrase) -> bool:
    """Return whether a definite phrase is one noun, which refers back: `the ministry`, `the statement`."""
    words = [each for each in phrase.name.split() if each.lower() not in {"the", "same", "joint"}]
    return phrase.reference == "definite" and len(words) <= 1 and not phrase.hints


def is_told(phrase: Phrase) -> bool:
    """Return whether a phrase says enough of a body to be one that is told here for the first time."""
    return bool(phrase.private) or phrase.name[:1].isupper() or phrase.reference == "indefinite"


def outside(stretches: Iterable[tuple[int, int]], taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Return the stretches that lie within none of those in `taken`, which are in order.

    >>> list(outside([(0, 4), (2, 3), (3, 9)], [(0, 3), (2, 6)]))
    [(0, 4), (3, 9)]
    """
    farthest = list(itertools.accumulate((stop for _, stop in taken), max))
    for start, end in stretches:
        before = bisect.bisect_right(taken, start, key=lambda each: each[0])
        if not before or farthest[before - 1] < end:
            yield start, end
