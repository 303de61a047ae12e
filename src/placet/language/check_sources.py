"""Check sources and statements."""

from __future__ import annotations

from placet.language.scope import Scope, day_of
from placet.language.tree import CiteClause, Clause, DayClause, Declaration, NamesClause, TextClause, TextsClause
from placet.language.words import STANCES
from placet.model import Cite, Source, Statement
from placet.model.rulebook import Stance

ABOUT = ("rule", "term", "relation", "instrument", "point")


def check_source(scope: Scope, declaration: Declaration) -> Source:
    """Return the model's source."""
    texts = {"by": "", "file": "", "url": ""}
    published = None
    basis = ""
    for clause in declaration.clauses:
        if isinstance(clause, TextClause):
            texts[clause.keyword] = scope.text(clause.text)
        elif isinstance(clause, DayClause):
            published = day_of(clause.day)
            basis = scope.text(clause.basis)
    name = scope.texts[declaration.name]
    return Source(
        name,
        scope.text(declaration.title),
        texts["by"],
        published,
        basis,
        texts["file"],
        texts["url"],
        scope.where(declaration.name),
    )


def check_cite(scope: Scope, clause: CiteClause) -> Cite | None:
    """Return a citation, or None where the source is not known."""
    source = scope.find(clause.source, "source")
    if source is None:
        return None
    return Cite(source, scope.word(clause.paragraph) if clause.paragraph >= 0 else None)


def check_statement(scope: Scope, declaration: Declaration) -> Statement:
    """Return the model's statement."""
    name = scope.texts[declaration.name]
    source = paragraph = None
    stance: TextClause | None = None
    speakers: tuple[str, ...] = ()
    description = told_description = to = basis = ""
    text_of = told_by = day = None
    is_unnamed = False
    relays: tuple[str, ...] = ()
    about: list[str] = []
    speaking: Clause | None = None
    for clause in declaration.clauses:
        keyword = clause.keyword
        if isinstance(clause, CiteClause):
            cite = check_cite(scope, clause)
            source, paragraph = (cite.source, cite.paragraph) if cite else ("", None)
        elif keyword in STANCES and isinstance(clause, TextClause):
            if stance is not None:
                scope.error(
                    "E0213",
                    f"a statement takes one stance, and this one both `{stance.keyword}` and `{keyword}`",
                    clause.first,
                    help="Make two statements of it.",
                )
            stance = clause
        elif keyword == "text of" and isinstance(clause, NamesClause):
            speaking = clause
            text_of = scope.find(clause.names[0], "instrument")
        elif keyword == "by" and isinstance(clause, NamesClause):
            speaking = clause
            speakers = _check_speakers(scope, clause)
            description = scope.text(clause.text)
        elif keyword == "told by" and isinstance(clause, NamesClause):
            told_by = _check_teller(scope, clause)
            told_description = scope.text(clause.text)
        elif isinstance(clause, TextsClause):
            relays = tuple(scope.text(token) for token in clause.texts)
        elif isinstance(clause, DayClause):
            day = day_of(clause.day)
            basis = scope.text(clause.basis)
        elif keyword == "to" and isinstance(clause, TextClause):
            to = scope.text(clause.text)
        elif keyword == "about" and isinstance(clause, NamesClause):
            about.extend(check_about(scope, clause))
        elif keyword == "unnamed":
            is_unnamed = True
    _require(scope, declaration, source is not None, "`in` and the source it stands in")
    _require(scope, declaration, speaking is not None, "`by` and who speaks")
    _require(scope, declaration, stance is not None, 'a stance, such as `says "…"` or `denies "…"`')
    if stance is not None and not scope.text(stance.text).strip():
        scope.warn(
            "W0304",
            f"the words of the statement `{name}` are missing",
            stance.first,
            stance.last,
            help="Say in your own words what it comes to; a rulebook copies no sentence of its sources.",
        )
    if told_by is not None and speaking is not None:
        _check_told(scope, declaration, told_by, speakers)
    takes: Stance = stance.keyword if stance else "says"  # type: ignore[assignment]
    return Statement(
        name,
        source or "",
        takes,
        scope.text(stance.text) if stance else "",
        speakers,
        description,
        is_unnamed,
        text_of,
        told_by,
        told_description,
        relays,
        paragraph,
        day,
        basis,
        to,
        tuple(about),
        scope.where(declaration.name),
    )


def check_about(scope: Scope, clause: NamesClause) -> list[str]:
    """Return what a statement or a question is filed under."""
    found = []
    for token in clause.names:
        if scope.texts[token] == "members" and "members" not in scope.known:
            found.append("members")
        elif (name := scope.find(token, "about", *ABOUT)) is not None:
            found.append(name)
    return found


def _check_speakers(scope: Scope, clause: NamesClause) -> tuple[str, ...]:
    speakers: list[str] = []
    for token in clause.names:
        word = scope.texts[token]
        speaker = word if word in ("narrator", "media") else scope.find_reader(token)
        if speaker is None:
            continue
        if speaker in speakers:
            scope.warn("W0303", f"`{speaker}` stands twice among the speakers", token, help="Name it once.")
            continue
        speakers.append(speaker)
    if len(speakers) > 1 and not {"narrator", "media"}.isdisjoint(speakers):
        scope.error(
            "E0701",
            "a narrator or a medium cannot speak together with others",
            clause.first,
            clause.last,
            help="Make one statement of what the others said, and another of what the reporter adds.",
        )
    return tuple(speakers)


def _check_teller(scope: Scope, clause: NamesClause) -> str | None:
    token = clause.names[0]
    word = scope.texts[token]
    if "." in word:
        return scope.find_reader(token)
    return scope.find(token, "party")


def _check_told(scope: Scope, declaration: Declaration, told_by: str, speakers: tuple[str, ...]) -> None:
    clause = next(clause for clause in declaration.clauses if clause.keyword == "told by")
    party = told_by.partition(".")[0]
    if any(speaker.partition(".")[0] == party for speaker in speakers):
        scope.error(
            "E0702",
            f"`{party}` speaks here and is also the one who tells it",
            clause.first,
            clause.last,
            help="`told by` names the other side; leave it out where a party tells its own position.",
        )


def _require(scope: Scope, declaration: Declaration, is_there: bool, what: str) -> None:
    if not is_there and declaration.is_sound:
        scope.error(
            "E0212",
            f"the statement `{scope.texts[declaration.name]}` lacks {what}",
            declaration.first,
            declaration.name + 1,
            help="A statement says in which source it stands, who speaks, and with which stance.",
        )
