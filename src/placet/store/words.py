"""How words are cut for the index of passages: letters of scripts that put no spaces between words stand alone."""

from __future__ import annotations

import re
import unicodedata

# Han, kana and Hangul: a search for a part of what is written together then finds it as a phrase of letters.
_UNSPACED = re.compile(
    r"([\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff])"
)


def index_words(text: str) -> str:
    """Return a text as the index takes it; what is searched for is put through the same.

    >>> index_words("Tokyo 自衛隊")
    'Tokyo  自  衛  隊 '
    """
    return _UNSPACED.sub(r" \1 ", unicodedata.normalize("NFC", text))
