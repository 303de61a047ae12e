"""Check that a reading or a held rule rests on statements that can carry it."""

from __future__ import annotations

from placet.diagnostics.diagnostic import Label
from placet.language.scope import Scope
from placet.language.tree import Clause, Declaration, NamesClause
from placet.model import Day, Statement


def check_says(scope: Scope, declaration: Declaration) -> list[tuple[int, str]]:
    """Return the statements that a declaration names, each with its token."""
    found: list[tuple[int, str]] = []
    for clause in declaration.clauses:
        if clause.keyword == "says" and isinstance(clause, NamesClause):
            for token in clause.names:
                name = scope.find(token, "statement")
                if name is not None:
                    found.append((token, name))
    return found


def check_carrying(scope: Scope, reader: str, says: list[tuple[int, str]], firm: Clause | None, what: str) -> None:
    """Tell of each statement that cannot carry what rests on it.

    Args:
        scope: the declared names; statements are checked already.
        reader: whose reading or rule it is.
        says: the statements it rests on, with their tokens.
        firm: a clause that settles something, or None where all is left `unsettled`.
        what: `reading` or `rule`.
    """
    for token, name in says:
        statement = scope.statements.get(name)
        if statement is None:
            continue
        if "narrator" in statement.speakers or "media" in statement.speakers:
            who = "narrator" if "narrator" in statement.speakers else "media"
            scope.error(
                "E0710",
                f"`{name}` is the word of the {who}, which carries no {what} of `{reader}`",
                token,
                labels=scope.declared_at(name),
                help="A report shows what was reported, not what a party holds; cite the party's own statement.",
            )
        elif not _is_by(scope, statement, reader):
            scope.error(
                "E0711",
                f"`{name}` is not a statement of `{reader}`, whose {what} this is",
                token,
                labels=scope.declared_at(name),
                help=f"It is by {_speakers(statement)}; a position told by others names `{reader}` as the speaker "
                "and them under `told by`.",
            )
        elif firm is not None and statement.stance in ("acknowledges", "declines", "defers"):
            scope.error(
                "E0712",
                f"`{name}` {statement.stance}, and settles nothing a {what} could rest on",
                token,
                labels=(
                    Label(scope.span(firm.first, firm.last), "this would be settled by it"),
                    *scope.declared_at(name),
                ),
                help="To acknowledge is not to accept, and who declines or defers has not answered: say `unsettled`."
                if what == "reading"
                else "To acknowledge is not to accept, and who declines or defers has not answered.",
            )


def begins(scope: Scope, says: list[tuple[int, str]]) -> tuple[Day, str] | None:
    """Return the day of the first statement, or else of its source, and the name whose day that is."""
    if not says:
        return None
    name = says[0][1]
    statement = scope.statements.get(name)
    if statement is None:
        return None
    if statement.on is not None:
        return statement.on, name
    source = scope.sources.get(statement.source)
    if source is not None and source.published is not None:
        return source.published, source.id
    return None


def _is_by(scope: Scope, statement: Statement, reader: str) -> bool:
    head, _, office = reader.partition(".")
    if statement.text_of is not None:
        instrument = scope.instruments.get(statement.text_of)
        # general law names no parties; its text can carry the reading of anyone who holds it
        return instrument is None or not instrument.members or any(m.party == head for m in instrument.members)
    if office:
        return reader in statement.speakers or head in statement.speakers
    return any(speaker.partition(".")[0] == head for speaker in statement.speakers)


def _speakers(statement: Statement) -> str:
    if statement.text_of is not None:
        return f"the text of `{statement.text_of}`"
    return " and ".join(f"`{speaker}`" for speaker in statement.speakers) or "nobody that is known"
