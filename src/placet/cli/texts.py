"""`placet check`, `lint`, `format` and `explain`: for those who write rulebooks."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from placet.cli.completion import complete_code, complete_rulebook_or_fact
from placet.cli.examples import examples
from placet.cli.session import DAY
from placet.cli.trouble import Ended, Trouble, did_you_mean, known_names, tell_trouble

if TYPE_CHECKING:
    from placet.diagnostics import Diagnostic
    from placet.show.page import Page

FORMATS = ("text", "json", "sarif", "github")


@click.command("check", epilog=examples("placet check korea", "placet check rulebooks/korea --format github"))
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path())
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How to print what is found.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def check_command(paths: tuple[str, ...], form: str, as_json: bool) -> None:
    """Tell all errors and warnings of rulebooks; end with 1 where there is an error.

    PATH is the folder of a rulebook, one of its files, or the name of a rulebook that ships.
    """
    from placet.language import load_rulebook

    found: list[Diagnostic] = []
    texts: dict[str, str] = {}
    for path in paths:
        loaded = load_rulebook(path)
        found.extend(one for one in loaded.diagnostics if one not in found)
        texts.update(loaded.texts)
    print_diagnostics(found, texts, "json" if as_json else form)
    if not texts and found:
        raise Ended(2)
    if any(one.severity == "error" for one in found):
        raise Ended(1)


@click.command(
    "lint",
    epilog=examples(
        "placet lint korea", "placet lint korea --deep", "placet lint korea --deep act=enter actor=JPN --on 2015-10-21"
    ),
)
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    metavar="PATH... [FIELD=VALUE]...",
    type=click.Path(),
    shell_complete=complete_rulebook_or_fact,
)
@click.option("--deep", "is_deep", is_flag=True, help="Look at all situations, days and readings as well.")
@click.option("--on", type=DAY, metavar="DAY", help="With --deep: the day of the act.  [default: every day]")
@click.option(
    "--known",
    type=DAY,
    metavar="DAY",
    help="With --deep: use only what was public on this day.  [default: every day's, and everything]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How to print what is found.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def lint_command(
    paths: tuple[str, ...], is_deep: bool, on: dt.date | None, known: dt.date | None, form: str, as_json: bool
) -> None:
    """Tell what is sound but hardly meant: names nobody uses, evidence that carries nothing, odd dates.

    With --deep, all situations, all days and all readings are gone through as well, and what can never make a
    difference is told: rules that can never stand, exceptions that never bite, conditions that are always true.

    With --deep and a day or facts, it is told what makes no difference on that day and in the situations with these
    facts, and nothing else. What is only about other facts or other days is left out and counted.

    A rulebook with errors is checked first: its errors are told, and the command ends with 1.
    """
    from placet.language import load_rulebook
    from placet.language.lint import lint

    form = "json" if as_json else form
    rulebooks, facts = _told_apart(paths)
    if facts or on is not None or known is not None:
        if not is_deep:
            raise Trouble(
                "without --deep, lint speaks of no situation and of no day",
                "Add `--deep`, or leave out the day and the facts.",
            )
        _lint_within(rulebooks, facts, on, known, form)
        return
    found: list[Diagnostic] = []
    texts: dict[str, str] = {}
    for path in paths:
        loaded = load_rulebook(path)
        found.extend(one for one in loaded.diagnostics if one not in found)
        texts.update(loaded.texts)
        if loaded.rulebook is not None:
            found.extend(one for one in lint(loaded) if one not in found)
            if is_deep:
                from placet.show.deep_lint import lint_deep

                found.extend(one for one in lint_deep(loaded) if one not in found)
    print_diagnostics(found, texts, form)
    if not texts and found:
        raise Ended(2)
    if any(one.severity == "error" for one in found):
        raise Ended(1)


@click.command("format", epilog=examples("placet format rulebooks/korea --check"))
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path())
@click.option("--check", "is_check", is_flag=True, help="Change nothing; end with 1 where a file would change.")
@click.option("--diff", "is_diff", is_flag=True, help="Change nothing; show what would change.")
def format_command(paths: tuple[str, ...], is_check: bool, is_diff: bool) -> None:
    """Bring the rule blocks of Markdown files into the usual layout; prose and comments stay as they are.

    PATH is a file, or a folder with all its Markdown files. A block with an error is left as it is and told.
    """
    from placet.cli.output import write
    from placet.language.format import format_file

    files = [file for path in paths for file in _markdown_files(path)]
    errors: list[Diagnostic] = []
    texts: dict[str, str] = {}
    changed: list[Path] = []
    # All are read before any is written, so that a file that cannot be read leaves none changed and untold.
    for file, text in [(file, _read(file)) for file in files]:
        formatted = format_file(str(file), text)
        texts[str(file)] = text
        errors.extend(formatted.diagnostics)
        if formatted.text == text:
            continue
        changed.append(file)
        if is_diff:
            write(_diff(file, text, formatted.text))
        if not (is_check or is_diff):
            _replace(file, formatted.text)
    from placet.cli.session import tell_diagnostics

    tell_diagnostics(errors, texts)
    verb = "would change" if is_check or is_diff else "changed"
    if not is_diff:
        for file in changed:
            write(f"{verb} {file}\n")
    click.echo(f"{len(changed)} of {len(files)} {'file' if len(files) == 1 else 'files'} {verb}", err=True)
    if errors or (is_check and changed):
        raise Ended(1)


@click.command("explain", epilog=examples("placet explain"))
@click.argument("code", required=False, shell_complete=complete_code)
def explain_command(code: str | None) -> None:
    """Explain the code of a message: what it says, why it is told, a wrong and a right example.

    Without CODE, all codes are listed.
    """
    from placet.cli.output import write
    from placet.diagnostics.explain import codes_with_pages, explain, parse_page

    if code is None:
        for known in codes_with_pages():
            page = explain(known)
            assert page is not None
            write(f"{known}  {parse_page(page).title}\n")
        return
    page = explain(code)
    if page is None:
        known_codes = codes_with_pages()
        help = did_you_mean(code, known_codes) or "`placet explain` lists all codes."
        raise Trouble(f"there is no code `{code}`", help if known_codes else "")
    write(page if page.endswith("\n") else page + "\n")


def _told_apart(words: tuple[str, ...]) -> tuple[list[str], tuple[str, ...]]:
    """Return which words name rulebooks and which are facts; a folder may have a sign of equality in its name."""
    facts = tuple([word for word in words if "=" in word and not Path(word).exists()])
    return [word for word in words if word not in facts], facts


def _lint_within(
    paths: list[str], facts: tuple[str, ...], on: dt.date | None, known: dt.date | None, form: str
) -> None:
    """Print what is without effect on some days and in situations that share some facts.

    Raises:
        Trouble: not just one rulebook is named.
        Ended: it has errors, or a fact cannot be taken; this has been told.
    """
    from placet.cli.facts import read_asked
    from placet.cli.output import write, write_page
    from placet.cli.session import today
    from placet.engine.deep.scope import Scope
    from placet.language import load_rulebook
    from placet.show.deep_lint import lint_within
    from placet.show.deep_scope import closing, heading, said_of, scope_json

    if len(paths) != 1:
        raise Trouble(
            "a day or a fact is asked of one rulebook at a time" if paths else "no rulebook is named",
            "Name one rulebook, as in `placet lint korea --deep --on 2015-10-21`.",
        )
    loaded = load_rulebook(paths[0])
    book = loaded.rulebook
    if book is None:
        print_diagnostics(list(loaded.diagnostics), loaded.texts, form)
        raise Ended(1 if loaded.texts else 2)
    scope = Scope(on, known, read_asked(book, facts, None, None, today()).given)
    within = lint_within(loaded, book, scope)
    match form:
        case "json":
            write(scope_json(scope, within, loaded.texts))
        case "text":
            write_page(heading(book, scope))
            print_diagnostics(within.diagnostics, loaded.texts, form, ending=closing(within))
        case _:
            print_diagnostics(said_of(book, scope, within.diagnostics), loaded.texts, form)


def print_diagnostics(found: list[Diagnostic], texts: dict[str, str], form: str, ending: Page = ()) -> None:
    """Print diagnostics in one of the forms; as text, `ending` stands below them, and a line of counts ends all."""
    from placet.cli.output import in_colour, terminal_width, write, write_page

    match form:
        case "json":
            from placet.diagnostics.render_json import render_json

            text = render_json(found, texts)
        case "sarif":
            from placet.diagnostics.render_sarif import render_sarif

            text = render_sarif(found, texts)
        case "github":
            from placet.diagnostics.render_github import render_github

            text = render_github(found, texts)
        case _:
            from placet.diagnostics.order import summary
            from placet.diagnostics.render_text import render_text

            write(render_text(found, texts, colour=in_colour(sys.stdout), width=terminal_width()))
            if ending:
                write_page(ending)
            text = summary(found, texts)
    write(text if text.endswith("\n") or not text else text + "\n")


def _markdown_files(given: str) -> list[Path]:
    """Return the Markdown files that a path means.

    Raises:
        Trouble: there is nothing there, or no Markdown file.
    """
    path = Path(given)
    try:
        # An empty name is no name of the folder one stands in.
        is_folder, is_file = given != "" and path.is_dir(), path.is_file()
    except (OSError, ValueError):
        # A name that is too long, or with a character that no name can have.
        is_folder = is_file = False
    if is_folder:
        files = sorted(file for file in path.rglob("*.md") if not any(part.startswith(".") for part in file.parts[1:]))
        if not files:
            raise Trouble(f"`{path}` holds no Markdown file", "Rules stand in files whose names end in `.md`.")
        return files
    if is_file:
        return [path]
    from placet.language import shipped_rulebooks

    shipped = shipped_rulebooks()
    if given in shipped:
        raise Trouble(f"`{given}` ships with placet and is not changed", "Give the folder of a rulebook of your own.")
    raise Trouble(f"there is no file or folder `{given}`", f"Rulebooks that ship are {known_names(shipped)}.")


def _read(file: Path) -> str:
    from placet.diagnostics import Diagnostic
    from placet.language.files import read_text

    text = read_text(file, str(file))
    if isinstance(text, Diagnostic):
        raise Trouble(text.message, text.help, text.code)
    return text


def _replace(file: Path, text: str) -> None:
    """Write a file in one step, so that an interruption leaves the old or the new text, never half."""
    import codecs
    import os
    import tempfile

    try:
        mark = codecs.BOM_UTF8 if file.read_bytes().startswith(codecs.BOM_UTF8) else b""
        handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(mark + text.encode("utf-8"))
            Path(beside).chmod(file.stat().st_mode)
            Path(beside).replace(file.resolve())
        except OSError:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as error:
        tell_trouble(f"`{file}` cannot be written: {(error.strerror or 'unknown reason').lower()}")
        raise Ended(2) from None


def _diff(file: Path, before: str, after: str) -> str:
    import difflib

    lines = difflib.unified_diff(
        before.splitlines(keepends=True),
        after.splitlines(keepends=True),
        f"{file} as it is",
        f"{file} in the usual layout",
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
