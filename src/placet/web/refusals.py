"""What the pages answer where they cannot do what is asked: what was wrong, and what can be given instead."""

from __future__ import annotations

from collections.abc import Iterable

from placet.diagnostics import Diagnostic
from placet.language.nearest import nearest


class Refused(Exception):
    """A request that cannot be met; it becomes a page, or JSON, with its `status`."""

    def __init__(self, message: str, help: str = "", *, status: int = 400, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help
        self.status = status
        self.code = code

    @classmethod
    def of(cls, diagnostic: Diagnostic) -> Refused:
        """Refuse for what a diagnostic tells."""
        return cls(diagnostic.message, diagnostic.help, code=diagnostic.code)


def unknown(kind: str, word: str, known: Iterable[str], *, status: int = 400, where: str = "") -> Refused:
    """Return the refusal of a name that is not known, with the nearest one or the known ones.

    >>> str(unknown("party", "KRO", ["KOR", "JPN"]))
    'there is no party `KRO`'
    """
    listed = list(known)
    near = nearest(word, listed)
    rest = f" and {len(listed) - 12} more" if len(listed) > 12 else ""
    names = ", ".join(f"`{name}`" for name in listed[:12])
    help = f"Did you mean `{near}`?" if near else f"Known are {names}{rest}." if listed else ""
    return Refused(f"there is no {kind} `{_short(word)}`" + (f" {where}" if where else ""), help, status=status)


def _short(word: str) -> str:
    return word if len(word) <= 80 else f"{word[:80]}…"
