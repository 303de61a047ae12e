"""Accepted statements as blocks of a rulebook: whatever the article says but its sentences.

The words of a statement are a person's own, from the review; where there are none yet, they are left empty, and
`placet check` says so. Nothing that a rulebook has already is written again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from placet.evidence.review.rulebooks import filed_under
from placet.evidence.review.words import file_name, named
from placet.language.format import format_text
from placet.model import Rulebook
from placet.model.documents import Document, Known
from placet.model.proposals import Said, Speaker
from placet.model.statements import Standing

if TYPE_CHECKING:
    from placet.store import Listed


LONGEST_TO = 80
"""How many characters of whom something was said to are taken over."""


class Exported(msgspec.Struct, frozen=True):
    """What came of writing statements for a rulebook.

    Attributes:
        text: Markdown with a block; empty where there is nothing to write.
        statements: the names of the statements in it, by the ids of those they are from.
        passages: for each name, the paragraph's number and the document it stands in.
        without_words: the names of those whose words are still missing.
        there: ids with the name under which the rulebook has them.
        left_out: the ids of statements whose speaker is no party or voice of the rulebook; `notes` says whom each
            needs.
        notes: what a person has to know, such as parties that the rulebook does not know.
    """

    text: str
    statements: dict[str, str]
    passages: dict[str, tuple[str, int]]
    without_words: tuple[str, ...]
    there: dict[str, str]
    notes: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def export(book: Rulebook, found: Sequence[tuple[Document, Sequence[Standing]]]) -> Exported:
    """Write accepted statements as blocks for a rulebook.

    Args:
        book: the rulebook; its parties, offices, sources and statements decide what can be written and what is new.
        found: documents with their accepted statements.
    """
    notes: dict[str, None] = {}
    lines: list[str] = []
    names: dict[str, str] = {}
    passages: dict[str, tuple[str, int]] = {}
    empty: list[str] = []
    there: dict[str, str] = {}
    left_out: list[str] = []
    sources = set(book.sources)
    # By the end of its name a statement is known again, also where its source has got another name since.
    known = {"-".join(name.rsplit("-", 2)[-2:]): name for name in book.statements}
    for document, standings in found:
        source = source_of(book, document)
        written: list[str] = []
        declared = source or _free(_source_name(document), sources)
        for standing in standings:
            ending = f"p{standing.statement.paragraph}-{hashlib.sha256(standing.id.encode()).hexdigest()[:6]}"
            name = f"{declared}-{ending}"
            if ending in known:
                there[standing.id] = known[ending]
                _tell_words(book, known[ending], standing, notes)
                continue
            by = _by(book, standing, notes)
            if not by:
                left_out.append(standing.id)
                continue
            text = " ".join(standing.paraphrase.split())
            if not text:
                empty.append(name)
                if standing.are_words_disputed:
                    notes[
                        f"`{standing.id}` is put into words differently by several people: none until it is settled"
                    ] = None
            written += ["\n  ".join(_statement(book, name, declared, standing, by, text, notes)), ""]
            names[standing.id] = name
            passages[name] = (document.sha256, standing.statement.paragraph)
            _tell_near(book, declared, standing, notes)
        if written:
            sources.add(declared)
            lines += ([] if source is not None else ["\n  ".join(_source(declared, document, notes)), ""]) + written
    if not lines:
        return Exported("", {}, {}, (), there, tuple(notes), tuple(left_out))
    body = "\n".join(lines).strip()
    markdown = f"# Statements from articles\n\n```placet\n{body}\n```\n"
    return Exported(format_text(markdown), names, passages, tuple(empty), there, tuple(notes), tuple(left_out))


def source_of(book: Rulebook, document: Document) -> str | None:
    """Return the source of a rulebook that is this document: by its file's name, or by its title and day."""
    return Sources(book).of(document)


class Sources:
    """A rulebook's sources, looked up by what is known of documents."""

    def __init__(self, book: Rulebook) -> None:
        self._by_file = {one.file: one.id for one in reversed(book.sources.values()) if one.file}
        self._by_title: dict[str, list[tuple[str, str]]] = {}
        for one in book.sources.values():
            day = str(one.published) if one.published is not None else ""
            self._by_title.setdefault(_plain(one.title), []).append((one.id, day))

    def of(self, document: Document | Listed) -> str | None:
        """Return the source that is this document: by its file's name, or by its title and day; None: none is."""
        found = self._by_file.get(file_name(document.name))
        title, posted = _plain(document.metadata.title.value), (document.metadata.posted.value or "")[:10]
        if found is not None or not title:
            return found
        fitting = (name for name, day in self._by_title.get(title, ()) if not posted or not day or posted == day)
        return next(fitting, None)


def _source(name: str, document: Document, notes: dict[str, None]) -> list[str]:
    metadata = document.metadata
    lines = [f"source {name} {_text(metadata.title.value or file_name(document.name))}"]
    if metadata.outlet.value:
        lines.append(f"by {_text(metadata.outlet.value)}")
    posted = (metadata.posted.value or "")[:10]
    if posted:
        lines.append(f"published {posted} basis {_text(_basis(metadata.posted))}")
    else:
        where = file_name(document.name)
        notes[f"the day of `{where}` is not known: nothing in it is known to have been public on any day"] = None
    lines.append(f"file {_text(file_name(document.name))}")
    return lines


def _statement(
    book: Rulebook, name: str, source: str, standing: Standing, by: list[str], text: str, notes: dict[str, None]
) -> list[str]:
    one = standing.statement
    lines = [f"statement {name} in {source} paragraph {one.paragraph}", *by]
    if one.relays:
        lines.append(f"relayed by {', '.join(_text(named(relay)) for relay in one.relays)}")
    if (day := _day(one.said)) is not None:
        lines.append(f"on {day} basis {_text(_day_basis(one.said))}")
    to = ", ".join(part for part in (one.addressee, one.venue) if part)
    if to:
        lines.append(f"to {_text(to[:LONGEST_TO])}")
    about = _about(book, standing, notes)
    if about:
        lines.append(f"about {', '.join(about)}")
    if one.is_negated:
        notes[f"`{standing.id}` is negated in the article: see that the words say so"] = None
    lines.append(f"{one.stance} {_text(text)}")
    return lines


def _by(book: Rulebook, standing: Standing, notes: dict[str, None]) -> list[str]:
    """Say who speaks; nothing where the rulebook knows none of them: nobody is put in the place of one it lacks.

    The narrator and the outlet speak only where the statement itself says so.
    """
    one = standing.statement
    described = "; ".join(part for part in (named(speaker) for speaker in one.speakers) if part)
    parties = [for_.party for for_ in one.spoken_for if for_.party]
    known = [party for party in parties if party in book.parties]
    lacking = [party for party in parties if party not in book.parties]
    voices = [voice for speaker in one.speakers if (voice := _voice(book, speaker)) is not None]
    by = known or voices
    if not by:
        kinds = {speaker.kind for speaker in one.speakers}
        by = ["media"] if kinds == {"outlet"} else ["narrator"] if one.is_gloss else []
    if not by:
        who = described or "a speaker whom the text does not name"
        why, missing = f"{who} speaks for no party or voice of {book.name}", "a voice of that name"
        if lacking:
            why, missing = f"{book.name} knows no party `{'`, `'.join(lacking)}`, for which {who} speaks", "it"
        notes[
            f"`{standing.id}` is left out: {why}; correct for whom"
            f" (`placet evidence correct {standing.id} for=PARTY`), or declare {missing} in {book.name}"
        ] = None
        return []
    for party in lacking:
        notes[f"{book.name} knows no party `{party}`, for which `{standing.id}` speaks"] = None
    description = f" {_text(described)}" if described else ""
    lines = [f"by {', '.join(dict.fromkeys(by))}{description}"]
    if known and one.speakers and all(speaker.kind == "anonymous" for speaker in one.speakers):
        lines.append("unnamed")
    return lines


def _voice(book: Rulebook, speaker: Speaker) -> str | None:
    name = _plain(speaker.name)
    for voice in book.voices.values():
        if name and (name in _plain(voice.title) or _plain(voice.id) in name.split()):
            return voice.id
    return None


def _about(book: Rulebook, standing: Standing, notes: dict[str, None]) -> list[str]:
    found: dict[str, None] = {}
    for link in standing.links:
        if link.rulebook != book.name:
            continue
        if link.settled_on == "not about":
            continue
        if link.is_disputed:
            notes[f"whether `{standing.id}` is about `{link.name}` is disputed: left out until it is settled"] = None
            continue
        name = filed_under(book, link.name)
        if name is None:
            notes[f"`{standing.id}` is linked to `{link.name}`, which {book.name} does not have"] = None
        else:
            found[name] = None
    return list(found)


def _tell_near(book: Rulebook, source: str, standing: Standing, notes: dict[str, None]) -> None:
    """Say where the rulebook may have a statement already, under another name."""
    one = standing.statement
    near = [
        other for other in book.statements.values() if other.source == source and other.paragraph == str(one.paragraph)
    ]
    if near:
        listed = ", ".join(
            f"`{other.id}`{' with the same stance' if other.stance == one.stance else ''}" for other in near
        )
        notes[f"`{standing.id}` may be what the rulebook has of the same paragraph already: {listed}"] = None


def _tell_words(book: Rulebook, name: str, standing: Standing, notes: dict[str, None]) -> None:
    """Say where words have been found for a statement that was written without any."""
    if standing.paraphrase and not book.statements[name].text:
        notes[f"`{name}` lacks its words in {book.name}; they are now: “{standing.paraphrase}”"] = None


def _day(said: Said) -> str | None:
    """Return a day as the language writes it; None where it is not known well enough."""
    from placet.evidence.review.days import days_of

    if said.value is not None and re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", said.value):
        return said.value
    first, last = days_of(said)
    return None if first is None or last is None else first if first == last else f"{first} to {last}"


def _day_basis(said: Said) -> str:
    parts = [said.rule, f"from {said.anchor}" if said.anchor else "", said.constraint]
    words = ", ".join(part for part in parts if part)
    return words or "in the text"


def _basis(known: Known) -> str:
    return {"given": "given by a person"}.get(known.ground, f"{known.grade}: {known.ground}")


def _source_name(document: Document) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", file_name(document.name).rsplit(".", 1)[0].casefold()).strip("-")
    return f"art-{stem[:24].strip('-')}" if stem else f"art-{document.sha256[:8]}"


def _free(name: str, taken: Iterable[str]) -> str:
    known = set(taken)
    found, number = name, 2
    while found in known:
        found, number = f"{name}-{number}", number + 1
    return found


def _plain(text: str | None) -> str:
    return " ".join(re.findall(r"\w+", (text or "").casefold()))


def _text(text: str) -> str:
    plain = " ".join(text.split()).replace("\\", "/").replace('"', "'")
    return f'"{plain}"'
