"""Lay out proposed statements: the list, the card on which one is decided, what was found, and what was decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from placet.evidence.review import Review
from placet.evidence.review.decide import readings_of
from placet.evidence.review.words import content_words, file_name, named
from placet.model.decisions import Act, Decision, Duplicate, Link, Paraphrase, Reject, Settle, Undo, Unlink
from placet.model.documents import Document, Span
from placet.model.proposals import Proposal, Said, Speaker
from placet.model.statements import Standing, Status, View
from placet.show.page import (
    Block,
    Cell,
    Gap,
    Heading,
    Ink,
    Line,
    Page,
    Paragraph,
    Record,
    Style,
    Table,
    faint,
    ink,
    joined,
    name,
    plain_text,
    strong,
)
from placet.show.words import STANCE_WORDS, counted, listed
from placet.store.search import Found, Hit

_STATUS_STYLE: dict[Status, Style] = {
    "open": "plain",
    "accepted": "good",
    "rejected": "bad",
    "duplicate": "faint",
    "split": "faint",
    "merged": "faint",
    "disputed": "doubt",
}


_CHOOSE = " A number takes that one, and rejects the rest."


def statements_list_page(found: Sequence[tuple[Document, Sequence[Standing]]], *, of: int = 1) -> Page:
    """List the statements of documents: who, for whom, with which stance, when, in which words, how it stands.

    Args:
        found: the documents with the statements that are shown.
        of: how many documents were looked at; their sum is told where they are several.
    """
    page: list[Block] = []
    for document, standings in found:
        page += [Heading(ink(strong(_title(document))), ink(faint(_outlet_and_day(document)))), Gap()]
        rows: list[tuple[Cell, ...]] = []
        for standing in standings:
            one = standing.statement
            words: Cell = (
                ink(strong(f"{stance_words(one)}: "), _quoted(document, one, 200)),
                ink(faint(f"{one.form}, paragraph {one.paragraph}")),
                *(ink(Ink(doubt, "doubt")) for doubt in standing.proposed.doubts if standing.status == "open"),
            )
            day: Line = day_line(one.said)
            rows.append(
                (
                    (ink(name(standing.id)), ink(Ink(standing.status, _STATUS_STYLE[standing.status]))),
                    (speakers_line(one), ink(parties_line(one), faint(" · "), day)),
                    words,
                )
            )
        header = ("statement", "who, for whom, when", "what")
        if rows:
            page += [Table(header, tuple(rows), False, True, fold_below=90, widest=(16, 30, 0)), Gap()]
        page += [Paragraph(ink(faint(f"{counted(len(rows), 'statement')}{_counts(standings)}"))), Gap()]
    if of > 1:
        every = [standing for _, standings in found for standing in standings]
        looked = f" in {len(found):,} of {of:,} documents" if len(found) < of else f" in {of:,} documents"
        page += [Paragraph(ink(strong(f"{counted(len(every), 'statement')}{looked}"), _counts(every)))]
    return tuple(page[:-1] if page and isinstance(page[-1], Gap) else page)


def card_page(
    review: Review,
    standing: Standing,
    document: Document,
    *,
    at: int = 0,
    of: int = 0,
    besides: Sequence[tuple[Line, Line]] = (),
) -> Page:
    """Lay out one statement for a decision: the passage with the content marked, and everything said of it.

    Args:
        review: how everything in the document stands.
        standing: the statement.
        document: where it stands.
        at: its number in the queue, from 1; 0: it is looked at by itself.
        of: how many are in the queue.
        besides: further rows, of what is suggested.
    """
    one = standing.statement
    place = f"{at} of {of}" if at else "statement"
    where = f"{file_name(document.name)} ¶{one.paragraph}"
    page: list[Block] = [
        Heading(ink(strong(place), faint(f"  {standing.id}")), ink(faint(where))),
        Paragraph(ink(faint(_title(document)), faint(f", {outlet}" if (outlet := _outlet_and_day(document)) else ""))),
        Gap(),
    ]
    page += [Paragraph(line, indent=2) for line in passage_lines(document, one)]
    now = review.newest.get(standing.id)
    page += [Gap(), Record((*_rows(standing, now.proposal if now is not None else None), *besides), indent=1)]
    readings = readings_of(review, standing.id)
    if len(readings) > 1:
        page += [Gap(), Paragraph(ink(strong(f"{len(readings)} readings of one passage."), faint(_CHOOSE)), indent=1)]
        page += [_side_by_side(document, readings)]
    elif standing.status == "disputed":
        page += [Gap(), _views_table(document, standing.views)]
    return tuple(page)


def decided_page(review: Review, statement: str, document: Document) -> Page:
    """Say in a few lines how a statement stands after a decision."""
    standing = review.standings.get(statement)
    if standing is None:
        return (Paragraph(ink(name(statement), " is no longer there")),)
    one = standing.statement
    lines: list[Block] = [
        Paragraph(
            ink(
                Ink(standing.status, _STATUS_STYLE[standing.status]),
                "  ",
                name(standing.id),
                "  ",
                speakers_line(one),
                f" {stance_words(one)}: {_quoted(document, one, 80)}",
            ),
            hang=2,
        )
    ]
    made = [other for other in review.standings.values() if standing.id in other.made_of]
    lines += [
        Paragraph(
            ink(faint("→ "), name(other.id), f"  {_quoted(document, other.statement, 80)}"),
            indent=2,
            hang=2,
        )
        for other in made
    ]
    if standing.status == "accepted" and (other := _corrected(standing)):
        said = (faint(" · "), parties_line(one), faint(" · "), day_line(one.said))
        lines.append(Paragraph(ink(faint("corrected: "), ", ".join(other), *said), indent=2, hang=2))
    if standing.status == "disputed":
        lines.append(Paragraph(ink(Ink(views_words(standing.views), "doubt")), indent=2))
    if standing.paraphrase:
        lines.append(Paragraph(ink(faint("in words: "), standing.paraphrase), indent=2, hang=2))
    if standing.are_words_disputed:
        lines.append(Paragraph(ink(Ink("people put it into different words; none counts yet", "doubt")), indent=2))
    if links := _links_line(standing):
        lines.append(Paragraph(ink(faint("about "), links), indent=2))
    if settled := _settled_line(standing):
        lines.append(Paragraph(settled, indent=2))
    return tuple(lines)


def decisions_page(review: Review, decisions: Iterable[Decision]) -> Page:
    """List decisions as the record has them, those that were taken back among them."""
    rows: list[tuple[Cell, ...]] = []
    earlier = {one.id: one for one in review.decisions}
    for one in decisions:
        taken_back = ink(faint("taken back")) if one.id in review.undone else ()
        what = " ".join(one.proposals) or getattr(one.act, "decision", "")
        rows.append(
            (
                (ink(name(one.id)),),
                (ink(f"{one.at[:10]} {one.at[11:16]}"),),
                (ink(one.by),),
                (ink(_act_words(one), " ", name(what), faint(_act_tail(one.act, earlier))), taken_back),
            )
        )
    if not rows:
        return (Paragraph(ink("Nothing has been decided.")),)
    return (
        Table(("decision", "when (UTC)", "by", "what"), tuple(rows), is_labelled=False),
        Gap(),
        Paragraph(ink(faint(counted(len(rows), "decision")))),
    )


def undone_page(undo: Decision, record: Iterable[Decision]) -> Page:
    """Say what a decision takes back, which is in the record as it is itself."""
    earlier = {one.id: one for one in record}
    assert isinstance(undo.act, Undo)
    one = earlier[undo.act.decision]
    what = " ".join(one.proposals) or getattr(one.act, "decision", "")
    said = (_act_words(one), " ", name(what), faint(_act_tail(one.act, earlier)))
    return (Paragraph(ink("taken back, as decision ", name(undo.id), f" by {undo.by}: ", *said), hang=2),)


def found_page(statements: Found, passages: Sequence[Hit]) -> Page:
    """Lay out what a search found: statements, then passages."""
    page: list[Block] = []
    for hit in statements.hits:
        one = hit.standing.statement
        page += [
            Heading(
                ink(name(hit.standing.id), "  ", speakers_line(one)),
                ink(faint(f"{file_name(hit.name)} ¶{one.paragraph}")),
            ),
            Paragraph(
                ink(
                    Ink(hit.standing.status, _STATUS_STYLE[hit.standing.status]),
                    faint(" · "),
                    stance_words(one),
                    faint(" · "),
                    parties_line(one),
                    faint(" · "),
                    day_line(one.said),
                ),
                indent=2,
            ),
            Paragraph(_between_marks(hit.snippet, marked(hit.snippet, hit.marks)), indent=2),
            Gap(),
        ]
    for passage in passages:
        page += [
            Heading(ink(faint("passage")), ink(faint(f"{file_name(passage.name)} ¶{passage.paragraph}"))),
            Paragraph(marked(passage.snippet, passage.marks), indent=2),
            Gap(),
        ]
    more = " and more" if statements.more else ""
    said = f"{counted(len(statements.hits), 'statement')}{more}, {counted(len(passages), 'passage')}"
    page.append(Paragraph(ink(faint(said))))
    if statements.undated:
        words = f"{counted(statements.undated, 'other')} would fit but for the day, which is not known of them"
        page.append(Paragraph(ink(Ink(words, "doubt"))))
    return tuple(page)


def marked(text: str, marks: Iterable[Span]) -> Line:
    """Ink the parts of a text that were found, and put marks around them."""
    pieces: list[str | Ink] = []
    at = 0
    for mark in marks:
        if mark.start < at:
            continue
        pieces += [text[at : mark.start], strong(f"«{text[mark.start : mark.end]}»")]
        at = mark.end
    return ink(*pieces, text[at:])


def passage_lines(document: Document, statement: Proposal) -> list[Line]:
    """Return the paragraphs that a statement stands in, its content between marks, cue and speaker inked."""
    inked: list[tuple[Span, Style]] = [(span, "strong") for span in statement.content]
    if statement.cue is not None:
        inked.append((statement.cue, "name"))
    inked += [(one.span, "good") for one in statement.speakers if one.span is not None]
    first = min([span.start for span, _ in inked], default=0)
    last = max([span.end for span, _ in inked], default=0)
    lines = []
    for paragraph in document.paragraphs:
        place = paragraph.span
        is_own = paragraph.number == statement.paragraph
        if is_own or (place.start < last and place.end > first):
            lines.append(_inked(document.text, place, inked))
    return lines


def speakers_line(statement: Proposal) -> Line:
    """Say who speaks; that nobody can be named is said, too."""
    if not statement.speakers:
        return ink(Ink("nobody named", "doubt"))
    return joined([ink(_named(one)) for one in statement.speakers])


def parties_line(statement: Proposal) -> Line:
    """Say for whom."""
    parties = [one.party for one in statement.spoken_for if one.party]
    return ink("for ", strong(listed(parties))) if parties else ink(faint("for no party"))


def stance_words(statement: Proposal) -> str:
    """Say the stance, with what the act has of its own."""
    words = STANCE_WORDS[statement.stance]
    if statement.is_negated:
        words += f" (does not {statement.act})" if statement.act not in ("say", "") else " (negated)"
    return words


def day_line(said: Said) -> Line:
    """Say when, or that it is not known."""
    if said.value is not None:
        return ink(said.value.replace("/", " to "))
    if said.candidates:
        return ink(Ink(listed(said.candidates, "or"), "doubt"))
    return ink(Ink(said.constraint or "day not known", "doubt"))


def views_words(views: Sequence[View]) -> str:
    """Say who has decided what."""
    return "; ".join(f"{view.by}: {view.status}{f' ({view.reason})' if view.reason else ''}" for view in views)


def quoted(words: str, most: int) -> str:
    """Return the first of some words, between marks where they have none of their own.

    >>> quoted("nothing of the kind was said", 20), quoted("“No”", 20)
    ('“nothing of the kind …”', '“No”')
    """
    shortened = _shortened(words, most)
    return shortened if shortened[:1] in _MARKS else f"“{shortened}”"


_MARKS = "“\"'‘「『«"
"""With what words begin that stand between quotation marks already."""


def _between_marks(words: str, line: Line) -> Line:
    """Put quotation marks around a line of some words, unless these have their own."""
    return line if words[:1] in _MARKS else ink("“", line, "”")


def _value_rows(one: Proposal) -> list[tuple[Line, Line]]:
    """Say who, for whom, how, when, through whom, to whom and where."""
    rows: list[tuple[Line, Line]] = [
        (ink(faint("who")), joined([_speaker_line(speaker) for speaker in one.speakers]) or speakers_line(one)),
        (
            ink(faint("for")),
            joined(
                [
                    ink(strong(for_.party), faint(f" ({for_.why}; {for_.grade})"))
                    for for_ in one.spoken_for
                    if for_.party
                ]
            )
            or ink(faint("no party")),
        ),
        (ink(faint("how")), ink(strong(stance_words(one)), faint(f" · {_how(one)}"))),
        (ink(faint("when")), ink(day_line(one.said), faint(_day_reason(one.said)))),
    ]
    if one.relays:
        rows.append((ink(faint("through")), joined([ink(_named(relay)) for relay in one.relays], " → ")))
    if one.addressee:
        rows.append((ink(faint("to")), ink(one.addressee)))
    if one.venue:
        rows.append((ink(faint("where")), ink(one.venue)))
    return rows


def _rows(standing: Standing, now: Proposal | None) -> list[tuple[Line, Line]]:
    one = standing.statement
    rows = _value_rows(one)
    if one.parent is not None:
        rows.append((ink(faint("within")), ink(name(one.parent), faint(" (said inside another statement)"))))
    for doubt in standing.proposed.doubts:
        rows.append((ink(faint("doubt")), ink(Ink(doubt, "doubt"))))
    if not standing.is_current:
        rows.append((ink(faint("note")), ink(Ink("newer rules propose it no longer", "doubt"))))
    if standing.is_changed:
        rows.append(
            (ink(faint("note")), ink(Ink("it is proposed with other values now; accepting takes them", "doubt")))
        )
        before = {plain_text(key): plain_text(line) for key, line in rows}
        rows += [
            (ink(faint(f"now {plain_text(key)}")), line)
            for key, line in (_value_rows(now) if now is not None else ())
            if before.get(plain_text(key)) != plain_text(line)
        ]
    if standing.made_of:
        rows.append((ink(faint("made of")), joined([ink(name(part)) for part in standing.made_of])))
    status: Line = ink(Ink(standing.status, _STATUS_STYLE[standing.status]))
    if standing.views:
        status = ink(status, faint(f" · {views_words(standing.views)}"))
    if standing.others:
        status = ink(status, faint(" → "), joined([ink(name(other)) for other in standing.others]))
    rows.append((ink(faint("stands")), status))
    if settled := _settled_line(standing):
        rows.append((ink(faint("settled")), settled))
    if links := _links_line(standing):
        rows.append((ink(faint("about")), links))
    for by, words in standing.paraphrases:
        counts = f"; these count, says {standing.words_settled_by}" if by == standing.words_of else ""
        rows.append((ink(faint("own words")), ink(words, faint(f" ({by}{counts})"))))
    if standing.are_words_disputed:
        rows.append((ink(faint("parted")), ink(Ink("people put it into different words; none counts yet", "doubt"))))
    return rows


def _side_by_side(document: Document, standings: Sequence[Standing]) -> Table:
    """Set other readings of one passage beside this one."""
    heads = ("1 this", *(f"{number} {one.id}" for number, one in enumerate(standings[1:], 2)))
    return _compared(document, [one.statement for one in standings], heads)


def _views_table(document: Document, views: Sequence[View]) -> Table:
    heads = tuple(view.by for view in views)
    found = _compared(document, [view.statement for view in views], heads)
    status: tuple[Cell, ...] = (
        (ink(faint("says")),),
        *(
            (ink(Ink(view.status, _STATUS_STYLE[view.status]), faint(f" {view.reason}" if view.reason else "")),)
            for view in views
        ),
    )
    return Table(found.header, (status, *found.rows))


def _compared(document: Document, statements: Sequence[Proposal | None], heads: tuple[str, ...]) -> Table:
    def shown(one: Proposal | None, show: Callable[[Proposal], Line]) -> Cell:
        return (show(one) if one is not None else ink(faint("–")),)

    kinds: list[tuple[str, Callable[[Proposal], Line]]] = [
        ("who", speakers_line),
        ("for", parties_line),
        ("how", lambda one: ink(f"{stance_words(one)}, {one.form}")),
        ("when", lambda one: day_line(one.said)),
        ("words", lambda one: ink(_quoted(document, one, 120))),
    ]
    rows = tuple(
        ((ink(faint(label)),), *(shown(one, show) for one in statements))
        for label, show in kinds
        if label in ("who", "words") or len({shown(one, show) for one in statements}) > 1
    )
    return Table(("", *heads), rows)


def _inked(text: str, place: Span, inked: Sequence[tuple[Span, Style]]) -> Line:
    """Ink a paragraph, character by character where spans overlap; content wins, and stands between marks."""
    styles: list[Style] = ["plain"] * (place.end - place.start)
    content = [span for span, style in inked if style == "strong"]
    for span, style in sorted(inked, key=lambda pair: pair[1] == "strong"):
        for at in range(max(span.start, place.start), min(span.end, place.end)):
            styles[at - place.start] = style
    opens = {max(span.start, place.start) for span in content if span.start < place.end and span.end > place.start}
    ends = {min(span.end, place.end) for span in content if span.start < place.end and span.end > place.start}
    pieces: list[Ink] = []
    for at in range(place.start, place.end):
        letter, style = text[at], styles[at - place.start]
        letter = f"«{letter}" if at in opens else letter
        letter = f"{letter}»" if at + 1 in ends else letter
        if pieces and pieces[-1].style == style:
            pieces[-1] = Ink(pieces[-1].text + letter, style)
        else:
            pieces.append(Ink(letter, style))
    return tuple(pieces)


def _speaker_line(speaker: Speaker) -> Line:
    why = ", ".join(part for part in (speaker.kind, f"“{speaker.text}”" if speaker.text else "", speaker.why) if part)
    return ink(strong(_named(speaker)), faint(f" ({why})"))


def _named(speaker: Speaker) -> str:
    return named(speaker) or "not resolved"


def _how(one: Proposal) -> str:
    parts = [
        one.form,
        one.act if one.act != "say" else "",
        one.modality,
        "the narrator's gloss" if one.is_gloss else "",
    ]
    maker = "" if one.maker in ("rules", "split", "merge") else f"proposed by {one.maker}"
    return ", ".join(part for part in (*parts, maker) if part)


def _day_reason(said: Said) -> str:
    parts = [f"“{said.expression}”" if said.expression else "", said.rule, f"from {said.anchor}" if said.anchor else ""]
    words = ", ".join(part for part in parts if part)
    return f" ({words})" if words else ""


def _links_line(standing: Standing) -> Line:
    lines = []
    for link in standing.links:
        said = f" of {link.rulebook}"
        if link.settled_on:
            settled = "about it" if link.counts else "not about it"
            lines.append(ink(name(link.name), faint(f"{said}, {settled}, as settled by {link.settled_by}")))
        elif link.against:
            parted = f", say {listed(link.by)}; not about it, say {listed(link.against)}"
            lines.append(ink(name(link.name), faint(said), Ink(parted, "doubt")))
        else:
            lines.append(ink(name(link.name), faint(said)))
    return joined(lines, "; ")


def _settled_line(standing: Standing) -> Line:
    settled = standing.settled
    return ink(faint("settled by "), settled.by, faint(f" on {settled.at[:10]}")) if settled is not None else ()


_CORRECTED = {
    "speakers": "speaker", "spoken_for": "for whom", "stance": "stance", "said": "day", "form": "form",
    "content": "words", "addressee": "to whom", "venue": "where", "relays": "through whom", "act": "act",
    "is_negated": "negation", "is_gloss": "gloss",
}  # fmt: skip
"""What a person has put in the place of what was proposed, in words."""


def _corrected(standing: Standing) -> list[str]:
    """Return what is accepted otherwise than it was proposed."""
    one, proposed = standing.statement, standing.proposed
    return [word for field, word in _CORRECTED.items() if getattr(one, field) != getattr(proposed, field)]


def _act_words(one: Decision) -> str:
    words = {"Accept": "accepts", "Correct": "corrects", "Reject": "rejects", "Duplicate": "calls a duplicate",
             "Split": "splits", "Merge": "merges", "Undo": "takes back", "Settle": "settles", "Link": "links",
             "Unlink": "unlinks", "Paraphrase": "puts into words"}  # fmt: skip
    return words[type(one.act).__name__]


def _act_tail(act: Act, earlier: Mapping[str, Decision]) -> str:
    """Say what an act has besides the statement it is about."""
    match act:
        case Link(_, rulebook, target) | Unlink(_, rulebook, target):
            return f" {'to' if isinstance(act, Link) else 'from'} {target} of {rulebook}"
        case Duplicate(_, of):
            return f" of {of}"
        case Reject(_, reason):
            return f": {reason}" if reason else ""
        case Paraphrase(_, words):
            return f": {words}"
        case Settle(_, decision):
            settled = earlier.get(decision)
            match settled.act if settled is not None else None:
                case Link(_, rulebook, target):
                    return f": it is about {target} of {rulebook}"
                case Unlink(_, rulebook, target):
                    return f": it is not about {target} of {rulebook}"
                case Paraphrase(_, words):
                    return f": its words are “{words}”"
                case _:
                    return f": as {settled.by} decided, {decision}" if settled is not None else f": by {decision}"
        case _:
            return ""


def _counts(standings: Sequence[Standing]) -> str:
    counts: dict[str, int] = {}
    for one in standings:
        counts[one.status] = counts.get(one.status, 0) + 1
    return ": " + ", ".join(f"{count} {status}" for status, count in counts.items()) if counts else ""


def _title(document: Document) -> str:
    return document.metadata.title.value or file_name(document.name)


def _outlet_and_day(document: Document) -> str:
    posted = (document.metadata.posted.value or "")[:10]
    return ", ".join(part for part in (document.metadata.outlet.value or "", posted or "no date known") if part)


def _quoted(document: Document, statement: Proposal, most: int) -> str:
    return quoted(content_words(document, statement), most)


def _shortened(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"
