"""From the bytes of a page, a PDF or a text to a document; whatever they are, a document or a reason comes out."""

from __future__ import annotations

import hashlib
import re

from placet.evidence.intake.decode import decode
from placet.evidence.intake.media import Media, tell_media
from placet.evidence.intake.metadata import know, with_given
from placet.evidence.intake.unreadable import MOST_BYTES, Unreadable, too_large
from placet.evidence.readers import PLAIN_READER, page_reader, pdf_reader
from placet.model.documents import Document, Metadata


def read_document(raw: bytes, name: str, *, given: Metadata | None = None, address: str | None = None) -> Document:
    r"""Read a page, a PDF or a text.

    Args:
        raw: the bytes as they are stored.
        name: the file's name, for people; what sort of file it is, the bytes decide.
        given: what a person says of it; it goes before what is read.
        address: where on the web it was fetched; None: not known.

    Raises:
        Unreadable: no document can be made of it; the message says why.

    >>> raw = b"Ferry to stop\n\nThe harbour office said on Monday that the ferry will stop for good."
    >>> document = read_document(raw, "a.txt")
    >>> document.metadata.title.value, document.metadata.posted.value
    ('Ferry to stop', None)
    """
    try:
        return read_bytes(raw, name, given, address)
    except (Unreadable, ImportError):
        raise
    except Exception as error:
        raise Unreadable(
            f"it broke the reader ({type(error).__name__})", "Save its text alone, and tell us of the file."
        ) from error


def read_bytes(raw: bytes, name: str, given: Metadata | None, address: str | None) -> Document:
    """Read a page, a PDF or a text; a fault of the reader's own is not caught.

    Raises:
        Unreadable: no document can be made of it.
    """
    if len(raw) > MOST_BYTES:
        raise too_large(len(raw))
    media = tell_media(raw)
    if media == "application/pdf":
        document = _from_pdf(raw, address)
    else:
        document = _from_text(raw, media, address)
    from msgspec.structs import replace

    return replace(
        document,
        sha256=hashlib.sha256(raw).hexdigest(),
        name=safe_name(name),
        metadata=with_given(document.metadata, given),
    )


def safe_name(name: str) -> str:
    r"""Return a file's name as it can be kept and shown: without control characters, at most 200 letters.

    >>> safe_name("a\x1b[2Jb.txt")
    'a�[2Jb.txt'
    """
    cleaned = re.sub("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]", "\ufffd", name)
    return cleaned if len(cleaned) <= 200 else f"{cleaned[:99]}…{cleaned[-100:]}"


def _from_pdf(raw: bytes, address: str | None) -> Document:
    from placet.evidence.intake.pdf_apart import read_pdf_apart

    pdf = read_pdf_apart(raw)
    note = f"the file says that it was made on {pdf.made}, which is not when it was posted" if pdf.made else ""
    return Document(
        sha256="",
        name="",
        media_type="application/pdf",
        text=pdf.text,
        paragraphs=pdf.paragraphs,
        metadata=know(pdf.text, pdf.paragraphs, address=address, file_title=pdf.title, posted_note=note),
        extractor=pdf_reader(pdf.extractor),
        encoding="",
        notes=pdf.notes,
    )


def _from_text(raw: bytes, media: Media, address: str | None) -> Document:
    decoded = decode(raw, is_page=media == "text/html")
    if not decoded.text.strip():
        raise Unreadable("it is empty", "Save the page or the text again.")
    if media == "text/html":
        from placet.evidence.intake.page import read_page

        page = read_page(decoded)
        return Document(
            sha256="",
            name="",
            media_type=media,
            text=page.text,
            paragraphs=page.paragraphs,
            metadata=know(page.text, page.paragraphs, tags=page.tags, lines=page.lines, address=address),
            extractor=page_reader(page.extractor),
            offsets=page.offsets,
            encoding=decoded.encoding,
            notes=(*decoded.notes, *page.notes),
        )
    from placet.evidence.intake.plain import find_paragraphs, unwrap

    paragraphs = find_paragraphs(decoded.text)
    if not paragraphs:
        raise Unreadable("it is empty", "Save the page or the text again.")
    return Document(
        sha256="",
        name="",
        media_type=media,
        text=unwrap(decoded.text, paragraphs),
        paragraphs=paragraphs,
        metadata=know(decoded.text, paragraphs, address=address),
        extractor=PLAIN_READER,
        offsets=((0, 0),),
        encoding=decoded.encoding,
        notes=decoded.notes,
    )
