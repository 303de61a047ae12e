"""`placet evidence review`: the queue of statements in the terminal, one key for a decision."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from placet.cli.evidence.at_desk import at_desk, by_option, complete_document, find_document, nothing_stored, now, who
from placet.cli.evidence.keys import Keys
from placet.cli.examples import examples
from placet.cli.trouble import Trouble, tell_trouble

if TYPE_CHECKING:
    from placet.evidence.review import Desk, Review
    from placet.evidence.suggest import Suggested, Suggester
    from placet.model import Rulebook
    from placet.model.decisions import Act
    from placet.model.statements import Standing
    from placet.show.page import Line, Page

_GLUE = "\N{NO-BREAK SPACE}"

KEYS = {
    "a": "accept",
    "c": "correct",
    "s": "split",
    "m": "merge",
    "r": "reject",
    "d": "duplicate",
    "u": "undo",
    "w": "own words",
    "l": "link",
    "=": "settle",
    "n": "next",
    "p": "previous",
    "?": "keys",
    "q": "quit",
}
"""What each key does."""

DIGITS = "123456789"
"""The keys that take one of several readings of a passage."""


@click.command(
    "review",
    epilog=examples(
        "placet evidence review --by ann",
        "placet evidence review article.txt --rulebook korea",
        "printf 'a\\nq\\n' | placet evidence review --by ann",
    ),
)
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...", shell_complete=complete_document)
@click.option("--rulebook", metavar="RULEBOOK", help="The rulebook whose rules and points statements are linked to.")
@click.option("--all", "is_all", is_flag=True, help="Show what has been decided, too.")
@by_option
def review_command(documents: tuple[str, ...], rulebook: str | None, is_all: bool, by: str | None) -> None:
    """Decide on statements, one after the other: what is open, and what people part over.

    Every decision is kept at once, so the work can be left and taken up at any time. `?` lists the keys. Where input
    is piped in, each line is a key with what it asks for after it: `c day=2014-07-15`, `r no statement`.
    """
    from placet.cli.evidence.statements import propose_where_new
    from placet.cli.evidence.suggest import open_suggester
    from placet.cli.session import open_rulebook

    person = who(by)
    book = open_rulebook(rulebook) if rulebook is not None else None
    with at_desk() as desk:
        hashes = [find_document(desk, one) for one in documents]
        hashes = list(dict.fromkeys(hashes)) or [one.sha256 for one in desk.store.documents.list()]
        if not hashes:
            raise nothing_stored()
        propose_where_new(desk, hashes)
        suggester = open_suggester(book, rulebook) if book is not None and rulebook is not None else None
        session = Session(desk, hashes, person, book, suggester, is_all=is_all)
        with session.keys.pressed_one_by_one():
            session.run()


class Session:
    """A walk through the queue; everything that is decided is in the store as soon as it is."""

    def __init__(
        self,
        desk: Desk,
        hashes: list[str],
        person: str,
        book: Rulebook | None,
        suggester: Suggester | None = None,
        *,
        is_all: bool,
    ) -> None:
        self.desk = desk
        self.person = person
        self.book = book
        self.suggester = suggester
        self.reviews = {sha256: desk.review(sha256) for sha256 in hashes}
        self.items: list[tuple[str, str]] = [
            (sha256, one.id)
            for sha256, review in self.reviews.items()
            for one in (review.standings.values() if is_all else review.queue)
        ]
        self.at = 0
        self.decided = 0
        self.is_typed = sys.stdin.isatty()
        self.keys = Keys()

    def run(self) -> None:
        """Show one after the other until no more is wanted."""
        if not self.items:
            self._say("Nothing waits for a decision.")
            return
        is_shown = False
        while True:
            if not is_shown:
                self._show_card()
            pressed = self._key()
            if pressed is None or pressed[0] == "q":
                break
            is_shown = not self._press(*pressed)
        waiting = sum(len(review.queue) for review in self.reviews.values())
        self._say(f"{self.decided} decided; {waiting} {'waits' if waiting == 1 else 'wait'} for a decision.")

    @property
    def review(self) -> Review:
        """How everything in the document at hand stands."""
        return self.reviews[self.items[self.at][0]]

    @property
    def standing(self) -> Standing | None:
        """The statement at hand; None where what made it was taken back."""
        return self.review.standings.get(self.items[self.at][1])

    def _press(self, key: str, rest: str) -> bool:
        """Do what a key asks for; say whether the card is to be shown anew."""
        if key == "?":
            self._show_keys()
            return False
        if key in "np":
            return self._move(1 if key == "n" else -1)
        acts: dict[str, Callable[[str], Act | None]] = {
            "a": self._accept,
            "c": self._correct,
            "s": self._split,
            "m": self._merge,
            "r": self._reject,
            "d": self._duplicate,
            "w": self._word,
            "l": self._link,
            "=": self._settle,
        }
        if key not in ("u", *DIGITS) and key not in acts:
            tell_trouble(f"the key `{key}` does nothing", "`?` lists the keys.")
            return False
        from placet.evidence.review import Refused
        from placet.store import StoreTrouble

        try:
            if key == "u":
                return self._undo()
            if self.standing is None:
                raise Trouble("this statement is no longer there", "`n` goes on.")
            if key in DIGITS:
                return self._choose(int(key))
            act = acts[key](rest)
            if act is None:
                return True
            self._decide(act)
        except (Refused, StoreTrouble, Trouble) as trouble:
            tell_trouble(trouble.message, trouble.help)
            return False
        # Words, links and corrections in progress leave the card where it is.
        here = self.items[self.at][1]
        if key not in "wl" and not (key == "=" and any(one.id == here for one in self.review.queue)):
            self._go_on()
        return True

    def _decide(self, act: Act) -> None:
        sha256, name = self.items[self.at]
        before = set(self.reviews[sha256].standings)
        self.desk.decide(act, self.person, now(), sha256)
        self.decided += 1
        self.reviews[sha256] = self.desk.review(sha256)
        made = [(sha256, one) for one in self.reviews[sha256].standings if one not in before]
        self.items[self.at + 1 : self.at + 1] = [one for one in made if one not in self.items]
        from placet.show.statements import decided_page

        self._page(decided_page(self.reviews[sha256], name, self.desk.store.documents.get(sha256)))

    def _undo(self) -> bool:
        from placet.evidence.review.decide import last_own
        from placet.model.decisions import Undo

        lasts = [(one, sha256) for sha256, review in self.reviews.items() if (one := last_own(review, self.person))]
        if not lasts:
            raise Trouble(f"{self.person} has decided nothing yet", "There is nothing to take back.")
        last, sha256 = max(lasts, key=lambda pair: pair[0].at)
        self.desk.decide(Undo(last.id), self.person, now(), sha256)
        self.reviews[sha256] = self.desk.review(sha256)
        self.decided = max(self.decided - 1, 0)
        place = (sha256, last.proposals[0])
        if place not in self.items:
            self.items.insert(self.at, place)
        self.at = self.items.index(place)
        self._say(f"Taken back: decision {last.id}.")
        return True

    def _accept(self, rest: str) -> Act:
        from placet.evidence.review.decide import accept

        assert self.standing is not None
        return accept(self.review, self.standing.id, self.person, rest)

    def _choose(self, number: int) -> bool:
        """Take one of several readings of the passage, and reject the others."""
        from placet.evidence.review.decide import choose, readings_of

        assert self.standing is not None
        readings = readings_of(self.review, self.standing.id)
        if len(readings) == 1 or number > len(readings):
            raise Trouble(f"there is no reading {number} here", "`a` accepts the statement as it stands.")
        for act in choose(self.review, readings[number - 1].id, self.person):
            self._decide(act)
        self._go_on()
        return True

    def _correct(self, rest: str) -> Act | None:
        from placet.cli.evidence.decide import read_fields
        from placet.evidence.review.corrections import FIELDS, read_change
        from placet.evidence.review.decide import correct

        assert self.standing is not None
        typed = [rest] if rest else []
        if not rest:
            self._say(f"FIELD=VALUE, one a line; an empty line ends. Fields: {', '.join(FIELDS)}.")
            while line := self._ask("  "):
                typed.append(line)
        if not typed:
            return None
        document = self.desk.store.documents.get(self.standing.statement.document)
        change = read_change(self.standing.statement, document, read_fields(tuple(typed)))
        return correct(self.review, self.standing.id, change, self.person)

    def _split(self, rest: str) -> Act | None:
        from placet.evidence.review.decide import split, split_at

        assert self.standing is not None
        words = rest or self._ask("the words with which the next statement begins (empty: at the gaps): ")
        document = self.desk.store.documents.get(self.standing.statement.document)
        starts = tuple(part.strip() for part in words.split("|") if part.strip())
        return split(self.review, self.standing.id, split_at(self.standing, document, starts))

    def _merge(self, rest: str) -> Act | None:
        from placet.evidence.review.decide import merge

        assert self.standing is not None
        names = rest or self._ask("with which statements (ids or their beginnings): ")
        others = [self._find(part) for part in names.replace(",", " ").split()]
        return merge(self.review, (self.standing.id, *others)) if others else None

    def _reject(self, rest: str) -> Act:
        from placet.evidence.review.decide import reject

        assert self.standing is not None
        return reject(self.review, self.standing.id, rest)

    def _duplicate(self, rest: str) -> Act | None:
        from placet.evidence.review.decide import duplicate

        assert self.standing is not None
        name = rest or self._ask("of which statement (its id or its beginning): ")
        return duplicate(self.review, self.standing.id, self.desk.find(name).id) if name else None

    def _word(self, rest: str) -> Act | None:
        from placet.model.decisions import Paraphrase

        assert self.standing is not None
        words = rest or self._ask("in your own words: ")
        return Paraphrase(self.standing.id, " ".join(words.split())) if words else None

    def _link(self, rest: str) -> Act | None:
        from placet.cli.session import unknown
        from placet.evidence.review.rulebooks import linkable
        from placet.model.decisions import Link

        assert self.standing is not None
        if self.book is None:
            raise Trouble("it is not known which rulebook is meant", "Start with `--rulebook RULEBOOK`.")
        subjects = self._suggested().subjects
        numbers = f" (or {', '.join(str(at + 1) for at in range(len(subjects)))})" if subjects else ""
        name = rest or self._ask(f"to which rule or point of {self.book.name}{numbers}: ")
        if name in tuple(DIGITS[: len(subjects)]):
            name = subjects[int(name) - 1].name
        known = linkable(self.book)
        if name and name not in known:
            raise unknown("rule, point or reading", name, known, f"in {self.book.name}")
        return Link(self.standing.id, self.book.name, name) if name else None

    def _settle(self, rest: str) -> Act | None:
        from placet.evidence.review.decide import settle, settle_link, settle_words

        assert self.standing is not None
        standing = self.standing
        # What is settled already is still asked for: somebody may settle it otherwise.
        parted = ["words"] if len({words for _, words in standing.paraphrases}) > 1 else []
        parted += [link.name for link in standing.links if link.against]
        over, name = self._parted_over(rest, parted)
        if not name:
            whose = {"": "view", "words": "words"}.get(over, f"view of `{over}`")
            name = self._ask(f"whose {whose} is to count: ")
        if not name:
            return None
        if over == "words":
            return settle_words(self.review, standing.id, name)
        if over:
            link = next(one for one in standing.links if one.name == over and one.against)
            return settle_link(self.review, standing.id, name, link.rulebook, over)
        return settle(self.review, standing.id, name)

    def _parted_over(self, rest: str, parted: list[str]) -> tuple[str, str]:
        """Return over what people part, empty for what becomes of the statement, and whose view was typed behind it."""
        assert self.standing is not None
        first, _, behind = rest.partition(" ")
        if first in parted:
            return first, behind.strip()
        if self.standing.status == "disputed" or self.standing.settled is not None or not parted:
            return "", rest
        if len(parted) == 1:
            return parted[0], rest
        chosen = "" if rest else self._ask(f"over what ({', '.join(parted)}): ")
        if chosen not in parted:
            several = ", ".join(f"`{one}`" for one in parted)
            raise Trouble("people part over several things", f"Name one and the person: {several}.")
        return chosen, ""

    def _find(self, prefix: str) -> str:
        found = [name for name in self.review.standings if name.startswith(prefix)]
        if len(found) != 1:
            raise Trouble(f"`{prefix}` begins {len(found) or 'no'} ids of this article", "Give more of the id.")
        return found[0]

    def _move(self, by: int) -> bool:
        if not 0 <= self.at + by < len(self.items):
            self._say("This is the last one." if by > 0 else "This is the first one.")
            return False
        self.at += by
        return True

    def _go_on(self) -> None:
        """Go to the next statement that waits, if there is one behind this or, failing that, before it."""
        order = [*range(self.at + 1, len(self.items)), *range(self.at)]
        for at in order:
            sha256, name = self.items[at]
            if any(one.id == name for one in self.reviews[sha256].queue):
                self.at = at
                return
        self._say("Nothing more waits for a decision; `q` ends.")

    def _show_card(self) -> None:
        from placet.show.page import Gap, Paragraph, faint, ink
        from placet.show.statements import card_page

        if self.is_typed and sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb":
            click.clear()
        if self.standing is None:
            self._say(f"{self.items[self.at][1]} is no longer there: what made it was taken back.")
            return
        document = self.desk.store.documents.get(self.items[self.at][0])
        from placet.show.suggestions import suggestion_rows

        rows = suggestion_rows(self._suggested())
        card = card_page(self.review, self.standing, document, at=self.at + 1, of=len(self.items), besides=rows)
        hints = " · ".join(f"{key} {what.replace(' ', _GLUE)}".replace(" ", _GLUE) for key, what in KEYS.items())
        self._page((Gap(), *card, Gap(), Paragraph(ink(faint(hints)))))

    def _suggested(self) -> Suggested:
        """What is suggested about the statement at hand; nothing where no rulebook is meant."""
        from placet.evidence.suggest import Suggested

        if self.suggester is None or self.standing is None:
            return Suggested()
        document = self.desk.store.documents.get(self.standing.statement.document)
        return self.suggester.suggest(self.standing, document, self.desk.store)

    def _show_keys(self) -> None:
        from placet.show.page import Record, faint, ink, strong

        asks = {
            "c": "FIELD=VALUE: another value, and accept",
            "s": "the words with which the next statement begins",
            "m": "the ids of the others",
            "r": "why, where input is piped in",
            "d": "the id of the one that stays",
            "u": "your last decision that counts",
            "w": "what it says, as a rulebook has it",
            "l": "a rule, point or reading of the rulebook",
            "=": "the person whose view is to count; before it `words`, or the rule or point that people part over",
        }
        readings = "take that one of several readings of the passage, and reject the others"
        rows: tuple[tuple[Line, Line], ...] = ((ink(strong("1 2 …")), ink(readings)),)
        rows = rows + tuple(
            (ink(strong(key)), ink(what, faint(f": {asks[key]}" if key in asks else ""))) for key, what in KEYS.items()
        )
        self._page((Record(rows, indent=1),))

    def _key(self) -> tuple[str, str] | None:
        """Return the next key and what came after it; None at the end of the input."""
        if not self.is_typed:
            while line := sys.stdin.readline():
                if word := line.strip():
                    return word[0], word[1:].strip()
            return None
        key = self.keys.next()
        return None if key is None else (key, "")

    def _ask(self, prompt: str) -> str:
        """Return what is typed; empty where nothing is, or at the end of the input."""
        if not self.is_typed:
            return sys.stdin.readline().strip()
        return self.keys.line(prompt)

    def _say(self, words: str) -> None:
        from placet.show.page import Paragraph, ink

        self._page((Paragraph(ink(words)),))

    def _page(self, page: Page) -> None:
        from placet.cli.output import write_page

        write_page(page)
        sys.stdout.flush()
