"""Characters that nobody sees: those that turn the direction of a text around, and those that stand inside a word."""

from __future__ import annotations

import re
import unicodedata

_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_BREAKING = "\u2028\u2029"
_BLANK = "\u3164\uffa0" + "".join(map(chr, range(0xE0000, 0xE0080)))
_JOINING = "\u200c\u200d"
_INSIDE = "\u00ad\u200b\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
# Scripts from Hebrew to Myanmar and from Tagalog to Sundanese write words with joiners in them.
_JOINED = "\u0590-\u10ff\u1700-\u1cff"

_EVERY = _TURNING + _BREAKING + _BLANK + _JOINING + _INSIDE
_HIDDEN = re.compile(
    rf"[{_TURNING}{_BREAKING}{_BLANK}]+"
    rf"|(?<=[\w-])[{_INSIDE}]+(?=[\w-])"
    rf"|(?<=[\w-])(?<![{_JOINED}])[{_JOINING}]+(?=[\w-])"
)


def may_hide(text: str) -> bool:
    """Say whether a text has a character that could be hidden: quick, for long texts in which there is none."""
    # A search for one letter is many times as quick as one for a class of letters.
    return not text.isascii() and any(letter in text for letter in _EVERY)


def find_hidden(text: str) -> list[tuple[int, int]]:
    r"""Return where characters stand that nobody sees and that change what is read: start and end of each run.

    Marks of direction and line separators always do; blanks of no width do inside a word. Joiners do not where a script
    needs them.

    >>> find_hidden("con\u200bsent")
    [(3, 4)]
    """
    return [found.span() for found in _HIDDEN.finditer(text)] if may_hide(text) else []


def name_hidden(character: str) -> str:
    r"""Return what a character is called, with its number: `U+202E (right-to-left override)`.

    >>> name_hidden("\u202e")
    'U+202E (right-to-left override)'
    """
    return f"{_number(character)} ({unicodedata.name(character, 'of no name').lower()})"


def show_hidden(text: str, *, leave: str = "") -> str:
    r"""Return a text in which each character that nobody sees is told by its number, as `⟦U+202E⟧`.

    Args:
        text: the text.
        leave: a pattern of what stays as it is, as what a form sends back must.

    >>> show_hidden("con\u200bsent")
    'con⟦U+200B⟧sent'
    """
    if not may_hide(text):
        return text
    pattern = re.compile(f"(?P<left>{leave})|{_HIDDEN.pattern}", re.DOTALL) if leave else _HIDDEN

    def shown(found: re.Match[str]) -> str:
        if leave and found["left"] is not None:
            return found[0]
        return "".join(f"⟦{_number(character)}⟧" for character in found[0])

    return pattern.sub(shown, text)


def _number(character: str) -> str:
    return f"U+{ord(character):04X}"
