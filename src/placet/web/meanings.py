"""What a declaration means, in a sentence of a page's language, and what bears on it: readings, statements, sources.

Names stand in backticks, as in the program's other messages; `parts.ticked` sets them.
"""

from __future__ import annotations

from typing import Any

import msgspec

from placet.model import (
    And,
    Apply,
    Cite,
    Compare,
    Condition,
    Const,
    Instrument,
    Literal,
    LiteralSet,
    Need,
    Not,
    Operand,
    Or,
    Period,
    Reading,
    Rule,
    Rulebook,
    Statement,
    Step,
    Term,
    TermRef,
)
from placet.model.conditions import ALWAYS
from placet.model.dates import Duration
from placet.web.languages import Language
from placet.web.words import Words
from placet.web.worlds import World

MOST_SAID = 12
"""How many statements stand beside one declaration."""


class ReadingLine(msgspec.Struct, frozen=True):
    """How a reader reads a thing: in a phrase, under which conditions, on what statements."""

    reading: Reading
    words: str
    conditions: tuple[tuple[str, str], ...]
    statements: tuple[Statement, ...]


class Meaning(msgspec.Struct, frozen=True):
    """What stands beside a declaration.

    `statements` are those it rests on or gathers, `left` how many more there are; `questions` are saved questions
    about it.
    """

    sentence: str
    readings: tuple[ReadingLine, ...] = ()
    statements: tuple[Statement, ...] = ()
    left: int = 0
    cites: tuple[Cite, ...] = ()
    questions: tuple[str, ...] = ()


class Meanings:
    """Says what declarations of one rulebook mean, in one language."""

    def __init__(self, spoken: Language, world: World) -> None:
        self.spoken = spoken
        self.book = world.book
        self.words = Words(spoken, world.book)
        self.index: _Index = world.keep("bearing", lambda: _index(world.book))

    def of(self, kind: str, thing: Any) -> Meaning:  # noqa: ANN401 - any kind of declaration
        """Return what a declared thing means and what bears on it."""
        if kind == "reading":
            line = self._reading(thing)
            return Meaning(self._reading_sentence(thing), (), line.statements)
        said = self._said(kind, thing)
        read = [thing.id, *(_leaned_on(thing) if kind in ("rule", "term") else ())]
        return Meaning(
            self.sentence(kind, thing),
            tuple(self._reading(one) for name in dict.fromkeys(read) for one in self.index.readings.get(name, ())),
            tuple(said[:MOST_SAID]),
            max(len(said) - MOST_SAID, 0),
            tuple(getattr(thing, "cites", ())),
            tuple(self.index.questions.get(thing.id, ())),
        )

    def sentence(self, kind: str, thing: Any) -> str:  # noqa: ANN401 - any kind of declaration
        """Say what a declared thing is or asks for."""
        _ = self.spoken.gettext
        match kind:
            case "rule":
                return self._rule(thing)
            case "instrument":
                return self._instrument(thing)
            case "statement":
                return self._statement(thing)
            case "term":
                return _("Is the case where %(condition)s.", condition=self.condition(thing.means))
            case "field":
                return self._field(thing)
            case "relation":
                return self._relation(thing)
            case "party":
                return self._party(thing)
            case "voice":
                return _("A voice: it has readings of its own and is bound by no rule.")
            case "place":
                return _("A place in %(place)s.", place=f"`{thing.within}`") if thing.within else _("A place.")
            case "point":
                return self._counted(self.index.about.get(thing.id, 0))
            case "source":
                return self._source(thing)
            case _kind:
                return self._question(thing)

    def condition(self, condition: Condition) -> str:
        """Say a condition; the rulebook's own names stay."""
        _ = self.spoken.gettext
        match condition:
            case Const(value):
                return _("in any case") if value else _("in no case")
            case TermRef(term):
                return _("%(term)s is the case", term=f"`{term}`")
            case Compare():
                return self._comparison(condition, is_not=False)
            case Not(Compare() as of):
                return self._comparison(of, is_not=True)
            case Not(TermRef(term)):
                return _("%(term)s is not the case", term=f"`{term}`")
            case Not(of):
                return _("it is not so that (%(condition)s)", condition=self.condition(of))
            case And(of):
                return self.spoken.listed([self._part(one) for one in of])
            case Or(of):
                return self.spoken.listed([self._part(one) for one in of], "or")

    def _part(self, condition: Condition) -> str:
        words = self.condition(condition)
        return f"({words})" if isinstance(condition, (And, Or)) else words

    def _comparison(self, one: Compare, *, is_not: bool) -> str:
        _ = self.spoken.gettext
        left, right = f"`{one.left}`", f"`{one.right}`"
        if one.op == "=" and one.right in (Literal(True), Literal(False)):
            is_yes = (one.right == Literal(True)) != is_not
            return _("%(field)s is yes", field=left) if is_yes else _("%(field)s is no", field=left)
        if isinstance(one.right, LiteralSet):
            right = self.spoken.listed([f"`{Literal(value)}`" for value in one.right.values], "or") or "`none`"
        match one.op:
            case "=":
                form = _("%(one)s is not %(other)s") if is_not else _("%(one)s is %(other)s")
            case "in" if isinstance(one.right, LiteralSet):
                form = _("%(one)s is none of %(other)s") if is_not else _("%(one)s is %(other)s")
            case "in":
                form = _("%(one)s is not among %(other)s") if is_not else _("%(one)s is among %(other)s")
            case "within":
                form = _("%(one)s lies outside %(other)s") if is_not else _("%(one)s lies in %(other)s")
            case "<" | ">=":
                is_less = (one.op == "<") != is_not
                form = _("%(one)s is less than %(other)s") if is_less else _("%(one)s is at least %(other)s")
            case _op:
                is_more = (one.op == ">") != is_not
                form = _("%(one)s is more than %(other)s") if is_more else _("%(one)s is at most %(other)s")
        return form % {"one": left, "other": right}

    def _rule(self, rule: Rule) -> str:
        _ = self.spoken.gettext
        effects = [self._need(need) for need in rule.needs]
        if rule.bars:
            effects.append(_("the act is barred"))
        if rule.allows:
            effects.append(_("the act is allowed"))
        effects += [
            _("%(party)s is obliged to %(duty)s", party=f"`{one.party}`", duty=one.text) for one in rule.obliges
        ]
        effect = self.spoken.listed(effects) or _("nothing is asked")
        if rule.instrument is not None:
            what = f"`{rule.instrument}`" + (f" (`{rule.part}`)" if rule.part else "")
            basis = _("Under %(instrument)s", instrument=what)
        else:
            basis = _("As %(party)s holds", party=f"`{rule.held_by}`")
        if rule.when == ALWAYS:
            said = [_("%(basis)s: %(effect)s, in every case.", basis=basis, effect=effect)]
        else:
            condition = self.condition(rule.when)
            said = [
                _(
                    "%(basis)s: %(effect)s, wherever %(condition)s.",
                    basis=basis,
                    effect=effect,
                    condition=condition,
                )
            ]
        said += [_("Not where %(condition)s.", condition=self.condition(one)) for one in rule.unless]
        if rule.overrides:
            said.append(_("It goes before %(rules)s.", rules=self._ticked(rule.overrides)))
        said += self._period(rule.period)
        return " ".join(said)

    def _need(self, need: Need) -> str:
        _ = self.spoken.gettext
        of = f"`{need.of}`"
        words = _("%(step)s is needed", step=self.words.step(Step(need.kinds, of)))
        if need.offices:
            given = _("given by %(offices)s", offices=self._ticked(need.offices, "or"))
            words += f" ({given})"
        if need.deadline is not None:
            length = self._length(need.deadline)
            words += " " + (
                _("%(length)s before", length=length)
                if need.deadline_side == "before"
                else _("within %(length)s after", length=length)
            )
        if need.silence is not None:
            length = self._length(need.silence)
            words += "; " + (
                _("silence for %(length)s means consent", length=length)
                if need.silence_means == "consent"
                else _("silence for %(length)s means refusal", length=length)
            )
        return words

    def _length(self, length: Duration) -> str:
        one, count = self.spoken.ngettext, length.count
        match length.unit:
            case "days":
                return one("%(num)d day", "%(num)d days", count)
            case "months":
                return one("%(num)d month", "%(num)d months", count)
            case _unit:
                return one("%(num)d year", "%(num)d years", count)

    def _period(self, period: Period) -> list[str]:
        _, day = self.spoken.gettext, self.spoken.day
        said = []
        if period.start is not None:
            said.append(_("From %(day)s on.", day=day(period.start)))
        if period.end is not None:
            said.append(_("Until %(day)s.", day=day(period.end)))
        return said

    def _instrument(self, one: Instrument) -> str:
        _ = self.spoken.gettext
        phrases = ", ".join(self.words.instrument(one))
        members = self._ticked(dict.fromkeys(member.party for member in one.members))
        if members:
            return _("Between %(parties)s: %(phrases)s.", parties=members, phrases=phrases)
        return f"{phrases[:1].upper()}{phrases[1:]}."

    def _statement(self, one: Statement) -> str:
        _ = self.spoken.gettext
        said = [f"{self.words.speaker(one)}: “{one.text}”"]
        if one.on is not None:
            said.append(self.spoken.day(one.on))
        chain = self.words.chain(one)
        return ", ".join([*said, *([chain] if chain else [])]) + "."

    def _field(self, one: Any) -> str:  # noqa: ANN401 - a field
        _ = self.spoken.gettext
        kind = {
            "party": _("a party"),
            "place": _("a place"),
            "instrument": _("an instrument"),
            "yesno": _("yes or no"),
            "number": _("a number"),
            "names": self._ticked(one.type.names, "or"),
        }[one.type.kind]
        kind += f" ({one.type.unit})" if one.type.unit else ""
        form = (
            _("A question that is answered by several of: %(values)s.")
            if one.type.is_set
            else _("A question that is answered by: %(values)s.")
        )
        return form % {"values": kind} + (" " + _("Or by none.") if one.type.or_none else "")

    def _relation(self, one: Any) -> str:  # noqa: ANN401 - a relation
        _ = self.spoken.gettext
        key, value = f"`{one.key}`", f"`{one.value}`"
        entries = self.spoken.ngettext("%(num)d entry", "%(num)d entries", len(one.entries))
        return _(
            "Says for each %(key)s which %(value)s goes with it: %(entries)s.", key=key, value=value, entries=entries
        )

    def _party(self, one: Any) -> str:  # noqa: ANN401 - a party
        _ = self.spoken.gettext
        if one.offices:
            return _("A party, with offices: %(offices)s.", offices=self.spoken.listed([x.title for x in one.offices]))
        return _("A party.")

    def _source(self, one: Any) -> str:  # noqa: ANN401 - a source
        _ = self.spoken.gettext
        when = self.spoken.day(one.published) if one.published is not None else _("on a day not known")
        count = self._counted(len(self.index.of_source.get(one.id, ())))
        if one.by:
            return _("A source by %(author)s, published %(day)s.", author=one.by, day=when) + f" {count}"
        return _("A source, published %(day)s.", day=when) + f" {count}"

    def _question(self, one: Any) -> str:  # noqa: ANN401 - a saved question
        _ = self.spoken.gettext
        facts = []
        for name, value in one.given.items():
            values = value if isinstance(value, tuple) else (value,)
            written = self._ticked([str(Literal(each)) for each in values]) or "`none`"
            facts.append(f"`{name}` = {written}")
        listed = ", ".join(facts)
        if one.on is not None:
            return _("Asks for %(day)s, with %(facts)s.", day=self.spoken.day(one.on), facts=listed)
        return _("Asks with %(facts)s.", facts=listed)

    def _counted(self, count: int) -> str:
        return self.spoken.ngettext("%(num)d statement bears on it.", "%(num)d statements bear on it.", count)

    def _reading_sentence(self, one: Reading) -> str:
        _ = self.spoken.gettext
        line = self._reading(one)
        said = [
            _(
                "%(reader)s reads %(name)s so: %(effect)s.",
                reader=f"`{one.reader}`",
                name=f"`{one.of}`",
                effect=line.words,
            )
        ]
        said += [f"{label}: {text}." for label, text in line.conditions]
        said += self._period(Period(one.start, one.end))
        return " ".join(said)

    def _reading(self, one: Reading) -> ReadingLine:
        _ = self.spoken.gettext
        conditions = [
            (label, self.condition(condition))
            for label, condition in (
                (_("Only when"), one.only_when),
                (_("Also when"), one.also_when),
                *((_("Unless"), exception) for exception in one.unless),
                (_("Unsettled when"), one.unsettled_when if one.unsettled_when != ALWAYS else None),
            )
            if condition is not None
        ]
        said = tuple(self.book.statements[name] for name in one.says)
        return ReadingLine(one, self.words.reading(one), tuple(conditions), said)

    def _said(self, kind: str, thing: Any) -> list[Statement]:  # noqa: ANN401 - any kind of declaration
        match kind:
            case "rule":
                return [self.book.statements[name] for name in thing.says]
            case "source":
                return [self.book.statements[name] for name in self.index.of_source.get(thing.id, ())]
            case "point":
                return [self.book.statements[name] for name in self.index.of_subject.get(thing.id, ())]
            case "instrument" | "term" | "relation":
                return [self.book.statements[name] for name in self.index.of_subject.get(thing.id, ())]
            case _kind:
                return []

    def _ticked(self, names: Any, style: str = "standard") -> str:  # noqa: ANN401 - any names
        return self.spoken.listed([f"`{name}`" for name in names], style)


def _leaned_on(thing: Rule | Term) -> list[str]:
    """Return what a rule or a term leans on and readers may read each in their way: terms, relations, an instrument."""
    if isinstance(thing, Term):
        return _named_in(thing.means)
    found = [name for condition in (thing.when, *thing.unless) for name in _named_in(condition)]
    found += [name for need in thing.needs for name in _named_in(need.of.whom)]
    return [*found, *([thing.instrument] if thing.instrument is not None else [])]


def _named_in(part: Condition | Operand) -> list[str]:
    match part:
        case TermRef(term):
            return [term]
        case Not(of):
            return _named_in(of)
        case And(of) | Or(of):
            return [name for one in of for name in _named_in(one)]
        case Compare(left, _, right):
            return [*_named_in(left), *_named_in(right)]
        case Apply(relation, key):
            return [relation, *_named_in(key)]
        case _:
            return []


class _Index(msgspec.Struct, frozen=True):
    """What bears on each name of a rulebook."""

    readings: dict[str, list[Reading]]
    of_source: dict[str, list[str]]
    of_subject: dict[str, list[str]]
    about: dict[str, int]
    questions: dict[str, list[str]]


def _index(book: Rulebook) -> _Index:
    readings: dict[str, list[Reading]] = {}
    of_source: dict[str, list[str]] = {}
    of_subject: dict[str, list[str]] = {}
    questions: dict[str, list[str]] = {}
    for reading in book.readings:
        readings.setdefault(reading.of, []).append(reading)
    for one in book.statements.values():
        of_source.setdefault(one.source, []).append(one.id)
        for subject in one.about:
            of_subject.setdefault(subject, []).append(one.id)
    for question in book.questions.values():
        for subject in question.about:
            questions.setdefault(subject, []).append(question.id)
    about = {subject: len(names) for subject, names in of_subject.items()}
    return _Index(readings, of_source, of_subject, about, questions)
