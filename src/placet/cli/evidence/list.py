"""`placet evidence list`: what is stored."""

from __future__ import annotations

import click

from placet import __version__
from placet.cli.evidence.at_desk import at_desk
from placet.cli.examples import examples


@click.command(
    "list",
    short_help="list the stored documents",
    epilog=examples("placet evidence list", "placet evidence list --removed", "placet evidence list --json"),
)
@click.option("--removed", "is_removed", is_flag=True, help="List what was removed instead: by whom, when and why.")
@click.option("--json", "as_json", is_flag=True, help="Print the documents as JSON.")
def list_command(is_removed: bool, as_json: bool) -> None:
    """List the stored pages, PDFs and texts: hash, day, title and outlet; a day with `?` is not plainly stated."""
    from placet.cli.output import write, write_page
    from placet.show.documents import list_page
    from placet.show.documents_json import list_json
    from placet.show.removals import removals_json, removals_page

    with at_desk() as desk:
        documents, home = desk.store.documents.list(), str(desk.store.home)
        removals = desk.store.removals.record()
    if is_removed and as_json:
        write(removals_json(removals, home, __version__) + "\n")
    elif is_removed:
        write_page(removals_page(removals))
    elif as_json:
        write(list_json(documents, home, __version__) + "\n")
    else:
        write_page(list_page(documents))
