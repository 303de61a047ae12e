"""What an edit changes for whom, in the words of a page's language: the same as `placet amend` tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from placet.engine import DiagramTooLarge
from placet.engine.space import FieldsDiffer
from placet.engine.space.amend import Altered, Amendment, ReaderChange, amend
from placet.engine.space.asleep import Asleep, waking_day
from placet.engine.space.reasked import Reasked, ask_again
from placet.engine.space.versions import Declared
from placet.model import Rulebook, Value
from placet.show.situations import condition_text, share_words
from placet.web.asked import Asked, question_parameters
from placet.web.parting import Parting
from placet.web.visit import Visit

MOST_REGIONS = 8
"""How many changes of one reader's answers are shown."""

MOST_CONDITIONS = 4
MOST_NAMES = 40
"""How many declarations that differ are named."""


class Change(msgspec.Struct, frozen=True):
    """Situations in which a reader answers otherwise: what becomes of the answer, where, and an example."""

    title: str
    share: str
    conditions: tuple[str, ...]
    left: int
    causes: tuple[Declared, ...]
    before: str
    after: str
    example: str


class Readers(msgspec.Struct, frozen=True):
    """Readers whose answers change alike, and how; `left` is how many changes more there are."""

    names: tuple[str, ...]
    title: str
    changes: tuple[Change, ...]
    left: int = 0


class Effect(msgspec.Struct, frozen=True):
    """What an edit changes on a day.

    Attributes:
        on: the day of the act.
        trouble: why it could not be worked out; empty: it was.
        is_idle: whether nothing of it can ever change an answer.
        total: how many situations were looked at.
        differences: what is declared otherwise.
        left: how many differences are not named.
        asleep: what of it is without effect on the day, and why.
        waking: the nearest day on which some of that has effect.
        readers: whose answers change.
        unchanged: whose answers are the same everywhere.
        questions: saved questions whose answer is another.
        asked: how many saved questions were asked again.
    """

    on: dt.date
    trouble: str = ""
    is_idle: bool = False
    total: int = 0
    differences: tuple[Declared, ...] = ()
    left: int = 0
    asleep: tuple[tuple[Declared, str], ...] = ()
    waking: dt.date | None = None
    readers: tuple[Readers, ...] = ()
    unchanged: tuple[str, ...] = ()
    questions: tuple[Reasked, ...] = ()
    asked: int = 0


def effect_of(
    visit: Visit,
    before: Rulebook,
    after: Rulebook,
    on: dt.date,
    known: dt.date | None = None,
    given: Mapping[str, Value] | None = None,
) -> Effect:
    """Return what an edit changes for whom on a day; what cannot be worked out is said to be so.

    Args:
        visit: the request.
        before: the rulebook as it was.
        after: the rulebook as it is to be.
        on: the day of the act.
        known: the day up to which things were public; None: everything is known.
        given: facts that all situations share.
    """
    _ = visit.gettext
    try:
        found = amend(before, after, on, known, given)
        reasked = ask_again(before, after, on, known)
    except DiagramTooLarge:
        return Effect(on, _("The regions are too large to be worked out exactly."))
    except FieldsDiffer:
        return Effect(on, _("A field asks for another kind of thing than before, so the versions cannot be compared."))
    parties = [change for change in found.readers if any("." not in name for name in change.readers)]
    shown = parties or found.readers
    return Effect(
        on,
        "",
        found.is_idle,
        found.total,
        found.differences[:MOST_NAMES],
        max(len(found.differences) - MOST_NAMES, 0),
        tuple((one.declared, _why(visit, one)) for one in found.asleep[:MOST_NAMES]),
        waking_day(found.asleep, on),
        tuple(_readers(visit, found, change) for change in shown),
        tuple(name for name in found.unchanged if "." not in name),
        tuple(one for one in reasked if one.change is not None),
        len(reasked),
    )


def _readers(visit: Visit, found: Amendment, change: ReaderChange) -> Readers:
    names = tuple(name for name in change.readers if "." not in name) or change.readers
    book = change.sides[1].rulebook
    shown = change.altered[:MOST_REGIONS]
    return Readers(
        names,
        book.reader_title(names[0]) if len(names) == 1 else "",
        tuple(_change(visit, found, change, one) for one in shown),
        len(change.altered) - len(shown),
    )


def _change(visit: Visit, found: Amendment, change: ReaderChange, altered: Altered) -> Change:
    region = altered.region
    book = change.sides[region.side].rulebook
    parting = Parting(visit.language, change.sides)
    asked = Asked(dict(region.example), found.on, found.known)
    conditions = [condition_text(book, piece.tests) for piece in region.pieces]
    return Change(
        _title(visit, altered, parting),
        share_words(region.count, found.total),
        tuple(conditions[:MOST_CONDITIONS]),
        max(len(conditions) - MOST_CONDITIONS, 0),
        altered.causes,
        parting.answer(0, region.answers[0]),
        parting.answer(1, region.answers[1]),
        visit.address("ask", **{f"{name}_": value for name, value in question_parameters(book, asked).items()}),
    )


def _title(visit: Visit, altered: Altered, parting: Parting) -> str:
    """Say in a phrase what becomes of a reader's answer in a region."""
    _ = visit.gettext
    region = altered.region
    is_more = region.side == 1
    what = parting.title(region)
    sure = (region.here, region.there)
    match region.what:
        case "speaks":
            return _("nothing required, where it was silent") if is_more else _("silent, where nothing was required")
        case "force":
            return _("the force changes: %(what)s", what=what)
        case "bar" if sure == ("yes", "no"):
            rule = region.rule or ""
            return (
                _("now bars the act: %(rule)s", rule=rule)
                if is_more
                else _("no longer bars the act: %(rule)s", rule=rule)
            )
        case "bar":
            return _("now open: %(what)s", what=what)
    if sure == ("yes", "no"):
        return _("now asks for %(step)s", step=what) if is_more else _("no longer asks for %(step)s", step=what)
    if sure == ("yes", "open"):
        return (
            _("now certain: %(step)s", step=what) if is_more else _("now open whether it asks for %(step)s", step=what)
        )
    if is_more:
        return _("now open whether it asks for %(step)s", step=what)
    return _("no longer open, and not asked for: %(step)s", step=what)


def _why(visit: Visit, one: Asleep) -> str:
    """Say why a declaration is without effect on the day."""
    _ = visit.gettext
    what, day = one.owner, visit.language.day(one.day)
    match one.why:
        case "not yet":
            if one.day is None:
                return _("no day is given from which on %(name)s is in effect", name=what)
            return _("%(name)s is in effect only from %(day)s on", name=what, day=day)
        case "no longer":
            return _("%(name)s is no longer in effect", name=what)
        case _why:
            if one.day is None:
                return _("nothing says when %(name)s became public", name=what)
            return _("%(name)s became public only on %(day)s", name=what, day=day)
