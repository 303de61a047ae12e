"""The stable JSON form of an answer; docs/reference/json.md describes it."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

import msgspec

from placet.model import Answer, Open, ReaderAnswer, Requirement, Rulebook, RuleProof, Value
from placet.show.answer import in_order
from placet.show.sources import cites_of, evidence_mark, statements_of
from placet.show.verdict import verdict_words

Json: TypeAlias = str | int | float | bool | Decimal | None | list["Json"] | dict[str, "Json"]


def answer_json(
    book: Rulebook,
    answer: Answer,
    version: str,
    *,
    name: str | None = None,
    text: str = "",
    readers: tuple[str, ...] = (),
) -> str:
    """Return an answer as JSON text, indented, its keys always in the same order.

    Args:
        book: the rulebook that was asked.
        answer: its answer.
        version: the version of placet.
        name: the saved question that was asked, if any.
        text: that question in words.
        readers: whose answers to give; empty for all.
    """
    value = answer_value(book, answer, version, name=name, text=text)
    if readers:
        all_readers = value["readers"]
        assert isinstance(all_readers, dict)
        value["readers"] = {reader: one for reader, one in all_readers.items() if reader in readers}
    return json_text(value)


def json_text(value: Json) -> str:
    """Return plain values as indented JSON text; numbers stay exact."""
    return msgspec.json.format(msgspec.json.Encoder(decimal_format="number").encode(value), indent=2).decode()


def answer_value(
    book: Rulebook, answer: Answer, version: str, *, name: str | None = None, text: str = ""
) -> dict[str, Json]:
    """Return an answer as plain values, in the shape of its JSON form."""
    question = answer.question
    return {
        "placet": version,
        "rulebook": answer.rulebook,
        "question": {
            "name": name,
            "text": text,
            "given": {field: fact_value(question.given[field]) for field in book.fields if field in question.given},
            "unknown": [field for field in book.fields if field not in question.given],
        },
        "on": question.on.isoformat(),
        "known": question.known.isoformat() if question.known is not None else None,
        "readers": {one.reader: _reader(book, one) for one in in_order(book, answer)},
        "verdict": {
            "kind": answer.verdict.kind,
            "on": list(answer.verdict.on),
            "rules": list(answer.verdict.rules),
            "words": verdict_words(book, answer),
        },
        "missing": [open_value(point) for point in answer.missing],
    }


def _reader(book: Rulebook, one: ReaderAnswer) -> dict[str, Json]:
    return {
        "title": book.reader_title(one.reader),
        "role": one.role,
        "counted": one.is_counted,
        "answer": one.answer,
        "requirements": [_requirement(book, one, need) for need in one.requirements],
        "duties": [{"party": duty.party, "text": duty.text, "rule": duty.rule} for duty in one.duties],
        "grade": one.grade,
        "missing": [open_value(point) for point in one.missing],
        "deciding": [[open_value(point) for point in points] for points in one.deciding],
        "proof": [_proof(book, proof) for proof in one.proof],
    }


def _requirement(book: Rulebook, one: ReaderAnswer, need: Requirement) -> dict[str, Json]:
    sources: list[Json] = []
    for proof in one.proof:
        if proof.rule in need.rules:
            sources.extend(source for source in _sources(book, proof) if source not in sources)
    return {
        "kind": list(need.step.kinds),
        "of": need.step.of,
        "offices": list(need.step.offices),
        "deadline": need.step.deadline or None,
        "silence": need.step.silence or None,
        "basis": need.basis,
        "grade": need.grade,
        "rules": list(need.rules),
        "sources": sources,
    }


def _proof(book: Rulebook, proof: RuleProof) -> dict[str, Json]:
    rule = book.rules[proof.rule]
    return {
        "rule": rule.id,
        "title": rule.title,
        "outcome": proof.outcome,
        "by": list(proof.by),
        "readings": list(proof.readings),
        "grade": proof.grade,
        "instrument": rule.instrument,
        "part": rule.part,
        "held_by": rule.held_by,
        "evidence": evidence_mark(book, rule) or None,
        "sources": _sources(book, proof),
    }


def _sources(book: Rulebook, proof: RuleProof) -> list[Json]:
    """Return what a rule rests on for a reader: statements with their grade, and plain citations."""
    rule = book.rules[proof.rule]
    found: list[Json] = []
    for statement_id in statements_of(book, proof):
        statement = book.statements[statement_id]
        found.append(
            {
                "source": statement.source,
                "paragraph": statement.paragraph,
                "statement": statement.id,
                "grade": statement.grade,
            }
        )
    for cite in cites_of(book, rule):
        found.append({"source": cite.source, "paragraph": cite.paragraph, "statement": None, "grade": None})
    return found


def open_value(point: Open) -> dict[str, Json]:
    """Return an open thing as a plain value."""
    return {"kind": point.kind, "name": point.name, "key": point.key or None, "reader": point.reader or None}


def fact_value(value: Value) -> Json:
    """Return a fact as a plain value: a sorted list for a set, None for `none`."""
    if isinstance(value, frozenset):
        return [*sorted(value)]
    return value
