"""A text cut into the words by which it is compared: small words left out, endings taken off."""

from __future__ import annotations

import functools
import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_SMALL = frozenset(
    """a about after all also am an and any are as at be because been before being between both but by can could did do
    does during each for from had has have he her here his how i if in into is it its just may might more most must no
    nor not of off on only or other our out over own said same say says she should so some such than that the their
    them then there these they this those through to too under until up upon very was we were what when where whether
    which while who whom whose why will with would you your""".split()  # noqa: SIM905 - a list to be read
)
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "edly", "ies", "ied", "ed", "es", "ly", "s")
_LEAST_STEM = 4


def terms_in(text: str) -> dict[str, str]:
    """Return the words of a text without their endings, each with the first form in which it stands there.

    >>> terms_in("Forces were sent; sending forces is a matter of consultations.")
    {'forc': 'Forces', 'sent': 'sent', 'send': 'sending', 'matter': 'matter', 'consult': 'consultations'}
    """
    found: dict[str, str] = {}
    for word in words_in(text):
        found.setdefault(stem(word), word)
    return found


def words_in(text: str) -> list[str]:
    """Return the words of a text that say something, as they stand, in order.

    Where a script puts no spaces between words, two letters in a row are taken for one.
    """
    found: list[str] = []
    for word in _WORD.findall(unicodedata.normalize("NFC", text)):
        if _UNSPACED.search(word) and len(word) > 2:
            found += [word[at : at + 2] for at in range(len(word) - 1)]
        elif len(word) > 1 and word.casefold() not in _SMALL:
            found.append(word)
    return found


@functools.lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return a word without accents, case and its ending, as far as enough of it is left.

    >>> stem("Consulted"), stem("consultations"), stem("bases"), stem("1960")
    ('consult', 'consult', 'base', '1960')
    """
    bare = unicodedata.normalize("NFD", word.casefold())
    plain = "".join(letter for letter in bare if not unicodedata.combining(letter))
    plain = unicodedata.normalize("NFC", plain)
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= _LEAST_STEM:
            return plain[: -len(ending)]
    return plain
