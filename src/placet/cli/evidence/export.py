"""`placet evidence export`: accepted statements as blocks of a rulebook, in a person's own words or with none yet."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from placet.cli.completion import complete_rulebook
from placet.cli.evidence.at_desk import at_desk, complete_document, find_document
from placet.cli.evidence.show import rulebook_folder
from placet.cli.examples import examples
from placet.cli.session import open_rulebook, tell_diagnostics
from placet.cli.trouble import Trouble


@click.command(
    "export",
    epilog=examples(
        "placet evidence export korea", "placet evidence export my-rulebook --to my-rulebook/statements-new.md"
    ),
)
@click.argument("rulebook", shell_complete=complete_rulebook)
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...", shell_complete=complete_document)
@click.option(
    "--to", "target", type=click.Path(path_type=Path), metavar="FILE", help="Write a new file there, or add to it."
)
def export_command(rulebook: str, documents: tuple[str, ...], target: Path | None) -> None:
    """Write accepted statements as blocks for a rulebook.

    What the rulebook has already is neither written again nor altered. The words of a statement are yours: those of
    `placet evidence word`, or none, and then `placet check` says that they are missing. With --to the passages'
    digits go into `passages.csv` beside the file.
    """
    from placet.cli.output import write
    from placet.evidence.review.export import export
    from placet.evidence.review.written import write_statements
    from placet.show.words import counted

    book = open_rulebook(rulebook)
    if target is not None and target.exists() and rulebook_folder(rulebook).resolve() not in target.resolve().parents:
        raise Trouble(
            f"`{target}` is there already, and is no file of {book.name}",
            "Name a new file, or one of the rulebook's own: what it has is left as it is.",
        )
    with at_desk() as desk:
        desk.freshen()
        hashes = [find_document(desk, one) for one in documents] or desk.store.statements.documents()
        found = [
            (
                desk.store.documents.get(sha256),
                [one for one in desk.store.statements.standing(sha256) if one.status == "accepted"],
            )
            for sha256 in dict.fromkeys(hashes)
        ]
        made = export(book, found)
        if made.text:
            _check(rulebook, made.text)
        if target is None:
            write(made.text)
        elif made.text:
            write_statements(made, target, desk.store)
    for note in made.notes:
        _tell(f"note: {note}")
    if made.there:
        _tell(f"{counted(len(made.there), 'statement')} in {book.name} already, left as they are")
    if made.without_words:
        names = ", ".join(f"`{name}`" for name in made.without_words[:5])
        more = f" and {len(made.without_words) - 5} more" if len(made.without_words) > 5 else ""
        _tell(f"say in your own words what these come to: {names}{more}; `placet check` tells which still lack them")
    if made.left_out:
        said = "it is" if len(made.left_out) == 1 else "they are"
        _tell(f"{counted(len(made.left_out), 'statement')} left out: {book.name} does not know for whom {said} said")
    if not any(standings for _, standings in found):
        _tell("no statement has been accepted yet: `placet evidence review` goes through what waits")
    place = f" to {target}" if target is not None and made.text else ""
    _tell(f"{counted(len(made.statements), 'statement')} written{place}")


def _check(rulebook: str, text: str) -> None:
    """Refuse to hand over what the rulebook would not load with.

    Raises:
        Trouble: it has errors; they have been printed.
    """
    from placet.evidence.review.written import load_with

    loaded = load_with(rulebook, text)
    if loaded.rulebook is None:
        tell_diagnostics([one for one in loaded.diagnostics if one.severity == "error"], loaded.texts)
        raise Trouble(
            f"`{rulebook}` would not load with these statements; nothing was written",
            "Correct them with `placet evidence correct`.",
        )


def _tell(words: str) -> None:
    click.echo(words, err=True)
    sys.stderr.flush()
