"""How long a search takes in a store of 100,000 passages and as many statements, all of words made up here."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text

from placet.model.proposals import Proposal, Speaker, SpokenFor
from placet.model.statements import Standing
from placet.store import Store, open_store
from placet.store.search import Wanted
from placet.store.statements import Row, write_row

DOCUMENTS = 5000
PARAGRAPHS = 20
LIMIT_MS = 50
SPEAKERS = ("Oda, Minister", "Mori, spokesman", "Kim, ambassador")
PARTIES = ("JPN", "KOR", "USA")

SEARCHES = {
    "a word in every second passage": Wanted("ferry"),
    "two words": Wanted("ferry consent"),
    "a word in every passage": Wanted("the"),
    "the beginning of a word": Wanted("fer*"),
    "a rare word": Wanted("rarely"),
    "a speaker": Wanted(speaker="oda"),
    "a party and a word": Wanted("ferry", party="JPN"),
    "a party within a month": Wanted(party="KOR", first_day="2010-01-01", last_day="2010-01-31"),
    "a speaker within four years": Wanted(speaker="mori", first_day="2010-01-01", last_day="2013-12-31"),
    "what is open": Wanted(status="open", stance="says"),
}


def main(arguments: list[str]) -> None:
    """Fill a store (minutes), search it, and tell the middle of five runs of each search, in processor time.

    Args:
        arguments: how many documents of 20 passages, if not 5,000.
    """
    documents = int(arguments[0]) if arguments else DOCUMENTS
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder)) as store:
        _fill(store, random.Random(1960), documents)
        print(f"{documents * PARAGRAPHS:,} passages, as many statements; the limit is {LIMIT_MS} ms")
        for name, wanted in SEARCHES.items():
            times = sorted(_times(store, wanted))
            print(f"{name:32} {times[len(times) // 2]:6.1f} ms")


def _times(store: Store, wanted: Wanted) -> Iterator[float]:
    for _ in range(5):
        start = time.process_time()
        store.search.statements(wanted)
        if not wanted.is_about_statements:
            store.search.passages(wanted)
        yield (time.process_time() - start) * 1000


def _fill(store: Store, chance: random.Random, documents: int) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["the", "of", "ferry", "consent", "tolls"]
    words += ["".join(chance.choices(letters, k=chance.randint(3, 9))) for _ in range(20_000)]
    weights = [1 / (at + 1) for at in range(len(words))]
    number = 0
    with store.writing() as connection:
        for at in range(documents):
            paragraphs = [" ".join(chance.choices(words, weights, k=60)) for _ in range(PARAGRAPHS)]
            whole = "\n".join(paragraphs)
            sha256 = hashlib.sha256(whole.encode()).hexdigest()
            connection.execute(
                text(
                    "INSERT INTO documents (sha256, name, media_type, size, text, extractor, encoding, offsets, notes,"
                    " added_at) VALUES (:sha256, :name, 'text/plain', 1, :text, '', 'utf-8', '[]', '[]', '2014')"
                ),
                {"sha256": sha256, "name": f"{at}.txt", "text": whole},
            )
            start = 0
            for position, paragraph in enumerate(paragraphs):
                number += 1
                connection.execute(
                    text(
                        'INSERT INTO passages (id, document, number, start, "end", kind)'
                        " VALUES (:i, :d, :n, :s, :e, :k)"
                    ),
                    {"i": number, "d": sha256, "n": position + 1, "s": start, "e": start + len(paragraph), "k": "body"},
                )
                connection.execute(
                    text("INSERT INTO passage_words (rowid, words) VALUES (:i, :w)"), {"i": number, "w": paragraph}
                )
                write_row(connection, sha256, position, _row(chance, f"{number:06x}", sha256, position, paragraph))
                start += len(paragraph) + 1


def _row(chance: random.Random, name: str, document: str, position: int, paragraph: str) -> Row:
    speaker, party = chance.choice(SPEAKERS), chance.choice(PARTIES)
    statement = Proposal(
        name,
        document,
        position + 1,
        (),
        "indirect",
        speakers=(Speaker("person", speaker),),
        spoken_for=(SpokenFor(party, "made up", "stated"),),
    )
    day = (dt.date(2000, 1, 1) + dt.timedelta(days=chance.randrange(9000))).isoformat()
    status = "accepted" if chance.random() < 0.5 else "open"
    return Row(Standing(name, status, statement, statement), paragraph[:200], speaker, (party,), day, day)
