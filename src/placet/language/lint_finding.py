"""What a lint finds, before it is known where in a text it stands."""

from __future__ import annotations

from typing import Literal

import msgspec

from placet.model.rulebook import Where


class Finding(msgspec.Struct, frozen=True):
    """One thing found: `word` is the word to mark on the line of `where` (its first occurrence there)."""

    code: str
    where: Where
    word: str
    message: str
    help: str
    severity: Literal["warning", "note"] = "warning"
    related: tuple[tuple[Where, str, str], ...] = ()
    """Further places: where, the word to mark there, and what to say of it."""
