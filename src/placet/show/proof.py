"""Lay out a proof: for every reader the rules that speak, what each comes to, and the texts it rests on."""

from __future__ import annotations

from placet.model import Answer, ReaderAnswer, Reading, Rulebook, RuleProof
from placet.show.answer import exception_words, in_order
from placet.show.conditions import Situation, condition_node, reading_nodes
from placet.show.page import Block, Gap, Heading, Ink, Node, Page, Paragraph, Tree, faint, ink, name, strong
from placet.show.sources import (
    grade_ink,
    instrument_node,
    reading_by_id,
    reading_line,
    rule_line,
    statement_node,
)
from placet.show.words import answer_words, listed, title_of

_OUTCOMES = {
    "stands": ("stands", "good"),
    "overridden": ("overridden", "faint"),
    "excepted": ("excepted", "faint"),
    "settled-no": ("not settled", "doubt"),
    "open": ("open", "doubt"),
}


def proof_page(book: Rulebook, answer: Answer, readers: tuple[str, ...] = ()) -> Page:
    """Return the proof of every reader's answer, or of those of `readers`."""
    page: list[Block] = []
    seen: set[str] = set()
    for one in in_order(book, answer):
        if readers and one.reader not in readers:
            continue
        if one.answer == "silent" and not one.proof and not readers:
            continue
        if page:
            page.append(Gap())
        page.extend(reader_proof(book, answer, one, seen))
    if page:
        page = [Heading(ink(strong("Proof"), faint("  ✓ true, ✗ false, ? not known in this situation"))), Gap(), *page]
    return tuple(page)


def reader_proof(book: Rulebook, answer: Answer, one: ReaderAnswer, seen: set[str]) -> list[Block]:
    """Return one reader's proof: its answer above, the rules with their grounds below.

    `seen` gathers the instruments and statements that were shown in full; the next reader's proof only names them.
    """
    head = ink(strong(one.reader), faint(f" {book.reader_title(one.reader)}: "), answer_words(one))
    if not one.proof:
        return [Paragraph(head, hang=2), Paragraph(ink(faint("no rule in this reader's column speaks")), indent=2)]
    roots = [rule_node(book, answer, one, proof, seen) for proof in one.proof]
    return [Paragraph(head, hang=2), Tree(tuple(roots), indent=2)]


def rule_node(book: Rulebook, answer: Answer, one: ReaderAnswer, proof: RuleProof, seen: set[str]) -> Node:
    """Return a rule with what became of it and everything that it rests on as branches."""
    rule = book.rules[proof.rule]
    readings = tuple(reading for found in proof.readings if (reading := reading_by_id(book, found)) is not None)
    situation = Situation(book, answer.question.given, answer.question.on, readings)
    word, style = _OUTCOMES[proof.outcome]
    line = ink(rule_line(book, proof.rule), "  ", Ink(word, style), faint(", grade "), grade_ink(proof.grade))  # type: ignore[arg-type]  # the styles of _OUTCOMES
    children: list[Node] = []
    if proof.outcome != "stands":
        children.append(Node(ink(Ink(_fate(book, proof), "doubt"))))
    effects = _effects(one, proof)
    if effects and proof.outcome == "stands":
        children.append(Node(ink(faint("so "), effects)))
    children.append(condition_node(rule.when, situation, "when"))
    children.extend(condition_node(exception, situation, "unless") for exception in rule.unless)
    children.append(_once(instrument_node(book, rule), f"{rule.instrument} {rule.part}", seen))
    children.extend(_once(statement_node(book, statement), statement, seen) for statement in rule.says)
    children.extend(_reading_branch(book, reading, proof, situation, seen) for reading in readings)
    return Node(line, tuple(children))


def _once(node: Node, key: str, seen: set[str]) -> Node:
    """Return a branch in full the first time, and by its first line after that."""
    if key in seen and node.children:
        return Node(ink(node.line, faint(" (as above)")))
    seen.add(key)
    return node


def _reading_branch(book: Rulebook, reading: Reading, proof: RuleProof, situation: Situation, seen: set[str]) -> Node:
    statements = [_once(statement_node(book, statement), statement, seen) for statement in reading.says]
    line = reading_line(reading)
    if reading.of == proof.rule:
        return Node(line, (*reading_nodes(reading, situation), *statements))
    return Node(ink(faint(f"{reading.of_kind} "), name(reading.of), faint(", "), line), tuple(statements))


def _fate(book: Rulebook, proof: RuleProof) -> str:
    match proof.outcome:
        case "overridden":
            titled = [f"{rule} “{title_of(book, rule)}”" if title_of(book, rule) else rule for rule in proof.by]
            return f"not required: {listed(titled)} overrides it"
        case "excepted":
            return f"not required: {listed([exception_words(book, found) for found in proof.by])}"
        case "settled-no":
            return f"not settled: {listed(proof.by)} has not answered" if proof.by else "not settled by this reader"
        case _:
            return "whether it stands depends on what is still open"


def _effects(one: ReaderAnswer, proof: RuleProof) -> str:
    steps = [
        " or ".join(need.step.kinds) + f" of {need.step.of}" for need in one.requirements if proof.rule in need.rules
    ]
    if steps:
        return f"{listed(steps)} is required"
    if one.answer == "barred":
        return ""
    return "nothing is asked by it" if one.answer == "clear" else ""
