"""`placet evidence show`: the passage behind any statement of a rulebook."""

from __future__ import annotations

from pathlib import Path

import click

from placet import __version__
from placet.cli.completion import complete_name, complete_rulebook
from placet.cli.evidence.at_desk import at_desk
from placet.cli.examples import examples
from placet.cli.session import open_rulebook, unknown


@click.command(
    "show",
    epilog=examples("placet evidence show korea st05-abe-july", "placet evidence show korea --json"),
)
@click.argument("rulebook", shell_complete=complete_rulebook)
@click.argument("statement", required=False, shell_complete=complete_name)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def show_command(rulebook: str, statement: str | None, as_json: bool) -> None:
    """Show the passage behind a statement, or where the passages behind all statements are.

    Where the article is not stored, it is said how to recognise it: outlet, title, day, paragraph, and the digits
    that only this passage has.
    """
    from placet.cli.output import write, write_page
    from placet.evidence.review.passages import find_behind, read_passages
    from placet.show.evidence import behind_list_page, behind_page
    from placet.show.evidence_json import behind_json

    book = open_rulebook(rulebook)
    if statement is not None and statement not in book.statements:
        raise unknown("statement", statement, book.statements, f"in {book.name}")
    wanted = [book.statements[statement]] if statement is not None else [*book.statements.values()]
    with at_desk() as desk:
        found = find_behind(book, wanted, read_passages(rulebook_folder(rulebook)), desk.store)
        if as_json:
            write(behind_json(book, found, __version__) + "\n")
        elif statement is not None:
            write_page(behind_page(book, found[0]))
        else:
            write_page(behind_list_page(book, found))


def rulebook_folder(named: str) -> Path:
    """Return the folder in which a rulebook lies, by its name or its path."""
    from placet.language import shipped_rulebooks

    path = Path(named)
    if path.is_dir():
        return path
    return path.parent if path.is_file() else shipped_rulebooks().get(named, path)
