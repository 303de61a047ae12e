"""The noun phrases, sentences and words of a parsed document, by their places in its text."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from placet.evidence.speakers import words as w
from placet.evidence.speakers.entities import Role
from placet.evidence.speakers.phrase import Phrase
from placet.evidence.speech.utterance import Parsed, ParsedParagraph

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_TITLED = re.compile(
    r"(?<!\w)(?:[A-Z][\w.’'-]{0,80}[^\W_.,]|U\.S\.|[A-Z]\.)(?:\s(?:[A-Z][\w’'-]{0,80}[^\W_]|[A-Z][a-z]{0,3}\.|of|for|and))*\s[A-Z][\w’'-]{0,80}[^\W_](?:[-–][^\W_]+)*"
)
"""Words with capitals in a row: a title with a name may stand among them where the parse cuts it apart."""
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_OBJECTS = frozenset({"dobj", "dative", "iobj", "pobj"})
_NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
_NAME = frozenset({"PROPN"})
_JOINED = frozenset({"conj"})
_PARTS = frozenset({"oprd", "nsubj", "dobj", "nsubjpass", "pcomp", "pobj", "dative", "appos", "attr", "ROOT"})
"""What the noun of a noun phrase is in its clause."""
_BEHIND = frozenset({"of", "at", "in", "for", "from", "with"})
_PREPOSITION = frozenset({"prep"})
_COMMA = frozenset({","})
_CLAUSE = frozenset({"acl"})
_ISSUED = frozenset({"released", "issued", "published", "signed", "adopted"})


class Sentence(NamedTuple):
    """A sentence of the document: where it stands, its number, and that of its paragraph."""

    start: int
    end: int
    number: int
    paragraph: int


def chunks(paragraphs: Iterable[Words]) -> list[tuple[int, int]]:
    """Return the noun phrases of the text, with `of …`, `at …` behind them and what stands in apposition."""
    found = []
    names = ids(_NAME)
    for words in paragraphs:
        for start, noun in _noun_chunks(words):
            root = _root(words, start, noun)
            if (
                words.pos[root] in names
                or w.singular(words.doc[root].text) in w.SPEAKING
                or any(words.doc[at].shape_[0] == "X" for at in range(start + 1, noun + 1))
            ):
                found.append((words.starts[start], _reach(words, start, noun, root)))
    return found


def _noun_chunks(words: Words) -> Iterator[tuple[int, int]]:
    """Return the first word and the noun of each noun phrase that holds no other, as the parser’s own library does."""
    nouns, parts, joined = ids(_NOUNS), ids(_PARTS), ids(_JOINED)
    head, dep = words.head, words.dep
    before = -1
    for noun, pos in enumerate(words.pos):
        if pos not in nouns:
            continue
        first = noun
        if dep[noun] in joined:  # of several that are joined, what the first is, the others are
            first = head[noun]
            while dep[first] in joined and head[first] < first:
                first = head[first]
        if dep[first] in parts:
            start = words.doc[noun].left_edge.i
            if start > before:
                before = noun
                yield start, noun


def _root(words: Words, start: int, noun: int) -> int:
    """Return the word on which the others of a noun phrase hang: the noun, unless the parse crosses."""
    if start == noun:
        return noun
    outer = [at for at in range(start, noun + 1) if not start <= words.head[at] <= noun or words.head[at] == at]
    return noun if outer == [noun] else int(words.doc[start : noun + 1].root.i)


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


def _reach(words: Words, start: int, noun: int, root: int) -> int:
    """Return where a noun phrase ends with the `of …` and the apposition that belong to it."""
    doc, behind, end = words.doc, noun + 1, noun + 1
    while end < len(doc) and end - behind < 24:
        low, head = words.low[end], words.head[end]
        inner = None
        if low in ids(_BEHIND) and words.dep[end] in ids(_PREPOSITION) and start <= head < end:
            inner = next((child for child in doc[end].children if child.dep_ == "pobj" and child.i > end), None)
        elif low in ids(_COMMA) and end + 1 < len(doc):
            appositions = (child for child in doc[root].children if child.dep_ == "appos")
            inner = next((child for child in appositions if child.left_edge.i == end + 1), None)
        elif low in ids(_ISSUED) and words.dep[end] in ids(_CLAUSE) and head == root:
            agent = next((child for child in doc[end].children if child.dep_ == "agent"), None)
            inner = agent.right_edge if agent is not None and agent.i == end + 1 else None
        if inner is None:
            break
        between = doc[end + 1 : inner.i]
        if any(each.pos_ in {"VERB", "AUX"} and each.tag_ != "VBN" for each in between):
            break
        end = inner.i + 1
    return words.starts[end - 1] + len(doc[end - 1])


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


@lru_cache
def ids(words: frozenset[str]) -> frozenset[int]:
    """Return the numbers by which every parse has some words, parts of speech or relations."""
    from spacy.strings import get_string_id

    return frozenset(map(get_string_id, words))


class Words:
    """What the parse says of the words of a paragraph, in lists by their numbers; `ids` gives the values.

    Attributes:
        shift: where the paragraph begins in the document.
        doc: the words themselves.
        starts: where each begins in the document.
        head: the number of the word that each hangs on, its own for the root.
        pos: the part of speech of each.
        dep: what each is to its head.
        lemma: the base form of each.
        low: each in small letters.
    """

    def __init__(self, paragraph: ParsedParagraph) -> None:
        """Read the parse of a paragraph at one go."""
        from spacy.attrs import DEP, HEAD, IDX, LEMMA, LOWER, POS

        self.shift = paragraph.paragraph.span.start
        self.doc: Doc = paragraph.parse
        columns = self.doc.to_array([IDX, HEAD, POS, DEP, LEMMA, LOWER]).T
        self.starts: list[int] = (columns[0] + self.shift).tolist()
        self.head: list[int] = [at + distance for at, distance in enumerate(columns[1].view("int64").tolist())]
        self.pos, self.dep, self.lemma, self.low = columns[2:].tolist()

    def among(self, column: list[int], values: frozenset[str]) -> Iterator[Token]:
        """Return the words of which a column has one of some values."""
        wanted = ids(values)
        return (self.doc[number] for number, value in enumerate(column) if value in wanted)


class Tokens:
    """The words of all paragraphs by their places in the document; each is made when it is asked for.

    Attributes:
        paragraphs: what the parse says of them, by paragraphs.
    """

    def __init__(self, parsed: Parsed) -> None:
        """Keep where the words of a document stand."""
        self.paragraphs = [Words(paragraph) for paragraph in parsed.paragraphs]
        self._shifts = [words.shift for words in self.paragraphs]

    def get(self, at: int) -> Token | None:
        """Return the word that begins at a place."""
        found = self.between(at, at + 1)
        return found[0][1] if found else None

    def between(self, start: int, end: int) -> list[tuple[int, Token]]:
        """Return the words that begin in a stretch of the text, each with its place."""
        found: list[tuple[int, Token]] = []
        for index in range(max(0, bisect.bisect_right(self._shifts, start) - 1), len(self.paragraphs)):
            words = self.paragraphs[index]
            if words.shift >= end:
                break
            first = bisect.bisect_left(words.starts, start)
            last = bisect.bisect_left(words.starts, end, first)
            found += [(words.starts[number], words.doc[number]) for number in range(first, last)]
        return found


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
