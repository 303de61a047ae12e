"""Documents, their passages with an index of words, and what is known of each document."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of documents."""
    op.create_table(
        "documents",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("extractor", sa.Text, nullable=False),
        sa.Column("encoding", sa.Text, nullable=False),
        sa.Column("offsets", sa.Text, nullable=False),
        sa.Column("notes", sa.Text, nullable=False),
        sa.Column("added_at", sa.String(32), nullable=False),
    )
    op.create_table(
        "passages",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("document", sa.String(64), sa.ForeignKey("documents.sha256"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.UniqueConstraint("document", "number"),
    )
    op.create_table(
        "document_metadata",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("document", sa.String(64), sa.ForeignKey("documents.sha256"), nullable=False),
        sa.Column("field", sa.String(16), nullable=False),
        sa.Column("value", sa.Text),
        sa.Column("ground", sa.Text, nullable=False),
        sa.Column("grade", sa.String(16), nullable=False),
        sa.Column("start", sa.Integer),
        sa.Column("end", sa.Integer),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
    )
    op.create_index("document_metadata_by_document", "document_metadata", ["document", "field"])
    # The words are cut by `store/words.py` first; the index holds where they occur and no second copy of the text.
    op.execute(
        "CREATE VIRTUAL TABLE passage_words USING fts5(words, content='', tokenize='unicode61 remove_diacritics 2')"
    )
