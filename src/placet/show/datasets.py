"""Lay out what an import made, and what came of asking a rulebook for all pairs of states by year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from placet.datasets.dyad_table import Comparison, Difference, Figures
from placet.model import Rulebook
from placet.show.page import Block, Cell, Gap, Ink, Line, Page, Paragraph, Record, Table, faint, ink, name, strong
from placet.show.words import counted

OBLIGATION_WORDS = {
    "defense": "help when attacked",
    "offense": "help in a war the other takes up",
    "neutral": "no help for its enemies",
    "nonagg": "no force against it",
    "consul": "consultation",
}
"""What the columns of obligations are, in a few words."""

_MOST_ALLIANCES = 6


_UNLISTED = 10
"""How many numbers that no list of states has are told."""


def imported_page(
    book: Rulebook,
    folder: str,
    files: int,
    counts: Iterable[tuple[str, str]],
    notes: Sequence[str],
    ask: str,
    unlisted: Sequence[tuple[int, str, int]] = (),
) -> Page:
    """Say what an import made and what can be done with it.

    Args:
        book: the rulebook that was made.
        folder: where it lies, as it was named.
        files: how many files it has.
        counts: what was read, as labels with figures.
        notes: what was not taken over, as sentences.
        ask: a command that asks it something.
        unlisted: the numbers that no list of states has, each with the party it became and how many terms it has.
    """
    read: list[tuple[Line, Line]] = [(ink(faint(label)), ink(words)) for label, words in counts]
    made = f"{counted(len(book.instruments), 'instrument')}, {counted(len(book.rules), 'rule')}"
    if book.statements:
        made += f", {counted(len(book.statements), 'statement')}"
    page: list[Block] = [
        Paragraph(ink(strong(f"A rulebook in {folder}"), f": {counted(files, 'file')}, {made}")),
        Record(tuple(read), indent=2),
    ]
    page += [Paragraph(ink(Ink("not taken over: ", "doubt"), note), indent=2, hang=2) for note in notes]
    if unlisted:
        told = [
            f"{number} (a member {counted(terms, 'time')}, now the party {party})"
            for number, party, terms in unlisted[:_UNLISTED]
        ]
        more = f" and {len(unlisted) - _UNLISTED:,} more" if len(unlisted) > _UNLISTED else ""
        words = f"{', '.join(told)}{more}. If a number is right, `--names` says what it is called."
        page.append(Paragraph(ink(Ink("in no list of states: ", "doubt"), words), indent=2, hang=2))
    page += [Gap(), Paragraph(ink(faint("Read "), f"{folder}/README.md", faint(" first; then ask it:")))]
    page.append(Record(((ink(name(ask)), ()),), indent=2, keeps_labels=True))
    return tuple(page)


def figures_page(book: Rulebook, figures: Figures, first: int, last: int, where: str) -> Page:
    """Say what is in a table of pairs by year that has been written."""
    span = f"{first} to {last}"
    rows: list[tuple[Line, Line]] = [
        (ink(faint("rows")), ink(strong(f"{figures.rows:,}"), faint(f" directed pairs by year, {span}"))),
        (ink(faint("pairs")), ink(f"{figures.pairs:,}", faint(f" from {counted(figures.alliances, 'alliance')}"))),
    ]
    for column, count in figures.by_obligation.items():
        rows.append((ink(faint(column)), ink(f"{count:,}", faint(f" {OBLIGATION_WORDS[column]}"))))
    rows.append(
        (ink(faint("one-sided")), ink(f"{figures.one_sided:,}", faint(" owed otherwise than the other way round")))
    )
    if figures.without_any:
        rows.append(
            (ink(faint("none")), ink(f"{figures.without_any:,}", faint(" in an alliance, and owing none of these")))
        )
    if figures.uncertain:
        rows.append(
            (
                ink(faint("open")),
                ink(Ink(f"{figures.uncertain:,}", "doubt"), faint(" in which the days leave something open")),
            )
        )
    return (
        Paragraph(ink(strong(f"{book.name} by pairs and years"), faint(f" in {where}"))),
        Record(tuple(rows), indent=2),
    )


def comparison_page(
    book: Rulebook, comparison: Comparison, published: str, outside: int, first: int, last: int, most: int
) -> Page:
    """Say how a rulebook and a published table agree, and list the rest by alliance.

    Args:
        book: the rulebook that was asked.
        comparison: what was found.
        published: what the published table is called.
        outside: how many of its rows lie in other years.
        first: the first year compared.
        last: the last year compared.
        most: how many differences to list; 0 for all.
    """
    share = f"{100 * comparison.share:.2f} %"
    left_out = f"; {counted(outside, 'row')} of other years left out" if outside else ""
    head: list[Block] = [
        Paragraph(ink(strong(f"{book.name} and {published}"), faint(f", {first} to {last}{left_out}"))),
        Record(
            (
                (
                    ink(faint("equal")),
                    ink(strong(f"{comparison.equal:,}"), faint(f" rows in all columns: {share} of those published")),
                ),
                (
                    ink(faint("here")),
                    ink(f"{comparison.here:,}", faint(f" rows, {comparison.only_here:,} of them only here")),
                ),
                (
                    ink(faint("published")),
                    ink(f"{comparison.published:,}", faint(f" rows, {comparison.only_published:,} of them only there")),
                ),
                (ink(faint("cells")), ink(_cells_words(comparison))),
            ),
            indent=2,
        ),
    ]
    if not comparison.differences:
        return (*head, Gap(), Paragraph(ink(Ink("They are the same.", "good"))))
    ordered = sorted(comparison.differences, key=lambda each: (-each.rows, each.pair, each.first))
    shown = ordered[:most] if most else ordered
    rows: list[tuple[Cell, ...]] = [
        (
            (ink(f"{one.pair[0]} → {one.pair[1]}"),),
            (ink(f"{one.first}" if one.first == one.last else f"{one.first}–{one.last}"),),
            (ink(_kind_ink(one), faint(_columns_words(one))),),
            (ink(_alliances_words(one)),),
        )
        for one in sorted(shown, key=lambda each: (each.alliances, each.pair, each.first))
    ]
    table = Table(("pair", "years", "what differs", "alliances here"), tuple(rows), widest=(0, 0, 0, 48))
    rest = len(ordered) - len(shown)
    note = f"{counted(len(ordered), 'difference')}, by alliance"
    if rest:
        note += f"; the {len(shown)} longest are listed, `--all` lists the other {rest} as well"
    return (*head, Gap(), table, Gap(), Paragraph(ink(faint(note))))


def _cells_words(comparison: Comparison) -> str:
    found = [f"{column} {count:,}" for column, count in comparison.cells.items() if count]
    return f"that differ in common rows: {', '.join(found)}" if found else "none differs in common rows"


def _kind_ink(difference: Difference) -> Ink:
    return Ink(difference.kind, "plain" if difference.kind == "differs" else "doubt")


def _columns_words(difference: Difference) -> str:
    words = [
        f"{column} {'open' if here is None else here} here, {there} there" for column, here, there in difference.columns
    ]
    return f": {'; '.join(words)}" if words else ""


def _alliances_words(difference: Difference) -> str:
    found = list(difference.alliances)
    if not found:
        return "none"
    rest = len(found) - _MOST_ALLIANCES
    return ", ".join(found[:_MOST_ALLIANCES]) + (f" and {rest} more" if rest > 0 else "")
