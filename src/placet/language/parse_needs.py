"""Read what a rule needs: kinds of step, addressee, offices, deadline and silence."""

from __future__ import annotations

from placet.language.parse_conditions import parse_operand
from placet.language.reader import TokenReader
from placet.language.tree import Clause, NeedClause
from placet.language.words import KINDS, UNITS

_WHOM = "whom: a party such as `JPN`, a field, a relation such as `sovereign(area)`, or `each` of a set"


def parse_needs(reader: TokenReader, keyword: str) -> Clause:
    """Read the rest of a `needs` clause."""
    kinds = reader.kinds
    clause = NeedClause(reader.at, reader.at, keyword, [_take_kind(reader)])
    if reader.take_if("or") >= 0:
        clause.kinds.append(_take_kind(reader))
    if kinds[reader.at] not in ("of", "with", "to"):
        raise reader.fail("`of`, `with` or `to` and whom")
    reader.at += 1
    if reader.take_if("each") >= 0:
        clause.is_each = True
    clause.whom = parse_operand(reader, 0, _WHOM)
    if reader.take_if("except") >= 0:
        clause.besides = [parse_operand(reader)]
        while reader.take_if(",") >= 0:
            clause.besides.append(parse_operand(reader))
    while True:
        kind = kinds[reader.at]
        if kind == "by" and not clause.offices:
            reader.at += 1
            clause.offices = reader.take_names("the name of an office, such as `president`", with_offices=True)
        elif kind == "NUMBER" and clause.deadline < 0:
            clause.deadline, clause.deadline_unit = _take_length(reader)
            if kinds[reader.at] not in ("before", "after"):
                raise reader.fail("`before` or `after`")
            clause.deadline_side = reader.at
            reader.at += 1
        elif kind == "silence" and clause.silence < 0:
            reader.at += 1
            clause.silence, clause.silence_unit = _take_length(reader)
            reader.take("means", "`means` and `consent` or `refusal`")
            if kinds[reader.at] not in ("consent", "refusal"):
                raise reader.fail("`consent` or `refusal`")
            clause.silence_means = reader.at
            reader.at += 1
        else:
            return clause


def _take_kind(reader: TokenReader) -> int:
    at = reader.at
    if reader.kinds[at] not in KINDS:
        raise reader.fail("`notification`, `consultation`, `consent` or `request`")
    reader.at = at + 1
    return at


def _take_length(reader: TokenReader) -> tuple[int, int]:
    count = reader.take("NUMBER", "a length of time, such as `30 days`")
    if reader.texts[reader.at] not in UNITS:
        raise reader.fail("`days`, `months` or `years`")
    reader.at += 1
    return count, reader.at - 1
