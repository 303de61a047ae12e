"""What sort of file it is, by its first bytes; never by its name."""

from __future__ import annotations

import re
from itertools import islice
from typing import Literal

from placet.evidence.intake.unreadable import Unreadable

Media = Literal["text/html", "application/pdf", "text/plain"]

_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "a ZIP archive or an office document", "Unpack it, or save the document as PDF or as plain text."),
    (b"\xd0\xcf\x11\xe0", "an office document of the old kind", "Save it as PDF or as plain text."),
    (b"{\\rtf", "a rich-text document", "Save it as PDF or as plain text."),
    (b"%!PS", "a PostScript file", "Turn it into a PDF."),
    (b"\x1f\x8b", "compressed", "Unpack it first."),
    (b"BZh", "compressed", "Unpack it first."),
    (b"\xfd7zXZ", "compressed", "Unpack it first."),
    (b"7z\xbc\xaf", "an archive", "Unpack it first."),
    (b"Rar!", "an archive", "Unpack it first."),
    (b"\x89PNG", "a picture", "Give the text of it; pictures are not read."),
    (b"\xff\xd8\xff", "a picture", "Give the text of it; pictures are not read."),
    (b"GIF8", "a picture", "Give the text of it; pictures are not read."),
    (b"RIFF", "a picture or a recording", "Give the text of it."),
    (b"SQLite format 3\x00", "a database", "Give the articles themselves."),
)
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|article|main|section|div|p|h1|table|meta|title|script|span|br|a\s)[\s>/]",
    re.IGNORECASE,
)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def tell_media(raw: bytes) -> Media:
    """Return which of the three kinds of file bytes are.

    Raises:
        Unreadable: there are none, or they are neither a page nor a PDF nor a text.
    """
    if not raw.strip(b" \t\r\n\x00\x0c"):
        raise Unreadable("it is empty", "Save the page or the text again.")
    if b"%PDF-" in raw[:1024]:
        return "application/pdf"
    for beginning, kind, help in _OTHERS:
        if raw.startswith(beginning):
            raise Unreadable(f"it is {kind}, not a page, a PDF or a text", help)
    if raw[:4000].lstrip().lower().startswith((b"mime-version:", b"from: <saved by")) and b"multipart/" in raw[:4000]:
        raise Unreadable("it is a web archive in one file", "Save the page as HTML, or as PDF.")
    beginning = raw[:65_536]
    if raw.startswith(_WIDE_MARKS) or is_wide(beginning):
        beginning = beginning.replace(b"\x00", b"")
    elif _unprintable_share(beginning) > 0.02:
        raise Unreadable("it is not a text: much of it is no letter at all", "Give HTML, PDF or plain text.")
    return (
        "text/html"
        if len(list(islice(_MARKUP.finditer(beginning), 2))) == 2 or _opens_page(beginning)
        else "text/plain"
    )


def is_wide(beginning: bytes) -> bool:
    """Say whether bytes look like a text of two bytes a letter that does not say so."""
    even, odd = beginning[0::2].count(0), beginning[1::2].count(0)
    most = max(len(beginning) // 2, 1)
    return len(beginning) >= 8 and (even > 0.6 * most > 6 * odd or odd > 0.6 * most > 6 * even)


def _opens_page(beginning: bytes) -> bool:
    return (
        re.match(
            rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html)\b", beginning, re.IGNORECASE
        )
        is not None
    )


def _unprintable_share(beginning: bytes) -> float:
    """Return how many of the bytes stand for no letter in any encoding; line ends, tabs and escapes are no such."""
    table = bytes(code for code in range(32) if code not in (9, 10, 12, 13, 27))
    return 1 - len(beginning.translate(None, table)) / max(len(beginning), 1)
