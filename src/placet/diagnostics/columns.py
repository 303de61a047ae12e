"""How a line of a text looks in a terminal: tabs, wide characters, and characters that must not reach it."""

from __future__ import annotations

import unicodedata

_TAB = 4
_UNSAFE = "\N{REPLACEMENT CHARACTER}"


def display_line(line: str) -> tuple[str, list[int]]:
    """Return a line as it can be shown, and the terminal column (from 0) of each of its characters and of its end.

    A tab becomes spaces up to the next multiple of four; a control character, or one that turns the direction of the
    text around, becomes a mark.
    """
    shown: list[str] = []
    columns = [0]
    for character in line:
        at = columns[-1]
        if character == "\t":
            piece = " " * (_TAB - at % _TAB)
            at += len(piece)
        else:
            piece = _UNSAFE if is_unsafe(character) else character
            at += character_width(piece)
        shown.append(piece)
        columns.append(at)
    return "".join(shown), columns


def display_width(text: str) -> int:
    """Return how many terminal columns a text takes."""
    if text.isascii():
        return len(text)
    return sum(character_width(character) for character in text)


def character_width(character: str) -> int:
    """Return how many terminal columns a character takes: 2 for an East Asian wide one, 0 for a combining one."""
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def is_unsafe(character: str) -> bool:
    """Say whether a character could move the cursor, colour the terminal or turn the text around."""
    category = unicodedata.category(character)
    return category in ("Cc", "Cs", "Zl", "Zp") or (category == "Cf" and unicodedata.bidirectional(character) != "BN")


def safe_text(text: str) -> str:
    """Return a text in which every character that must not reach a terminal is a mark."""
    return "".join(_UNSAFE if is_unsafe(character) else character for character in text)
