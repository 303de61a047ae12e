"""Search over stored passages and statements: by words, speaker, party, stance, day, document and status."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import text

from placet.model.documents import Span
from placet.model.statements import Standing
from placet.store.words import index_words

if TYPE_CHECKING:
    from placet.store.store import Store

SNIPPET = 240
"""How many characters of a passage are given around the words that were found."""

RANKED = 1000
"""How many hits are put in order by how well they fit; of more, so many of the first are."""

_IN_ALL = """
SELECT d.sha256, d.name, p.number, p.start, substr(d.text, p.start + 1, p."end" - p.start) AS passage
FROM (
  SELECT id FROM (SELECT rowid AS id, rank AS fit FROM passage_words WHERE passage_words MATCH :match LIMIT :ranked)
  ORDER BY fit, id LIMIT :most
) f
JOIN passages p ON p.id = f.id JOIN documents d ON d.sha256 = p.document
"""

_IN_DOCUMENT = """
SELECT d.sha256, d.name, p.number, p.start, substr(d.text, p.start + 1, p."end" - p.start) AS passage
FROM passages p JOIN documents d ON d.sha256 = p.document
WHERE p.document = :document AND p.id IN (SELECT rowid FROM passage_words WHERE passage_words MATCH :match)
ORDER BY p.number LIMIT :most
"""

# Words, who, for whom, stance and status are all in the index; the best of what fits them comes first.
_BEST = """
FROM (
  SELECT rowid AS number, rank AS fit FROM statement_words WHERE statement_words MATCH :match LIMIT :ranked
)
ORDER BY fit, number LIMIT :most
"""

# Days are not. Their index holds all that is looked at here, in the order that is wanted, so the first that fit are
# found without a look at the rest.
_BY_DAY = """
FROM statements s INDEXED BY statements_by_day
WHERE s.first_day IS NOT NULL AND s.first_day <= :last_day AND s.last_day >= :first_day
  AND (:match = '' OR s.number IN (SELECT rowid FROM statement_words WHERE statement_words MATCH :match))
ORDER BY s.first_day, s.last_day, s.document, s.position LIMIT :most
"""

_UNDATED = """
FROM statements s INDEXED BY statements_by_day
WHERE s.first_day IS NULL
  AND (:match = '' OR s.number IN (SELECT rowid FROM statement_words WHERE statement_words MATCH :match))
"""

_IN_STORED = """
FROM statements s
WHERE s.document = :document
  AND (s.first_day IS NULL OR (s.first_day <= :last_day AND s.last_day >= :first_day))
  AND (:match = '' OR s.number IN (SELECT rowid FROM statement_words WHERE statement_words MATCH :match))
"""

_STATEMENT = """
SELECT s.value, s.passage, d.name FROM statements s JOIN documents d ON d.sha256 = s.document WHERE s.number = :number
"""

_QUERY = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"\w+")


class Wanted(msgspec.Struct, frozen=True):
    """What is searched for; empty fields ask for nothing.

    Attributes:
        words: all of them must occur; `"several words"` in this order; `word*` for a beginning.
        speaker: words of the speaker's name, title or description, or of whom it came through.
        party: a code of three letters: for whom.
        stance: a stance of the language.
        first_day: no earlier than this day, ISO 8601.
        last_day: no later than this day.
        document: the full hash.
        status: what has become of a statement.
        most: how many hits are returned at most.
    """

    words: str = ""
    speaker: str = ""
    party: str = ""
    stance: str = ""
    first_day: str = ""
    last_day: str = ""
    document: str = ""
    status: str = ""
    most: int = 50

    @property
    def is_about_statements(self) -> bool:
        """Whether it asks for something that only statements have."""
        return any((self.speaker, self.party, self.stance, self.first_day, self.last_day, self.status))


class Hit(msgspec.Struct, frozen=True):
    """A passage in which the words occur.

    Attributes:
        document: its full hash.
        name: the file's name.
        paragraph: the number of the paragraph.
        snippet: the words around those that were found.
        start: where the snippet begins in the document's text.
        marks: the words that were found, by their places in the snippet.
    """

    document: str
    name: str
    paragraph: int
    snippet: str
    start: int
    marks: tuple[Span, ...]


class StatementHit(msgspec.Struct, frozen=True):
    """A statement that was found.

    Attributes:
        standing: the statement.
        name: the name of its document's file.
        snippet: the words of its content, around those that were found.
        marks: the words that were found, by their places in the snippet.
    """

    standing: Standing
    name: str
    snippet: str
    marks: tuple[Span, ...]


class Found(msgspec.Struct, frozen=True):
    """Statements that were found, best first (by day where no words were given).

    Attributes:
        hits: the statements.
        more: whether there are more than were asked for.
        undated: how many fit but for having no known day, where days were asked for.
    """

    hits: tuple[StatementHit, ...]
    more: bool = False
    undated: int = 0


class Search:
    """Search in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def passages(self, wanted: Wanted) -> tuple[Hit, ...]:
        """Return passages in which all words occur, best first; without words, none."""
        terms = terms_of(wanted.words)
        match = _match(terms)
        if not match:
            return ()
        question = _IN_DOCUMENT if wanted.document else _IN_ALL
        values = {"match": match, "most": wanted.most, "ranked": RANKED, "document": wanted.document}
        with self._store.reading() as connection:
            rows = connection.execute(text(question), values).all()
        return tuple(_hit(row, terms) for row in rows)

    def like(self, beginnings: Sequence[str], most: int) -> tuple[StatementHit, ...]:
        """Return statements with any of some words, each with the whole of its words as the snippet.

        Those that have most of them, and of the rarer ones, come first.

        Args:
            beginnings: how the words begin.
            most: how many are returned at most.
        """
        terms = terms_of(" ".join(f'"{one}"*' if " " in one else f"{one}*" for one in beginnings))
        match = " OR ".join(_match((term,)) for term in terms)
        if not match:
            return ()
        values = {"match": f"{{passage paraphrase}} : ({match})", "ranked": -1, "most": most}
        hits = []
        with self._store.reading() as connection:
            for number in connection.execute(text(f"SELECT number {_BEST}"), values).scalars().all():
                row = connection.execute(text(_STATEMENT), {"number": number}).one()
                hits.append(StatementHit(msgspec.json.decode(row.value, type=Standing), row.name, row.passage, ()))
        return tuple(hits)

    def statements(self, wanted: Wanted) -> Found:
        """Return statements that fit everything that is wanted."""
        terms = terms_of(wanted.words)
        has_days = bool(wanted.first_day or wanted.last_day)
        values: dict[str, str | int] = {
            "match": _statement_match(wanted, terms),
            "most": wanted.most + 1,
            "ranked": RANKED,
            "document": wanted.document,
            "first_day": wanted.first_day,
            "last_day": wanted.last_day or "9999-12-31",
        }
        with self._store.reading() as connection:

            def ask(*parts: str) -> list[int]:
                return list(connection.execute(text(" ".join(parts)), values).scalars())

            undated = 0
            if wanted.document:
                is_dated = "AND s.first_day IS NOT NULL" if has_days else ""
                numbers = ask("SELECT s.number", _IN_STORED, is_dated, "ORDER BY s.position LIMIT :most")
                if has_days:
                    (undated,) = ask("SELECT count(*)", _IN_STORED, "AND s.first_day IS NULL")
            elif has_days or not terms:
                numbers = ask("SELECT s.number", _BY_DAY)
                if has_days:
                    (undated,) = ask("SELECT count(*)", _UNDATED)
                elif len(numbers) <= wanted.most:
                    numbers += ask("SELECT s.number", _UNDATED, "ORDER BY s.document, s.position LIMIT :most")
            else:
                numbers = ask("SELECT number", _BEST)
            hits = []
            for number in numbers[: wanted.most]:
                row = connection.execute(text(_STATEMENT), {"number": number}).one()
                snippet, _, marks = snippet_of(row.passage, terms)
                hits.append(StatementHit(msgspec.json.decode(row.value, type=Standing), row.name, snippet, marks))
        return Found(tuple(hits), len(numbers) > wanted.most, undated)


def tags_of(status: str, stance: str, parties: tuple[str, ...]) -> str:
    """Return what is asked for by a choice, as words of the index.

    >>> tags_of("open", "denies", ("JPN",))
    'statusopen stancedenies partyJPN'
    """
    tags = [f"status{status}" if status else "", f"stance{stance}" if stance else ""]
    return " ".join([tag for tag in tags if tag] + [f"party{party}" for party in parties])


def terms_of(words: str) -> tuple[tuple[str, ...], ...]:
    """Cut what was typed into terms, each of one or several words in a row; `*` at the end of one is kept.

    >>> terms_of('ferry "prior consent" toll*')
    (('ferry',), ('prior', 'consent'), ('toll*',))
    """
    found = []
    for phrase, word in _QUERY.findall(words):
        parts = _WORD.findall(index_words(phrase or word))
        if parts and word.endswith("*"):
            parts[-1] += "*"
        if parts:
            found.append(tuple(parts))
    return tuple(found)


def marks_of(passage: str, terms: tuple[tuple[str, ...], ...]) -> tuple[Span, ...]:
    """Return where terms occur in a passage, letters being compared without accents and case, in order."""
    words = [(_folded(one), span) for one, span in _words_of(passage)]
    found: set[Span] = set()
    for term in terms:
        wanted = [(_folded(part.rstrip("*")), part.endswith("*")) for part in term]
        for at in range(len(words) - len(wanted) + 1):
            row = words[at : at + len(wanted)]
            if all(
                word.startswith(part) if is_start else word == part
                for (word, _), (part, is_start) in zip(row, wanted, strict=True)
            ):
                found.add(Span(row[0][1].start, row[-1][1].end))
    return tuple(sorted(found))


def snippet_of(passage: str, terms: tuple[tuple[str, ...], ...]) -> tuple[str, int, tuple[Span, ...]]:
    """Return the part of a passage around what was found, where it begins, and the marks in it."""
    marks = marks_of(passage, terms)
    if len(passage) <= SNIPPET:
        return passage, 0, marks
    start = max(0, marks[0].start - SNIPPET // 3) if marks else 0
    if start:
        start = passage.find(" ", start, marks[0].start) + 1 or start
    end = min(len(passage), start + SNIPPET)
    if end < len(passage):
        # Not within a word, unless there is none in sight.
        end = max(passage.rfind(" ", start + SNIPPET // 2, end), 0) or end
    kept = tuple(Span(one.start - start, one.end - start) for one in marks if one.start >= start and one.end <= end)
    return passage[start:end], start, kept


def _match(terms: tuple[tuple[str, ...], ...]) -> str:
    """Write terms as the index's own language has them; nothing that was typed is taken for a command of it."""
    written = []
    for term in terms:
        words = " ".join(part.rstrip("*") for part in term)
        written.append(f'"{words}"' + ("*" if term[-1].endswith("*") else ""))
    return " AND ".join(written)


def _statement_match(wanted: Wanted, terms: tuple[tuple[str, ...], ...]) -> str:
    tags = tags_of(wanted.status, wanted.stance, (wanted.party,) if wanted.party else ())
    columns = {
        "{passage paraphrase}": _match(terms),
        "speaker": _match(terms_of(wanted.speaker)),
        "tags": _match(terms_of(tags)),
    }
    return " AND ".join(f"{column} : ({words})" for column, words in columns.items() if words)


def _hit(row: Any, terms: tuple[tuple[str, ...], ...]) -> Hit:  # noqa: ANN401 - a row of the library's
    snippet, start, marks = snippet_of(row.passage, terms)
    return Hit(row.sha256, row.name, row.number, snippet, row.start + start, marks)


def _words_of(passage: str) -> list[tuple[str, Span]]:
    """Return the words of a passage as the index has them, with their places."""
    found = []
    for match in _WORD.finditer(passage):
        at = match.start()
        for part in re.split(r"( [^ ] )", index_words(match[0])):
            word = part.strip()
            if not word:
                continue
            size = len(word)
            found.append((word, Span(at, min(at + size, match.end()))))
            at += size
    return found


def _folded(word: str) -> str:
    bare = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter))
