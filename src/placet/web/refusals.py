"""What the pages answer where they cannot do what is asked: what was wrong, and what can be given instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from placet.diagnostics import Diagnostic
from placet.language.nearest import nearest
from placet.web.languages import N_, Language

KINDS = {
    "rulebook": N_("there is no rulebook `%(word)s`"),
    "reader": N_("there is no reader `%(word)s`"),
    "party": N_("there is no party `%(word)s`"),
    "speaker": N_("there is no speaker `%(word)s`"),
    "field": N_("there is no field `%(word)s` in this rulebook"),
    "question": N_("there is no question `%(word)s` in this rulebook"),
    "name": N_("there is no name `%(word)s` in this rulebook"),
    "file": N_("there is no file `%(word)s` in this rulebook"),
    "code": N_("there is no code `%(word)s`"),
    "point": N_("there is no point `%(word)s`"),
    "stance": N_("there is no stance `%(word)s`"),
    "grade": N_("there is no grade `%(word)s`"),
    "rule, point or reading": N_("there is no rule, point or reading `%(word)s`"),
    "version": N_("there is no version `%(word)s` of this rulebook"),
}
"""How it is said that there is nothing of a name, by what the name should be of."""


class Refused(Exception):
    """A request that cannot be met; it becomes a page in the reader's language, or English JSON, with its `status`.

    Args:
        message: what is wrong, marked with `N_` so that it can be translated, with `%(name)s` for what is typed.
        help: what can be done instead, likewise.
        status: of the answer.
        code: of the diagnostic that says it, if one does.
        values: what stands for the names.

    >>> str(Refused("`%(name)s` is given twice", name="on"))
    '`on` is given twice'
    """

    def __init__(self, message: str, help: str = "", *, status: int = 400, code: str = "", **values: object) -> None:
        self.message, self.help = (_filled(text, values, str) for text in (message, help))
        super().__init__(self.message)
        self.status = status
        self.code = code
        self._written = (message, help)
        self._values = values

    @classmethod
    def of(cls, diagnostic: Diagnostic) -> Refused:
        """Refuse for what a diagnostic tells."""
        return cls(diagnostic.message, diagnostic.help, code=diagnostic.code)

    def told(self, spoken: Language) -> tuple[tuple[str, str], tuple[str, str]]:
        """Return message and help in a language, each with the code of the language that it is in.

        What the checker says of a rulebook's text is English in every language.
        """
        message, help = (self._told(text, spoken) for text in self._written)
        return message, help

    def _told(self, text: str, spoken: Language) -> tuple[str, str]:
        # An empty message would be the head of the catalogue.
        said = spoken.gettext(text) if text else ""
        code = "en" if said == text else spoken.code
        return _filled(said, self._values, spoken.date), code


def unknown(kind: str, word: str, known: Iterable[str], *, status: int = 400) -> Refused:
    """Return the refusal of a name that is not known, with the nearest one or the known ones.

    >>> str(unknown("party", "KRO", ["KOR", "JPN"]))
    'there is no party `KRO`'
    """
    listed = list(known)
    near = nearest(word, listed)
    names = ", ".join(f"`{name}`" for name in listed[:12])
    if near:
        help = N_("Did you mean `%(near)s`?")
    elif len(listed) > 12:
        help = N_("Known are %(names)s and %(more)s more.")
    else:
        help = N_("Known are %(names)s.") if listed else ""
    message = KINDS.get(kind, N_("there is no %(kind)s `%(word)s`"))
    more = len(listed) - 12
    return Refused(message, help, status=status, kind=kind, word=_short(word), near=near, names=names, more=more)


def _filled(text: str, values: dict[str, object], date: Callable[[dt.date], str]) -> str:
    written = {
        name: date(one) if isinstance(one, dt.date) else f"{one:,}" if isinstance(one, int) else one
        for name, one in values.items()
    }
    return text % written if written else text


def _short(word: str) -> str:
    return word if len(word) <= 80 else f"{word[:80]}…"
