"""Measure the text taken from saved pages against what people marked as the article: F1 over runs of four words.

The data folder holds `ground-truth.json` and `html/NAME.html.gz`, as the article extraction benchmark has them. For
each page the runs of four words that were found are compared with the marked ones, however often each occurs; precision
and recall are averaged over pages, and F1 is made of the two averages. The library alone is measured in the same run.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from bench.table import format_table

RUN = 4
DRAWS = 1000
WORD = re.compile(r"\w+")


def by_placet(raw: bytes) -> str:
    """Return what intake takes for the article: its body with the headings in it."""
    from placet.evidence.intake import Unreadable, read_document

    try:
        document = read_document(raw, "page.html")
    except Unreadable:
        return ""
    return "\n".join(
        document.text[one.span.start : one.span.end] for one in document.paragraphs if one.kind in ("body", "subtitle")
    )


def by_trafilatura(raw: bytes) -> str:
    """Return what the library alone gives where it favours precision, as intake calls it."""
    import trafilatura

    return trafilatura.extract(raw.decode("utf-8", "replace"), favor_precision=True, include_comments=False) or ""


def by_readability(raw: bytes) -> str:
    """Return what the library that intake falls back on gives alone."""
    from lxml import html
    from readability import Document

    return str(html.fromstring(Document(raw.decode("utf-8", "replace")).summary()).text_content())


READERS: dict[str, Callable[[bytes], str]] = {
    "placet": by_placet,
    "trafilatura, precision": by_trafilatura,
    "readability-lxml": by_readability,
}


def main(arguments: list[str]) -> None:
    """Measure all readers on the pages of a folder and print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.evidence extraction", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with ground-truth.json and html/")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="also name the N pages read worst")
    chosen = parser.parse_args(arguments)
    folder = chosen.data if (chosen.data / "ground-truth.json").is_file() else chosen.data / "extraction"
    if not (folder / "ground-truth.json").is_file():
        parser.error(f"{chosen.data} holds no ground-truth.json")
    gold: dict[str, dict[str, str]] = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    pages = {name: gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()) for name in sorted(gold)}
    rows = []
    for name, read in READERS.items():
        read(next(iter(pages.values())))  # what is loaded once a process is not measured
        begun = time.process_time()
        texts = {page: read(raw) for page, raw in pages.items()}
        spent = time.process_time() - begun
        scores = {page: score(gold[page].get("articleBody", ""), text) for page, text in texts.items()}
        precision, recall, f1 = averages(list(scores.values()))
        rows.append(
            (
                name,
                f"{f1:.4f} ± {spread(list(scores.values())):.3f}",
                f"{precision:.3f}",
                f"{recall:.3f}",
                f"{len(pages) / spent:.0f}",
            )
        )
        if name == "placet" and chosen.worst:
            for page in sorted(scores, key=lambda page: sum(scores[page]))[: chosen.worst]:
                print(f"{scores[page][0]:.3f} {scores[page][1]:.3f} {page[:12]} {gold[page].get('url', '')}")
    print(f"{len(pages)} pages")
    print(format_table(("reader", "F1", "precision", "recall", "pages/s of processor"), rows, frozenset((1, 2, 3, 4))))


def score(marked: str, found: str) -> tuple[float, float]:
    """Return precision and recall of a page."""
    wanted, had = _runs(marked), _runs(found)
    right = sum((wanted & had).values())
    if wanted == had:
        return 1.0, 1.0
    return right / max(sum(had.values()), 1), right / max(sum(wanted.values()), 1)


def averages(scores: list[tuple[float, float]]) -> tuple[float, float, float]:
    """Return precision and recall over pages, and F1 of these two."""
    precision = statistics.mean(one[0] for one in scores)
    recall = statistics.mean(one[1] for one in scores)
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def spread(scores: list[tuple[float, float]]) -> float:
    """Return half the width of the range in which F1 lies in 95 of 100 draws of as many pages."""
    draw = random.Random(1)
    drawn = [averages(draw.choices(scores, k=len(scores)))[2] for _ in range(DRAWS)]
    return 1.96 * statistics.stdev(drawn)


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    return Counter(tuple(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1)) if words)
