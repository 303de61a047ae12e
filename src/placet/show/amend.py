"""Lay out what a draft alters: what each reader asks for, what is contested, whose leave decides, saved questions."""

from __future__ import annotations

from collections.abc import Sequence

from placet.engine.space.amend import Altered, Amendment, ReaderChange
from placet.engine.space.asleep import waking_day
from placet.engine.space.examples import Truth
from placet.engine.space.reasked import Reasked
from placet.model import Rulebook
from placet.show.decision import as_answer, change_lines
from placet.show.draft import Naming, amend_command, asleep_words, declared_ink, readers_ink
from placet.show.page import (
    Block,
    Gap,
    Heading,
    Ink,
    Line,
    Page,
    Paragraph,
    Record,
    Table,
    faint,
    ink,
    joined,
    name,
    strong,
)
from placet.show.regions import force_words, region_blocks, region_title
from placet.show.shifts import between_blocks, say_blocks
from placet.show.situations import share_words
from placet.show.verdict import verdict_line
from placet.show.words import counted, day_words, listed, step_words, value_words

MOST_DECLARED = 12
"""How many declarations of a draft are named, and how many of those without effect."""

NAMES = ("before", "after")


def amendment_page(
    amendment: Amendment,
    reasked: Sequence[Reasked],
    naming: Naming,
    *,
    readers: Sequence[str] = (),
    in_full: bool = False,
) -> Page:
    """Return the page of an amendment.

    Args:
        amendment: what the draft alters.
        reasked: the saved questions, asked of both versions.
        naming: what was typed.
        readers: whose changes were wanted; empty: everybody's.
        in_full: whether everything is shown, offices and small changes too.
    """
    page: list[Block] = [*_head(amendment, naming), Gap(), Paragraph(_summary(amendment, naming))]
    page += _hints(amendment, naming)
    page.append(Gap())
    number = 1
    shown, hidden = _shown_readers(amendment, readers, in_full=in_full)
    if shown:
        page += [Heading(ink(strong("What each reader asks for"))), Gap()]
    for change in shown:
        blocks, number = _reader_blocks(change, amendment, naming, number, in_full=in_full)
        page += blocks
    page += _left_out(amendment, hidden)
    page += between_blocks(amendment, naming, readers, in_full=in_full)
    page += say_blocks(amendment, in_full=in_full)
    page += _question_blocks(amendment, reasked, in_full=in_full)
    while page and isinstance(page[-1], Gap):
        page.pop()
    return tuple(page)


def _head(amendment: Amendment, naming: Naming) -> list[Block]:
    book = amendment.after
    page: list[Block] = [
        Paragraph(ink(strong(f"What {naming.draft} alters in {naming.rulebook}"))),
        Paragraph(ink(faint(f"on {amendment.on}; known: {day_words(amendment.known)}")), indent=2, hang=2),
    ]
    if naming.replaces:
        page.append(Paragraph(ink(faint(f"it takes the place of {naming.replaces}")), indent=2, hang=2))
    if amendment.given:
        facts = joined(
            [
                ink(faint(f"{field}="), value_words(book, book.fields[field], value))
                for field, value in amendment.given.items()
            ]
        )
        page.append(Paragraph(ink(faint("in all situations with "), facts), indent=2, hang=2))
    rows: list[tuple[Line, Line]] = []
    for change, verb in (("added", "adds"), ("changed", "changes"), ("removed", "takes away")):
        names = [ink(declared_ink(one)) for one in amendment.differences if one.change == change]
        if names:
            more = len(names) - MOST_DECLARED
            line = joined(names[:MOST_DECLARED])
            rows.append((ink(faint(verb)), ink(line, faint(f" and {more} more")) if more > 0 else line))
    if rows:
        page.append(Record(tuple(rows), indent=2))
    return page


def _summary(amendment: Amendment, naming: Naming) -> Line:
    total = f"{amendment.total:,}"
    if not amendment.differences:
        return ink(strong("Nothing differs."), f" {naming.draft} declares what {naming.rulebook} declares.")
    if amendment.is_idle:
        return ink(
            strong("Nothing changes, on any day."),
            " No rule, and nothing that a rule leads to, differs; so every answer is the same, in every situation.",
        )
    if not amendment.readers:
        return ink(
            strong(f"Nothing changes on {amendment.on}."),
            f" This is proved for all {total} situations and every reader, not sampled.",
        )
    names = [reader for change in amendment.readers for reader in change.readers]
    readers = [reader for reader in names if "." not in reader]
    offices = len(names) - len(readers)
    said = listed([*readers, *([counted(offices, "office")] if offices else [])])
    verb = "answers" if len(names) == 1 else "answer"
    return ink(
        strong(f"{said} {verb} otherwise in some situations."),
        faint(f" Everything below is exact, over {total} situations: every combination of what can be said of one."),
    )


def _hints(amendment: Amendment, naming: Naming) -> list[Block]:
    if not amendment.asleep:
        return []
    lines: list[Block] = [Gap(), Paragraph(ink(Ink("Without effect on this day:", "doubt")))]
    for one in amendment.asleep[:MOST_DECLARED]:
        lines.append(Paragraph(ink(declared_ink(one.declared), faint(": "), asleep_words(one)), indent=2, hang=2))
    if len(amendment.asleep) > MOST_DECLARED:
        lines.append(Paragraph(ink(faint(f"and {len(amendment.asleep) - MOST_DECLARED} more")), indent=2))
    day = waking_day(amendment.asleep, amendment.on)
    if day is not None:
        command = amend_command(amendment, naming, amendment.given, day)
        lines.append(Paragraph(ink(faint("to look at a day on which it has: "), command), indent=2, hang=2))
    return lines


def _shown_readers(
    amendment: Amendment, readers: Sequence[str], *, in_full: bool
) -> tuple[list[ReaderChange], list[str]]:
    """Parties and voices; offices that change otherwise than their party only where they are wanted."""
    if in_full or readers:
        return list(amendment.readers), []
    shown = [change for change in amendment.readers if any("." not in reader for reader in change.readers)]
    hidden = [reader for change in amendment.readers if change not in shown for reader in change.readers]
    return shown, hidden


def _reader_blocks(
    change: ReaderChange, amendment: Amendment, naming: Naming, number: int, *, in_full: bool
) -> tuple[list[Block], int]:
    book = amendment.after
    title = readers_ink(change.readers, in_full=in_full)
    if len(title) == 1:
        title = ink(title, faint(f" ({book.reader_title(title[0].text)})"))
    blocks: list[Block] = [Paragraph(title, hang=2)]
    for altered in change.altered:
        blocks += _altered_blocks(altered, change, amendment, naming, number, in_full=in_full)
        number += 1
    return blocks, number


def _altered_blocks(
    altered: Altered, change: ReaderChange, amendment: Amendment, naming: Naming, number: int, *, in_full: bool
) -> list[Block]:
    region = altered.region
    commands = (amend_command(amendment, naming, region.example),)
    blocks = region_blocks(
        number, region, change.sides, amendment.total, in_full=in_full, names=NAMES, commands=commands
    )
    book = change.sides[region.side].rulebook
    head = ink(faint(f"{number:>2}  "), strong(altered_words(altered, book)))
    share = ink(faint(share_words(region.count, amendment.total)))
    record = blocks[1]
    assert isinstance(record, Record)
    rows = list(record.rows)
    if altered.causes:
        # Before the commands, which stand last.
        because = (ink(faint("because of")), joined([declared_ink(one) for one in altered.causes]))
        rows.insert(len(rows) - len(commands), because)
    return [Heading(head, share), Record(tuple(rows), indent=4), Gap()]


def altered_words(altered: Altered, book: Rulebook) -> str:
    """Say in a phrase what becomes of a reader's answer in a region."""
    region = altered.region
    is_more = region.side == 1
    what = region_title(region, book)
    if region.what == "bar":
        sure = "bars the act" if is_more else "no longer bars the act"
        return f"{sure}: {region.rule}" if (region.here, region.there) == ("yes", "no") else f"now open {what}"
    if region.what == "speaks":
        return "nothing required, where it was silent" if is_more else "silent, where nothing was required"
    if region.what == "force":
        one, other = region.force or (None, None)
        words = (
            f"{force_words(one, _truth(region.side == 0, altered))} → {force_words(other, _truth(is_more, altered))}"
        )
        return f"{step_words(region.steps[0])}: {words}"
    match region.here, region.there:
        case "yes", "no":
            return f"now asks for {what}" if is_more else f"no longer asks for {what}"
        case "yes", "open":
            return f"now certain: {what}" if is_more else f"now open whether {what}"
        case _:
            return f"now open whether {what}" if is_more else f"no longer open, and not asked for: {what}"


def _truth(is_here: bool, altered: Altered) -> Truth:
    return altered.region.here if is_here else altered.region.there


def _left_out(amendment: Amendment, hidden: Sequence[str]) -> list[Block]:
    blocks: list[Block] = []
    if hidden:
        words = f"Other changes for {listed(hidden)}: --all shows them, or --reader."
        blocks.append(Paragraph(ink(faint(words))))
    if amendment.readers and amendment.unchanged:
        same = amendment.unchanged
        words = (
            listed(same) + (" answers" if len(same) == 1 else " answer")
            if len(same) <= 6
            else f"{counted(len(same), 'other reader')} answer"
        )
        blocks.append(Paragraph(ink(faint(f"{words} as before in every situation; this is proved."))))
    return [*blocks, Gap()] if blocks else []


def _question_blocks(amendment: Amendment, reasked: Sequence[Reasked], *, in_full: bool) -> list[Block]:
    if not reasked or not amendment.differences:
        return []
    book = amendment.after
    changed = [one for one in reasked if one.change is not None]
    rows = []
    for one in reasked if in_full else changed:
        before = as_answer(book, one.question, one.before)
        lines: list[Line]
        if one.change is None:
            lines = [ink(faint("as before"))]
        else:
            lines = change_lines(book, one.question, one.before, one.after, one.change)
        rows.append(
            ((ink(name(one.name)), ink(faint(f"on {one.question.on}"))), (verdict_line(book, before),), tuple(lines))
        )
    blocks: list[Block] = [Heading(ink(strong("The saved questions, each on its own day"))), Gap()]
    if rows:
        blocks += [Table(("question", "before", "after"), tuple(rows), is_spaced=True, fold_below=72), Gap()]
    still = [one.name for one in reasked if one.before.verdict.kind == one.after.verdict.kind == "contested"]
    verb = "is" if len(changed) < 2 else "are"
    said = f"Of {counted(len(reasked), 'question')} {len(changed) or 'none'} {verb} answered otherwise."
    if still:
        said += f" Contested before and after: {listed(still)}."
    return [*blocks, Paragraph(ink(faint(said))), Gap()]
