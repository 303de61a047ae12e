"""Lay out stored documents: what became of each file, the list of all, and one with its paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from placet.evidence.readers import is_older
from placet.model.documents import Document, Known, Metadata, Paragraph
from placet.show.page import Block, Cell, Gap, Heading, Ink, Line, Page, Record, Table, faint, ink, name, strong
from placet.show.page import Paragraph as Words
from placet.show.words import counted, listed
from placet.store.records import METADATA_FIELDS, Correction, Listed, MetadataField, Removal

HASH_DIGITS = 8
"""How many digits of a document's hash are shown; longer where two would look alike."""

MOST_TOLD = 25
"""How many files that could not be read are told one by one."""

FIELD_WORDS = {"posted": "day of posting", "modified": "day of the last change", "byline": "names of the writers"}
"""What pieces of metadata are called where their own names do not say it."""

MEDIA_WORDS = {"text/html": "page", "application/pdf": "PDF", "text/plain": "plain text"}


class Outcome(msgspec.Struct, frozen=True):
    """What became of a file.

    Attributes:
        name: the file.
        document: what it was read as; None: it could not be read.
        is_new: whether it was not stored before.
        given: what a person newly said of a document that was there already.
        removal: its last removal, where it is new and was removed before.
        message: why it could not be read.
        help: what mends that.
    """

    name: str
    document: Document | None = None
    is_new: bool = False
    given: tuple[MetadataField, ...] = ()
    removal: Removal | None = None
    message: str = ""
    help: str = ""


def added_page(outcomes: Sequence[Outcome], home: str) -> Page:
    """Say what was stored, what was there already and what could not be read.

    Args:
        outcomes: one for each file, in order.
        home: the folder of the store.
    """
    if not outcomes:
        return (Words(ink("There is no file there that could be an article.")),)
    stored = [one for one in outcomes if one.document is not None]
    refused = [one for one in outcomes if one.document is None]
    page: list[Block] = [Words(_sums(outcomes)), Words(ink(faint(f"kept in {home}")))]
    if len(stored) == 1 and stored[0].document is not None:
        page += [Gap(), *_told(stored[0])]
    elif stored:
        page += [Gap(), _table(stored)]
    if refused:
        page += [Gap(), Heading(ink(strong("Could not be read")))]
        for one in refused[:MOST_TOLD]:
            page.append(
                Words(ink(name(one.name), ": ", one.message, faint(f"  {one.help}" if one.help else "")), hang=2)
            )
        if len(refused) > MOST_TOLD:
            page.append(Words(ink(faint(f"… and {len(refused) - MOST_TOLD:,} more; `--json` lists them all"))))
    return tuple(page)


def list_page(documents: Sequence[Listed]) -> Page:
    """List stored documents."""
    if not documents:
        return (
            Words(ink("No document is stored yet.")),
            Words(ink(faint("`placet evidence add FILE` stores a page, a PDF or a text."))),
        )
    digits = shown_digits([one.sha256 for one in documents])
    rows = []
    for one in documents:
        title = one.metadata.title.value or one.name
        # The file's name is what commands take beside the hash.
        file = one.name.rpartition("/")[2] if one.metadata.title.value else ""
        below = " · ".join(word for word in (one.metadata.outlet.value, file) if word)
        lines = [ink(title), *((ink(faint(below)),) if below else ())]
        if is_older(one.extractor):
            lines.append(ink(Ink(f"read by an older reader ({one.extractor})", "doubt")))
        rows.append(
            (
                _cell(name(one.sha256[:digits])),
                (_day(one.metadata.posted),),
                tuple(lines),
                _cell(faint(MEDIA_WORDS.get(one.media_type, one.media_type))),
            )
        )
    undated = sum(one.metadata.posted.value is None for one in documents)
    page: list[Block] = [
        Words(ink(strong(counted(len(documents), "document")), faint(f", {undated} without a day" if undated else ""))),
        Gap(),
        Table(("document", "posted", "title", "kind"), tuple(rows), is_labelled=False),
    ]
    if undated:
        words = "Nothing relative is resolved in a document without a day; `placet evidence describe` gives it one."
        page += [Gap(), Words(ink(faint(words)))]
    older = sum(is_older(one.extractor) for one in documents)
    if older:
        words = f"{counted(older, 'document')} read by an older reader: `placet evidence reread` reads"
        page += [Gap(), Words(ink(faint(f"{words} {'it' if older == 1 else 'them'} anew.")))]
    return tuple(page)


def document_page(
    document: Document, history: Sequence[Correction], numbers: Sequence[int] = (), *, is_brief: bool = False
) -> Page:
    """Show a document: what is known of it and by what, and its paragraphs.

    Args:
        document: the document.
        history: all values that its metadata ever had.
        numbers: the paragraphs to show; none: all.
        is_brief: whether its paragraphs are left out.
    """
    page: list[Block] = [
        Heading(ink(strong(document.metadata.title.value or document.name)), ink(faint(document.sha256[:12]))),
        Record(_metadata_rows(document.metadata, history), indent=2),
        Record(
            (
                (ink(faint("file")), ink(document.name)),
                (ink(faint("hash")), ink(faint(document.sha256))),
                (ink(faint("read by")), ink(_reader(document))),
                *((ink(faint("note")), ink(Ink(note, "doubt"))) for note in document.notes),
            ),
            indent=2,
        ),
    ]
    if is_brief:
        return tuple(page)
    shown = [one for one in document.paragraphs if not numbers or one.number in numbers]
    page += [Gap()]
    page.append(Record(tuple(_paragraph(document, one) for one in shown), keeps_labels=True))
    return tuple(page)


def shown_digits(hashes: Sequence[str]) -> int:
    """Return how many digits tell all of some hashes apart."""
    digits = HASH_DIGITS
    while digits < 64 and len({one[:digits] for one in hashes}) < len(set(hashes)):
        digits += 1
    return digits


def removal_words(removal: Removal) -> str:
    """Say in a phrase that a document was removed.

    >>> removal_words(Removal("ab", None, "Ada", "2014-11-20T08:30:00Z", "the wrong page", 2))
    'removed before, on 2014-11-20 by Ada (the wrong page), and 2 decisions with it'
    """
    why = f" ({removal.why})" if removal.why else ""
    with_it = f", and {counted(removal.decisions, 'decision')} with it" if removal.decisions else ""
    return f"removed before, on {removal.at[:10]} by {removal.by}{why}{with_it}"


def _sums(outcomes: Sequence[Outcome]) -> Line:
    states = Counter("refused" if one.document is None else "new" if one.is_new else "there" for one in outcomes)
    parts = []
    if states["new"]:
        parts.append(f"{counted(states['new'], 'document')} added")
    if states["there"]:
        parts.append(f"{states['there']:,} {'was' if states['there'] == 1 else 'were'} there already")
    if states["refused"]:
        parts.append(f"{states['refused']:,} could not be read")
    return ink(strong(listed(parts)))


def _told(outcome: Outcome) -> list[Block]:
    """Tell of the one file that was stored."""
    document = outcome.document
    assert document is not None
    rows = list(_metadata_rows(document.metadata, ()))
    rows.append((ink(faint("text")), ink(_extent(document))))
    rows += [(ink(faint("note")), ink(Ink(note, "doubt"))) for note in document.notes]
    if outcome.removal is not None:
        rows.append((ink(faint("note")), ink(Ink(removal_words(outcome.removal), "doubt"))))
    if outcome.given:
        rows.append((ink(faint("now")), ink(f"the {_given(outcome)} that you gave; what it was before is kept")))
    return [Heading(ink(name(document.sha256[:HASH_DIGITS]), "  ", outcome.name)), Record(tuple(rows), indent=2)]


def _extent(document: Document) -> str:
    body = sum(one.kind == "body" for one in document.paragraphs)
    beside = sum(one.kind == "furniture" for one in document.paragraphs)
    set_apart = f", {beside} set apart as no part of the article" if beside else ""
    return f"{counted(body, 'paragraph')}{set_apart}; {_reader(document)}"


def _reader(document: Document) -> str:
    kind = MEDIA_WORDS.get(document.media_type, document.media_type)
    encoding = f", {document.encoding}" if document.encoding else ""
    return f"{document.extractor}, {kind}{encoding}"


def _given(outcome: Outcome) -> str:
    return listed([FIELD_WORDS.get(field, field) for field in outcome.given])


def _table(stored: Sequence[Outcome]) -> Table:
    documents = [one.document for one in stored if one.document is not None]
    digits = shown_digits([one.sha256 for one in documents])
    rows = []
    for one, document in zip(stored, documents, strict=True):
        state = "" if one.is_new else "there already" + (f", {_given(one)} given now" if one.given else "")
        title = document.metadata.title.value or one.name
        about: list[Line] = [ink(title, faint(f"  {state}" if state else ""))]
        about += [ink(Ink(note, "doubt")) for note in document.notes]
        if one.removal is not None:
            about.append(ink(Ink(removal_words(one.removal), "doubt")))
        rows.append((_cell(name(document.sha256[:digits])), (_day(document.metadata.posted),), tuple(about)))
    return Table(("document", "posted", "title"), tuple(rows), is_labelled=False)


def _metadata_rows(metadata: Metadata, history: Sequence[Correction]) -> tuple[tuple[Line, Line], ...]:
    rows = []
    for field in METADATA_FIELDS:
        known: Known = getattr(metadata, field)
        rows.append((ink(faint(field)), _known(known, [one for one in history if one.field == field])))
    return tuple(rows)


def _known(known: Known, history: Sequence[Correction]) -> Line:
    said = [f"{known.ground}, {known.grade}"] if known.value is not None or known.ground == "given" else []
    if history and history[-1].who:
        said = [f"given by {history[-1].who} on {history[-1].at[:10]}"]
        before = [one.known.value or "not known" for one in history[:-1]]
        said.append(f"before: {before[-1]}" if before else "")
    if known.note:
        said.append(known.note)
    value: Ink | str = Ink("not known", "doubt") if known.value is None else known.value
    words = "; ".join(one for one in said if one)
    return ink(value, faint(f"  ({words})" if words else ""))


def _day(known: Known) -> Line:
    """Show a day in short; one that is not plainly stated is marked."""
    if known.value is None:
        return ink(Ink("not known", "doubt"))
    mark = "" if known.grade == "stated" else "?"
    return ink(known.value[:10], Ink(mark, "doubt"))


def _cell(piece: Ink) -> Cell:
    return (ink(piece),)


def _paragraph(document: Document, paragraph: Paragraph) -> tuple[Line, Line]:
    words = " ".join(document.text[paragraph.span.start : paragraph.span.end].split())
    kind = "" if paragraph.kind == "body" else f" {paragraph.kind}"
    label = ink(name(f"¶{paragraph.number}"), faint(kind))
    if paragraph.kind == "furniture":
        return label, ink(faint(words))
    return label, ink(strong(words) if paragraph.kind == "title" else words)
