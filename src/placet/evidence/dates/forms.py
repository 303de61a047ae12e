"""The forms of expression that can begin with one word, and at one stroke whether any of them fits.

Most words that can begin a date begin none: `the` stands everywhere, and twenty forms begin with it. So all of them are
asked for together before each is tried, in letters of one case: several times quicker than to disregard the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from placet.evidence.dates.place import Pattern

_NAMED_GROUP = re.compile(r"\(\?P<\w+>")
_CAPITAL = re.compile(r"\\.|[A-Z]")


class Forms:
    """Forms in the order in which they are tried.

    Attributes:
        forms: the forms.
    """

    def __init__(self, forms: Iterable[Pattern]) -> None:
        self.forms: tuple[Pattern, ...] = tuple(forms)

    def may_fit(self, low: str, start: int) -> bool:
        """Return whether a form may fit at a place of a text; where it says no, none does.

        Args:
            low: the text in small letters.
            start: the place.
        """
        return self._any is None or self._any.match(low, start) is not None

    @cached_property
    def _any(self) -> re.Pattern[str] | None:
        """All forms as one, without the names of their groups; None where one refers to a group by its name."""
        written = [each.form.pattern for each in self.forms]
        if len(written) < 2 or any("(?P=" in form for form in written):
            return None
        bare = (_NAMED_GROUP.sub("(?:", form) for form in written)
        low = (_CAPITAL.sub(lambda found: found[0] if found[0][0] == "\\" else found[0].lower(), form) for form in bare)
        return re.compile("|".join(f"(?:{form})" for form in low))
