"""`placet interview`: asks only what still decides something, forth and back, and ends with the answer."""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from placet.cli.completion import complete_fact, complete_reader, complete_rulebook
from placet.cli.exactness import exact_answer
from placet.cli.examples import examples
from placet.cli.session import DAY, open_rulebook, today
from placet.cli.trouble import Trouble

if TYPE_CHECKING:
    from placet.engine import Decider
    from placet.engine.space.asking import Asking, Prospect
    from placet.model import Answer, Field, ReaderAnswer, Rulebook, Value
    from placet.show.page import Page

T = TypeVar("T")

_COMMANDS = {"b": "back", "u": "unknown", "w": "why this question", "q": "answer now"}


@click.command("interview", epilog=examples("printf '1\\nq\\n' | placet interview korea --on 2014-11-17"))
@click.argument("rulebook", shell_complete=complete_rulebook)
@click.argument("facts", nargs=-1, metavar="[FIELD=VALUE | QUESTION]...", shell_complete=complete_fact)
@click.option("--on", type=DAY, metavar="DAY", help="The day of the act.  [default: today]")
@click.option("--known", type=DAY, metavar="DAY", help="Use only what was public on this day.  [default: everything]")
@click.option(
    "--reader",
    "readers",
    multiple=True,
    metavar="READER",
    shell_complete=complete_reader,
    help="Ask only what matters for this reader; may be repeated.",
)
@click.option("--why", is_flag=True, help="End with the proof too.")
def interview_command(
    rulebook: str,
    facts: tuple[str, ...],
    on: dt.date | None,
    known: dt.date | None,
    readers: tuple[str, ...],
    why: bool,
) -> None:
    """Be asked about a situation, question by question, as long as the answer still hangs on something.

    Asked for is always that after which the fewest further questions are to be expected, over all situations.

    Answer with the number or the name of a choice. `b` goes back a question and keeps what was said after it, `u`
    leaves a question unknown, `w` says why it is asked, `q` ends with the answer as far as it goes. Another fact than
    the one that is asked for is told as FIELD=VALUE.
    """
    from placet.cli.ask import print_answer
    from placet.cli.facts import Asked, check_readers, read_asked
    from placet.cli.output import write
    from placet.engine import Decider

    book = open_rulebook(rulebook)
    check_readers(book, readers)
    asked = read_asked(book, facts, on, known, today())
    talk = Interview(book, Decider(book, asked.on, asked.known), asked.given, readers)
    with exact_answer(book, "Give some facts at the start, as in `actor=USA`."):
        answer = talk.run()
    write("\n")
    said = Asked(answer.question.given, asked.on, asked.known, asked.name, asked.text, asked.note)
    print_answer(book, answer, said, with_proof=why)


class Interview:
    """A talk about one situation: what was asked so far, and everything that was ever said."""

    def __init__(self, book: Rulebook, decider: Decider, given: dict[str, Value], readers: tuple[str, ...]) -> None:
        self.book = book
        self.decider = decider
        self.at_start = dict(given)
        self.readers = readers
        self.said: dict[str, Value] = {}
        self.unknown: set[str] = set()
        self.asked: list[str] = []
        self._asking: Asking | None = None

    def run(self) -> Answer:
        """Ask until nothing that can be said matters any more, or no more is said; return the answer."""
        while True:
            field = self.next_field()
            if field is None or not self._ask(field):
                return self.decider.answer(self.given())

    def given(self) -> dict[str, Value]:
        """Return the facts at the start and those that were said in answer to the questions asked."""
        said = {field: self.said[field] for field in self.asked if field in self.said and field not in self.unknown}
        return {**self.at_start, **said}

    def next_field(self) -> str | None:
        """Return the missing field that settles most; None where none is missing that was not asked for."""
        given = self.given()
        missing = {
            point.name
            for one in self._readers(self.decider.decide(given).readers)
            for point in one.missing
            if point.kind == "field" and point.name not in self.asked
        }
        if not missing:
            return None
        chosen = self._work_out(given, lambda asking: asking.next_field(given, self.asked))
        return chosen if chosen in missing else self._most_deciding(given, missing)

    def prospect(self, field: str) -> Prospect | None:
        """Return what is to be expected once a field is told; None where that is too much to be worked out."""
        given = self.given()
        return self._work_out(given, lambda asking: asking.prospect(given, field, self.asked))

    def _work_out(self, given: dict[str, Value], find: Callable[[Asking], T]) -> T | None:
        """Find something out about what may be asked; None where that would be too much before more is said."""
        from placet.engine import DiagramTooLarge
        from placet.engine.space.asking import Asking

        try:
            if self._asking is None or not self._asking.is_about(given):
                readers = self._readers(self.decider.decide(given).readers)
                columns = [self.decider.columns[one.reader] for one in readers]
                self._asking = Asking(columns, self.decider.variables, given)
            return find(self._asking)
        except DiagramTooLarge:
            self._asking = None
            return None

    def _most_deciding(self, given: dict[str, Value], missing: set[str]) -> str:
        """The missing field that is in most of the smallest deciding sets; the first declared of several."""
        counts: Counter[str] = Counter()
        for one in self._readers(self.decider.answer(given, prove=False).readers):
            for points in one.deciding:
                # A small set is nearer to a settled answer than a large one.
                counts.update({point.name: 12 // len(points) + 1 for point in points if point.kind == "field"})
        return max((field for field in self.book.fields if field in missing), key=lambda field: counts[field])

    def _readers(self, answers: dict[str, ReaderAnswer]) -> list[ReaderAnswer]:
        # An office that has no reading of its own answers as its party.
        wanted = {one if one in answers else one.partition(".")[0] for one in self.readers}
        return [one for one in answers.values() if (one.reader in wanted if wanted else one.role != "voice")]

    def _ask(self, field_id: str) -> bool:
        """Ask one question until it is answered; False where no more will be said."""
        field = self.book.fields[field_id]
        self._show(self._question_page(field))
        while True:
            line = _read_line()
            if line is None or line == "q":
                return False
            told = field
            name, _, value = line.partition("=")
            is_fact = "=" in line and name.strip() in self.book.fields
            if is_fact:
                # Another fact than the one that is asked for: what is still missing then is asked anew.
                told, line = self.book.fields[name.strip()], value.strip()
            match line:
                case "b" if not is_fact:
                    if not self.asked:
                        self._tell("this is the first question")
                        continue
                    self.asked.pop()
                    return True
                case "w" if not is_fact:
                    self._show(self._reasons_page(field_id))
                    continue
                case "u" if not is_fact:
                    self.unknown.add(told.id)
                case "" if told.id in self.said or told.id in self.unknown:
                    pass
                case _:
                    try:
                        read_choice(self.book, told, line, self.said)
                    except Trouble as trouble:
                        self._tell(trouble.message, trouble.help)
                        continue
                    if told.id in self.said:
                        self.unknown.discard(told.id)
                    else:
                        self.unknown.add(told.id)
            if told.id not in self.asked:
                self.asked.append(told.id)
            return True

    def _question_page(self, field: Field) -> Page:
        from placet.cli.facts import value_names
        from placet.show.page import Gap, Ink, Paragraph, Record, faint, ink, name, strong
        from placet.show.words import title_of, written_value

        number = len(self.asked) + 1
        names = value_names(self.book, field)
        rows = tuple(
            (ink(f"{at:>2}"), ink(name(one), faint(f" {title_of(self.book, one)}"))) for at, one in enumerate(names, 1)
        )
        hints = [f"{key} {words}" for key, words in _COMMANDS.items()]
        if field.id in self.unknown:
            hints.insert(0, "enter keeps unknown")
        elif field.id in self.said:
            hints.insert(0, f"enter keeps {written_value(self.said[field.id])}")
        how = ""
        if field.type.is_set:
            how = " Several may be given, as 1,3; none if there are none."
        elif field.type.kind == "number":
            how = f" A number{' in ' + field.type.unit if field.type.unit else ''}."
        page: list[Gap | Paragraph | Record] = [
            Gap(),
            Paragraph(ink(faint(f"{number}  "), strong(field.question or field.id), faint(how)), hang=3),
        ]
        if rows:
            page.append(Record(rows, indent=1))
        page.append(Paragraph(ink(faint("   "), Ink(" · ".join(hints), "faint")), indent=3))
        return tuple(page)

    def _reasons_page(self, field_id: str) -> Page:
        from placet.show.answer import deciding_words
        from placet.show.page import Paragraph, faint, ink, strong

        reasons: dict[tuple[str, str], list[str]] = {}
        for one in self._readers(self.decider.answer(self.given()).readers):
            if any(point.name == field_id and point.kind == "field" for point in one.missing):
                rules = ", ".join(dict.fromkeys(proof.rule for proof in one.proof if proof.outcome == "open"))
                reasons.setdefault((deciding_words(one), rules), []).append(one.reader)
        prospect = self.prospect(field_id)
        page = [Paragraph(ink(prospect_words(prospect)), indent=3, hang=2)] if prospect is not None else []
        for (sets, rules), readers in reasons.items():
            why = ink(faint(", which could be settled by "), sets) if sets else ()
            hangs = faint(f"; it is open whether {rules} applies" if rules else "")
            page.append(Paragraph(ink(strong(", ".join(readers)), " undetermined", why, hangs), indent=3, hang=2))
        return tuple(page)

    def _show(self, page: Page) -> None:
        from placet.cli.output import write_page

        write_page(page)
        sys.stdout.flush()

    def _tell(self, message: str, help: str = "") -> None:
        from placet.show.page import Ink, Paragraph, faint, ink

        self._show((Paragraph(ink(Ink(message, "doubt"), faint(f". {help}" if help else "")), indent=3, hang=2),))


def prospect_words(prospect: Prospect) -> str:
    """Say what is to be expected once the fact that is asked for is told."""
    if prospect.settled == 1:
        return "Once it is told, nothing more needs to be asked."
    more = f", and at most {prospect.further:.2g} more questions follow" if prospect.further is not None else ""
    share = f"{min(max(round(100 * prospect.settled), 1), 99)} %"
    opening = (
        f"Once it is told, nothing more needs to be asked in {share} of the cases: every combination of what is not "
        "yet known is one."
        if prospect.settled
        else "It alone settles nothing, whatever it is."
    )
    return f"{opening} On average, {prospect.left:.2g} of the {prospect.now} facts that matter now still do then{more}."


def read_choice(book: Rulebook, field: Field, line: str, said: dict[str, Value]) -> None:
    """Add an answer to what was said: the numbers of choices, or a value as it is typed elsewhere.

    Raises:
        Trouble: there is no such choice and no such value.
    """
    from placet.cli.facts import read_fact, value_names

    names = value_names(book, field)
    parts = [part.strip() for part in line.split(",")] if field.type.is_set else [line]
    if field.type.kind != "number" and all(part.isascii() and part.isdigit() for part in parts):
        wrong = [part for part in parts if not 1 <= int(part[:6]) <= len(names)]
        if wrong:
            raise Trouble(f"there is no choice {wrong[0]}", f"Choose from 1 to {len(names)}.")
        parts = [names[int(part) - 1] for part in parts]
    if field.type.kind == "yesno" and line.casefold() in ("y", "n"):
        parts = ["yes" if line.casefold() == "y" else "no"]
    read_fact(book, field.id, ",".join(parts), said)


def _read_line() -> str | None:
    """Return what is typed, without spaces around it; None at the end of the input."""
    if sys.stdin.isatty():
        try:
            return input(" > ").strip()
        except EOFError:
            return None
    line = sys.stdin.readline()
    return line.strip() if line else None
