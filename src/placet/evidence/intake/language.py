"""Which language a text is in, by the text itself; what the page declares is only compared."""

from __future__ import annotations

import math
import re

from placet.model.documents import Known

ENOUGH_LETTERS = 60
"""Fewer letters than that say nothing certain about a language written in Latin or Cyrillic letters."""

_SURE = 0.9
_MOST_LETTERS = 20_000


def tell_language(text: str, declared: str | None = None) -> Known:
    """Return the language of a text as a code of ISO 639-1.

    Args:
        text: the article's own words.
        declared: what the page declares, `en-gb`; None: nothing.
    """
    text = text[:_MOST_LETTERS]
    claim = (declared or "").replace("_", "-").partition("-")[0].lower() or None
    letters = "".join(filter(str.isalpha, text))
    found = _by_script(letters)
    if found is None:
        if len(letters) < ENOUGH_LETTERS:
            if claim is not None:
                return Known(claim, "meta tag", "inferred", None, "too little text to tell by")
            return Known(note="too little text to tell by")
        found, certainty = _by_words(text)
        if certainty < _SURE:
            return Known(claim, "meta tag", "inferred") if claim else Known(found, "text", "guessed")
    note = f"meta tag lang: {claim}" if claim not in (None, found) else ""
    return Known(found, "text", "inferred", None, note)


_HANGUL = re.compile("[\uac00-\ud7a3]+")
_KANA = re.compile("[\u3040-\u30ff]+")
_HAN = re.compile("[\u4e00-\u9fff]+")


def _by_script(letters: str) -> str | None:
    """Return the language that alone is written so; None: the letters do not say."""
    if len(letters) < 8:
        return None
    hangul, kana, han = (sum(map(len, script.findall(letters))) for script in (_HANGUL, _KANA, _HAN))
    if hangul * 3 > len(letters):
        return "ko"
    if kana * 10 > len(letters) and (kana + han) * 2 > len(letters):
        return "ja"
    return "zh" if han * 2 > len(letters) and kana * 50 < han else None


_PIECE = 300
"""How many letters of a text's beginning, middle and end are looked at first."""


def _by_words(text: str) -> tuple[str, float]:
    """Return the likeliest language and its share of the likelihood of all.

    Where the beginning, the middle and the end are surely in one language, the rest is not looked at: that takes time.
    """
    if len(text) > 3 * _PIECE:
        middle = (len(text) - _PIECE) // 2
        pieces = [_ranked(text[at : at + _PIECE]) for at in (0, middle, len(text) - _PIECE)]
        if len({language for language, _ in pieces}) == 1 and all(certainty >= _SURE for _, certainty in pieces):
            return pieces[0]
    return _ranked(text)


def _ranked(text: str) -> tuple[str, float]:
    import py3langid

    ranked = py3langid.rank(text)
    best, score = ranked[0]
    weights = sum(math.exp(float(other) - float(score)) for _, other in ranked)
    return str(best), 1 / weights
