"""One coder's data set of alliances as a rulebook: its pages, its parties, its instruments and rules."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from placet.datasets.alliances import (
    ACT,
    BY_COLUMN,
    CONDITIONS,
    CONSULTATION,
    FIELDS,
    MET,
    OBLIGATIONS,
    Alliance,
    instrument_of,
    phases_of,
    rules_of,
    title_of,
)
from placet.datasets.states import Naming, usual_number
from placet.language.format import format_text
from placet.language.write import write_rulebook
from placet.model import Instrument, Party, Rule, Rulebook, Source

RELATIONS = {
    "secrecy": (
        "public, partly-secret, secret",
        "whether it was public, had secret articles, or was secret as a whole",
    ),
    "bilateral": ("yes or no", "whether it is between two states"),
    "asymmetric": ("yes or no", "whether the members owe each other different things"),
    "territorial": ("yes or no", "whether what some member owes is limited to a territory"),
    "wartime": ("yes or no", "whether it was concluded in wartime"),
}
"""What the tables say of an alliance as a whole: what each relation can be, and what it says."""

_WITH_STEP = "needs consultation"

NUMBERS = "ccode"
"""The relation that says which number a party has in the tables, where its code does not."""


class Coding(msgspec.Struct, frozen=True):
    """What one coder says: all alliances of a table, where they come from, and what was not taken over.

    `citation` is a sentence on how its makers wish to be cited, `notes` are paragraphs for the first page, `names`
    those of states as the table calls them.
    """

    id: str
    name: str
    sources: tuple[Source, ...]
    alliances: tuple[Alliance, ...]
    rows: int
    file: str
    citation: str = ""
    notes: tuple[str, ...] = ()
    names: dict[int, str] = {}
    left_out: tuple[str, ...] = ()

    @property
    def members(self) -> tuple[int, ...]:
        """The numbers of all states that are in some alliance, rising."""
        return tuple(sorted({number for alliance in self.alliances for number in alliance.members}))

    def unlisted(self, naming: Naming) -> dict[int, int]:
        """Return the numbers of members that no list of names has, rising, each with how many terms it has.

        A term is a row where a row is a member.
        """
        terms = Counter(term.member for alliance in self.alliances for term in alliance.terms)
        return {number: terms[number] for number in sorted(terms) if number not in naming.names}


def pages_of(coding: Coding, naming: Naming, beside: Rulebook | None = None) -> dict[str, str]:
    """Return the files of the rulebook, by their names.

    Args:
        coding: what was read.
        naming: what the states are called; all of its states become parties, so that two codings can be compared.
        beside: another rulebook; its parties are taken over, in its order, and with them its names.
    """
    naming = naming.with_names(coding.names)
    numbers = sorted({*naming.codes, *coding.members})
    parties = dict(beside.parties) if beside is not None else {}
    parties = {
        party.id: party
        for party in (*parties.values(), *(naming.party(n) for n in numbers if naming.code(n) not in parties))
    }
    pages = {"README.md": _first_page(coding), "states.md": _states_page(list(parties.values()), naming, numbers)}
    by_decade: dict[int, list[Alliance]] = {}
    for alliance in coding.alliances:
        by_decade.setdefault(alliance.start.latest.year // 10 * 10, []).append(alliance)
    for decade, alliances in sorted(by_decade.items()):
        pages[f"alliances-{decade:04d}s.md"] = _decade_page(coding, naming, decade, alliances)
    for relation in _relations(coding):
        rows = [(each.id, each.marks[relation]) for each in coding.alliances if relation in each.marks]
        pages[f"{relation}.csv"] = _relation_table(rows)
    if not naming.is_usual:
        pages[f"{NUMBERS}.csv"] = _relation_table([(naming.code(number), f"c{number}") for number in numbers])
    return pages


def naming_beside(naming: Naming, beside: Rulebook) -> Naming:
    """Return the codes that another rulebook has for the states, so that both have the same parties."""
    codes = {number: party for party, number in numbers_of(beside).items() if number is not None}
    return msgspec.structs.replace(naming, codes={**naming.codes, **codes})


def example_of(coding: Coding, naming: Naming) -> dict[str, str]:
    """Return the facts of a question that the last alliance answers, with its day as `on`; none where nothing does."""
    for alliance in reversed(coding.alliances):
        for term in alliance.terms:
            owed = next((each for each in term.commitments if each.obligation != CONSULTATION), None)
            for other in alliance.terms:
                day = max(term.start.latest, other.start.latest)
                ends = [end.earliest for end in (term.end, other.end) if end is not None]
                is_partner = other.member != term.member and (not ends or day < min(ends))
                if owed is None or not is_partner or (owed.toward and other.member not in owed.toward):
                    continue
                facts = {
                    "actor": naming.code(term.member),
                    "toward": naming.code(other.member),
                    "act": BY_COLUMN[owed.obligation].act,
                }
                if owed.conditions:
                    facts["met"] = ",".join(owed.conditions)
                return {**facts, "on": day.isoformat()}
    return {}


def numbers_of(rulebook: Rulebook) -> dict[str, int | None]:
    """Return the number that each party has in the tables; None where the rulebook does not say."""
    relation = rulebook.relations.get(NUMBERS)
    given: dict[str, int] = {}
    for entry in relation.entries if relation is not None else ():
        digits = str(entry.values[0])[1:] if entry.values else ""
        if digits.isascii() and digits.isdigit():
            given[entry.key] = int(digits)
    return {party: given.get(party, usual_number(party)) for party in rulebook.parties}


def lacking_field(rulebook: Rulebook) -> str | None:
    """Return the first field that a rulebook lacks, or has otherwise, of those by which obligations are asked for."""
    for field in FIELDS:
        known = rulebook.fields.get(field.id)
        if known is None and field.id == MET.id:
            continue
        if known is None or (known.type.kind, known.type.is_set) != (field.type.kind, field.type.is_set):
            return field.id
    is_whole = {each.act for each in OBLIGATIONS} <= set(rulebook.fields[ACT.id].type.names)
    return None if is_whole else ACT.id


def block_of(rulebook: Rulebook) -> str:
    """Return what a rulebook declares as one block in the usual layout."""
    text = write_rulebook(rulebook)
    return text[text.index("```placet") :].rstrip()


def _relations(coding: Coding) -> list[str]:
    return [name for name in RELATIONS if any(name in alliance.marks for alliance in coding.alliances)]


def _first_page(coding: Coding) -> str:
    terms = [term for alliance in coding.alliances for term in alliance.terms]
    open_ended = sum(any(term.end is None for term in alliance.terms) for alliance in coding.alliances)
    uncertain = sum(not (term.start.is_certain and (term.end is None or term.end.is_certain)) for term in terms)
    acts = [
        f"| `{each.act}` | {each.says} | {_WITH_STEP if each.column == CONSULTATION else 'barred'} | {each.column} |"
        for each in OBLIGATIONS
    ]
    rests = [
        (
            f"An alliance is in effect while the table has somebody in it; {open_ended} of them still are where it "
            "ends. What came after that is not in it."
        ),
        f"A day or month that the table does not know is a day somewhere in its month or year ({uncertain} rows).",
        "Every obligation counts as binding, and the day of exit is the first without it.",
    ]
    noun = "alliance" if len(coding.alliances) == 1 else "alliances"
    parts = [
        f"# {coding.name}",
        f"{len(coding.alliances):,} {noun} among {len(coding.members)} states, as {coding.name} codes them: made "
        f"from {coding.rows:,} rows of `{coding.file}` by `placet import {coding.id}`. {coding.citation}".rstrip(),
        "## How to ask",
        "A question names who acts (`actor`), toward which state (`toward`) and what it means to do (`act`):",
        "\n".join(["| act | that is, to | for a member who owes it | column |", "|---|---|---|---|", *acts]),
        (
            "What A owes B stands in A’s column of the answer. Whom A has to consult is asked without `toward`: the "
            "answer names each of them."
        ),
    ]
    if any(commitment.conditions for term in terms for commitment in term.commitments):
        parts += [
            "## Conditions",
            (
                "Where an obligation hangs on a condition, its rule says so; which are fulfilled is the field `met`. "
                "While it is not given, the answer stays open and names it."
            ),
            "\n".join(f"- `{name}`: {words}" for name, words in CONDITIONS.items()),
        ]
    parts += ["## What this rests on", "\n".join(f"- {sentence}" for sentence in rests), *coding.notes]
    if coding.left_out:
        parts.append(f"Columns that were not taken over: {', '.join(f'`{name}`' for name in coding.left_out)}.")
    relations = _relations(coding)
    if relations:
        told = "\n".join(f"- `{name}`: {RELATIONS[name][1]}" for name in relations)
        declared = "\n".join(
            f'relation {name} : instrument to {RELATIONS[name][0]} from "{name}.csv"' for name in relations
        )
        parts += [
            (
                "What the table says of an alliance as a whole stands in relations; `placet instruments --where` asks "
                "for them."
            ),
            told,
            format_text(f"```placet\n{declared}\n```"),
        ]
    parts.append(
        block_of(
            Rulebook(
                "",
                fields={each.id: each for each in FIELDS},
                sources={each.id: each for each in coding.sources},
            )
        )
    )
    return _page(parts)


def _states_page(parties: Sequence[Party], naming: Naming, numbers: Sequence[int]) -> str:
    parts = [
        "# States",
        (
            "The letters are those of the Correlates of War project’s list of states (version 2016); a state that "
            "ceased to be one has its years beside its name. `C` and a number is a code that the list does not have."
        ),
        block_of(Rulebook("", parties={party.id: party for party in parties})),
    ]
    if not naming.is_usual:
        values = ", ".join(f"c{number}" for number in numbers)
        parts += [
            "The numbers that the states have in the tables:",
            format_text(f'```placet\nrelation {NUMBERS} : party to {values} from "{NUMBERS}.csv"\n```'),
        ]
    return _page(parts)


def _decade_page(coding: Coding, naming: Naming, decade: int, alliances: Sequence[Alliance]) -> str:
    parts = [f"# {coding.name}: alliances that began in the {decade}s"]
    for alliance in alliances:
        remarks = [
            re.sub(r"\{(\d+)\}", lambda match: naming.name(int(match[1])), remark) for remark in alliance.remarks
        ]
        if phases_of(alliance):
            remarks.insert(0, f"The table divides it into {len(phases_of(alliance))} phases.")
        if not any(term.commitments for term in alliance.terms):
            remarks.append("None of the obligations is coded.")
        instrument = instrument_of(alliance, naming)
        rules = rules_of(alliance, naming)
        parts += [
            f"## {alliance.id}: {title_of(alliance, naming)}",
            " ".join(remarks),
            _alliance_block(instrument, rules),
        ]
    return _page(parts)


def _alliance_block(instrument: Instrument, rules: Iterable[Rule]) -> str:
    return block_of(Rulebook("", instruments={instrument.id: instrument}, rules={rule.id: rule for rule in rules}))


def _page(parts: Iterable[str]) -> str:
    return "\n\n".join(text for part in parts if (text := part.strip())) + "\n"


def _relation_table(rows: Iterable[tuple[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("key", "value"))
    writer.writerows(rows)
    return out.getvalue()
