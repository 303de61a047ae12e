"""`placet evidence add`: store pages, PDFs and texts, with what is known of each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from placet import __version__
from placet.cli.evidence.at_desk import at_desk, by_option, now, who
from placet.cli.evidence.known import given_metadata, known_options
from placet.cli.examples import examples
from placet.cli.progress import progress_bar
from placet.cli.trouble import Ended, Trouble

if TYPE_CHECKING:
    from placet.evidence.intake import Source
    from placet.model.documents import Document, Metadata
    from placet.show.documents import Outcome
    from placet.store import Store


@click.command(
    "add",
    short_help="store pages, PDFs and texts",
    epilog=examples(
        "placet evidence add article.html",
        "placet evidence add clippings/ crawl.warc.gz",
        'placet evidence add interview.txt --posted 2014-11-18 --outlet "Harbour Post"',
        "pdftotext report.pdf - | placet evidence add -",
    ),
)
@click.argument("files", nargs=-1, required=True, type=click.Path(allow_dash=True))
@known_options
@by_option
@click.option("--json", "as_json", is_flag=True, help="Print what became of each file as JSON.")
def add_command(files: tuple[str, ...], by: str | None, as_json: bool, **known: str | None) -> None:
    """Store saved pages, PDFs and plain texts: FILES, folders and web archives (WARC) of them, or `-` for a pipe.

    The bytes are kept as they are, once, under their hash; beside them the article's text with what each paragraph is,
    and title, outlet, day, writers and language with what says so. What nothing says stays unknown: the options give
    what you know, and what the page says otherwise is kept beside it.

    A file that cannot be read is told with the reason, and the others go on; the command then ends with 1.
    """
    from placet.cli.output import write, write_page
    from placet.evidence.archive import Progress
    from placet.evidence.intake.sources import size_of, sources
    from placet.show.documents import added_page
    from placet.show.documents_json import added_json

    given = given_metadata(known)
    if given is not None and given.title.value is not None and (len(files) > 1 or Path(files[0]).is_dir()):
        raise Trouble("a title belongs to one article, and several files are given", "Add them one at a time.")
    giver = who(by) if given is not None else ""
    outcomes: list[Outcome] = []
    waiting: list[_Read] = []
    refused = passed = 0
    is_broken_off = False
    with at_desk() as desk:
        home = str(desk.store.home)
        with progress_bar("read", "could not be read") as tell:
            size = size_of(files)
            tell(Progress(0, 0, 0, size))
            try:
                for source in sources(files):
                    waiting.append(_read(source, given))
                    refused += waiting[-1].document is None
                    passed += source.passed
                    tell(Progress(len(outcomes) + len(waiting), refused, passed, size))
                    if len(waiting) >= TOGETHER or sum(len(one.raw) for one in waiting) >= TOGETHER_BYTES:
                        outcomes += _stored(desk.store, waiting, giver)
                        waiting = []
            except KeyboardInterrupt:
                is_broken_off = True
            outcomes += _stored(desk.store, waiting, giver)
    if as_json:
        write(added_json(outcomes, home, __version__) + "\n")
    else:
        write_page(added_page(outcomes, home))
    if is_broken_off:
        raise Ended(130)
    if any(one.document is None for one in outcomes):
        raise Ended(1)


TOGETHER = 32
"""How many files are stored in one go, all or none; the disk is waited for once and not for each of them."""

TOGETHER_BYTES = 8_000_000
"""So many bytes are stored in one go, however few files they are: until then they are held in memory."""


class _Read(NamedTuple):
    """A file that was read and waits to be stored, or why it could not be read."""

    name: str
    raw: bytes = b""
    document: Document | None = None
    message: str = ""
    help: str = ""


def _read(source: Source, given: Metadata | None) -> _Read:
    from placet.evidence.intake import Unreadable, read_document

    try:
        raw = source.read()
        return _Read(source.name, raw, read_document(raw, source.name, given=given, address=source.address))
    except Unreadable as refused:
        return _Read(source.name, message=refused.message, help=refused.help)


def _stored(store: Store, read: Sequence[_Read], giver: str) -> list[Outcome]:
    """Store what was read, and say of each file what became of it; of several, texts are not held any longer."""
    from msgspec.structs import replace

    from placet.show.documents import Outcome

    kept = iter(
        store.documents.add_all(
            [(one.document, one.raw) for one in read if one.document is not None], at=now(), who=giver
        )
    )
    outcomes = []
    for one in read:
        if one.document is None:
            outcomes.append(Outcome(one.name, message=one.message, help=one.help))
            continue
        became = next(kept)
        document = one.document if became.is_new else store.documents.get(became.sha256)
        if len(read) > 1:
            document = replace(document, text="", offsets=())
        given = () if became.is_new else became.given
        outcomes.append(Outcome(one.name, document, became.is_new, given, became.removal))
    return outcomes
