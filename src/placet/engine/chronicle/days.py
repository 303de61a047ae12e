"""One day of a chronicle: its calendar and its readers' views, which find again what other days have worked out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable
from typing import Any, NamedTuple, TypeVar

import msgspec

from placet.engine.chronicle.trails import Question, Result, Trails
from placet.engine.columns.calendar import Alternatives, By, Calendar
from placet.engine.columns.columns import GroundNeed, GroundRule, ReaderView, Status
from placet.engine.columns.evidence import Evidence
from placet.engine.columns.operands import Members, Single
from placet.engine.columns.unread import Unread
from placet.engine.logic.variables import Variables
from placet.model import Day as When
from placet.model import Entry, Reading, Rule, Rulebook

T = TypeVar("T")


Span = tuple[int, int, int, int, int, int]
"""A stretch of days of the act, of what is known, and of what had come by both: from each day to before the next."""

_END = dt.date.max.toordinal() + 1
_ALL_KNOWN = _END
"""Stands for the day on which everything is known."""
_EVER: Span = (0, _END, 0, _END + 1, 0, _END)

MOST_SPANS = 64
"""For how many spans what came out is kept; of others the trails tell."""


class Known(NamedTuple):
    """What came out, and on which days it does."""

    result: Result
    span: Span


class World:
    """What all days have in common.

    Args:
        rulebook: whose days they are.
        variables: of all days together.
    """

    def __init__(self, rulebook: Rulebook, variables: Variables) -> None:
        self.rulebook = rulebook
        self.variables = variables
        self.trails = Trails()
        self.spans: dict[Question, list[Known]] = {}
        """What came out on other days, what was found last first."""
        self.unread = Unread(rulebook)
        self.unread.statuses = self.unread.needs = self.unread.evidence = self.unread.valid = _Nothing()
        self.unread.terms = self.unread.values = _Nothing()
        self.entries: dict[int, tuple[Entry, ...]] = {}
        """Lists of entries by their identity; they live as long as the rulebook."""
        self.readings_of = Calendar(rulebook, dt.date.min, None, variables=variables).readings_of


class Day:
    """A pair of days; its `calendar` and `views` are asked as those of any other day.

    Args:
        world: what all days have in common.
        on: the day of the act.
        known: the day up to which things were public; None: everything.
        readings_of: the readings of each (reader, thing), where not all of the rulebook's are meant.
    """

    def __init__(
        self,
        world: World,
        on: dt.date,
        known: dt.date | None,
        readings_of: dict[tuple[str, str], list[Reading]] | None = None,
    ) -> None:
        self.world = world
        self.calendar = _Calendar(self, on, known)
        self.calendar.readings_of = world.readings_of if readings_of is None else readings_of
        self.views = _Views(self)
        self.place = (on.toordinal(), known.toordinal() if known else _ALL_KNOWN, self.calendar.seen.toordinal())
        self._is_as_it_was = readings_of is None
        self._told: dict[Question, Known] = {}
        self._trail: dict[Question, Hashable] | None = None
        """What has been asked for what is being worked out; None: nobody wants to know."""
        self._spans: set[Span] = set()
        """The days on which that came out so."""

    def told(self, question: Question, find: Callable[[], T], token: Callable[[T], Hashable]) -> T:
        """Return the answer to a question of which nothing is kept but the days on which it is the answer."""
        known = self._told.get(question) or self._recalled(question)
        if known is None:
            trail, spans = self._trail, self._spans
            self._trail, self._spans = None, set()
            value = find()
            known = self._recall(question, Result(value, token(value)))
            self._trail, self._spans = trail, spans
        self._spans.add(known.span)
        if self._trail is not None:
            self._trail[question] = known.result.token
        found: T = known.result.value
        return found

    def kept(self, wanted: Question, work_out: Callable[[], T], content: Callable[[T], Hashable]) -> T:
        """Return what has been worked out before, on this day or another; if it has not been, work it out."""
        known = self._told.get(wanted) or self._recalled(wanted)
        if known is None:
            trail, spans = self._trail, self._spans
            self._trail, self._spans = None, set()
            trails = self.world.trails
            result = trails.find(wanted, self._token)
            if result is None:
                asked: dict[Question, Hashable] = {}
                self._trail = asked
                value = work_out()
                result = trails.keep(wanted, asked, trails.same((wanted[0], content(value)), value))
            known = self._recall(wanted, result)
            self._trail, self._spans = trail, spans
        self._spans.add(known.span)
        if self._trail is not None and not known.result.is_timeless:
            self._trail[wanted] = known.result.token
        found: T = known.result.value
        return found

    def column(self, reader: str, rules: Iterable[Rule]) -> tuple[GroundRule, ...]:
        """Return a reader's column of some rules, which are the same on all days; no view is made for what is kept."""
        return self.kept(
            ("column", reader), lambda: self.views[reader].column(rules), lambda found: tuple(map(id, found))
        )

    def note(self, span: Span) -> None:
        """Note that what is being worked out comes out so on these days, and may not on others."""
        self._spans.add(span)

    def _recalled(self, question: Question) -> Known | None:
        """What came out on another day that is no different in this."""
        others = self.world.spans.get(question)
        if others is None or not self._is_as_it_was:
            return None
        on, known, seen = self.place
        for place, each in enumerate(others):
            begin, until, known_from, known_until, seen_from, seen_until = each[1]
            if begin <= on < until and known_from <= known < known_until and seen_from <= seen < seen_until:
                self._told[question] = each
                if place:
                    # Who goes from day to day mostly finds it where it was found last.
                    del others[place]
                    others.insert(0, each)
                return each
        return None

    def _recall(self, question: Question, result: Result) -> Known:
        """Keep what came out, with the days on which it does: those on which everything asked for it is the same."""
        spans = self._spans
        on, until, known, known_until, seen, seen_until = zip(*spans, strict=True) if spans else zip(_EVER, strict=True)
        span = (max(on), min(until), max(known), min(known_until), max(seen), min(seen_until))
        found = self._told[question] = Known(result, span)
        if self._is_as_it_was:
            others = self.world.spans.setdefault(question, [])
            others.insert(0, found)
            del others[MOST_SPANS:]
        return found

    def number(self, wanted: Question) -> int:
        """Return what stands for something that has been `kept` on this day."""
        token = self._told[wanted].result.token
        assert isinstance(token, int)
        return token

    def _token(self, question: Question) -> Hashable:
        known = self._told.get(question) or self._recalled(question)
        if known is None:
            self._answer(question)
            known = self._told[question]
        self._spans.add(known.span)
        return known.result.token

    def _answer(self, question: Question) -> None:
        kind, one, *more = question
        match kind:
            case "is_valid_rule":
                self.calendar.is_valid_rule(self.world.rulebook.rules[one])
            case "current_entries":
                self.calendar.current_entries(one, self.world.entries[int(more[0])], more[1])
            case "term" | "value_of":
                getattr(self.views[one], kind)(*more)
            case "status" | "claims" | "_needs" | "evidence":
                getattr(self.views[one], kind)(self.world.rulebook.rules[more[0]])
            case _:
                getattr(self.calendar, kind)(one, *more)


class _Calendar(Calendar):
    """A calendar that notes what is asked of it."""

    def __init__(self, day: Day, on: dt.date, known: dt.date | None) -> None:
        super().__init__(day.world.rulebook, on, known, variables=day.world.variables)
        self._day = day

    def has_come(self, day: When | None, by: By, owner: str, label: str, *, missing: int) -> int:
        if day is not None:
            self._day.note(_span_of(day, by, self._day.place))
        return super().has_come(day, by, owner, label, missing=missing)

    def is_all_known(self) -> bool:
        found = super().is_all_known()
        self._day.note((0, _END, _ALL_KNOWN, _END + 1, 0, _END) if found else (0, _END, 0, _ALL_KNOWN, 0, _END))
        return found

    def is_known_instrument(self, instrument: str) -> int:
        return self._day.told(
            ("is_known_instrument", instrument), lambda: Calendar.is_known_instrument(self, instrument), _itself
        )

    def is_known_statement(self, statement: str) -> int:
        return self._day.told(
            ("is_known_statement", statement), lambda: Calendar.is_known_statement(self, statement), _itself
        )

    def is_active(self, instrument: str) -> int:
        return self._day.told(("is_active", instrument), lambda: Calendar.is_active(self, instrument), _itself)

    def is_member(self, party: str, instrument: str) -> int:
        return self._day.told(
            ("is_member", party, instrument), lambda: Calendar.is_member(self, party, instrument), _itself
        )

    def is_valid_rule(self, rule: Rule) -> int:
        return self._day.told(("is_valid_rule", rule.id), lambda: Calendar.is_valid_rule(self, rule), _itself)

    def effective_own(self, reader: str, thing: str) -> Alternatives:
        if (reader, thing) not in self._day.world.readings_of:
            return Calendar.effective_own(self, reader, thing)
        return self._day.told(
            ("effective_own", reader, thing), lambda: Calendar.effective_own(self, reader, thing), _identities
        )

    def effective(self, reader: str, thing: str) -> Alternatives:
        if "." not in reader:
            return self.effective_own(reader, thing)
        return self._day.told(
            ("effective", reader, thing), lambda: Calendar.effective(self, reader, thing), _identities
        )

    def current_entries(self, owner: str, entries: tuple[Entry, ...], key: str) -> list[tuple[int, Entry | None]]:
        self._day.world.entries[id(entries)] = entries
        return self._day.told(
            ("current_entries", owner, str(id(entries)), key),
            lambda: Calendar.current_entries(self, owner, entries, key),
            _identities,
        )


class _Nothing(dict[Any, Any]):
    """Keeps nothing: what readers share on one day may be otherwise on another, and whoever asks has to be noted."""

    def __setitem__(self, key: object, value: object) -> None:
        pass


class _Views(dict[str, ReaderView]):
    """The views of a day, each made when it is first asked for."""

    def __init__(self, day: Day) -> None:
        super().__init__()
        self._day = day

    def __missing__(self, reader: str) -> ReaderView:
        view = self[reader] = _View(self._day, reader)
        return view


class _View(ReaderView):
    """A reader's view that works out only what differs from all other days."""

    def __init__(self, day: Day, reader: str) -> None:
        super().__init__(day.calendar, reader, day.views, day.world.unread)
        self._day = day

    def may_read(self, rule: Rule) -> bool:
        # What readers share on one day is kept by another road than what days share.
        return True

    def term(self, name: str) -> int:
        return self._day.kept(("term", self.reader, name), lambda: ReaderView.term(self, name), _itself)

    def value_of(self, relation: str, key: str) -> Single | Members:
        def find() -> Single | Members:
            # A point whose possible values hang on the day is another one wherever they may be others.
            self.variables.part_with_own_points()
            return ReaderView.value_of(self, relation, key)

        return self._day.kept(("value_of", self.reader, relation, key), find, lambda found: tuple(found.items()))

    def status(self, rule: Rule) -> Status:
        return self._day.kept(("status", self.reader, rule.id), lambda: ReaderView.status(self, rule), _itself)

    def claims(self, rule: Rule) -> int:
        return self._day.kept(("claims", self.reader, rule.id), lambda: ReaderView.claims(self, rule), _itself)

    def evidence(self, rule: Rule) -> Evidence:
        """Return what a rule rests on for this reader."""

        def find() -> Evidence:
            found = Evidence(self.calendar, self, rule)
            found.collect()
            return found

        return self._day.kept(("evidence", self.reader, rule.id), find, _evidence_content)

    def _needs(self, rule: Rule) -> tuple[GroundNeed, ...]:
        return self._day.kept(("_needs", self.reader, rule.id), lambda: ReaderView._needs(self, rule), _itself)

    def _ground(self, rule: Rule, status: Status, overriders: list[GroundRule]) -> GroundRule:
        evidence = self.evidence(rule)
        self._needs(rule)
        kinds = ("status", "_needs", "evidence")
        numbers = [self._day.number((kind, self.reader, rule.id)) for kind in kinds]
        content = ("ground", rule.id, *numbers, *map(id, overriders))
        trails = self._day.world.trails
        found = trails.first(content)
        if found is None:
            ground = msgspec.structs.replace(super()._ground(rule, status, overriders), evidence=evidence)
            found = trails.same(content, ground).value
        assert isinstance(found, GroundRule)
        return found


def _span_of(day: When, by: By, place: tuple[int, int, int]) -> Span:
    """The days around those of a `Day` on which it has come, or not, or may have, as it has by these."""
    on, known, seen = place
    at = on if by == "on" else known if by == "known" else seen
    earliest, latest = day.earliest.toordinal(), day.latest.toordinal()
    last = _ALL_KNOWN if by == "known" else _END
    start, end = (0, earliest) if at < earliest else (earliest, latest) if at < latest else (latest, last)
    if by == "on":
        return (start, end, 0, _END + 1, 0, _END)
    return (0, _END, start, end, 0, _END) if by == "known" else (0, _END, 0, _END + 1, start, end)


def _itself(value: T) -> T:
    return value


def _identities(found: Iterable[tuple[int, object]]) -> Hashable:
    """Guards, and readings or entries by their identity: they live as long as the rulebook."""
    return tuple([(guard, id(other)) for guard, other in found])


def _evidence_content(found: Evidence) -> Hashable:
    keyed: list[Any] = [(part.field, tuple(part.by_key.items())) for part in found.keyed]
    return found.grade, found.readings, tuple(keyed)
