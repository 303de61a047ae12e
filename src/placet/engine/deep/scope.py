"""Of which situations and days it is asked what is without effect: all of them, or those that share a fact or a day."""

from __future__ import annotations

import datetime as dt

import msgspec

from placet.model import Value


class Scope(msgspec.Struct, frozen=True):
    """What the situations that are looked at have in common.

    Attributes:
        on: the day of the act; None: every day there is.
        known: the day up to which things were public; None: every such day, and everything in the rulebook.
        given: the facts that all situations share.
    """

    on: dt.date | None = None
    known: dt.date | None = None
    given: dict[str, Value] = {}

    @property
    def without_facts(self) -> Scope:
        """All situations on the same days."""
        return Scope(self.on, self.known)


EVERYTHING = Scope()
"""All situations, on all days."""
