"""From bytes to letters: which encoding, what it rests on, and what could not be decoded."""

from __future__ import annotations

import codecs
import re

import msgspec

from placet.evidence.intake.media import is_wide
from placet.evidence.intake.unreadable import MOST_CHARACTERS, Unreadable


class Decoded(msgspec.Struct, frozen=True):
    """A text with how it was decoded.

    Attributes:
        notes: what a person should know of it.
    """

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE
)
# What pages that declare these mean by them: the wider sets that browsers take instead.
_MEANT = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "euc_kr": "cp949", "johab": "cp949", "shift_jis": "cp932",
    "gb2312": "gb18030", "gbk": "gb18030",
}  # fmt: skip
_NEVER = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TWICE = re.compile("\u00e2\u20ac[\u0153\u0161\u2122\u02dc\u201c\u201d\u00a6\u009d]|\u00c3[\u00a0-\u00bf]")


def decode(raw: bytes, *, is_page: bool) -> Decoded:
    """Decode bytes as their mark, their declaration or their look says; a letter that cannot be read stays marked.

    Raises:
        Unreadable: the text is longer than what is read.
    """
    decoded = _decoded(raw, is_page)
    text, notes = decoded.text, list(decoded.notes)
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(
            f"it has {len(text):,} characters, more than the {MOST_CHARACTERS:,} that are read",
            "Give the article alone, or cut the file into parts.",
        )
    # One for one, so that every offset stays.
    cleaned, count = _NEVER.subn("\ufffd", text)
    if count:
        notes.append(f"{count:,} control {'character' if count == 1 else 'characters'} replaced")
    if len(_TWICE.findall(cleaned[:200_000])) >= 2:
        notes.append("letters look as if the page had been decoded wrongly before it was saved")
    return Decoded(cleaned, decoded.encoding, tuple(notes))


def _decoded(raw: bytes, is_page: bool) -> Decoded:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _lossy(raw[len(mark) :], encoding, ())
    if is_wide(raw[:65_536]):
        encoding = "utf-16-le" if raw[1:65_536:2].count(0) > raw[0:65_536:2].count(0) else "utf-16-be"
        return _lossy(raw, encoding, (f"no encoding is declared; read as {encoding} by its look",))
    declared = _declared(raw) if is_page else None
    if declared is None or not declared.startswith("iso2022"):
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            is_other = declared not in (None, "utf-8") and not raw.isascii()
            return Decoded(text, "utf-8", (f"declares {declared}, but is utf-8",) if is_other else ())
    if declared is not None and declared != "utf-8":
        try:
            return Decoded(raw.decode(_MEANT.get(declared, declared)), _MEANT.get(declared, declared))
        except (UnicodeError, LookupError):
            # `undefined` is a codec too: it reads nothing, and says so with the wider error.
            pass
    if _is_nearly_utf_8(raw, 2 if declared == "utf-8" else 8):
        return _lossy(raw, "utf-8", ())
    found = _by_look(raw)
    said = f"declares {declared}, but is not" if declared is not None else "no encoding is declared"
    return _lossy(raw, found, (f"{said}; read as {found} by its look",))


def _declared(raw: bytes) -> str | None:
    """Return the codec a page declares, by its usual name; None: none that is known."""
    found = _DECLARED.search(raw[:8192])
    if found is None:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return None
    # Whoever reads the declaration reads one byte a letter: it cannot be a wider one. Some codecs are no encodings.
    return "utf-8" if name.startswith(("utf-16", "utf-32", "utf_8")) else name if _is_text_codec(name) else None


def _is_text_codec(name: str) -> bool:
    try:
        return isinstance(b"".decode(name), str)
    except Exception:  # noqa: BLE001 - codecs that turn bytes into bytes fail each in its own way
        return False


def _is_nearly_utf_8(raw: bytes, least: int) -> bool:
    """Say whether all but a few letters are right: at least so many bytes of right ones for each wrong one."""
    text = raw.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = len(raw) - len(text.encode("ascii", "ignore"))
    return wrong <= max(2, len(text) // 500) and right > least * wrong


def _lossy(raw: bytes, encoding: str, notes: tuple[str, ...]) -> Decoded:
    text = raw.decode(encoding, "replace")
    wrong = text.count("\ufffd")
    if wrong:
        places = "place" if wrong == 1 else "places"
        notes = (*notes, f"{wrong:,} {places} could not be decoded as {encoding}, marked with \ufffd")
    return Decoded(text, encoding, notes)


def _by_look(raw: bytes) -> str:
    """Return the encoding that bytes look like, of those that a newspaper's page has."""
    sample = raw[:200_000]
    high = len(re.findall(rb"[\x80-\xff]", sample))
    runs = len(re.findall(rb"[\x80-\xff]+", sample))
    if high and runs / high > 0.7:
        return "cp1252"  # single letters with accents, and typographic marks
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best is not None and _is_text_codec(best.encoding) else "cp1252"
