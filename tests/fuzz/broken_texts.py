"""Broken rulebooks from a seed: real ones with bytes, words and lines changed, and heaps of words of the language."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from random import Random

from placet.language.words import WORDS
from tests.house.tree import PROJECT

MARKS = (
    "(", ")", ",", ":", "=", "!=", "<", "<=", ">", ">=", '"', "“", "”", "#", ".", "-", "_", "\n", "\n  ", "\t", "```",
    "```placet\n", "~~~", "\r", "\r\n", "\0", "\x1b[31m", "\ufeff", "\u2028", "\x85", "é", "中", "𝔸",
    "0", "_", "5_000", "1.5", "1_", "<!--",
)  # fmt: skip
NAMES = (
    "USA", "JPN", "KOR", "NOR", "SUD", "USA.dod", "NOR.water", "korea", "general", "members", "actor", "act", "area",
    "pact", "x", "2014-11-17", "2014-02-30", "2014-13", "2014", "0000-00-00", "9999-12-31", "99999999999999999999",
    '"A text"',
)  # fmt: skip
CODES = ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "cp949", "shift_jis", "utf-7")
MOST_CHANGES = 6
_LONGEST_PIECE = 500


@cache
def material() -> tuple[bytes, ...]:
    """Return what is broken: small rulebooks that are whole, and every block of the large ones, cut into pieces."""
    small = ["rulebooks/examples/river-notice/README.md", "tests/cli/river/README.md"]
    # The small ones stand several times, because only a text without unknown names reaches the last of the checks.
    found = [(PROJECT / name).read_bytes() for name in small] * 30
    for folder in ("general", "korea"):
        for path in sorted((PROJECT / "rulebooks" / folder).rglob("*.md")):
            for block in re.findall(r"^```placet\n(.*?)^```", path.read_text("utf-8"), re.MULTILINE | re.DOTALL):
                found += [f"Prose.\n\n```placet\n{piece}```\n\nMore.\n".encode() for piece in _pieces(block)]
    return tuple(found)


def broken_text(rng: Random) -> bytes:
    """Return the bytes of a rulebook to which a few things have happened."""
    if rng.random() < 0.1:
        return heap_of_words(rng).encode("utf-8", "replace")
    data = rng.choice(material())
    for _ in range(rng.choice((1, 1, 1, 2, 3, MOST_CHANGES))):
        data = rng.choice(CHANGES)(rng, data)
    return data


def heap_of_words(rng: Random) -> str:
    """Return a block of words of the language in no order."""
    words = rng.choices((*sorted(WORDS), *MARKS, *NAMES), k=rng.randrange(1, 60))
    return f"```placet\n{rng.choice(('', ' ')).join(words)}\n" + rng.choice(("```\n", ""))


def flip_bits(rng: Random, data: bytes) -> bytes:
    """Change one bit of a few bytes."""
    changed = bytearray(data)
    for at in [rng.randrange(len(data)) for _ in range(rng.choice((1, 2, 8)) if data else 0)]:
        changed[at] ^= 1 << rng.randrange(8)
    return bytes(changed)


def delete_bytes(rng: Random, data: bytes) -> bytes:
    """Leave out a few bytes."""
    start, end = _span(rng, data)
    return data[:start] + data[end:]


def duplicate_bytes(rng: Random, data: bytes) -> bytes:
    """Repeat a few bytes, now and then many times."""
    start, end = _span(rng, data)
    return data[:end] + data[start:end] * rng.choice((1, 1, 2, 50)) + data[end:]


def splice_bytes(rng: Random, data: bytes) -> bytes:
    """Put a piece of another rulebook somewhere."""
    other = rng.choice(material())
    start, end = _span(rng, other, 200)
    at = rng.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[at:]


def insert_word(rng: Random, data: bytes) -> bytes:
    """Put a word, a name or a mark somewhere."""
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice((*sorted(WORDS), *MARKS, *NAMES)).encode() + data[at:]


def replace_word(rng: Random, data: bytes) -> bytes:
    """Put a word, a name or another word of the same text in the place of a word."""
    words = list(re.finditer(rb"[\w.-]+", data))
    if not words:
        return data
    word = rng.choice(words)
    new = rng.choice(words)[0] if rng.random() < 0.6 else rng.choice((*sorted(WORDS), *NAMES)).encode()
    return data[: word.start()] + new + data[word.end() :]


def delete_line(rng: Random, data: bytes) -> bytes:
    """Leave out a line."""
    lines = data.splitlines(keepends=True)
    if lines:
        del lines[rng.randrange(len(lines))]
    return b"".join(lines)


def move_line(rng: Random, data: bytes) -> bytes:
    """Put a line where another stands, or repeat it there."""
    lines = data.splitlines(keepends=True)
    if lines:
        line = rng.choice(lines) if rng.random() < 0.5 else lines.pop(rng.randrange(len(lines)))
        lines.insert(rng.randrange(len(lines) + 1), line)
    return b"".join(lines)


def splice_line(rng: Random, data: bytes) -> bytes:
    """Put a line of another rulebook between the lines."""
    lines = data.splitlines(keepends=True)
    others = rng.choice(material()).splitlines(keepends=True)
    lines.insert(rng.randrange(len(lines) + 1), rng.choice(others))
    return b"".join(lines)


def indent_line(rng: Random, data: bytes) -> bytes:
    """Move a line to the margin, or away from it."""
    lines = data.splitlines(keepends=True)
    if lines:
        at = rng.randrange(len(lines))
        lines[at] = rng.choice((b"", b" ", b"  ", b"\t", b"    ", b"> ", b"- ")) + lines[at].lstrip()
    return b"".join(lines)


def cut_off(rng: Random, data: bytes) -> bytes:
    """End the file somewhere, or begin it later."""
    at = rng.randrange(len(data) + 1)
    return data[:at] if rng.random() < 0.7 else data[at:]


def write_otherwise(rng: Random, data: bytes) -> bytes:
    """Save the file in another encoding or with other line ends."""
    if rng.random() < 0.4:
        return data.replace(b"\n", rng.choice((b"\r\n", b"\r", b"\n\n", b"\n\r")))
    return data.decode("utf-8", "replace").encode(rng.choice(CODES), "replace")


CHANGES: tuple[Callable[[Random, bytes], bytes], ...] = (
    flip_bits, delete_bytes, duplicate_bytes, splice_bytes, insert_word, insert_word, replace_word, replace_word,
    replace_word, delete_line, move_line, splice_line, indent_line, cut_off, write_otherwise,
)  # fmt: skip


def _pieces(block: str) -> list[str]:
    """Cut a block between declarations into pieces of about the same length."""
    pieces = [""]
    for declaration in re.split(r"^(?=[a-z])", block, flags=re.MULTILINE):
        if len(pieces[-1]) + len(declaration) > _LONGEST_PIECE:
            pieces.append("")
        pieces[-1] += declaration
    return [piece for piece in pieces if piece.strip()]


def _span(rng: Random, data: bytes, longest: int = 40) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.randrange(1, longest))
