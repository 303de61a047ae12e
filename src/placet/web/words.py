"""Answers, steps, verdicts and open points in the words of a page's language; the rulebook's own words stay.

The same as `placet.show.words` and `placet.show.verdict` say in English for a terminal.
"""

from __future__ import annotations

import re
from functools import cache

from placet.model import Answer, Instrument, Open, ReaderAnswer, Reading, Rulebook, RuleProof, Statement, Step
from placet.show.page import Ink
from placet.show.sources import reading_by_id
from placet.show.verdict import compared_readers
from placet.show.words import title_of
from placet.web.languages import Language


@cache
def verdict_names(spoken: Language) -> dict[str, str]:
    """Return what verdicts and answers are called in a language."""
    _ = spoken.gettext
    return {
        "agreed": _("agreed"),
        "contested": _("contested"),
        "open": _("open"),
        "one-sided": _("one-sided"),
        "unregulated": _("unregulated"),
        "too-much-unknown": _("too much is unknown"),
        "needs": _("needs"),
        "barred": _("barred"),
        "clear": _("nothing required"),
        "silent": _("silent"),
        "undetermined": _("undetermined"),
    }


class Words:
    """Says values of one rulebook in one language."""

    def __init__(self, spoken: Language, book: Rulebook) -> None:
        self.spoken = spoken
        self.book = book

    def kind(self, kind: str) -> str:
        """Name a kind of step."""
        _ = self.spoken.gettext
        known = {
            "notification": _("notification"),
            "consultation": _("consultation"),
            "consent": _("consent"),
            "request": _("request"),
        }
        return known.get(kind, kind)

    def basis(self, basis: str) -> str:
        """Name the force of a step."""
        _ = self.spoken.gettext
        return {"legal": _("legal"), "political": _("political"), "policy": _("own policy")}.get(basis, basis)

    def step(self, step: Step) -> str:
        """Say one step: which kind, with whom."""
        _ = self.spoken.gettext
        kinds = self.spoken.listed([self.kind(kind) for kind in step.kinds], "or")
        match step.kinds[-1]:
            case "consultation":
                return _("%(step)s with %(party)s", step=kinds, party=step.of)
            case "notification":
                return _("%(step)s to %(party)s", step=kinds, party=step.of)
            case _kind:
                return _("%(step)s of %(party)s", step=kinds, party=step.of)

    def verdict_name(self, kind: str) -> str:
        """Name a verdict or an answer."""
        return verdict_names(self.spoken).get(kind, kind)

    def answer(self, answer: ReaderAnswer) -> str:
        """Say a reader's answer in a phrase."""
        steps = self.spoken.listed([self.step(need.step) for need in answer.requirements])
        _ = self.spoken.gettext
        if answer.answer == "needs":
            return _("needs %(steps)s", steps=steps)
        if answer.answer == "undetermined" and steps:
            return _("undetermined, in any case %(steps)s", steps=steps)
        return self.verdict_name(answer.answer)

    def condition(self, piece: Ink) -> str:
        """Say a piece of a condition that has been laid out: its own words stay, what joins them is translated."""
        _ = self.spoken.gettext
        text = piece.text.strip()
        joints = {
            "all of": _("all of"),
            "any of": _("any of"),
            "not all of": _("not all of"),
            "none of": _("none of"),
            "means": _("means"),
            "only when": _("only when"),
            "also when": _("also when"),
            "unless": _("unless"),
            "unsettled when": _("unsettled when"),
        }
        if text in joints:
            return joints[text] + " "
        if text.startswith("· "):
            # What the facts are: `actor is USA`, `origin is not given`, `sovereign(x) is unsettled`.
            not_given, unsettled = _("not given"), _("unsettled")
            words = re.sub(r" is not given\b", f": {not_given}", text[2:])
            return " · " + re.sub(r" is ", " = ", re.sub(r" is unsettled\b", f": {unsettled}", words))
        return piece.text

    def verdict(self, answer: Answer) -> str:
        """Say what a verdict means for these readers, without the verdict itself."""
        _ = self.spoken.gettext
        speaking = compared_readers(answer)
        names = self._names([one.reader for one in speaking])
        match answer.verdict.kind:
            case "unregulated":
                return _("no reader's rules speak to this")
            case "one-sided":
                words = _("only %(readers)s has rules that speak to this", readers=names)
                return f"{words}: {self.answer(speaking[0])}" if len(speaking) == 1 else words
            case "agreed":
                # Where nothing but the verdict is shown, one has to learn on what they agree.
                words = _("%(readers)s answer alike", readers=names)
                return f"{words}: {self.answer(speaking[0])}"
            case "open":
                undecided = [one.reader for one in speaking if one.answer == "undetermined"]
                return _("undetermined for %(readers)s", readers=self._names(undecided))
            case _kind:
                parts = [self._parting(on, speaking) for on in answer.verdict.on]
                return "; ".join(dict.fromkeys(part for part in parts if part))

    def open(self, point: Open) -> str:
        """Say what is open, as a noun phrase."""
        _ = self.spoken.gettext
        match point.kind:
            case "field":
                field = self.book.fields.get(point.name)
                return field.question if field is not None and field.question else point.name
            case "rule":
                words = _("whether %(rule)s applies", rule=self._called(point.name))
            case "term":
                words = _("what %(term)s means", term=point.name)
            case "entry":
                words = _("%(relation)s of %(key)s", relation=point.name, key=point.key)
            case "instrument":
                words = _("whether %(instrument)s binds", instrument=self._called(point.name))
            case _kind:
                return _("the day of %(name)s", name=point.name)
        return f"{words} ({self._whose(point)})"

    def short_open(self, point: Open) -> str:
        """Name what is open, for a list of what would settle an answer."""
        _ = self.spoken.gettext
        match point.kind:
            case "field":
                return point.name
            case "entry":
                words = f"{point.name}({point.key})"
            case "date":
                return _("the day of %(name)s", name=point.name)
            case _kind:
                words = point.name
        return _("%(name)s on %(reader)s's reading", name=words, reader=point.reader) if point.reader else words

    def outcome(self, proof: RuleProof) -> str:
        """Say why a rule that speaks does not stand, or that it is open; empty where it stands."""
        _ = self.spoken.gettext
        match proof.outcome:
            case "stands":
                return ""
            case "overridden":
                return _("overridden by %(rules)s", rules=self.spoken.listed(proof.by))
            case "excepted":
                exceptions = self.spoken.listed([self.exception(one) for one in proof.by])
                return _("does not apply: %(exceptions)s", exceptions=exceptions)
            case "settled-no":
                if proof.by:
                    return _("may not apply: %(readings)s has not answered", readings=self.spoken.listed(proof.by))
                return _("may not apply: not settled")
            case "open":
                return _("whether it stands is open")

    def exception(self, exception: str) -> str:
        """Say whose exception keeps a rule from applying, as a proof names it."""
        _ = self.spoken.gettext
        owner, _sep, number = exception.rpartition("unless ")
        reading = reading_by_id(self.book, owner.strip())
        if reading is not None:
            return _("an exception that %(reader)s reads into it", reader=reading.reader)
        return _("its own exception %(number)s", number=number)

    def reading(self, reading: Reading) -> str:
        """Say what a reading does to the thing it reads."""
        _ = self.spoken.gettext
        effects: list[str] = []
        if reading.holds:
            effects.append(_("holds it"))
        if reading.rejects:
            effects.append(_("rejects it"))
        if reading.only_when is not None:
            effects.append(_("narrows it"))
        if reading.also_when is not None:
            effects.append(_("widens it"))
        if reading.unless:
            effects.append(
                self.spoken.ngettext("adds %(num)d exception", "adds %(num)d exceptions", len(reading.unless))
            )
        if reading.offices:
            effects.append(_("names who may give it: %(offices)s", offices=self.spoken.listed(reading.offices)))
        if reading.unsettled_when is not None:
            effects.append(_("has not answered"))
        for entry in reading.entries:
            values = ", ".join(str(value) for value in entry.values) or _("none")
            if entry.is_unsettled:
                effects.append(_("leaves %(key)s unsettled", key=entry.key))
            else:
                effects.append(_("%(key)s is %(value)s", key=entry.key, value=values))
        return "; ".join(effects) or _("as the text")

    def speaker(self, statement: Statement) -> str:
        """Say who speaks in a statement: the office, how it is described, whether it is unnamed."""
        _ = self.spoken.gettext
        if statement.text_of is not None:
            return _("the text of %(instrument)s", instrument=statement.text_of)
        people = self.spoken.listed([self._speaker(one) for one in statement.speakers])
        if statement.is_unnamed:
            people = _("%(speaker)s, unnamed", speaker=people)
        return f"{people} ({statement.description})" if statement.description else people

    def chain(self, statement: Statement) -> str:
        """Say through whom a statement came; empty where its speaker was heard directly."""
        _ = self.spoken.gettext
        parts = []
        if statement.told_by is not None:
            teller = self._speaker(statement.told_by)
            if statement.told_description:
                teller = f"{teller} ({statement.told_description})"
            parts.append(_("as told by %(teller)s", teller=teller))
        if statement.relays:
            parts.append(_("relayed through %(relays)s", relays=self.spoken.listed(statement.relays)))
        return ", ".join(parts)

    def event(self, what: str) -> str:
        """Say what happens to a thing on a day, as `placet.engine.variation.timeline` names it."""
        _ = self.spoken.gettext
        known = {
            "announced": _("announced"),
            "signed": _("signed"),
            "cancelled": _("cancelled"),
            "made public": _("made public"),
            "published": _("published"),
            "terminated": _("terminated"),
            "enters into force": _("enters into force"),
            "ceases to be in force": _("ceases to be in force"),
            "is applied provisionally": _("is applied provisionally"),
            "provisional application ends": _("provisional application ends"),
            "is suspended": _("is suspended"),
            "is revived": _("is revived"),
            "begins": _("begins"),
            "ends": _("ends"),
        }
        name, _space, verb = what.rpartition(" ")
        of_name = {
            "joins": _("%(name)s joins", name=name),
            "leaves": _("%(name)s leaves", name=name),
            "changes": _("%(name)s changes", name=name),
        }
        return known.get(what) or of_name.get(verb) or what

    def thing(self, name: str) -> str:
        """Say what a name of the rulebook stands for: its title, or whose reading of what; empty where it has none."""
        title = title_of(self.book, name)
        reading = None if title else reading_by_id(self.book, name)
        if reading is None:
            return title
        return self.spoken.gettext(
            "%(reader)s's reading of %(thing)s",
            reader=reading.reader,
            thing=self._called(reading.of),
        )

    def _called(self, name: str) -> str:
        """Return a title in marks, for the middle of a sentence; the name where it has none."""
        title = title_of(self.book, name)
        return f"“{title}”" if title else name

    def instrument(self, instrument: Instrument) -> list[str]:
        """Say an instrument's force and its dates, each as a phrase."""
        _, day = self.spoken.gettext, self.spoken.day
        if instrument.known_from is None and instrument.is_binding:
            parts = [_("force not known")]
        else:
            parts = [_("binding") if instrument.is_binding else _("political")]
        for words, on in (
            (_("announced"), instrument.announced),
            (_("signed"), instrument.signed),
            (_("cancelled"), instrument.cancelled),
        ):
            if on is not None:
                parts.append(f"{words} {day(on)}")
        for words, periods in (
            (_("in force"), instrument.in_force),
            (_("provisionally applied"), instrument.provisional),
            (_("suspended"), instrument.suspended),
        ):
            for period in periods:
                since = _("from %(day)s", day=day(period.start)) if period.start is not None else ""
                until = _("until %(day)s", day=day(period.end)) if period.end is not None else ""
                parts.append(" ".join(part for part in (words, since, until) if part))
        for words, on in ((_("published"), instrument.published), (_("terminated"), instrument.terminated)):
            if on is not None:
                parts.append(f"{words} {day(on)}")
        return parts

    def _parting(self, on: str, readers: list[ReaderAnswer]) -> str:
        _ = self.spoken.gettext
        determined = [one for one in readers if one.answer != "undetermined"]
        addressees = list(dict.fromkeys(need.step.of for one in determined for need in one.requirements))
        match on:
            case "whether":
                return self._whether(determined, addressees)
            case "level":
                return self._level(determined, addressees)
            case "office":
                return _("on who may take the step for %(parties)s", parties=self._names(addressees))
            case "time":
                return _("on by when the step must be taken")
            case "force":
                return _(
                    "on whether %(parties)s must be asked legally or only politically", parties=self._names(addressees)
                )
            case _on:
                return on

    def _whether(self, readers: list[ReaderAnswer], addressees: list[str]) -> str:
        _ = self.spoken.gettext
        parts: list[str] = []
        if any(one.answer == "barred" for one in readers):
            parts.append(_("on whether it may be done at all"))
        asked_of = [{need.step.of for need in one.requirements} for one in readers]
        parties = [party for party in addressees if any(party not in asked for asked in asked_of)]
        if parties:
            kinds = {
                kind
                for one in readers
                for need in one.requirements
                if need.step.of in parties
                for kind in need.step.kinds
            }
            if kinds == {"notification"}:
                parts.append(_("on whether %(parties)s must be told at all", parties=self._names(parties)))
            else:
                parts.append(_("on whether %(parties)s must be asked at all", parties=self._names(parties)))
        return self.spoken.listed(parts) or _("on whether anything is required")

    def _level(self, readers: list[ReaderAnswer], addressees: list[str]) -> str:
        _ = self.spoken.gettext
        parts: list[str] = []
        asked: dict[str, dict[tuple[tuple[str, ...], ...], None]] = {party: {} for party in addressees}
        for one in readers:
            of_one: dict[str, list[tuple[str, ...]]] = {}
            for need in one.requirements:
                of_one.setdefault(need.step.of, []).append(need.step.kinds)
            for party, kinds in of_one.items():
                asked[party][tuple(kinds)] = None
        for party, steps in asked.items():
            if len(steps) < 2:
                continue
            levels = list(
                dict.fromkeys(
                    self.spoken.listed([self.spoken.listed(map(self.kind, kinds), "or") for kinds in each])
                    for each in steps
                )
            )
            if len(levels) > 1:
                owed = self.spoken.listed(levels, "or")
                parts.append(_("on what is owed to %(party)s: %(steps)s", party=self._names([party]), steps=owed))
        return "; ".join(parts) or _("on which step is needed")

    def _whose(self, point: Open) -> str:
        """Say why a point is open: nobody has settled it, its reader has not answered, or its offices differ."""
        _ = self.spoken.gettext
        if not point.reader:
            return _("which nobody has settled")
        readings = [one for one in self.book.readings if one.of == point.name]
        has_offices = any(one.reader.startswith(f"{point.reader}.") for one in readings)
        is_own = any(
            one.reader == point.reader
            and (one.unsettled_when is not None or any(entry.is_unsettled for entry in one.entries))
            for one in readings
        )
        if has_offices and not is_own:
            return _("on which the offices of %(party)s differ", party=point.reader)
        return _("which %(reader)s has not said", reader=point.reader)

    def _names(self, readers: list[str]) -> str:
        """Name readers: one alone with its title, several by their codes."""
        if len(readers) == 1:
            return f"{readers[0]} ({self.book.reader_title(readers[0])})"
        return self.spoken.listed(readers)

    def _speaker(self, speaker: str) -> str:
        _ = self.spoken.gettext
        if speaker == "narrator":
            return _("the reporter")
        if speaker == "media":
            return _("the outlet")
        return f"{speaker} ({self.book.reader_title(speaker)})"
