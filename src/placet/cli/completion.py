"""What a shell may complete: rulebooks, saved questions, fields and their values, readers, names, codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from placet.model import Rulebook


def complete_rulebook(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the rulebooks that ship, and folders."""
    from placet.language import shipped_rulebooks

    names = [CompletionItem(name) for name in shipped_rulebooks() if name.startswith(incomplete)]
    return names or [CompletionItem(incomplete, type="dir")]


def complete_draft(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the rulebooks that ship, and files."""
    from placet.language import shipped_rulebooks

    names = [CompletionItem(name) for name in shipped_rulebooks() if name.startswith(incomplete)]
    return [*names, CompletionItem(incomplete, type="file")]


def complete_fact(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer fields and saved questions, and after the sign of equality the field's values.

    Some shells hand `act=str` over as three words, and `act=` as `act` and nothing; the words before are looked at
    for that.
    """
    book = _rulebook(ctx)
    if book is None:
        return []
    words = [*(ctx.params.get(param.name or "") or ())]
    if not incomplete and words and words[-1] in book.fields:
        return _values(book, words[-1], "", "")
    if len(words) > 1 and words[-1] == "=" and words[-2] in book.fields:
        return _values(book, words[-2], incomplete, "")
    field, is_fact, value = incomplete.partition("=")
    if is_fact:
        return _values(book, field, value, f"{field}=") if field in book.fields else []
    given = {word.partition("=")[0] for word in words}
    fields = [
        CompletionItem(f"{name}=", help=one.question)
        for name, one in book.fields.items()
        if name not in given and name.startswith(field)
    ]
    questions = [CompletionItem(name, help=one.text) for name, one in book.questions.items() if name.startswith(field)]
    return [*fields, *questions]


def complete_axis(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer what a map can run over: the fields, and the two days."""
    book = _rulebook(ctx)
    if book is None:
        return []
    days = {"on": "the day of the act", "known": "what was public on a day"}
    sides = {name: field.question for name, field in book.fields.items()}
    return [CompletionItem(name, help=what) for name, what in {**sides, **days}.items() if name.startswith(incomplete)]


def complete_field(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the fields that have one value at a time."""
    book = _rulebook(ctx)
    if book is None:
        return []
    fields = [field for field in book.fields.values() if not field.type.is_set and field.id.startswith(incomplete)]
    return [CompletionItem(field.id, help=field.question) for field in fields]


def complete_table_or_fact(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer files for the table, then fields and their values."""
    if not ctx.params.get(param.name or "") and not ctx.params.get("space"):
        return [CompletionItem(incomplete, type="file")]
    book = _rulebook(ctx)
    offered = complete_fact(ctx, param, incomplete)
    return [item for item in offered if book is None or item.value not in book.questions]


def complete_rulebook_or_fact(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer rulebooks, and after the first of them its fields and their values as well."""
    named = ctx.params.get(param.name or "") or ()
    if not named:
        return complete_rulebook(ctx, param, incomplete)
    ctx.params["rulebook"] = named[0]
    return [item for item in complete_fact(ctx, param, incomplete) if "=" in item.value] or complete_rulebook(
        ctx, param, incomplete
    )


def complete_question(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the saved questions."""
    book = _rulebook(ctx)
    saved = book.questions.items() if book is not None else ()
    return [CompletionItem(name, help=one.text) for name, one in saved if name.startswith(incomplete)]


def complete_reader(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer parties, offices and voices."""
    from placet.cli.facts import reader_names

    book = _rulebook(ctx)
    if book is None:
        return []
    return [
        CompletionItem(one, help=book.reader_title(one)) for one in reader_names(book) if one.startswith(incomplete)
    ]


def complete_reader_or_fact(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer readers, and fields with their values."""
    return [*complete_reader(ctx, param, incomplete), *complete_fact(ctx, param, incomplete)]


def complete_name(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer everything that a rulebook declares."""
    from placet.show.entry import names_of

    book = _rulebook(ctx)
    return [] if book is None else [CompletionItem(one) for one in names_of(book) if one.startswith(incomplete)]


def complete_code(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the codes of messages."""
    from placet.diagnostics.explain import codes_with_pages

    return [CompletionItem(code) for code in codes_with_pages() if code.startswith(incomplete.upper())]


def _values(book: Rulebook, field: str, incomplete: str, prefix: str) -> list[CompletionItem]:
    from placet.cli.facts import value_names
    from placet.show.words import title_of

    before, comma, last = incomplete.rpartition(",")
    names = [name for name in value_names(book, book.fields[field]) if name.startswith(last)]
    return [CompletionItem(f"{prefix}{before}{comma}{name}", help=title_of(book, name)) for name in names]


def _rulebook(ctx: click.Context) -> Rulebook | None:
    """Load the rulebook that was typed before; None where it cannot answer, for completing must never complain."""
    from placet.language import load_rulebook

    # While an option's value is typed, click has not yet told the arguments before it apart.
    typed = [ctx.params.get("rulebook"), *(ctx.params.get("names") or ()), *ctx.args]
    name = next((one for one in typed if one), None)
    return load_rulebook(str(name)).rulebook if name else None
