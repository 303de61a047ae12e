"""`placet compare`: where exactly two answers part, over all situations."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from placet.cli.completion import complete_reader_or_fact, complete_rulebook
from placet.cli.exactness import exact_regions
from placet.cli.examples import examples
from placet.cli.session import DAY, open_rulebook, today
from placet.cli.trouble import Trouble

if TYPE_CHECKING:
    from placet.engine.space import Perspective
    from placet.engine.variation.timeline import Axis
    from placet.model import Rulebook


@click.command(
    "compare",
    epilog=examples(
        "placet compare korea JPN USA --on 2014-11-17",
        "placet compare korea KOR act=collective-self-defence --on 2014-11-17 --on 2015-10-21",
        "placet compare korea JPN USA act=combat-sortie --over on",
        "placet compare korea USA.state USA.dod --on 2014-11-17",
        "placet compare korea JPN --with my-draft-of-korea",
    ),
)
@click.argument("rulebook", shell_complete=complete_rulebook)
@click.argument(
    "words",
    nargs=-1,
    metavar="READER [READER] [FIELD=VALUE | QUESTION]...",
    shell_complete=complete_reader_or_fact,
)
@click.option(
    "--on",
    "days",
    type=DAY,
    multiple=True,
    metavar="DAY",
    help="The day of the act; twice, to compare two days.  [default: today]",
)
@click.option(
    "--known",
    "known_days",
    type=DAY,
    multiple=True,
    metavar="DAY",
    help="Use only what was public on this day; twice, to compare two.  [default: everything]",
)
@click.option(
    "--with",
    "other",
    metavar="RULEBOOK",
    shell_complete=complete_rulebook,
    help="Another version for the second side: a folder, a name, or `git:REVISION` of the same folder.",
)
@click.option(
    "--by-instrument", is_flag=True, help="Compare what each instrument asks for instead of the whole answers."
)
@click.option(
    "--over",
    "axis",
    type=click.Choice(["on", "known"]),
    help="Compare two readers over the whole of time: since when they part on what, and until when.",
)
@click.option("--all", "in_full", is_flag=True, help="Show all conditions of every region.")
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
def compare_command(
    rulebook: str,
    words: tuple[str, ...],
    days: tuple[dt.date, ...],
    known_days: tuple[dt.date, ...],
    other: str | None,
    by_instrument: bool,
    axis: Axis | None,
    in_full: bool,
    as_json: bool,
) -> None:
    """See where exactly two answers part: two readers, two days, or two versions of a rulebook.

    Every situation there can be is looked at, or every one with the facts given. What is shown are the conditions under
    which the two sides ask for different things, how many situations that is, the rule and the reading behind it, and
    one situation to ask about. That they agree everywhere is proved.
    """
    from placet.cli.facts import read_asked
    from placet.cli.output import write, write_page
    from placet.cli.versions import open_version
    from placet.engine.space import FieldsDiffer, compare

    book = open_rulebook(rulebook)
    if axis is not None:
        if other is not None or by_instrument:
            raise Trouble("--over compares two readers of one rulebook", "Leave out --with and --by-instrument.")
        _compare_over_time(book, words, days, known_days, axis, as_json=as_json)
        return
    second = book if other is None else open_version(other, rulebook)
    readers, facts = _readers_and_facts(book, words)
    asked = read_asked(book, facts, None, None, today())
    given = asked.given
    one, two = _sides(book, second, readers, days or (asked.on,), known_days or (asked.known,))
    try:
        with exact_regions(book):
            found = compare(one, two, given, by_instrument=by_instrument or None, in_full=in_full or as_json)
    except FieldsDiffer as differ:
        raise Trouble(
            str(differ), "Two versions can be compared only where their fields ask for the same kind of thing."
        ) from None
    versions = (
        ("", "") if other is None else (f"rulebook {book.name} ({rulebook})", f"rulebook {second.name} ({other})")
    )
    names = _names(one, two, None if other is None else _version_names(rulebook, other))
    if as_json:
        from placet import __version__
        from placet.show.answer_json import json_text
        from placet.show.compare import compare_value

        write(json_text(compare_value(found, __version__, names=names, versions=versions)) + "\n")
        return
    from placet.show.compare import compare_page

    write_page(compare_page(found, names=names, versions=versions, in_full=in_full))


def _compare_over_time(
    book: Rulebook,
    words: tuple[str, ...],
    days: tuple[dt.date, ...],
    known_days: tuple[dt.date, ...],
    axis: Axis,
    *,
    as_json: bool,
) -> None:
    from placet.cli.facts import check_readers, read_asked
    from placet.cli.output import write, write_page
    from placet.engine.space import compare_over_time

    readers, facts = _readers_and_facts(book, words)
    if len(readers) != 2:
        raise Trouble("over time, two readers are compared", "Name two, as in `JPN USA`.")
    check_readers(book, readers)
    gone_through, other_axis, others = (days, "known", known_days) if axis == "on" else (known_days, "on", days)
    if gone_through:
        raise Trouble(f"--over {axis} goes through all days of that kind", f"Leave out --{axis}.")
    if len(others) > 1:
        raise Trouble("over time, the other day is one day", f"Give --{other_axis} once.")
    asked = read_asked(book, facts, None, None, today())
    given = asked.given
    fixed = others[0] if others else asked.on if axis == "known" else asked.known
    with exact_regions(book):
        history = compare_over_time(book, (readers[0], readers[1]), axis, fixed, given)
    from placet.show.compare import history_page, history_value

    if as_json:
        from placet import __version__
        from placet.show.answer_json import json_text

        write(json_text(history_value(book, history, __version__, given)) + "\n")
        return
    from placet.show.words import day_words

    other_day = f"known: {day_words(fixed)}" if axis == "on" else f"the act on {fixed}"
    write_page(history_page(book, history, given=given, fixed=other_day, today=today()))


def _sides(
    book: Rulebook,
    second: Rulebook,
    readers: tuple[str, ...],
    days: tuple[dt.date, ...],
    known: tuple[dt.date | None, ...],
) -> tuple[Perspective, Perspective]:
    from placet.cli.facts import check_readers
    from placet.engine.space import Perspective

    if not readers:
        raise Trouble(
            "whose answers are to be compared?", "Name one or two readers after the rulebook, as in `JPN USA`."
        )
    if len(readers) > 2 or len(days) > 2 or len(known) > 2:
        raise Trouble("two answers are compared at a time", "Name at most two readers, two --on and two --known.")
    check_readers(book, readers[:1])
    check_readers(second, readers[-1:])
    one = Perspective(book, readers[0], days[0], known[0])
    other = Perspective(second, readers[-1], days[-1], known[-1])
    if book is second and (one.reader, one.on, one.known) == (other.reader, other.on, other.known):
        raise Trouble(
            f"{one.reader} is to be compared with itself",
            "Name a second reader, another day with a second --on or --known, or another version --with.",
        )
    return one, other


def _readers_and_facts(book: Rulebook, words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tell the readers from the facts and the question that follow them."""
    from placet.cli.facts import reader_names

    known = frozenset(reader_names(book))
    readers = tuple(word for word in words if "=" not in word and (word in known or word not in book.questions))
    for word in readers:
        if word in book.fields and word not in known:
            raise Trouble(f"`{word}` is a field, not a reader", f"Give it a value, as in `{word}=…`, or leave it out.")
    return readers, tuple(word for word in words if word not in readers)


def _version_names(rulebook: str, other: str) -> tuple[str, str]:
    """What two versions are called: the text as it is and a revision of it, or two rulebooks by name."""
    from placet.cli.versions import GIT

    if other.startswith(GIT):
        return "now", f"at {other.removeprefix(GIT) or 'HEAD'}"
    one, two = (path.rstrip("/").rpartition("/")[2] or path for path in (rulebook, other))
    return (f"in {one}", f"in {two}") if one != two else (f"in {rulebook}", f"in {other}")


def _names(one: Perspective, other: Perspective, versions: tuple[str, str] | None) -> tuple[str, str]:
    """What the two sides are called: the least that tells them apart."""
    names = [one.reader, other.reader]
    if one.reader == other.reader:
        if one.on != other.on:
            names = [f"{each.reader} on {each.on}" for each in (one, other)]
        elif one.known != other.known:
            names = [
                f"{each.reader} as known " + (f"on {each.known}" if each.known is not None else "now")
                for each in (one, other)
            ]
        elif versions is not None:
            names = [f"{one.reader} {versions[0]}", f"{other.reader} {versions[1]}"]
    return names[0], names[1]
