"""Text of a block into tokens and comments.

One regular expression finds every token; the tokens stand in parallel lists rather than in an object each, because
a large rulebook has hundreds of thousands of them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from placet.diagnostics.diagnostic import Diagnostic, Fix, Span
from placet.language.tree import Block, Comment, Tokens
from placet.language.words import WORDS

MAX_LENGTH = 100
"""The most characters a name or a number can have."""

_KIND_OF_WORD = {word: word for word in WORDS}
_REPLACEMENTS = {
    "≠": "!=", "<>": "!=", "==": "=", "&&": "and", "||": "or", "≤": "<=", "≥": ">=", "„": "“", "”": "“",
    "«": "“", "»": "”", "&": "and", "|": "or", "!": "not", "–": "-", "—": "-", "；": ",", "，": ",",
}  # fmt: skip

_HELP = {
    **dict.fromkeys("[]{}", "A list stands without brackets, with commas; several values in a condition in `( )`."),
    ";": "Names in a list stand between commas; a clause ends where the next begins.",
}
"""What helps where a mark is meant that the language does not have."""


def lex_block(
    file: str, text: str, block: Block, tokens: Tokens, comments: list[Comment], found: list[Diagnostic]
) -> list[int]:
    """Append the tokens and comments of a block and return the tokens that open its declarations.

    A token of the kind `""` is put before each declaration and behind the last, so that a parser never runs on from
    one into the next.
    """
    kinds, texts, starts, ends = tokens.kinds, tokens.texts, tokens.starts, tokens.ends
    add_kind, add_text, add_start, add_end = kinds.append, texts.append, starts.append, ends.append
    pattern, margin = _patterns(block.indent)
    heads: list[int] = []
    head_offsets = [match.end() for match in margin.finditer(text, block.start, block.end)]
    head_offsets.append(block.end + 1)
    next_index = 0
    next_head = head_offsets[0]
    block.first = len(kinds)
    end = block.start
    kind_of_word = _KIND_OF_WORD.get
    for match in pattern.finditer(text, block.start, block.end):
        group = match.lastindex
        start = match.start()
        if start >= next_head and group != 4:
            add_kind("")
            add_text("")
            add_start(end)
            add_end(end)
            while start >= next_head:
                next_index += 1
                next_head = head_offsets[next_index]
            heads.append(len(kinds))
        word = match.group()
        if group == 1:
            kind = kind_of_word(word, "NAME")
            if len(word) > MAX_LENGTH:
                kind = _tell_too_long(file, word, start, found)
        elif group == 2:
            kind = word
        elif group == 3:
            kind = "TEXT"
        elif group == 4:
            own = text.rfind("\n", 0, start) + 1
            comments.append(Comment(start, match.end(), len(kinds), not text[own:start].strip()))
            continue
        elif group == 5:
            kind = "DAY"
        elif group == 6:
            kind = "NUMBER" if len(word) <= MAX_LENGTH else _tell_too_long(file, word, start, found)
        elif group == 7:
            kind = "OFFICE" if len(word) <= MAX_LENGTH else _tell_too_long(file, word, start, found)
        else:
            kind = _read_odd(file, word, start, found)
        end = match.end()
        add_kind(kind)
        add_text(word)
        add_start(start)
        add_end(end)
    add_kind("")
    add_text("")
    add_start(end)
    add_end(end)
    block.last = len(kinds)
    return heads


def text_value(token: str) -> str:
    """Return what a text token says: without its marks, each line break and the space around it as one space."""
    inner = token[1:-1] if token[-1] in '"”' and len(token) > 1 else token[1:]
    return _LINE_BREAK.sub(" ", inner).strip() if "\n" in inner else inner


_LINE_BREAK = re.compile(r"[ \t\r]*\n[ \t]*")


@lru_cache(maxsize=8)
def _patterns(indent: int) -> tuple[re.Pattern[str], re.Pattern[str]]:
    # A text goes on in the next line only where that line is neither blank nor at the left margin, so that a missing
    # mark never swallows the next declaration. No group here repeats possessively: Python 3.11 before 3.11.4 keeps
    # what such a group took in a round that then failed.
    further = rf"(?:\n[ ]{{{indent}}}[ \t]++(?=\S)[^{{}}\n]*+)*"
    straight = r'"[^"\n]*+' + further.replace("{}", '"')
    curly = r"“[^”\n]*+" + further.replace("{}", "”")
    word = r"[^\W\d_][\w-]*+"
    token = re.compile(
        rf"({word})(?!\.[^\W\d_])"
        r"|([(),:]|=(?!=)|<(?!>)=?|>=?|!=)"
        rf'|({straight}"|{curly}”)'
        r"|(\#[^\n]*)"
        r"|(\d{4}-\d\d(?:-\d\d)?(?![\w-]))"
        r"|(\d++(?:_\d++)*(?:\.\d++)?(?![\w.-]|/\d))"
        rf"|({word}\.{word})"
        rf"|({straight}|{curly}|\d[\w./-]*|&&|\|\||==|<>|\S)"
    )
    return token, re.compile(rf"^[ ]{{0,{indent}}}(?=[^\s#])", re.MULTILINE)


def _read_odd(file: str, word: str, start: int, found: list[Diagnostic]) -> str:
    span = Span(file, start, start + len(word))
    first = word[0]
    if first in '"“':
        line_end = word.find("\n")
        mark = '"' if first == '"' else "”"
        found.append(
            Diagnostic(
                "E0201",
                "error",
                "this text has no closing quotation mark",
                Span(file, start, start + (line_end if line_end > 0 else len(word))),
                help=f"Put `{mark}` where the text ends; a text may run over several lines if they are indented.",
            )
        )
        return "TEXT"
    if first.isdigit() and len(word) > MAX_LENGTH:
        return _tell_too_long(file, word, start, found)
    if first.isdigit():
        found.append(
            Diagnostic(
                "E0203",
                "error",
                f"`{word}` is neither a number nor a day",
                span,
                help="A day is written `2014-11-17`, a number `5_000_000` or `1.5`; no name begins with a digit.",
            )
        )
        return "ODD"
    replacement = _REPLACEMENTS.get(word)
    fix = Fix(span, replacement, f"write `{replacement}`") if replacement else None
    found.append(
        Diagnostic(
            "E0202",
            "error",
            f"`{_shown(word)}` has no meaning here",
            span,
            help=f"Write `{replacement}` instead."
            if replacement
            else _HELP.get(word, "Prose belongs outside the block or behind `#`."),
            fix=fix,
        )
    )
    return "ODD"


def _tell_too_long(file: str, word: str, start: int, found: list[Diagnostic]) -> str:
    found.append(
        Diagnostic(
            "E0216",
            "error",
            f"`{word[:40]}…` has {len(word)} characters, more than the {MAX_LENGTH} of a name or a number",
            Span(file, start, start + len(word)),
            help="Shorten it.",
        )
    )
    return "ODD"


def _shown(word: str) -> str:
    return word if word.isprintable() else f"U+{ord(word):04X}"
