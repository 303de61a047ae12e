"""Lay out regions in which two answers part: what is asked where, by which rule and reading, on which statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from placet.engine.space import Dispute, Perspective, Region, Witness
from placet.engine.space.examples import RuleFate, SideAnswer, Truth
from placet.model import Rulebook, Step, Value
from placet.model.answers import Basis
from placet.show.answer_json import Json
from placet.show.page import Block, Gap, Heading, Ink, Line, Record, faint, ink, joined, name, strong
from placet.show.situations import ask_command, condition_parts, condition_text, share_words
from placet.show.sources import grade_ink, instrument_dates, reading_by_id
from placet.show.words import BASIS_WORDS, listed, step_words, steps_words

MOST_CONDITIONS = 3
"""How many conditions of one region are shown unless all are wanted."""


def region_blocks(
    number: int,
    region: Region,
    perspectives: tuple[Perspective, Perspective],
    total: int,
    *,
    in_full: bool = False,
    names: tuple[str, str] | None = None,
    commands: tuple[str, ...] = (),
) -> list[Block]:
    """Return one region as blocks of a page.

    Args:
        number: its place in the list, from 1.
        region: the region.
        perspectives: whose answers part.
        total: of how many situations the region is a part.
        in_full: whether all of its conditions are shown.
        names: what the two sides are called; None: by their readers.
        commands: the commands that ask its example; empty: one, for the first side.
    """
    names = names or (perspectives[0].reader, perspectives[1].reader)
    book = perspectives[region.side].rulebook
    share = share_words(region.count, total)
    rows: list[tuple[Line, Line]] = [
        (ink(strong(names[at])), _side_line(region, at, perspectives[at])) for at in (region.side, 1 - region.side)
    ]
    shown = region.pieces if in_full or len(region.pieces) <= MOST_CONDITIONS else region.pieces[:MOST_CONDITIONS]
    if region.is_whole_rule and len(shown) < len(region.pieces):
        # The rule's own words are shorter than everything they come to, one party after the other.
        own = _own_words(region, perspectives[region.side])
        if own:
            shown = ()
            verb = "bars" if region.what == "bar" else "asks for"
            rows.append((ink(faint("where")), ink("wherever ", name(region.rule or ""), f" {verb} it: ", own)))
    for at, piece in enumerate(shown):
        words = ink(*_with_commas(condition_parts(book, piece.tests)))
        part = faint(f"  ({share_words(piece.count, total)})") if len(region.pieces) > 1 else Ink("")
        rows.append((ink(faint("or where" if at else "where")), ink(words, part)))
    left = len(region.pieces) - len(shown)
    if left:
        more = f"and {left} more conditions" if shown else f"in plain facts these are {left} conditions"
        more = f"{more if left > 1 else 'and one more condition'} (--all shows {'them' if left > 1 else 'it'})"
        rows.append(((), ink(faint(more))))
    if region.rest:
        rows.append(((), ink(faint(f"and {share_words(region.rest, total)} of all situations beside these"))))
    if region.statements:
        rows.append((ink(faint("rests on")), joined([_statement(perspectives, each) for each in region.statements])))
    for command in commands or (ask_command(book, region.example, *_days(perspectives[region.side])),):
        rows.append((ink(faint("to ask it")), ink(faint(command))))
    head = ink(faint(f"{number:>2}  "), strong(region_title(region, book)))
    return [Heading(head, ink(faint(share))), Record(tuple(rows), indent=4), Gap()]


def region_title(region: Region | Dispute, book: Rulebook) -> str:
    """Say what a region is about in a few words."""
    match region.what:
        case "bar":
            return f"whether the act is barred by {region.rule}"
        case "speaks":
            return "whether any rule speaks, where nothing is asked"
        case "force":
            return f"with what force: {step_words(region.steps[0])}"
        case _:
            return asked_words(region, book)


def asked_words(region: Region | Dispute, book: Rulebook) -> str:
    """Say the steps of a region; where there are several addressees, by the words of the rule."""
    rule = book.rules.get(region.rule or "")
    if len(region.steps) > 1 and rule is not None and region.clause is not None:
        need = rule.needs[region.clause]
        return step_words(Step(need.kinds, str(need.of), (), region.steps[0].deadline))
    return steps_words(region.steps)


def answer_words(answer: SideAnswer) -> str:
    """Say what a side answers, in a few words."""
    asked = steps_words([each.step for each in answer.steps if each.truth == "yes"])
    maybe = steps_words([each.step for each in answer.steps if each.truth == "open"], "or")
    match answer.kind:
        case "barred":
            return "barred"
        case "clear":
            return "nothing required"
        case "silent":
            return "silent"
        case "undetermined":
            parts = [f"needs {asked}" if asked else "", f"perhaps {maybe}" if maybe else ""]
            return "undetermined: " + (", ".join(part for part in parts if part) or "whether its rules apply is open")
        case "needs":
            return f"needs {asked}"


def region_value(region: Region, perspectives: tuple[Perspective, Perspective], total: int) -> dict[str, Json]:
    """Return a region as plain values."""
    book = perspectives[region.side].rulebook
    return {
        "what": region.what,
        "words": region_title(region, book),
        "side": region.side,
        "sides": [_side_value(region, at) for at in (0, 1)],
        "rule": region.rule,
        "steps": [step_value(step) for step in region.steps],
        "force": list(region.force) if region.force is not None else None,
        "instrument": region.instrument,
        "count": str(region.count),
        "share": region.count / total,
        "whole_rule": region.is_whole_rule,
        "conditions": [
            {
                "condition": condition_text(book, piece.tests),
                "count": str(piece.count),
                "share": piece.count / total,
            }
            for piece in region.pieces
        ],
        "rest": str(region.rest),
        "statements": list(region.statements),
        "example": _example_value(book, region.example, perspectives[region.side]),
    }


def witness_blocks(
    witness: Witness, perspectives: tuple[Perspective, Perspective], total: int, names: tuple[str, str]
) -> list[Block]:
    """Return the one condition that is told where the regions are out of reach, with what either side answers there."""
    book = perspectives[0].rulebook
    words = ink(*_with_commas(condition_parts(book, witness.tests)), faint(f"  ({share_words(witness.count, total)})"))
    rows: list[tuple[Line, Line]] = [
        *((ink(strong(name)), ink(answer_words(answer))) for name, answer in zip(names, witness.answers, strict=True)),
        (ink(faint("where")), words),
        (ink(faint("to ask it")), ink(faint(ask_command(book, witness.example, *_days(perspectives[0]))))),
    ]
    return [Record(tuple(rows), indent=4), Gap()]


def witness_value(witness: Witness, perspectives: tuple[Perspective, Perspective], total: int) -> dict[str, Json]:
    """Return the one condition that is told where the regions are out of reach as plain values."""
    book = perspectives[0].rulebook
    return {
        "condition": condition_text(book, witness.tests),
        "count": str(witness.count),
        "share": witness.count / total,
        "answers": [answer.kind for answer in witness.answers],
        "example": _example_value(book, witness.example, perspectives[0]),
    }


def step_value(step: Step) -> dict[str, Json]:
    """Return a step as plain values."""
    return {
        "kind": list(step.kinds),
        "of": step.of,
        "offices": list(step.offices),
        "deadline": step.deadline or None,
        "silence": step.silence or None,
    }


def _example_value(book: Rulebook, example: Mapping[str, Value], perspective: Perspective) -> dict[str, Json]:
    return {
        "given": {
            field: [*sorted(value)] if isinstance(value, frozenset) else value for field, value in example.items()
        },
        "command": ask_command(book, example, *_days(perspective)),
    }


def _own_words(region: Region, perspective: Perspective) -> str:
    """The conditions of a region's rule, as its text has them; empty where somebody on its side may read others in."""
    book = perspective.rulebook
    rule = book.rules[region.rule or ""]
    party = perspective.reader.partition(".")[0]
    readings = [one for one in book.readings if one.of == rule.id and one.reader.partition(".")[0] == party]
    if any(list(one.conditions()) for one in readings):
        return ""
    unless = "".join(f", unless {each}" for each in rule.unless)
    return f"{rule.when}{unless}"


def _side_value(region: Region, at: int) -> dict[str, Json]:
    fate = region.fates[at] if region.fates else None
    answer = region.answers[at]
    return {
        "truth": region.here if at == region.side else region.there,
        "answer": answer.kind,
        "requirements": [
            {**step_value(each.step), "basis": each.basis, "truth": each.truth, "rules": list(each.rules)}
            for each in answer.steps
        ],
        "bars": list(answer.bars),
        "fate": fate.fate if fate else None,
        "by": list(fate.by) if fate else [],
        "grade": fate.grade if fate else None,
        "readings": list(region.readings[at]),
    }


def _side_line(region: Region, at: int, perspective: Perspective) -> Line:
    """Say what one side holds in a region, and why."""
    truth = region.here if at == region.side else region.there
    book = perspective.rulebook
    answer = region.answers[at]
    fate = region.fates[at] if region.fates else None
    readings = region.readings[at]
    if region.what == "speaks":
        doing = {"yes": "a rule speaks, and asks nothing", "open": "whether a rule speaks is open", "no": "silent"}[
            truth
        ]
        return ink(doing, _readings_ink(readings))
    if region.what == "force" and region.force is not None:
        return ink(force_words(region.force[at], truth), _readings_ink(readings))
    verb = "bars it" if region.what == "bar" else f"asks for it{_force_words(region, answer)}"
    if truth == "no" and answer.kind == "barred" and region.what != "bar":
        return ink(f"is barred anyway by {listed(answer.bars)}", _readings_ink(readings))
    words = {"yes": verb, "open": f"open whether it {verb}", "no": "does not"}[truth]
    because = _because(region, at, fate, answer, book, perspective)
    grade = (
        ink(faint(", "), grade_ink(fate.grade))
        if fate is not None and fate.grade not in (None, "text") and truth != "no"
        else ()
    )
    return ink(words, ": " if because else "", because, _readings_ink(readings), grade)


def _because(
    region: Region, at: int, fate: RuleFate | None, answer: SideAnswer, book: Rulebook, perspective: Perspective
) -> str:
    truth = region.here if at == region.side else region.there
    if fate is None:
        return answer_words(answer) if truth == "no" else ""
    words = fate_words(fate, book, perspective)
    if truth == "no" and fate.fate == "stands":
        return answer_words(answer)
    others = [each for each in answer.steps if truth == "no" and each.truth == "yes"]
    if others and answer.kind == "needs":
        words += f"; it needs {steps_words([each.step for each in others])} there"
    return words


def _force_words(region: Region, answer: SideAnswer) -> str:
    """Say with what force a step is asked for; nothing where it is the usual one, by law."""
    bases = {each.basis for each in answer.steps if each.step in region.steps}
    return f" {BASIS_WORDS[min(bases)]}" if len(bases) == 1 and "legal" not in bases else ""


def force_words(basis: Basis | None, truth: Truth) -> str:
    """Say with what force a side asks for a step."""
    words = BASIS_WORDS[str(basis)]
    return f"open whether {words}" if truth == "open" else words


def fate_words(fate: RuleFate, book: Rulebook, perspective: Perspective) -> str:
    """Say what became of a rule on one side."""
    rule = book.rules.get(fate.rule)
    instrument = rule.instrument if rule is not None else None
    match fate.fate:
        case "stands":
            return f"{fate.rule} stands"
        case "excepted":
            return f"{fate.rule} is excepted ({'; '.join(_exception_words(book, fate.rule, one) for one in fate.by)})"
        case "overridden":
            return f"{fate.rule} is overridden by {listed(fate.by)}"
        case "open":
            return f"{fate.rule} is open" + (f" ({_readers_of(book, fate.by)} has not answered)" if fate.by else "")
        case "does not speak":
            return f"the conditions of {fate.rule} are not met"
        case "no such rule":
            return f"has no rule {fate.rule}"
        case "not in force":
            what = instrument if instrument is not None else fate.rule
            dates = instrument_dates(book.instruments[instrument]) if instrument is not None else ""
            return f"{what} is not in force on {perspective.on}" + (f" ({dates})" if dates else "")
        case "not known":
            return f"{instrument or fate.rule} was not public on {perspective.known}"
        case "rejected":
            return f"{fate.rule} is rejected ({listed(fate.by)})"
        case "not bound":
            if rule is not None and rule.held_by is not None:
                return f"{fate.rule} is held by {rule.held_by} alone"
            return f"{perspective.reader} is not bound by {instrument}"


def _exception_words(book: Rulebook, rule: str, exception: str) -> str:
    """Say an exception, which the engine names `unless 1`, or `reading unless 1` where it is a reading's."""
    owner, _, number = exception.rpartition("unless ")
    reading = reading_by_id(book, owner.strip())
    if reading is not None:
        return f"{reading.reader} reads: unless {reading.unless[int(number) - 1]}"
    return f"unless {book.rules[rule].unless[int(number) - 1]}"


def _readers_of(book: Rulebook, readings: tuple[str, ...]) -> str:
    """Say whose readings these are."""
    found = [reading_by_id(book, one) for one in readings]
    return listed(list(dict.fromkeys(one.reader for one in found if one is not None)))


def _readings_ink(readings: tuple[str, ...]) -> Line:
    return ink(faint(", read as "), joined([ink(name(each)) for each in readings])) if readings else ()


def _with_commas(parts: list[str]) -> list[str]:
    return [part if at == len(parts) - 1 else f"{part}, " for at, part in enumerate(parts)] or ["always"]


def _statement(perspectives: tuple[Perspective, Perspective], statement: str) -> Line:
    book = next(each.rulebook for each in perspectives if statement in each.rulebook.statements)
    return ink(name(statement), " (", grade_ink(book.statements[statement].grade), ")")


def _days(perspective: Perspective) -> tuple[dt.date, dt.date | None]:
    return perspective.on, perspective.known
