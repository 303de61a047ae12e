"""Say what a rulebook holds without effect, with the places that prove it: the messages of `placet lint --deep`."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from placet.diagnostics.diagnostic import Diagnostic, Label, Span
from placet.diagnostics.order import sort_diagnostics
from placet.engine.deep.find import find_without_effect
from placet.engine.deep.findings import DeepFinding, Kind, Spot
from placet.engine.deep.scope import Scope
from placet.language.lint import find_doubts, own_files
from placet.language.lint_places import Place, Places, Written
from placet.language.load import Loaded
from placet.model import Reading, Rulebook, Where
from placet.show.words import listed

CODE_OF: dict[Kind, str] = {
    "rule-never-stands": "L0801",
    "exception-never-bites": "L0802",
    "override-without-effect": "L0803",
    "reading-equals-text": "L0804",
    "clause-without-effect": "L0805",
    "constant-condition": "L0806",
    "reading-never-effective": "L0807",
    "reading-repeats": "L0501",
}
UNDECIDED = "L0808"
_SHOWN = 70
"""How many letters of a condition a message shows."""


class Words(msgspec.Struct, frozen=True):
    """What a diagnostic says of a finding: the message, what to say at each place that proves it, and the help."""

    message: str
    help: str
    at: str = ""


class Within(msgspec.Struct, frozen=True):
    """What is without effect in some situations and on some days: sorted by place; the words leave out which they are.

    `left_out` is without effect there only because it is about other facts or other days; each with its place.
    """

    diagnostics: list[Diagnostic]
    left_out: list[tuple[DeepFinding, Span]]


def lint_deep(loaded: Loaded) -> list[Diagnostic]:
    """Return what is without effect in a rulebook's own files, sorted by place; nothing where it has errors.

    What `placet.language.lint.lint` tells already is not told again.
    """
    rulebook = loaded.rulebook
    if rulebook is None:
        return []
    own = own_files(loaded)
    told = {(doubt.code, doubt.where) for doubt in find_doubts(loaded)}
    speaker = _Speaker(rulebook, Places(loaded.trees))
    found = find_without_effect(rulebook, lambda where: where.file in own)
    return sort_diagnostics(speaker.say(finding) for finding in found if not speaker.is_told(finding, told))


def lint_within(loaded: Loaded, rulebook: Rulebook, scope: Scope) -> Within:
    """Return what is without effect in a rulebook's own files in some situations and on some days.

    Args:
        loaded: the rulebook as it was loaded.
        rulebook: the same, sound.
        scope: what the situations and days that are meant have in common.

    Raises:
        ValueError: a given fact has no value of its field.
    """
    own = own_files(loaded)
    speaker = _Speaker(rulebook, Places(loaded.trees), " then")
    found = find_without_effect(rulebook, lambda where: where.file in own, scope)
    told = sort_diagnostics(speaker.say(finding) for finding in found if not finding.elsewhere)
    left_out = [(finding, speaker.span(finding.spot)) for finding in found if finding.elsewhere]
    return Within(told, sorted(left_out, key=lambda one: (one[1].file, one[1].start, one[1].end)))


class _Speaker:
    """Says findings; with `then` (` then`) those of some situations and days: no reason there to remove anything."""

    def __init__(self, rulebook: Rulebook, places: Places, then: str = "") -> None:
        self.rulebook = rulebook
        self.places = places
        self.then = then
        self.readings = {reading.id: reading for reading in rulebook.readings}

    def is_told(self, finding: DeepFinding, told: set[tuple[str, Where]]) -> bool:
        """Whether the ordinary findings say it already."""
        if not finding.is_decided:
            return False
        spot = finding.spot
        if spot.clause == "unless" and any(spot != other and self._is_same(spot, other) for other in finding.because):
            return True
        where = self._where(spot)
        codes = {
            "rule-never-stands": ("L0303", "L0603"),
            "reading-equals-text": ("L0403", "L0501"),
            "reading-repeats": ("L0501",),
        }
        return any((code, where) in told for code in codes.get(finding.kind, ()))

    def say(self, finding: DeepFinding) -> Diagnostic:
        """Return the diagnostic of a finding."""
        if not finding.is_decided:
            message = f"it could not be decided {self._question(finding)}"
            help_ = "There are too many cases to tell apart. Shorter conditions, or fewer exceptions and overrides of "
            help_ += "one rule, may help."
            return Diagnostic(UNDECIDED, "note", message, self.span(finding.spot), help_)
        words = self._words(finding)
        return Diagnostic(
            CODE_OF[finding.kind],
            "warning",
            words.message,
            self.span(finding.spot),
            "" if self.then else words.help,
            self._labels(finding, words),
        )

    def _words(self, finding: DeepFinding) -> Words:
        match finding.kind:
            case "rule-never-stands":
                return self._never_stands(finding)
            case "exception-never-bites":
                return self._never_bites(finding, f"where `{finding.spot.owner}` speaks")
            case "override-without-effect":
                return self._never_overrides(finding)
            case "reading-equals-text":
                return self._equals_text(finding)
            case "clause-without-effect":
                return self._changes_nothing(finding)
            case "constant-condition":
                return self._constant(finding)
            case "reading-never-effective":
                help_ = "Another takes its place on every day, or it has ended when it begins: look at their days, and "
                help_ += "the days of their statements, again."
                return Words(f"this reading by {self._of(finding.spot)} is on no day the effective one", help_)
            case "reading-repeats":
                message = f"this reading by {self._of(finding.spot)} comes to the same as an earlier one{self.then}"
                return Words(message, "Remove it, or name the statement by which it confirms the earlier one.")

    # What is said

    def _never_stands(self, finding: DeepFinding) -> Words:
        rule = self.rulebook.rules[finding.spot.owner]
        head = f"the rule `{rule.id}` {'cannot stand then' if self.then else 'can never stand'}"
        instrument = rule.instrument
        match finding.cause:
            case "never in force":
                help_ = f"Say from when `{instrument}` is in force, or remove the rule."
                return Words(f"{head}: `{instrument}` is never in force", help_)
            case "no common day":
                both = f"on no day are both it and `{instrument}` in force" if instrument else "it ends when it begins"
                return Words(f"{head}: {both}", "Look at its days again.")
            case "rejected":
                return Words(
                    f"{head}: everybody whom it could bind rejects it{'' if self.then else ' while it is in force'}",
                    "If nobody holds it to be law any more, its end is better told by `until`.",
                    at="rejected here",
                )
            case "binds nobody":
                help_ = "Write down who is a party to its instrument, or the reading of somebody who `holds` it."
                held = "holds it" if self.then else "holds it, while it is in force"
                return Words(f"{head}: nobody is bound by it, or {held}", help_)
            case "contradiction":
                return Words(
                    f"{head}: its condition is never true",
                    "Write what the condition was meant to be, or remove the rule.",
                    at=_odds(finding.because),
                )
            case "narrowed away":
                help_ = "Look at the readings again: together with them the condition is never true."
                return Words(f"{head}: everybody who goes by it narrows it to nothing", help_, at="narrowed here")
            case _:
                return Words(
                    f"{head}: {self._stopped(finding.because)}",
                    "Narrow what stands in its way, or remove the rule.",
                    at="this stands in its way",
                )

    def _stopped(self, because: Sequence[Spot]) -> str:
        exceptions = [self._quoted(spot) for spot in because if spot.clause == "unless"]
        rules = [f"`{spot.owner}`" for spot in because if not spot.clause]
        parts = []
        if exceptions:
            parts.append(
                f"its exception {exceptions[0]} is true"
                if len(exceptions) == 1
                else f"one of the exceptions {listed(exceptions)} is true"
            )
        if rules:
            parts.append(f"{rules[0]} overrides it" if len(rules) == 1 else f"one of {listed(rules)} overrides it")
        if not parts:
            return "something stands in its way in every situation"
        return f"wherever it {'speaks' if exceptions else 'applies'}, {listed(parts, 'or')}"

    def _never_bites(self, finding: DeepFinding, where: str) -> Words:
        quoted = self._quoted(finding.spot)
        help_ = "Remove it, or write what it was meant to be."
        if finding.cause == "false":
            message = f"the exception {quoted} never bites{self.then}: it is never true {where}"
            return Words(message, help_, at=_odds(finding.because, finding.spot))
        others = [self._quoted(spot) for spot in finding.because if spot.clause == "unless"]
        doubts = [self.readings[spot.owner].reader for spot in finding.because if spot.clause == "unsettled"]
        reasons = [f"{listed(others, 'or')} is true as well"] if others else []
        reasons += [f"{listed([f'`{reader}`' for reader in doubts], 'or')} is unsettled"] if doubts else []
        reason = listed(reasons, "or") or "something else decides already"
        message = f"the exception {quoted} never bites{self.then}: wherever it is true, {reason}"
        return Words(message, help_, at="this covers it")

    def _never_overrides(self, finding: DeepFinding) -> Words:
        upper = finding.spot.owner
        lower = self.rulebook.rules[upper].overrides[finding.spot.index]
        head = f"`{upper}` never overrides `{lower}`{self.then}"
        help_ = f"Leave `{lower}` out behind `overrides`, or look at the conditions of both again."
        match finding.cause:
            case "never in one column":
                return Words(f"{head}: {'nobody goes' if self.then else 'on no day does anybody go'} by both", help_)
            case "never speak together":
                return Words(f"{head}: they never speak of one situation", help_, at=_odds(finding.because))
            case "never apply together":
                message = f"{head}: where both speak, one of them is excepted"
                return Words(message, help_, at="this excepts one of them")
            case _:
                others = listed([f"`{spot.owner}`" for spot in finding.because], "or")
                reason = f"`{upper}` is itself overridden{f' by {others}' if others else ''}"
                return Words(f"{head}: wherever both apply, {reason}", help_, at="this overrides it")

    def _equals_text(self, finding: DeepFinding) -> Words:
        reading = self.readings[finding.spot.owner]
        head = f"this reading by {self._of(finding.spot)} changes nothing{self.then}"
        if finding.cause == "not in the column":
            help_ = f"Add `holds` if `{reading.reader}` accepts the rule, or look at the days again."
            return Words(f"{head}: `{reading.of}` is not in its column while the reading is effective", help_)
        match reading.of_kind:
            case "rule":
                help_ = "Write `holds` if it confirms the rule, or write down what it changes."
            case "relation":
                help_ = "Remove it: without it the relation gives the same. Or write down what it changes."
            case _:
                help_ = "Remove it: that is what the text means. Or write down what it changes."
        head = f"this reading by {self._of(finding.spot)} changes nothing of the text{self.then}"
        return Words(head, help_, at="this changes nothing")

    def _changes_nothing(self, finding: DeepFinding) -> Words:
        spot = finding.spot
        reading = self.readings[spot.owner]
        who = self._of(spot)
        help_ = "Remove it, or write what it was meant to be."
        match spot.clause:
            case "only when":
                return Words(f"this narrowing by {who} excludes nothing{self.then}", help_)
            case "also when":
                return Words(f"this widening by {who} adds nothing{self.then}", help_)
            case "unsettled":
                when = self.then or ", in no situation"
                return Words(f"`{reading.reader}` is never unsettled on `{reading.of}`{when}", help_)
            case "by":
                message = f"the offices in this reading by {who} are those that the text names"
                return Words(message, "Leave them out; write `holds` if the reading confirms the rule.")
            case "entry":
                entry = reading.entries[spot.index]
                message = f"this entry by {who} for `{entry.key}` is{self.then} the one that the relation has anyway"
                return Words(message, "Leave it out, or write what it was meant to be.")
            case _:
                verb = "speaks" if reading.of_kind == "rule" else "is true"
                return self._never_bites(finding, f"where `{reading.of}` {verb} for `{reading.reader}`")

    def _constant(self, finding: DeepFinding) -> Words:
        spot = finding.spot
        written = self._written(spot)
        truth = finding.cause
        if written.is_denied:
            truth = "always" if truth == "never" else "never"
        what = f"`{_short(written.text)}`"
        if spot.kind == "term" and not spot.path:
            what = f"the term `{spot.owner}`"
        message = f"{what} is {truth} true{self.then}, for whatever reader{'' if self.then else ', on whatever day'}"
        if truth == "never":
            help_ = "Write what it was meant to be, or remove what hangs on it."
        else:
            help_ = "Leave it out, or write what it was meant to be."
        at = "one of these is always true" if finding.cause == "always" else "these exclude each other"
        return Words(message, help_, at=at)

    def _question(self, finding: DeepFinding) -> str:
        spot = finding.spot
        match finding.kind:
            case "rule-never-stands":
                return f"whether the rule `{spot.owner}` can {'stand then' if self.then else 'ever stand'}"
            case "exception-never-bites":
                return f"whether the exception {self._quoted(spot)} ever bites{self.then}"
            case "override-without-effect":
                lower = self.rulebook.rules[spot.owner].overrides[spot.index]
                return f"whether `{spot.owner}` ever overrides `{lower}`{self.then}"
            case "constant-condition":
                return f"whether {self._quoted(spot)}, or a part of it, is always or never true{self.then}"
            case _:
                return f"whether this changes anything{self.then} in the reading by {self._of(spot)}"

    def _of(self, spot: Spot) -> str:
        reading = self.readings[spot.owner]
        return f"`{reading.reader}` of `{reading.of}`"

    def _quoted(self, spot: Spot) -> str:
        return f"`{_short(self._written(spot).text)}`"

    # Where it stands

    def _labels(self, finding: DeepFinding, words: Words) -> tuple[Label, ...]:
        main = self.span(finding.spot)
        spans = dict.fromkeys(self.span(spot) for spot in finding.because)
        return tuple([Label(span, words.at) for span in spans if span != main and words.at])

    def _where(self, spot: Spot) -> Where:
        match spot.kind:
            case "rule":
                return self.rulebook.rules[spot.owner].where
            case "term":
                return self.rulebook.terms[spot.owner].where
            case "reading":
                return self.readings[spot.owner].where

    def _place(self, spot: Spot) -> Place:
        if spot.kind == "reading":
            return self.places.of_reading(self.readings[spot.owner].where)
        return self.places.of_named(spot.kind, spot.owner)

    def span(self, spot: Spot) -> Span:
        """Return where a spot stands in the text."""
        place = self._place(spot)
        match spot.clause:
            case "":
                return place.name()
            case "overrides":
                return place.named("overrides", spot.index)
            case "by":
                return place.names("by")
            case "entry":
                return place.entry(spot.index)
            case _:
                return self._written(spot).span

    def _written(self, spot: Spot) -> Written:
        return self._place(spot).condition(spot.clause, spot.index, spot.path)

    def _is_same(self, spot: Spot, other: Spot) -> bool:
        """Whether two exceptions are the same condition."""
        is_whole = other.clause == "unless" and not other.path
        return is_whole and self._exception(spot) == self._exception(other)

    def _exception(self, spot: Spot) -> object:
        owner: Reading | object = self.readings.get(spot.owner) if spot.kind == "reading" else None
        unless = owner.unless if isinstance(owner, Reading) else self.rulebook.rules[spot.owner].unless
        return unless[spot.index]


def _odds(because: Sequence[Spot], main: Spot | None = None) -> str:
    """What to say of conditions that are never true together, one of which may be what the finding is about."""
    if main in because:
        return "this excludes it" if len(because) == 2 else "these together exclude it"
    return "this is never true" if len(because) == 1 else "these exclude each other"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"
