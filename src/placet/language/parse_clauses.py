"""Read the heads of declarations and their clauses, one function for each shape of clause."""

from __future__ import annotations

from collections.abc import Callable

from placet.diagnostics.diagnostic import Fix
from placet.language.parse_conditions import parse_condition, parse_operand
from placet.language.parse_needs import parse_needs
from placet.language.reader import Stop, TokenReader
from placet.language.tree import (
    CiteClause,
    Clause,
    ConditionClause,
    DayClause,
    Declaration,
    EntryClause,
    GivenClause,
    GivenItem,
    LengthClause,
    NamedClause,
    NamesClause,
    ObligeClause,
    PeriodClause,
    TextClause,
    TextsClause,
    TypeClause,
    TypeNode,
)
from placet.language.words import STANCES, UNITS

_SOURCE = "the name of a source"
_STATEMENT = "the name of a statement"
_READER = "who reads: a party such as `JPN`, an office such as `USA.dod`, or a voice"


def parse_clause(reader: TokenReader, kind: str, keyword: str) -> Clause:
    """Read the clause that `keyword` opens in a declaration of this kind."""
    first = reader.at
    reader.at = first + 1
    space = keyword.find(" ")
    if space > 0:
        reader.take(keyword[space + 1 :], f"`{keyword}`")
    clause = (_PARSERS_OF[kind].get(keyword) or _PARSERS[keyword])(reader, keyword)
    clause.first = first
    clause.last = reader.at
    return clause


def _named_head(of_name: str, of_title: str) -> Callable[[TokenReader, Declaration], None]:
    def parse(reader: TokenReader, declaration: Declaration) -> None:
        declaration.name = reader.take_name(of_name)
        declaration.title = reader.take_text(of_title)

    return parse


def _parse_field_head(reader: TokenReader, declaration: Declaration) -> None:
    declaration.name = reader.take_name("a name for the field")
    declaration.clauses.append(_parse_type_clause(reader, ":"))
    declaration.title = reader.take_if("TEXT")


def _parse_relation_head(reader: TokenReader, declaration: Declaration) -> None:
    declaration.name = reader.take_name("a name for the relation")
    declaration.clauses.append(_parse_type_clause(reader, ":"))
    declaration.clauses.append(_parse_type_clause(reader, "to"))


def _parse_term_head(reader: TokenReader, declaration: Declaration) -> None:
    declaration.name = reader.take_name("a name for the term")
    if reader.kinds[reader.at] != "means":
        raise reader.fail("`means` and a condition")


def _parse_statement_head(reader: TokenReader, declaration: Declaration) -> None:
    declaration.name = reader.take_name("a name for the statement")


def _parse_use_head(reader: TokenReader, declaration: Declaration) -> None:
    declaration.name = reader.take_name("the name of another rulebook")


def _parse_reading_head(reader: TokenReader, declaration: Declaration) -> None:
    declaration.reader = reader.take_reader(_READER)
    reader.take("of", "`of` and what is read")
    declaration.name = reader.take_name("the name of a rule, term, relation or instrument")


HEADS: dict[str, Callable[[TokenReader, Declaration], None]] = {
    "party": _named_head("a code in capitals for the party, such as `JPN`", "the party's name between quotation marks"),
    "voice": _named_head("a name for the voice", "who it is, between quotation marks"),
    "place": _named_head("a name for the place", "the place's title between quotation marks"),
    "field": _parse_field_head,
    "term": _parse_term_head,
    "point": _named_head("a name for the point", "the matter in dispute between quotation marks"),
    "use": _parse_use_head,
    "relation": _parse_relation_head,
    "source": _named_head("a name for the source", "the source's title between quotation marks"),
    "statement": _parse_statement_head,
    "instrument": _named_head("a name for the instrument", "the instrument's title between quotation marks"),
    "rule": _named_head("a name for the rule", "the rule's title between quotation marks"),
    "reading": _parse_reading_head,
    "question": _named_head("a name for the question", "the question between quotation marks"),
}
"""What stands behind the opening word of each kind of declaration."""


def _parse_type_clause(reader: TokenReader, opener: str) -> TypeClause:
    first = reader.at
    if reader.kinds[first] != opener:
        expected = "`:` and a type" if opener == ":" else "`to` and the type of the values"
        raise reader.fail(expected, reader.one_word(first - 1) if opener == ":" else "")
    reader.at += 1
    type_node = _parse_type(reader)
    return TypeClause(first, reader.at, opener, type_node)


def _parse_type(reader: TokenReader) -> TypeNode:
    first = reader.at
    is_set = reader.take_if("set") >= 0
    if is_set:
        reader.take("of", "`of` after `set`")
    kind = reader.kinds[reader.at]
    node = TypeNode(first, first, "names", [], -1, is_set)
    if kind in ("party", "place", "instrument"):
        node.kind = kind
        reader.at += 1
    elif kind == "yes":
        reader.at += 1
        reader.take("or", "`yes or no`")
        reader.take("no", "`yes or no`")
        node.kind = "yesno"
    elif kind == "number":
        reader.at += 1
        node.kind = "number"
        if reader.take_if("in") >= 0:
            node.unit = reader.at if reader.kinds[reader.at] in UNITS else -1
            if node.unit >= 0:
                reader.at += 1
            else:
                node.unit = reader.take_name("a unit, such as `USD`")
    elif kind == "NAME":
        node.names = reader.take_names("a value of the list")
    else:
        raise reader.fail(
            "a type",
            "It is `party`, `place`, `instrument`, `yes or no`, `number`, a list of names, or `set of` one of these.",
        )
    if reader.kinds[reader.at] == "or":
        reader.at += 1
        if reader.kinds[reader.at] == "NAME" and node.kind == "names":
            raise reader.fail("`none` after `or`", "The values of a list stand between commas.")
        reader.take("none", "`none` after `or`")
        node.or_none = True
    node.last = reader.at
    return node


def parse_entry(reader: TokenReader, *, in_reading: bool) -> EntryClause:
    """Read `KEY is VALUE`, `KEY is none`, `KEY is unsettled`, with its dates.

    In a reading, `since` and `until` on a line of their own belong to the reading, not to the entry before them.
    """
    first = reader.at
    kinds = reader.kinds
    entry = EntryClause(first, first, "is", reader.take_name("a key"))
    reader.at += 1
    if kinds[reader.at] == "unsettled":
        entry.is_unsettled = True
        reader.at += 1
        if reader.take_if("between") >= 0:
            entry.between = [_take_value(reader)]
            while reader.take_if(",") >= 0:
                entry.between.append(_take_value(reader))
    else:
        entry.values = [_take_value(reader)]
        while reader.take_if(",") >= 0:
            entry.values.append(_take_value(reader))
    while kinds[reader.at] in ("since", "until") and not (in_reading and reader.is_first_on_line(reader.at)):
        word = kinds[reader.at]
        earlier = entry.since if word == "since" else entry.until
        if earlier is not None:
            break
        reader.at += 1
        if word == "since":
            entry.since = reader.take_day()
        else:
            entry.until = reader.take_day()
    entry.last = reader.at
    return entry


def _take_value(reader: TokenReader) -> int:
    if reader.kinds[reader.at] in ("none", "yes", "no"):
        reader.at += 1
        return reader.at - 1
    return reader.take_name("a value")


def _flag(reader: TokenReader, keyword: str) -> Clause:
    return Clause(reader.at, reader.at, keyword)


def _text_of(expected: str) -> Callable[[TokenReader, str], Clause]:
    def parse(reader: TokenReader, keyword: str) -> Clause:
        token = reader.take_text(expected)
        return TextClause(token, token, keyword, token)

    return parse


def _texts(reader: TokenReader, keyword: str) -> Clause:
    texts = [reader.take_text("through whom it came, between quotation marks")]
    while reader.take_if(",") >= 0:
        texts.append(reader.take_text("the next link of the chain between quotation marks"))
    return TextsClause(reader.at, reader.at, keyword, texts)


def _names_of(expected: str, *, with_offices: bool = False) -> Callable[[TokenReader, str], Clause]:
    def parse(reader: TokenReader, keyword: str) -> Clause:
        names = reader.take_names(expected, with_offices=with_offices)
        return NamesClause(reader.at, reader.at, keyword, names)

    return parse


def _name_of(expected: str, *, with_offices: bool = False) -> Callable[[TokenReader, str], Clause]:
    def parse(reader: TokenReader, keyword: str) -> Clause:
        name = reader.take_reader(expected) if with_offices else reader.take_name(expected)
        return NamesClause(reader.at, reader.at, keyword, [name])

    return parse


def _named_of(of_name: str, of_title: str) -> Callable[[TokenReader, str], Clause]:
    def parse(reader: TokenReader, keyword: str) -> Clause:
        name = reader.take_name(of_name)
        return NamedClause(reader.at, reader.at, keyword, name, reader.take_text(of_title))

    return parse


def _day(reader: TokenReader, keyword: str) -> Clause:
    return DayClause(reader.at, reader.at, keyword, reader.take_day())


def _day_with_basis(reader: TokenReader, keyword: str) -> Clause:
    day = reader.take_day()
    basis = -1
    if reader.take_if("basis") >= 0:
        basis = reader.take_text("how the day is known, between quotation marks")
    return DayClause(reader.at, reader.at, keyword, day, basis)


def _condition(reader: TokenReader, keyword: str) -> Clause:
    return ConditionClause(reader.at, reader.at, keyword, parse_condition(reader))


def _unsettled(reader: TokenReader, keyword: str) -> Clause:
    condition = parse_condition(reader) if reader.take_if("when") >= 0 else None
    return ConditionClause(reader.at, reader.at, keyword, condition)


def _period(reader: TokenReader, keyword: str) -> Clause:
    party = reader.take_name("a party, such as `JPN`") if keyword == "member" else -1
    clause = PeriodClause(reader.at, reader.at, keyword, None, None, party)
    reader.take("from", "`from` and a day")
    clause.start = reader.take_day()
    if reader.take_if("until") >= 0:
        clause.end = reader.take_day()
    return clause


def _length(reader: TokenReader, keyword: str) -> Clause:
    count = reader.take("NUMBER", "a length of time, such as `90 days`")
    if reader.kinds[reader.at] == "NAME" and reader.texts[reader.at] in UNITS:
        reader.at += 1
        return LengthClause(count, count, keyword, count, reader.at - 1)
    if reader.kinds[reader.at] not in UNITS:
        raise reader.fail("`days`, `months` or `years`")
    reader.at += 1
    return LengthClause(count, count, keyword, count, reader.at - 1)


def _cite(reader: TokenReader, keyword: str) -> Clause:
    clause = CiteClause(reader.at, reader.at, keyword, reader.take_name(_SOURCE))
    if reader.take_if("paragraph") >= 0:
        if reader.kinds[reader.at] not in ("NUMBER", "TEXT"):
            raise reader.fail("the number of the paragraph", "What is not a number stands between quotation marks.")
        clause.paragraph = reader.at
        reader.at += 1
    return clause


def _speakers(reader: TokenReader, keyword: str) -> Clause:
    kinds = reader.kinds
    if kinds[reader.at] == "text":
        reader.at += 1
        reader.take("of", "`of` and the instrument whose text speaks")
        instrument = reader.take_name("the name of an instrument")
        return NamesClause(reader.at, reader.at, "text of", [instrument])
    names = [_take_speaker(reader)]
    while reader.take_if(",") >= 0:
        names.append(_take_speaker(reader))
    return NamesClause(reader.at, reader.at, keyword, names, reader.take_if("TEXT"))


def _take_speaker(reader: TokenReader) -> int:
    if reader.kinds[reader.at] in ("narrator", "media"):
        reader.at += 1
        return reader.at - 1
    return reader.take_reader(
        "who speaks: a party such as `JPN`, an office such as `USA.dod`, a voice, `narrator`, `media` or `text of`"
    )


def _told_by(reader: TokenReader, keyword: str) -> Clause:
    name = reader.take_reader("the party or office that tells it")
    return NamesClause(reader.at, reader.at, keyword, [name], reader.take_if("TEXT"))


def _under(reader: TokenReader, keyword: str) -> Clause:
    names = [reader.take_name("the name of an instrument")]
    if reader.kinds[reader.at] == "NAME":
        reader.at += 1
        names.append(reader.at - 1)
    return NamesClause(reader.at, reader.at, keyword, names)


def _obliges(reader: TokenReader, keyword: str) -> Clause:
    party = reader.take_name("the party that is obliged, such as `JPN`")
    reader.take("to", "`to` and the duty")
    return ObligeClause(reader.at, reader.at, keyword, party, reader.take_text("the duty between quotation marks"))


def _given(reader: TokenReader, keyword: str) -> Clause:
    items = [_given_item(reader)]
    while reader.take_if(",") >= 0:
        items.append(_given_item(reader))
    return GivenClause(reader.at, reader.at, keyword, items)


def _given_item(reader: TokenReader) -> GivenItem:
    first = reader.at
    field = reader.take_name("a field")
    if reader.kinds[reader.at] != "=":
        name = reader.texts[field]
        reader.tell(
            "E0205",
            f"expected `=` and a value after `{name}`",
            field,
            help=f"Every field gets a value: `{name} = yes`, for example.",
            fix=Fix(reader.span(field), f"{name} = yes", f"write `{name} = yes`"),
        )
        raise Stop
    reader.at += 1
    value = parse_operand(reader)
    return GivenItem(first, reader.at, field, value)


_PARSERS: dict[str, Callable[[TokenReader, str], Clause]] = {
    "office": _named_of("a name for the office", "the office's title between quotation marks"),
    "part": _named_of("a name for the part", "the part's title between quotation marks"),
    "means": _condition,
    "from": _text_of("the name of a file between quotation marks"),
    "file": _text_of("the name of a file between quotation marks"),
    "url": _text_of("an address between quotation marks"),
    "cites": _cite,
    "unnamed": _flag,
    "told by": _told_by,
    "relayed by": _texts,
    "to": _text_of("to whom or where it was said, between quotation marks"),
    "about": _names_of("the name of a rule, term, relation, instrument or point"),
    **{stance: _text_of("what is said, in your own words, between quotation marks") for stance in STANCES},
    "between": _names_of("a party, such as `JPN`"),
    "member": _period,
    **dict.fromkeys(("announced", "signed", "cancelled", "terminated", "revived", "since", "until", "known"), _day),
    "on": _day_with_basis,
    "published": _day_with_basis,
    **dict.fromkeys(("in force", "provisional", "suspended"), _period),
    **dict.fromkeys(("binding", "political", "bars", "allows", "holds", "rejects"), _flag),
    **dict.fromkeys(("term", "renews", "notice"), _length),
    "under": _under,
    "held by": _name_of(_READER, with_offices=True),
    **dict.fromkeys(("when", "unless", "only when", "also when"), _condition),
    "overrides": _names_of("the name of a rule"),
    "needs": parse_needs,
    "obliges": _obliges,
    "unsettled": _unsettled,
    "given": _given,
}

_PARSERS_OF: dict[str, dict[str, Callable[[TokenReader, str], Clause]]] = {
    "party": {},
    "voice": {},
    "place": {"in": _name_of("the place it lies in")},
    "field": {},
    "term": {},
    "point": {},
    "use": {},
    "relation": {},
    "source": {"by": _text_of("the outlet or author between quotation marks")},
    "statement": {"in": _cite, "by": _speakers},
    "instrument": {"published": _day},
    "rule": {"says": _names_of(_STATEMENT)},
    "reading": {"says": _names_of(_STATEMENT), "by": _names_of("the name of an office", with_offices=True)},
    "question": {"on": _day},
}
