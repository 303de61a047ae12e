"""What the checker knows while it checks: every declared name, the types, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from placet.diagnostics.diagnostic import Diagnostic, Fix, Label, Span
from placet.language.grammar import WHAT
from placet.language.lexer import text_value
from placet.language.nearest import nearest
from placet.language.tree import DayNode, Declaration, Tree
from placet.model import (
    Day,
    Field,
    Instrument,
    Party,
    Period,
    Place,
    Relation,
    Rule,
    Source,
    Statement,
    Term,
    Type,
    Where,
)

UNKNOWN_CODES = {
    "party": "E0303",
    "office": "E0304",
    "reader": "E0305",
    "place": "E0306",
    "source": "E0307",
    "statement": "E0308",
    "instrument": "E0309",
    "part": "E0310",
    "rule": "E0311",
    "field": "E0312",
    "value": "E0313",
    "relation": "E0314",
    "read": "E0315",
    "about": "E0316",
}
"""The code of an unknown name, by what was looked for."""


MAX_GUESSES = 200_000
"""How many known names are compared with the wrong ones of a rulebook to find the nearest."""


class Known(msgspec.Struct):
    """A declared name: what it is and where."""

    kind: str
    tree: Tree
    declaration: Declaration


class Scope:
    """All declared names, what has been made of them so far, and the file the checker is in."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self.known: dict[str, Known] = {}
        self.by_kind: dict[str, list[str]] = {}
        self.parties: dict[str, Party] = {}
        self.offices: dict[str, frozenset[str]] = {}
        self.places: dict[str, Place] = {}
        self.fields: dict[str, Field] = {}
        self.relations: dict[str, Relation] = {}
        self.relation_types: dict[str, tuple[Type, Type]] = {}
        self.sources: dict[str, Source] = {}
        self.statements: dict[str, Statement] = {}
        self.instruments: dict[str, Instrument] = {}
        self.terms: dict[str, Term] = {}
        self.rules: dict[str, Rule] = {}
        self.lists_of_value: dict[str, list[str]] = {}
        self.guesses_left = MAX_GUESSES
        self.tree: Tree
        self.texts: list[str] = []

    def enter(self, tree: Tree) -> None:
        """Go on in this file."""
        self.tree = tree
        self.texts = tree.tokens.texts

    def span(self, first: int, last: int = -1) -> Span:
        """Return the span of tokens of the present file."""
        return self.tree.span(first, last)

    def where(self, token: int) -> Where:
        """Return the place of a token of the present file."""
        return self.tree.where(token)

    def text(self, token: int) -> str:
        """Return what a text token says; empty for an absent one."""
        return text_value(self.texts[token]) if token >= 0 else ""

    def word(self, token: int) -> str:
        """Return the number or text that stands at a token, as text."""
        word = self.texts[token]
        return text_value(word) if word[0] in '"“' else word

    def error(
        self,
        code: str,
        message: str,
        first: int,
        last: int = -1,
        *,
        help: str = "",
        labels: tuple[Label, ...] = (),
        fix: Fix | None = None,
    ) -> None:
        """Tell of an error at some tokens of the present file."""
        self.found.append(Diagnostic(code, "error", message, self.span(first, last), help, labels, fix))

    def warn(
        self,
        code: str,
        message: str,
        first: int,
        last: int = -1,
        *,
        help: str = "",
        labels: tuple[Label, ...] = (),
        fix: Fix | None = None,
    ) -> None:
        """Tell of a doubt at some tokens of the present file."""
        self.found.append(Diagnostic(code, "warning", message, self.span(first, last), help, labels, fix))

    def names(self, *kinds: str) -> list[str]:
        """Return the declared names of these kinds, among which the nearest to a wrong one may be."""
        if self.guesses_left <= 0:
            return []
        return [name for kind in kinds for name in self.by_kind.get(kind, ())]

    def nearest(self, word: str, choices: Sequence[str]) -> str | None:
        """Return the choice that `word` was most likely meant to be, as long as not too many were wrong before it."""
        # Among thousands of wrong names the nearest of each would take minutes to find and help nobody.
        self.guesses_left -= len(choices) + 1
        return nearest(word, choices) if self.guesses_left >= 0 else None

    def declared_at(self, name: str) -> tuple[Label, ...]:
        """Return a label at the declaration of a name."""
        known = self.known.get(name)
        if known is None or known.declaration.name < 0:
            return ()
        return (Label(known.tree.span(known.declaration.name), f"`{name}` is declared here"),)

    def find(self, token: int, what: str, *kinds: str) -> str | None:
        """Return the name at a token if it is declared as one of these kinds; otherwise tell, and return None.

        Args:
            token: where the name stands.
            what: a key of `UNKNOWN_CODES`.
            kinds: kinds of declaration that fit; without any, `what` itself.
        """
        name = self.texts[token]
        kinds = kinds or (what,)
        known = self.known.get(name)
        if known is not None and known.kind in kinds:
            return name
        if known is not None:
            self.error(
                "E0302",
                f"`{name}` is {WHAT[known.kind]}, not {_one_of(kinds)}",
                token,
                labels=self.declared_at(name),
                help=_guess_help(self.nearest(name, self.names(*kinds)), "", ()),
            )
        else:
            self.tell_unknown(token, what, _nouns(kinds), self.names(*kinds))
        return None

    def tell_unknown(self, token: int, what: str, noun: str, choices: Sequence[str], *, of: str = "") -> None:
        """Tell that the name at a token is not known, and offer the nearest that is."""
        name = self.texts[token]
        guess = self.nearest(name, choices) or self._titled(name, choices)
        self.error(
            UNKNOWN_CODES[what],
            f"there is no {noun} `{name}`{of}",
            token,
            help=_guess_help(guess, noun, choices),
            fix=Fix(self.span(token), guess, f"write `{guess}`") if guess else None,
        )

    def _titled(self, name: str, choices: Sequence[str]) -> str | None:
        """Return the only one of some names whose title a name is; None: there is none, or there are several."""
        found = []
        for choice in choices:
            known = self.known.get(choice)
            if known is not None and known.declaration.title >= 0:
                title = text_value(known.tree.tokens.texts[known.declaration.title])
                found += [choice] if title.casefold() == name.casefold() else []
        return found[0] if len(found) == 1 else None

    def find_reader(self, token: int) -> str | None:
        """Return the party, office or voice at a token, or tell and return None."""
        name = self.texts[token]
        if "." not in name:
            return self.find(token, "reader", "party", "voice")
        head, _, office = name.partition(".")
        if head not in self.offices:
            self._tell_unknown_head(token, head)
            return None
        if office not in self.offices[head]:
            choices = [f"{head}.{known}" for known in self.offices[head]]
            self.tell_unknown(token, "office", "office", choices)
            return None
        return name

    def _tell_unknown_head(self, token: int, head: str) -> None:
        known = self.known.get(head)
        if known is not None:
            self.error(
                "E0302",
                f"`{head}` is {WHAT[known.kind]}, not a party, and has no offices",
                token,
                labels=self.declared_at(head),
            )
            return
        guess = self.nearest(head, self.names("party"))
        name = self.texts[token]
        self.error(
            "E0303",
            f"there is no party `{head}`",
            token,
            help=_guess_help(guess, "party", self.names("party")),
            fix=Fix(self.span(token), guess + name[len(head) :], f"write `{guess}{name[len(head) :]}`")
            if guess
            else None,
        )

    def period(
        self, start: DayNode | None, end: DayNode | None, *, words: tuple[str, str] = ("since", "until")
    ) -> Period:
        """Return the period between two days, and tell if it ends before it begins."""
        begins = start.day if start is not None else None
        ends = end.day if end is not None else None
        if start is None or end is None or begins is None or ends is None:
            return Period(begins, ends)
        if ends.latest <= begins.earliest:
            self.error(
                "E0601",
                f"`{words[1]} {ends}` is not after `{words[0]} {begins}`",
                end.first,
                end.last,
                labels=(Label(self.span(start.first, start.last), "it begins here"),),
                help="The end is the first day on which it no longer holds.",
            )
        return Period(begins, ends)


def day_of(node: DayNode | None) -> Day | None:
    """Return the day of a node; None for an absent one."""
    return node.day if node is not None else None


def _one_of(kinds: Iterable[str]) -> str:
    names = [WHAT[kind] for kind in kinds]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _nouns(kinds: Sequence[str]) -> str:
    return kinds[0] if len(kinds) == 1 else f"{', '.join(kinds[:-1])} or {kinds[-1]}"


def _guess_help(guess: str | None, noun: str, choices: Sequence[str]) -> str:
    if guess:
        return f"Did you mean `{guess}`?"
    if not noun:
        return ""
    if 0 < len(choices) <= 8:
        return f"Known: {', '.join(f'`{choice}`' for choice in choices)}."
    return "Declare it, or correct the name."
