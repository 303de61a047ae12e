"""Check instruments and their dates."""

from __future__ import annotations

from placet.diagnostics.diagnostic import Label
from placet.language.check_sources import check_cite
from placet.language.scope import Scope, day_of
from placet.language.tree import (
    CiteClause,
    Clause,
    DayClause,
    DayNode,
    Declaration,
    LengthClause,
    NamedClause,
    NamesClause,
    PeriodClause,
)
from placet.model import Cite, Day, Duration, Instrument, Membership, Part, Period


def check_instrument(scope: Scope, declaration: Declaration) -> Instrument:
    """Return the model's instrument."""
    members: list[Membership] = []
    parts: dict[str, Part] = {}
    days: dict[str, DayClause] = {}
    periods: dict[str, list[Period]] = {"in force": [], "provisional": [], "suspended": []}
    nodes: dict[str, list[PeriodClause]] = {"in force": [], "provisional": [], "suspended": []}
    lengths: dict[str, Duration | None] = {}
    cites: list[Cite] = []
    revivals: list[DayClause] = []
    manner: Clause | None = None
    is_binding = True
    for clause in declaration.clauses:
        keyword = clause.keyword
        if isinstance(clause, DayClause):
            if keyword == "revived":
                revivals.append(clause)
            else:
                days[keyword] = clause
        elif isinstance(clause, PeriodClause):
            period = scope.period(clause.start, clause.end, words=("from", "until"))
            if keyword == "member":
                _add_member(scope, members, clause.party, period)
            else:
                periods[keyword].append(period)
                nodes[keyword].append(clause)
        elif isinstance(clause, NamesClause):
            for token in clause.names:
                _add_member(scope, members, token, Period())
        elif isinstance(clause, NamedClause):
            _add_part(scope, parts, clause)
        elif isinstance(clause, LengthClause):
            lengths[keyword] = check_length(scope, clause.count, clause.unit)
        elif isinstance(clause, CiteClause):
            if (cite := check_cite(scope, clause)) is not None:
                cites.append(cite)
        elif keyword in ("binding", "political"):
            if manner is not None and manner.keyword != keyword:
                scope.error(
                    "E0703",
                    "an instrument is either binding or political",
                    clause.first,
                    labels=(Label(scope.span(manner.first), "it is the other here"),),
                    help="Keep one of the two.",
                )
            manner = clause
            is_binding = keyword == "binding"
    for revival in revivals:
        _revive(scope, periods["suspended"], revival)
    _check_order(scope, days, nodes)
    day = {keyword: day_of(clause.day) for keyword, clause in days.items()}
    return Instrument(
        scope.texts[declaration.name],
        scope.text(declaration.title),
        tuple(members),
        tuple(parts.values()),
        is_binding,
        day.get("announced"),
        day.get("signed"),
        day.get("cancelled"),
        day.get("terminated"),
        day.get("published"),
        tuple(periods["in force"]),
        tuple(periods["provisional"]),
        tuple(periods["suspended"]),
        lengths.get("term"),
        lengths.get("renews"),
        lengths.get("notice"),
        tuple(cites),
        scope.where(declaration.name),
    )


def check_length(scope: Scope, count: int, unit: int) -> Duration | None:
    """Return a length of time, or tell why it is none."""
    number = scope.texts[count].replace("_", "")
    if not number.isdigit() or not 0 < int(number) < 100_000:
        scope.error(
            "E0602",
            f"`{scope.texts[count]}` is not a number of {scope.texts[unit]}",
            count,
            help="A length of time is a whole number above zero.",
        )
        return None
    word = scope.texts[unit]
    return Duration(int(number), word if word.endswith("s") else f"{word}s")  # type: ignore[arg-type]


def find_part(scope: Scope, instrument: str, token: int) -> str | None:
    """Return the part at a token if the instrument has it, or tell and return None."""
    name = scope.texts[token]
    known = scope.instruments.get(instrument)
    if known is None:
        return None
    parts = [part.id for part in known.parts]
    if name not in parts:
        scope.tell_unknown(token, "part", "part", parts, of=f" in `{instrument}`")
        return None
    return name


def _add_member(scope: Scope, members: list[Membership], token: int, period: Period) -> None:
    party = scope.find(token, "party")
    if party is None:
        return
    for member in members:
        if member.party == party and _overlap(member.period, period):
            scope.error(
                "E0704",
                f"`{party}` is named twice as a party to the instrument for the same time",
                token,
                help="Name it once, under `between` or as `member` with its own dates.",
            )
            return
    members.append(Membership(party, period))


def _overlap(one: Period, other: Period) -> bool:
    return _begins_before_end(one, other) and _begins_before_end(other, one)


def _begins_before_end(one: Period, other: Period) -> bool:
    return one.start is None or other.end is None or one.start.earliest < other.end.latest


def _add_part(scope: Scope, parts: dict[str, Part], clause: NamedClause) -> None:
    name = scope.texts[clause.name]
    if name in parts:
        scope.error("E0301", f"the part `{name}` is declared twice", clause.name, help="Give one of them another name.")
        return
    parts[name] = Part(name, scope.text(clause.title))


def _revive(scope: Scope, suspensions: list[Period], revival: DayClause) -> None:
    day = day_of(revival.day)
    if day is None:
        return
    for index, period in enumerate(suspensions):
        if period.end is None and period.start is not None and period.start.earliest <= day.latest:
            suspensions[index] = Period(period.start, day)
            return
    scope.error(
        "E0603",
        "nothing is suspended that could be revived on this day",
        revival.first,
        revival.last,
        help="Say when it was suspended: `suspended from DAY`.",
    )


def _check_order(scope: Scope, days: dict[str, DayClause], periods: dict[str, list[PeriodClause]]) -> None:
    signed = days.get("signed")
    if signed is not None:
        for clause in (*periods["in force"], *periods["provisional"]):
            _require_order(scope, signed.day, "signed", clause.start, clause.keyword, "in force before it is signed")
        for word in ("cancelled", "terminated"):
            if word in days:
                _require_order(scope, signed.day, "signed", days[word].day, word, f"{word} before it is signed")
    terminated = days.get("terminated")
    if terminated is not None:
        for clause in (*periods["in force"], *periods["provisional"]):
            _require_order(
                scope, clause.start, clause.keyword, terminated.day, "terminated", "terminated before it is in force"
            )


def _require_order(
    scope: Scope, earlier: DayNode | None, first: str, later: DayNode | None, second: str, problem: str
) -> None:
    before, after = day_of(earlier), day_of(later)
    if before is None or after is None or earlier is None or later is None or not _precedes(after, before):
        return
    scope.error(
        "E0604",
        f"the instrument would be {problem}: {second} {after}, {first} {before}",
        later.first,
        later.last,
        labels=(Label(scope.span(earlier.first, earlier.last), first),),
        help="Correct one of the two days.",
    )


def _precedes(one: Day, other: Day) -> bool:
    return one.latest < other.earliest
