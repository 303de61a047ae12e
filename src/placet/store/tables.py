"""The tables of the database, as the newest migration leaves them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

TABLES = MetaData()

documents = Table(
    "documents",
    TABLES,
    Column("sha256", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("media_type", String(40), nullable=False),
    Column("size", Integer, nullable=False),  # bytes
    Column("text", Text, nullable=False),
    Column("extractor", Text, nullable=False),
    Column("encoding", Text, nullable=False),
    Column("offsets", Text, nullable=False),  # JSON: pairs of offsets
    Column("notes", Text, nullable=False),  # JSON: texts
    Column("added_at", String(32), nullable=False),  # UTC, ISO 8601
)

passages = Table(
    "passages",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("document", String(64), ForeignKey("documents.sha256"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("start", Integer, nullable=False),  # characters of the document's text
    Column("end", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    UniqueConstraint("document", "number"),
)

document_metadata = Table(
    "document_metadata",
    TABLES,
    # Only ever added to: of the rows of a document and a field, the one with the highest id counts.
    Column("id", Integer, primary_key=True),
    Column("document", String(64), ForeignKey("documents.sha256"), nullable=False),
    Column("field", String(16), nullable=False),
    Column("value", Text),
    Column("ground", Text, nullable=False),
    Column("grade", String(16), nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    Column("note", Text, nullable=False),
    Column("who", Text, nullable=False),  # empty: the page was read so
    Column("at", String(32), nullable=False),  # UTC, ISO 8601
    Index("document_metadata_by_document", "document", "field"),
)

PASSAGE_WORDS = "passage_words"
"""The full-text index over the words of passages: its `rowid` is the passage's `id`; it keeps no text of its own."""

proposals = Table(
    "proposals",
    TABLES,
    # Kept as made: newer rules add rows; `is_current` says which of them the newest rules propose.
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("digest", String(16), nullable=False),
    Column("document", String(64), ForeignKey("documents.sha256"), nullable=False, index=True),
    Column("rules", Text, nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("value", Text, nullable=False),  # JSON: a proposal
    UniqueConstraint("id", "digest"),
)

proposal_runs = Table(
    "proposal_runs",
    TABLES,
    Column("document", String(64), ForeignKey("documents.sha256"), primary_key=True),
    Column("rules", Text, nullable=False),  # the version that proposed last
)

decisions = Table(
    "decisions",
    TABLES,
    # Only ever added to: triggers refuse anything else, but that they go with a document that is removed.
    Column("number", Integer, primary_key=True),
    Column("id", String(12), nullable=False, unique=True),
    Column("document", String(64), ForeignKey("documents.sha256"), nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("at", String(32), nullable=False),  # UTC, ISO 8601
    Column("act", Text, nullable=False),  # JSON: what was decided
)

kept_names = Table(
    "kept_names",
    TABLES,
    # A newer reading of a document may put a passage elsewhere in its text, and a statement's id is made of its places:
    # what people decided on goes on under the id that it had.
    Column("document", String(64), ForeignKey("documents.sha256"), primary_key=True),
    Column("made", Text, primary_key=True),  # the id that the rules make
    Column("kept", Text, nullable=False),  # the one that it goes on under
)

carried_acts = Table(
    "carried_acts",
    TABLES,
    # The record of decisions stays as it was: here is how a decision reads whose places are others in the newer text.
    Column("decision", String(12), primary_key=True),
    Column("document", String(64), ForeignKey("documents.sha256"), nullable=False, index=True),
    Column("act", Text, nullable=False),  # JSON
)

statements = Table(
    "statements",
    TABLES,
    # Worked out from proposals and decisions, and never anything that is not in them.
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("document", String(64), ForeignKey("documents.sha256"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("first_day", String(10)),
    Column("last_day", String(10)),
    Column("passage", Text, nullable=False),  # the words of the content
    Column("value", Text, nullable=False),  # JSON: how it stands
)

statements_built = Table(
    "statements_built",
    TABLES,
    # The documents whose rows in `statements` are up to date, and by which form of working them out.
    Column("document", String(64), ForeignKey("documents.sha256"), primary_key=True),
    Column("form", Integer, nullable=False),
)

removals = Table(
    "removals",
    TABLES,
    # That a document was removed; a document that was added again and removed again has several.
    Column("number", Integer, primary_key=True),
    Column("document", String(64), nullable=False),
    Column("title", Text),
    Column("by", Text, nullable=False),
    Column("at", String(32), nullable=False),  # UTC, ISO 8601
    Column("why", Text, nullable=False),
    Column("decisions", Integer, nullable=False),  # how many went with it
)

unfinished_removals = Table(
    "unfinished_removals",
    TABLES,
    # Removed documents whose bytes, or words in what the database's files no longer use, may still be there.
    Column("document", String(64), primary_key=True),
)
