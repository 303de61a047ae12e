"""A store in a folder of the test's own, and documents to keep in it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from placet.model.documents import Document, Known, Metadata, Paragraph, Span

if TYPE_CHECKING:
    from placet.store import Store

pytest.importorskip("sqlalchemy", reason="the extra `evidence` is not installed")

AT = dt.datetime(2014, 11, 19, 8, 30, tzinfo=dt.UTC)
LATER = dt.datetime(2014, 11, 20, 8, 30, tzinfo=dt.UTC)

Make = Callable[[str], tuple[Document, bytes]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return the folder of a store that is not there yet."""
    return tmp_path / "placet"


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    """Open an empty store."""
    from placet.store import open_store

    with open_store(home) as opened:
        yield opened


@pytest.fixture
def make() -> Make:
    """Return a call that makes a document of a text, a line a paragraph."""

    def document(text: str) -> tuple[Document, bytes]:
        raw = text.encode("utf-8")
        paragraphs = []
        at = 0
        for number, line in enumerate(text.split("\n"), 1):
            paragraphs.append(Paragraph(number, Span(at, at + len(line)), "title" if number == 1 else "body"))
            at += len(line) + 1
        title = Known(text.split("\n", maxsplit=1)[0], "visible line", "stated", paragraphs[0].span)
        made = Document(
            hashlib.sha256(raw).hexdigest(),
            "ferry.txt",
            "text/plain",
            text,
            tuple(paragraphs),
            Metadata(title=title, posted=Known(note="nothing says it")),
            "placet plain 1",
            ((0, 0),),
            notes=("a note",),
        )
        return made, raw

    return document
