"""The tokens of a parsed paragraph as plain lists, which many rules read: each is taken from the parse once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


class Columns:
    """What the parse says of each token, a list for each kind of it; a token has the same place in all.

    Attributes:
        doc: the parse.
        text: the text of the paragraph.
        start: where each token begins in that text.
        end: where it ends.
    """

    def __init__(self, doc: Doc, text: str) -> None:
        """Take the places of the tokens; the rest is taken when it is asked for."""
        from spacy.attrs import IDX, LENGTH

        self.doc = doc
        self.text = text
        self.start: list[int] = []
        self.end: list[int] = []
        if len(doc):
            starts, lengths = doc.to_array([IDX, LENGTH]).T
            self.start, self.end = starts.tolist(), (starts + lengths).tolist()

    def __len__(self) -> int:
        """Return how many tokens there are."""
        return len(self.start)

    @cached_property
    def word(self) -> list[str]:
        """The tokens as they stand in the text."""
        text = self.text
        return [text[start:end] for start, end in zip(self.start, self.end, strict=True)]

    @cached_property
    def low(self) -> list[str]:
        """The tokens in small letters, with straight apostrophes."""
        low = [word.lower() for word in self.word]
        return [word.replace("’", "'") for word in low] if "’" in self.text else low

    @cached_property
    def is_word(self) -> list[bool]:
        """Whether there is a letter or a digit in each token."""
        return [word.isalnum() or any(map(str.isalnum, word)) for word in self.word]

    @cached_property
    def tag(self) -> list[str]:
        """The fine parts of speech."""
        from spacy.attrs import TAG

        return self._named(TAG)

    @cached_property
    def pos(self) -> list[str]:
        """The coarse parts of speech."""
        from spacy.attrs import POS

        return self._named(POS)

    @cached_property
    def dep(self) -> list[str]:
        """What each token is to its head."""
        from spacy.attrs import DEP

        return self._named(DEP)

    @cached_property
    def lemma(self) -> list[str]:
        """The base forms."""
        from spacy.attrs import LEMMA

        strings = self.doc.vocab.strings
        return [strings[number] for number in self.doc.to_array(LEMMA).tolist()]

    @cached_property
    def head(self) -> list[int]:
        """The place of the token that each depends on; of a root its own."""
        from spacy.attrs import HEAD

        return [at + shift for at, shift in enumerate(self.doc.to_array(HEAD).view("int64").tolist())]

    @cached_property
    def children(self) -> list[list[int]]:
        """The dependents of every token, in order."""
        none: list[int] = []
        children = [none] * len(self.head)
        for at, head in enumerate(self.head):
            if head != at:
                if children[head] is none:
                    children[head] = [at]
                else:
                    children[head].append(at)
        return children

    @cached_property
    def edges(self) -> Edges:
        """The range of every token with all that depends on it, first to behind the last."""
        return Edges(self.doc)

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the tokens that begin within characters of the text, first to behind the last."""
        return bisect_left(self.start, start), bisect_left(self.start, end)

    def among(self, column: list[str], values: frozenset[str]) -> Iterator[Token]:
        """Return the tokens of which a column says one of some values."""
        return (self.doc[at] for at, value in enumerate(column) if value in values)

    def _named(self, attribute: int) -> list[str]:
        numbers = self.doc.to_array(attribute).tolist()
        try:
            return [_NAMES[number] for number in numbers]
        except KeyError:
            _NAMES.update((number, self.doc.vocab.strings[number]) for number in set(numbers))
            return [_NAMES[number] for number in numbers]


class Edges:
    """The ranges of tokens with all that depends on them; each is taken when it is asked for, as few are."""

    def __init__(self, doc: Doc) -> None:
        """Keep the parse that has them."""
        self._doc = doc

    def __getitem__(self, at: int) -> tuple[int, int]:
        """Return the range of the token at a place."""
        token = self._doc[at]
        return token.left_edge.i, token.right_edge.i + 1


_NAMES: dict[int, str] = {}
"""The names of parts of speech and dependencies by the numbers that stand for them: a hundred or so."""
