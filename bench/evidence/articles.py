"""Measure what is proposed in articles against a list of their statements: found, and of those, who, for whom, when.

The data folder holds `article_statements.json`; the articles stand in the folder `articles` beside it. With
`--spans gold` the statements themselves are given, and only the resolution of speakers, parties and days is measured.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bench.table import format_table
from placet.evidence.parties import code_of
from placet.evidence.propose import propose
from placet.evidence.speakers import resolve
from placet.evidence.speech import parse
from placet.evidence.speech.utterance import Utterance
from placet.model.documents import Document, Known, Metadata, Paragraph, ParagraphKind, Span
from placet.model.proposals import Proposal

WORDS = re.compile(r"\w+")
PLAIN = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "at",
        "for",
        "and",
        "s",
        "u",
        "us",
        "government",
        "republic",
        "korea",
        "south",
        "korean",
        "rok",
        "senior",
    ]
)
KINDS = {
    "organisation": {"body"},
    "anonymous": {"anonymous", "office"},
    "person": {"person"},
    "group": {"group", "anonymous"},
}
ENOUGH = 0.5


class Match(NamedTuple):
    """A statement of the list with the proposal that was found for it, if any."""

    gold: dict[str, Any]
    text: str
    proposal: Proposal | None
    document: Document


def main(arguments: list[str]) -> None:
    """Print the table of found statements, and with `--errors` every mistake by its kind."""
    parser = argparse.ArgumentParser(prog="python -m bench.evidence articles", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with article_statements.json")
    parser.add_argument("--spans", choices=("found", "gold"), default="found", help="gold: take the spans as given")
    parser.add_argument("--errors", action="store_true", help="list the mistakes by kind")
    asked = parser.parse_args(arguments)
    told = json.loads((asked.data / "article_statements.json").read_text("utf-8"))
    folder = asked.data.parent / "articles"
    matches: list[Match] = []
    made = right = 0
    missed: list[tuple[Document, Proposal]] = []
    for article in told["articles"]:
        text = (folder / article["file"]).read_text("utf-8-sig").replace("\r\n", "\n")
        gold = [each for each in told["statements"] if each["file"] == article["file"]]
        document = _document(article, text)
        proposals = resolve_gold(document, gold) if asked.spans == "gold" else propose_read(folder, article, document)
        found, unmatched = match(gold, text, proposals)
        matches += found
        made += sum(len(each) for _, each in [proposals])
        right += sum(len(each) for _, each in [proposals]) - len(unmatched)
        missed += [(proposals[0], each) for each in unmatched]
    print(_report(matches, made, right))
    if asked.errors:
        print(_errors(matches, missed))


def propose_read(folder: Path, article: dict[str, Any], document: Document) -> tuple[Document, tuple[Proposal, ...]]:
    """Read an article as a user's file is read, and propose."""
    from placet.evidence.intake import read_document

    raw = (folder / article["file"]).read_bytes()
    document = read_document(raw, article["file"])
    return document, propose(document)


def _document(article: dict[str, Any], text: str) -> Document:
    """Make a document of the paragraphs that the list names, without any reading of the page."""
    lines = [(each.start(), each.end()) for each in re.finditer(r"[^\n]*\S[^\n]*", text)]
    paragraphs = tuple(
        Paragraph(
            number,
            Span(start, end),
            _kind(number, article),
        )
        for number, (start, end) in enumerate(lines, 1)
    )  # fmt: skip
    posted = Known(article["posted"], "given", "stated") if article["posted"] else Known()
    return Document(article["file"], article["file"], "text/plain", text, paragraphs, Metadata(posted=posted), "bench")


def _kind(number: int, article: dict[str, Any]) -> ParagraphKind:
    first, last = article["body_paragraphs"]
    if first <= number <= last:
        return "body"
    if number == article["title_paragraph"]:
        return "title"
    return "subtitle" if article["title_paragraph"] < number < first and number == 3 else "furniture"


def resolve_gold(document: Document, gold: list[dict[str, Any]]) -> tuple[Document, tuple[Proposal, ...]]:
    """Resolve the statements of the list, given their spans."""
    order = {each["id"]: index for index, each in enumerate(gold)}
    utterances = []
    for index, each in enumerate(gold):
        content = tuple(Span(*span) for span in each["content_abs"])
        parent = next(
            (
                order[other["id"]]
                for other in gold
                if each["level"] == "nested" and other["level"] == "core" and other is not each
                and content
                and any(span[0] <= content[0].start and content[-1].end <= span[1] for span in other["content_abs"])
            ),
            None,
        )  # fmt: skip
        source = Span(*each["source_abs"]) if each.get("source_abs") else None
        utterances.append(
            Utterance(
                each["paragraph"],
                content,
                each["form"],
                Span(*each["cue_abs"]) if each.get("cue_abs") else None,
                is_negated=each["negated"],
                source=source,
                parent=parent,
                continues=index - 1 if source is None and index else None,
            )
        )
    (parsed,) = parse([document])
    return document, resolve(parsed, tuple(utterances))


def match(
    gold: list[dict[str, Any]], text: str, proposed: tuple[Document, tuple[Proposal, ...]]
) -> tuple[list[Match], list[Proposal]]:
    """Pair statements and proposals one to one, the best overlap of words first."""
    document, proposals = proposed
    wanted = [" ".join(text[slice(*span)] for span in each["content_abs"]) for each in gold]
    given = [" ".join(document.text[span.start : span.end] for span in each.content) for each in proposals]
    pairs = sorted(
        (
            (-_overlap(want, have), _is_other_speaker(each, proposal, document, text), first, second)
            for first, (want, each) in enumerate(zip(wanted, gold, strict=True))
            for second, (have, proposal) in enumerate(zip(given, proposals, strict=True))
            if _overlap(want, have) >= ENOUGH
        )
    )
    of_gold: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, first, second in pairs:
        if first not in of_gold and second not in taken:
            of_gold[first] = second
            taken.add(second)
    found = [
        Match(each, wanted[index], proposals[of_gold[index]] if index in of_gold else None, document)
        for index, each in enumerate(gold)
    ]
    return found, [each for index, each in enumerate(proposals) if index not in taken]


def _is_other_speaker(gold: dict[str, Any], proposal: Proposal, document: Document, text: str) -> bool:
    cue = text[slice(*gold["cue_abs"])] if gold.get("cue_abs") else ""
    words = document.text[proposal.cue.start : proposal.cue.end] if proposal.cue is not None else ""
    return not set(WORDS.findall(cue.lower())) & set(WORDS.findall(words.lower()))


def _overlap(first: str, second: str) -> float:
    one, two = Counter(WORDS.findall(first.lower())), Counter(WORDS.findall(second.lower()))
    return (one & two).total() / max(1, (one | two).total())


def is_speaker_right(match: Match) -> bool:
    """Return whether the resolved speaker is the one of the list, by the words of the name."""
    assert match.proposal is not None
    names = " ".join(each.name for each in match.proposal.speakers)
    if match.gold["speaker_type"] == "state":
        kinds = {each.kind for each in match.proposal.speakers}
        return kinds == {"state"} and _parties(match.proposal) == _wanted(match)
    want, have = _words(match.gold["speaker"]), _words(names)
    want, have = want - PLAIN or want, have - PLAIN or have
    if match.gold["speaker_type"] == "person":
        count = len(re.split(r",\s*|\s+and\s+", match.gold["speaker"]))
        return count == len(match.proposal.speakers) and bool(have) and (have <= want or want <= have)
    return bool(have) and len(want & have) / min(len(want), len(have)) >= ENOUGH


def is_kind_right(match: Match) -> bool:
    """Return whether every speaker is of the sort that the list says."""
    assert match.proposal is not None
    kinds = KINDS.get(match.gold["speaker_type"], {match.gold["speaker_type"]})
    return bool(match.proposal.speakers) and all(each.kind in kinds for each in match.proposal.speakers)


def is_party_right(match: Match) -> bool:
    """Return whether exactly the parties of the list are spoken for; none counts."""
    assert match.proposal is not None
    return _parties(match.proposal) == _wanted(match)


def is_day_right(match: Match) -> bool:
    """Return whether the day, month or none of the list is given."""
    assert match.proposal is not None
    return match.proposal.said.value == match.gold["said_on"]


def is_form_right(match: Match) -> bool:
    """Return whether it is quoted, told or both, as in the list."""
    assert match.proposal is not None
    return match.proposal.form == match.gold["form"]


CHECKS = {
    "speaker": is_speaker_right,
    "type": is_kind_right,
    "party": is_party_right,
    "day": is_day_right,
    "form": is_form_right,
}


def _parties(proposal: Proposal) -> set[str]:
    return {each.party for each in proposal.spoken_for}


def _wanted(match: Match) -> set[str]:
    return {code_of(each) for each in match.gold["on_behalf_of"]}


def _words(name: str) -> set[str]:
    return {word.lower().removesuffix("s") for word in WORDS.findall(name.replace("Defence", "Defense"))}


def _report(matches: list[Match], made: int, right: int) -> str:
    rows = []
    for level in ("core", "nested", "optional", "headline"):
        of_level = [each for each in matches if each.gold["level"] == level]
        found = [each for each in of_level if each.proposal is not None]
        cells = [f"{level}", f"{len(found)} of {len(of_level)}"]
        for check in CHECKS.values():
            count = sum(check(each) for each in found)
            cells.append(f"{count} ({100 * count / len(found):.0f} %)" if found else "–")
        rows.append(cells)
    table = format_table(["level", "found", *CHECKS], rows, frozenset(range(1, 7)))
    return f"{table}\n\nproposals: {made}, of which in the list: {right} ({100 * right / max(1, made):.0f} %)"


def _errors(matches: list[Match], missed: list[tuple[Document, Proposal]]) -> str:
    lines: list[str] = []
    for kind, each in _mistakes(matches):
        lines.append(f"{kind:8} {each.gold['id']} {_told(each)}")
    lines += [
        f"extra    {document.name[:3]} ¶{each.paragraph} {[s.name for s in each.speakers]}"
        f" [{document.text[each.cue.start : each.cue.end] if each.cue else '–'}]"
        f" {' … '.join(document.text[s.start : s.end] for s in each.content)[:90]}"
        for document, each in missed
    ]
    return "\n".join(sorted(lines))


def _mistakes(matches: list[Match]) -> Iterator[tuple[str, Match]]:
    for each in matches:
        if each.proposal is None:
            yield "missed", each
            continue
        for name, check in CHECKS.items():
            if not check(each):
                yield name, each


def _told(each: Match) -> str:
    if each.proposal is None:
        return f"{each.gold['speaker']}: {each.text[:80]}"
    said = each.proposal.said
    have = [f"{speaker.kind} {speaker.name!r} ({speaker.text!r}: {speaker.why})" for speaker in each.proposal.speakers]
    return (
        f"wanted {each.gold['speaker']}/{each.gold['speaker_type']} for {sorted(_wanted(each))}"
        f" on {each.gold['said_on']} {each.gold['form']}; have {'; '.join(have)}"
        f" for {sorted(_parties(each.proposal))} on {said.value} [{said.expression}: {said.rule}] {each.proposal.form}"
    )
