"""How much a page may reckon for one question over many days before it asks for more facts instead."""

from __future__ import annotations

from placet.engine.variation.excerpt import Excerpt
from placet.engine.variation.timeline import Axis
from placet.web.languages import N_
from placet.web.refusals import Refused

MOST_RULE_DAYS = 2000
"""How many rules, each on how many days, one page may judge: about a second's work."""


def is_too_long(excerpt: Excerpt, axis: Axis) -> bool:
    """Say whether a question over all days of an axis would hold the server up for seconds."""
    return len(excerpt.book.rules) * (len(excerpt.change_days(axis)) + 1) > MOST_RULE_DAYS


def check_length(excerpt: Excerpt, axis: Axis) -> None:
    """Ask for more facts where a question over all days of an axis would hold the server up for seconds.

    Raises:
        Refused: it would.
    """
    if is_too_long(excerpt, axis):
        rules, days = len(excerpt.book.rules), len(excerpt.change_days(axis))
        raise Refused(
            N_("too much is left open: %(rules)s rules may speak, on %(days)s days on which something changes"),
            N_(
                "Give more facts, the kind of act first; then fewer rules are left. "
                "`placet timeline` and `placet map` on the command line take as long as it needs."
            ),
            status=422,
            rules=rules,
            days=days,
        )
