"""Tokens into the tree: each declaration for itself, and on after an error at its next clause."""

from __future__ import annotations

from placet.diagnostics.diagnostic import Diagnostic, Fix, Label, Span
from placet.language import parse_clauses
from placet.language.grammar import ANY_OPENER, CLAUSES, MEANT, OPENERS, WHAT
from placet.language.hidden_characters import warn_of_hidden
from placet.language.lexer import lex_block
from placet.language.markdown import find_blocks
from placet.language.nearest import nearest
from placet.language.reader import Stop, TokenReader, shorten
from placet.language.tree import Clause, Comment, Declaration, Tokens, Tree
from placet.language.words import DECLARATIONS, WORDS


def parse_file(file: str, place: str, text: str) -> tuple[Tree, list[Diagnostic]]:
    """Return the tree of a Markdown file and what is to be told about it.

    Args:
        file: the file's name as the user would write it, for spans.
        place: its name relative to the rulebook's folder.
        text: all of it.
    """
    found: list[Diagnostic] = []
    tokens = Tokens([], [], [], [])
    comments: list[Comment] = []
    blocks = find_blocks(file, text, found)
    tree = Tree(file, place, text, tokens, comments, blocks, _line_starts(text))
    for block in blocks:
        heads = lex_block(file, text, block, tokens, comments, found)
        reader = TokenReader(tree, found)
        first_head = heads[0] if heads else block.last
        if block.first < first_head - 1:
            _tell_indented_opening(reader, block.first)
        for head in heads:
            declaration = _parse_declaration(reader, head)
            above = block.declarations[-1] if block.declarations else None
            if above is not None and not declaration.kind and reader.kinds[head] in OPENERS.get(above.kind, ()):
                # Its clause was put at the left margin by mistake: that it lacks one need not be told as well.
                above.is_sound = False
            block.declarations.append(declaration)
    found.extend(warn_of_hidden(file, text))
    return tree, found


def _line_starts(text: str) -> list[int]:
    starts = [0]
    add = starts.append
    at = text.find("\n")
    while at >= 0:
        add(at + 1)
        at = text.find("\n", at + 1)
    return starts


def _tell_indented_opening(reader: TokenReader, token: int) -> None:
    if reader.kinds[token] == "ODD":
        return
    word = shorten(reader.texts[token])
    if reader.kinds[token] in DECLARATIONS:
        reader.tell(
            "E0204",
            f"`{word}` opens a declaration, but does not stand at the left margin",
            token,
            help="Begin the line without space; only clauses are indented.",
        )
    else:
        reader.tell(
            "E0204",
            f"`{word}` belongs to no declaration",
            token,
            help="A block begins with a declaration at the left margin, such as `rule NAME`.",
        )


def _parse_declaration(reader: TokenReader, head: int) -> Declaration:
    reader.at = head
    reader.is_hurt = False
    kind = reader.kinds[head]
    if kind not in CLAUSES:
        _tell_unknown_declaration(reader, head)
        while reader.kinds[reader.at]:
            reader.at += 1
        return Declaration(head, reader.at, "", is_sound=False)
    declaration = Declaration(head, head, kind)
    reader.at = head + 1
    try:
        parse_clauses.HEADS[kind](reader, declaration)
    except Stop:
        _skip_to_clause(reader, kind)
    _parse_clauses(reader, declaration)
    declaration.last = reader.at
    declaration.is_sound = not reader.is_hurt
    return declaration


def _tell_unknown_declaration(reader: TokenReader, head: int) -> None:
    if reader.kinds[head] == "ODD":
        return
    word = shorten(reader.texts[head])
    code, label = "E0204", f"`{word}` opens no declaration"
    clause_of = [kind for kind, openers in OPENERS.items() if word in openers]
    if clause_of:
        reader.tell(
            code,
            f"`{word}` stands at the left margin, but opens no declaration",
            head,
            help="Indent it if it belongs to the declaration above.",
            fix=Fix(Span(reader.file, reader.starts[head], reader.starts[head]), "  ", "indent the line"),
        )
        return
    guess = nearest(word, DECLARATIONS)
    reader.tell(
        code,
        label,
        head,
        help=f"Did you mean `{guess}`?" if guess else f"A declaration begins with {_any_of(DECLARATIONS)}.",
        fix=Fix(reader.span(head), guess, f"write `{guess}`") if guess else None,
    )


def _any_of(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words[:-1]) + f" or `{words[-1]}`"


def _parse_clauses(reader: TokenReader, declaration: Declaration) -> None:
    kind = declaration.kind
    allowed = CLAUSES[kind]
    openers = OPENERS[kind]
    kinds = reader.kinds
    seen: dict[str, Clause] = {clause.keyword: clause for clause in declaration.clauses}
    has_entries = "is" in allowed
    while kinds[reader.at]:
        at = reader.at
        keyword = openers.get(kinds[at])
        try:
            if keyword is None:
                if has_entries and kinds[at + 1] == "is":
                    keyword = "is"
                    clause: Clause = parse_clauses.parse_entry(reader, in_reading=kind == "reading")
                else:
                    _tell_unknown_clause(reader, declaration)
                    raise Stop
            else:
                clause = parse_clauses.parse_clause(reader, kind, keyword)
        except Stop:
            reader.at = max(reader.at, at + 1)
            _skip_to_clause(reader, kind)
            continue
        if not allowed[keyword] and keyword in seen:
            _tell_repeated(reader, declaration, seen[keyword], clause)
        seen[keyword] = clause
        declaration.clauses.append(clause)


def _skip_to_clause(reader: TokenReader, kind: str) -> None:
    kinds = reader.kinds
    openers = OPENERS[kind]
    has_entries = "is" in CLAUSES[kind]
    at = reader.at
    while kinds[at] and kinds[at] not in openers and not (has_entries and kinds[at + 1] == "is"):
        at += 1
    reader.at = at


_HELP = {
    "and": "Names in a list stand between commas.",
    ",": "Clauses follow one another without a comma.",
    "within": "A deadline stands behind the addressee, as in `15 days before` or `15 days after`.",
}
"""What helps where a word or mark stands between clauses."""


def _tell_unknown_clause(reader: TokenReader, declaration: Declaration) -> None:
    at = reader.at
    word = shorten(reader.texts[at])
    kind = declaration.kind
    if reader.kinds[at] == "ODD":
        reader.is_hurt = True
        return
    what = WHAT[kind]
    if word in DECLARATIONS and reader.is_first_on_line(at) and reader.kinds[at + 1] in ("NAME", "OFFICE"):
        reader.tell(
            "E0210",
            f"`{word}` opens a declaration, but does not stand at the left margin",
            at,
            help="Begin the line without space; only clauses are indented.",
        )
        return
    choices = tuple(dict.fromkeys(OPENERS[kind].values()))
    guess = nearest(word, tuple(OPENERS[kind])) if word not in WORDS else None
    meant = next((one for one in MEANT.get(word, ()) if one.split()[0] in OPENERS[kind]), None)
    if guess or meant:
        help_text = f"Did you mean `{guess or meant}`?"
    elif word in _HELP:
        help_text = _HELP[word]
    elif choices:
        help_text = (
            f"{what[0].upper()}{what[1:]} can have {_any_of(choices) if len(choices) > 1 else f'`{choices[0]}`'}."
        )
    else:
        help_text = f"{what[0].upper()}{what[1:]} has no clauses."
    message = f"`{word}` opens no clause of {what}"
    if word in ANY_OPENER:
        message = f"{what} has no `{word}`"
    reader.tell(
        "E0210", message, at, help=help_text, fix=Fix(reader.span(at), guess, f"write `{guess}`") if guess else None
    )


def _tell_repeated(reader: TokenReader, declaration: Declaration, earlier: Clause, later: Clause) -> None:
    reader.tell(
        "E0211",
        f"{WHAT[declaration.kind]} has one `{later.keyword}`, and this is its second",
        later.first,
        later.last,
        help="Keep one of the two.",
        labels=(Label(reader.span(earlier.first, earlier.last), "the first"),),
    )
