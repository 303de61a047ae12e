"""An answer to take away: as a link, as a command, as Python, as a footnote."""

from __future__ import annotations

import shlex
from decimal import Decimal

import msgspec

from placet import __version__
from placet.model import Answer, Rulebook, Value
from placet.web.asked import EVERYTHING, Asked, question_parameters
from placet.web.languages import Language
from placet.web.proof import sources_of_answer
from placet.web.words import Words


def command_for(book: Rulebook, asked: Asked, given_name: str) -> str:
    """Return the command that asks the same."""
    words = ["placet", "ask", given_name]
    parameters = question_parameters(book, asked)
    if parameters.get("known") == EVERYTHING:
        # A command cannot take back the day up to which a saved question knows things, so it asks without its name.
        parameters = question_parameters(book, msgspec.structs.replace(asked, saved=None, is_empty=False))
    on, known = parameters.pop("on", None), parameters.pop("known", None)
    for name, value in parameters.items():
        words.append(str(value) if name == "question" else f"{name.removeprefix('field.')}={value}")
    if on is not None:
        words += ["--on", str(on)]
    if known is not None:
        words += ["--known", str(known)]
    return shlex.join(words)


def python_for(asked: Asked, given_name: str) -> str:
    """Return the lines of Python that ask the same."""
    facts = [f"    {name.replace('-', '_')}={_literal(value)}," for name, value in asked.given.items()]
    known = f'    known="{asked.known.isoformat()}",' if asked.known is not None else None
    lines = [
        "import placet",
        "",
        f"book = placet.load({_quoted(given_name)})",
        "answer = book.ask(",
        f'    on="{asked.on.isoformat()}",',
        *([known] if known else []),
        *facts,
        ")",
        "answer.verdict.kind",
    ]
    return "\n".join(lines)


def footnote_for(spoken: Language, book: Rulebook, asked: Asked, answer: Answer, version: str) -> str:
    """Return a footnote: what was asked of what, what came out, on which sources."""
    _ = spoken.gettext
    words = Words(spoken, book)
    question = f"“{asked.saved.text}”, " if asked.saved is not None else ""
    known = _("everything in the rulebook") if asked.known is None else _("by %(day)s", day=spoken.date(asked.known))
    asked_words = _(
        "asked of the rulebook %(rulebook)s (version %(version)s, placet %(program)s) for %(day)s, known: %(known)s",
        rulebook=book.name, version=version[:8], program=__version__, day=spoken.date(asked.on), known=known,
    )  # fmt: skip
    sources = [
        ", ".join(
            part
            for part in (
                f"“{source.title}”",
                source.by,
                spoken.day(source.published) if source.published is not None else "",
            )
            if part
        )
        for source in (book.sources[one] for one in sources_of_answer(book, answer))
    ]
    rests_on = _("It rests on:")
    rests = f" {rests_on} {'; '.join(sources)}." if sources else ""
    return f"{question}{asked_words}: {words.verdict_name(answer.verdict.kind)} ({words.verdict(answer)}).{rests}"


def _literal(value: Value) -> str:
    if isinstance(value, frozenset):
        return "[" + ", ".join(_quoted(one) for one in sorted(value)) + "]"
    if isinstance(value, str):
        return _quoted(value)
    return str(float(value)) if isinstance(value, Decimal) else str(value)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
