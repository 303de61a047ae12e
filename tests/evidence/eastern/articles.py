"""Make documents of a few words, and tell what is proposed in them in one line each."""

from __future__ import annotations

import hashlib
from pathlib import Path

from placet.model.documents import Document, Known, Metadata, Paragraph, ParagraphKind, Span
from placet.model.proposals import Proposal

HERE = Path(__file__).parent
POSTED = "2014-11-18"


def article(language: str, text: str, posted: str | None = POSTED, kind: ParagraphKind = "body") -> Document:
    """Return a document with a paragraph for each line."""
    paragraphs: list[Paragraph] = []
    at = 0
    for number, line in enumerate(text.split("\n"), 1):
        paragraphs.append(Paragraph(number, Span(at, at + len(line)), kind))
        at += len(line) + 1
    return Document(
        hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        "article.txt",
        "text/plain",
        text,
        tuple(paragraphs),
        Metadata(posted=Known(posted), language=Known(language)),
        "own words",
    )


def told(text: str, proposal: Proposal) -> str:
    """Return a proposal as a line of the tables tells it."""
    who = " + ".join((speaker.name or speaker.text or "?") for speaker in proposal.speakers) or "nobody"
    kinds = "+".join(speaker.kind for speaker in proposal.speakers)
    parties = "+".join((one.party or "none") + ("?" if one.grade == "guessed" else "") for one in proposal.spoken_for)
    act = f"{'not ' if proposal.is_negated else ''}{proposal.act} {proposal.modality}".strip()
    via = "".join(f", via {relay.name}" for relay in proposal.relays)
    to = f", to {proposal.addressee}" if proposal.addressee else ""
    day = f", {proposal.said.value}" if proposal.said.value else ""
    within = ", within" if proposal.parent else ""
    words = " … ".join(text[span.start : span.end] for span in proposal.content)
    return f"- {who} ({kinds}, {parties or 'unknown'}){via}{to}: {act}, {proposal.form}{day}{within}: {words}"


def table(name: str) -> list[tuple[str, list[str]]]:
    """Return the texts of a table, each with the lines that must come out."""
    found: list[tuple[str, list[str]]] = []
    for block in (HERE / name).read_text("utf-8").split("\n\n"):
        lines = block.strip().split("\n")
        if lines[0].startswith("> "):
            found.append(("\n".join(line[2:] for line in lines), []))
        elif lines[0].startswith("- ") and found:
            found[-1][1].extend(lines)
    return found
