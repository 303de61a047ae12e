"""`placet evidence add`: store pages, PDFs and texts, with what is known of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from placet import __version__
from placet.cli.evidence.at_desk import at_desk, by_option, now, who
from placet.cli.evidence.known import given_metadata, known_options
from placet.cli.examples import examples
from placet.cli.trouble import Ended, Trouble

if TYPE_CHECKING:
    from placet.evidence.intake import Source
    from placet.model.documents import Metadata
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
    from placet.evidence.intake import sources
    from placet.show.documents import added_page
    from placet.show.documents_json import added_json

    given = given_metadata(known)
    if given is not None and given.title.value is not None and (len(files) > 1 or Path(files[0]).is_dir()):
        raise Trouble("a title belongs to one article, and several files are given", "Add them one at a time.")
    giver = who(by) if given is not None else ""
    outcomes: list[Outcome] = []
    is_broken_off = False
    with at_desk() as desk:
        home = str(desk.store.home)
        with _bar() as tell:
            try:
                for source in sources(files):
                    outcomes.append(_add(desk.store, source, given, giver))
                    tell(outcomes[-1])
            except KeyboardInterrupt:
                is_broken_off = True
    if as_json:
        write(added_json(outcomes, home, __version__) + "\n")
    else:
        write_page(added_page(outcomes, home))
    if is_broken_off:
        raise Ended(130)
    if any(one.document is None for one in outcomes):
        raise Ended(1)


def _add(store: Store, source: Source, given: Metadata | None, giver: str) -> Outcome:
    from placet.evidence.intake import Unreadable, read_document
    from placet.show.documents import Outcome

    try:
        raw = source.read()
        document = read_document(raw, source.name, given=given, address=source.address)
    except Unreadable as refused:
        return Outcome(source.name, message=refused.message, help=refused.help)
    kept = store.documents.add(document, raw, at=now(), who=giver)
    if not kept.is_new:
        document = store.documents.get(kept.sha256)
    return Outcome(source.name, document, kept.is_new, () if kept.is_new else kept.given)


@contextmanager
def _bar() -> Iterator[Callable[[Outcome], None]]:
    """Show on standard error how many were read, how fast, and how many could not be; if that is a terminal."""
    import sys

    if not sys.stderr.isatty():
        yield lambda _: None
        return
    import time

    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        BarColumn(bar_width=None),
        TextColumn("{task.fields[read]:,} read"),
        TextColumn("{task.fields[rate]}"),
        TextColumn("{task.fields[refused]}", style="red"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, expand=True) as bar:
        task = bar.add_task("", total=None, read=0, rate="", refused="")
        begun = time.monotonic()
        read = refused = 0

        def tell(outcome: Outcome) -> None:
            nonlocal read, refused
            read += outcome.document is not None
            refused += outcome.document is None
            spent = time.monotonic() - begun
            rate = f"{(read + refused) / spent:,.0f} a second" if spent > 0.5 else ""
            bar.update(task, read=read, rate=rate, refused=f"{refused:,} could not be read" if refused else "")

        yield tell
