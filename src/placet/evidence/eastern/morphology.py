"""Take Korean words apart into their parts, each with its place in the text as it stands."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

from placet.model.documents import Span

_SYLLABLE = re.compile("[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?")
"""A syllable that is written as its letters."""
_CHUNK = 2000
"""How many characters are analysed together at most; a sentence is hardly ever so long."""


class Token(NamedTuple):
    """A part of a word: its base form, its kind, and where it stands in the document."""

    form: str
    tag: str
    start: int
    end: int


def analyse(text: str, within: Span) -> list[Token]:
    """Return the parts of the words of a passage, in order.

    Raises:
        ImportError: kiwipiepy is not installed.
    """
    found: list[Token] = []
    for start in range(within.start, within.end, _CHUNK):
        words, places = _composed(text[start : min(start + _CHUNK, within.end)])
        for each in _kiwi().tokenize(words):
            kind = each.tag.partition("-")[0]
            found.append(Token(each.form, kind, start + places[each.start], start + places[each.end]))
    return found


@functools.cache
def _kiwi() -> Any:  # noqa: ANN401 - an extra
    from kiwipiepy import Kiwi

    # one thread, as processes are what shares the work; names of other languages' words and misspellings are not needed
    return Kiwi(num_workers=1, load_multi_dict=False, load_typo_dict=False)


def _composed(words: str) -> tuple[str, Sequence[int]]:
    """Return words with every syllable as one letter, and for each letter where it began."""
    words = words.encode("utf-8", "replace").decode()
    if _SYLLABLE.search(words) is None:
        return words, range(len(words) + 1)
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for match in _SYLLABLE.finditer(words):
        places += [*range(at, match.start()), match.start()]
        pieces += [words[at : match.start()], unicodedata.normalize("NFC", match[0])]
        at = match.end()
    pieces.append(words[at:])
    return "".join(pieces), [*places, *range(at, len(words) + 1)]
