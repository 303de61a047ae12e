"""An answer taken apart for its page: for every reader what is required and why, line by line, and why nothing more."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

from placet.model import Answer, Cite, ReaderAnswer, Reading, Requirement, Rule, Rulebook, RuleProof, Statement, Step
from placet.show.answer import answers_as_its_party, bears, in_order
from placet.show.conditions import Situation, condition_node, judge, reading_nodes
from placet.show.page import Node
from placet.show.registers import membership_on, status_on
from placet.show.sources import cites_of, evidence_mark, reading_by_id, statements_of

MOST_RULES = 60
"""How many rules with their proofs one page shows."""


class ReadingLine(msgspec.Struct, frozen=True):
    """A reading that bears on a rule: what it adds, each part marked, and the statements it rests on."""

    reading: Reading
    is_of_rule: bool
    nodes: tuple[Node, ...]
    statements: tuple[Statement, ...]


class RuleLine(msgspec.Struct, frozen=True):
    """A rule with what became of it and everything that it rests on, for one reader."""

    rule: Rule
    proof: RuleProof
    conditions: tuple[tuple[str, Node], ...]
    readings: tuple[ReadingLine, ...]
    statements: tuple[Statement, ...]
    cites: tuple[Cite, ...]
    mark: str


class NeedLine(msgspec.Struct, frozen=True):
    """A step that is required, with the rules that ask for it."""

    need: Requirement
    rules: tuple[RuleLine, ...]


class Reason(msgspec.Struct, frozen=True):
    """Why a rule asks nothing of a reader.

    `kind` is `outcome` (it speaks and does not stand: `proof` says why), `not-held` (somebody else holds it),
    `not-member` or `no-effect` (its instrument does not bind the reader on the day, or nobody), `unmet` (a condition
    of it is not met: `conditions`), or `other` (none of these can be told from the facts alone).
    """

    rule: Rule
    kind: str
    proof: RuleProof | None = None
    status: str = ""
    conditions: tuple[tuple[str, Node], ...] = ()


class Absent(msgspec.Struct, frozen=True):
    """A step that others require, or that a rule without effect would ask for, and why this reader does not."""

    step: Step
    by: tuple[str, ...]
    reasons: tuple[Reason, ...]


class ReaderCard(msgspec.Struct, frozen=True):
    """One reader's answer with its proof."""

    answer: ReaderAnswer
    title: str
    needs: tuple[NeedLine, ...]
    rules: tuple[RuleLine, ...]
    absent: tuple[Absent, ...]


class Apart(msgspec.Struct, frozen=True):
    """An answer taken apart: a card for everybody who says something, and the names of those who do not.

    `is_brief` says that there is too much for one page: the proofs are left to a page for each reader.
    """

    cards: tuple[ReaderCard, ...]
    silent: tuple[str, ...]
    alike: tuple[str, ...]
    is_brief: bool = False


def take_apart(book: Rulebook, answer: Answer, readers: tuple[str, ...] = ()) -> Apart:
    """Return every reader's answer, or those of `readers`, with its proof and with what it does not require."""
    shown = in_order(book, answer)
    alike = [one for one in shown if answers_as_its_party(book, one)]
    silent = [one for one in shown if one.answer == "silent" and one not in alike]
    lines: dict[RuleProof, RuleLine] = {}
    if readers:
        cards = tuple(_card(book, answer, one, lines) for one in shown if one.reader in readers)
        return Apart(cards, (), ())
    told = [one for one in shown if one not in alike and one not in silent]
    is_brief = sum(len(one.proof) for one in told) > MOST_RULES
    cards = tuple(_brief_card(book, one) if is_brief else _card(book, answer, one, lines) for one in told)
    return Apart(cards, tuple(one.reader for one in silent), tuple(one.reader for one in alike), is_brief)


def sources_of_answer(book: Rulebook, answer: Answer) -> list[str]:
    """Return the sources that an answer rests on, each once."""
    found: dict[str, None] = {}
    for one in in_order(book, answer):
        for proof in one.proof if one.answer != "silent" else ():
            if bears(one, proof):
                said = (book.statements[statement].source for statement in statements_of(book, proof))
                found.update(dict.fromkeys(said))
                found.update(dict.fromkeys(cite.source for cite in cites_of(book, book.rules[proof.rule])))
    return list(found)


def _brief_card(book: Rulebook, one: ReaderAnswer) -> ReaderCard:
    needs = tuple(NeedLine(need, ()) for need in one.requirements)
    return ReaderCard(one, book.reader_title(one.reader), needs, (), ())


def _card(book: Rulebook, answer: Answer, one: ReaderAnswer, known: dict[RuleProof, RuleLine]) -> ReaderCard:
    """Take one reader's answer apart; a rule of which the same became for another reader is the same value."""
    for proof in one.proof:
        if proof not in known:
            known[proof] = _rule_line(book, answer, proof)
    lines = {proof.rule: known[proof] for proof in one.proof}
    needs = tuple(
        NeedLine(need, tuple(lines[rule] for rule in need.rules if rule in lines)) for need in one.requirements
    )
    told = {rule for need in one.requirements for rule in need.rules}
    rest = tuple(line for rule, line in lines.items() if rule not in told)
    return ReaderCard(one, book.reader_title(one.reader), needs, rest, _absent(book, answer, one))


def _rule_line(book: Rulebook, answer: Answer, proof: RuleProof) -> RuleLine:
    rule = book.rules[proof.rule]
    readings = tuple(reading for found in proof.readings if (reading := reading_by_id(book, found)) is not None)
    situation = Situation(book, answer.question.given, answer.question.on, readings)
    return RuleLine(
        rule,
        proof,
        _conditions(rule, situation),
        tuple(
            ReadingLine(
                reading,
                reading.of == rule.id,
                reading_nodes(reading, situation) if reading.of == rule.id else (),
                tuple(book.statements[statement] for statement in reading.says),
            )
            for reading in readings
        ),
        tuple(book.statements[statement] for statement in rule.says),
        tuple(cites_of(book, rule)),
        evidence_mark(book, rule),
    )


def _conditions(rule: Rule, situation: Situation) -> tuple[tuple[str, Node], ...]:
    return (
        ("when", condition_node(rule.when, situation)),
        *(("unless", condition_node(exception, situation)) for exception in rule.unless),
    )


def _absent(book: Rulebook, answer: Answer, one: ReaderAnswer) -> tuple[Absent, ...]:
    """Return the steps that some other reader requires and this one does not, with the reasons."""
    if one.answer == "barred":
        return ()
    own = {(need.step.kinds, need.step.of) for need in one.requirements}
    wanted: dict[tuple[tuple[str, ...], str], dict[str, Any]] = {}
    for other in answer.readers.values():
        for need in other.requirements if other.reader != one.reader else ():
            key = (need.step.kinds, need.step.of)
            if key not in own:
                found = wanted.setdefault(key, {"step": need.step, "by": {}, "rules": {}})
                found["by"][other.reader] = None
                found["rules"].update(dict.fromkeys(need.rules))
    return tuple(
        Absent(found["step"], tuple(found["by"]), tuple(_reason(book, answer, one, rule) for rule in found["rules"]))
        for found in wanted.values()
    )


def _reason(book: Rulebook, answer: Answer, one: ReaderAnswer, rule_id: str) -> Reason:
    """Say why a rule asks nothing of a reader; it only tells what the engine has decided already."""
    rule = book.rules[rule_id]
    proof = next((found for found in one.proof if found.rule == rule_id), None)
    if proof is not None:
        return Reason(rule, "outcome" if proof.outcome != "stands" else "other", proof)
    party = book.party_of(one.reader)
    if rule.held_by is not None and rule.held_by not in (one.reader, party):
        return Reason(rule, "not-held")
    on = answer.question.on
    if rule.instrument is not None and (reason := _not_bound(book, rule, party, on)) is not None:
        return reason
    readings = tuple(
        reading for reading in book.readings if reading.reader in (one.reader, party) and reading.of == rule_id
    )
    situation = Situation(book, answer.question.given, on, readings)
    if judge(rule.when, situation) is False:
        return Reason(rule, "unmet", conditions=_conditions(rule, situation))
    return Reason(rule, "other")


def _not_bound(book: Rulebook, rule: Rule, party: str | None, on: dt.date) -> Reason | None:
    instrument = book.instruments[rule.instrument or ""]
    status = status_on(instrument, on)
    if status not in ("in force", "provisionally applied", "uncertain", "no dates"):
        return Reason(rule, "no-effect", status=status)
    if party is not None and membership_on(instrument, party, on) is False:
        return Reason(rule, "not-member")
    return None
