"""Statements found in PolNeAR: the spans of the rules beside those of people, one to one.

The folder holds `text/*.txt` and `attributions/*.ann` (brat: Source, Cue and Content, also in pieces). Where several
people marked an article, the first is taken. Content is compared as the set of its words, without punctuation, and each
found span is matched with at most one of the gold, the most alike first. *Statements* are those whose cue holds a
word of `SPEECH` below: a word of saying, asking, promising or denying; the same list sifts both sides. Precision is
over the statements found (matched with any gold), recall over the gold's statements (matched with anything found).
The gold hardly ever marks what somebody in a quotation says that others said; the second figure leaves out what
stands within another statement.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

_SPEECH_WORDS = """
    acknowledge add admit affirm allege announce answer argue ask assert assure caution claim comment complain
    concede confirm contend declare decline demand deny emphasize explain inform inquire insist mention note pledge
    proclaim promise reaffirm refuse reiterate reject remark remind repeat reply request respond say state stress
    suggest swear tell testify tweet urge vow warn write according
"""
SPEECH = frozenset(_SPEECH_WORDS.split())
_IRREGULAR = {"said": "say", "says": "say", "told": "tell", "wrote": "write", "written": "write", "swore": "swear"}
LEVELS = (0.5, 0.8, 1.0)

Pieces = list[tuple[int, int]]


class Marked(NamedTuple):
    """A statement as somebody or something marked it."""

    content: Pieces
    cue: Pieces
    source: Pieces
    is_nested: bool = False


class Tally:
    """What is counted over articles."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.found = self.gold = self.matched_source = self.matched = 0
        self.hits: dict[float, list[int]] = {level: [0, 0] for level in LEVELS}
        self.errors: Counter[str] = Counter()


def main(arguments: list[str]) -> None:
    """Measure the rules on the articles of a folder and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.evidence polnear", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with text/ and attributions/")
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="print so many missed and spurious statements"
    )
    parser.add_argument(
        "--part", choices=("all", "two-thirds", "third"), default="all", help="which articles to print errors of"
    )
    asked = parser.parse_args(arguments)
    articles = read_articles(asked.data)
    find_statements(dict(list(articles.items())[:1]))  # loads the pipeline
    began = time.process_time()
    found = find_statements(articles)
    took = time.process_time() - began
    for title, part in (("all articles", None), ("two thirds, worked on", False), ("a third, held out", True)):
        for nested in (True, False):
            tally = Tally()
            for number, (name, (text, gold)) in enumerate(articles.items()):
                if part is None or (number % 3 == 0) is part:
                    score(text, gold, [one for one in found[name] if nested or not one.is_nested], tally)
            print(format_tally(f"{title}, {'with' if nested else 'without'} statements within statements", tally))
    print(f"{len(articles)} articles, {len(articles) / took:.1f} a second of processor time, parse and rules")
    if asked.errors:
        print_errors(articles, found, asked.errors, asked.part)


def read_articles(folder: Path) -> dict[str, tuple[str, list[Marked]]]:
    """Return the text and the gold of each article by its name."""
    articles: dict[str, tuple[str, list[Marked]]] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        name = path.stem.rpartition("_")[0]
        if name not in articles:
            with (folder / "text" / f"{name}.txt").open(encoding="utf-8", newline="") as file:
                articles[name] = (file.read(), _read_gold(path))
    return articles


def _read_gold(path: Path) -> list[Marked]:
    spans: dict[str, Pieces] = {}
    events: list[str] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        fields = line.split("\t")
        if line.startswith("T"):
            _, places = fields[1].split(" ", 1)
            spans[fields[0]] = [(int(a), int(b)) for a, b in (piece.split() for piece in places.split(";"))]
        elif line.startswith("E"):
            events.append(fields[1])
    gold: list[Marked] = []
    for event in events:
        roles: dict[str, Pieces] = defaultdict(list)
        for part in event.split():
            role, _, name = part.partition(":")
            roles[role.rstrip("0123456789")] += spans.get(name, [])
        if roles["Content"]:
            gold.append(Marked(sorted(roles["Content"]), sorted(roles["Cue"]), sorted(roles["Source"])))
    return gold


def find_statements(articles: dict[str, tuple[str, list[Marked]]]) -> dict[str, list[Marked]]:
    """Return what the rules find in each article."""
    from placet.evidence.speech import find, parse
    from placet.model.documents import Document, Metadata, Paragraph, Span

    documents = []
    for name, (text, _) in articles.items():
        lines = [line for line in re.finditer(r"[^\r\n]+", text) if line[0].strip()]
        paragraphs = tuple(Paragraph(number, Span(*line.span())) for number, line in enumerate(lines, 1))
        documents.append(Document(name, name, "text/plain", text, paragraphs, Metadata(), "bench"))
    return {
        parsed.document.name: [
            Marked(
                [(span.start, span.end) for span in utterance.content],
                [(utterance.cue.start, utterance.cue.end)] if utterance.cue else [],
                [(utterance.source.start, utterance.source.end)] if utterance.source else [],
                utterance.parent is not None,
            )
            for utterance in find(parsed)
        ]
        for parsed in parse(documents)
    }


def words_of(text: str, pieces: Pieces) -> frozenset[int]:
    """Return where the words of a span begin."""
    return frozenset(start + word.start() for start, end in pieces for word in re.finditer(r"\w+", text[start:end]))


def is_statement(text: str, marked: Marked) -> bool:
    """Return whether a word of the cue says that somebody says, asks, promises or denies."""
    words = [word for start, end in marked.cue for word in re.findall(r"[a-z]+", text[start:end].lower())]
    return any(base in SPEECH for word in words for base in _bases(word))


def _bases(word: str) -> set[str]:
    bases = {word, _IRREGULAR.get(word, word)}
    for ending, others in (("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ing", "")):
        if word.endswith(ending):
            stem = word[: -len(ending)]
            bases |= {stem + others, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem}
    return bases


def match(text: str, gold: list[Marked], found: list[Marked]) -> list[tuple[int, int, float]]:
    """Match gold and found one to one, the most alike first: number of each, and how alike they are."""
    ours = [words_of(text, one.content) for one in found]
    theirs = [words_of(text, one.content) for one in gold]
    cues = [words_of(text, one.cue) for one in found], [words_of(text, one.cue) for one in gold]
    pairs = []
    for i, mine in enumerate(ours):
        for j, other in enumerate(theirs):
            if mine & other:
                alike = len(mine & other) / len(mine | other)
                pairs.append((-alike, not cues[0][i] & cues[1][j], i, j))
    taken_ours: set[int] = set()
    taken_theirs: set[int] = set()
    matches = []
    for alike, _, i, j in sorted(pairs):
        if i not in taken_ours and j not in taken_theirs:
            taken_ours.add(i)
            taken_theirs.add(j)
            matches.append((j, i, -alike))
    return matches


def score(text: str, gold: list[Marked], found: list[Marked], tally: Tally) -> None:
    """Add an article to the tally."""
    theirs = [is_statement(text, one) for one in gold]
    ours = [is_statement(text, one) for one in found]
    tally.gold += sum(theirs)
    tally.found += sum(ours)
    for j, i, alike in match(text, gold, found):
        for level in LEVELS:
            if alike >= level - 1e-9:
                tally.hits[level][0] += ours[i]
                tally.hits[level][1] += theirs[j]
        if alike >= 0.5 and theirs[j]:
            tally.matched += 1
            tally.matched_source += bool(words_of(text, gold[j].source) & words_of(text, found[i].source))


def format_tally(title: str, tally: Tally) -> str:
    """Return the lines of one table."""
    lines = [f"{title}: {tally.gold} statements in the gold, {tally.found} found"]
    for level in LEVELS:
        precise, recalled = tally.hits[level]
        p, r = precise / max(1, tally.found), recalled / max(1, tally.gold)
        name = "exact" if level == 1.0 else f"{level:5.1f}"
        lines.append(f"  {name}  P {100 * p:5.1f}  R {100 * r:5.1f}  F {200 * p * r / max(1e-9, p + r):5.1f}")
    lines.append(
        f"  the source overlaps in {100 * tally.matched_source / max(1, tally.matched):.1f} % of those matched"
    )
    return "\n".join(lines)


def print_errors(
    articles: dict[str, tuple[str, list[Marked]]], found: dict[str, list[Marked]], many: int, part: str
) -> None:
    """Print the cues at which most is missed, spurious or cut differently, and examples."""
    kinds: dict[str, Counter[str]] = {kind: Counter() for kind in ("missed", "spurious", "boundary")}
    examples: dict[str, list[str]] = {kind: [] for kind in kinds}
    for number, (name, (text, gold)) in enumerate(articles.items()):
        if part != "all" and (number % 3 == 0) is not (part == "third"):
            continue
        matches = match(text, gold, found[name])
        good = {j: (i, alike) for j, i, alike in matches}
        used = {i for _, i, alike in matches if alike >= 0.5}
        for j, one in enumerate(gold):
            if not is_statement(text, one):
                continue
            i, alike = good.get(j, (-1, 0.0))
            kind = "missed" if alike < 0.5 else "boundary" if alike < 1 else ""
            if kind:
                kinds[kind][_words(text, one.cue).lower()] += 1
                mine = f"\n      ours: {_shown(text, found[name][i])}" if i >= 0 else ""
                examples[kind].append(f"{name[:12]} {alike:.2f} gold: {_shown(text, one)}{mine}")
        for i, one in enumerate(found[name]):
            if i not in used and is_statement(text, one):
                kinds["spurious"][_words(text, one.cue).lower()] += 1
                examples["spurious"].append(f"{name[:12]} ours: {_shown(text, one)}")
    for kind, counts in kinds.items():
        print(
            f"\n{kind}: {sum(counts.values())}; most at {', '.join(f'{cue} {n}' for cue, n in counts.most_common(25))}"
        )
        print("\n".join(f"  - {line}" for line in examples[kind][:many]))


def _words(text: str, pieces: Pieces) -> str:
    return " ".join(text[start:end] for start, end in pieces)


def _shown(text: str, one: Marked) -> str:
    content = " // ".join(text[start:end].replace("\n", "¶") for start, end in one.content)
    return f"[{_words(text, one.cue)}] <{_words(text, one.source)[:60]}> {content[:400]}"
