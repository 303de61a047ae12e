"""Single decisions about statements, for scripts: accept, correct, reject, split, merge, undo, link and more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from placet.cli.evidence.at_desk import at_desk, by_option, complete_statement, now, who
from placet.cli.examples import examples
from placet.cli.trouble import Trouble

if TYPE_CHECKING:
    from placet.evidence.review import Desk
    from placet.model.decisions import Act
    from placet.model.statements import Standing


@click.command("accept", epilog=examples("placet evidence accept 3f2a 91bc", "placet evidence accept 3f2a --like ann"))
@click.argument("statements", nargs=-1, required=True, metavar="STATEMENT...", shell_complete=complete_statement)
@click.option("--like", default="", metavar="NAME", help="With the corrections of this person.")
@click.option("--alone", is_flag=True, help="And reject the other readings of their passages.")
@by_option
def accept_command(statements: tuple[str, ...], like: str, alone: bool, by: str | None) -> None:
    """Accept statements as they stand."""
    from placet.evidence.review.decide import accept, choose

    if alone and like:
        raise Trouble("`--alone` takes a reading as it is proposed", "Leave out `--like`.")
    person = who(by)
    with at_desk() as desk:
        for name in statements:
            standing = desk.find(name)
            if alone:
                for act in choose(desk.review(standing.statement.document), standing.id, person):
                    _decide(desk, desk.find(act.proposal), act, person)  # type: ignore[union-attr]  # each is about one
                continue
            _decide(desk, standing, accept(desk.review(standing.statement.document), standing.id, person, like), person)


@click.command(
    "correct",
    epilog=examples(
        'placet evidence correct 3f2a day=2014-07-15 "speaker=Oda, Minister" for=JPN',
        'placet evidence correct 3f2a "words=the ferry … consent" stance=requires',
    ),
)
@click.argument("statement", shell_complete=complete_statement)
@click.argument("fields", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.option("--like", default="", metavar="NAME", help="On top of the corrections of this person.")
@by_option
def correct_command(statement: str, fields: tuple[str, ...], like: str, by: str | None) -> None:
    """Accept a statement with other values.

    FIELD is speaker, for, stance, day, form, words, to, where, through, act, negated or gloss. A value that is not
    known is `unknown` or `none`.
    """
    from placet.evidence.parties.table import codes_named
    from placet.evidence.review.corrections import read_change
    from placet.evidence.review.decide import correct

    person = who(by)
    with at_desk() as desk:
        standing = desk.find(statement)
        document = desk.store.documents.get(standing.statement.document)
        change = read_change(standing.statement, document, read_fields(fields))
        review = desk.review(standing.statement.document)
        _decide(desk, standing, correct(review, standing.id, change, person, like), person)
        for one in change.spoken_for or ():
            for code in codes_named(one.party):
                click.echo(f"note: `{one.party}` is taken as a code as it stands; is `{code}` meant?", err=True)


@click.command("reject", epilog=examples('placet evidence reject 3f2a --reason "no statement"'))
@click.argument("statements", nargs=-1, required=True, metavar="STATEMENT...", shell_complete=complete_statement)
@click.option("--reason", default="", help="Why.")
@by_option
def reject_command(statements: tuple[str, ...], reason: str, by: str | None) -> None:
    """Reject what is no statement, or none that is wanted."""
    from placet.evidence.review.decide import reject

    person = who(by)
    with at_desk() as desk:
        for name in statements:
            standing = desk.find(name)
            _decide(desk, standing, reject(desk.review(standing.statement.document), standing.id, reason), person)


@click.command("duplicate", epilog=examples("placet evidence duplicate 91bc --of 3f2a"))
@click.argument("statement", shell_complete=complete_statement)
@click.option("--of", required=True, metavar="STATEMENT", help="The one that stays.", shell_complete=complete_statement)
@by_option
def duplicate_command(statement: str, of: str, by: str | None) -> None:
    """Mark a statement as saying again what another one says, in the same article or in another."""
    from placet.evidence.review.decide import duplicate

    person = who(by)
    with at_desk() as desk:
        standing, other = desk.find(statement), desk.find(of)
        review = desk.review(standing.statement.document)
        _decide(desk, standing, duplicate(review, standing.id, other.id), person)


@click.command("split", epilog=examples('placet evidence split 3f2a "that tolls would stay"'))
@click.argument("statement", shell_complete=complete_statement)
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@click.option("--at", "starts", multiple=True, metavar="WORDS", help="The same as WORDS; may be repeated.")
@by_option
def split_command(statement: str, words: tuple[str, ...], starts: tuple[str, ...], by: str | None) -> None:
    """Make several statements of one: cut where WORDS begin, or else at the gaps that its content has."""
    from placet.evidence.review.decide import split, split_at

    person = who(by)
    with at_desk() as desk:
        standing = desk.find(statement)
        document = desk.store.documents.get(standing.statement.document)
        review = desk.review(document.sha256)
        _decide(desk, standing, split(review, standing.id, split_at(standing, document, (*words, *starts))), person)


@click.command("merge", epilog=examples("placet evidence merge 3f2a 91bc"))
@click.argument(
    "statements", nargs=-1, required=True, metavar="STATEMENT STATEMENT...", shell_complete=complete_statement
)
@by_option
def merge_command(statements: tuple[str, ...], by: str | None) -> None:
    """Make one statement of several of one article; the first one's speaker, day and stance are kept."""
    from placet.evidence.review.decide import merge

    person = who(by)
    with at_desk() as desk:
        found = [desk.find(name) for name in statements]
        if len({one.statement.document for one in found}) > 1:
            raise Trouble("these stand in several documents", "`placet evidence duplicate` ties them together.")
        review = desk.review(found[0].statement.document)
        _decide(desk, found[0], merge(review, tuple(one.id for one in found)), person)


@click.command(
    "settle",
    epilog=examples(
        "placet evidence settle 3f2a --like ann --by eve",
        "placet evidence settle 3f2a --like ann --words --by eve",
        "placet evidence settle 3f2a --like ann --about d1 --rulebook korea --by eve",
    ),
)
@click.argument("statement", shell_complete=complete_statement)
@click.option("--like", required=True, metavar="NAME", help="The person whose view is to count.")
@click.option("--words", "is_words", is_flag=True, help="Of its words: that person's count.")
@click.option("--about", metavar="RULE|POINT", help="Of whether it is about that rule or point.")
@click.option("--rulebook", metavar="RULEBOOK", help="In which rulebook that is.  [default: the one that is meant]")
@by_option
def settle_command(
    statement: str, like: str, is_words: bool, about: str | None, rulebook: str | None, by: str | None
) -> None:
    """Settle a disagreement: say whose view counts. Both are kept, and so is who settled.

    People part over what becomes of a statement, over its words (--words), or over what it is about (--about). A
    settlement counts until somebody decides otherwise.
    """
    from placet.cli.session import default_rulebook, open_rulebook
    from placet.evidence.review.decide import settle, settle_link, settle_words

    if is_words and about is not None:
        raise Trouble("words and subject are settled one by one", "Give `--words` or `--about`.")
    person = who(by)
    book = open_rulebook(rulebook or default_rulebook()).name if about is not None else ""
    with at_desk() as desk:
        standing = desk.find(statement)
        review = desk.review(standing.statement.document)
        if about is not None:
            act = settle_link(review, standing.id, like, book, about)
        else:
            act = (settle_words if is_words else settle)(review, standing.id, like)
        _decide(desk, standing, act, person)


@click.command("undo", epilog=examples("placet evidence undo 3f2a", "placet evidence undo 0c55e1d2a9b3"))
@click.argument("what", metavar="STATEMENT|DECISION", shell_complete=complete_statement)
@by_option
def undo_command(what: str, by: str | None) -> None:
    """Take back a decision of one's own: the last one about a statement, or the one with that id.

    Nothing is deleted: the record shows the decision and that it was taken back.
    """
    from placet.cli.output import write_page
    from placet.show.statements import undone_page

    person = who(by)
    with at_desk() as desk:
        undo = desk.undo(what, person, now())
        write_page(undone_page(undo, desk.store.statements.decisions()))


@click.command("word", epilog=examples('placet evidence word 3f2a "Nobody sails without leave of the port."'))
@click.argument("statement", shell_complete=complete_statement)
@click.argument("words")
@by_option
def word_command(statement: str, words: str, by: str | None) -> None:
    """Put a statement into one's own words, as a rulebook has it; the article's own sentences are refused."""
    from placet.model.decisions import Paraphrase

    if not words.strip():
        raise Trouble("no words are given", f"`placet evidence undo {statement}` takes words of yours back.")
    person = who(by)
    with at_desk() as desk:
        standing = desk.find(statement)
        _decide(desk, standing, Paraphrase(standing.id, " ".join(words.split())), person)


@click.command("link", epilog=examples("placet evidence link 3f2a d1 --rulebook korea"))
@click.argument("statement", shell_complete=complete_statement)
@click.argument("names", nargs=-1, required=True, metavar="RULE|POINT...")
@click.option("--rulebook", metavar="RULEBOOK", help="In which rulebook that is.  [default: the one that is meant]")
@click.option("--not", "is_off", is_flag=True, help="Say that it is not about that.")
@by_option
def link_command(statement: str, names: tuple[str, ...], rulebook: str | None, is_off: bool, by: str | None) -> None:
    """Say what a statement is about: rules, points, terms, relations, instruments or readings of a rulebook."""
    from placet.cli.session import default_rulebook, open_rulebook, unknown
    from placet.evidence.review.rulebooks import linkable
    from placet.model.decisions import Link, Unlink

    person = who(by)
    book = open_rulebook(rulebook or default_rulebook())
    known = linkable(book)
    for name in names:
        if name not in known:
            raise unknown("rule, point or reading", name, known, f"in {book.name}")
    with at_desk() as desk:
        standing = desk.find(statement)
        kind = Unlink if is_off else Link
        for name in names:
            _decide(desk, standing, kind(standing.id, book.name, name), person)


@click.command("rebuild", epilog=examples("placet evidence rebuild"))
def rebuild_command() -> None:
    """Work out all statements anew from what was proposed and decided; that happens by itself where it is needed."""
    from placet.cli.output import write
    from placet.show.words import counted

    with at_desk() as desk:
        write(f"worked out anew: {counted(desk.rebuild(), 'document')}\n")


def read_fields(fields: tuple[str, ...]) -> list[tuple[str, str]]:
    """Cut FIELD=VALUE.

    Raises:
        Trouble: a word has no sign of equality.
    """
    found = []
    for word in fields:
        field, is_given, value = word.partition("=")
        if not is_given:
            raise Trouble(f"`{word}` corrects nothing", "Write FIELD=VALUE, as in `day=2014-07-15`.")
        found.append((field.strip(), value))
    return found


def _decide(desk: Desk, standing: Standing, act: Act, person: str) -> None:
    """Record a decision and say how the statement stands now."""
    from placet.cli.output import write_page
    from placet.show.statements import decided_page

    document = standing.statement.document
    desk.decide(act, person, now(), document)
    write_page(decided_page(desk.review(document), standing.id, desk.store.documents.get(document)))
