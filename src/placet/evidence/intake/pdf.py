"""PDFs: the text of their pages, with lines joined into paragraphs and running heads set apart."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import msgspec

from placet.evidence.intake.lines import Line, tell_kinds
from placet.evidence.intake.unreadable import MOST_CHARACTERS, MOST_LINES, MOST_PAGES, Unreadable
from placet.model.documents import Paragraph, Span

_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BROKEN_WORD = re.compile("[\x02\ufffe]")
"""What the reader puts where a word is broken at the end of a line; a soft hyphen takes its place."""


class Pdf(msgspec.Struct, frozen=True):
    """What was found in a PDF.

    Attributes:
        title: what the file has as its title.
        made: the day on which the file says that it was made.
    """

    text: str
    paragraphs: tuple[Paragraph, ...]
    extractor: str
    title: str | None = None
    made: str | None = None
    notes: tuple[str, ...] = ()


class _Row(msgspec.Struct, frozen=True):
    """A line of a page; places in points from the left and from below, NaN where they are not known."""

    text: str
    left: float
    right: float
    top: float
    page: int


def read_pdf(raw: bytes) -> Pdf:
    """Read a PDF.

    Raises:
        Unreadable: it asks for a password, is damaged, or has no text layer.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
    except Exception as error:  # noqa: BLE001 - the library's errors are of several kinds
        raise _refused(error) from None
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise Unreadable(f"the PDF has {count:,} pages, more than the {MOST_PAGES:,} that are read", "Cut it up.")
        pages, broken = _pages(document, count)
        title, made = _said_by_file(document)
    finally:
        document.close()
    text_pages = sum(1 for rows in pages if sum(len(row.text) for row in rows) > 20)
    if not text_pages:
        pictures = "its one page is a picture" if count == 1 else f"its {count:,} pages are pictures"
        raise Unreadable(
            f"the PDF has no text layer: {pictures}", "Run it through a text recognition (OCR) and give the result."
        )
    notes = []
    if broken:
        notes.append(f"{broken} of {count} pages could not be read")
    if text_pages < count - broken:
        notes.append(f"{count - broken - text_pages} of {count} pages have no text: they are empty or pictures")
    text, paragraphs = _composed(pages)
    from importlib.metadata import version

    return Pdf(text, paragraphs, f"pypdfium2 {version('pypdfium2')}", title, made, tuple(notes))


def _refused(error: Exception) -> Unreadable:
    if "password" in str(error).lower():
        return Unreadable("the PDF asks for a password", "Open it with the password and save it without one.")
    if "security" in str(error).lower():
        return Unreadable("the PDF is locked in a way that is not known", "Print it to a new PDF.")
    return Unreadable("the PDF is damaged: it cannot be opened", "Fetch it again, or save its text.")


def _pages(document: Any, count: int) -> tuple[list[list[_Row]], int]:  # noqa: ANN401 - the library's own
    pages = []
    broken = length = lines = 0
    for number in range(count):
        try:
            rows = _rows(document, number)
        except Exception:  # noqa: BLE001 - a damaged page; the others can be read
            broken += 1
            rows = []
        pages.append(rows)
        length += sum(len(row.text) for row in rows)
        lines += len(rows)
        if lines > MOST_LINES:
            raise Unreadable(f"the PDF has more than {MOST_LINES:,} lines", "Cut it into parts.")
        if length > MOST_CHARACTERS:
            raise Unreadable(f"the PDF has more than {MOST_CHARACTERS:,} characters", "Cut it into parts.")
    return pages, broken


def _rows(document: Any, number: int) -> list[_Row]:  # noqa: ANN401 - the library's own
    page = document[number]
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        has_places = len(text) == textpage.count_chars()
        rows = []
        for line in re.finditer(r"[^\r\n]+", text):
            words = line[0].rstrip()
            lead = len(words) - len(words.lstrip())
            if not words.strip():
                continue
            left = right = top = float("nan")
            if has_places:
                first = textpage.get_charbox(line.start() + lead, loose=True)
                last = textpage.get_charbox(line.start() + len(words) - 1, loose=True)
                left, top, right = first[0], first[3], last[2]
            cleaned = _NOT_TEXT.sub("\ufffd", _BROKEN_WORD.sub("\u00ad", words.strip()))
            rows.append(_Row(" ".join(cleaned.split()), left, right, top, number))
        return rows
    finally:
        textpage.close()
        page.close()


def _said_by_file(document: Any) -> tuple[str | None, str | None]:  # noqa: ANN401 - the library's own
    try:
        said = document.get_metadata_dict(skip_empty=True)
    except Exception:  # noqa: BLE001 - what a damaged file says of itself is no loss
        return None, None
    title = " ".join(_NOT_TEXT.sub("", said.get("Title", "")).split())
    made = re.match(r"D:((?:19|20)\d\d)(\d\d)(\d\d)", said.get("CreationDate", ""))
    is_name = re.search(r"(?i)\.(?:docx?|pdf|indd|qxd|rtf|txt)$|^(?:microsoft word|untitled|slide|print)\b", title)
    return (title if 4 <= len(title) <= 300 and not is_name else None), ("-".join(made.groups()) if made else None)


def _composed(pages: Sequence[list[_Row]]) -> tuple[str, tuple[Paragraph, ...]]:
    running = _running_heads(pages)
    blocks: list[tuple[str, bool]] = []
    aside: list[str] = []
    current: list[_Row] = []
    for rows in pages:
        pitch = _pitch(rows)
        edge = max((row.right for row in rows), default=0.0)
        for index, row in enumerate(rows):
            if _running_key(row.text) in running and _is_at_edge(index, len(rows)):
                aside.append(row.text)
                continue
            if current and _begins_paragraph(current[-1], row, pitch, edge):
                blocks.append((_joined(current), False))
                blocks += [(words, True) for words in aside]
                current, aside = [], []
            current.append(row)
    if current:
        blocks.append((_joined(current), False))
    blocks += [(words, True) for words in aside]
    blocks = [(words, is_running) for words, is_running in blocks if words]
    kinds = tell_kinds([Line(words) for words, _ in blocks])
    paragraphs = []
    at = 0
    for number, ((words, is_running), kind) in enumerate(zip(blocks, kinds, strict=True), 1):
        paragraphs.append(Paragraph(number, Span(at, at + len(words)), "furniture" if is_running else kind))
        at += len(words) + 1
    return "\n".join(words for words, _ in blocks), tuple(paragraphs)


def _running_heads(pages: Sequence[list[_Row]]) -> set[str]:
    """Return what stands at the head or the foot of many pages, with other numbers perhaps."""
    counts: Counter[str] = Counter()
    for rows in pages:
        edge = {_running_key(row.text) for index, row in enumerate(rows) if _is_at_edge(index, len(rows))}
        counts.update(edge)
    least = max(2, len(pages) // 3)
    return {key for key, count in counts.items() if count >= least or not key.strip("#")}


def _is_at_edge(index: int, count: int) -> bool:
    return index < 2 or index >= count - 2


def _running_key(text: str) -> str:
    return re.sub(r"[\W_]+", "", re.sub(r"\d+", "#", text)).casefold() or "#"


def _pitch(rows: Sequence[_Row]) -> float:
    """Return how far lines stand apart within a paragraph of the page."""
    gaps = [before.top - row.top for before, row in pairwise(rows) if 2 < before.top - row.top < 60]
    return statistics.median_low(gaps) if gaps else 0.0


def _begins_paragraph(before: _Row, row: _Row, pitch: float, edge: float) -> bool:
    ends = re.search(r"[.!?:。！？][\"'”’)\]」』]*$", before.text) is not None
    if before.page != row.page:
        return ends or len(before.text) < 30
    gap = before.top - row.top
    if pitch and gap == gap:  # noqa: PLR0124 - not NaN
        if gap > 1.35 * pitch or gap < -2 * pitch:
            return gap > 0 or ends
        if ends and (before.right < 0.85 * edge or row.left > before.left + 6):
            return True
        return before.right < 0.55 * edge and (ends or row.text[:1].isupper())
    return ends and len(before.text) < 50


def _joined(rows: Sequence[_Row]) -> str:
    """Join the lines of a paragraph; a word that was broken at the end of a line is whole again."""
    text = ""
    for row in rows:
        if not text:
            text = row.text
        elif text.endswith("\u00ad"):
            text = text[:-1] + row.text
        elif _is_eastern(text[-1]) and _is_eastern(row.text[0]):
            text += row.text
        else:
            text += " " + row.text
    return text.replace("\u00ad", "")


def _is_eastern(letter: str) -> bool:
    return "\u3000" <= letter <= "\u9fff" or "\uff00" <= letter <= "\uffef"
