"""A place in the tokens, and what every part of the parser asks of it."""

from __future__ import annotations

from placet.diagnostics.diagnostic import Diagnostic, Fix, Label, Span
from placet.language.days import read_day
from placet.language.grammar import ANY_OPENER
from placet.language.tree import DayNode, Tree
from placet.language.words import WORDS
from placet.model import Day


class Stop(Exception):
    """The clause cannot be read any further; why has been told."""


class TokenReader:
    """A place (`at`) in the tokens of a tree."""

    __slots__ = ("at", "ends", "file", "found", "is_hurt", "kinds", "starts", "text", "texts", "tree")

    def __init__(self, tree: Tree, found: list[Diagnostic]) -> None:
        self.tree = tree
        self.file = tree.file
        self.text = tree.text
        self.kinds = tree.tokens.kinds
        self.texts = tree.tokens.texts
        self.starts = tree.tokens.starts
        self.ends = tree.tokens.ends
        self.found = found
        self.at = 0
        self.is_hurt = False

    def span(self, first: int, last: int = -1) -> Span:
        """Return the span of tokens."""
        return self.tree.span(first, last)

    def tell(
        self,
        code: str,
        message: str,
        first: int,
        last: int = -1,
        *,
        help: str = "",
        labels: tuple[Label, ...] = (),
        fix: Fix | None = None,
        severity: str = "error",
    ) -> None:
        """Add a diagnostic about some tokens."""
        self.is_hurt = self.is_hurt or severity == "error"
        self.found.append(
            Diagnostic(
                code,
                "warning" if severity == "warning" else "error",
                message,
                self.span(first, last),
                help,
                labels,
                fix,
            )
        )

    def fail(self, expected: str, help: str = "") -> Stop:
        """Tell that something else was expected where the reader stands, and return what to raise."""
        at = self.at
        kind = self.kinds[at]
        if kind == "ODD":
            self.is_hurt = True
            return Stop()
        if not kind:
            # The end of a declaration has no token of its own: the word before it is shown.
            self.tell("E0205", f"expected {expected} after `{shorten(self.texts[at - 1])}`", at - 1, help=help)
        else:
            self.tell("E0205", f"expected {expected}, found `{shorten(self.texts[at])}`", at, help=help)
        return Stop()

    def is_first_on_line(self, token: int) -> bool:
        """Say whether only space stands before a token on its line."""
        return token == 0 or self.tree.line(self.starts[token]) > self.tree.line(self.ends[token - 1])

    def take(self, kind: str, expected: str) -> int:
        """Return the token the reader stands on and step over it, if it is of this kind."""
        at = self.at
        if self.kinds[at] != kind:
            raise self.fail(expected)
        self.at = at + 1
        return at

    def take_name(self, expected: str) -> int:
        """Return the token of a name and step over it."""
        at = self.at
        kind = self.kinds[at]
        if kind != "NAME":
            if kind in WORDS:
                self.tell(
                    "E0207",
                    f"`{kind}` is a word of the language and cannot be a name; expected {expected}",
                    at,
                    help=self.one_word(at) or f"Choose another name, such as `{kind}-1`.",
                )
                raise Stop
            if kind == "TEXT":
                self.tell(
                    "E0205", f"expected {expected}, found a text", at, help="Names stand without quotation marks."
                )
                raise Stop
            raise self.fail(expected)
        self.at = at + 1
        return at

    def take_text(self, expected: str) -> int:
        """Return the token of a text and step over it."""
        at = self.at
        if self.kinds[at] != "TEXT":
            raise self.fail(expected, self.one_word(at - 1))
        self.at = at + 1
        return at

    def one_word(self, token: int) -> str:
        """Help where a name seems to have two words, of which the first stands at a token; else empty."""
        first, second = self.texts[token], self.texts[token + 1]
        kind = self.kinds[token + 1]
        is_word = kind == "NAME" or (kind in WORDS and kind not in ANY_OPENER)
        is_name = is_word and not self.is_first_on_line(token + 1)
        return f"A name is one word, such as `{first}-{second}`." if is_name else ""

    def take_if(self, kind: str) -> int:
        """Return the token and step over it if it is of this kind, else -1."""
        at = self.at
        if self.kinds[at] == kind:
            self.at = at + 1
            return at
        return -1

    def take_names(self, expected: str, *, with_offices: bool = False) -> list[int]:
        """Return the tokens of names between commas."""
        names = [self.take_reader(expected) if with_offices else self.take_name(expected)]
        while self.kinds[self.at] == ",":
            self.at += 1
            names.append(self.take_reader(expected) if with_offices else self.take_name(expected))
        return names

    def take_reader(self, expected: str) -> int:
        """Return the token of a name or an office."""
        if self.kinds[self.at] == "OFFICE":
            self.at += 1
            return self.at - 1
        return self.take_name(expected)

    def take_day(self) -> DayNode:
        """Read a day, a month, a year, or a range of days."""
        first = self.at
        day = self._take_single_day()
        kinds = self.kinds
        if kinds[self.at] == "to" and (kinds[self.at + 1] == "DAY" or self._is_year(self.at + 1)):
            self.at += 1
            last_day = self._take_single_day()
            if day is not None and last_day is not None:
                if last_day.latest < day.earliest:
                    self.tell(
                        "E0209",
                        f"the range ends on {last_day}, before it begins on {day}",
                        first,
                        self.at,
                        help="Put the earlier day first.",
                    )
                    day = None
                else:
                    day = Day(day.earliest, last_day.latest)
            else:
                day = None
        return DayNode(first, self.at, day)

    def _is_year(self, token: int) -> bool:
        return self.kinds[token] == "NUMBER" and len(self.texts[token]) == 4 and self.texts[token].isdigit()

    def _take_single_day(self) -> Day | None:
        at = self.at
        kind = self.kinds[at]
        if kind != "DAY" and not self._is_year(at):
            word = self.texts[at]
            raise self.fail(
                "a day, such as `2014-11-17`", f"Leave out `{word}`." if word in ("on", "from", "at") else ""
            )
        self.at = at + 1
        day = read_day(self.texts[at])
        if isinstance(day, str):
            self.tell("E0208", f"there is no day `{self.texts[at]}`: {day}", at, help="Correct the day.")
            return None
        return day


def shorten(text: str) -> str:
    """Return a text as a message shows it: on one line, and cut where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"
