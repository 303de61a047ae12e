"""Where and why two answers part, in the words of a page's language."""

from __future__ import annotations

from placet.engine.space import Dispute, Perspective, Region
from placet.engine.space.examples import RuleFate, SideAnswer
from placet.model import Statement, Step
from placet.model.answers import Basis
from placet.web.languages import Language
from placet.web.words import Words


class Parting:
    """Says regions of a comparison in one language; the rulebook's own words stay as written.

    Args:
        spoken: the language.
        sides: whose answers part.
    """

    def __init__(self, spoken: Language, sides: tuple[Perspective, Perspective]) -> None:
        self.spoken = spoken
        self.sides = sides
        self.words = tuple(Words(spoken, side.rulebook) for side in sides)

    def title(self, region: Region | Dispute) -> str:
        """Say what a region is about in a few words."""
        _ = self.spoken.gettext
        match region.what:
            case "bar":
                return _("whether the act is barred by %(rule)s", rule=region.rule)
            case "speaks":
                return _("whether any rule speaks, where nothing is asked")
            case "force":
                return _("with what force: %(step)s", step=self.words[region.side].step(region.steps[0]))
            case _step:
                return self._steps(region)

    def side(self, region: Region, at: int) -> str:
        """Say what one side holds in a region."""
        _ = self.spoken.gettext
        truth = region.here if at == region.side else region.there
        answer = region.answers[at]
        if region.what == "speaks":
            return {
                "yes": _("a rule speaks, and asks nothing"),
                "open": _("whether a rule speaks is open"),
                "no": self.words[at].verdict_name("silent"),
            }[truth]
        if region.what == "force" and region.force is not None:
            return self._force(at, region.force[at], is_open=truth == "open")
        if truth == "no":
            if answer.kind == "barred" and region.what != "bar":
                return _("is barred anyway by %(rules)s", rules=self.spoken.listed(answer.bars))
            return _("does not ask for it") if region.what != "bar" else _("does not bar it")
        if region.what == "bar":
            return _("bars it") if truth == "yes" else _("open whether it bars it")
        if truth == "open":
            return _("open whether it asks for it")
        bases = {each.basis for each in answer.steps if each.step in region.steps}
        if len(bases) == 1 and "legal" not in bases:
            return _("asks for it (%(force)s)", force=self.words[at].basis(min(bases)))
        return _("asks for it")

    def answer(self, at: int, answer: SideAnswer) -> str:
        """Say all that one side answers in a region's example."""
        _ = self.spoken.gettext
        words = self.words[at]
        asked = self.spoken.listed([words.step(each.step) for each in answer.steps if each.truth == "yes"])
        if answer.kind == "needs":
            return _("needs %(steps)s", steps=asked)
        if answer.kind == "undetermined" and asked:
            return _("undetermined, in any case %(steps)s", steps=asked)
        return words.verdict_name(answer.kind)

    def fate(self, at: int, fate: RuleFate) -> str:
        """Say what became of a rule on one side."""
        _ = self.spoken.gettext
        side = self.sides[at]
        rule = side.rulebook.rules.get(fate.rule)
        what = rule.instrument if rule is not None and rule.instrument is not None else fate.rule
        by = self.spoken.listed(fate.by)
        match fate.fate:
            case "stands":
                return _("%(rule)s stands", rule=fate.rule)
            case "excepted":
                exceptions = self.spoken.listed([self.words[at].exception(one) for one in fate.by])
                return _("%(rule)s is excepted: %(by)s", rule=fate.rule, by=exceptions)
            case "overridden":
                return _("%(rule)s is overridden by %(by)s", rule=fate.rule, by=by)
            case "open":
                return _("%(rule)s is open", rule=fate.rule) + (f": {by}" if by else "")
            case "does not speak":
                return _("the conditions of %(rule)s are not met", rule=fate.rule)
            case "no such rule":
                return _("has no rule %(rule)s", rule=fate.rule)
            case "not in force":
                return _("%(instrument)s is not in force on %(day)s", instrument=what, day=self.spoken.date(side.on))
            case "not known":
                day = self.spoken.date(side.known) if side.known is not None else ""
                return _("%(instrument)s was not public on %(day)s", instrument=what, day=day)
            case "rejected":
                return _("%(rule)s is rejected: %(by)s", rule=fate.rule, by=by)
            case "not bound":
                if rule is not None and rule.held_by is not None:
                    return _("%(rule)s is held by %(party)s alone", rule=fate.rule, party=rule.held_by)
                return _("%(reader)s is not bound by %(instrument)s", reader=side.reader, instrument=what)

    def said(self, statement: str) -> tuple[Statement, str]:
        """Return a statement that either side rests on, and who speaks in it."""
        at = next(at for at, side in enumerate(self.sides) if statement in side.rulebook.statements)
        found = self.sides[at].rulebook.statements[statement]
        return found, self.words[at].speaker(found)

    def dispute(self, dispute: Dispute, readers: tuple[str, str]) -> list[str]:
        """Say who holds what in a dispute over time, a phrase for each reader."""
        _ = self.spoken.gettext
        told = []
        for at in (dispute.side, 1 - dispute.side):
            truth = dispute.here if at == dispute.side else dispute.there
            if dispute.what == "force" and dispute.force is not None:
                words = self._force(0, dispute.force[at], is_open=truth == "open")
            else:
                does = {
                    "step": (_("asks for it"), _("open whether it asks for it"), _("does not ask for it")),
                    "bar": (_("bars it"), _("open whether it bars it"), _("does not bar it")),
                    "speaks": (_("has a rule"), _("whether a rule speaks is open"), _("has none")),
                }[dispute.what]
                words = does[("yes", "open", "no").index(truth)]
            told.append(f"{readers[at]}: {words}")
        return told

    def _steps(self, region: Region | Dispute) -> str:
        words = self.words[region.side]
        rule = self.sides[region.side].rulebook.rules.get(region.rule or "")
        if len(region.steps) > 1 and rule is not None and region.clause is not None:
            # Many addressees: the rule's own words name them together.
            need = rule.needs[region.clause]
            return words.step(Step(need.kinds, str(need.of), (), region.steps[0].deadline))
        return self.spoken.listed([words.step(step) for step in region.steps])

    def _force(self, at: int, basis: Basis | None, *, is_open: bool) -> str:
        name = self.words[at].basis(str(basis))
        return self.spoken.gettext("open whether %(force)s", force=name) if is_open else name
