"""Lay out what a draft changes between readers: disputes settled and opened, and whose leave decides."""

from __future__ import annotations

from collections.abc import Sequence

from placet.engine.space import Piece
from placet.engine.space.amend import Amendment, Contested
from placet.engine.space.examples import SideAnswer
from placet.engine.space.shifts import Change, Extent, Say, Shift
from placet.engine.space.standings import Over, Standing
from placet.show.draft import Naming, amend_command, declared_ink, readers_ink
from placet.show.page import Block, Gap, Heading, Ink, Line, Paragraph, Record, Style, Table, faint, ink, joined, strong
from placet.show.regions import answer_words
from placet.show.situations import condition_parts, share_words
from placet.show.words import BASIS_WORDS, counted, listed, step_words, steps_words

MOST_SHIFTS = 3
"""How many changes between two readers are shown unless all are wanted."""

MOST_CONDITIONS = 3
"""How many conditions of each, likewise."""


def between_blocks(amendment: Amendment, naming: Naming, readers: Sequence[str], *, in_full: bool) -> list[Block]:
    """Return what changes between readers: pairs of parties, and offices where they are wanted."""
    if amendment.changes is None:
        words = "How readers stand to each other hangs on all of their rules at once, which was out of reach here."
        return [Paragraph(ink(strong("Between readers. "), words, " A few facts, as in `act=…`, help.")), Gap()]
    if not amendment.readers:
        return []
    changes = [change for change in amendment.changes if change.shifts]
    if not (in_full or readers):
        changes = [change for change in changes if "." not in change.one[0] and "." not in change.other[0]]
    blocks: list[Block] = [Heading(ink(strong("Between readers"))), Gap()]
    if not changes:
        blocks += [Paragraph(ink("No dispute is settled, opened or moved.")), Gap()]
    for change in changes:
        blocks += _pair_blocks(change, amendment, naming, in_full=in_full)
    shown = {(change.one, change.other) for change in changes}
    for each in amendment.contested or ():
        if (each.one, each.other) not in shown:
            one, other = (readers_ink(side, in_full=in_full) for side in (each.one, each.other))
            line = ink("Contested as before, ", one, " and ", other, f": {_contested_words(each, amendment)}")
            blocks += [Paragraph(line, hang=2), Gap()]
    return blocks


def _pair_blocks(change: Change, amendment: Amendment, naming: Naming, *, in_full: bool) -> list[Block]:
    aside: Line = ()
    for each in amendment.contested or ():
        if (each.one, each.other) == (change.one, change.other):
            aside = ink(faint(f"contested: {_contested_words(each, amendment)}"))
    title = ink(readers_ink(change.one, in_full=in_full), faint(" and "), readers_ink(change.other, in_full=in_full))
    blocks: list[Block] = [Heading(title, aside)]
    order = {"agreed": 0, "contested": 1}
    shifts = sorted(
        change.shifts, key=lambda one: (one.was != "contested" or one.was == one.now, order.get(one.now, 2), -one.count)
    )
    shown = shifts if in_full or len(shifts) <= MOST_SHIFTS + 1 else shifts[:MOST_SHIFTS]
    for shift in shown:
        blocks += _shift_blocks(shift, change, amendment, naming, in_full=in_full)
    left = shifts[len(shown) :]
    if left:
        words = listed([f"{shift_words(one)} ({share_words(one.count, amendment.total)})" for one in left])
        blocks.append(Paragraph(ink(faint(f"Also: {words}. --all shows the conditions.")), indent=2, hang=2))
    if left:
        blocks.append(Gap())
    return blocks


def _contested_words(each: Contested, amendment: Amendment) -> str:
    """Say in how many situations two readers part, and what the draft makes of that."""
    shares = [share_words(count, amendment.total) for count in (each.before, each.after)]
    was, now = ({"all": "everywhere", "none": "nowhere"}.get(share, share) for share in shares)
    if each.before == each.after:
        return f"{was}, before and after"
    if was != now:
        return f"{was} → {now}"
    change = "fewer" if each.after < each.before else "more"
    return f"{was}, {share_words(abs(each.after - each.before), amendment.total)} {change} after"


def _shift_blocks(shift: Shift, change: Change, amendment: Amendment, naming: Naming, *, in_full: bool) -> list[Block]:
    style: Style = "bad" if shift.now == "contested" and not shift.dropped else "doubt"
    if (shift.was, shift.now) == ("contested", "agreed"):
        style = "good"
    head = ink(Ink(shift_words(shift), style))
    rows: list[tuple[Line, Line]] = []
    for at, reader in enumerate((change.one[0], change.other[0])):
        before, after = (_answer_line(answers[at]) for answers in shift.answers)
        said = ink(before, faint(" → "), after) if before != after else ink(before, faint(" (as before)"))
        rows.append((ink(strong(reader)), said))
    rows += _condition_rows(amendment, shift.pieces, shift.rest, in_full=in_full)
    if shift.causes:
        rows.append((ink(faint("because of")), joined([declared_ink(one) for one in shift.causes])))
    rows.append((ink(faint("to ask it")), ink(faint(amend_command(amendment, naming, shift.example)))))
    return [
        Paragraph(ink(faint("– "), head, faint(f"  ({share_words(shift.count, amendment.total)})")), hang=2),
        Record(tuple(rows), indent=4),
        Gap(),
    ]


def _answer_line(answer: SideAnswer) -> Line:
    """Say an answer with the force of its steps, which may be all that differs."""
    words = answer_words(answer)
    bases = {each.basis for each in answer.steps if each.truth == "yes"} if answer.kind == "needs" else set()
    if not bases:
        return ink(words)
    if len(bases) == 1:
        return ink(words, faint(f" ({BASIS_WORDS[bases.pop()]})"))
    needed = [each for each in answer.steps if each.truth == "yes"]
    forces = [BASIS_WORDS[each.basis] for each in needed]
    return ink(f"needs {steps_words([each.step for each in needed], details=forces)}")


def _condition_rows(
    amendment: Amendment, pieces: Sequence[Piece], rest: int, *, in_full: bool
) -> list[tuple[Line, Line]]:
    rows: list[tuple[Line, Line]] = []
    shown = pieces if in_full or len(pieces) <= MOST_CONDITIONS else pieces[:MOST_CONDITIONS]
    for at, piece in enumerate(shown):
        parts = condition_parts(amendment.after, piece.tests)
        everywhere = ["always, with the facts given"] if amendment.given else ["always"]
        words = ink(*[part if last == len(parts) - 1 else f"{part}, " for last, part in enumerate(parts)] or everywhere)
        part = faint(f"  ({share_words(piece.count, amendment.total)})") if len(pieces) > 1 or rest else Ink("")
        rows.append((ink(faint("or where" if at else "where")), ink(words, part)))
    left = len(pieces) - len(shown)
    more = []
    if left:
        more.append(f"{counted(left, 'more condition')} (--all shows {'it' if left == 1 else 'them'})")
    if rest:
        more.append(f"{share_words(rest, amendment.total)} of all situations beside these")
    if more:
        rows.append(((), ink(faint(f"and {listed(more)}"))))
    return rows


def say_blocks(amendment: Amendment, *, in_full: bool) -> list[Block]:
    """Return who has to be asked, heard or told in other situations than before."""
    says = amendment.says or ()
    if not in_full:
        says = tuple(say for say in says if not say.readers or any("." not in reader for reader in say.readers))
    if not says:
        return []
    rows = []
    for say in says:
        who = [reader for reader in say.readers if in_full or "." not in reader]
        on = ink("every reading that speaks") if not say.readers else ink(joined([ink(strong(one)) for one in who]))
        rows.append(
            (
                (ink(strong(say.of)), ink(faint(_level_words(say)))),
                (on,),
                _extent_cell(amendment, say.gained, in_full=in_full),
                _extent_cell(amendment, say.lost, in_full=in_full),
            )
        )
    title = Heading(ink(strong("Whose leave decides")))
    header = ("of whom", "on whose reading", "now needed too", "no longer needed")
    if all(say.lost is None for say in says):
        return [title, Gap(), Table(header[:3], tuple(row[:3] for row in rows), is_spaced=True, fold_below=70), Gap()]
    return [title, Gap(), Table(header, tuple(rows), is_spaced=True, fold_below=90), Gap()]


def _level_words(say: Say) -> str:
    return {"consent": "consent or request", "consultation": "consultation", "notification": "notification"}[say.level]


def _extent_cell(amendment: Amendment, extent: Extent | None, *, in_full: bool) -> tuple[Line, ...]:
    if extent is None:
        return (ink(faint("–")),)
    lines = [ink(strong(share_words(extent.count, amendment.total)))]
    is_everywhere = not extent.pieces[0].tests
    rows = [] if is_everywhere else _condition_rows(amendment, extent.pieces, extent.rest, in_full=in_full)
    if not in_full and len(rows) > 1:
        rows = [rows[0], ((), ink(faint("and more (--all)")))]
    lines += [ink(label, " " if label else "", words) for label, words in rows]
    return tuple(lines)


def shift_words(shift: Shift) -> str:
    """Say in a phrase what becomes of a dispute."""
    if shift.was == shift.now:
        parts = [f"no longer over {_over_words(shift.dropped)}"] if shift.dropped else []
        parts += [f"now over {_over_words(shift.added)}{'' if shift.dropped else ' too'}"] if shift.added else []
        return f"still contested: {'; '.join(parts)}"
    after = {
        "contested": "contested",
        "open": "open: one of them has not said",
        "agreed": "they answer alike",
        "one-sided": "only one of them has rules that speak",
        "unregulated": "neither has rules that speak",
    }
    if shift.was == "contested":
        return (
            "settled: " + after[shift.now] if shift.now == "agreed" else f"no longer contested, but {after[shift.now]}"
        )
    if shift.now == "contested":
        return f"opened: {_was_words(shift.was)} before"
    if shift.was == "open":
        return f"no longer open: {after[shift.now]}"
    return f"left open: {_was_words(shift.was)} before"


def _was_words(was: Standing) -> str:
    return {
        "open": "it was open",
        "agreed": "they answered alike",
        "one-sided": "only one of them had rules that spoke",
        "unregulated": "neither had rules that spoke",
        "contested": "contested",
    }[was]


def _over_words(overs: Sequence[Over]) -> str:
    return listed(
        [
            "whether it is barred"
            if over.step is None
            else f"{'with what force' if over.is_force else 'whether'} {step_words(over.step)} is needed"
            for over in overs
        ]
    )
