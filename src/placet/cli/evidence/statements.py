"""`placet evidence statements` and `decisions`: what is proposed in articles, how it stands, and who decided what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from placet import __version__
from placet.cli.evidence.at_desk import (
    NEEDS,
    at_desk,
    complete_document,
    complete_statement,
    find_document,
    nothing_stored,
)
from placet.cli.examples import examples
from placet.cli.trouble import Trouble

if TYPE_CHECKING:
    from placet.evidence.review import Desk
    from placet.model.documents import Document
    from placet.model.statements import Standing

STATUSES = ("open", "accepted", "rejected", "duplicate", "split", "merged", "disputed")


@click.command(
    "statements",
    epilog=examples(
        "placet evidence statements",
        "placet evidence statements article.txt --status open",
        "placet evidence statements 3f2a9c --json",
    ),
)
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...", shell_complete=complete_document)
@click.option("--status", type=click.Choice(STATUSES), help="Only those that stand so.")
@click.option("--again", is_flag=True, help="Propose again, also where these rules have proposed already.")
@click.option("--json", "as_json", is_flag=True, help="Print the statements as JSON.")
def statements_command(documents: tuple[str, ...], status: str | None, again: bool, as_json: bool) -> None:
    """Propose the statements of stored articles and list them: who, for whom, with which stance, when, in which words.

    DOCUMENT is the name of its file or the beginning of its hash; without one, all articles are read. What was
    decided before stays decided.
    """
    from placet.cli.output import write, write_page
    from placet.show.statements import statements_list_page
    from placet.show.statements_json import statements_list_json

    with at_desk() as desk:
        hashes = [find_document(desk, one) for one in documents]
        hashes = list(dict.fromkeys(hashes)) or [one.sha256 for one in desk.store.documents.list()]
        if not hashes:
            raise nothing_stored()
        propose_where_new(desk, hashes, again=again)
        found: list[tuple[Document, list[Standing]]] = []
        for sha256 in hashes:
            standings = [one for one in desk.store.statements.standing(sha256) if status in (None, one.status)]
            found.append((desk.store.documents.get(sha256), standings))
        if as_json:
            write(statements_list_json(found, __version__) + "\n")
            return
        # Of many articles only those are shown in which there is something of what was asked for.
        shown = [(document, standings) for document, standings in found if standings or status is None or documents]
        write_page(statements_list_page(shown, of=len(found)))


@click.command("decisions", epilog=examples("placet evidence decisions", "placet evidence decisions 3f2a"))
@click.argument("statement", required=False, shell_complete=complete_statement)
def decisions_command(statement: str | None) -> None:
    """List who decided what and when, of one statement or of all; what was taken back is there, too."""
    from placet.cli.output import write_page
    from placet.evidence.review import fold
    from placet.show.statements import decisions_page

    with at_desk() as desk:
        if statement is None:
            review = fold((), desk.store.statements.decisions())
            write_page(decisions_page(review, review.decisions))
            return
        standing = desk.find(statement)
        review = desk.review(standing.statement.document)
        write_page(decisions_page(review, review.about(standing.id)))


def propose_where_new(desk: Desk, hashes: list[str], *, again: bool = False) -> None:
    """Propose the statements of documents in which these rules have proposed none yet, and keep them.

    Raises:
        Trouble: what reads articles is not installed.
    """
    from placet.evidence.propose import RULES, propose_many

    waiting = [one for one in hashes if again or desk.store.statements.rules_of(one) != RULES]
    try:
        for document, proposals in propose_many(desk.store.documents.get(one) for one in waiting):
            desk.propose(document, lambda _, found=proposals: found, RULES)  # type: ignore[misc]  # bound at once
    except ModuleNotFoundError as error:
        raise Trouble(f"the package `{error.name}` is not installed", f"{NEEDS}.") from None
