"""`placet evidence suggest`: what statements may be about in a rulebook, and what they may repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from placet import __version__
from placet.cli.completion import complete_rulebook
from placet.cli.evidence.at_desk import at_desk, complete_statement
from placet.cli.examples import examples
from placet.cli.session import default_rulebook, open_rulebook
from placet.cli.trouble import Trouble

if TYPE_CHECKING:
    from placet.evidence.suggest import Suggester
    from placet.model import Rulebook

MODELS = ("minilm",)


@click.command(
    "suggest",
    epilog=examples(
        "placet evidence suggest 3f2a --rulebook korea",
        "placet evidence suggest --all --rulebook korea --json",
        "placet evidence suggest 3f2a --rulebook korea --model minilm",
    ),
)
@click.argument("statements", nargs=-1, metavar="[STATEMENT]...", shell_complete=complete_statement)
@click.option("--all", "is_all", is_flag=True, help="Of all statements that are open or accepted.")
@click.option(
    "--rulebook",
    metavar="RULEBOOK",
    help="In which rulebook.  [default: the one that is meant]",
    shell_complete=complete_rulebook,
)
@click.option(
    "--model",
    type=click.Choice(MODELS),
    help="Let a model add to what the words say; it needs `placet[suggest]`.  [default: none]",
)
@click.option("--json", "as_json", is_flag=True, help="Print what is suggested as JSON.")
def suggest_command(
    statements: tuple[str, ...], is_all: bool, rulebook: str | None, model: str | None, as_json: bool
) -> None:
    """Suggest which rules and points a statement is about, and which earlier one it repeats.

    Suggested is what shares the most telling words; they are shown, so that you see why. Nothing is linked by it:
    that is done by `placet evidence link`, or by `l` in the review. What a model adds bears its name.
    """
    from placet.cli.output import write, write_page
    from placet.show.suggestions import suggested_page
    from placet.show.suggestions_json import suggested_json

    if bool(statements) == is_all:
        raise Trouble(
            "it is not clear which statements are meant",
            "Give their ids, or `--all` for all that are open or accepted.",
        )
    named = rulebook or default_rulebook()
    suggester = open_suggester(open_rulebook(named), named, model)
    with at_desk() as desk:
        if is_all:
            desk.freshen()
            found = [one for one in desk.store.statements.standing() if one.status in ("open", "accepted", "disputed")]
        else:
            found = [desk.find(name) for name in dict.fromkeys(statements)]
        if not found:
            raise Trouble("no statement is open or accepted", "`placet evidence statements` proposes some.")
        documents = {one.statement.document: desk.store.documents.get(one.statement.document) for one in found}
        shown = [
            (document, one, suggester.suggest(one, document, desk.store))
            for one in found
            for document in (documents[one.statement.document],)
        ]
    if as_json:
        write(suggested_json(shown, suggester.book.name, __version__) + "\n")
    else:
        write_page(suggested_page(shown, suggester.book.name))


def open_suggester(book: Rulebook, named: str, model: str | None = None) -> Suggester:
    """Return what makes suggestions from a rulebook, with a model where one is asked for.

    Raises:
        Trouble: the model is not installed, or the rulebook's table of passages cannot be read.
    """
    from placet.cli.evidence.show import rulebook_folder
    from placet.evidence.review import Refused
    from placet.evidence.review.passages import read_passages
    from placet.evidence.suggest import Suggester
    from placet.evidence.suggest.minilm import MiniLM, ModelTrouble

    try:
        return Suggester(book, read_passages(rulebook_folder(named)), MiniLM() if model is not None else None)
    except (ModelTrouble, Refused) as error:
        raise Trouble(error.message, error.help) from None
