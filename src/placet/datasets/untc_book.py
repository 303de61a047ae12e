"""Participation tables as a rulebook: each treaty an instrument, whoever consented to be bound a member.

Signing alone binds nobody. When a treaty as a whole entered into force does not stand in such a table: unless it is
given, it stays a day somewhere between the first consent to be bound and the day of the import.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from placet.datasets.coding import block_of
from placet.datasets.states import cow_states
from placet.datasets.tables import Cells, Columns, Fault, read_table
from placet.datasets.untc import Participation, Treaty
from placet.language.words import WORDS
from placet.model import Cite, Day, Instrument, Membership, Party, Period, Rulebook, Source, Statement

NAMES = Columns("a list of participants", ("name", "code"), frozenset(("name", "code")))
"""The columns of a list of participants: the name as it stands in the tables, and the code to call it by."""

_CODE = re.compile(r"[A-Z][A-Z0-9_-]{0,39}")
_DATES_SAY = "The table does not say when the treaty entered into force"


class Participants:
    """The parties of a rulebook by the names that tables give them; the same name is the same party.

    Names of states of the Correlates of War list, and those that the United Nations use for them, have its letters.
    """

    def __init__(self, codes: Mapping[str, str] | None = None) -> None:
        self._codes = {**_usual_codes(), **(codes or {})}
        self._parties: dict[str, Party] = {}
        self._by_name: dict[str, str] = {}

    @property
    def parties(self) -> dict[str, Party]:
        """All parties so far, by code, in the order of their names."""
        return dict(sorted(self._parties.items(), key=lambda pair: pair[1].title))

    def code(self, name: str) -> str:
        """Return the code of a participant, made from its name where no list has one."""
        known = self._by_name.get(name)
        if known is None:
            known = self._codes.get(name) or self._made(name)
            self._by_name[name] = known
            self._parties.setdefault(known, Party(known, name))
        return known

    def _made(self, name: str) -> str:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        stem = re.sub(r"[^A-Z0-9]+", "-", plain.upper()).strip("-")[:40].strip("-")
        if not stem[:1].isalpha():
            stem = f"P-{stem}".strip("-")
        taken = {*self._parties, *self._codes.values()}
        code, number = stem, 1
        while code in taken:
            number += 1
            code = f"{stem}-{number}"
        return code


def read_participants(path: Path) -> dict[str, str] | list[Fault]:
    """Return the codes that a list gives to participants, by their names in the tables."""
    table = read_table(path, NAMES)
    if isinstance(table, list):
        return table
    faults: list[Fault] = []
    found: dict[str, str] = {}
    for record in table.records:
        cells = Cells(table, record, faults)
        name, code = cells.text("name"), cells.text("code")
        if not name:
            cells.tell("`name` is empty", "Write the participant's name as it stands in the tables.")
        if not _CODE.fullmatch(code) or code.lower() in WORDS:
            cells.tell(
                f"`{code}` cannot be a party's code", "A code is a capital letter, then capitals, digits, `-` or `_`."
            )
        found[name] = code
    return faults or found


def pages_of_treaties(treaties: Sequence[Treaty], participants: Participants, today: dt.date) -> dict[str, str]:
    """Return the files of the rulebook, by their names."""
    pages = {f"treaty-{treaty.number}.md": _treaty_page(treaty, participants, today) for treaty in treaties}
    first = _first_page(treaties, participants)
    states = _page(
        [
            "# Participants",
            (
                "The titles are the names in the tables. States of the Correlates of War project’s list have its "
                "letters; the others have codes made from their names."
            ),
            block_of(Rulebook("", parties=participants.parties)),
        ]
    )
    return {"README.md": first, "participants.md": states, **pages}


def instrument_of_treaty(treaty: Treaty, participants: Participants, today: dt.date) -> Instrument:
    """Return a treaty as an instrument."""
    consents = [act.on for each in treaty.participants if (act := each.first("consent")) is not None]
    signatures = [act.on for each in treaty.participants if (act := each.first("signature")) is not None]
    in_force = treaty.in_force
    if in_force is None and consents:
        in_force = Day(min(consents), max(min(consents), today))
    members = [
        Membership(participants.code(each.name), spell) for each in treaty.participants for spell in _spells(each)
    ]
    signed = min(signatures, default=None)
    return Instrument(
        f"untc-{treaty.number}",
        treaty.title,
        members=tuple(members),
        announced=Day.exactly(treaty.adopted) if treaty.adopted is not None else None,
        signed=Day.exactly(signed) if signed is not None and not _is_after(signed, in_force) else None,
        in_force=(Period(in_force),) if in_force is not None else (),
        cites=(Cite(_table_source(treaty)),),
    )


def _spells(participation: Participation) -> list[Period]:
    """Return when a participant is bound: from a consent to a withdrawal, and again from a later consent."""
    force = participation.first("force")
    found: list[Period] = []
    for act in participation.acts:
        is_bound = bool(found) and found[-1].end is None
        if act.kind == "consent" and not is_bound:
            start = max(act.on, force.on) if force is not None and not found else act.on
            found.append(Period(Day.exactly(start)))
        elif act.kind == "leaving" and is_bound:
            begun = found[-1].start
            if begun is not None and act.on > begun.earliest:
                found[-1] = Period(begun, Day.exactly(act.on))
    return found


def statements_of(treaty: Treaty, participants: Participants) -> list[Statement]:
    """Return what the membership does not show: who only signed, who applies it provisionally, who declared what."""
    about = (f"untc-{treaty.number}",)
    found: list[Statement] = []
    for each in treaty.participants:
        code = participants.code(each.name)
        signature, consent, provisional = each.first("signature"), each.first("consent"), each.first("provisional")
        if signature is not None and consent is None:
            text = f"{_verb(signature.name)}; the table has no consent to be bound"
            found.append(_statement(treaty, "signed", code, text, signature.on, about))
        if provisional is not None:
            found.append(
                _statement(treaty, "provisional", code, "applies the treaty provisionally", provisional.on, about)
            )
    seen: dict[str, int] = {}
    for name, text in treaty.declarations:
        code = participants.code(name)
        seen[code] = seen.get(code, 0) + 1
        suffix = f"-{seen[code]}" if seen[code] > 1 else ""
        found.append(
            Statement(
                f"untc-{treaty.number}-declared-{code}{suffix}",
                _text_source(treaty),
                "says",
                _curly(text),
                speakers=(code,),
                about=about,
            )
        )
    return found


def _statement(treaty: Treaty, what: str, code: str, text: str, on: dt.date, about: tuple[str, ...]) -> Statement:
    return Statement(
        f"untc-{treaty.number}-{what}-{code}",
        _table_source(treaty),
        "says",
        text,
        speakers=(code,),
        on=Day.exactly(on),
        about=about,
    )


def _first_page(treaties: Sequence[Treaty], participants: Participants) -> str:
    bound = sum(1 for treaty in treaties for each in treaty.participants if each.first("consent") is not None)
    declared = sum(len(treaty.declarations) for treaty in treaties)
    without = [treaty for treaty in treaties if treaty.in_force is None]
    rests = [
        "A state that only signed is not bound; it is no member, and a statement says that it signed.",
        (
            "A state is a member from the day of its ratification, accession, acceptance, approval, succession or "
            "definitive signature. Treaties often bind a state some days or months later; the table does not say when."
        ),
        (
            "What states declared on signing or consenting is quoted whole, as it stands in the text that came with "
            "the table; straight quotation marks in it have become curly ones."
        ),
        "The tables hold no rules: what a treaty requires has to be written, as rules `under` its instrument.",
    ]
    if without:
        rests.insert(
            2,
            f"{_DATES_SAY} ({len(without)} of {len(treaties)}): it is a day somewhere between the first consent to be "
            "bound and the day of the import, and what hangs on it stays open. Give it with `--in-force`, or write it "
            "into the page.",
        )
    listed = [f"- [{treaty.number}](treaty-{treaty.number}.md): {treaty.title}" for treaty in treaties]
    return _page(
        [
            "# Treaties",
            (
                f"{_counted(len(treaties), 'multilateral treaty', 'multilateral treaties')}, "
                f"{_counted(len(participants.parties), 'participant')}, "
                f"{_counted(bound, 'consent')} to be bound and {_counted(declared, 'declaration')}, made "
                "from tables of the United Nations Treaty Collection by `placet import untc`."
            ),
            "\n".join(listed),
            "## What this rests on",
            "\n".join(f"- {sentence}" for sentence in rests),
        ]
    )


def _treaty_page(treaty: Treaty, participants: Participants, today: dt.date) -> str:
    statements = statements_of(treaty, participants)
    instrument = instrument_of_treaty(treaty, participants, today)
    sources = [
        Source(
            _table_source(treaty),
            f"Status of treaty {treaty.number}: participants",
            by="United Nations Treaty Collection",
            file=treaty.file,
            url=treaty.url,
        )
    ]
    if treaty.declarations:
        sources.append(
            Source(
                _text_source(treaty),
                f"Status of treaty {treaty.number}: declarations and reservations",
                by="United Nations Treaty Collection",
                url=treaty.url,
            )
        )
    notes = []
    if treaty.in_force is None:
        notes.append(f"{_DATES_SAY}.")
    if treaty.left_out:
        notes.append(f"Columns that were not understood: {', '.join(f'“{name}”' for name in treaty.left_out)}.")
    if treaty.empty:
        notes.append(f"A declaration without a text stands under {', '.join(treaty.empty)}.")
    book = Rulebook(
        "",
        sources={source.id: source for source in sources},
        statements={statement.id: statement for statement in statements},
        instruments={instrument.id: instrument},
    )
    return _page([f"# {treaty.number}: {treaty.title}", " ".join(notes), _acts_table(treaty), block_of(book)])


def _acts_table(treaty: Treaty) -> str:
    lines = ["| participant | signed | consent to be bound | how |", "|---|---|---|---|"]
    for each in treaty.participants:
        signature, consent = each.first("signature"), each.first("consent")
        others = [
            f"{act.name.lower()} {act.on}" for act in each.acts if act.kind in ("provisional", "leaving", "force")
        ]
        how = "; ".join([*([consent.name.lower()] if consent is not None else []), *others])
        days = [str(act.on) if act is not None else "" for act in (signature, consent)]
        lines.append(f"| {each.name.replace('|', '/')} | {days[0]} | {days[1]} | {how} |")
    return "\n".join(lines)


def _table_source(treaty: Treaty) -> str:
    return f"status-{treaty.number}"


def _text_source(treaty: Treaty) -> str:
    return f"declarations-{treaty.number}"


def _verb(name: str) -> str:
    return "succeeds to the signature" if name.lower().startswith("succession") else "signs the treaty"


def _is_after(day: dt.date, in_force: Day | None) -> bool:
    return in_force is not None and day > in_force.latest


def _curly(text: str) -> str:
    """Return a text with curly quotation marks for straight ones, so that it can stand between straight ones."""
    return re.sub(r'(^|[\s(\[“])"', r"\1“", text).replace('"', "”")


def _page(parts: Iterable[str]) -> str:
    return "\n\n".join(text for part in parts if (text := part.strip())) + "\n"


@cache
def _usual_codes() -> dict[str, str]:
    found = {state.name: state.letters for state in cow_states().values()}
    text = resources.files("placet.datasets").joinpath("un_names.csv").read_text("utf-8")
    for line in text.splitlines()[1:]:
        name, _, letters = line.rpartition(",")
        found[name] = letters
    return found


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
