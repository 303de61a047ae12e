"""`placet evidence text`: one stored document, with its paragraphs and what is known of it."""

from __future__ import annotations

import click

from placet import __version__
from placet.cli.evidence.at_desk import at_desk, complete_document, find_document
from placet.cli.examples import examples
from placet.cli.trouble import Trouble


@click.command(
    "text",
    short_help="show a document's paragraphs and what is known of it",
    epilog=examples("placet evidence text article.html", "placet evidence text 51e32336 --paragraph 6"),
)
@click.argument("document", shell_complete=complete_document)
@click.option(
    "--paragraph", "numbers", type=click.IntRange(min=1), multiple=True, metavar="N", help="Show only this paragraph."
)
@click.option("--json", "as_json", is_flag=True, help="Print the document as JSON.")
def text_command(document: str, numbers: tuple[int, ...], as_json: bool) -> None:
    """Show DOCUMENT, by the first digits of its hash or by its file's name.

    Every paragraph has its number, by which statements refer to it, and what it is where it is not the article's body;
    every piece of metadata has what says so, and who corrected it.
    """
    from placet.cli.output import write, write_page
    from placet.show.documents import document_page
    from placet.show.documents_json import document_json

    with at_desk() as desk:
        sha256 = find_document(desk, document)
        found, history = desk.store.documents.get(sha256), desk.store.documents.history(sha256)
    missing = [number for number in numbers if number > len(found.paragraphs)]
    if missing:
        raise Trouble(f"there is no paragraph {missing[0]}", f"The document has {len(found.paragraphs)}.")
    if as_json:
        write(document_json(found, history, numbers, __version__) + "\n")
    else:
        write_page(document_page(found, history, numbers))
